"""The linear relaxation of a covering model, solved again and again with some sites settled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import bmat, csr_array, diags_array, hstack

from geo.core.arrays import Floats, Ints
from geo.solve.evidence.columns import Columns
from geo.solve.exact.linear import Linear
from geo.solve.exact.program import row_unit

__all__ = ["Priced", "Relaxation"]


class Priced(NamedTuple):
    """Openness of each free site, and what the conditions are worth at the optimum.

    Attributes
    ----------
    y
        ``(k,)`` between 0 and 1.
    by_face, by_row, by_floor
        Multipliers of the covering rows, the conditions and the floors, in people.
    by_cut
        Multipliers of the cuts added by then.
    z
        ``(n,)`` how far each face counts as covered.
    """

    y: Floats
    by_face: Floats
    by_row: Floats
    by_floor: Floats
    by_cut: Floats
    z: Floats


class Relaxation:
    """Maximise people covered; each condition may be broken, at a price that no plan is worth.

    Elastic conditions keep every relaxation solvable, so that each node has multipliers, those
    without any allowed plan too.
    """

    def __init__(self, given: Columns) -> None:
        small = given.small
        n, k = len(small.weight), len(small.free)
        n_row, n_floor = len(given.high), len(given.low)
        price = float(int(given.worth.sum()) + k + 1)
        cover = csr_array(
            (np.ones(len(small.pos)), (small.row_of_pair, small.pos)), shape=(n, k), dtype=float
        )
        need = csr_array((small.need.astype(float), (np.arange(n), np.arange(n))), shape=(n, n))
        # Conditions in units in which the solver takes their numbers.
        row_scale, floor_scale = _scale(given.coef), _scale(given.floors)
        excess, shortage = diags_array(row_scale), diags_array(floor_scale)
        # Columns: sites, faces, excess over each condition, shortage of equations, of floors.
        matrix = (
            bmat(
                [
                    [cover, -need, None, None, None],
                    [excess @ csr_array(given.coef.astype(float)), None, -excess, excess, None],
                    [None, shortage @ csr_array(given.floors.astype(float)), None, None, shortage],
                ]
            )
            if n_row or n_floor
            else hstack([cover, -need])
        )
        n_slack = matrix.shape[1] - k - n
        cost = np.r_[
            np.full(k, -float(given.per_site)), -given.worth.astype(float), np.full(n_slack, price)
        ]
        high = np.r_[np.ones(k + n), np.full(n_slack, np.inf)]
        # What has no shortage: conditions that are no equations.
        high[np.flatnonzero(~given.is_equation) + k + n + n_row] = 0.0
        least = np.where(given.is_equation, given.high, -np.inf)
        low_row = np.r_[np.zeros(n), least * row_scale, given.low * floor_scale]
        high_row = np.r_[np.full(n, np.inf), given.high * row_scale, np.full(n_floor, np.inf)]
        self._scale = np.r_[np.ones(n), row_scale, floor_scale]
        self._sizes, self._n_floor = (k, n, n_row), n_floor
        self._is_equation = given.is_equation
        self._linear = Linear(
            cost, np.zeros(k + n + n_slack), high, csr_array(matrix), low_row, high_row
        )

    def add_cut(self, face: int, site: Ints) -> None:
        """Add ``z_face <= sum of y over site``."""
        k = self._sizes[0]
        self._linear.add(np.r_[site, k + face], np.r_[np.ones(len(site)), -1.0], 0.0)

    def solve(self, low: Floats, high: Floats, limit_s: float) -> Priced | None:
        """Solve with each free site between ``low`` and ``high``; None where time ran out."""
        k, n, n_row = self._sizes
        found = self._linear.solve(low, high, limit_s)
        if found is None:
            return None
        x, dual = found
        dual[: len(self._scale)] *= self._scale
        last = n + n_row + self._n_floor
        return Priced(
            x[:k],
            np.maximum(dual[:n], 0),
            np.where(self._is_equation, -dual[n : n + n_row], np.maximum(-dual[n : n + n_row], 0)),
            np.maximum(dual[n + n_row : last], 0),
            np.maximum(dual[last:], 0),
            x[k : k + n],
        )


def _scale(rows: Ints) -> Floats:
    """Return ``(n_row,)`` by what each row is multiplied before the solver sees it."""
    return np.array([1 / row_unit(row) for row in rows.astype(float)])
