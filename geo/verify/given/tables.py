"""The tables of a plan file as arrays."""

from __future__ import annotations

import json
import math
import re
import sqlite3
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.verify.count.recount import Data, Ints
from geo.verify.given.fingerprint import fingerprint, further_fingerprint
from geo.verify.verdict import N_, Wrong

__all__ = [
    "arrays",
    "check_further",
    "costs",
    "data",
    "further",
    "positions",
    "texts",
    "values",
    "worth",
]

_TERM = re.compile(r"\s*(?:(\d+)\s*\*\s*)?(\S(?:.*\S)?)\s*")


def texts(base: sqlite3.Connection) -> dict[str, str]:
    """Read the keys and texts of the plan."""
    return dict(base.execute("SELECT key, value FROM xuanzhi_plan"))


def data(base: sqlite3.Connection, said: dict[str, str]) -> Data:
    """Read firms and sites, and compare them with the fingerprint taken when the plan was made."""
    x, y, weight = (_numbers(base, "firms", name) for name in ("x_m", "y_m", "workers"))
    site_x, site_y = (_numbers(base, "sites", name) for name in ("x_m", "y_m"))
    if weight.dtype.kind != "i":
        raise Wrong(N_("A weight is not a whole number of 0 or more."))
    lists = [
        _texts(base, *place)
        for place in (("sites", "status"), ("sites", "site_id"), ("firms", "firm_id"))
    ]
    if fingerprint([x, y, weight, site_x, site_y], lists) != said.get("data_sha256"):
        raise Wrong(N_("The firms or sites in the file are not those the plan was made from."))
    return Data(x, y, weight, site_x, site_y, np.array(lists[0], "U16"))


def further(base: sqlite3.Connection, said: dict[str, str]) -> str:
    """Take the fingerprint of the columns and distances that the question speaks of."""
    problem = json.loads(said["problem"])
    stored = {str(name): c for c, name, _k in json.loads(said["columns"])["firms"]["columns"]}
    terms = [_TERM.fullmatch(part) for part in str(problem.get("weights") or "").split("+")]
    named = [term[2] for term in terms if term]
    named += [part.strip() for part in str(problem.get("floor_by") or "").split(",")]
    columns = {f"firms {n}": values(base, "firms", stored[n]) for n in named if n in stored}
    if problem["name"] == "budget-cover":
        columns["sites cost_yuan"] = values(base, "sites", "cost_yuan")
    return further_fingerprint(columns, arrays(base, "xuanzhi_distances"))


def check_further(base: sqlite3.Connection, said: dict[str, str]) -> None:
    """Compare the columns and distances with the fingerprint taken when the plan was made."""
    if further(base, said) != said.get("question_sha256"):
        raise Wrong(
            N_(
                "What the question counts, prices or groups by, or the distances in the file, are "
                "not those the plan was made from."
            )
        )


def positions(base: sqlite3.Connection, ids: list[object]) -> Ints:
    """Translate the ids of open sites into positions."""
    known = {text: pos for pos, text in enumerate(_texts(base, "sites", "site_id"))}
    if unknown := [str(i) for i in ids if str(i) not in known]:
        raise Wrong(
            N_("The plan opens {ids}, which the file does not list."), ids=", ".join(unknown)
        )
    return np.array([known[str(i)] for i in ids], np.int64)


def has(base: sqlite3.Connection, table: str) -> bool:
    """Say whether there is such a table."""
    known = "select count(*) from sqlite_master where type in ('table', 'view') and name = ?"
    return bool(base.execute(known, (table,)).fetchone()[0])


def ids(base: sqlite3.Connection, layer: str) -> list[object]:
    """Return the site ids of a layer."""
    return list(_texts(base, layer, "site_id"))


def arrays(base: sqlite3.Connection, table: str) -> dict[str, npt.NDArray[Any]]:
    """Unpack a table of named arrays; none where there is no such table."""
    listed = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    if base.execute(listed, (table,)).fetchone() is None:
        return {}
    rows = base.execute(f"SELECT name, dtype, shape, data FROM {table}")  # noqa: S608 - our own names
    return {name: _unpacked(dtype, shape, packed) for name, dtype, shape, packed in rows}


def worth(base: sqlite3.Connection, weights: str, workers: Ints, said: dict[str, str]) -> Ints:
    """Return what the question counts: workers, or columns with factors."""
    if not weights.strip():
        return workers
    stored = {
        str(name): column for column, name, _k in json.loads(said["columns"])["firms"]["columns"]
    }
    total, most = np.zeros(len(workers), np.int64), 0
    for part in weights.split("+"):
        match = _TERM.fullmatch(part)
        name = match[2] if match else ""
        if name in stored:
            column = _numbers(base, "firms", stored[name])
        elif name == "weight":
            column = workers
        else:
            raise Wrong(N_("The file does not hold what was counted: {weights}."), weights=weights)
        if (column != np.floor(column)).any() or (len(column) and column.min() < 0):
            raise Wrong(N_("A weight is not a whole number of 0 or more."))
        factor = int(match[1] or 1 if match else 1)
        most += factor * int(column.max(initial=0))
        if most >= 2**63:
            raise Wrong(N_("The weights add up to more than 64 bits hold."))
        total += factor * column.astype(np.int64)
    return total


def costs(base: sqlite3.Connection) -> Ints:
    """Return what opening each site costs, in yuan."""
    found = _numbers(base, "sites", "cost_yuan")
    if found.dtype.kind != "i":
        raise Wrong(N_("The file does not hold the yearly costs of the sites."))
    return found


def values(base: sqlite3.Connection, table: str, column: str) -> list[object]:
    """Return a column as it is stored; rows without an entry have None."""
    return [v for (v,) in _column(base, table, column)]


def _unpacked(dtype: str, shape: str, packed: bytes) -> npt.NDArray[Any]:
    """Unpack no more than the shape announces: a small file cannot fill memory."""
    kind, sides = np.dtype(dtype), [int(n) for n in shape.split(",") if n]
    if kind.kind not in "iuf" or any(n < 0 for n in sides):
        raise Wrong(N_("An array in the file is of an unknown kind."))
    size = kind.itemsize * math.prod(sides)
    return np.frombuffer(zlib.decompressobj().decompress(packed, size + 1), kind).reshape(sides)


def _column(base: sqlite3.Connection, table: str, column: str) -> Iterable[tuple[Any]]:
    quoted = column.replace('"', '""')
    return base.execute(f'SELECT "{quoted}" FROM {table} ORDER BY fid')  # noqa: S608 - quoted, our own tables


def _numbers(base: sqlite3.Connection, table: str, column: str) -> npt.NDArray[Any]:
    values = [v for (v,) in _column(base, table, column)]
    if all(type(v) is int for v in values):
        if column in ("x_m", "y_m"):
            return np.array(values, np.float64)
        return np.array(values, np.int64)
    if not all(isinstance(v, (int, float)) for v in values):
        raise Wrong(
            N_("Column {column} of {table} holds something that is no number."),
            column=column,
            table=table,
        )
    return np.array(values, np.float64)


def _texts(base: sqlite3.Connection, table: str, column: str) -> list[str]:
    return [str(v) for (v,) in _column(base, table, column)]
