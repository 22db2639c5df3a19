"""Streets of a study as bytes: the store hands them on and never looks into them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from geo.core import Plan, Study, Ways
from geo.store import database

__all__ = ["Packed", "add", "find", "of_plan"]

_TABLE = "xuanzhi_streets"


@dataclass(frozen=True)
class Packed:
    """Streets as they stand in a file.

    Attributes
    ----------
    digest
        Content digest of the streets, as it was written beside them.
    data
        One GeoParquet file.
    """

    digest: str
    data: bytes = field(repr=False)

    def packed(self) -> bytes:
        """Return them as they are."""
        return self.data


def of_plan(study: Study, plan: Plan) -> Ways | None:
    """Return the streets that a plan was walked on; those of the study where it names none."""
    walked: Ways | None = getattr(plan.mode, "ways", None)
    return study.ways if walked is None else walked


def add(base: sqlite3.Connection, ways: Ways) -> None:
    """Write streets into a table of their own."""
    database.add_table(base, _TABLE, "digest TEXT NOT NULL UNIQUE, data BLOB NOT NULL")
    base.execute(
        f"INSERT INTO {_TABLE} (digest, data) VALUES (?, ?)",  # noqa: S608 - our own table name
        (ways.digest, ways.packed()),
    )


def find(base: sqlite3.Connection) -> Packed | None:
    """Return the streets of a file, if it has any."""
    if not database.has_table(base, _TABLE):
        return None
    row = base.execute(f"SELECT digest, data FROM {_TABLE} ORDER BY fid LIMIT 1").fetchone()  # noqa: S608 - ours
    return None if row is None else Packed(*row)
