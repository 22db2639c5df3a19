"""Metres from many firms to many sites, up to a cutoff."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_array, csr_array

from geo.core.arrays import Floats, Ints
from geo.travel.graph import StreetGraph, micrometres
from geo.travel.paths.attach import Attached, Entrances
from geo.travel.paths.kernel import Doors, Firms, Ground, Town, near_sites
from geo.travel.paths.search import Positions, Scratch, arcs, grouped, own_arcs, scratch

__all__ = ["Costs", "walked"]

_THREADS = 2
_SITES = 8  # sites handed to a thread at a time: often enough to report and to stop


class Costs(NamedTuple):
    """Metres counted along and against each edge: ``(n_edge,)`` each, infinite where closed."""

    there_m: Floats
    back_m: Floats


def walked(
    graph: StreetGraph,
    firms: Attached,
    doors: Entrances,
    *,
    cutoff_m: float,
    costs: Costs | None = None,
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

    Returns
    -------
    csr_array
        ``(n_firm, n_site)`` metres of the shortest way of each pair within ``cutoff_m``, columns
        ascending in each row.
    """
    cost = Costs(graph.there_m, graph.back_m) if costs is None else costs
    is_own = cost.there_m is graph.there_m and cost.back_m is graph.back_m
    ways = own_arcs(graph) if is_own else arcs(graph, *cost)
    crowd = _firms(graph, firms, cost)
    gates, n_site = _doors(graph, doors, cost), doors.n_site
    town = Town(ways, crowd, gates, _ground(graph, crowd, cost))
    limit = float(micrometres(cutoff_m))
    spare: SimpleQueue[tuple[Scratch, Positions]] = SimpleQueue()
    for _thread in range(_THREADS):
        most = int(np.diff(gates.start).max(initial=0))
        spare.put((scratch(ways, 2 * most), np.full(graph.n_edge, -1, np.int32)))

    def block(first: int) -> tuple[Ints, Positions, Floats]:
        room, visited = spare.get()
        found = near_sites(first, min(first + _SITES, n_site), limit, town, room, visited)
        spare.put((room, visited))
        return found

    with ThreadPoolExecutor(_THREADS) as pool:
        parts = list(pool.map(block, range(0, n_site, _SITES)))
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
    start, order = grouped(firms.edge, graph.n_edge)
    leg = micrometres(firms.leg_m[order])
    return Firms(start, order.astype(np.int32), to_first[order], to_last[order], leg)


def _doors(graph: StreetGraph, doors: Entrances, cost: Costs) -> Doors:
    from_first, from_last, _a, _b = doors.at.ends_um(*cost)
    where = np.where(doors.at.is_attached, doors.site_pos, -1).astype(np.int32)
    start, on = grouped(where, doors.n_site)
    edge, leg = doors.at.edge[on], micrometres(doors.at.leg_m[on])
    first, last = graph.edge_from[edge], graph.edge_to[edge]
    return Doors(start, edge, first, last, from_first[on], from_last[on], leg)


def _ground(graph: StreetGraph, crowd: Firms, cost: Costs) -> Ground:
    """List at each node the edges on which somebody stands."""
    busy = np.flatnonzero(np.diff(crowd.start)).astype(np.int32)
    node = np.concatenate([graph.edge_from[busy], graph.edge_to[busy]])
    start, order = grouped(node, graph.n_node)
    edge = np.concatenate([busy, busy])[order]
    there, back = micrometres(cost.there_m), micrometres(cost.back_m)
    return Ground(graph.edge_from, graph.edge_to, there, back, start, edge)
