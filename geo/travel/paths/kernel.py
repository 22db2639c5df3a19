"""The kernel of street reach: who is near each site, street by street."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from geo.core.arrays import Floats, Ints
from geo.travel.paths.search import Arcs, Positions, Scratch, settle

__all__ = ["Doors", "Firms", "Ground", "Town", "near_sites"]


class Firms(NamedTuple):
    """Firms sorted by their edge.

    ``start`` is ``(n_edge + 1,)``; ``first_um`` and ``last_um`` are micrometres from the firm to
    the two ends of its edge, without the access leg ``leg_um``.
    """

    start: Ints
    pos: Positions
    first_um: Floats
    last_um: Floats
    leg_um: Floats


class Doors(NamedTuple):
    """Entrances sorted by site.

    ``start`` is ``(n_site + 1,)``; ``first_um`` and ``last_um`` are micrometres to the entrance
    from the two ends of its edge; ``first``, ``last`` those nodes.
    """

    start: Ints
    edge: Positions
    first: Positions
    last: Positions
    first_um: Floats
    last_um: Floats
    leg_um: Floats


class Ground(NamedTuple):
    """Ends of edges, their costs, and the edges with firms at each node."""

    edge_from: Positions
    edge_to: Positions
    there_um: Floats
    back_um: Floats
    start: Ints
    edge: Positions


class Town(NamedTuple):
    """What all searches share."""

    ways: Arcs
    firms: Firms
    doors: Doors
    ground: Ground


@nb.njit(cache=True, nogil=True)
def near_sites(
    first: int, last: int, limit: float, town: Town, room: Scratch, visited: Positions
) -> tuple[Ints, Positions, Floats]:
    """Search from the sites ``first`` to ``last``; list who is near, site by site."""
    doors, crowd, ground = town.doors, town.firms.start, town.ground
    count = np.zeros(last - first, np.int64)
    pos, far, size = np.empty(1024, np.int32), np.empty(1024), 0
    for j in range(first, last):
        begin, low, high = size, doors.start[j], doors.start[j + 1]
        seed = np.concatenate((doors.first[low:high], doors.last[low:high]))
        leg = doors.leg_um[low:high]
        seed_um = np.concatenate((doors.first_um[low:high] + leg, doors.last_um[low:high] + leg))
        reached = settle(town.ways, seed, seed_um, limit, room)
        for d in range(low, high):  # streets with an entrance: one may walk straight along them
            e = doors.edge[d]
            if visited[e] != room.tag[0]:
                visited[e] = room.tag[0]
                pos, far = _roomier(pos, far, size + crowd[e + 1] - crowd[e])
                size = _street(town, e, (low, high), limit, room, (pos, far), size)
        for k in range(reached):
            u = room.settled[k]
            for a in range(ground.start[u], ground.start[u + 1]):
                e = ground.edge[a]
                if visited[e] != room.tag[0]:
                    visited[e] = room.tag[0]
                    pos, far = _roomier(pos, far, size + crowd[e + 1] - crowd[e])
                    size = _street(town, e, (0, 0), limit, room, (pos, far), size)
        count[j - first] = size - begin
    return count, pos[:size].copy(), far[:size].copy()


@nb.njit(cache=True, nogil=True, inline="always")
def _roomier(pos: Positions, far: Floats, size: int) -> tuple[Positions, Floats]:
    """Double the lists until ``size`` entries fit."""
    if size > pos.shape[0]:
        more = max(size, 2 * pos.shape[0])
        new_pos, new_far = np.empty(more, np.int32), np.empty(more)
        new_pos[: pos.shape[0]], new_far[: far.shape[0]] = pos, far
        return new_pos, new_far
    return pos, far


@nb.njit(cache=True, nogil=True, inline="always")
def _street(
    town: Town,
    e: int,
    span: tuple[int, int],
    limit: float,
    room: Scratch,
    found: tuple[Positions, Floats],
    size: int,
) -> int:
    """List the firms of street ``e`` within the limit: round by its ends, or straight along it.

    ``span`` are the limits of the entrances that may stand on this very street.
    """
    ground, firms, (pos, far) = town.ground, town.firms, found
    u, v, tag = ground.edge_from[e], ground.edge_to[e], room.tag[0]
    via_u = room.dist[u] if room.stamp[u] == tag else np.inf
    via_v = room.dist[v] if room.stamp[v] == tag else np.inf
    for k in range(firms.start[e], firms.start[e + 1]):
        best = min(via_u + firms.first_um[k], via_v + firms.last_um[k])
        for d in range(span[0], span[1]):
            if town.doors.edge[d] == e:
                best = min(best, _along(town, e, d, firms.first_um[k], firms.last_um[k]))
        um = best + firms.leg_um[k]
        if um <= limit:
            pos[size], far[size] = firms.pos[k], um
            size += 1
    return size


@nb.njit(cache=True, nogil=True, inline="always")
def _along(town: Town, e: int, d: int, first_um: float, last_um: float) -> float:
    """Walk from a firm to entrance ``d`` of the same street without leaving it.

    Door from the first node, plus firm to the last node, less the whole street: the stretch between
    them, if the door lies ahead. All are whole micrometres, so nothing is lost.
    """
    doors: Doors = town.doors
    best = np.inf
    if town.ground.there_um[e] < np.inf:
        ahead = doors.first_um[d] + last_um - town.ground.there_um[e]
        if ahead >= 0:
            best = ahead
    if town.ground.back_um[e] < np.inf:
        behind = doors.last_um[d] + first_um - town.ground.back_um[e]
        if behind >= 0:
            best = min(best, behind)
    return best + doors.leg_um[d]  # type: ignore[no-any-return]
