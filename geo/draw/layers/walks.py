"""Ways on foot: the ground within so many minutes, and firms for whom no streets were walked."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.core import MEASURED, OnFoot, Proposal
from geo.core.crs import lonlat
from geo.draw.catchment import to_lonlat
from geo.draw.layers.element import Layer, place, places, styles
from geo.draw.safe import text
from geo.words import _, counted

__all__ = ["longest", "minutes", "not_walked", "rings"]

_BANDS = ("walk_near", "walk_middle", "walk_far")
_NOT_WALKED = ("detour", "home", "beside", "far", "scrap")
_RING_PX = 9.0


def rings(shape: BaseGeometry, crs: str | None) -> list[list[list[list[float]]]]:
    """Write polygons in metres of ``crs`` as lists of rings of (lat, lon), holes included."""
    return [
        [places(shapely.get_coordinates(ring)) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in shapely.get_parts(to_lonlat(shape, crs))
        if polygon.geom_type == "Polygon" and not polygon.is_empty
    ]


def minutes(walked: OnFoot | None, crs: str | None) -> Layer:
    """Draw the ground of all open sites together, the longest time below; off at first."""
    shown = () if walked is None else tuple(w for w in walked.merged if not w.shape.is_empty)
    rows: list[list[Any]] = []
    used = []
    for rank in reversed(range(len(shown))):
        walk, band = shown[rank], min(rank, len(_BANDS) - 1)
        used.append(_BANDS[band])
        said = _(
            "{minutes:.3g} min on foot ({metres:,.0f} m): {firms}, {workers}, {area:.2f} km²",
            minutes=walk.minutes,
            metres=walk.cutoff_m,
            firms=counted.firms(walk.n_firm),
            workers=counted.workers(walk.workers),
            area=walk.area_m2 / 1e6,
        )
        rows += [[polygon, band, text(said)] for polygon in rings(walk.shape, crs)]
    times = ", ".join(f"{w.minutes:.3g}" for w in shown)
    name = text(_("Minutes on foot: {times}", times=times))
    spec = {"rows": rows, "styles": styles(_BANDS)}
    meanings = tuple(dict.fromkeys(used[::-1]))
    return Layer("areas", spec, role="minutes", name=name, meanings=meanings, show=False)


def longest(proposal: Proposal) -> Layer:
    """Draw the longest of the ways to each open site; off at first."""
    crs = proposal.study.sites.crs
    rows = []
    for way in proposal.longest_ways:
        lon, lat = lonlat(way.x, way.y, crs)
        rows.append([places(np.column_stack([lon, lat])), 0])
    spec = {"rows": rows, "styles": styles(("route",))}
    name = text(_("The longest way to each home"))
    return Layer("lines", spec, role="ways", name=name, meanings=("route",), show=False)


def not_walked(proposal: Proposal) -> Layer:
    """Ring the firms for whom streets, or the nearest ones, were not walked from door to door."""
    demand, walked = proposal.study.demand, proposal.on_foot
    which = np.array([], int)
    if walked is not None:
        which = np.flatnonzero(np.isin(walked.measured, _NOT_WALKED))
    lon, lat = lonlat(demand.x[which], demand.y[which], demand.crs)
    rows = []
    for k, i in enumerate(which):
        said = "" if walked is None else text(_(MEASURED[str(walked.measured[i])]))
        rows.append([*place(lat[k], lon[k]), _RING_PX, 0, said, [], said])
    spec = {"rows": rows, "styles": styles(("not_walked",)), "labels": []}
    name = text(_("Firms not measured along streets"))
    return Layer("points", spec, role="not-walked", name=name, meanings=("not_walked",))
