"""Walking streets from any layer of road lines: Shapefile, GeoPackage, GeoJSON, GeoParquet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.core import crs as systems
from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.travel.build.assemble import ISLAND_M, Pieces, assemble
from geo.travel.build.noding import Lines, node
from geo.travel.graph import StreetGraph
from geo.travel.streets.layer import HEADINGS, LineRules, column, levels, open_layer, sort_out
from geo.words import _

__all__ = ["LineRules", "read_lines"]

_EAST, _NORTH = 180.0, 90.0  # the most that degrees can be


def read_lines(
    path: Path,
    crs: str | None = None,
    *,
    rules: LineRules | None = None,
    island_m: float = ISLAND_M,
) -> StreetGraph:
    """Build the walking graph of a layer of road lines.

    Lines are cut where they meet: where they cross or touch on one level, and where one ends on, or
    up to ``gap_m`` from, another.

    Raises
    ------
    InputError
        The file cannot be read, does not say its coordinate system, or holds no line.
    MissingColumnError
        A column named in ``rules`` is not there.
    """
    how = LineRules() if rules is None else rules
    layer = open_layer(path, how)
    columns = {c: column(layer, c, getattr(how, c), path) for c in HEADINGS}
    good, rejected = sort_out(layer, columns["kind"])
    if not len(good):
        raise InputError(_("{file} holds no lines that can be walked.", file=path.name))
    chosen, x, y, start, row = _metres(good, how, crs)
    level = levels(columns["level"], good.index, path)[row]
    pieces = _pieces(Lines(start, x, y, level), how.gap_m, row, good.index, columns)
    return assemble(pieces, crs=chosen, island_m=island_m, rejected=rejected, n_row=len(good))


def _metres(
    good: gpd.GeoSeries, how: LineRules, crs: str | None
) -> tuple[str, npt.NDArray[Any], npt.NDArray[Any], Ints, Ints]:
    """Bring the lines into metres; return CRS, points, limits, and the row of each line."""
    parts, row = shapely.get_parts(shapely.force_2d(good.array), return_index=True)
    points, line = shapely.get_coordinates(parts, return_index=True)
    source = how.source_crs or good.crs.to_wkt()
    lon, lat = systems.transform(points[:, 0], points[:, 1], source, "EPSG:4326")
    lon, lat = systems.to_wgs84(lon, lat, how.datum)
    named = how.source_crs or good.crs.name
    _check_places(points, np.isfinite(lon) & np.isfinite(lat) & _on_earth(points, source), named)
    chosen = crs or systems.local_crs(lon, lat)
    x, y = systems.metric(lon, lat, chosen)
    _check_places(points, np.isfinite(x) & np.isfinite(y), named)
    # Points drawn twice in a row are one; a line that has no length in metres is dropped.
    step = np.concatenate([[True], (np.diff(x) != 0) | (np.diff(y) != 0) | (np.diff(line) != 0)])
    x, y, line = x[step], y[step], line[step]
    long = np.bincount(line, minlength=len(parts)) >= 2
    kept = long[line]
    start = np.concatenate([[0], np.cumsum(np.bincount(line, minlength=len(parts))[long])])
    return chosen, x[kept], y[kept], start, row[long]


def _on_earth(points: Floats, source: str) -> npt.NDArray[np.bool_]:
    """Say which points are degrees, where degrees are wanted: a GeoJSON may hold metres."""
    if not systems.datum_of(source)[1]:
        return np.ones(len(points), bool)
    return np.asarray((np.abs(points) <= (_EAST, _NORTH)).all(axis=1))


def _check_places(points: Floats, fits: npt.NDArray[np.bool_], crs: str) -> None:
    """Refuse coordinates that their system cannot hold."""
    if fits.all():
        return
    x, y = points[int((~fits).argmax())]
    raise InputError(
        _(
            "These coordinates do not fit the coordinate system {crs}: {x:,.6g}, {y:,.6g} is no "
            "place there. State the right one: for example EPSG:4549.",
            crs=crs,
            x=x,
            y=y,
        ),
        option="--streets-crs EPSG:4549",
        call="LineRules(source_crs='EPSG:4549')",
    )


def _pieces(
    lines: Lines, gap_m: float, row: Ints, index: pd.Index, columns: dict[str, pd.Series | None]
) -> Pieces:
    """Cut the lines, and carry name and kind over to the pieces."""
    cut = node(lines, gap_m)
    rows = index.to_numpy()[row[cut.line]]
    table = {}
    for what in ("name", "kind"):
        if (named := columns[what]) is not None:
            text = named.astype(object).where(named.notna(), "").astype(str).to_numpy(object)
            table[what] = text[rows]
    count = len(cut.line)
    frame = pd.DataFrame(table, index=range(count), dtype=object)
    none = np.zeros(count)
    return Pieces(cut.first, cut.last, cut.start, cut.x, cut.y, none.astype(bool), none, frame)
