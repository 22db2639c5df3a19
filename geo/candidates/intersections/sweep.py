"""Walk round the circle of each place and note where its disc covers the most."""

from __future__ import annotations

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints

__all__ = ["deepest_arcs"]

Signs = npt.NDArray[np.uint64]
_SEED = 20_240_601  # of the signatures; another seed gives the same places


def deepest_arcs(places: Floats, radius: float) -> Floats:
    """Return a point of each arc on which a disc covers more than on the arcs beside it.

    The centres of the discs that cover a group of places form a region bounded by arcs of the
    circles around them. Walking along one of these circles, one enters the disc of a place where
    the region begins and leaves one where it ends: a begin followed by an end. Groups found on
    several circles are listed once, told apart by 128-bit signatures.

    Parameters
    ----------
    places
        ``(n, 2)`` metres, from west to east, no two alike.
    radius
        Metres.

    Returns
    -------
    points
        ``(k, 2)`` metres; a place without neighbours gives itself.
    """
    keys = np.random.default_rng(_SEED).integers(0, 2**64, (len(places), 2), dtype=np.uint64)
    none = np.zeros((0, 2))
    count = _sweep(places, radius, keys, none, none.astype(np.uint64))
    points, signs = np.empty((count, 2)), np.empty((count, 2), np.uint64)
    _sweep(places, radius, keys, points, signs)
    order = np.lexsort((signs[:, 1], signs[:, 0]))
    is_first = np.ones(count, bool)
    is_first[1:] = (signs[order[1:]] != signs[order[:-1]]).any(axis=1)
    found: Floats = points[np.sort(order[is_first])]
    return found


@nb.njit(cache=True, nogil=True)
def _sweep(places: Floats, radius: float, keys: Signs, points: Floats, signs: Signs) -> int:
    """Write a point and a signature for each deepest arc; without room, only count them."""
    found, low, high = 0, 0, 0
    for i in range(len(places)):
        while places[i, 0] - places[low, 0] > 2 * radius:
            low += 1
        while high < len(places) and places[high, 0] - places[i, 0] <= 2 * radius:
            high += 1
        who, angle = _arcs(places, i, low, high, radius)
        if not len(who):
            found = _write(places[i], keys[i], found, points, signs)
            continue
        k, sign = len(who), keys[i].copy()
        for t in range(k):
            if angle[t] > angle[k + t]:  # there when the walk begins
                sign ^= keys[who[t]]
        order = np.argsort(angle, kind="mergesort")  # of equals, who comes before who leaves
        last = order[-1]
        for event in order:
            if event >= k and last < k:
                turn = 2 * np.pi if angle[last] > angle[event] else 0.0
                middle = (angle[last] - turn + angle[event]) / 2
                point = places[i] + radius * np.array([np.cos(middle), np.sin(middle)])
                found = _write(point, sign, found, points, signs)
            sign ^= keys[who[event % k]]
            last = event
    return found


@nb.njit(cache=True, nogil=True)
def _write(point: Floats, sign: Signs, found: int, points: Floats, signs: Signs) -> int:
    if len(points):
        points[found], signs[found] = point, sign
    return found + 1


@nb.njit(cache=True, nogil=True)
def _arcs(places: Floats, i: int, low: int, high: int, radius: float) -> tuple[Ints, Floats]:
    """List the discs met on the circle of a place: who, and where their arcs begin, then end."""
    who = np.empty(high - low, np.int64)
    angle = np.empty((2, high - low))
    k = 0
    for j in range(low, high):
        dx, dy = places[j, 0] - places[i, 0], places[j, 1] - places[i, 1]
        apart = np.sqrt(dx * dx + dy * dy)
        if j != i and apart <= 2 * radius:
            middle, half = np.arctan2(dy, dx), np.arccos(apart / (2 * radius))
            who[k] = j
            angle[0, k], angle[1, k] = (middle - half) % (2 * np.pi), (middle + half) % (2 * np.pi)
            k += 1
    return who[:k], np.concatenate((angle[0, :k], angle[1, :k]))
