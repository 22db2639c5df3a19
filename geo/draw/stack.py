"""What lies below and above the firms on every map of the screen, and what part of the world."""

from __future__ import annotations

import numpy as np
import shapely

from geo.core import Coverage, Mode, Proposal, Study, disc_radius_m
from geo.core.crs import lonlat
from geo.draw import layers as draw
from geo.draw.catchment import catchments

__all__ = ["Stack", "bounds", "plan_layers", "study_layers"]

_MARGIN_DEG = 0.002  # around a single point, about 200 m

Stack = tuple[list[draw.Layer], list[draw.Layer]]
"""The layers below the firms and those above them, from the bottom up."""


def study_layers(
    study: Study, coverage: Coverage | None, mode: Mode | None, *, density: bool
) -> Stack:
    """Draw catchments of the homes open today, density, venues and homes."""
    sites = study.sites
    radius = disc_radius_m(coverage.radius_m, mode) if coverage is not None else None
    shapes = [
        (shapely.Point(sites.x[j], sites.y[j]).buffer(radius, quad_segs=16), False)
        for j in np.flatnonzero(sites.is_existing)
        if radius is not None
    ]
    return (
        [draw.discs(shapes, sites.crs), draw.density(study, show=density)],
        [draw.venues(study, np.ones(len(sites), bool)), draw.homes(study)],
    )


def plan_layers(proposal: Proposal, *, density: bool) -> Stack:
    """Draw catchments of the open homes, density, the other venues, homes that close and homes."""
    study = proposal.study
    shapes = [(c.shape, c.is_new) for c in catchments(proposal) if c.shape is not None]
    counts = not proposal.release.is_public
    is_closed = ~study.sites.ids.isin(list(proposal.plan.open_ids))
    return (
        [
            draw.discs(shapes, study.sites.crs),
            draw.density(study, show=density, counts_firms=counts),
        ],
        [draw.venues(study, is_closed), draw.closing(proposal), draw.homes(study, proposal)],
    )


def bounds(study: Study) -> tuple[float, float, float, float]:
    """Return south, west, north, east of what a person would look for; not of a slip of the pen."""
    wanted = np.r_[np.ones(len(study.demand), bool), ~study.sites.is_forbidden] & ~study.is_far
    x = np.concatenate([study.demand.x, study.sites.x])[wanted]
    y = np.concatenate([study.demand.y, study.sites.y])[wanted]
    if not len(x):
        west, south, east, north = (
            (0.0, 0.0, 0.0, 0.0) if study.outline is None else study.outline.bounds
        )
        return south, west, north, east
    # The corners and middles of the box in metres: no need to turn a million points into degrees.
    ends = [np.array([part.min(), (part.min() + part.max()) / 2, part.max()]) for part in (x, y)]
    lon, lat = lonlat(np.tile(ends[0], 3), np.repeat(ends[1], 3), study.demand.crs)
    pad = _MARGIN_DEG if np.ptp(lon) == np.ptp(lat) == 0 else 0.0
    south, north = float(lat.min()) - pad, float(lat.max()) + pad
    return south, float(lon.min()) - pad, north, float(lon.max()) + pad
