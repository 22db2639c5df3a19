"""Split edges at places along them."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.travel.graph import StreetGraph, exact
from geo.travel.stretch import stretch

__all__ = ["split"]


def split(
    graph: StreetGraph, edge: npt.ArrayLike, share: npt.ArrayLike, *, is_apart: bool = False
) -> tuple[StreetGraph, Ints]:
    """Put a node at each place; or, ``is_apart``, two that are not joined: a gap without width.

    Parameters
    ----------
    graph
        The streets.
    edge, share
        ``(k,)`` edges, and shares of their lines, 0..1.
    is_apart
        Whether the street is cut.

    Returns
    -------
    graph
        The new streets; the digest changes, lengths along streets do not.
    node
        ``(k,)`` the node of each place; where the street is cut, the one on the far side.
    """
    at, where = np.asarray(edge, np.int64), np.asarray(share, np.float64)
    cuts: dict[int, list[tuple[float, int]]] = {}
    for k in range(len(at)):
        cuts.setdefault(int(at[k]), []).append((float(where[k]), k))
    nodes = np.full(len(at), -1)
    x, y = list(graph.node_x), list(graph.node_y)
    fresh: list[Piece] = []
    for e, places in cuts.items():
        here, begin = int(graph.edge_from[e]), 0.0
        for place, k in sorted(places):
            if not is_apart and place in (begin, 1.0):  # there is a node already
                nodes[k] = here if place == begin else graph.edge_to[e]
                continue
            px, py = stretch(graph, e, place, place)
            x += [px[0]] * (1 + is_apart)
            y += [py[0]] * (1 + is_apart)
            fresh.append(Piece(e, here, len(x) - 1 - is_apart, begin, place))
            here, begin, nodes[k] = len(x) - 1, place, len(x) - 1
        fresh.append(Piece(e, here, int(graph.edge_to[e]), begin, 1.0))
    kept = np.ones(graph.n_edge, bool)
    kept[list(cuts)] = False
    pieces = [p for p in fresh if p.begin < p.end]
    return _joined(graph, kept, pieces, np.array([x, y]), nodes)


class Piece(NamedTuple):
    """Part of an edge: between which nodes, and which shares of its line."""

    edge: int
    first: int
    last: int
    begin: float
    end: float


def _joined(
    graph: StreetGraph,
    kept: npt.NDArray[np.bool_],
    pieces: list[Piece],
    place: npt.NDArray[np.float64],
    nodes: Ints,
) -> tuple[StreetGraph, Ints]:
    """Put kept edges and pieces together; drop nodes that no edge uses any more."""
    old = np.flatnonzero(kept)
    edge = np.array([p.edge for p in pieces], np.int64)
    part = np.array([p.end - p.begin for p in pieces])
    # Pieces stand where their edge stood: of two equally near streets the first is taken, and that
    # must not change with a cut.
    order = np.argsort(np.concatenate([old, edge]), kind="stable")
    first = np.concatenate([graph.edge_from[old], [p.first for p in pieces]])[order]
    last = np.concatenate([graph.edge_to[old], [p.last for p in pieces]])[order]
    used, ends = np.unique(np.concatenate([first, last]).astype(np.int64), return_inverse=True)
    new = np.full(place.shape[1], -1)
    new[used] = np.arange(len(used))
    start, point_x, point_y = _points(graph, kept, pieces, order)

    def both(values: Floats, more: Floats) -> Floats:
        return np.concatenate([values[old], more])[order]

    whole = replace(
        graph,
        node_x=place[0, used],
        node_y=place[1, used],
        edge_from=ends[: len(first)].astype(np.int32),
        edge_to=ends[len(first) :].astype(np.int32),
        there_m=both(graph.there_m, exact(graph.there_m[edge] * part)),
        back_m=both(graph.back_m, exact(graph.back_m[edge] * part)),
        waits=both(graph.waits, graph.waits[edge] * part),
        point_start=start,
        point_x=point_x,
        point_y=point_y,
        table=graph.rows(np.concatenate([old, edge])[order]),
    )
    return whole, np.where(nodes < 0, -1, new[nodes])


def _points(
    graph: StreetGraph, kept: npt.NDArray[np.bool_], pieces: list[Piece], order: Ints
) -> tuple[Ints, Floats, Floats]:
    """Put the points of kept edges and pieces in the new order: where each begins, x, y."""
    size = np.diff(graph.point_start)
    points = np.repeat(kept, size)
    lines = [stretch(graph, p.edge, p.begin, p.end) for p in pieces]
    length = np.concatenate([size[kept], np.array([len(a) for a, _b in lines], np.int64)])
    begin = np.concatenate([[0], np.cumsum(length)])
    start = np.concatenate([[0], np.cumsum(length[order])])
    taken = np.arange(start[-1]) + np.repeat(begin[order] - start[:-1], length[order])
    x = np.concatenate([graph.point_x[points], *(a for a, _b in lines)])[taken]
    y = np.concatenate([graph.point_y[points], *(b for _a, b in lines)])[taken]
    return start, x, y
