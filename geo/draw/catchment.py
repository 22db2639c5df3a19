"""Catchments: the ground from which an open site is within the service radius."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

from geo.core import Proposal, disc_radius_m
from geo.core.arrays import Floats
from geo.core.crs import lonlat

__all__ = ["Catchment", "catchments", "closed_catchments", "to_lonlat"]

_AROUND_M = 25.0  # what is drawn around the outermost firms where the ground itself is not known
_QUARTER = 16  # straight pieces in a quarter of a circle


@dataclass(frozen=True)
class Catchment:
    """The catchment of one open site.

    Attributes
    ----------
    site_id
        The site.
    is_new
        Proposed by the plan.
    shape
        Polygon in metres of the study's CRS, or None where nobody is reached.
    kind
        ``"disc"``: exactly the ground within the radius, by the straight line. ``"streets"``: the
        ground along the streets from which one gets there within the radius. ``"hull"``: the hull
        of the firms the site serves, where the ground itself is not known.
    """

    site_id: object
    is_new: bool
    shape: BaseGeometry | None
    kind: str


def catchments(proposal: Proposal) -> tuple[Catchment, ...]:
    """Return the catchments of all open sites, in the order of the plan."""
    return _around(proposal, proposal.plan.open_ids)


def closed_catchments(proposal: Proposal) -> tuple[Catchment, ...]:
    """Return the catchments, today, of the homes that the plan closes."""
    sites, opened = proposal.study.sites, set(proposal.plan.open_ids)
    today = sites.ids[sites.is_existing]
    return _around(proposal, tuple(i for i in today if i not in opened))


def _around(proposal: Proposal, site_ids: tuple[object, ...]) -> tuple[Catchment, ...]:
    plan, sites, walked = proposal.plan, proposal.study.sites, proposal.on_foot
    radius = disc_radius_m(plan.problem.radius_m, plan.mode)
    is_new = set(plan.new_ids)
    found: list[Catchment] = []
    for site_id, pos in zip(site_ids, sites.ids.get_indexer(pd.Index(site_ids)), strict=True):
        walk = None if walked is None else walked.ground((site_id,), plan.problem.radius_m)
        shape: BaseGeometry | None
        if radius is not None:
            kind, shape = "disc", _disc(sites.x[pos], sites.y[pos], radius)
        elif walk is not None:
            kind, shape = "streets", None if walk.shape.is_empty else walk.shape
        else:
            kind, shape = "hull", _hull(proposal, int(pos))
        found.append(Catchment(site_id, site_id in is_new, shape, kind))
    return tuple(found)


def _disc(x: float, y: float, radius: float) -> BaseGeometry:
    return shapely.Point(x, y).buffer(radius, quad_segs=_QUARTER)


def _hull(proposal: Proposal, site: int) -> BaseGeometry | None:
    demand, served = proposal.study.demand, np.flatnonzero(proposal.served_pos == site)
    if not len(served):
        return None
    points = MultiPoint(np.column_stack([demand.x[served], demand.y[served]]))
    return points.convex_hull.buffer(_AROUND_M)


def to_lonlat(shape: BaseGeometry, crs: str | None) -> BaseGeometry:
    """Turn a shape in metres into WGS-84 lon/lat."""

    def moved(points: Floats) -> Floats:
        return np.column_stack(lonlat(points[:, 0], points[:, 1], crs))

    return shapely.transform(shape, moved)
