"""Vicinity: which ways of writing put a list anywhere near what is known.

Swapped columns and a wrong zone move a list by hundreds of kilometres; what is left of the ways
of writing is weighed like the datums. UTM and CGCS2000 of one meridian lie 1.8 km apart in Beijing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from geo.core.arrays import Floats
from geo.read.cells.zones import OPEN_ZONE, zones
from geo.read.datum.writing import Writing

__all__ = ["Box", "box_of", "near_ways", "ways_of"]

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""
_FAR_KM, _KM = 10.0, 1 / 111.0  # degrees of latitude a kilometre
_MOST = 500  # points of the list that are looked at


def box_of(lon: Floats, lat: Floats) -> Box:
    """Return the box of places."""
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def ways_of(as_read: Writing, taken_for: str | None) -> tuple[Writing, ...]:
    """Return the ways in which columns may be written, that in which they were read first."""
    plain = Writing("wgs84", as_read.plane, as_read.is_swapped)
    if plain.plane is None:
        return plain, Writing("wgs84", is_swapped=not plain.is_swapped)
    others = tuple(Writing("wgs84", plane) for plane in zones())
    if taken_for == OPEN_ZONE:
        return others
    return (plain, *(way for way in others if way != plain))


def near_ways(
    x: Floats, y: Floats, ways: Sequence[Writing], boxes: Iterable[Box]
) -> tuple[Writing, ...]:
    """Return the ways that put half of the list within 10 km of the box of something known.

    Parameters
    ----------
    x, y
        ``(n,)`` the columns.
    ways
        What is asked of.
    boxes
        Of each known layer, of streets and of the outline.
    """
    some = np.linspace(0, len(x) - 1, min(len(x), _MOST)).astype(np.int64)
    wide = [_grown(box) for box in boxes]
    return tuple(way for way in ways if _is_near(x[some], y[some], way, wide))


def _is_near(x: Floats, y: Floats, way: Writing, boxes: Sequence[Box]) -> bool:
    if way.is_swapped and max(np.abs(x).max(), np.abs(y).max()) > 180:
        return False
    lon, lat = (y, x) if way.is_swapped else (x, y)
    if way.plane is None and float(np.abs(lat).max()) > 90:
        return False
    lon, lat = way.decode(x, y)
    inside = [(lon > w) & (lon < e) & (lat > s) & (lat < n) for w, s, e, n in boxes]
    return any(float(one.mean()) >= 0.5 for one in inside)


def _grown(box: Box) -> Box:
    west, south, east, north = box
    up = _FAR_KM * _KM
    side = up / max(float(np.cos(np.radians((south + north) / 2))), 0.05)
    return west - side, south - up, east + side, north + up
