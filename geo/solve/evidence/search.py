"""A small tree of settled sites, each end closed by multipliers of its relaxation."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.core import Certificate
from geo.core.arrays import Floats, frozen
from geo.solve.evidence.columns import Columns
from geo.solve.evidence.cuts import Cuts, tighten
from geo.solve.evidence.relaxation import Relaxation
from geo.solve.evidence.whole import Whole, closing
from geo.solve.progress import Watch

__all__ = ["KIND", "evidence_for"]

KIND = "lp-tree/1"
_LEAF, _BRANCH = 0, 1
_MOST_NODES = 5000
_ROOT_ROUNDS, _ROUNDS = 30, 2
_TRIAL_S = 0.5  # after which a tree must promise an end
_HOPE = 5  # times the seconds there are: as far as a promise may be out
_PARTS = ("by_face", "by_row", "by_floor")


def evidence_for(given: Columns, claim: int, watch: Watch) -> Certificate | None:
    """Prove that no plan is worth more than ``claim``; None where that takes too long."""
    grown = _Grown(given, claim, watch)
    k = len(given.small.free)
    stack = [(np.zeros(k), np.ones(k))]
    while stack:
        low, high = stack.pop()
        if grown.is_hopeless:
            return None
        y = grown.look(low, high, _ROOT_ROUNDS if not grown.node else _ROUNDS)
        if y is None:
            if grown.is_given_up:
                return None
            continue
        j = int(np.argmin(np.where(low == high, 2, np.abs(y - 0.5))))
        grown.node.append(_BRANCH)
        grown.site.append(int(given.small.free[j]))
        is_it = np.arange(k) == j
        stack += [(low, np.where(is_it, 0.0, high)), (np.where(is_it, 1.0, low), high)]
    return Certificate(KIND, grown.arrays())


class _Grown:
    """The tree as far as it has grown, a node before those below it."""

    def __init__(self, given: Columns, claim: int, watch: Watch) -> None:
        self._given, self._claim, self._watch = given, claim, watch
        self._relaxation, self._cuts = Relaxation(given), Cuts()
        self._leaves: list[Whole] = []
        self.node: list[int] = []
        self.site: list[int] = []
        self.is_given_up = False
        self._closed = 0.0  # share of the whole tree, a branch halving what is below it

    @property
    def is_hopeless(self) -> bool:
        """Whether, at the pace so far, the tree would take many times the seconds there are."""
        seconds = self._watch.seconds
        if seconds < _TRIAL_S or not self._leaves:  # a first dive tells nothing
            return False
        return self._closed * (seconds + self._watch.left_s) * _HOPE < seconds

    def look(self, low: Floats, high: Floats, rounds: int) -> Floats | None:
        """Close a node, or return how open its sites are so that one can be branched on."""
        for left in range(rounds, -1, -1):
            priced = None
            if not self._watch.is_stopped and len(self.node) < _MOST_NODES:
                priced = self._relaxation.solve(low, high, self._watch.left_s)
            if priced is None:
                break
            whole = closing(self._given, self._cuts, priced, low, high, claim=self._claim)
            if whole is not None:
                self.node.append(_LEAF)
                self._leaves.append(whole)
                self._closed += 0.5 ** int((low == high).sum())
                return None
            if not left or not tighten(self._given, self._relaxation, self._cuts, priced):
                break
        self.is_given_up = priced is None or bool((low == high).all())
        return None if priced is None or self.is_given_up else priced.y

    def arrays(self) -> dict[str, npt.NDArray[np.integer]]:
        """Return the arrays of the certificate; a leaf has nothing of cuts that came after it."""
        n_cut, leaves = len(self._cuts.face), self._leaves
        parts = {name: [getattr(leaf, name) for leaf in leaves] for name in _PARTS}
        parts["by_cut"] = [np.r_[leaf.by_cut, [0] * (n_cut - len(leaf.by_cut))] for leaf in leaves]
        parts["cut_omitted"] = [np.zeros(0, np.int64), *self._cuts.omitted]
        arrays = {name: frozen(np.concatenate(some), np.int64) for name, some in parts.items()}
        return arrays | {
            "node": frozen(self.node, np.int8),
            "site": frozen(self.site, np.int32),
            "cut_face": frozen(self._cuts.face, np.int32),
            "exponent": frozen([leaf.exponent for leaf in leaves], np.int8),
        }
