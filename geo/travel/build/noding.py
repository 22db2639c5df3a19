"""Road lines as bureaus draw them: find where they meet, and cut them there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.core.arrays import Floats, Ints
from geo.travel.build.levels import apart

__all__ = ["Lines", "Noded", "node"]

_SAME_M = 1e-6  # two cuts of one line nearer than this are one


@dataclass(frozen=True, eq=False)
class Lines:
    """Drawn lines in metres.

    Attributes
    ----------
    start, x, y
        Points of line ``k``: ``x[start[k]:start[k + 1]]`` and so on.
    level
        ``(n_line,)`` 0 on the ground, 1 on a bridge, -1 in a tunnel: lines that cross on two levels
        do not meet. They do meet where one *ends* on the other, a ramp, unless both go on there,
        cut into pieces or not (`geo.travel.build.levels`).
    """

    start: Ints
    x: Floats
    y: Floats
    level: Ints


@dataclass(frozen=True, eq=False)
class Noded:
    """Lines cut where they meet.

    ``line`` is the line each piece was cut from; the other arrays are those of `Pieces`.
    """

    first: Ints
    last: Ints
    start: Ints
    x: Floats
    y: Floats
    line: Ints


def node(lines: Lines, gap_m: float) -> Noded:
    """Cut lines where they cross or touch, and join ends that miss a line by up to ``gap_m``."""
    segment = _Segments(lines)
    one, at_one, two, at_two = _meetings(segment, lines.level)
    end, at_end, other, at_other = _ends(segment, lines, gap_m)
    ends = np.arange(len(lines.start) - 1)
    # Every place where a line is cut: its two ends, the crossings, the touches.
    line = np.concatenate([ends, ends, one, two, end, other])
    along = np.concatenate(
        [np.zeros(len(ends)), segment.length[ends], at_one, at_two, at_end, at_other]
    )
    pair_a = 2 * len(ends) + np.arange(len(one))
    pair_c = 2 * len(ends) + 2 * len(one) + np.arange(len(end))
    same = (
        np.concatenate([pair_a, pair_c]),
        np.concatenate([pair_a + len(one), pair_c + len(end)]),
    )
    return _cut(segment, lines, (line, along), same, max(gap_m, _SAME_M))


class _Segments:
    """The segments of all lines, with a search tree."""

    def __init__(self, lines: Lines) -> None:
        self.owner = np.repeat(np.arange(len(lines.start) - 1), np.diff(lines.start))
        inner = np.ones(len(lines.x), bool)
        inner[lines.start[1:] - 1] = False
        self.point = np.flatnonzero(inner)  # segment s runs from point[s] to point[s] + 1
        self.line = self.owner[self.point]
        gap = np.where(inner[:-1], np.hypot(np.diff(lines.x), np.diff(lines.y)), 0.0)
        total = np.concatenate([[0.0], np.cumsum(gap)])
        self.along = total - total[lines.start[:-1]][self.owner]  # of each point, on its own line
        self.length = self.along[lines.start[1:] - 1]
        a = np.column_stack([lines.x, lines.y])
        self.a, self.b = a[self.point], a[self.point + 1]
        both = np.stack([self.a, self.b], axis=1)
        self.shapes = np.asarray(shapely.linestrings(both), object)
        self.tree = shapely.STRtree(self.shapes)

    def place(self, segment: Ints, part: Floats) -> Floats:
        """Return how far along its line a place on a segment lies."""
        low, high = self.along[self.point[segment]], self.along[self.point[segment] + 1]
        along: Floats = np.where(part == 1, high, low + part * (high - low))
        return along

    def axis(self) -> tuple[Floats, Floats]:
        """Lay all lines end to end: ``(n_point,)`` places, and where each line begins."""
        shift = np.concatenate([[0.0], np.cumsum(self.length + 1.0)])[:-1]
        return self.along + shift[self.owner], shift

    def foot(self, segment: Ints, at: npt.NDArray[np.float64]) -> Floats:
        """Return how far along a segment the foot of a point lies, 0..1."""
        d = self.b[segment] - self.a[segment]
        t = ((at - self.a[segment]) * d).sum(axis=1) / (d * d).sum(axis=1)
        part: Floats = np.clip(t, 0.0, 1.0)
        return part


def _meetings(seg: _Segments, level: Ints) -> tuple[Ints, Floats, Ints, Floats]:
    """Find where lines of one level cross or touch: line and place, line and place."""
    s, t = seg.tree.query(seg.shapes, predicate="intersects")
    neighbours = (seg.line[s] == seg.line[t]) & (np.abs(s - t) == 1)
    kept = (s < t) & ~neighbours & (level[seg.line[s]] == level[seg.line[t]])
    s, t = s[kept], t[kept]
    meet = shapely.intersection(seg.shapes[s], seg.shapes[t])
    # Two segments that lie on one another share a stretch: both of its ends are meetings.
    points, pair = shapely.get_coordinates(meet, return_index=True)
    s, t = s[pair], t[pair]
    at_s, at_t = seg.place(s, seg.foot(s, points)), seg.place(t, seg.foot(t, points))
    return seg.line[s], at_s, seg.line[t], at_t


def _ends(seg: _Segments, lines: Lines, gap_m: float) -> tuple[Ints, Floats, Ints, Floats]:
    """Find the lines on which, or near which, a line ends: on any level."""
    n = len(lines.start) - 1
    tips = np.concatenate([lines.start[:-1], lines.start[1:] - 1])
    at = np.column_stack([lines.x[tips], lines.y[tips]])
    line = np.tile(np.arange(n), 2)
    along = np.concatenate([np.zeros(n), seg.length])
    k, s = seg.tree.query(shapely.points(at), predicate="dwithin", distance=max(gap_m, _SAME_M))
    place = seg.place(s, seg.foot(s, at[k]))
    # Near itself only where it comes back to itself, not where it begins.
    itself = (seg.line[s] == line[k]) & (np.abs(place - along[k]) <= 2 * max(gap_m, _SAME_M))
    k, s, place = k[~itself], s[~itself], place[~itself]
    return line[k], along[k], seg.line[s], place


def _cut(
    seg: _Segments, lines: Lines, cuts: tuple[Ints, Floats], same: tuple[Ints, Ints], slack: float
) -> Noded:
    """Give the cuts numbers, those that are one place alike, and list the pieces between them."""
    line, along = cuts
    order = np.lexsort((along, line))
    a, b = order[:-1], order[1:]
    twice = (line[a] == line[b]) & (along[b] - along[a] <= _SAME_M)
    rows, columns = np.concatenate([same[0], a[twice]]), np.concatenate([same[1], b[twice]])
    links = coo_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(len(line),) * 2)
    place = connected_components(links, directed=False)[1].astype(np.int64)
    number = np.empty(len(line), np.int64)
    ends = (seg.length, slack)
    number[order] = apart(place[order], line[order], along[order], lines.level, ends)
    x, y = _where(seg, lines, line, along)
    # A node lies where the first of its cuts lies; the pieces are drawn to it.
    lead = np.zeros(int(number.max()) + 1, np.int64)
    lead[number[::-1]] = np.arange(len(number))[::-1]
    real = (line[a] == line[b]) & ~twice
    whole = _Stretches(
        line[a[real]], along[a[real]], along[b[real]], number[a[real]], number[b[real]]
    )
    return _pieces(seg, lines, whole, (x[lead], y[lead]))


class _Stretches(NamedTuple):
    """Stretches of lines between two cuts: line, from where to where, from which node to which."""

    line: Ints
    low: Floats
    high: Floats
    first: Ints
    last: Ints


def _pieces(seg: _Segments, lines: Lines, cuts: _Stretches, nodes: tuple[Floats, Floats]) -> Noded:
    """Draw each stretch: its first node, the line's own points in between, its last node."""
    axis, shift = seg.axis()
    begin = np.searchsorted(axis, shift[cuts.line] + cuts.low + _SAME_M, side="right")
    end = np.searchsorted(axis, shift[cuts.line] + cuts.high - _SAME_M, side="left")
    inner = np.maximum(end - begin, 0)
    start = np.concatenate([[0], np.cumsum(inner + 2)])
    # Point positions: -1 at both ends, the line's points between them.
    at = np.arange(start[-1]) - np.repeat(start[:-1] + 1 - begin, inner + 2)
    x, y = (coordinates[np.clip(at, 0, len(axis) - 1)] for coordinates in (lines.x, lines.y))
    for side, where in ((cuts.first, start[:-1]), (cuts.last, start[1:] - 1)):
        x[where], y[where] = nodes[0][side], nodes[1][side]
    return Noded(cuts.first, cuts.last, start, x, y, cuts.line)


def _where(seg: _Segments, lines: Lines, line: Ints, along: Floats) -> tuple[Floats, Floats]:
    """Return the coordinates of places on lines."""
    axis, shift = seg.axis()
    at = along + shift[line]
    return np.interp(at, axis, lines.x), np.interp(at, axis, lines.y)
