"""Who is covered from where, and which of these groups lie inside another."""

from __future__ import annotations

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints

__all__ = ["members", "undominated"]


def members(points: Floats, places: Floats, limit: float) -> tuple[Ints, Ints]:
    """List the places within ``dx² + dy² <= limit`` of each point.

    Parameters
    ----------
    points
        ``(n, 2)`` metres.
    places
        ``(k, 2)`` metres, from west to east.

    Returns
    -------
    start, place
        ``(n + 1,)`` limits and ``(n_pair,)`` places, ascending for each point.
    """
    start = np.zeros(len(points) + 1, np.int64)
    np.cumsum(_members(points, places, limit, start, np.zeros(0, np.int64)), out=start[1:])
    place = np.empty(start[-1], np.int64)
    if len(place):
        _members(points, places, limit, start, place)
    return start, place


def undominated(start: Ints, place: Ints, n_place: int) -> Ints:
    """Return the groups that lie inside no other one, ascending; of equal ones the first.

    A group can only lie inside one that holds its rarest member, so it is compared with those.
    """
    if not len(place):
        return np.zeros(0, np.int64)
    length = np.diff(start)
    order = np.argsort(-length, kind="stable")
    order = order[length[order] > 0]
    rarity = np.bincount(place, minlength=n_place)
    found: Ints = np.sort(order[_undominated(start, place, order, rarity)])
    return found


@nb.njit(cache=True, nogil=True)
def _members(points: Floats, places: Floats, limit: float, start: Ints, out: Ints) -> Ints:
    count = np.zeros(len(points), np.int64)
    wide = np.sqrt(limit) * (1 + 1e-12)
    for p in range(len(points)):
        x, y = points[p]
        first = np.searchsorted(places[:, 0], x - wide - 1e-12 * abs(x))
        for k in range(first, len(places)):
            dx, dy = places[k, 0] - x, places[k, 1] - y
            if dx > 0 and dx * dx > limit:
                break
            if dx * dx + dy * dy <= limit:
                if len(out):
                    out[start[p] + count[p]] = k
                count[p] += 1
    return count


@nb.njit(cache=True, nogil=True)
def _undominated(start: Ints, place: Ints, order: Ints, rarity: Ints) -> npt.NDArray[np.bool_]:
    is_kept = np.zeros(len(order), np.bool_)
    # Kept groups, listed under each of their members: a chain of (group, next) for each place.
    head = np.full(len(rarity), -1, np.int64)
    chain_group, chain_next = np.empty(len(place), np.int64), np.empty(len(place), np.int64)
    end = 0
    for t in range(len(order)):
        low, high = start[order[t]], start[order[t] + 1]
        rarest = place[low]
        for k in range(low + 1, high):
            if rarity[place[k]] < rarity[rarest]:
                rarest = place[k]
        link, is_inside = head[rarest], False
        while link >= 0 and not is_inside:
            other = chain_group[link]
            is_inside = _is_subset(place[low:high], place[start[other] : start[other + 1]])
            link = chain_next[link]
        if is_inside:
            continue
        is_kept[t] = True
        for k in range(low, high):
            chain_group[end], chain_next[end] = order[t], head[place[k]]
            head[place[k]] = end
            end += 1
    return is_kept


@nb.njit(cache=True, nogil=True)
def _is_subset(a: Ints, b: Ints) -> bool:
    """Say whether every entry of ``a`` stands in ``b``; both ascend."""
    j = 0
    for i in range(len(a)):
        while j < len(b) and b[j] < a[i]:
            j += 1
        if j == len(b) or b[j] != a[i]:
            return False
    return len(a) <= len(b)
