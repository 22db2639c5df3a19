"""Hexagons: demand summed over equal cells, for a density layer or a grid of candidates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints, frozen, metres, whole
from geo.core.kernels.hexes import mark, nearest_centres
from geo.errors import InputError
from geo.words import _

__all__ = ["Hexes", "corners", "hexagons", "n_hexagons"]

_DENSE = 64  # a table of the cells is made where there are at most so many for a point


@dataclass(frozen=True, eq=False)
class Hexes:
    """The hexagonal cells that hold at least one point, from south to north, then west to east.

    Attributes
    ----------
    x, y
        ``(n_cell,)`` centres in metres.
    weight
        ``(n_cell,)`` int64 sum of the weights inside; the sum over all cells is the exact total.
    count
        ``(n_cell,)`` int64 number of points inside.
    side_m
        Side of a cell in metres; also the distance from its centre to a corner. Neighbouring
        centres lie ``√3 · side_m`` apart, and no point is farther than ``side_m`` from its centre.
    """

    x: Floats
    y: Floats
    weight: Ints
    count: Ints
    side_m: float

    def __len__(self) -> int:
        """Count the cells."""
        return len(self.x)


def hexagons(
    x: npt.ArrayLike, y: npt.ArrayLike, weight: npt.ArrayLike, *, side_m: float
) -> tuple[Hexes, Ints]:
    """Sum ``weight`` over pointy-top hexagons; one cell has its centre at the origin.

    The centres are the union of two rectangular lattices, so the cell of a point is the nearer of
    two rounded centres. On a tie (the common side of two cells) the lattice of the origin wins.

    Parameters
    ----------
    x, y
        ``(n,)`` metres.
    weight
        ``(n,)`` whole numbers of 0 or more.
    side_m
        Side of a cell in metres.

    Returns
    -------
    hexes
        The non-empty cells.
    cell
        ``(n,)`` the cell of each point, a position in ``hexes``.

    Raises
    ------
    InputError
        ``side_m`` is not a positive number, or so small that the cells cannot be numbered.

    Examples
    --------
    >>> cells, cell = hexagons([0, 10, 900], [0, 5, 0], [12, 8, 5], side_m=100)
    >>> cells.weight.tolist(), cell.tolist()
    ([20, 5], [0, 0, 1])
    """
    px, py = metres(x, "x"), metres(y, "y")
    if len(py) != len(px):
        raise InputError(_("x has {n} values, y has {got}.", n=len(px), got=len(py)))
    people = whole(weight, "weight", len(px))
    side = float(side_m)
    if not 0 < side < float("inf"):
        raise InputError(
            _("The side of a hexagon must be a positive number of metres, got {side}.", side=side_m)
        )
    if not len(px):
        return Hexes(px, py, people, people, side), frozen([], np.int64)
    found = _cells(px, py, side)
    total = np.zeros(len(found.row), np.int64)
    np.add.at(total, found.cell, people)  # bincount would add in floats
    hexes = Hexes(
        frozen(found.column * (np.sqrt(3.0) * side / 2), np.float64),
        frozen(found.row * (1.5 * side), np.float64),
        frozen(total, np.int64),
        frozen(np.bincount(found.cell, minlength=len(total)), np.int64),
        side,
    )
    return hexes, frozen(found.cell, np.int64)


def n_hexagons(x: Floats, y: Floats, *, side_m: float) -> int:
    """Count the cells of `hexagons` that hold a point."""
    return len(_cells(x, y, side_m).row)


def corners(hexes: Hexes) -> Floats:
    """Return ``(n_cell, 6, 2)`` corners in metres, anticlockwise from the lower right one."""
    angle = np.radians(np.arange(-30.0, 330.0, 60.0))
    star = hexes.side_m * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    points: Floats = np.stack([hexes.x, hexes.y], axis=1)[:, None, :] + star
    return points


class _Cells(NamedTuple):
    """Cells in use: the cell of each point, half-columns and rows of the centres."""

    cell: Ints
    column: Floats
    row: Floats


def _cells(x: Floats, y: Floats, side: float) -> _Cells:
    """Find the cell of each point; cells are numbered from south to north, then west to east."""
    column, row = nearest_centres(x, y, np.sqrt(3.0) * side / 2, 1.5 * side)
    left, bottom = column.min(), row.min()
    wide = column.max() - left + 1
    n_code = wide * (row.max() - bottom + 1)
    if n_code >= 2.0**53:
        raise InputError(_("The hexagons are too small for this area; give them a longer side."))
    code = ((row - bottom) * wide + (column - left)).astype(np.int64)
    if n_code <= _DENSE * len(code):
        cell, used = mark(code, int(n_code))
    else:  # few points far apart: a table of all cells would be too large
        used, cell = np.unique(code, return_inverse=True)
    return _Cells(cell, used % int(wide) + left, used // int(wide) + bottom)
