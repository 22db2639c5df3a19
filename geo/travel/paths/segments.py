"""A grid over street segments, and the nearest one to a point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.travel.graph import StreetGraph

__all__ = ["Grid", "Segments", "nearest", "segments"]

Positions = npt.NDArray[np.int32]

_RINGS = 8  # rings of cells looked through before wider cells are tried
_ANY = 1 << 60


class Grid(NamedTuple):
    """Square cells, and the segments that may touch each.

    Attributes
    ----------
    west, south, side
        Corner of the grid and side of a cell, in metres.
    nx, ny
        Number of cells.
    start, item
        Segments of cell ``k = row * nx + column``: ``item[start[k]:start[k + 1]]``.
    x, y
        ``(n_point,)`` points; segment ``s`` runs from point ``s`` to point ``s + 1``.
    """

    west: float
    south: float
    side: float
    nx: int
    ny: int
    start: Ints
    item: Positions
    x: Floats
    y: Floats


@dataclass(frozen=True, eq=False)
class Segments:
    """An index of the segments of a street graph.

    Attributes
    ----------
    grids
        The same segments in ever wider cells. A point far from any street is looked up in wide
        cells, so that a hundred thousand firms where no street is drawn cost no more than others.
    """

    grids: tuple[Grid, ...]

    def order(self, x: Floats, y: Floats) -> Ints:
        """Return the order of points in which those of one cell follow one another."""
        g = self.grids[0]
        column = np.clip((x - g.west) / g.side, -1, g.nx).astype(np.int64)
        row = np.clip((y - g.south) / g.side, -1, g.ny).astype(np.int64)
        return np.argsort(row * (g.nx + 2) + column, kind="stable")


@lru_cache(maxsize=4)
def segments(graph: StreetGraph, *, drawn: bool = False) -> Segments:
    """Index the segments of all edges that can be walked in some direction; made once a graph.

    Links that a planner drew are left out unless ``drawn``: a footbridge has no doors, and a firm
    below it that went to it rather than to its own street might walk farther than before.

    Cells are about as wide as segments are long, but never so small that there are more than eight
    cells a segment.
    """
    usable = np.isfinite(graph.there_m) | np.isfinite(graph.back_m)
    if not drawn and not graph.is_drawn.all():
        usable &= ~graph.is_drawn
    size = np.diff(graph.point_start)
    kept = np.repeat(usable, size)
    kept[graph.point_start[1:] - 1] = False  # the last point of an edge begins no segment
    which = np.flatnonzero(kept).astype(np.int32)
    x, y = graph.point_x, graph.point_y
    area = max(float(np.ptp(x)), 1.0) * max(float(np.ptp(y)), 1.0)
    many = max(len(which), 1)
    side = max(float(graph.segment_m[which].sum()) / many, (area / (8.0 * many)) ** 0.5, 1.0)
    return Segments(tuple(_grid(x, y, which, side * wider) for wider in (1, 16, 256)))


def _grid(x: Floats, y: Floats, which: Positions, side: float) -> Grid:
    """Sort segments into square cells."""
    west, south = float(x.min()), float(y.min())
    nx = int((float(x.max()) - west) // side) + 1
    ny = int((float(y.max()) - south) // side) + 1
    none = np.zeros(nx * ny + 1, np.int64)
    bare = Grid(west, south, side, nx, ny, none, np.empty(0, np.int32), x, y)
    start = np.cumsum(_touch(bare, which, none, fill=False))
    full = bare._replace(start=start, item=np.empty(start[-1], np.int32))
    _touch(full, which, start.copy(), fill=True)
    return full


@nb.njit(cache=True, nogil=True)
def _touch(g: Grid, which: Positions, at: Ints, fill: bool) -> Ints:  # noqa: FBT001 - a kernel
    """Count, or list, the segments that may touch each cell.

    Row by row: the part of the segment inside the row, a hair wider on both sides.
    """
    count = np.zeros(g.nx * g.ny + 1, np.int64)
    hair = 1e-6 * g.side
    for k in range(which.shape[0]):
        s = which[k]
        ax, ay, bx, by = g.x[s], g.y[s], g.x[s + 1], g.y[s + 1]
        if ay > by:
            ax, ay, bx, by = bx, by, ax, ay
        first = min(max(int((ay - hair - g.south) // g.side), 0), g.ny - 1)
        last = min(max(int((by + hair - g.south) // g.side), 0), g.ny - 1)
        for row in range(first, last + 1):
            low, high = min(ax, bx), max(ax, bx)
            if by - ay > hair:
                t0 = max((g.south + row * g.side - hair - ay) / (by - ay), 0.0)
                t1 = min((g.south + (row + 1) * g.side + hair - ay) / (by - ay), 1.0)
                x0, x1 = ax + t0 * (bx - ax), ax + t1 * (bx - ax)
                low, high = max(low, min(x0, x1)), min(high, max(x0, x1))
            left = min(max(int((low - hair - g.west) // g.side), 0), g.nx - 1)
            right = min(max(int((high + hair - g.west) // g.side), 0), g.nx - 1)
            for cell in range(row * g.nx + left, row * g.nx + right + 1):
                if fill:
                    g.item[at[cell]] = s
                    at[cell] += 1
                else:
                    count[cell + 1] += 1
    return count


def nearest(index: Segments, x: Floats, y: Floats) -> tuple[Positions, Floats, Floats]:
    """Find the nearest segment of each point.

    Returns
    -------
    segment, part, squared
        ``(n,)`` the segment (of equally near ones the first), how far along it the foot lies
        (0..1), squared metres to the foot.
    """
    segment, part, squared = _rings(index.grids[0], x, y, _RINGS)
    for level, grid in enumerate(index.grids[1:], 2):
        left = np.flatnonzero(segment < 0)
        if len(left):
            rings = _RINGS if level < len(index.grids) else _ANY
            segment[left], part[left], squared[left] = _rings(grid, x[left], y[left], rings)
    return segment, part, squared


@nb.njit(cache=True, nogil=True)
def _rings(g: Grid, px: Floats, py: Floats, rings: int) -> tuple[Positions, Floats, Floats]:
    n = px.shape[0]
    segment, part, squared = np.empty(n, np.int32), np.empty(n), np.empty(n)
    for i in range(n):
        segment[i], part[i], squared[i] = _one(g, px[i], py[i], rings)
    return segment, part, squared


@nb.njit(cache=True, nogil=True)
def _one(g: Grid, x: float, y: float, rings: int) -> tuple[int, float, float]:
    """Look ring of cells by ring of cells; -1 where ``rings`` of them do not settle it."""
    column = min(max(np.floor((x - g.west) / g.side), -1e9), 1e9)
    row = min(max(np.floor((y - g.south) / g.side), -1e9), 1e9)
    c, r = int(column), int(row)
    best = (-1, 0.0, np.inf)
    ring = max(0, -c, c - g.nx + 1, -r, r - g.ny + 1)  # rings outside the grid hold nothing
    while True:
        for v in range(max(r - ring, 0), min(r + ring, g.ny - 1) + 1):
            if v in (r - ring, r + ring):  # a whole side of the ring
                for u in range(max(c - ring, 0), min(c + ring, g.nx - 1) + 1):
                    best = _cell(g, v * g.nx + u, x, y, best)
            else:
                if c - ring >= 0:
                    best = _cell(g, v * g.nx + c - ring, x, y, best)
                if c + ring < g.nx:
                    best = _cell(g, v * g.nx + c + ring, x, y, best)
        # All within this distance has been looked at.
        seen = ring * g.side + min(
            x - (g.west + c * g.side),
            g.west + (c + 1) * g.side - x,
            y - (g.south + r * g.side),
            g.south + (r + 1) * g.side - y,
        )
        all_seen = c - ring <= 0 and r - ring <= 0 and c + ring >= g.nx - 1 and r + ring >= g.ny - 1
        if all_seen or (best[0] >= 0 and seen > 0 and best[2] < seen * seen):
            return best
        ring += 1
        if ring > rings:
            return -1, 0.0, np.inf


@nb.njit(cache=True, nogil=True)
def _cell(
    g: Grid, cell: int, x: float, y: float, best: tuple[int, float, float]
) -> tuple[int, float, float]:
    """Return the best of what was found and the segments of one cell; of equals the first."""
    at, part, squared = best
    for k in range(g.start[cell], g.start[cell + 1]):
        s = g.item[k]
        t, d = _foot(g, s, x, y)
        if d < squared or (d == squared and s < at):
            at, part, squared = s, t, d
    return at, part, squared


@nb.njit(cache=True, nogil=True, inline="always")
def _foot(g: Grid, s: int, x: float, y: float) -> tuple[float, float]:
    """Return where on segment ``s`` the foot of a point lies (0..1), and its squared distance."""
    ax, ay, bx, by = g.x[s], g.y[s], g.x[s + 1], g.y[s + 1]
    dx, dy = bx - ax, by - ay
    length2 = dx * dx + dy * dy
    t = 0.0
    if length2 > 0:
        t = min(max(((x - ax) * dx + (y - ay) * dy) / length2, 0.0), 1.0)
    fx, fy = (bx, by) if t == 1.0 else (ax + t * dx, ay + t * dy)
    return t, (x - fx) * (x - fx) + (y - fy) * (y - fy)
