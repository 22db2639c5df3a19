"""Scrap of the map: short pieces of street that are joined to nothing, beside longer streets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Floats
from geo.travel.build.order import ordered
from geo.travel.graph import StreetGraph
from geo.travel.paths import attach

__all__ = ["ISLAND_M", "without_scrap"]

Flags = npt.NDArray[np.bool_]

ISLAND_M = 1000.0
"""A connected piece with less street than this (metres) may be scrap of the map."""

_PART = 0.1  # of the longest piece: what is longer is no scrap, however short
_BESIDE_M = 200.0  # scrap lies this near to longer streets; 50 m less than a door may be off them
_STEP_M = 20.0  # between the places looked at along a piece


def without_scrap(graph: StreetGraph, island_m: float) -> StreetGraph:
    """Leave out scrap, list it in ``islands`` and keep its lines in ``left_out``.

    A path in a yard, drawn without its gate, would take the firms around it prisoner: they would
    reach nothing, though the street is next door. So a piece is left out, and whoever stands at it
    walks from the longer streets beside it, and is marked. But only where that is nearly true:

    * the piece holds less than ``island_m`` of street, and less than a tenth of the longest piece;
    * it lies within 200 m of longer streets as a whole. A quarter across a river, a village of its
      own or a long bridge is not walked to through the water: it stays, and its people walk on it,
      and are said to stand on streets that are not joined to the others;
    * no more than half of all street would be left out: then something is wrong with the layer (its
      lines do not meet), and nothing is.
    """
    piece = graph.piece[graph.edge_from]
    total: Floats = np.bincount(piece, graph.length_m).astype(np.float64)
    short = (total < island_m) & (total < _PART * total.max())
    if not short.any():
        return graph
    scrap = short & ~_is_far(graph, short[piece], len(total))
    if not scrap.any() or total[scrap].sum() > total.sum() / 2:
        return graph
    bits = graph.take(scrap[piece])
    none = pd.DataFrame()
    bits = ordered(replace(bits, islands=none, rejected=none, notice="", n_row=0))
    kept = graph.take(~scrap[piece])
    return replace(kept, islands=_listed(graph, total, scrap), left_out=bits)


def _is_far(graph: StreetGraph, is_short: Flags, n_piece: int) -> Flags:
    """Say of each piece whether some of its street is far from the streets that are not short."""
    points = np.repeat(is_short, np.diff(graph.point_start))
    x, y = graph.point_x[points], graph.point_y[points]
    owner = np.repeat(graph.piece[graph.edge_from], np.diff(graph.point_start))[points]
    edge = np.repeat(np.arange(graph.n_edge), np.diff(graph.point_start))[points]
    begins = np.flatnonzero(np.diff(edge) == 0)  # a segment runs from this point to the next
    span = np.hypot(x[begins + 1] - x[begins], y[begins + 1] - y[begins])
    count = np.ceil(span / _STEP_M).astype(np.int64) + 1
    row = np.repeat(np.arange(len(begins)), count)
    at = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    part = at / np.maximum(count - 1, 1)[row]
    s = begins[row]
    legs = attach(
        graph.take(~is_short), x[s] + part * (x[s + 1] - x[s]), y[s] + part * (y[s + 1] - y[s])
    ).leg_m
    farthest = np.zeros(n_piece)
    np.maximum.at(farthest, owner[s], legs)
    far: Flags = farthest > _BESIDE_M
    return far


def _listed(graph: StreetGraph, total: Floats, scrap: Flags) -> pd.DataFrame:
    piece = graph.piece[graph.edge_from]
    some = np.full(len(total), -1)
    some[piece[::-1]] = graph.edge_from[::-1]  # a node of each piece: the first one
    return pd.DataFrame(
        {
            "x": graph.node_x[some[scrap]],
            "y": graph.node_y[some[scrap]],
            "length_m": total[scrap],
            "n_edge": np.bincount(piece)[scrap],
        }
    )
