"""Streets in and out of a project: each kept once, by content digest, whoever walks on them.

Those that the project's people walk on now stand in it as a layer of lines, too, for a GIS. The
layer is drawn anew when other streets are given or taken back, not with every change; which streets
it shows is noted beside it.
"""

from __future__ import annotations

import sqlite3

from geo.core import Ways
from geo.store import lines
from geo.store.project.schema import PROJECT
from geo.store.ways import LAYER, Packed, drawn

__all__ = ["KEY", "draw", "find", "keep", "text"]

KEY = "ways"
"""Under it stands which streets the project's people walk on now."""

_DRAWN = "ways_drawn"  # the key under which stands which streets the layer shows


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


def draw(base: sqlite3.Connection) -> None:
    """Let the layer show the streets that people walk on now; nothing where it does already."""
    texts = dict(
        base.execute(
            f"SELECT key, value FROM {PROJECT} WHERE key IN (?, ?)",  # noqa: S608 - ours
            (KEY, _DRAWN),
        )
    )
    wanted = texts.get(KEY)
    if wanted == texts.get(_DRAWN):
        return
    lines.remove(base, LAYER)
    found = find(base, wanted)
    shown = None if found is None else drawn(found)
    if shown is not None:
        lines.write(base, LAYER, shown)
    base.execute(
        f"INSERT INTO {PROJECT} (key, value) VALUES (?, ?) "  # noqa: S608 - ours
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_DRAWN, wanted),
    )
