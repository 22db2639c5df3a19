"""A plan's walks: the ground of its open sites at several minutes, and how firms are measured."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import cast

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.core import OnFoot, Reach, Walk, Way
from geo.core import crs as systems
from geo.core.arrays import Floats
from geo.travel.catchment import ground
from geo.travel.reached import StreetReach
from geo.travel.route import Guide
from geo.travel.street import Street

__all__ = ["MINUTES", "on_foot"]

MINUTES = (5.0, 10.0, 15.0)
"""Times for which ground is drawn beside the service radius, as far as the reach goes."""


def on_foot(reach: Reach, open_ids: tuple[object, ...], radius_m: float) -> OnFoot | None:
    """Say what is known of the ways to the open sites; None where nobody walks along streets."""
    if not isinstance(reach, StreetReach):
        return None
    mode = cast("Street", reach.mode)
    cutoffs = {radius_m, *(m for m in map(mode.metres, MINUTES) if m <= reach.cutoff_m)}
    return OnFoot(
        _measured(reach, open_ids),
        reach.access_m,
        reach.remarks(),
        open_ids,
        tuple(sorted(cutoffs)),
        cache(partial(_ground, reach)),
        cache(partial(_way, reach, cache(partial(Guide, reach)))),
    )


def _measured(reach: StreetReach, open_ids: tuple[object, ...]) -> npt.NDArray[np.str_]:
    """Say how each firm was measured to the open site that is nearest to it."""
    out = reach.measured.copy()
    if len(open_ids) and reach.is_estimated_site.any():
        nearest = reach.nearest(reach.positions(open_ids))[0]
        guessed = (nearest >= 0) & reach.is_estimated_site[nearest]
        out[guessed & ~reach.is_estimated] = "home"
    return out


def _ground(reach: StreetReach, site_ids: tuple[object, ...], cutoff_m: float) -> Walk:
    sites = tuple(int(j) for j in reach.positions(site_ids))
    found = ground(reach, sites, cutoff_m)
    shape = _onto_study(found.shape, reach)
    return Walk(
        site_ids,
        found.minutes,
        cutoff_m,
        shape,
        found.area_m2,
        found.n_firm,
        found.workers,
    )


def _way(
    reach: StreetReach, guide: Callable[[int], Guide], demand_pos: int, site_id: object
) -> Way:
    """Find a way; the search from a site is made once for all that lead to it."""
    site = int(reach.positions([site_id])[0])
    found = guide(site).route(demand_pos)
    x, y = found.x, found.y
    if reach.graph.crs != reach.demand.crs and reach.graph.crs and reach.demand.crs:
        x, y = systems.transform(x, y, reach.graph.crs, reach.demand.crs)
    steps = zip(found.steps["name"], found.steps["metres"], strict=True)
    return Way(
        demand_pos,
        site_id,
        x,
        y,
        found.metres,
        found.minutes,
        tuple((str(name), float(metres)) for name, metres in steps),
        found.is_estimated,
    )


def _onto_study(shape: BaseGeometry, reach: StreetReach) -> BaseGeometry:
    """Bring a shape from the streets' coordinate system into that of the study."""
    here, there = reach.graph.crs, reach.demand.crs
    if here is None or there is None or here == there:
        return shape

    def moved(points: Floats) -> Floats:
        return np.column_stack(systems.transform(points[:, 0], points[:, 1], here, there))

    return shapely.transform(shape, moved)
