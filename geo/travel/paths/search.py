"""Bounded shortest paths (Dijkstra 1959) from one place at a time, in time of what is reached."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.travel.graph import StreetGraph, micrometres

__all__ = [
    "Arcs",
    "Positions",
    "Scratch",
    "arcs",
    "grouped",
    "own_arcs",
    "scratch",
    "settle",
    "spread",
]

Positions = npt.NDArray[np.int32]


class Arcs(NamedTuple):
    """Ways out of each node, as the search walks them.

    Attributes
    ----------
    start
        ``(n_node + 1,)`` arcs of node ``u`` are ``start[u]`` to ``start[u + 1]``.
    to
        ``(n_arc,)`` node at the other end.
    um
        ``(n_arc,)`` micrometres of the arc.
    edge
        ``(n_arc,)`` edge of the graph it belongs to.
    """

    start: Ints
    to: Positions
    um: Floats
    edge: Positions


class Scratch(NamedTuple):
    """What a search writes on; ``stamp`` says which search, ``tag``, a number is from."""

    dist: Floats
    stamp: Positions
    before: Positions
    tag: Positions
    key: Floats
    node: Positions
    settled: Positions


def arcs(graph: StreetGraph, there_m: Floats, back_m: Floats) -> Arcs:
    """Sort the passable directions of all edges by the node the search leaves.

    A search from a site finds how far others walk *to* it: each street is entered at the end where
    a walker leaves it.
    """
    a, b = graph.edge_to, graph.edge_from
    start, to, um, edge = _sorted(graph.n_node, a, b, micrometres(there_m), micrometres(back_m))
    return Arcs(start, to, um, edge)


@lru_cache(maxsize=4)
def own_arcs(graph: StreetGraph) -> Arcs:
    """Return the arcs of a graph at its own metres; made once."""
    return arcs(graph, graph.there_m, graph.back_m)


@nb.njit(cache=True, nogil=True)
def _sorted(
    n_node: int, a: Positions, b: Positions, there: Floats, back: Floats
) -> tuple[Ints, Positions, Floats, Positions]:
    """List the arcs a -> b that are open there, and b -> a that are open back, by their tails."""
    start = np.zeros(n_node + 1, np.int64)
    for e in range(a.shape[0]):
        start[a[e] + 1] += there[e] < np.inf
        start[b[e] + 1] += back[e] < np.inf
    start = np.cumsum(start)
    at = start[:-1].copy()
    to, edge = np.empty(start[-1], np.int32), np.empty(start[-1], np.int32)
    um = np.empty(start[-1])
    for e in range(a.shape[0]):
        if there[e] < np.inf:
            k = at[a[e]]
            to[k], um[k], edge[k] = b[e], there[e], e
            at[a[e]] += 1
        if back[e] < np.inf:
            k = at[b[e]]
            to[k], um[k], edge[k] = a[e], back[e], e
            at[b[e]] += 1
    return start, to, um, edge


@nb.njit(cache=True, nogil=True)
def grouped(keys: Positions, n: int) -> tuple[Ints, Ints]:
    """Sort rows by small whole keys: ``(n + 1,)`` limits of each key, ``(n_row,)`` rows in order.

    A negative key leaves its row out.
    """
    start = np.zeros(n + 1, np.int64)
    for key in keys:
        if key >= 0:
            start[key + 1] += 1
    start = np.cumsum(start)
    at, order = start[:-1].copy(), np.empty(start[-1], np.int64)
    for row in range(keys.shape[0]):
        if keys[row] >= 0:
            order[at[keys[row]]] = row
            at[keys[row]] += 1
    return start, order


def scratch(ways: Arcs, seeds: int) -> Scratch:
    """Make room for searches that start from up to ``seeds`` nodes at once."""
    n, room = len(ways.start) - 1, len(ways.to) + seeds + 1
    return Scratch(
        np.empty(n),
        np.full(n, -1, np.int32),
        np.empty(n, np.int32),
        np.full(1, -1, np.int32),
        np.empty(room),
        np.empty(room, np.int32),
        np.empty(n, np.int32),
    )


def spread(
    ways: Arcs, seed: npt.ArrayLike, seed_m: npt.ArrayLike, limit_m: float
) -> tuple[Floats, Ints]:
    """Search once from some nodes that already lie ``seed_m`` away.

    Returns
    -------
    dist
        ``(n_node,)`` metres; infinite beyond ``limit_m``.
    arc
        ``(n_node,)`` the arc by which each node was reached; -1 at a seed or out of reach.
    """
    nodes = np.atleast_1d(np.asarray(seed, np.int32))
    room = scratch(ways, len(nodes))
    far = micrometres(np.atleast_1d(seed_m))
    count = settle(ways, nodes, far, float(micrometres(limit_m)), room)
    reached = room.settled[:count]
    dist, arc = np.full(len(ways.start) - 1, np.inf), np.full(len(ways.start) - 1, -1)
    dist[reached], arc[reached] = room.dist[reached] / 1e6, room.before[reached]
    return dist, arc


@nb.njit(cache=True, nogil=True)
def settle(ways: Arcs, seed: Positions, seed_um: Floats, limit: float, room: Scratch) -> int:
    """Settle all nodes within ``limit`` micrometres; return how many, listed in ``room.settled``.

    A binary heap with lazy deletion: a node pushed again at a smaller distance leaves its old entry
    behind, which is skipped when it comes up.
    """
    room.tag[0] += 1
    tag, size, count = room.tag[0], 0, 0
    for s in range(seed.shape[0]):
        v, far = seed[s], seed_um[s]
        if far <= limit and (room.stamp[v] != tag or far < room.dist[v]):
            room.dist[v], room.stamp[v], room.before[v] = far, tag, -1
            _push(room.key, room.node, size, far, v)
            size += 1
    while size > 0:
        near, u = room.key[0], room.node[0]
        size -= 1
        _pop(room.key, room.node, size)
        if near > room.dist[u]:
            continue
        room.settled[count] = u
        count += 1
        for a in range(ways.start[u], ways.start[u + 1]):
            v, far = ways.to[a], near + ways.um[a]
            if far <= limit and (room.stamp[v] != tag or far < room.dist[v]):
                room.dist[v], room.stamp[v], room.before[v] = far, tag, a
                _push(room.key, room.node, size, far, v)
                size += 1
    return count


@nb.njit(cache=True, nogil=True, inline="always")
def _push(key: Floats, node: Positions, size: int, far: float, v: int) -> None:
    """Put ``v`` into a heap of ``size`` entries."""
    i = size
    while i > 0:
        up = (i - 1) >> 1
        if key[up] <= far:
            break
        key[i], node[i] = key[up], node[up]
        i = up
    key[i], node[i] = far, v


@nb.njit(cache=True, nogil=True, inline="always")
def _pop(key: Floats, node: Positions, size: int) -> None:
    """Close the gap at the top of a heap that keeps ``size`` entries."""
    if size > 0:
        last, v, i = key[size], node[size], 0
        while True:
            j = 2 * i + 1
            if j >= size:
                break
            if j + 1 < size and key[j + 1] < key[j]:
                j += 1
            if key[j] >= last:
                break
            key[i], node[i] = key[j], node[j]
            i = j
        key[i], node[i] = last, v
