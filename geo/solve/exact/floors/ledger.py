"""Rows in whole numbers, and what multipliers prove from them, without any rounding.

For multipliers ``m_i >= 0`` of rows ``a_i @ y >= b_i`` that every plan meets::

    price @ y  >=  m @ b + sum of min over the allowed y_j of (price_j - (m @ a)_j) * y_j

whatever the multipliers are. They come from a linear program, in floating point, and are rounded to
whole multiples of a small unit first; all that follows is reckoned in endless whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.solve.exact.floors.hull import WholeRow

__all__ = ["Ledger", "Limits", "Proven"]

_FINE = 20  # multipliers are whole multiples of 2**-_FINE


class Limits(NamedTuple):
    """``(k,)`` sites that are open, and those that may be, in some plans."""

    is_open: npt.NDArray[np.bool_]
    may_open: npt.NDArray[np.bool_]


class Proven(NamedTuple):
    """What multipliers prove: ``bound`` of all plans within some limits, and narrower limits."""

    bound: int
    limits: Limits


class Ledger:
    """The rows known by now.

    Parameters
    ----------
    price
        ``(k,)`` whole price of each free site.
    """

    def __init__(self, price: Ints) -> None:
        self._price = [int(one) << _FINE for one in price.tolist()]
        self._unit = max(1, int(np.gcd.reduce(price))) if len(price) else 1
        self._rows: list[tuple[list[int], list[int], int]] = []

    def add(self, rows: Iterable[WholeRow]) -> None:
        """Write rows down, behind those before."""
        self._rows += [(row.site.tolist(), row.coef.tolist(), row.low) for row in rows]

    def proven(self, multiplier: Floats, limits: Limits, value: int) -> Proven:
        """Bound the price of all plans within limits, and drop choices that cannot beat ``value``.

        Parameters
        ----------
        multiplier
            ``(n_row,)`` in units of price.
        limits
            What is settled.
        value
            Price to beat.
        """
        left, total = list(self._price), 0
        for (site, coef, low), m in zip(self._rows, multiplier.tolist(), strict=True):
            whole = round(m * (1 << _FINE))
            if whole <= 0:
                continue
            total += whole * low
            for j, a in zip(site, coef, strict=True):
                left[j] -= whole * a
        is_open, may_open = limits.is_open.copy(), limits.may_open.copy()
        free = np.flatnonzero(may_open & ~is_open).tolist()
        total += sum(left[j] for j in np.flatnonzero(is_open).tolist())
        total += sum(min(left[j], 0) for j in free)
        for j in free:
            if self._in_full(total + abs(left[j])) >= value:
                is_open[j], may_open[j] = left[j] < 0, left[j] < 0
        return Proven(self._in_full(total), Limits(is_open, may_open))

    def _in_full(self, total: int) -> int:
        """Round up to what prices can add up to."""
        return -(-total // (self._unit << _FINE)) * self._unit
