"""The exact inverse of the Chinese datums, point by point: for lists of many thousands.

The same formulas as in `geo.core.crs.datums`, their reading version; compiled, with their
derivatives, a point is there after two steps of Newton's method.
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
def _gcj(lon: float, lat: float) -> tuple[float, float, float, float, float, float]:
    """Move WGS-84 degrees to GCJ-02; sin(k pi d) for all k from one sine and one cosine.

    Returns
    -------
    float
        Degrees, and how the shift in longitude and in latitude grows with each of the two.
    """
    x, y = lon - 105.0, lat - 35.0
    root, step = math.sqrt(abs(x)), math.pi / 60
    zx = complex(math.cos(x * step), math.sin(x * step))
    zy = complex(math.cos(y * step), math.sin(y * step))
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

    common = 2 * step * (7200 * x360.real + 2400 * x120.real)
    steep = math.copysign(0.3 / max(root, 1e-9), x)
    north_x = 6 + 0.3 * y + steep + common
    north_y = 9 + 1.2 * y + 0.3 * x
    north_y += 2 * step * (1200 * y60.real + 800 * y20.real + 800 * y5.real + 640 * y2.real)
    east_x = 3 + 0.6 * x + 0.3 * y + steep / 2 + common
    east_x += 2 * step * (1200 * x60.real + 800 * x20.real + 750 * x5.real + 600 * x2.real)
    east_y = 6 + 0.3 * x

    sine, cosine = math.sin(lat * _RAD), math.cos(lat * _RAD)
    curve = 1 - _ECCENTRICITY2 * sine * sine
    root = math.sqrt(curve)
    up = curve * root / (3 * _AXIS * (1 - _ECCENTRICITY2) * _RAD)  # degrees to a metre
    along = root / (3 * _AXIS * cosine * _RAD)
    bent = _ECCENTRICITY2 * sine * cosine / curve * _RAD
    return (
        lon + along * east,
        lat + up * north,
        along * east_x,
        along * (east_y + east * (sine / cosine * _RAD - bent)),
        up * north_x,
        up * (north_y - 3 * bent * north),
    )


@njit(inline="always")
def _bd(lon: float, lat: float) -> tuple[float, float]:
    """Move GCJ-02 degrees to BD-09."""
    far = math.hypot(lon, lat) + 2e-5 * math.sin(lat * _BD)
    angle = math.atan2(lat, lon) + 3e-6 * math.cos(lon * _BD)
    return far * math.cos(angle) + 0.0065, far * math.sin(angle) + 0.006


@njit(inline="always")
def _newton(x: float, y: float, lon: float, lat: float) -> tuple[float, float]:
    """Return the step from ``x, y`` to where GCJ-02 is ``lon, lat``, along the tangent."""
    fx, fy, xx, xy, yx, yy = _gcj(x, y)
    dx, dy, xx, yy = lon - fx, lat - fy, 1 + xx, 1 + yy
    size = xx * yy - xy * yx
    return (yy * dx - xy * dy) / size, (xx * dy - yx * dx) / size


@njit(cache=True, nogil=True)
def invert(lon: Floats, lat: Floats, inside: npt.NDArray[np.bool_], *, is_bd: bool) -> None:
    """Solve ``forward(x, y) = (lon, lat)``, in place: by Newton's method, BD-09 by fixed points.

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
        # On the steep meridian a tangent leads nowhere.
        is_steep = abs(lon[i] - 105) < 0.02
        is_newton = not is_bd and not is_steep
        # What is left after a round is a hundredth of its step; after Newton's, of its square.
        close = 1e-13 if is_steep else 5e-6 if is_newton else 1e-10
        x, y = lon[i], lat[i]
        for _round in range(_MOST_ROUNDS):
            if is_newton:
                dx, dy = _newton(x, y, lon[i], lat[i])
            else:
                fx, fy = _bd(x, y) if is_bd else _gcj(x, y)[:2]
                dx, dy = lon[i] - fx, lat[i] - fy
            x += dx
            y += dy
            if max(abs(dx), abs(dy)) <= close:
                break
        lon[i], lat[i] = x, y
