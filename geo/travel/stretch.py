"""Parts of street lines: from one place along an edge to another."""

from __future__ import annotations

import numpy as np

from geo.core.arrays import Floats
from geo.travel.graph import StreetGraph

__all__ = ["stretch"]


def stretch(graph: StreetGraph, edge: int, begin: float, end: float) -> tuple[Floats, Floats]:
    """Return the points of ``edge`` from share ``begin`` to share ``end``, either way round.

    Parameters
    ----------
    graph
        The streets.
    edge
        Position of the edge.
    begin, end
        Shares of its line, 0..1; with ``begin > end`` the line is walked against its drawing.

    Returns
    -------
    x, y
        ``(n,)`` metres, both places included.
    """
    low, high = graph.point_start[edge], graph.point_start[edge + 1]
    x, y = graph.point_x[low:high], graph.point_y[low:high]
    along = np.concatenate([[0.0], np.cumsum(graph.segment_m[low : high - 1])])
    along = along / max(along[-1], 1e-300)
    first, last = min(begin, end), max(begin, end)
    inner = along[(along > first) & (along < last)]
    at = np.concatenate([[first], inner, [last]])
    if begin > end:
        at = at[::-1]
    return np.interp(at, along, x), np.interp(at, along, y)
