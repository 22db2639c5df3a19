"""Hexagons: demand summed over equal cells, for a density layer or a grid of candidates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints, frozen, metres, whole
from geo.errors import InputError
from geo.words import _

__all__ = ["Hexes", "corners", "hexagons"]


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
    column, row = _nearest_centres(px, py, side)
    cell, first = _number(column, row)
    total, count = np.zeros(len(first), np.int64), np.bincount(cell, minlength=len(first))
    np.add.at(total, cell, people)  # bincount would add in floats
    wide, high = np.sqrt(3.0) * side / 2, 1.5 * side
    hexes = Hexes(
        frozen(column[first] * wide, np.float64),
        frozen(row[first] * high, np.float64),
        frozen(total, np.int64),
        frozen(count, np.int64),
        side,
    )
    return hexes, frozen(cell, np.int64)


def corners(hexes: Hexes) -> Floats:
    """Return ``(n_cell, 6, 2)`` corners in metres, anticlockwise from the lower right one."""
    angle = np.radians(np.arange(-30.0, 330.0, 60.0))
    star = hexes.side_m * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    points: Floats = np.stack([hexes.x, hexes.y], axis=1)[:, None, :] + star
    return points


def _nearest_centres(x: Floats, y: Floats, side: float) -> tuple[Floats, Floats]:
    """Return half-columns and rows, whole numbers as floats: both are odd, or both are even."""
    u, v = x / (np.sqrt(3.0) * side / 2), y / (1.5 * side)
    even_u, even_v = 2 * np.rint(u / 2), 2 * np.rint(v / 2)
    odd_u, odd_v = 2 * np.floor(u / 2) + 1, 2 * np.floor(v / 2) + 1
    # In these units a step is √3/2 · side wide and 3/2 · side high: squares weigh 1 to 3.
    to_even = (u - even_u) ** 2 + 3 * (v - even_v) ** 2
    is_odd = (u - odd_u) ** 2 + 3 * (v - odd_v) ** 2 < to_even
    return np.where(is_odd, odd_u, even_u), np.where(is_odd, odd_v, even_v)


def _number(column: Floats, row: Floats) -> tuple[Ints, Ints]:
    """Give the cells in use numbers; return the cell of each point and the first point of each."""
    right, up = column - column.min(), row - row.min()
    wide = right.max() + 1
    if wide * (up.max() + 1) >= 2.0**53:
        raise InputError(_("The hexagons are too small for this area; give them a longer side."))
    _unused, first, cell = np.unique(up * wide + right, return_index=True, return_inverse=True)
    return cell.astype(np.int64), first.astype(np.int64)
