"""A layer of very many points in a GeoPackage: GDAL makes it, empty; its rows come as pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyogrio.raw import write_arrow

from geo.core.arrays import Floats
from geo.store.pages.boxes import Index, packed
from geo.store.pages.cells import Column, blobs, integers, nothing, of_arrow
from geo.store.pages.tree import CannotFillError, Rows, fill
from geo.store.shapes import of_point

__all__ = ["write_points"]

_GEOMETRY, _NUMBER = "geom", "fid"
_HEAD = of_point(0.0, 0.0)[:-16]
_POINT = np.dtype([("head", f"V{len(_HEAD)}"), ("place", "<f8", 2)])


def write_points(path: Path, layer: str, rows: pd.DataFrame, lon: Floats, lat: Floats) -> bool:
    """Write rows, one or more, as a layer that the file does not have yet; it may be a new file.

    The disk is not waited for: the next transaction on the file does that.

    Parameters
    ----------
    path, layer
        The GeoPackage, which nobody else has open, and the name of the layer.
    rows
        Columns of ``n`` numbers, truths and texts.
    lon, lat
        ``(n,)`` degrees of WGS-84.

    Returns
    -------
    bool
        Whether it could be done so; if not, the layer may be there, without rows.
    """
    if not np.isfinite([lon, lat]).all():
        return False
    table = _table(rows)
    empty = table.slice(0, 0).append_column(_GEOMETRY, pa.array([], pa.binary()))
    write_arrow(
        empty, path, layer=layer, driver="GPKG", crs="EPSG:4326",
        geometry_name=_GEOMETRY, geometry_type="Point",
    )  # fmt: skip
    try:
        with ThreadPoolExecutor(2) as aside:
            place = _Place.of(path, layer)
            index = aside.submit(packed, lon, lat, place.node_bytes)
            columns = dict(zip(table.column_names, aside.map(of_arrow, table.columns), strict=True))
            columns |= {_NUMBER: nothing(len(rows)), _GEOMETRY: _points(lon, lat)}
            fill(path, _tables(place, columns, index))
    except CannotFillError:
        return False
    _announce(path, layer, lon, lat)
    return True


def _table(rows: pd.DataFrame) -> pa.Table:
    """Return rows as Arrow's; a column without any value becomes one of texts, as GDAL wants it."""
    table = pa.Table.from_pandas(rows, preserve_index=False)
    kinds = [pa.string() if pa.types.is_null(kind) else kind for kind in table.schema.types]
    return table.cast(pa.schema(zip(table.schema.names, kinds, strict=True)))


@dataclass(frozen=True)
class _Place:
    """Where an empty layer lies in its file.

    Attributes
    ----------
    roots
        Pages where its table begins, and those of its index: node of each point, node above each
        node, nodes.
    columns
        Of its table.
    node_bytes
        Size of a node.
    """

    roots: tuple[int, ...]
    columns: tuple[str, ...]
    node_bytes: int

    @classmethod
    def of(cls, path: Path, layer: str) -> _Place:
        index = f"rtree_{layer}_{_GEOMETRY}"
        names = (layer, f"{index}_rowid", f"{index}_parent", f"{index}_node")
        with closing(sqlite3.connect(path)) as base:
            at = dict(base.execute("SELECT name, rootpage FROM sqlite_master"))
            columns = tuple(row[1] for row in base.execute(f'PRAGMA table_info("{layer}")'))
            if not set(names) <= set(at):
                raise CannotFillError
            top = base.execute(f'SELECT length(data) FROM "{names[3]}"').fetchall()  # noqa: S608 - ours
        if len(top) != 1:
            raise CannotFillError
        return cls(tuple(at[name] for name in names), columns, top[0][0])


def _tables(
    place: _Place, columns: Mapping[str, Column | None], coming: Future[Index]
) -> Iterator[Rows]:
    """Return the rows of the layer, then those of its index, which is built meanwhile."""
    held = [column for name in place.columns if (column := columns.get(name)) is not None]
    if not len(held) == len(place.columns) == len(columns):
        raise CannotFillError
    table, node_of, parent_of, nodes = place.roots
    n = len(held[0].values)
    yield Rows(table, held, n)
    index = coming.result()
    n_node = len(index.nodes)
    yield Rows(node_of, (nothing(n), integers(index.node_of)), n)
    yield Rows(parent_of, (nothing(n_node - 1), integers(index.parent_of)), n_node - 1, first=2)
    yield Rows(nodes, (nothing(n_node), blobs(index.nodes)), n_node)


def _points(lon: Floats, lat: Floats) -> Column:
    records = np.empty(len(lon), _POINT)
    records["head"] = np.void(_HEAD)
    records["place"][:, 0], records["place"][:, 1] = lon, lat
    return blobs(records)


def _announce(path: Path, layer: str, lon: Floats, lat: Floats) -> None:
    """Say what GDAL says of a layer: how far it reaches, how many rows there are and were."""
    around = [float(f(values)) for f in (np.min, np.max) for values in (lon, lat)]
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("PRAGMA synchronous = OFF")
        base.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? "
            "WHERE table_name = ?",
            (*around, layer),
        )
        base.execute(
            "UPDATE gpkg_ogr_contents SET feature_count = ? WHERE table_name = ?",
            (len(lon), layer),
        )
        base.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (layer, len(lon)))
