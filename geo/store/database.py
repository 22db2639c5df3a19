"""The GeoPackage as a database: plain tables beside its layers."""

from __future__ import annotations

import math
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import InputError
from geo.words import _

__all__ = [
    "add_arrays",
    "add_pairs",
    "describe",
    "has_table",
    "opened",
    "read_arrays",
    "read_layer",
    "read_pairs",
]


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file for reading only.

    Raises
    ------
    InputError
        There is no such file, or it is no GeoPackage.
    """
    if not path.is_file():
        raise InputError(_("There is no file {path}.", path=path))
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            yield base
    except sqlite3.DatabaseError as error:
        raise InputError(
            _("{path} is no plan file, or it is damaged: {error}.", path=path.name, error=error)
        ) from None


def add_pairs(base: sqlite3.Connection, name: str, pairs: Mapping[str, object]) -> None:
    """Add a table of keys and texts."""
    base.execute(
        f"CREATE TABLE {name} (fid INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value TEXT)"
    )
    base.executemany(
        f"INSERT INTO {name} (key, value) VALUES (?, ?)",  # noqa: S608 - our own table name
        [(key, None if value is None else str(value)) for key, value in pairs.items()],
    )
    _register(base, name)


def read_pairs(base: sqlite3.Connection, name: str) -> dict[str, str]:
    """Read a table of keys and texts."""
    return dict(base.execute(f"SELECT key, value FROM {name}"))  # noqa: S608 - our own table name


def add_arrays(base: sqlite3.Connection, name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Add a table of arrays, little-endian and zlib-packed."""
    base.execute(
        f"CREATE TABLE {name} (fid INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
        "dtype TEXT NOT NULL, shape TEXT NOT NULL, data BLOB NOT NULL)"
    )
    for key, array in arrays.items():
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        shape = ",".join(str(n) for n in array.shape)
        base.execute(
            f"INSERT INTO {name} (name, dtype, shape, data) VALUES (?, ?, ?, ?)",  # noqa: S608 - ours
            (key, little.dtype.str, shape, zlib.compress(little.tobytes())),
        )
    _register(base, name)


def read_arrays(base: sqlite3.Connection, name: str) -> dict[str, npt.NDArray[Any]]:
    """Read a table of arrays; none where there is no such table."""
    if not has_table(base, name):
        return {}
    rows = base.execute(f"SELECT name, dtype, shape, data FROM {name} ORDER BY fid")  # noqa: S608 - ours
    return {key: _unpacked(*packed) for key, *packed in rows}


def _unpacked(dtype: str, shape: str, data: bytes) -> npt.NDArray[Any]:
    """Unpack an array, and no more than its shape announces: a small file cannot fill memory."""
    kind, sides = np.dtype(dtype), [int(n) for n in shape.split(",") if n]
    size = kind.itemsize * math.prod(sides)
    return np.frombuffer(zlib.decompressobj().decompress(data, size + 1), kind).reshape(sides)


def has_table(base: sqlite3.Connection, name: str) -> bool:
    """Say whether there is a table of that name."""
    wanted = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return base.execute(wanted, (name,)).fetchone() is not None


def tables(base: sqlite3.Connection) -> set[str]:
    """Name all tables."""
    return {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def read_layer(base: sqlite3.Connection, name: str) -> pd.DataFrame:
    """Read all columns of a layer but its geometry, row by row as it was written."""
    found = base.execute(f"SELECT * FROM {name} ORDER BY fid")  # noqa: S608 - our own layer name
    columns = [column[0] for column in found.description]
    table = pd.DataFrame(found.fetchall(), columns=columns, dtype=object)
    return table.drop(columns=["fid", "geom"], errors="ignore")


def describe(base: sqlite3.Connection, description: str) -> None:
    """Write whom the data belong to into the description of every layer."""
    base.execute("UPDATE gpkg_contents SET description = ?", (description,))


def _register(base: sqlite3.Connection, name: str) -> None:
    """Announce a table without geometry, as the standard wants it."""
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)",
        (name, name),
    )
