"""The hull of one floor: inequalities over sites that every choice meeting the floor meets.

More open sites never break a floor, so its hull is described by ``sum of a_j y_j >= b`` with
``a >= 0`` (the blocker of the choices that meet it; Fulkerson 1970). The one that cuts given ``y``
off furthest is a linear program with a column for each site and a row for each choice; choices are
found as they are missed, each the cheapest at prices ``a``. The claim ``b`` is the price of the
cheapest at whole prices, so it holds exactly.

References
----------
Fulkerson, D. (1970). Blocking polyhedra. In: Graph Theory and its Applications, 93-112.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.core.arrays import Floats, Ints
from geo.solve.exact.floors.cheaper import cheaper, thinned
from geo.solve.exact.floors.part import MOST_PRICE, Part
from geo.solve.exact.highs import Inequality, Lp, Mip

__all__ = ["FloorHull", "WholeRow"]

_GRID = 2520  # prices of 1: halves, thirds ... tenths of it are whole
_ROUNDS = 100
_MOST_NODES = 1_000_000  # of all searches for one floor: a second or two
_HAIR = 1e-3  # less is not worth a row
_TILT = 1e-4  # of openness: sites that are closed in ``y`` get low prices too

assert _GRID <= MOST_PRICE


@dataclass(frozen=True, eq=False)
class WholeRow:
    """``coef @ y[site] >= low``, in whole numbers, for every plan."""

    site: Ints
    coef: Ints
    low: int


class FloorHull:
    """Finds cuts of one floor; the choices it has met it keeps.

    Parameters
    ----------
    part
        The floor; all its sites together meet it.
    """

    def __init__(self, part: Part) -> None:
        self._part, k = part, len(part.site)
        first = thinned(part, np.arange(k))
        self._lp = Lp(
            Mip(
                np.ones(k),
                np.zeros(k),
                np.zeros(k, bool),
                np.array([0, len(first)]),
                first,
                np.ones(len(first)),
                np.ones(1),
                np.full(1, np.inf),
            )
        )
        self._nodes_left = _MOST_NODES
        self._inside = np.zeros(0)  # where nothing was to be cut last

    @property
    def is_given_up(self) -> bool:
        """Whether the floor's choices turned out too many."""
        return self._nodes_left <= 0

    def cut(self, y: Floats, limit_s: float) -> WholeRow | None:
        """Return the row that cuts ``y`` (of all free sites) off furthest; None: none is known."""
        here = np.clip(y[self._part.site], 0, 1)
        if np.array_equal(here, self._inside):
            return None
        self._lp.price(here + _TILT)
        for _round in range(_ROUNDS):
            found = None if self.is_given_up else self._lp.solve(limit_s)
            if found is None:
                break
            if found @ here > 1 - _HAIR:
                self._inside = here
                break
            price = np.ceil(np.clip(found, 0, 1) * _GRID - _HAIR).astype(np.int64)
            better = cheaper(self._part, price, _GRID, self._nodes_left)
            self._nodes_left -= better.n_node
            if better.chosen is not None:
                choice = thinned(self._part, better.chosen)
                self._lp.add([Inequality(choice, np.ones(len(choice)), 1.0)])
            elif better.is_over:
                return self._row(price, here)
        return None

    def _row(self, price: Ints, here: Floats) -> WholeRow | None:
        """Write down that every choice costs as much as the grid is fine."""
        if price @ here > (1 - _HAIR) * _GRID:
            return None
        site = np.flatnonzero(price)
        unit = int(np.gcd.reduce(price[site]))
        return WholeRow(self._part.site[site], price[site] // unit, -(-_GRID // unit))
