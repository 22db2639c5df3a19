"""Streets in and out of a project: each kept once, by content digest, whoever walks on them."""

from __future__ import annotations

import sqlite3

from geo.core import Ways
from geo.store.ways import Packed

__all__ = ["KEY", "find", "keep", "text"]

KEY = "ways"
"""Under it stands which streets the project's people walk on now."""


def keep(base: sqlite3.Connection, ways: Ways | None) -> None:
    """Write streets, unless they stand in the file already."""
    if ways is None or find(base, ways.digest) is not None:
        return
    base.execute(
        "INSERT INTO xuanzhi_values (digest, kind, meta, data) VALUES (?, 'streets', '{}', ?)",
        (ways.digest, ways.packed()),
    )


def find(base: sqlite3.Connection, digest: str | None) -> Packed | None:
    """Return the streets of that digest, where the file has them."""
    row = base.execute(
        "SELECT digest, data FROM xuanzhi_values WHERE kind = 'streets' AND digest = ?", (digest,)
    ).fetchone()
    return None if row is None else Packed(*row)


def text(ways: Ways | None) -> dict[str, str | None]:
    """Write which streets they are."""
    return {KEY: None if ways is None else ways.digest}
