"""The exact inverse of the Chinese datums, point by point: for lists of many thousands.

The same formulas as in `geo.core.crs`, which is the reading version of them; compiled, a point
leaves the loop as soon as it is close enough, and nothing is written in between.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit

__all__ = ["invert"]

Floats = npt.NDArray[np.float64]

_AXIS, _ECCENTRICITY2 = 6378245.0, 0.00669342162296594323
_BD = math.pi * 3000 / 180
_RAD = math.pi / 180
_MOST_ROUNDS = 30


@njit(inline="always")
def _gcj(lon: float, lat: float) -> tuple[float, float]:
    """Move WGS-84 degrees to GCJ-02; sin(k pi d) for all k from one sine and one cosine."""
    x, y = lon - 105.0, lat - 35.0
    root = math.sqrt(abs(x))
    zx = complex(math.cos(x * (math.pi / 60)), math.sin(x * (math.pi / 60)))
    zy = complex(math.cos(y * (math.pi / 60)), math.sin(y * (math.pi / 60)))
    x2, y2 = zx * zx, zy * zy
    x5, y5 = x2 * x2 * zx, y2 * y2 * zy
    x20, y20 = x5 * x5, y5 * y5
    x20, y20 = x20 * x20, y20 * y20
    x60, y60 = x20 * x20 * x20, y20 * y20 * y20
    x120 = x60 * x60
    x360 = x120 * x120 * x120
    common = 20 * x360.imag + 20 * x120.imag
    north = -300 + 6 * x + 9 * y + 0.6 * y * y + 0.3 * x * y + 0.6 * root + 2 * common
    north += 2 * (20 * y60.imag + 40 * y20.imag + 160 * y5.imag + 320 * y2.imag)
    east = 900 + 3 * x + 6 * y + 0.3 * x * x + 0.3 * x * y + 0.3 * root + 2 * common
    east += 2 * (20 * x60.imag + 40 * x20.imag + 150 * x5.imag + 300 * x2.imag)
    sine, cosine = math.sin(lat * _RAD), math.cos(lat * _RAD)
    curve = 1 - _ECCENTRICITY2 * sine * sine
    root = math.sqrt(curve)
    d_lat = north / 3 * curve * root / (_AXIS * (1 - _ECCENTRICITY2)) / _RAD
    d_lon = east / 3 * root / (_AXIS * cosine) / _RAD
    return lon + d_lon, lat + d_lat


@njit(inline="always")
def _bd(lon: float, lat: float) -> tuple[float, float]:
    """Move GCJ-02 degrees to BD-09."""
    far = math.hypot(lon, lat) + 2e-5 * math.sin(lat * _BD)
    angle = math.atan2(lat, lon) + 3e-6 * math.cos(lon * _BD)
    return far * math.cos(angle) + 0.0065, far * math.sin(angle) + 0.006


@njit(cache=True, nogil=True)
def invert(lon: Floats, lat: Floats, inside: npt.NDArray[np.bool_], *, is_bd: bool) -> None:
    """Solve ``forward(x, y) = (lon, lat)`` by fixed-point iteration, in place.

    Parameters
    ----------
    lon, lat
        ``(n,)`` degrees; they become the solution.
    inside
        ``(n,)`` which points lie in China's box: the others stay.
    is_bd
        Whether the formula is that of BD-09 on GCJ-02, else that of GCJ-02 on WGS-84.
    """
    for i in range(len(lon)):
        if not inside[i]:
            continue
        # What is left after a round is a hundredth of its step, but for the steep meridian.
        close = 1e-13 if abs(lon[i] - 105) < 0.02 else 1e-10
        x, y = lon[i], lat[i]
        for _round in range(_MOST_ROUNDS):
            fx, fy = _bd(x, y) if is_bd else _gcj(x, y)
            dx, dy = lon[i] - fx, lat[i] - fy
            x += dx
            y += dy
            if max(abs(dx), abs(dy)) <= close:
                break
        lon[i], lat[i] = x, y
