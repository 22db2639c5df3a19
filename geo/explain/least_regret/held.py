"""Plans held against every draw: what each loses in each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints
from geo.explain.answers import Draws
from geo.solve import Asked

__all__ = ["Held", "Open"]

Open = npt.NDArray[np.bool_]


class Held:
    """The plans looked at so far.

    Attributes
    ----------
    asked
        The question, put to the data as they stand; plans keep its conditions.
    draws, numbers, best
        The draws, the numbers of those with an answer, and ``(n_draw,)`` what the best plan of each
        is worth there.
    plans, regrets
        The plans, and ``(n_plan, n_draw)`` what each loses.
    """

    def __init__(self, asked: Asked, draws: Draws, best: Sequence[tuple[int, int]]) -> None:
        self.asked, self.draws = asked, draws
        self.numbers = [number for number, _value in best]
        self.best: Ints = np.array([value for _number, value in best], np.int64)
        self.plans: list[Open] = []
        self.regrets: Ints = np.zeros((0, len(best)), np.int64)

    @property
    def first(self) -> int:
        """Position of the plan that loses least in its worst draw; of equals the first one."""
        return int(self.regrets.max(axis=1).argmin())

    @property
    def worst(self) -> int:
        """What that plan loses there."""
        return int(self.regrets[self.first].max())

    def losses(self, plans: list[Open], which: Ints | None = None) -> Ints:
        """Count what plans lose in some draws, or in all: ``(n_plan, n_draw)``."""
        every = np.arange(len(self.numbers)) if which is None else which
        value = self.draws.worth(plans, [self.numbers[k] for k in every])
        return np.asarray(np.maximum(self.best[every] - value, 0))

    def take(self, plan: Open) -> Ints:
        """Hold one more plan against all draws; return what it loses in each."""
        self.regrets = np.vstack([self.regrets, self.losses([plan])])
        self.plans.append(plan)
        return np.asarray(self.regrets[-1])
