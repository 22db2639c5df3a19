"""A layer of lines, written inside a transaction that is open already, as the standard wants it.

GDAL writes layers through a connection of its own, which a change of a project cannot wait for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats
from geo.store import database, shapes

__all__ = ["Lines", "remove", "write"]

_GEOM = "geom"
_INDEX = "http://www.geopackage.org/spec120/#extension_rtree"


@dataclass(frozen=True, eq=False)
class Lines:
    """What a layer of lines is to hold.

    Attributes
    ----------
    wkb
        ``(n,)`` lines in WGS-84, as well-known binary.
    bounds
        ``(n, 4)`` least lon, least lat, greatest lon, greatest lat of each.
    columns
        Name -> SQL type and ``n`` values.
    description
        What a GIS says of the layer.
    """

    wkb: npt.NDArray[np.object_]
    bounds: Floats
    columns: Mapping[str, tuple[str, Sequence[Any]]]
    description: str


def remove(base: sqlite3.Connection, layer: str) -> None:
    """Remove a layer with its index, if there is one."""
    if not database.has_table(base, layer):
        return
    base.execute(f"DROP TABLE IF EXISTS rtree_{layer}_{_GEOM}")
    base.execute(f"DROP TABLE {layer}")
    for told in ("contents", "geometry_columns", "extensions", "ogr_contents"):
        if database.has_table(base, f"gpkg_{told}"):
            base.execute(f"DELETE FROM gpkg_{told} WHERE table_name = ?", (layer,))  # noqa: S608 - ours


def write(base: sqlite3.Connection, layer: str, lines: Lines) -> None:
    """Write a layer that the file does not have: rows, spatial index, what is told of it."""
    names = [database.quoted(name) for name in lines.columns]
    kinds = [kind for kind, _values in lines.columns.values()]
    held = "".join(f", {name} {kind}" for name, kind in zip(names, kinds, strict=True))
    base.execute(f"CREATE TABLE {layer} (fid INTEGER PRIMARY KEY, {_GEOM} LINESTRING{held})")
    marks = ", ".join("?" * (2 + len(names)))
    base.executemany(
        f"INSERT INTO {layer} VALUES ({marks})",  # noqa: S608 - ours
        _rows(lines),
    )
    _announce(base, layer, lines)
    _index(base, layer, lines.bounds)


def _rows(lines: Lines) -> Iterator[tuple[Any, ...]]:
    values = [values for _kind, values in lines.columns.values()]
    blobs = shapes.of_lines(lines.wkb, lines.bounds)
    return zip(range(1, len(lines.wkb) + 1), blobs, *values, strict=True)


def _announce(base: sqlite3.Connection, layer: str, lines: Lines) -> None:
    """Say that there is a layer, how far it reaches and what it holds."""
    around = [*lines.bounds[:, :2].min(axis=0), *lines.bounds[:, 2:].max(axis=0)]
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
        "min_x, min_y, max_x, max_y, srs_id) VALUES (?, 'features', ?, ?, ?, ?, ?, ?, 4326)",
        (layer, layer, lines.description, *map(float, around)),
    )
    base.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, ?, 'LINESTRING', 4326, 0, 0)", (layer, _GEOM)
    )


def _index(base: sqlite3.Connection, layer: str, bounds: Floats) -> None:
    """Build the spatial index, and the triggers by which other programs keep it."""
    index = f"rtree_{layer}_{_GEOM}"
    base.execute(
        "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, "
        "extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, "
        "CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))"
    )
    base.execute(
        "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', ?, 'write-only')",
        (layer, _GEOM, _INDEX),
    )
    base.execute(f"CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy)")
    number = range(1, len(bounds) + 1)
    corners = bounds[:, [0, 2, 1, 3]].T.tolist()
    base.executemany(
        f"INSERT INTO {index} VALUES (?, ?, ?, ?, ?)",  # noqa: S608 - ours
        zip(number, *corners, strict=True),
    )
    for name, when, done in _kept(layer, index):
        base.execute(f"CREATE TRIGGER {index}_{name} AFTER {when} BEGIN {done}; END")


def _kept(layer: str, index: str) -> Iterator[tuple[str, str, str]]:
    """List the triggers of the standard, 1.4: name, when it is called, what it does."""
    is_new, was = f"NEW.{_GEOM} NOT NULL AND NOT ST_IsEmpty(NEW.{_GEOM})", f"OLD.{_GEOM} NOT NULL"
    is_none = f"(NEW.{_GEOM} ISNULL OR ST_IsEmpty(NEW.{_GEOM}))"
    ends = ", ".join(f"ST_{end}(NEW.{_GEOM})" for end in ("MinX", "MaxX", "MinY", "MaxY"))
    put = f"INSERT OR REPLACE INTO {index} VALUES (NEW.fid, {ends})"  # noqa: S608 - ours
    take = f"DELETE FROM {index} WHERE id = OLD.fid"  # noqa: S608 - ours
    sides = zip(("minx", "maxx", "miny", "maxy"), ends.split(", "), strict=True)
    move = f"UPDATE {index} SET {', '.join(f'{a} = {b}' for a, b in sides)} WHERE id = NEW.fid"  # noqa: S608 - ours
    change, every = f"UPDATE OF {_GEOM} ON {layer}", f"UPDATE ON {layer}"
    both = f"DELETE FROM {index} WHERE id IN (OLD.fid, NEW.fid)"  # noqa: S608 - ours
    is_old = f"OLD.fid = NEW.fid AND ({is_new})"
    was_full = f"({was} AND NOT ST_IsEmpty(OLD.{_GEOM}))"
    was_empty = f"(OLD.{_GEOM} ISNULL OR ST_IsEmpty(OLD.{_GEOM}))"
    yield "insert", f"INSERT ON {layer} WHEN {is_new}", put
    yield "update6", f"{change} WHEN {is_old} AND {was_full}", move
    yield "update7", f"{change} WHEN {is_old} AND {was_empty}", put
    yield "update2", f"{change} WHEN OLD.fid = NEW.fid AND {is_none}", take
    yield "update5", f"{every} WHEN OLD.fid != NEW.fid AND ({is_new})", f"{take}; {put}"
    yield "update4", f"{every} WHEN OLD.fid != NEW.fid AND {is_none}", both
    yield "delete", f"DELETE ON {layer} WHEN {was}", take
