"""Doubtful rows of the lists in and out of a file: a list is written once, and told by number.

In a project a list that another took the place of stays until all lists are others: so taking back
needs only the number.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import pandas as pd

from geo.store import database

__all__ = ["HELD", "KEY", "TABLE", "keep", "read"]

KEY, TABLE = "doubtful", "xuanzhi_doubtful"
HELD = (
    'list INTEGER NOT NULL, source TEXT, "row" INTEGER, "column" TEXT, value TEXT, reason TEXT, '
    "remedy TEXT"
)
"""The columns of the table, as SQL."""

_COLUMNS = ("source", "row", "column", "value", "reason", "remedy")


def keep(base: sqlite3.Connection, rows: pd.DataFrame) -> dict[str, str | None]:
    """Write doubtful rows as a list of their own; return which one it is, as text."""
    if rows.empty:
        return {KEY: None}
    last = base.execute(f"SELECT coalesce(max(list), 0) FROM {TABLE}").fetchone()[0]  # noqa: S608 - ours
    names = ", ".join(map(database.quoted, _COLUMNS))
    plain = rows[list(_COLUMNS)].astype(object)
    cells = plain.where(plain.notna(), None).itertuples(index=False, name=None)
    base.executemany(
        f"INSERT INTO {TABLE} (list, {names}) VALUES ({last + 1}, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - ours
        cells,
    )
    return {KEY: str(last + 1)}


def read(base: sqlite3.Connection, texts: Mapping[str, str]) -> pd.DataFrame:
    """Return the doubtful rows of the lists as they stand; none where nothing is known of any."""
    if not texts.get(KEY):
        return pd.DataFrame()
    names = ", ".join(map(database.quoted, _COLUMNS))
    found = base.execute(
        f"SELECT {names} FROM {TABLE} WHERE list = ? ORDER BY fid",  # noqa: S608 - ours
        (int(texts[KEY]),),
    ).fetchall()
    return pd.DataFrame(found, columns=list(_COLUMNS)) if found else pd.DataFrame()
