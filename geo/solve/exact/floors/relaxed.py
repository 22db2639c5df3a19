"""The relaxation over sites: solved again and again, with more rows and other limits."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from geo.core.arrays import Floats, Ints
from geo.solve.exact.compact import Compact
from geo.solve.exact.floors.hull import WholeRow
from geo.solve.exact.floors.ledger import Limits
from geo.solve.exact.linear import Linear
from geo.solve.exact.model import CoverModel
from geo.solve.exact.program import row_unit

__all__ = ["Relaxed"]

_TOP = 100.0  # the dearest site, as the solver sees it


class Relaxed:
    """Cheapest openness of the free sites that breaks no row known.

    The model's own rows may be broken at a price that no plan is worth, so that there always is an
    optimum, and multipliers.

    Attributes
    ----------
    rows
        The model's conditions on sites, each as a lower limit.
    """

    def __init__(self, model: CoverModel, small: Compact, price: Ints) -> None:
        self.rows = list(_own_rows(model, small))
        k, n = len(small.free), len(self.rows)
        self._k, self._scale = k, float(price.max(initial=0)) / _TOP or 1.0
        cost = price / self._scale
        site = np.concatenate([np.zeros(0, np.int64), *(row.site for row in self.rows)])
        coef = np.concatenate([np.zeros(0, np.int64), *(row.coef for row in self.rows)])
        start = np.r_[0, np.cumsum([len(row.site) for row in self.rows], dtype=np.int64)]
        unit = np.array([row_unit(row.coef.astype(float)) for row in self.rows])
        self._unit = unit
        number = np.repeat(np.arange(n), np.diff(start))
        entry = np.r_[coef / unit[number] if n else coef, np.ones(n)]
        at = np.r_[number, np.arange(n)], np.r_[site, k + np.arange(n)]
        self._linear = Linear(
            np.r_[cost, np.full(n, cost.sum() + 1)],
            np.zeros(k + n),
            np.r_[np.ones(k), np.full(n, np.inf)],
            csr_array((entry, at), shape=(n, k + n)),
            np.array([row.low for row in self.rows]) / unit if n else np.zeros(0),
            np.full(n, np.inf),
        )

    def add(self, rows: list[WholeRow]) -> None:
        """Add rows that every plan meets."""
        for row in rows:
            unit = float(row.coef.max())
            self._unit = np.r_[self._unit, unit]
            self._linear.add(row.site, row.coef / unit, row.low / unit)

    def solve(self, limits: Limits, limit_s: float) -> tuple[Floats, Floats] | None:
        """Solve within limits; ``(k,)`` openness and ``(n_row,)`` multipliers of the whole rows."""
        found = self._linear.solve(
            limits.is_open.astype(float), limits.may_open.astype(float), limit_s
        )
        if found is None:
            return None
        return found[0][: self._k], found[1] * self._scale / self._unit


def _own_rows(model: CoverModel, small: Compact) -> list[WholeRow]:
    """Write the model's rows over its free sites, upper limits turned round."""
    number, found = np.full(model.faces.n_site, -1), []
    number[small.free] = np.arange(len(small.free))
    for row in model.rows:
        is_free = number[row.pos] >= 0
        site, coef = number[row.pos[is_free]], row.coef[is_free]
        fixed = int(row.coef[model.is_open[row.pos]].sum())
        if row.high is not None:
            found.append(WholeRow(site, -coef, fixed - row.high))
        if row.low is not None:
            found.append(WholeRow(site, coef, row.low - fixed))
    return found
