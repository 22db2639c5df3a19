"""Merge streets that merely follow one another: fewer nodes, the same ways, the same lines."""

from __future__ import annotations

from dataclasses import replace

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.travel.graph import Nodes, StreetGraph, exact

__all__ = ["chains"]

Flags = npt.NDArray[np.bool_]


def chains(graph: StreetGraph) -> StreetGraph:
    """Return the graph with each chain of like edges as one edge.

    A node is passed over where exactly two edges meet that are alike in name, kind and the
    directions in which they can be walked. No distance between remaining nodes changes.
    """
    alike = _labels(graph)
    start, edge, is_back = _chains(
        graph.n_node, graph.edge_from, graph.edge_to, alike, graph.there_m, graph.back_m
    )
    if len(start) - 1 == graph.n_edge:
        return graph
    first = np.where(is_back, graph.edge_to[edge], graph.edge_from[edge])[start[:-1]]
    last = np.where(is_back, graph.edge_from[edge], graph.edge_to[edge])[start[1:] - 1]
    there = np.where(is_back, graph.back_m[edge], graph.there_m[edge])
    back = np.where(is_back, graph.there_m[edge], graph.back_m[edge])
    size = np.diff(graph.point_start)[edge]
    point_start = np.zeros(len(start), np.int64)
    # Neighbours in a chain share a point, which is kept once.
    np.cumsum(np.add.reduceat(size, start[:-1]) - (np.diff(start) - 1), out=point_start[1:])
    x, y = _lines(start, edge, is_back, graph.point_start, graph.point_x, graph.point_y)
    nodes, new = np.unique(np.concatenate([first, last]), return_inverse=True)
    return replace(
        graph,
        node_x=graph.node_x[nodes],
        node_y=graph.node_y[nodes],
        edge_from=new[: len(first)].astype(np.int32),
        edge_to=new[len(first) :].astype(np.int32),
        there_m=exact(np.add.reduceat(there, start[:-1])),
        back_m=exact(np.add.reduceat(back, start[:-1])),
        waits=np.add.reduceat(graph.waits[edge], start[:-1]),
        point_start=point_start,
        point_x=x,
        point_y=y,
        table=graph.rows(edge[start[:-1]]),
    )


def _labels(graph: StreetGraph) -> Ints:
    """Give edges numbers so that those with equal columns have equal numbers."""
    if not len(graph.table.columns):
        return np.zeros(graph.n_edge, np.int64)
    groups = graph.table.groupby(list(graph.table.columns), dropna=False, sort=False, observed=True)
    labels: Ints = groups.ngroup().to_numpy().astype(np.int64)
    return labels


@nb.njit(cache=True, nogil=True)
def _passed(
    n_node: int, first: Nodes, last: Nodes, alike: Ints, there: Floats, back: Floats
) -> tuple[Ints, Flags]:
    """Find the nodes that are passed over, and the two edge ends (2 · edge + side) at each."""
    degree = np.zeros(n_node, np.int64)
    at = np.full((n_node, 2), -1, np.int64)
    for e in range(first.shape[0]):
        for side in range(2):
            v = first[e] if side == 0 else last[e]
            if degree[v] < 2:
                at[v, degree[v]] = 2 * e + side
            degree[v] += 1
    through = np.zeros(n_node, np.bool_)
    for v in range(n_node):
        e, f = at[v, 0] // 2, at[v, 1] // 2
        if degree[v] == 2 and e != f and alike[e] == alike[f]:
            # What may be walked in by one edge may be walked out by the other.
            in_e, out_e = (back[e], there[e]) if at[v, 0] % 2 == 0 else (there[e], back[e])
            in_f, out_f = (back[f], there[f]) if at[v, 1] % 2 == 0 else (there[f], back[f])
            forth = (in_e < np.inf) == (out_f < np.inf)
            through[v] = forth and (out_e < np.inf) == (in_f < np.inf)
    return at, through


@nb.njit(cache=True, nogil=True)
def _chains(
    n_node: int, first: Nodes, last: Nodes, alike: Ints, there: Floats, back: Floats
) -> tuple[Ints, Nodes, Flags]:
    """List chains of edges: limits, edges in order, and which are walked against their drawing."""
    n = first.shape[0]
    at, through = _passed(n_node, first, last, alike, there, back)
    used = np.zeros(n, np.bool_)
    start, edge, is_back = np.zeros(n + 1, np.int64), np.empty(n, np.int32), np.empty(n, np.bool_)
    count, size = 0, 0
    for rings in range(2):  # chains between real nodes first; what is left are closed rings
        for e0 in range(n):
            for side in range(2):
                v = first[e0] if side == 0 else last[e0]
                if used[e0] or (through[v] and rings == 0):
                    continue
                if rings == 1:
                    through[v] = False  # the ring is cut open here
                e, s = e0, side
                while True:
                    used[e], edge[size], is_back[size] = True, e, s == 1
                    size += 1
                    w = last[e] if s == 0 else first[e]
                    if not through[w]:
                        break
                    other = at[w, 1] if at[w, 0] // 2 == e else at[w, 0]
                    if used[other // 2]:
                        break
                    e, s = other // 2, other % 2
                count += 1
                start[count] = size
    return start[: count + 1].copy(), edge, is_back


@nb.njit(cache=True, nogil=True)
def _lines(
    start: Ints, edge: Nodes, is_back: Flags, point_start: Ints, x: Floats, y: Floats
) -> tuple[Floats, Floats]:
    """Join the points of the chained edges together."""
    out_x, out_y, size = np.empty(x.shape[0]), np.empty(x.shape[0]), 0
    for c in range(start.shape[0] - 1):
        for k in range(start[c], start[c + 1]):
            low, high = point_start[edge[k]], point_start[edge[k] + 1]
            for p in range(0 if k == start[c] else 1, high - low):
                at = high - 1 - p if is_back[k] else low + p
                out_x[size], out_y[size] = x[at], y[at]
                size += 1
    return out_x[:size].copy(), out_y[:size].copy()
