"""Homes and stations on one map; firms and catchments are those of one of the two."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.core import Mode, Study, disc_radius_m
from geo.draw import layers as draw
from geo.draw.layers.standing import Standing, standing
from geo.draw.stack import Stack
from geo.draw.tiles import Block, TileMap, tiles_of
from geo.draw.web import Map, assemble

__all__ = ["levels_map"]

Covered = npt.NDArray[np.bool_]


def levels_map(
    study: Study,
    levels: tuple[Standing, Standing],
    shown: tuple[int, float, Covered],
    mode: Mode,
    *,
    block: Block | None = None,
) -> Map | TileMap:
    """Draw the sites of two levels, and whom one of them covers.

    Parameters
    ----------
    study
        What lies below.
    levels
        The sites of each level.
    shown
        Number of the level whose coverage is drawn, its radius in metres, and ``(n_demand,)`` who
        is covered by it.
    mode
        The rule of distance, for the catchments; without a straight line none are drawn.
    block
        The firms as one block, for a map of any number of them; None: a folium map.

    Raises
    ------
    InputError
        The study lies on a plane of its own and cannot be put on a map.
    """
    which, radius_m, is_covered = shown
    below, above = _stack(study, levels, levels[which], disc_radius_m(radius_m, mode))
    if block is not None:
        return tiles_of(study, block, (below, above), is_covered)
    return assemble(study, [*below, *draw.firms(study, is_covered), *above])


def _stack(
    study: Study, levels: tuple[Standing, Standing], shown: Standing, radius: float | None
) -> Stack:
    """Draw the catchments of the level shown, the venues left over, and the sites of both."""
    sites = study.sites
    shapes = [
        (shapely.Point(sites.x[j], sites.y[j]).buffer(radius, quad_segs=16), is_new)
        for pos, is_new in ((shown.today, False), (shown.new, True))
        for j in pos
        if radius is not None
    ]
    is_left = np.ones(len(sites), bool)
    for one in levels:
        is_left[one.new] = False
    return (
        [draw.discs(shapes, sites.crs)],
        [draw.venues(study, is_left), *(standing(study, one) for one in levels)],
    )
