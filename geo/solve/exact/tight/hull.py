"""The hull of a group: a plane above everything that its sites can cover together.

For a group with sites ``S`` and rows ``F`` every plan meets::

    sum of w_f z_f over F  <=  beta + sum of alpha_j y_j over S

as long as ``beta + alpha(C)`` is at least the worth of ``C`` for each choice ``C`` of its sites.
The sharpest plane at given ``y`` is a linear program with a variable for each site and a row for
each choice. Only rows that matter are added: the worst choice is looked up in the group's table.
"""

from __future__ import annotations

from collections.abc import Iterator

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.solve.exact.highs import Inequality, Lp, Mip
from geo.solve.exact.tight.groups import Group

__all__ = ["GroupHull"]

Numbers = npt.NDArray[np.number]

_ROUNDS = 60
_HAIR = 1e-7
_VIOLATED = 1e-4  # of the group's worth: less is not worth a row
_GRID = 1 << 20  # alpha is a whole multiple of the group's worth divided by this


class GroupHull:
    """Finds cuts of one group; what it learnt about the group's choices it keeps.

    Parameters
    ----------
    group
        The group.
    first_row
        Column of the first row in the program: the number of free sites.
    """

    def __init__(self, group: Group, first_row: int) -> None:
        n = len(group.site) + 1
        self._group, self._most = group, int(group.table[-1])
        self._column = np.r_[group.site, first_row + group.row]
        self._share = group.weight / self._most
        self._worth = group.table / self._most
        # One plane is always right: alpha = 0, beta = 1, the worth of the whole group.
        self._lp = Lp(
            Mip(
                np.ones(n),
                np.zeros(n),
                np.zeros(n, bool),
                np.array([0, n]),
                np.arange(n),
                np.ones(n),
                np.ones(1),
                np.full(1, np.inf),
            )
        )

    def cut(self, y: Floats, z: Floats, limit_s: float) -> Inequality | None:
        """Return the inequality that cuts ``y`` and ``z`` off furthest; None: there is none."""
        group = self._group
        claimed, here = float(self._share @ z[group.row]), np.clip(y[group.site], 0, 1)
        if claimed < _VIOLATED:
            return None
        alpha = self._plane(here, limit_s)
        if alpha is None:
            return None
        steps = np.minimum(np.ceil(np.maximum(alpha, 0) * _GRID), _GRID).astype(np.int64)
        beta = self._beta(steps)
        if claimed <= float(steps @ here) / _GRID + beta + _VIOLATED:
            return None
        value = np.r_[steps / _GRID, -self._share]
        return Inequality(self._column, value, -beta)

    def _beta(self, steps: Ints) -> float:
        """Lift the plane above every choice, in whole numbers; then by a hair, for rounding."""
        above = int(_worst(self._group.table * _GRID, steps * self._most)[0].max())
        return above / (self._most * _GRID) + 1e-9

    def _plane(self, y: Floats, limit_s: float) -> Floats | None:
        """Solve for the lowest plane at ``y``; alpha, in shares of the group's worth."""
        self._lp.price(np.r_[y, 1.0])
        alpha = None
        for _round in range(_ROUNDS):
            x = self._lp.solve(limit_s)
            if x is None:
                return alpha
            alpha = x[:-1]
            missing = list(self._missing(alpha, float(x[-1])))
            if not missing:
                break
            self._lp.add(missing)
        return alpha

    def _missing(self, alpha: Floats, beta: float) -> Iterator[Inequality]:
        """Yield the choices that stand out above the plane, the worst of each number of sites."""
        excess, choice = _worst(self._worth, alpha)
        for c in choice[excess > beta + _HAIR].tolist():
            site = np.flatnonzero((c >> np.arange(len(alpha))) & 1)
            column = np.r_[site, len(alpha)]
            yield Inequality(column, np.ones(len(column)), float(self._worth[c]))


@nb.njit(cache=True, nogil=True)
def _worst(worth: Numbers, alpha: Numbers) -> tuple[Numbers, Ints]:
    """For each number of open sites: the most that worth exceeds alpha by, and the choice.

    Where that is less than for no site at all, no site stands there.
    """
    n = alpha.shape[0]
    size, paid = np.zeros(worth.shape[0], np.int8), np.zeros(worth.shape[0], alpha.dtype)
    for j in range(n):
        for c in range(1 << j):
            size[c + (1 << j)] = size[c] + 1
            paid[c + (1 << j)] = paid[c] + alpha[j]
    most, choice = np.full(n + 1, worth[0]), np.zeros(n + 1, np.int64)
    for c in range(worth.shape[0]):
        if worth[c] - paid[c] > most[size[c]]:
            most[size[c]], choice[size[c]] = worth[c] - paid[c], c
    return most, choice
