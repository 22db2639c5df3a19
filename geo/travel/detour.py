"""How much longer streets are than straight lines, measured on the streets themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from geo.core import Demand, Sites
from geo.core.arrays import Floats, Ints
from geo.travel.graph import StreetGraph
from geo.travel.paths import own_arcs, reached

__all__ = ["Detour", "detour_of", "estimate"]

_USUAL = 1.37  # the middle of 1.34 to 1.40, medians of real walking networks
_NEAR_M, _FAR_M, _LIMIT_M = 200.0, 700.0, 3500.0  # straight lines looked at; five times the longest
_SOURCES, _ENOUGH = 64, 30


@dataclass(frozen=True)
class Detour:
    """Street length over straight length, between nodes 200 to 700 m apart.

    Attributes
    ----------
    median, ninth
        Median and ninth decile; the usual figures of real towns where too little was measured.
    n_pair
        Pairs measured; 0 where the usual figures were taken.
    """

    median: float
    ninth: float
    n_pair: int


@lru_cache(maxsize=8)
def detour_of(graph: StreetGraph) -> Detour:
    """Measure the detour from 64 nodes, spread evenly over the node list: no chance is involved."""
    sources = np.unique(np.linspace(0, graph.n_node - 1, _SOURCES).astype(np.int64))
    start, node, metres = reached(own_arcs(graph), sources, _LIMIT_M)
    source = np.repeat(sources, np.diff(start))
    line = np.hypot(
        graph.node_x[node] - graph.node_x[source], graph.node_y[node] - graph.node_y[source]
    )
    seen = (line >= _NEAR_M) & (line <= _FAR_M)
    all_ = metres[seen] / line[seen]
    if len(all_) < _ENOUGH:
        return Detour(_USUAL, 2.0, 0)
    median, ninth = np.quantile(all_, [0.5, 0.9])
    return Detour(round(float(median), 2), round(float(ninth), 2), len(all_))


def estimate(
    rows: csr_array,
    demand: Demand,
    sites: Sites,
    blank: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]],
    detour: float,
    cutoff_m: float,
) -> csr_array:
    """Fill in straight line × ``detour`` for the pairs one end of which has no streets.

    ``blank`` marks those ends: ``(n_demand,)`` and ``(n_site,)``. A way is as long there as back:
    firms and sites that change places keep their metres.
    """
    found_i, found_j, found_m = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0)]

    def fill(i: Ints, j: Ints) -> None:
        metres: Floats = detour * np.hypot(sites.x[j] - demand.x[i], sites.y[j] - demand.y[i])
        near = metres <= cutoff_m
        found_i.append(i[near])
        found_j.append(j[near])
        found_m.append(metres[near])

    every, mapped = np.arange(len(sites)), np.flatnonzero(~blank[0])
    for i in np.flatnonzero(blank[0]):
        fill(np.full(len(every), i), every)
    for j in np.flatnonzero(blank[1]):
        fill(mapped, np.full(len(mapped), j))
    known = rows.tocoo()  # none of the blank pairs: an end of theirs has no street
    together = coo_array(
        (
            np.concatenate([known.data, *found_m]),
            (np.concatenate([known.row, *found_i]), np.concatenate([known.col, *found_j])),
        ),
        shape=rows.shape,
    )
    out = csr_array(together)
    out.sort_indices()
    return out
