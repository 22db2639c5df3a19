"""Bounded shortest paths from many nodes, on two threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.travel.graph import micrometres
from geo.travel.paths.search import Arcs, Positions, Scratch, scratch, settle

__all__ = ["reached"]

_THREADS = 2
_SOURCES = 32  # sources handed to a thread at a time


def reached(ways: Arcs, sources: npt.ArrayLike, limit_m: float) -> tuple[Ints, Positions, Floats]:
    """List the nodes within ``limit_m`` of each source.

    Returns
    -------
    start, node, metres
        ``(n_source + 1,)`` limits; ``(n_found,)`` nodes, nearest first for each source; how far.
    """
    nodes = np.asarray(sources, np.int32)
    spare: SimpleQueue[Scratch] = SimpleQueue()
    for _thread in range(_THREADS):
        spare.put(scratch(ways, 1))
    limit = float(micrometres(limit_m))

    def block(first: int) -> tuple[Ints, Positions, Floats]:
        room = spare.get()
        found = _block(ways, nodes[first : first + _SOURCES], limit, room)
        spare.put(room)
        return found

    with ThreadPoolExecutor(_THREADS) as pool:
        parts = list(pool.map(block, range(0, len(nodes), _SOURCES)))
    count = np.concatenate([np.zeros(1, np.int64), *(p[0] for p in parts)])
    node = np.concatenate([np.empty(0, np.int32), *(p[1] for p in parts)])
    far = np.concatenate([np.empty(0), *(p[2] for p in parts)])
    return np.cumsum(count), node, far / 1e6


@nb.njit(cache=True, nogil=True)
def _block(
    ways: Arcs, sources: Positions, limit: float, room: Scratch
) -> tuple[Ints, Positions, Floats]:
    """Search from each source in turn; the lists double when they are full."""
    count = np.zeros(sources.shape[0], np.int64)
    node, far, size = np.empty(4096, np.int32), np.empty(4096), 0
    here = np.zeros(1)
    for k in range(sources.shape[0]):
        found = settle(ways, sources[k : k + 1], here, limit, room)
        if size + found > node.shape[0]:
            more = max(size + found, 2 * node.shape[0])
            new_node, new_far = np.empty(more, np.int32), np.empty(more)
            new_node[:size], new_far[:size] = node[:size], far[:size]
            node, far = new_node, new_far
        for i in range(found):
            node[size + i] = room.settled[i]
            far[size + i] = room.dist[room.settled[i]]
        size += found
        count[k] = found
    return count, node[:size].copy(), far[:size].copy()
