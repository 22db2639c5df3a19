"""Keep streets in one GeoParquet file, so that they are built once; any GIS opens it."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from geo.errors import InputError
from geo.travel.graph import DRAWN, StreetGraph
from geo.words import _

__all__ = ["Kept", "is_kept", "load", "pack", "save", "unpack"]

_MARK = b"xuanzhi.streets"
_LEFT_OUT = "is_left_out"


@dataclass(frozen=True)
class Kept:
    """Streets as a study carries them, to whoever keeps them in a file.

    Attributes
    ----------
    graph
        The streets.
    """

    graph: StreetGraph

    @property
    def digest(self) -> str:
        """Content digest of the streets."""
        return self.graph.digest

    def packed(self) -> bytes:
        """Return them as one GeoParquet file, which `unpack` reads."""
        return pack(self.graph)


def save(graph: StreetGraph, path: str | Path) -> None:
    """Write the streets to a GeoParquet file, a row for each edge, their digest beside them."""
    pq.write_table(_table(graph), path, compression="zstd")


def pack(graph: StreetGraph) -> bytes:
    """Return what `save` writes, as bytes."""
    room = io.BytesIO()
    pq.write_table(_table(graph), room, compression="zstd")
    return room.getvalue()


def _table(graph: StreetGraph) -> pa.Table:
    """Write the streets, and those left out after them, a row for each edge."""
    table = _edges(graph)
    if graph.left_out is not None:
        bits = _edges(graph.left_out)
        table = pa.concat_tables([table, bits], promote_options="default")
        marks = np.arange(len(table)) >= graph.n_edge
        table = table.append_column(_LEFT_OUT, pa.array(marks))
    own = {
        "digest": graph.digest,
        "crs": graph.crs,
        "notice": graph.notice,
        "altered": graph.altered,
        "n_row": graph.n_row,
        "islands": graph.islands.to_dict("list"),
        "rejected": graph.rejected.astype(str).to_dict("list"),
    }
    return table.replace_schema_metadata({b"geo": _geo(graph), _MARK: json.dumps(own).encode()})


def _edges(graph: StreetGraph) -> pa.Table:
    lines = shapely.linestrings(
        np.column_stack([graph.point_x, graph.point_y]),
        indices=np.repeat(np.arange(graph.n_edge), np.diff(graph.point_start)),
    )
    columns: dict[str, Any] = {
        "edge_from": graph.edge_from,
        "edge_to": graph.edge_to,
        "length_m": graph.length_m,
        "there_m": graph.there_m,
        "back_m": graph.back_m,
        "waits": graph.waits,
        **{f"street_{c}": graph.column(str(c)).astype(str).astype(object) for c in graph.table},
        "geometry": shapely.to_wkb(lines),
    }
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def _geo(graph: StreetGraph) -> bytes:
    """Describe the geometry as GeoParquet 1.1 wants it."""
    crs = None if graph.crs is None else gpd.GeoSeries([], crs=graph.crs).crs.to_json_dict()
    all_ = [graph] if graph.left_out is None else [graph, graph.left_out]
    x, y = (np.concatenate([getattr(g, name) for g in all_]) for name in ("point_x", "point_y"))
    box = [x.min(), y.min(), x.max(), y.max()]
    column = {"encoding": "WKB", "geometry_types": ["LineString"], "crs": crs, "bbox": box}
    meta = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    return json.dumps(meta).encode()


def is_kept(path: str | Path) -> bool:
    """Say whether a Parquet file holds streets that `save` wrote."""
    try:
        return _MARK in (pq.read_schema(path).metadata or {})
    except (pa.ArrowInvalid, OSError):
        return False


def load(path: str | Path) -> StreetGraph:
    """Read streets that `save` wrote.

    Raises
    ------
    InputError
        The file is damaged, was changed by another program, or holds no streets.
    """
    return _read(path, Path(path).name)


def unpack(data: bytes, name: str) -> StreetGraph:
    """Read streets that `pack` wrote; ``name`` is what they are called where something is wrong.

    Raises
    ------
    InputError
        The bytes are damaged.
    """
    return _read(io.BytesIO(data), name)


def _read(source: str | Path | io.BytesIO, name: str) -> StreetGraph:
    try:
        table = pq.read_table(source)
        own = json.loads(table.schema.metadata[_MARK])
        graph = _whole(table, own)
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError, shapely.GEOSException):
        raise InputError(
            _(
                "{file} does not hold streets that this program can read; build them again.",
                file=name,
            )
        ) from None
    if graph.digest != own["digest"]:
        raise InputError(
            _("{file} was changed after the streets were built; build them again.", file=name)
        )
    return graph


def _whole(table: pa.Table, own: dict[str, Any]) -> StreetGraph:
    """Read the streets and, where the file holds any, those left out."""
    if _LEFT_OUT not in table.column_names:
        return _graph(table, own)
    marks = table[_LEFT_OUT]
    bits = {"crs": own["crs"], "islands": {}, "rejected": {}, "notice": ""}
    kept, out = (_filled(table.filter(which)) for which in (pc.invert(marks), marks))
    return replace(_graph(kept, own), left_out=_graph(out, bits))


def _filled(rows: pa.Table) -> pa.Table:
    """Drop the columns that only the other part of the streets has."""
    return rows.select([c for c in rows.column_names if rows[c].null_count < len(rows)])


def _graph(table: pa.Table, own: dict[str, Any]) -> StreetGraph:
    def numbers(column: str) -> Any:  # noqa: ANN401 - a numeric array of the column's own type
        return table[column].to_numpy()

    lines = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    points, edge = shapely.get_coordinates(lines, return_index=True)
    start = np.searchsorted(edge, np.arange(len(lines) + 1))
    first, last = numbers("edge_from"), numbers("edge_to")
    node_x, node_y = np.empty((2, int(max(first.max(), last.max())) + 1))
    node_x[first], node_y[first] = points[start[:-1]].T
    node_x[last], node_y[last] = points[start[1:] - 1].T
    names = [c for c in table.column_names if c.startswith("street_")]
    columns = {c.removeprefix("street_"): table[c].to_numpy(zero_copy_only=False) for c in names}
    return StreetGraph(
        node_x,
        node_y,
        first,
        last,
        numbers("there_m"),
        numbers("back_m"),
        numbers("waits"),
        start,
        points[:, 0],
        points[:, 1],
        own["crs"],
        pd.DataFrame(columns, dtype=object),
        pd.DataFrame(own["islands"]),
        pd.DataFrame(own["rejected"]),
        own["notice"],
        altered=_altered(own, columns),
        n_row=own.get("n_row", 0),
    )


def _altered(own: dict[str, Any], columns: dict[str, Any]) -> tuple[int, int]:
    """Return how many ways were added and closed; older files tell the drawn ways alone."""
    if "altered" in own:
        added, closed = own["altered"]
        return int(added), int(closed)
    return int(np.sum(columns.get("kind", np.empty(0)) == DRAWN)), 0
