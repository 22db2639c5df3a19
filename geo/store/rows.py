"""The rows of a layer: by SQL, and where there are very many, column by column.

A million rows by SQL are eight million objects, which take longer to make than to read.
"""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd

from geo.core.arrays import Ints

__all__ = ["read_layer"]

_MANY = 50_000  # rows from which on columns are quicker, loading what reads them included
_KINDS = {
    "INTEGER": "integer",
    "MEDIUMINT": "integer",
    "BOOLEAN": "integer",
    "REAL": "real",
    "TEXT": "text",
}
_NO_COLUMNS = ("fid", "geom")


def read_layer(base: sqlite3.Connection, name: str) -> pd.DataFrame:
    """Read all columns of a layer but its geometry, row by row as it was written."""
    quick = _by_columns(base, name)
    if quick is not None:
        return quick
    found = base.execute(f"SELECT * FROM {name} ORDER BY fid")  # noqa: S608 - our own layer name
    columns = [column[0] for column in found.description]
    table = pd.DataFrame(found.fetchall(), columns=columns, dtype=object)
    return table.drop(columns=list(_NO_COLUMNS), errors="ignore")


def _by_columns(base: sqlite3.Connection, name: str) -> pd.DataFrame | None:
    """Read a long layer by GDAL; None where it is short, or holds what only SQL tells as it is."""
    kinds = {
        column: declared.upper()
        for _pos, column, declared, *_rest in base.execute(f'PRAGMA table_info("{name}")')
        if column not in _NO_COLUMNS
    }
    path = next((row[2] for row in base.execute("PRAGMA database_list") if row[1] == "main"), "")
    if not path or not kinds or not set(kinds.values()) <= set(_KINDS) or _is_short(base, name):
        return None
    with ThreadPoolExecutor(1) as aside:  # looking at each value's kind takes as long as reading
        read = aside.submit(_columns, path, name, kinds)
        n = base.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - our own layer name
        if _holds_others(base, name, kinds):
            return None  # what GDAL makes of such values, or says of them, is of no account
        fids, values = read.result()
    if len(fids) != n or not (fids[1:] > fids[:-1]).all():
        return None
    return pd.DataFrame(values, copy=False)  # joining columns of a kind takes as long as reading


def _columns(path: str, name: str, kinds: dict[str, str]) -> tuple[Ints, dict[str, Any]]:
    """Read the numbers of a layer's rows, and its columns."""
    from pyogrio.raw import read_arrow  # noqa: PLC0415 - only long layers need it

    _told, table = read_arrow(
        path, layer=name, columns=list(kinds), read_geometry=False, return_fids=True
    )
    values = {c: _values(table.column(c), kind) for c, kind in kinds.items()}
    return table.column(0).to_numpy(), values


def _is_short(base: sqlite3.Connection, name: str) -> bool:
    found = base.execute(f"SELECT count(*) FROM (SELECT 1 FROM {name} LIMIT {_MANY})")  # noqa: S608 - our own
    return bool(found.fetchone()[0] < _MANY)


def _holds_others(base: sqlite3.Connection, name: str, kinds: dict[str, str]) -> bool:
    """Say whether a value is of another kind than its column: a file may have been edited.

    In this form SQLite looks at most values once: a list of kinds takes three times as long.
    """
    quoted = {column.replace('"', '""'): _KINDS[kind] for column, kind in kinds.items()}
    odd = " OR ".join(
        f'(typeof("{column}") <> \'{kind}\' AND "{column}" IS NOT NULL)'
        for column, kind in quoted.items()
    )
    found = base.execute(f"SELECT 1 FROM {name} WHERE {odd} LIMIT 1")  # noqa: S608 - quoted
    return found.fetchone() is not None


def _values(column: Any, kind: str) -> Any:  # noqa: ANN401 - Arrow has no types for mypy
    """Return a column as SQL would: a gap is None, but among real numbers NaN."""
    if kind == "REAL":
        return column.to_numpy().astype(np.float64, copy=False)
    if _KINDS[kind] == "integer":
        column = column.cast("int64")
    if column.null_count:
        return pd.Series(column.to_pylist(), dtype=object)
    return pd.Series(column, dtype="str") if kind == "TEXT" else column.to_numpy()
