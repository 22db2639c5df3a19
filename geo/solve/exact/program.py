"""The covering model as a mixed-integer program, and its solution read back in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, gcd, inf, isfinite, log2

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from geo.core.arrays import Floats, Ints
from geo.solve.exact.compact import Compact
from geo.solve.exact.highs import MOST_ENTRY, Inequality, Mip
from geo.solve.exact.model import CoverModel, Row

__all__ = ["Program", "row_unit"]

_MOST_BITS = 44  # of the sum of all costs
_ROUNDING = 2.0**-50  # by so much of its size a sum of rounded whole numbers may be off


def row_unit(entry: Floats) -> float:
    """Return the power of two by which a row's entries become small enough for the solver."""
    most = float(np.abs(entry).max(initial=0))
    return 2.0 ** ceil(log2(most / MOST_ENTRY)) if most > MOST_ENTRY else 1.0


@dataclass(frozen=True, eq=False)
class Program:
    """Columns: each free site (open or not), then each collapsed row (covered or not).

    Attributes
    ----------
    model, small
        The question, and what is left of it.
    """

    model: CoverModel
    small: Compact

    @property
    def unit(self) -> int:
        """Whole number by which costs are divided, so that the solver sees small ones.

        It divides every cost, but where their sum would still be too large for exact sums of
        doubles: then costs are rounded, and bounds loosened by as much.
        """
        cost = self._price if self.model.sense == "min" else self.small.weight
        if not len(cost):
            return 1
        whole = max(1, gcd(*cost.tolist()))
        return whole * (1 << max(0, (int(cost.sum()) // whole).bit_length() - _MOST_BITS))

    @property
    def _price(self) -> Ints:
        """``(k,)`` what each free site costs where the least is asked for."""
        price, free = self.model.price, self.small.free
        return np.ones(len(free), np.int64) if price is None else price[free]

    @property
    def _settled(self) -> int:
        """What the sites open in every plan cost."""
        return self.model.value(self.model.is_open)

    @property
    def trivial_bound(self) -> int:
        """The bound that needs no search: all free sites are open, or none is."""
        if self.model.sense == "max":
            return self.small.base + self.small.worth
        return self._settled

    def value(self, cost: float) -> int:
        """Turn the solver's cost of a solution into the question's own terms, for the progress."""
        if self.model.sense == "min":
            return self._settled + self.unit * round(cost)
        return self.small.base + self.unit * round(-cost)

    def bound(self, cost: float) -> int:
        """Turn the solver's bound on the cost into a whole number that is certainly a bound.

        The solver is right within a tolerance, so its bound is loosened by more before rounding.
        """
        if not isfinite(cost):
            return self.trivial_bound
        if self.model.sense == "min":
            slack = 1e-6 + 1e-9 * abs(cost)
            if (self._price % self.unit).any():  # costs were rounded: sums are not of whole units
                slack += 1
            return max(self.trivial_bound, self._settled + self.unit * ceil(cost - slack))
        slack = 1e-6 + 1e-9 * self.small.worth / self.unit
        # Where costs were rounded, their sum is so large that the slack is more than one unit.
        return min(self.trivial_bound, self.small.base + self.unit * floor(-cost + slack))

    def sites(self, x: Floats) -> npt.NDArray[np.bool_]:
        """Read a solution: ``(n_site,)`` decisions."""
        is_open = self.model.is_open.copy()
        is_open[self.small.free] = x[: len(self.small.free)] > 0.5
        return is_open

    def columns(self, is_open: npt.NDArray[np.bool_]) -> Floats:
        """Write decisions as a solution to start from."""
        small, chosen = self.small, is_open[self.small.free]
        count = np.zeros(len(small.weight), np.int64)
        np.add.at(count, small.row_of_pair, chosen[small.pos])
        found: Floats = np.r_[chosen, count >= small.need].astype(np.float64)
        return found

    def mip(self, cuts: tuple[Row, ...] = (), tight: Sequence[Inequality] = ()) -> Mip:
        """Write the program; ``cuts`` are further rows over sites, ``tight`` over its columns."""
        small, model, k = self.small, self.model, len(self.small.free)
        n, parts = len(small.weight), _Rows(k + len(small.weight))
        parts.add_block(
            np.r_[small.row_of_pair, np.arange(n)],
            np.r_[small.pos, k + np.arange(n)],
            np.r_[np.ones(len(small.pos)), -small.need],
            n,
        )
        covered, everything = k + np.arange(n), np.zeros(n, bool)
        for weight, base, low in self._floors():
            counts = np.flatnonzero(weight)
            if low == base + int(weight.sum()):
                everything[counts] = True
            else:
                parts.add(covered[counts], weight[counts], low=low - base)
        if model.n_open is not None:
            left = model.n_open - int(model.is_open.sum())
            parts.add(np.arange(k), np.ones(k), low=left, high=left)
        for row in (*model.rows, *cuts):
            self._add(parts, row)
        for one in tight:
            parts.add(one.column, one.value, low=one.low)
        cost = np.r_[np.zeros(k), -small.weight / self.unit]
        if model.sense == "min":
            cost = np.r_[self._price / self.unit, np.zeros(n)]
        low = np.r_[np.zeros(k), everything]
        return parts.mip(cost, low, np.r_[np.ones(k, bool), small.need > 1])

    def _floors(self) -> list[tuple[Ints, int, int]]:
        """Weights of the rows, what is covered already, and how much is needed, for each floor."""
        small, model = self.small, self.model
        found = [
            (small.layers[:, f.layer], int(small.base_layers[f.layer]), f.low) for f in model.floors
        ]
        if model.target is not None:
            found.append((small.weight, small.base, model.target))
        return found

    def _add(self, parts: _Rows, row: Row) -> None:
        """Add a row over sites; what is fixed goes to the other side."""
        number = np.full(self.model.faces.n_site, -1)
        number[self.small.free] = np.arange(len(self.small.free))
        is_free = number[row.pos] >= 0
        fixed = int(row.coef[self.model.is_open[row.pos]].sum())
        parts.add(
            number[row.pos[is_free]],
            row.coef[is_free],
            low=-inf if row.low is None else row.low - fixed,
            high=inf if row.high is None else row.high - fixed,
        )


class _Rows:
    """Rows of a program, collected one after another."""

    def __init__(self, n_column: int) -> None:
        self._n_column, self._n_row = n_column, 0
        self._row: list[npt.NDArray[np.int64]] = []
        self._column: list[npt.NDArray[np.int64]] = []
        self._value: list[Floats] = []
        self._low: list[Floats] = []
        self._high: list[Floats] = []

    def add_block(self, row: Ints, column: Ints, value: Floats, n_row: int) -> None:
        """Add ``n_row`` rows that must be 0 or more."""
        self._row.append(row + self._n_row)
        self._column.append(column)
        self._value.append(value)
        self._low.append(np.zeros(n_row))
        self._high.append(np.full(n_row, inf))
        self._n_row += n_row

    def add(
        self, column: Ints, value: npt.NDArray[np.number], *, low: float = -inf, high: float = inf
    ) -> None:
        """Add one row; one of very large numbers in larger units, and wider by their rounding."""
        entry = value.astype(np.float64)
        unit, slack = row_unit(entry), 0.0
        if unit > 1:
            slack = float(np.abs(entry).sum()) * _ROUNDING
        self.add_block(np.zeros(len(column), np.int64), column, entry / unit, 1)
        self._low[-1] = np.array([(low - slack) / unit])
        self._high[-1] = np.array([(high + slack) / unit])

    def mip(self, cost: Floats, low: Floats, is_whole: npt.NDArray[np.bool_]) -> Mip:
        """Put the program together."""
        entry = (np.concatenate(self._row), np.concatenate(self._column))
        rows = csr_array((np.concatenate(self._value), entry), shape=(self._n_row, self._n_column))
        return Mip(
            cost,
            low,
            is_whole,
            rows.indptr,
            rows.indices,
            rows.data,
            np.concatenate(self._low),
            np.concatenate(self._high),
        )
