"""Streets of a study as bytes: the store hands them on, and looks into them only to draw them."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.core import Plan, Study, Ways
from geo.core.crs import lonlat
from geo.store import database, lines
from geo.words import _

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["LAYER", "Packed", "add", "drawn", "find", "of_plan"]

LAYER = "walking_streets"
"""The layer of the streets that people walk on; ``streets`` are those of the map below."""

_TABLE = "xuanzhi_streets"
_OWN = "street_"  # before the names of columns that come with the streets


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
    """Write streets into a table of their own, and as a layer of lines beside it."""
    packed = Packed(ways.digest, ways.packed())
    database.add_table(base, _TABLE, "digest TEXT NOT NULL UNIQUE, data BLOB NOT NULL")
    base.execute(
        f"INSERT INTO {_TABLE} (digest, data) VALUES (?, ?)",  # noqa: S608 - our own table name
        (packed.digest, packed.data),
    )
    if (shown := drawn(packed)) is not None:
        lines.write(base, LAYER, shown)


def find(base: sqlite3.Connection) -> Packed | None:
    """Return the streets of a file, if it has any."""
    if not database.has_table(base, _TABLE):
        return None
    row = base.execute(f"SELECT digest, data FROM {_TABLE} ORDER BY fid LIMIT 1").fetchone()  # noqa: S608 - ours
    return None if row is None else Packed(*row)


def drawn(ways: Packed) -> lines.Lines | None:
    """Return streets as a layer of lines; None where there are none to see, or the file is damaged.

    Whoever walks on damaged streets is told; the layer only shows them.
    """
    import shapely  # noqa: PLC0415 - only streets need it
    from pyarrow import ArrowException, BufferReader  # noqa: PLC0415
    from pyarrow.parquet import read_table  # noqa: PLC0415

    try:
        table = read_table(BufferReader(ways.data))
        crs = json.loads(table.schema.metadata[b"geo"])["columns"]["geometry"]["crs"]
        shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    except (ArrowException, KeyError, TypeError, ValueError, shapely.GEOSException):
        return None
    if crs is None or not len(shapes):
        return None
    x, y = shapely.get_coordinates(shapes).T
    shapes = shapely.set_coordinates(shapes, np.column_stack(lonlat(x, y, json.dumps(crs))))
    return lines.Lines(
        shapely.to_wkb(shapes, byte_order=1),
        shapely.bounds(shapes),
        _columns(table),
        _(
            "The streets that distances were measured on. Changes made here are not read: give "
            "changed streets to the planner."
        ),
    )


def _columns(table: pa.Table) -> dict[str, tuple[str, list[Any]]]:
    """Return what is known of each street: the file's own columns, and how long it is."""
    own = {
        name.removeprefix(_OWN): ("TEXT", table[name].to_pylist())
        for name in table.column_names
        if name.startswith(_OWN)
    }
    taken = {"fid", "geom", "length_m", "is_left_out"}
    found = {name: one for name, one in own.items() if name.casefold() not in taken}
    found["length_m"] = ("REAL", table["length_m"].to_pylist())
    if "is_left_out" in table.column_names:
        found["is_left_out"] = ("BOOLEAN", table["is_left_out"].to_pylist())
    return found
