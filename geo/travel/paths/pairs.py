"""Metres from many firms to many sites, up to a cutoff."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from geo.core.arrays import Floats, Ints
from geo.travel.graph import StreetGraph, micrometres
from geo.travel.paths.attach import Attached, Entrances
from geo.travel.paths.search import Arcs, Scratch, arcs, scratch, settle

__all__ = ["Costs", "walked"]

Positions = npt.NDArray[np.int32]

_THREADS = 2
_SITES = 8  # sites handed to a thread at a time: often enough to report and to stop


class Costs(NamedTuple):
    """Metres counted along and against each edge: ``(n_edge,)`` each, infinite where closed."""

    there_m: Floats
    back_m: Floats


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


def walked(
    graph: StreetGraph,
    firms: Attached,
    doors: Entrances,
    *,
    cutoff_m: float,
    costs: Costs | None = None,
    progress: Callable[[float], object] | None = None,
) -> csr_array:
    """Measure the way from every firm to every site, both access legs included.

    A search runs from each site's entrances against the direction of walking; two threads share
    the sites.

    Parameters
    ----------
    graph
        The streets.
    firms, doors
        Firms, and entrances of sites, on the streets. Those without a street reach nothing.
    cutoff_m
        Longest way looked for; its border is inside.
    costs
        Metres counted on each edge, where they are not the graph's own.
    progress
        Told the share of sites done, 0..1; may raise to stop.

    Returns
    -------
    csr_array
        ``(n_firm, n_site)`` metres of the shortest way of each pair within ``cutoff_m``, columns
        ascending in each row.
    """
    cost = Costs(graph.there_m, graph.back_m) if costs is None else costs
    crowd = _firms(graph, firms, cost)
    gates, n_site = _doors(graph, doors, cost), doors.n_site
    ways = arcs(graph, cost.there_m, cost.back_m)
    town = Town(ways, crowd, gates, _ground(graph, crowd, cost))
    limit = float(micrometres(cutoff_m))
    spare: SimpleQueue[tuple[Scratch, Positions]] = SimpleQueue()
    for _thread in range(_THREADS):
        most = int(np.diff(gates.start).max(initial=0))
        spare.put((scratch(ways, 2 * most), np.full(graph.n_edge, -1, np.int32)))

    def block(first: int) -> tuple[Ints, Positions, Floats]:
        room, visited = spare.get()
        found = _sites(first, min(first + _SITES, n_site), limit, town, room, visited)
        spare.put((room, visited))
        return found

    parts = []
    with ThreadPoolExecutor(_THREADS) as pool:
        for done, part in enumerate(pool.map(block, range(0, n_site, _SITES)), 1):
            parts.append(part)
            if progress is not None:
                progress(min(1.0, done * _SITES / n_site))
    return _table(parts, len(firms), n_site)


def _table(parts: list[tuple[Ints, Positions, Floats]], n_firm: int, n_site: int) -> csr_array:
    """Turn what was found site by site into rows of firms."""
    count = np.concatenate([np.zeros(1, np.int64), *(p[0] for p in parts)])
    pos = np.concatenate([np.empty(0, np.int32), *(p[1] for p in parts)])
    far = np.concatenate([np.empty(0), *(p[2] for p in parts)])
    far /= 1e6
    parts.clear()  # a city's pairs twice would be a city's memory twice
    by_site = csc_array((far, pos, np.cumsum(count)), shape=(n_firm, n_site))
    rows = by_site.tocsr()
    rows.has_sorted_indices = True
    return rows


def _firms(graph: StreetGraph, firms: Attached, cost: Costs) -> Firms:
    _a, _b, to_first, to_last = firms.ends_um(*cost)
    on = np.flatnonzero(firms.is_attached)
    order = on[np.argsort(firms.edge[on], kind="stable")]
    start = np.zeros(graph.n_edge + 1, np.int64)
    np.cumsum(np.bincount(firms.edge[on], minlength=graph.n_edge), out=start[1:])
    return Firms(
        start,
        order.astype(np.int32),
        to_first[order],
        to_last[order],
        micrometres(firms.leg_m[order]),
    )


def _doors(graph: StreetGraph, doors: Entrances, cost: Costs) -> Doors:
    from_first, from_last, _a, _b = doors.at.ends_um(*cost)
    on = np.flatnonzero(doors.at.is_attached)
    edge, leg = doors.at.edge[on], micrometres(doors.at.leg_m[on])
    start = np.zeros(doors.n_site + 1, np.int64)
    np.cumsum(np.bincount(doors.site_pos[on], minlength=doors.n_site), out=start[1:])
    first, last = graph.edge_from[edge], graph.edge_to[edge]
    return Doors(start, edge, first, last, from_first[on], from_last[on], leg)


def _ground(graph: StreetGraph, crowd: Firms, cost: Costs) -> Ground:
    """List at each node the edges on which somebody stands."""
    busy = np.flatnonzero(np.diff(crowd.start)).astype(np.int32)
    node = np.concatenate([graph.edge_from[busy], graph.edge_to[busy]])
    order = np.argsort(node, kind="stable")
    start = np.zeros(graph.n_node + 1, np.int64)
    np.cumsum(np.bincount(node, minlength=graph.n_node), out=start[1:])
    edge = np.concatenate([busy, busy])[order]
    there, back = micrometres(cost.there_m), micrometres(cost.back_m)
    return Ground(graph.edge_from, graph.edge_to, there, back, start, edge)


@nb.njit(cache=True, nogil=True)
def _sites(
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


@nb.njit(cache=True, nogil=True)
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


@nb.njit(cache=True, nogil=True)
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
