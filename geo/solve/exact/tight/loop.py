"""Cutting planes: solve the relaxation, cut off what no plan can look like, solve on.

Beside the bound, every relaxation gives a plan: open the sites that it opens furthest, then swap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats
from geo.solve.engine.cover import Cover
from geo.solve.engine.swap import greedy_and_swap, shaken_swaps
from geo.solve.exact.compact import Compact
from geo.solve.exact.highs import Inequality, Lp
from geo.solve.exact.model import CoverModel
from geo.solve.exact.program import Program
from geo.solve.exact.tight.groups import groups_of
from geo.solve.exact.tight.hull import GroupHull
from geo.solve.exact.tight.rows import row_cuts
from geo.solve.progress import Watch

__all__ = ["Tightened", "tighten"]

_FEW = 50  # cuts of single rows; while there are more, groups are not looked at
_SLOW = 0.02  # of the gap: less progress from the groups than this, twice over, ends the loop
_SLACK = 1e-6  # rows further from their limit than this do no work
_SHAKES = 200

Open = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tightened:
    """What the cuts came to.

    Attributes
    ----------
    is_open
        ``(n_site,)`` the best plan known, or None.
    bound
        No plan is better.
    cuts
        Rows over the program's columns that every plan meets, and that hold the bound down.
    """

    is_open: Open | None
    bound: int
    cuts: tuple[Inequality, ...] = ()


def tighten(
    model: CoverModel, small: Compact, start: Open | None, watch: Watch, *, seed: int
) -> Tightened:
    """Cut the relaxation down as far as it goes fast, for a search that then starts from there.

    Parameters
    ----------
    model, small
        The question, and what is left of it.
    start
        ``(n_site,)`` a plan, or None.
    watch
        Clock and stop button.
    seed
        Seed of the shakes.
    """
    loop = _Loop(model, small, start, watch)
    loop.run()
    loop.shake(seed)
    return Tightened(loop.best, loop.bound, loop.working_cuts())


class _Loop:
    def __init__(self, model: CoverModel, small: Compact, start: Open | None, watch: Watch) -> None:
        self._model, self._small, self._watch = model, small, watch
        self._program = Program(model, small)
        self._lp = Lp(self._program.mip())
        self._x = np.zeros(0)
        self._hulls: list[GroupHull] | None = None
        self._cuts: list[Inequality] = []
        self.best, self.bound = start, self._program.trivial_bound

    def run(self) -> None:
        """Cut until nothing is left to cut, or progress is slow, or time is out."""
        n_slow, gap_before = 0, np.inf
        while n_slow < 2 and self._relax():
            cuts = row_cuts(self._small, *self._halves())
            if len(cuts) < _FEW:
                n_slow = n_slow + 1 if self._gap() > (1 - _SLOW) * gap_before else 0
                gap_before = self._gap()
                cuts += self._group_cuts()
            if not cuts:
                return
            self._cuts += cuts
            self._lp.add(cuts)

    def shake(self, seed: int) -> None:
        """Look for better plans near the last relaxation."""
        if not self._may_swap() or self.best is None or not len(self._x) or self._gap() <= 0:
            return
        picks = np.flatnonzero(self.best[self._small.free])
        chosen = shaken_swaps(
            self._cover(),
            picks,
            rounds=_SHAKES,
            seed=seed,
            share=self._halves()[0],
            need=self._small.need,
        )[1]
        self._keep(chosen)

    def working_cuts(self) -> tuple[Inequality, ...]:
        """Return the cuts that the last relaxation leans on."""
        if not len(self._x):
            return ()
        x = self._x
        return tuple(c for c in self._cuts if c.value @ x[c.column] < c.low + _SLACK)

    def _relax(self) -> bool:
        """Solve the relaxation and learn from it; return whether to go on."""
        if self._watch.is_stopped:
            return False
        x = self._lp.solve(self._watch.left_s)
        if x is None:
            return False
        self._x = x
        least = self._program.bound(self._lp.bound)
        is_max = self._model.sense == "max"
        self.bound = min(self.bound, least) if is_max else max(self.bound, least)
        if self._may_swap():
            y = self._halves()[0]
            picks = np.argsort(-y, kind="stable")[: self._n_new()]
            self._keep(greedy_and_swap(self._cover(), picks, self._small.need)[1])
        if self.best is None:
            return self._watch.tick()
        return self._watch.report(self._model.value(self.best), self.bound) and self._gap() > 0

    def _group_cuts(self) -> list[Inequality]:
        if self._hulls is None:
            first_row = len(self._small.free)
            self._hulls = [GroupHull(group, first_row) for group in groups_of(self._small)]
        cuts, halves = [], self._halves()
        for hull in self._hulls:
            if self._watch.is_stopped:
                break
            cut = hull.cut(*halves, self._watch.left_s)
            if cut is not None:
                cuts.append(cut)
        return cuts

    def _halves(self) -> tuple[Floats, Floats]:
        """Split the last relaxation into sites and rows."""
        n = len(self._small.free)
        return self._x[:n], self._x[n:]

    def _gap(self) -> float:
        """Return how far the best plan may be from the best there is; infinite without one."""
        return np.inf if self.best is None else abs(self.bound - self._model.value(self.best))

    def _may_swap(self) -> bool:
        """Say whether any choice of the right number of sites is a plan, and there is a choice."""
        model = self._model
        if model.target is not None or model.n_open is None or model.rows or model.floors:
            return False
        return 0 < self._n_new() < len(self._small.free)

    def _n_new(self) -> int:
        assert self._model.n_open is not None
        return self._model.n_open - int(self._model.is_open.sum())

    def _cover(self) -> Cover:
        small = self._small
        return Cover(small.start, small.pos.astype(np.int32), small.weight, len(small.free))

    def _keep(self, chosen: npt.NDArray[np.int64]) -> None:
        """Keep a plan of the free sites ``chosen`` if it is the best so far."""
        is_open = self._model.is_open.copy()
        is_open[self._small.free[chosen]] = True
        if self.best is None or self._model.value(is_open) > self._model.value(self.best):
            self.best = is_open
