"""What one zone earns at most, for every number of its sites, and the proof of it."""

from __future__ import annotations

import numpy as np

from geo.core.arrays import Floats, Ints
from geo.scale.country.exact import best_choice
from geo.scale.country.zones.writing import Part, part
from geo.solve.engine.cover import Cover
from geo.solve.engine.integer import Multipliers, coarsest, finest, priced, rounded
from geo.solve.engine.proof import Twig, proven
from geo.solve.engine.relax import relax
from geo.solve.engine.swap import greedy_and_swap

__all__ = ["Zone"]

_MOST_BATCHES = 40  # of nodes for each number of sites
_AGAIN = 2  # relaxations; multipliers are sharp near the number they are made for
_COARSER = 1e-5  # share of a list's bound given up for shorter numbers
_SLACK = 1e-4  # share of what is covered that is given up for shorter trees


class Zone:
    """A zone while its proof grows; numbers of sites up to ``most``.

    Attributes
    ----------
    bound
        What is proven so far: no choice of sites earns more.
    """

    def __init__(self, cover: Cover, price: int, most: int) -> None:
        self._cover, self._total = cover, int(cover.weight.sum())
        self._cost = price * np.arange(most + 1)
        self._covers = np.where(np.arange(most + 1) > 0, self._total, 0)
        self._lists: list[tuple[Multipliers, Ints]] = []
        self._trees: dict[int, Twig] = {}
        self.bound = int(self._earns.max())

    @property
    def _earns(self) -> Ints:
        return self._covers - self._cost

    @property
    def _peak(self) -> int:
        """The number of sites that may earn most, as far as something is to be chosen."""
        return int(np.clip(np.argmax(self._earns), 1, self._cover.n_site - 1))

    @property
    def _is_choice(self) -> bool:
        return self._cover.n_site > 1 and self._total > 0

    def multiply(self, lam: Floats) -> None:
        """Bound every number of sites by multipliers."""
        if not self._is_choice:
            return
        cover, unit = self._cover, finest(self._total, self._cover.n_site)
        fine = _covers(cover, rounded(lam, cover, unit), len(self._cost))
        p = int(np.clip(np.argmax(fine - self._cost), 1, cover.n_site - 1))
        limit = int(fine[p] + fine[p] * _COARSER)
        by = coarsest(cover, p, lam, limit=limit, finest=unit)
        covers = _covers(cover, by, len(self._cost))
        self._lists.append((by, covers))
        self._covers = np.minimum(self._covers, covers)
        self.bound = int(self._earns.max())

    def search(self) -> None:
        """Search exactly each number of sites that may earn more than what is known to be."""
        if not self._is_choice:
            return
        goal = self._near_best()
        self.bound = 0
        for k in np.argsort(-self._earns, kind="stable").tolist():
            most, cost = int(self._earns[k]), int(self._cost[k])
            if most <= max(goal, self.bound):
                self.bound = max(self.bound, most)
                break
            none = np.zeros(0, np.int64)
            found = best_choice(self._cover, k, none, goal + cost, batches=_MOST_BATCHES)
            self._trees[k] = found.proof
            # What is no better than the goal was not looked at: the tree proves no less.
            goal = max(goal, found.plan.value - cost)
            self.bound = max(self.bound, min(most, max(goal, proven(found.proof) - cost)))

    def _near_best(self) -> int:
        """Relax near the peak; return a little more than is earned by the best choice met."""
        best = 0
        for _again in range(_AGAIN):
            p = self._peak
            solved = relax(self._cover, p, value=0.0)
            self.multiply(solved.lam)
            picks = np.argsort(-solved.y, kind="stable")[:p]
            value = greedy_and_swap(self._cover, picks)[0]
            best = max(best, value - int(self._cost[p]) + int(value * _SLACK))
        return best

    def written(self, site: Ints) -> Part:
        """Write down what proves ``bound``, and no more; ``site`` are the numbers of the sites."""
        limit = self.bound + self._cost
        left = np.where(np.arange(len(limit)) > 0, self._total, 0) > limit
        lists = []
        for by, covers in reversed(self._lists):
            if (left & (covers <= limit)).any():
                lists.append(by)
                left &= covers > limit
        trees = [(self._trees[k], int(limit[k])) for k in np.flatnonzero(left).tolist()]
        return part(site, self.bound, lists=lists, trees=trees)


def _covers(cover: Cover, by: Multipliers, n: int) -> Ints:
    """Bound what 0, 1, ... ``n - 1`` sites cover."""
    said = priced(cover, by)
    best = np.concatenate([[0], np.cumsum(np.sort(said.rho)[::-1])])[:n]
    covers = np.asarray((said.rest + best) // said.scale, np.int64)
    covers[0] = 0
    return covers
