"""Map layers whose shapes are polygons, whatever the format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.core.crs import lonlat, to_wgs84
from geo.core.file_names import check_file_name
from geo.errors import InputError
from geo.read.formats.archive import checked
from geo.read.formats.base import Ask
from geo.read.formats.kml import kml_areas
from geo.read.formats.vector import choose_layer
from geo.words import _

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["MAPS", "holds_areas", "open_areas"]

_PARQUET = (".parquet", ".geoparquet", ".pq")
_KML = (".kml", ".kmz")
MAPS = (".gpkg", ".geojson", ".json", ".shp", ".zip", *_PARQUET, *_KML)
"""Suffixes of files that may hold areas."""


def holds_areas(path: Path, *, layer: str | None = None) -> bool:
    """Say whether a file is a map layer whose shapes are polygons; of several layers, any is."""
    from pyogrio import list_layers  # noqa: PLC0415 - half a second that a CSV does not need
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    suffix = path.suffix.lower()
    if suffix not in MAPS:
        return False
    try:
        if suffix in _PARQUET:
            return _is_parquet_of_areas(path)
        if suffix in _KML:
            return any(shape is not None for shape in kml_areas(path)[1])
        layers = list_layers(_source(path))
        kinds = [str(kind) for name, kind in layers if layer in (None, str(name))]
    except (
        DataSourceError,
        DataLayerError,
        pa.ArrowException,
        OSError,
        KeyError,
        TypeError,
        ValueError,
    ):
        return False  # what is wrong with it is said by the one who reads it
    return any("Polygon" in kind or kind == "Unknown" for kind in kinds)


def open_areas(
    path: Path, *, layer: str | None = None, datum: str | None = None, of: str = "boundaries"
) -> tuple[gpd.GeoDataFrame, npt.NDArray[np.object_], gpd.GeoDataFrame]:
    """Return the rows of a map layer that are polygons, these in WGS-84 lon/lat, and other rows.

    Parameters
    ----------
    path
        The file.
    layer
        Layer of the file, where there are several.
    datum
        Datum of the polygons, where it is not WGS-84: streets drawn on a map service.
    of
        What options call the file.

    Raises
    ------
    InputError
        The file cannot be read, has no system of coordinates, or holds no polygon.
    """
    frame = _frame(path, Ask(layer=layer, kind=of))
    if frame.crs is None:
        raise InputError(
            _(
                "{source}: the areas state no system of coordinates. Export them with one.",
                source=path.name,
            )
        )
    shapes = np.asarray(frame.geometry.array)
    usable = np.isin(shapely.get_type_id(shapes), (3, 6)) & ~shapely.is_empty(shapes)
    if not usable.any():
        raise InputError(_("{source}: the file holds no areas.", source=path.name))
    moved = shapely.transform(
        shapely.make_valid(shapes[usable]),
        lambda xy: np.column_stack(lonlat(xy[:, 0], xy[:, 1], frame.crs.to_wkt())),
    )
    if datum is not None:
        moved = shapely.transform(
            moved, lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], datum))
        )
    return frame[usable].reset_index(drop=True), moved, frame[~usable]


def _frame(path: Path, ask: Ask) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415 - half a second that a CSV does not need
    from pyogrio import list_layers  # noqa: PLC0415
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    suffix = path.suffix.lower()
    try:
        if suffix in _KML:
            table, shapes = kml_areas(path, layer=ask.layer)
            return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")
        if suffix in _PARQUET:
            return gpd.read_parquet(path)
        source = _source(path)
        layer = choose_layer(path, list_layers(source), ask, ("Polygon",))
        return gpd.read_file(source, layer=layer)
    except InputError:
        raise
    except (DataSourceError, DataLayerError, pa.ArrowException, OSError, ValueError) as error:
        raise InputError(
            _(
                "{source}: the file cannot be read ({detail}). "
                "Export it again, best as GeoPackage.",
                source=path.name,
                detail=str(error)[:160],
            )
        ) from None


def _is_parquet_of_areas(path: Path) -> bool:
    """Say whether the file states polygons; one that states no kind is looked at."""
    about = json.loads((pq.read_metadata(path).metadata or {}).get(b"geo", b"{}"))
    if not about:
        return False
    kinds = about["columns"][about["primary_column"]].get("geometry_types", [])
    if kinds:
        return any("Polygon" in kind for kind in kinds)
    types = shapely.get_type_id(np.asarray(_frame(path, Ask()).geometry.array))
    return bool(np.isin(types, (3, 6)).any())


def _source(path: Path) -> str:
    """Return what GDAL opens: an archive only once its directory has been checked."""
    check_file_name(path)
    if path.suffix.lower() != ".zip":
        return str(path)
    checked(path).close()
    return f"/vsizip/{path}"
