"""Doubt about a target: how sure the fewest homes are to reach it where the data may be wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.core import Errors, Plan, Reach, Sites
from geo.errors import InfeasibleError, InputError, StoppedError
from geo.explain.draws import Draw, at_rank, how_often
from geo.explain.trial import Drawn, Trial
from geo.solve import Found, Progress, SetCover, Watch, ask
from geo.solve.conditions import covered_worth
from geo.words import _, counted

__all__ = ["TargetDoubt", "doubt_target"]

Open = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class TargetDoubt(Drawn):
    """What becomes of a plan of the fewest sites over many draws.

    Attributes
    ----------
    errors, seed, n_draws, n_asked
        As of `Drawn`.
    met_share
        Share of draws, 0..1, in which what is left of the plan still reaches its target and meets
        its other conditions.
    low, middle, high
        The share of what the question counts that the plan covers, 0..1, in the 5 % worst, the
        middle and the 5 % best draws.
    fewest
        Pairs of a number of open sites, those of today included, and the share of all draws in
        which so many are the fewest that reach the target; ascending.
    beyond_share
        Share of draws in which no choice of sites does.
    chosen
        Pairs of a site's id and the share, 0..1, of the draws with an answer in which the fewest
        sites have it, most often first. Where what is left of the plan is one of the answers it is
        taken; else any of those with as few sites.
    """

    met_share: float
    low: float
    middle: float
    high: float
    fewest: tuple[tuple[int, float], ...]
    beyond_share: float
    chosen: tuple[tuple[object, float], ...]

    def __str__(self) -> str:
        """Say it in a line, in the user's language."""
        said = _(
            "In {met:.0%} of {draws} the plan still reaches its target; it covers {low:.1%} to "
            "{high:.1%} (middle {middle:.1%}; seed {seed}).",
            met=self.met_share,
            draws=counted.draws(self.n_draws),
            low=self.low,
            high=self.high,
            middle=self.middle,
            seed=self.seed,
        )
        said += self._takes()
        if self.beyond_share:
            said += _(
                " In {share:.0%} of the draws no choice of venues reaches it.",
                share=self.beyond_share,
            )
        return said + self.ending()

    def _takes(self) -> str:
        """Say how many homes reach the target."""
        if not self.fewest:
            return ""
        few, many = self.fewest[0][0], self.fewest[-1][0]
        if many == 1:
            return _(" To reach it 1 home is needed in all.")
        if few == many:
            return _(" To reach it {n:,} homes are needed in all.", n=few)
        return _(" To reach it {few:,} to {many:,} homes are needed in all.", few=few, many=many)


def doubt_target(
    plan: Plan,
    reach: Reach,
    errors: Errors,
    *,
    n: int = 200,
    seed: int = 0,
    limit_s: float | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> TargetDoubt:
    """Draw the data again and again as they might be, and ask each time for the fewest sites.

    Parameters
    ----------
    plan
        The plan, proven to have the fewest sites for a share of the people.
    reach, errors, n, seed, limit_s, progress
        As of `doubt`.

    Raises
    ------
    InputError
        The question is another one, the plan is not proven best, was made from other data.
    RadiusError
        The radius of a draw lies beyond the reach's cutoff.
    StoppedError
        Time ran out before the first draw was answered.

    Notes
    -----
    Each draw is solved exactly. The target is the same share, of the people of that draw.
    """
    if not isinstance(plan.problem, SetCover) or n < 1:
        raise InputError(
            _("This doubt is asked of the fewest sites for a share, in one draw or more.")
        )
    trial = Trial(plan, reach, errors, n, seed)
    trial.asked()  # refuses what cannot be asked
    watch = trial.watch(limit_s, progress)
    answered = list(_answered(trial, watch))
    if not answered:
        raise watch.late()
    return TargetDoubt(errors, seed, len(answered), n, **_told(answered, reach.sites))


def _told(answered: list[_Answered], sites: Sites) -> dict[str, Any]:
    """Tell what the draws say of the plan and of the fewest sites: fields of `TargetDoubt`."""
    shares = np.array([one.share for one in answered])
    low, middle, high = (float(at_rank(shares, q)) for q in (0.05, 0.5, 0.95))
    solved = [one.is_open for one in answered if one.is_open is not None]
    counts = Counter(int(is_open.sum()) for is_open in solved)
    return {
        "met_share": float(np.mean([one.is_met for one in answered])),
        "low": low,
        "middle": middle,
        "high": high,
        "fewest": tuple((k, counts[k] / len(answered)) for k in sorted(counts)),
        "beyond_share": 1 - len(solved) / len(answered),
        "chosen": how_often(solved, sites),
    }


@dataclass(frozen=True, eq=False)
class _Answered:
    """What the plan is worth in a draw, and the fewest sites there; None: no choice will do."""

    share: float
    is_met: bool
    is_open: Open | None


def _answered(trial: Trial, watch: Watch) -> Iterator[_Answered]:
    """Answer draw after draw until time runs out."""
    n, mine = trial.n, trial.is_open
    for number in range(n):
        if not watch.begin(number / n, _("draw {k} of {n}", k=number + 1, n=n)):
            return
        draw = trial.draw(number)
        try:
            yield _answer(trial, mine & ~draw.is_gone, draw, watch)
        except StoppedError:
            return


def _answer(trial: Trial, stands: Open, draw: Draw, watch: Watch) -> _Answered:
    """Say how what is left of the plan stands in a draw, and what the fewest sites are there."""
    there, question = draw.reach(trial.reach), draw.question(trial.plan.problem)
    people = question.people(there.demand)
    got = covered_worth(
        there, stands, people, radius_m=question.radius_m, times=question.times
    )  # fmt: skip
    is_met = question.is_feasible(there, stands)
    found: Found | None
    try:
        found = ask(question, there, seed=trial.plan.seed).best(watch)
    except InfeasibleError:
        found = None
    is_open = None if found is None else found.is_open
    if found is not None and is_met and int(stands.sum()) == found.value:
        is_open = stands
    return _Answered(got / max(int(people.sum()), 1), is_met, is_open)
