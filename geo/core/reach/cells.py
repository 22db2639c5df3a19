"""A grid whose cells know the circles that concern them.

A circle is the border of one disc, the service area of one site. Each cell lists either the discs
whose *circle crosses* it (two points of one cell can differ only in these) or the discs that
*touch* it (a point of the cell is in no other). Both lists may hold a disc too many, never one too
few: every test is loosened by more than the rounding it has to forgive.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats

__all__ = ["Box", "Cells", "Discs", "cell_of", "lay_cells"]

_LOOSE = 1e-9  # of the squared radius: far more than the 1e-15 that squaring can lose


class Discs(NamedTuple):
    """Discs of one size: ``(m,)`` centres, and the limit of ``dx² + dy²``."""

    x: Floats
    y: Floats
    limit: float


class Box(NamedTuple):
    """A rectangle, in metres."""

    x0: float
    y0: float
    x1: float
    y1: float


class Cells(NamedTuple):
    """Square cells, row by row, and the discs listed in each.

    Attributes
    ----------
    x0, y0
        Corner of the first cell, in metres.
    per_m
        Cells to the metre.
    nx, ny
        Columns and rows.
    first
        ``(nx * ny + 1,)`` limits: cell ``c`` lists ``disc[first[c]:first[c + 1]]``.
    disc
        Positions of discs, ascending within each cell.
    """

    x0: float
    y0: float
    per_m: float
    nx: int
    ny: int
    first: npt.NDArray[np.int32]
    disc: npt.NDArray[np.int32]


class _Frame(NamedTuple):
    x0: float
    y0: float
    step: float
    pad: float
    nx: int
    ny: int


def lay_cells(discs: Discs, box: Box, step: float, *, crossing: bool) -> Cells:
    """Lay cells of side ``step`` metres over ``box`` and list the discs of each.

    Parameters
    ----------
    discs
        At least one, of a finite radius.
    box
        What the cells must cover.
    step
        Side of a cell in metres.
    crossing
        List only discs whose circle may cross the cell; otherwise all that may touch it.
    """
    # Rounding moves a point between cells by a few units in the last place of its coordinates.
    largest = max(abs(v) for v in box)
    pad = 1e-12 * largest + 1e-9 * step
    x0, y0 = box.x0 - pad, box.y0 - pad
    nx, ny = (int((high - low + 2 * pad) / step) + 1 for low, high in ((x0, box.x1), (y0, box.y1)))
    frame = _Frame(x0, y0, step, pad, nx, ny)
    first = _count_listed(discs, frame, crossing)
    return Cells(x0, y0, 1 / step, nx, ny, first, _fill_listed(discs, frame, crossing, first))


@nb.njit(cache=True, nogil=True, inline="always")
def cell_of(cells: Cells, x: float, y: float) -> np.int64:
    """Return the cell of a point; outside the grid the number after the last cell's."""
    column, row = (x - cells.x0) * cells.per_m, (y - cells.y0) * cells.per_m
    # Without branches, which a processor would guess wrongly at every second point.
    is_inside = (column >= 0.0) & (column < cells.nx) & (row >= 0.0) & (row < cells.ny)
    return (
        np.int64(row) * cells.nx + np.int64(column) if is_inside else np.int64(cells.nx * cells.ny)
    )


@nb.njit(cache=True, nogil=True, inline="always")
def _column(frame: _Frame, x: float, most: int) -> int:
    """Return the column of ``x``, kept within 0..``most`` before it becomes an integer."""
    return int(min(max(np.floor((x - frame.x0) / frame.step), 0.0), float(most)))


@nb.njit(cache=True, nogil=True)
def _span(discs: Discs, frame: _Frame, j: int, row: int) -> tuple[int, int, int, int]:
    """Return the columns of a row that disc ``j`` touches, and those that it surely fills.

    ``touched`` and ``filled`` are half-open; a cell of the row spans ``low..high``. A disc that
    reaches ``near`` of the row touches ``x ± sqrt(limit - near²)`` and fills what lies within
    ``x ± sqrt(limit - far²)``.
    """
    low = frame.y0 + row * frame.step - frame.pad
    high = low + frame.step + 2 * frame.pad
    near = max(low - discs.y[j], discs.y[j] - high, 0.0)
    far = max(discs.y[j] - low, high - discs.y[j])
    rest = discs.limit * (1 + _LOOSE) - near * near
    if rest < 0:
        return 0, 0, 0, 0
    half = np.sqrt(rest) + 2 * frame.pad
    if discs.x[j] + half < frame.x0 or discs.x[j] - half > frame.x0 + frame.nx * frame.step:
        return 0, 0, 0, 0
    touched = _column(frame, discs.x[j] - half, frame.nx - 1)
    touched_end = _column(frame, discs.x[j] + half, frame.nx - 1) + 1
    rest = discs.limit * (1 - _LOOSE) - far * far
    if rest <= 0:
        return touched, touched_end, touched_end, touched_end
    half = np.sqrt(rest) - 2 * frame.pad
    filled = _column(frame, discs.x[j] - half, frame.nx - 1) + 1
    if discs.x[j] - half <= frame.x0:
        filled = 0
    filled_end = _column(frame, discs.x[j] + half, frame.nx)
    if filled >= filled_end:
        return touched, touched_end, touched_end, touched_end
    return touched, touched_end, max(filled, touched), min(filled_end, touched_end)


@nb.njit(cache=True, nogil=True, inline="always")
def _rows(discs: Discs, frame: _Frame, j: int) -> tuple[int, int]:
    """Return the half-open range of rows that disc ``j`` may touch."""
    half = np.sqrt(discs.limit) * (1 + _LOOSE) + 2 * frame.pad
    low = np.floor((discs.y[j] - half - frame.y0) / frame.step)
    high = np.floor((discs.y[j] + half - frame.y0) / frame.step) + 1
    return int(min(max(low, 0.0), float(frame.ny))), int(min(max(high, 0.0), float(frame.ny)))


@nb.njit(cache=True, nogil=True)
def _count_listed(discs: Discs, frame: _Frame, crossing: bool) -> npt.NDArray[np.int32]:  # noqa: FBT001 - numba takes no keywords
    first = np.zeros(frame.nx * frame.ny + 1, np.int32)
    for j in range(discs.x.shape[0]):
        low, high = _rows(discs, frame, j)
        for row in range(low, high):
            touched, touched_end, filled, filled_end = _span(discs, frame, j, row)
            at = row * frame.nx + 1
            for c in range(touched, filled if crossing else touched_end):
                first[at + c] += 1
            if crossing:
                for c in range(filled_end, touched_end):
                    first[at + c] += 1
    for c in range(frame.nx * frame.ny):
        first[c + 1] += first[c]
    return first


@nb.njit(cache=True, nogil=True)
def _fill_listed(
    discs: Discs,
    frame: _Frame,
    crossing: bool,  # noqa: FBT001 - numba takes no keywords
    first: npt.NDArray[np.int32],
) -> npt.NDArray[np.int32]:
    end = first[:-1].copy()
    disc = np.empty(first[-1], np.int32)
    for j in range(discs.x.shape[0]):
        low, high = _rows(discs, frame, j)
        for row in range(low, high):
            touched, touched_end, filled, filled_end = _span(discs, frame, j, row)
            at = row * frame.nx
            for c in range(touched, filled if crossing else touched_end):
                disc[end[at + c]] = j
                end[at + c] += 1
            if crossing:
                for c in range(filled_end, touched_end):
                    disc[end[at + c]] = j
                    end[at + c] += 1
    return disc
