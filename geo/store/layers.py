"""Firms and sites as rows of a layer, and rows of a layer as firms and sites.

Coordinates in metres stand in columns ``x_m, y_m``, exact to the last bit; the point beside them,
in WGS-84 degrees, is for whoever opens the file in a GIS.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.core import Areas, Demand, Sites
from geo.core.arrays import Floats
from geo.core.crs import lonlat
from geo.core.file_names import check_file_name
from geo.store import columns, database, shapes

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.core import Study

__all__ = [
    "Notes",
    "Points",
    "areas",
    "as_demand",
    "as_sites",
    "firm_rows",
    "ground",
    "read_areas",
    "read_ground",
    "said_plainly",
    "site_rows",
    "write_layers",
]

Notes = dict[str, Any]
"""What `as_demand` and `as_sites` need beside the rows: what the ids were, what each column was."""

_NOTHING = pd.DataFrame()
_AREAS = "boundaries"
_CACHE_MB = 256
_MANY = 20_000  # points from which on pages of our own are quicker, loading what lays them included


def firm_rows(demand: Demand, further: pd.DataFrame = _NOTHING) -> tuple[pd.DataFrame, Notes]:
    """Put our columns, the user's and an exporter's side by side; only the user's are noted."""
    texts, ids = columns.encode_ids(demand.ids)
    own = {"firm_id": texts, "workers": demand.weight, "x_m": demand.x, "y_m": demand.y}
    return _rows(demand, own, ids, further)


def site_rows(sites: Sites, further: pd.DataFrame = _NOTHING) -> tuple[pd.DataFrame, Notes]:
    """Do for sites what `firm_rows` does for firms."""
    texts, ids = columns.encode_ids(sites.ids)
    own = {"site_id": texts, "status": sites.status.astype(object), "x_m": sites.x, "y_m": sites.y}
    amounts = {"capacity": sites.capacity, "cost_yuan": sites.cost}
    own |= {name: amount for name, amount in amounts.items() if amount is not None}
    return _rows(sites, own, ids, further)


def _rows(
    value: Demand | Sites,
    own: dict[str, Any],
    ids: Any,  # noqa: ANN401 - JSON
    further: pd.DataFrame,
) -> tuple[pd.DataFrame, Notes]:
    stored, notes = columns.encode(value.table, [*own, *further.columns])
    table = pd.concat([pd.DataFrame(own), stored, further.reset_index(drop=True)], axis=1)
    return table, {"ids": ids, "columns": notes}


@dataclass(frozen=True, eq=False)
class Points:
    """Rows that become a layer of points.

    Attributes
    ----------
    rows
        Columns ``x_m, y_m`` and any others.
    crs
        The system of these metres.
    degrees
        The same places as lon and lat of WGS-84, where somebody knows them.
    """

    rows: pd.DataFrame
    crs: str | None
    degrees: tuple[Floats, Floats] | None = None


def as_demand(rows: pd.DataFrame, notes: Notes, crs: str | None) -> Demand:
    """Build the firms again from the rows of their layer."""
    return Demand.from_arrays(
        rows["x_m"].astype(float),
        rows["y_m"].astype(float),
        rows["workers"].astype("int64"),
        columns.decode_ids(rows["firm_id"], notes["ids"]),
        crs=crs,
        table=columns.decode(rows, notes["columns"]),
    )


def as_sites(rows: pd.DataFrame, notes: Notes, crs: str | None) -> Sites:
    """Build the sites again from the rows of their layer."""
    # A column of the user's table may bear the same name: amounts that not every site has.
    theirs = {note[0] for note in notes["columns"]}
    amounts = {
        n: rows[n].astype("int64")
        for n in ("capacity", "cost_yuan")
        if n in rows and n not in theirs and rows[n].notna().all()
    }
    return Sites.from_arrays(
        rows["x_m"].astype(float),
        rows["y_m"].astype(float),
        rows["status"],
        columns.decode_ids(rows["site_id"], notes["ids"]),
        capacity=amounts.get("capacity"),
        cost=amounts.get("cost_yuan"),
        crs=crs,
        table=columns.decode(rows, notes["columns"]),
    )


def ground(study: Study) -> dict[str, gpd.GeoDataFrame]:
    """Return the outline and the streets as layers, where they are known."""
    import geopandas as gpd  # noqa: PLC0415 - half a second that only files need

    return {
        name: gpd.GeoDataFrame({"name": [study.name]}, geometry=[shape], crs="EPSG:4326")
        for name, shape in (("outline", study.outline), ("streets", study.streets))
        if shape is not None
    }


def read_ground(base: sqlite3.Connection) -> dict[str, Any]:
    """Read the outline and the streets back, as far as the file has them."""
    from shapely import from_wkb  # noqa: PLC0415 - only files need it

    found = {}
    for name in sorted({"outline", "streets"} & database.tables(base)):
        for (blob,) in base.execute(f"SELECT geom FROM {name} ORDER BY fid LIMIT 1"):  # noqa: S608 - ours
            found[name] = from_wkb(shapes.wkb_of(blob))
    return found


def areas(study: Study) -> dict[str, gpd.GeoDataFrame]:
    """Return the boundaries that were given as a layer, where some were."""
    import geopandas as gpd  # noqa: PLC0415 - half a second that only files need
    from shapely import MultiPolygon  # noqa: PLC0415

    given = study.areas
    if given is None:
        return {}
    drawn = [
        one if one.geom_type == "MultiPolygon" else MultiPolygon([one]) for one in given.shapes
    ]
    told = {"name": given.names, "source": given.source}
    return {_AREAS: gpd.GeoDataFrame(told, geometry=drawn, crs="EPSG:4326")}


def read_areas(base: sqlite3.Connection) -> Areas | None:
    """Read the boundaries back; None where the file has none."""
    from shapely import from_wkb  # noqa: PLC0415 - only files need it

    if not database.has_table(base, _AREAS):
        return None
    rows = base.execute(f"SELECT name, source, geom FROM {_AREAS} ORDER BY fid")  # noqa: S608 - ours
    found = [row for row in rows if row[2] is not None]
    if not found:
        return None
    names, sources, blobs = zip(*found, strict=True)
    polygons = from_wkb(np.array([shapes.wkb_of(blob) for blob in blobs], dtype=object))
    return Areas(tuple(str(name or "") for name in names), polygons, str(sources[0] or ""))


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn what the libraries below raise, when nothing can be written, into an `OSError`.

    Theirs are no OSErrors, and quote a page of SQL before they come to the point.
    """
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError  # noqa: PLC0415 - slow

    try:
        yield
    except (DataLayerError, DataSourceError, FeatureError, sqlite3.Error) as error:
        raise OSError(str(error).rsplit(": ", 1)[-1]) from error


def write_layers(path: Path, layers: Mapping[str, gpd.GeoDataFrame | Points]) -> None:
    """Write layers into a file that does not exist yet; points in WGS-84."""
    check_file_name(path)
    with _quickly():
        for name, layer in layers.items():
            shown = _written(path, name, layer) if isinstance(layer, Points) else layer
            if shown is not None:
                shown.to_file(path, layer=name, driver="GPKG", engine="pyogrio", use_arrow=True)


def _written(path: Path, name: str, points: Points) -> gpd.GeoDataFrame | None:
    """Write points if they are very many; return those that GDAL is to write."""
    at = points.degrees
    lon, lat = at or lonlat(points.rows["x_m"], points.rows["y_m"], points.crs)
    if len(points.rows) >= _MANY:
        from geo.store.pages import write_points  # noqa: PLC0415 - compiled; only long lists need it

        if write_points(path, name, points.rows, lon, lat):
            return None
    import geopandas as gpd  # noqa: PLC0415 - half a second that only files need

    return gpd.GeoDataFrame(points.rows, geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")


@contextmanager
def _quickly() -> Iterator[None]:
    """Let GDAL hold an index in memory while it grows, and not wait for the disk.

    Whoever adds the tables to a new file waits for it once, at last: a third of the time.
    """
    from pyogrio import get_gdal_config_option, set_gdal_config_options  # noqa: PLC0415 - slow

    wanted = {"OGR_SQLITE_CACHE": _CACHE_MB, "OGR_SQLITE_SYNCHRONOUS": "OFF"}
    before = {name: get_gdal_config_option(name) for name in wanted}
    set_gdal_config_options(wanted)
    try:
        yield
    finally:
        set_gdal_config_options(before)
