"""The map of the locator: where somebody stands, the nearest homes, the way there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from geo.core import Study
from geo.core.arrays import Floats
from geo.core.crs import lonlat
from geo.draw.layers.element import Layer, place, styles
from geo.draw.pictures import HOME_SYMBOLS
from geo.draw.safe import text
from geo.draw.web import Map, assemble
from geo.words import _

__all__ = ["Spot", "near_map"]

_PAD_DEG = 0.002  # about 200 m around what is shown


class Spot(NamedTuple):
    """A home on the map.

    Attributes
    ----------
    lon, lat
        WGS-84 degrees.
    label
        What stands beside it when somebody points at it.
    is_new
        Whether a plan proposes it.
    line
        ``(n, 2)`` lon/lat of the way to it; empty: none is drawn.
    """

    lon: float
    lat: float
    label: str
    is_new: bool
    line: Floats = np.empty((0, 2))


def near_map(
    study: Study,
    spots: Sequence[Spot],
    *,
    here: tuple[float, float, str] | None = None,
) -> Map:
    """Draw homes, numbered in the order given, and where somebody stands (lon, lat, label).

    Raises
    ------
    InputError
        The study lies on a plane of its own and cannot be put on a map.
    """
    stack = [_ways(spots), _homes(spots), *([] if here is None else [_here(*here)])]
    return assemble(study, stack, around=_bounds(study, spots, here), asked=True)


def _ways(spots: Sequence[Spot]) -> Layer:
    lines = [spot.line for spot in spots if len(spot.line)]
    rows = [[[place(lat, lon) for lon, lat in line], 0] for line in lines]
    spec = {"rows": rows, "styles": styles(("route",))}
    return Layer("lines", spec, role="way", name=text(_("Way on foot")), meanings=("route",))


def _homes(spots: Sequence[Spot]) -> Layer:
    rows = [
        [*place(s.lat, s.lon), int(s.is_new), text(s.label), [], k + 1, text(s.label)]
        for k, s in enumerate(spots)
    ]
    kinds = ("existing", "proposed")
    spec = {"rows": rows, "symbols": [HOME_SYMBOLS[kind] for kind in kinds], "labels": []}
    used = tuple(kinds[k] for k in (0, 1) if any(row[2] == k for row in rows))
    return Layer("homes", spec, role="homes", name=text(_("Homes")), meanings=used)


def _here(lon: float, lat: float, label: str) -> Layer:
    rows = [[*place(lat, lon), 8.0, 0, text(label), [], text(label)]]
    spec = {"rows": rows, "styles": styles(("here",)), "labels": []}
    return Layer("points", spec, role="place", name=text(_("Where you start")), meanings=("here",))


def _bounds(
    study: Study, spots: Sequence[Spot], here: tuple[float, float, str] | None
) -> tuple[float, float, float, float]:
    """Return south, west, north, east: the way that is drawn, or all homes and firms."""
    points = [(s.lon, s.lat) for s in spots[:2]]
    if here is not None and points:
        points.append((here[0], here[1]))
        points += [(lon, lat) for spot in spots[:1] for lon, lat in spot.line]
        lon, lat = np.array(points).T
    else:
        lon, lat = lonlat(study.sites.x, study.sites.y, study.sites.crs)
    return (
        float(lat.min()) - _PAD_DEG,
        float(lon.min()) - _PAD_DEG,
        float(lat.max()) + _PAD_DEG,
        float(lon.max()) + _PAD_DEG,
    )
