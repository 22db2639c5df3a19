"""Polygons with counts: the statistics of streets, townships, census cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo.core import Areas, Source
from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.read.cells.counts import numbers
from geo.read.density.headings import people_column
from geo.read.density.shares import whole_shares
from geo.read.density.value import Density, demand_at
from geo.read.places.shapes import open_areas
from geo.words import _

__all__ = ["read_polygons"]

_NAMED = ("name", "名称", "街道")
_POINTS = 100  # about so many stand for one polygon
_STEP_M, _METRES = 50.0, 111_320.0  # no closer than this; metres of a degree of latitude


def read_polygons(
    path: Path,
    *,
    column: str | None = None,
    datum: str | None = None,
    layer: str | None = None,
) -> Density:
    """Read polygons with people.

    Parameters
    ----------
    path
        GeoPackage, GeoJSON, Shapefile (``.shp``, or zipped), GeoParquet or KML.
    column
        Heading of the people; None looks for a usual one.
    datum
        Datum of the polygons, where it is not WGS-84: streets drawn on a map service.
    layer
        Layer of the file, where there are several.

    Raises
    ------
    MissingColumnError
        No column holds people.
    InputError
        The file cannot be read, or a count cannot.
    """
    frame, shapes, shapeless = open_areas(path, layer=layer, datum=datum, of="density")
    heading = people_column(frame.drop(columns=frame.geometry.name), column, path.name)
    _refuse_shapeless(shapeless[heading], path.name)
    counts = _counts(frame[heading], path.name)
    names = _names(frame)
    lonlats, people, of = _points(shapes, counts)
    demand = demand_at(lonlats[:, 0], lonlats[:, 1], people)
    table = pd.DataFrame({"street": np.asarray(names, dtype=object)[of].astype("str")})
    is_known = datum is not None
    source = Source(
        "density", path.name, datum=datum or "wgs84", datum_known=is_known, n_read=len(frame)
    )
    areas = Areas(names, shapes, path.name)
    return Density(replace(demand, table=table), source, areas, counts)


def _refuse_shapeless(cells: pd.Series, source: str) -> None:
    """Refuse areas with people and no shape: their people would be lost."""
    value, _trouble = numbers(cells)
    held = np.flatnonzero(np.nan_to_num(value) > 0)
    if len(held):
        raise InputError(
            _(
                "{source}: {n} areas have people ({people:,.0f}) but no shape (the first is row "
                "{row}). Draw them, or leave these rows out.",
                source=source,
                n=len(held),
                people=float(value[held].sum()),
                row=int(cells.index[held[0]]) + 1,
            )
        )


def _counts(cells: pd.Series, source: str) -> Ints:
    """Return the people of each area, whole; together as many as the file has."""
    value, trouble = numbers(cells)
    bad = sorted({*trouble, *np.flatnonzero(~np.isfinite(value)).tolist()})
    if bad:
        raise InputError(
            _(
                "{source}: {n} areas have no number of people in column {column} (the first is "
                "row {row}: {value!r}). Fill it in: 0 or more.",
                source=source,
                n=len(bad),
                column=cells.name,
                row=bad[0] + 1,
                value=str(cells.iloc[bad[0]])[:40],
            )
        )
    counts = whole_shares(round(float(value.sum())), value)
    if not counts.any():
        raise InputError(_("{source}: no cell holds anybody.", source=source))
    return counts


def _names(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the names of the areas; their numbers where they have none."""
    named = next((c for c in frame.columns if str(c).lower() in _NAMED), None)
    return tuple(str(v) for v in (range(1, len(frame) + 1) if named is None else frame[named]))


def _points(shapes: np.ndarray, counts: Ints) -> tuple[Floats, Ints, Ints]:
    """Spread the people of each polygon evenly over points inside it; nobody is lost."""
    places, people, of = [], [], []
    for k in np.flatnonzero(counts):
        inside = _grid(shapes[k])
        places.append(inside)
        people.append(whole_shares(int(counts[k]), np.ones(len(inside))))
        of.append(np.full(len(inside), k))
    share = np.concatenate(people)
    full = share > 0  # fewer people than points
    return np.concatenate(places)[full], share[full], np.concatenate(of)[full]


def _grid(shape: shapely.Polygon) -> Floats:
    west, south, east, north = shape.bounds
    narrow = float(np.cos(np.radians((south + north) / 2)))
    step = max(float(np.sqrt(shape.area * narrow / _POINTS)), _STEP_M / _METRES)
    x = np.arange(west + step / narrow / 2, east, step / narrow)
    y = np.arange(south + step / 2, north, step)
    grid = np.column_stack([np.repeat(x, len(y)), np.tile(y, len(x))])
    inside = grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])]
    return inside if len(inside) else shapely.get_coordinates(shape.representative_point())
