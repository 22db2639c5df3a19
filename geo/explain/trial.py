"""A plan put to the test: what it was made from, what may be wrong with that, how often drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core import Errors, Plan, Reach, farthest_m
from geo.explain.draws import Draw, drawn
from geo.solve import Asked, Progress, Watch, ask_again
from geo.words import _

__all__ = ["Drawn", "Trial"]

Open = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Trial:
    """What every doubt is asked of.

    Attributes
    ----------
    plan, reach
        The plan, proven best, and what it was made from.
    errors
        How wrong the data may be.
    n, seed
        Draws, and the seed of all of them.
    """

    plan: Plan
    reach: Reach
    errors: Errors
    n: int
    seed: int

    def asked(self) -> Asked:
        """Put the question to the data as they stand.

        Raises
        ------
        InputError
            The plan is not proven best, or was made from other data.
        RadiusError
            The radius of a draw lies beyond the reach's cutoff.
        """
        asked = ask_again(self.plan, self.reach)
        problem = self.plan.problem
        self.reach.check_radius(farthest_m(problem) * (1 + self.errors.speed_share))
        return asked

    def watch(
        self,
        limit_s: float | None,
        progress: Callable[[Progress], bool | None] | None,
        *,
        limit_steps: int | None = None,
    ) -> Watch:
        """Start the clock; the plan is what is known so far."""
        watch = Watch(limit_s, progress, limit_steps=limit_steps)
        watch.report(self.plan.value, self.plan.bound)
        return watch

    @property
    def is_open(self) -> Open:
        """``(n_site,)`` what the plan opens."""
        found = np.zeros(len(self.reach.sites), bool)
        found[self.reach.positions(self.plan.open_ids)] = True
        return found

    def draw(self, number: int) -> Draw:
        """Make one draw."""
        return drawn(self.errors, self.reach, seed=self.seed, number=number)


@dataclass(frozen=True)
class Drawn:
    """What every answer of a doubt says of its draws.

    Attributes
    ----------
    errors, seed, n_draws
        What was drawn, from which seed, and how many times; `geo.explain.drawn` gives each draw
        again.
    n_asked
        How many draws were asked for; the time or a stop may have ended them after the first
        ``n_draws``, of which alone all that is told speaks.
    """

    errors: Errors
    seed: int
    n_draws: int
    n_asked: int

    @property
    def is_complete(self) -> bool:
        """Whether as many draws were made as were asked for."""
        return self.n_draws >= self.n_asked

    def ending(self) -> str:
        """Say that draws were cut short, if they were."""
        if self.is_complete:
            return ""
        return _(" Stopped after {n:,} of {asked:,} draws.", n=self.n_draws, asked=self.n_asked)
