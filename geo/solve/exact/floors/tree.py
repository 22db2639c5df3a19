"""Branch and cut over the sites alone: the relaxation is made of hulls of floors.

Rows of demand do not appear: whatever a floor asks is asked by inequalities over its sites, each
valid in whole numbers, and every bound is proven from them in whole numbers. The most promising
node comes first, so that the least bound of the open ones is that of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats
from geo.solve.exact.compact import Compact
from geo.solve.exact.floors.hull import FloorHull, WholeRow
from geo.solve.exact.floors.ledger import Ledger, Limits
from geo.solve.exact.floors.part import parts_of
from geo.solve.exact.floors.relaxed import Relaxed
from geo.solve.exact.floors.start import Rounding
from geo.solve.exact.model import CoverModel
from geo.solve.progress import Watch

__all__ = ["LeastOfFloors", "least_of_floors"]

_ROUNDS = 4  # of cuts at a node below the root
_HAIR = 1e-6

Open = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class LeastOfFloors:
    """What the search came to.

    Attributes
    ----------
    is_open
        ``(n_site,)`` the best plan known, or None.
    bound
        No plan is better: proven in whole numbers.
    is_done
        Nothing is left to search: the plan is the best, or there is none.
    cuts
        Rows over free sites that every plan meets.
    """

    is_open: Open | None
    bound: int
    is_done: bool
    cuts: tuple[WholeRow, ...] = ()


def least_of_floors(
    model: CoverModel, small: Compact, start: Open | None, watch: Watch, *, limit_s: float
) -> LeastOfFloors:
    """Find the least sites, or as far as it comes.

    Parameters
    ----------
    model, small
        The question, for the least, and what is left of it.
    start
        ``(n_site,)`` a plan, or None.
    watch
        The caller's clock and stop button.
    limit_s
        Seconds after which to give up.
    """
    if not model.floors_hold(~model.is_closed):
        return LeastOfFloors(None, model.value(model.is_open), is_done=True)
    parts, n_missing = parts_of(model, small)
    if not parts:
        return LeastOfFloors(start, model.value(model.is_open), is_done=False)
    hulls = [FloorHull(part) for part in parts]
    tree = _Tree(_Asked(model, small, start), hulls, watch, Watch(limit_s), are_all=not n_missing)
    tree.run()
    return tree.found()


class _Asked(NamedTuple):
    """The question, what is left of it, and a plan, or None."""

    model: CoverModel
    small: Compact
    start: Open | None


class _Tree:
    def __init__(
        self,
        asked: _Asked,
        hulls: list[FloorHull],
        watch: Watch,
        clock: Watch,
        *,
        are_all: bool,
    ) -> None:
        model, small, start = asked
        self._model, self._small = model, small
        self._hulls, self._are_all = hulls, are_all
        self._watch, self._clock = watch, clock
        k = len(small.free)
        price = np.ones(k, np.int64) if model.price is None else model.price[small.free]
        self._settled = model.value(model.is_open)
        self._relaxed, self._ledger = Relaxed(model, small, price), Ledger(price)
        self._ledger.add(self._relaxed.rows)
        self._rounding = Rounding(model, small, price)
        self._cuts: list[WholeRow] = []
        self._best = start
        nothing = int(price.sum()) + 1  # no plan costs as much
        self._value = nothing if start is None else model.value(start) - self._settled
        self._bound, self._is_done = 0, False

    def found(self) -> LeastOfFloors:
        """Return what is known."""
        bound = min(self._bound, self._value) + self._settled
        return LeastOfFloors(self._best, bound, self._is_done, tuple(self._cuts))

    def run(self) -> None:
        """Explore nodes until none can hold anything better, or time is out."""
        k, number = len(self._small.free), count()
        heap = [(0, 0, next(number), Limits(np.zeros(k, bool), np.ones(k, bool)))]
        while heap and heap[0][0] < self._value:
            self._bound = heap[0][0]
            if not self._go_on():
                return
            bound, order, _number, limits = heappop(heap)
            below = self._look(limits, bound, is_root=not order)
            if below is None or (below and not self._is_whole):
                return
            for bound, limits in below:
                n_settled = int((limits.is_open | ~limits.may_open).sum())
                heappush(heap, (bound, -n_settled, next(number), limits))
        self._bound, self._is_done = self._value, True

    @property
    def _is_whole(self) -> bool:
        """Whether all floors are described by their hulls; else the tree grows too large."""
        return self._are_all and not any(hull.is_given_up for hull in self._hulls)

    def _go_on(self) -> bool:
        if self._best is None:
            may = self._watch.tick()
        else:
            may = self._watch.report(self._value + self._settled, self._bound + self._settled)
        return may and not self._clock.is_stopped

    def _look(
        self, limits: Limits, bound: int, *, is_root: bool
    ) -> list[tuple[int, Limits]] | None:
        """Close a node, or return what it branches into; None where time ends."""
        left = -1 if is_root else _ROUNDS
        while self._could_hold(limits.may_open):
            y, multiplier = self._relaxed.solve(limits, self._left_s) or (None, None)
            if not self._go_on():
                return None
            if y is None or multiplier is None:
                return self._branches(limits, bound, np.full(len(limits.is_open), 0.5))
            proven = self._ledger.proven(multiplier, limits, self._value)
            bound, limits = max(bound, proven.bound), proven.limits
            if is_root:
                self._bound = min(bound, self._value)
            self._keep(self._rounding.plan(y))
            if bound >= self._value:
                return []
            left -= 1
            rows = self._missed(y) if left else []
            if not rows or any(hull.is_given_up for hull in self._hulls):
                return self._branches(limits, bound, y)
            self._cuts += rows
            self._ledger.add(rows)
            self._relaxed.add(rows)
        return []

    @property
    def _left_s(self) -> float:
        return min(self._watch.left_s, self._clock.left_s)

    def _missed(self, y: Floats) -> list[WholeRow]:
        """Return rows that ``y`` breaks."""
        rows = []
        for hull in self._hulls:
            if hull.is_given_up or not self._go_on():
                break
            if (row := hull.cut(y, self._left_s)) is not None:
                rows.append(row)
        return rows

    def _branches(self, limits: Limits, bound: int, y: Floats) -> list[tuple[int, Limits]]:
        """Open, and close, the site that the relaxation is least decided about."""
        free = np.flatnonzero(limits.may_open & ~limits.is_open)
        if not len(free):
            self._keep(self._plan(limits.is_open))
            return []
        j = free[np.argmin(np.abs(y[free] - 0.5))]
        opened, closed = limits.is_open.copy(), limits.may_open.copy()
        opened[j], closed[j] = True, False
        return [(bound, Limits(opened, limits.may_open)), (bound, Limits(limits.is_open, closed))]

    def _could_hold(self, may_open: Open) -> bool:
        return self._model.floors_hold(self._plan(may_open))

    def _plan(self, chosen: Open) -> Open:
        is_open = self._model.is_open.copy()
        is_open[self._small.free[chosen]] = True
        return is_open

    def _keep(self, is_open: Open) -> None:
        """Keep a plan if it is allowed and the best so far."""
        if not self._model.holds(is_open):
            return
        value = self._model.value(is_open) - self._settled
        if value < self._value:
            self._best, self._value = is_open, value
