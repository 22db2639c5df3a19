"""The smallest circle around each group of places."""

from __future__ import annotations

import numba as nb
import numpy as np

from geo.core.arrays import Floats, Ints

__all__ = ["centres"]

_SEED = 7  # of the order in which places are met: expected linear time, the same circle


def centres(start: Ints, place: Ints, places: Floats) -> Floats:
    """Return the centre of the smallest circle around each group (Welzl 1991).

    Parameters
    ----------
    start, place
        ``(n + 1,)`` and ``(n_pair,)``: the places of each group.
    places
        ``(k, 2)`` metres.

    Returns
    -------
    centres
        ``(n, 2)`` metres.
    """
    found: Floats = _centres(start, place, places)
    return found


@nb.njit(cache=True, nogil=True)
def _centres(start: Ints, place: Ints, places: Floats) -> Floats:
    np.random.seed(_SEED)  # noqa: NPY002 - numba knows no other generator
    found = np.empty((len(start) - 1, 2))
    for group in range(len(start) - 1):
        order = np.random.permutation(place[start[group] : start[group + 1]])  # noqa: NPY002
        found[group] = _centre(places[order])
    return found


@nb.njit(cache=True, nogil=True)
def _centre(p: Floats) -> Floats:
    """Take in one point after another; one that lies outside is on the new circle."""
    x, y, squared = p[0, 0], p[0, 1], 0.0
    for i in range(1, len(p)):
        if _is_inside(p[i], x, y, squared):
            continue
        x, y, squared = p[i, 0], p[i, 1], 0.0
        for j in range(i):
            if _is_inside(p[j], x, y, squared):
                continue
            x, y, squared = _around_two(p[i], p[j])
            for k in range(j):
                if not _is_inside(p[k], x, y, squared):
                    x, y, squared = _around_three(p[i], p[j], p[k])
    return np.array([x, y])


@nb.njit(cache=True, nogil=True)
def _is_inside(point: Floats, x: float, y: float, squared: float) -> bool:
    dx, dy = point[0] - x, point[1] - y
    return bool(dx * dx + dy * dy <= squared * (1 + 1e-12))


@nb.njit(cache=True, nogil=True)
def _around_two(a: Floats, b: Floats) -> tuple[float, float, float]:
    x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    return x, y, (a[0] - x) ** 2 + (a[1] - y) ** 2


@nb.njit(cache=True, nogil=True)
def _around_three(a: Floats, b: Floats, c: Floats) -> tuple[float, float, float]:
    bx, by, cx, cy = b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]
    area = 2 * (bx * cy - by * cx)
    if area == 0.0:  # on one line: the two farthest apart, in the end
        return _around_two(b, c)
    bb, cc = bx * bx + by * by, cx * cx + cy * cy
    ux, uy = (cy * bb - by * cc) / area, (bx * cc - cx * bb) / area
    return a[0] + ux, a[1] + uy, ux * ux + uy * uy
