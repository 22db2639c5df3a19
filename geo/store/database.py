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

from geo.errors import InputError
from geo.store import shapes
from geo.words import _

__all__ = [
    "add_arrays",
    "add_pairs",
    "add_table",
    "changing",
    "describe",
    "has_table",
    "opened",
    "packed",
    "quoted",
    "read_arrays",
    "read_pairs",
    "tables",
    "unpacked",
]

_PATIENCE_S = 10.0  # how long another writer's transaction is waited for


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
        if path.with_name(path.name + "-journal").exists():
            _recover(path)
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            yield base
    except sqlite3.DatabaseError as error:
        raise InputError(
            _(
                "{path} is no project and no plan, or it is damaged. Copy the file again, or "
                "choose another.",
                path=path.name,
            ),
            call=str(error),
        ) from None


def _recover(path: Path) -> None:
    """Let SQLite take back what a writer that was killed left half done: reading alone may not."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as base:
        base.execute("SELECT 1 FROM sqlite_master").fetchone()


@contextmanager
def changing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file for one transaction: all of it is written, or nothing.

    Raises
    ------
    InputError
        It cannot be written: read-only, no room, in use for too long, damaged.
    """
    try:
        place = f"{path.resolve().as_uri()}?mode=rw"
        with closing(
            sqlite3.connect(place, uri=True, timeout=_PATIENCE_S, isolation_level=None)
        ) as base:
            shapes.teach(base)
            base.execute("PRAGMA synchronous = FULL")
            base.execute("BEGIN IMMEDIATE")
            yield base  # what is raised in there ends the connection, and so takes all back
            base.execute("COMMIT")
    except sqlite3.Error as error:
        raise InputError(
            _("{path} cannot be written: {why}.", path=path.name, why=error)
        ) from error


def add_table(base: sqlite3.Connection, name: str, columns: str) -> None:
    """Add a table without geometry, and announce it as the standard wants."""
    base.execute(f"CREATE TABLE {name} (fid INTEGER PRIMARY KEY, {columns})")
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)",
        (name, name),
    )


def add_pairs(base: sqlite3.Connection, name: str, pairs: Mapping[str, object]) -> None:
    """Add a table of keys and texts."""
    add_table(base, name, "key TEXT NOT NULL UNIQUE, value TEXT")
    base.executemany(
        f"INSERT INTO {name} (key, value) VALUES (?, ?)",  # noqa: S608 - our own table name
        [(key, None if value is None else str(value)) for key, value in pairs.items()],
    )


def read_pairs(base: sqlite3.Connection, name: str) -> dict[str, str]:
    """Read a table of keys and texts."""
    return dict(base.execute(f"SELECT key, value FROM {name}"))  # noqa: S608 - our own table name


def add_arrays(base: sqlite3.Connection, name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Add a table of arrays, little-endian and zlib-packed."""
    columns = "dtype TEXT NOT NULL, shape TEXT NOT NULL, data BLOB NOT NULL"
    add_table(base, name, f"name TEXT NOT NULL UNIQUE, {columns}")
    for key, array in arrays.items():
        base.execute(
            f"INSERT INTO {name} (name, dtype, shape, data) VALUES (?, ?, ?, ?)",  # noqa: S608 - ours
            (key, *packed(array)),
        )


def packed(array: npt.NDArray[Any]) -> tuple[str, str, bytes]:
    """Pack an array: its type, its shape, its little-endian bytes compressed."""
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    shape = ",".join(str(n) for n in array.shape)
    return little.dtype.str, shape, zlib.compress(little.tobytes())


def read_arrays(base: sqlite3.Connection, name: str) -> dict[str, npt.NDArray[Any]]:
    """Read a table of arrays; none where there is no such table."""
    if not has_table(base, name):
        return {}
    rows = base.execute(f"SELECT name, dtype, shape, data FROM {name} ORDER BY fid")  # noqa: S608 - ours
    return {key: unpacked(*stored) for key, *stored in rows}


def unpacked(dtype: str, shape: str, data: bytes) -> npt.NDArray[Any]:
    """Unpack an array, and no more than its shape announces: a small file cannot fill memory."""
    kind, sides = np.dtype(dtype), [int(n) for n in shape.split(",") if n]
    size = kind.itemsize * math.prod(sides)
    return np.frombuffer(zlib.decompressobj().decompress(data, size + 1), kind).reshape(sides)


def quoted(name: object) -> str:
    """Quote a column's name: it may come from the user's own list."""
    return '"' + str(name).replace('"', '""') + '"'


def has_table(base: sqlite3.Connection, name: str) -> bool:
    """Say whether there is a table of that name."""
    wanted = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return base.execute(wanted, (name,)).fetchone() is not None


def tables(base: sqlite3.Connection) -> set[str]:
    """Name all tables."""
    return {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def describe(base: sqlite3.Connection, description: str) -> None:
    """Write whom the data belong to into the description of every layer, before what it says."""
    base.execute(
        "UPDATE gpkg_contents SET description = trim(? || ' ' || coalesce(description, ''))",
        (description,),
    )
