"""Climbs: slower uphill, from the heights of an elevation raster."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geo.core import crs as systems
from geo.core.arrays import Floats
from geo.errors import InputError
from geo.travel.graph import StreetGraph, exact
from geo.words import _

__all__ = ["heights", "with_slope"]

_STEEPEST = 0.5  # a steeper street is an error of the raster: a cliff beside it, a bridge above it


def with_slope(graph: StreetGraph, node_height_m: npt.ArrayLike) -> StreetGraph:
    """Return the streets with climbs counted as longer ways.

    A metre uphill counts as many level metres as one walks in the same time, by Tobler's hiking
    function (1993): ``exp(3.5 · (|s + 0.05| - 0.05))`` for slope ``s``. Downhill is never counted
    as shorter than level, and climbs that were counted before are counted anew. The slope is that
    between the two ends of a street: heights of single points along it are noise at the size of a
    raster's cells.

    Parameters
    ----------
    graph
        The streets.
    node_height_m
        ``(n_node,)`` metres above sea; not a number where unknown, which counts as level.
    """
    height = np.asarray(node_height_m, np.float64)
    if height.shape != (graph.n_node,):
        raise InputError(
            _(
                "{name}: {n} values wanted, got {got}.",
                name="node_height_m",
                n=graph.n_node,
                got=height.shape,
            )
        )
    rise = height[graph.edge_to] - height[graph.edge_from]
    slope = np.nan_to_num(rise / np.maximum(graph.length_m, 1.0), posinf=0.0, neginf=0.0)
    slope = np.clip(slope, -_STEEPEST, _STEEPEST)
    return replace(
        graph,
        there_m=_counted(graph.there_m, graph.length_m * _slower(slope)),
        back_m=_counted(graph.back_m, graph.length_m * _slower(-slope)),
    )


def _counted(before_m: Floats, climbed_m: Floats) -> Floats:
    """Count climbs from the level, so that counting them twice is counting them once."""
    return np.where(np.isfinite(before_m), exact(climbed_m), np.inf)


def _slower(slope: Floats) -> Floats:
    return np.maximum(np.exp(3.5 * (np.abs(slope + 0.05) - 0.05)), 1.0)


def heights(graph: StreetGraph, raster: str | Path) -> Floats:
    """Look up the height of every node in an elevation raster: ``(n_node,)`` metres.

    Raises
    ------
    InputError
        The raster cannot be read, does not say its coordinate system, or covers no street.
    """
    import rasterio  # noqa: PLC0415 - slow to import, and only where climbs are wanted
    from rasterio.errors import RasterioError  # noqa: PLC0415 - the same

    name = Path(raster).name
    if graph.crs is None:
        raise InputError(
            _("These points have no coordinate system, so they cannot be put on a map.")
        )
    try:
        with rasterio.open(raster) as file:
            if file.crs is None:
                raise InputError(_("{file} does not say its coordinate system.", file=name))
            x, y = systems.transform(graph.node_x, graph.node_y, graph.crs, file.crs.to_wkt())
            cells = file.sample(np.column_stack([x, y]), indexes=1, masked=True)
            found = [float(c.astype(np.float64).filled(np.nan)[0]) for c in cells]
    except RasterioError as wrong:
        raise InputError(
            _("{file} cannot be read as an elevation raster: {why}", file=name, why=wrong)
        ) from wrong
    height: Floats = np.array(found)
    if np.isnan(height).all():
        raise InputError(_("{file} covers none of these streets.", file=name))
    return height
