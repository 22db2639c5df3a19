"""Doubt: how sure a plan is where headcounts, venues, lists and walking speed may be wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.core import Plan, Reach, Sites
from geo.errors import InputError, StoppedError
from geo.explain.answers import Answered, Draws
from geo.explain.draws import Errors, at_rank, how_often
from geo.solve import Progress, Watch, ask_again
from geo.words import _

__all__ = ["Doubt", "doubt"]

Open = npt.NDArray[np.bool_]

_PLANS = 50  # plans held against one another, those that were best most often; all of them
_COUNTS = 50_000  # where plans times draws are fewer, and many draws are counted at once


@dataclass(frozen=True)
class Doubt:
    """What becomes of a plan over many draws.

    Attributes
    ----------
    errors, seed, n_draws
        What was drawn, from which seed, and how many times; `geo.explain.drawn` gives each draw
        again.
    n_asked
        How many draws were asked for; the time or a stop may have ended them after the first
        ``n_draws``, of which alone all that is told speaks.
    n_unanswered
        Draws in which no plan could be made at all (too many venues fell through); they count in
        nothing below.
    chosen
        Pairs of a site's id and the share of draws, 0..1, in which the best plan opens it, most
        often chosen first. Where the plan itself is still as good as any, it is the best plan.
    best_share
        Share of draws in which the plan is as good as any.
    low, middle, high
        What the plan covers in the 5 % worst, the middle and the 5 % best draws.
    worst_regret
        The most by which the plan falls short of the best plan of a draw.
    robust_ids, robust_regret
        Of the plans held against one another, the new sites of the one whose worst regret is
        least, and that regret. A venue that fell through is not replaced.
    robust_open_ids
        All open sites of that plan.
    n_held, has_held_all
        How many plans were held against one another, and whether these are all that were seen,
        or those that were best most often. One, and not all: a stop left no time for others.
    """

    errors: Errors
    seed: int
    n_draws: int
    n_unanswered: int
    chosen: tuple[tuple[object, float], ...]
    best_share: float
    low: int
    middle: int
    high: int
    worst_regret: int
    robust_ids: tuple[object, ...]
    robust_regret: int
    robust_open_ids: tuple[object, ...] = ()
    n_held: int = 0
    has_held_all: bool = True
    n_asked: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether as many draws were made as were asked for."""
        return self.n_draws >= self.n_asked

    @property
    def has_held_any(self) -> bool:
        """Whether the plan was held against any other that was seen."""
        return self.has_held_all or self.n_held > 1

    def share(self, site_id: object) -> float:
        """Return the share of draws in which a site is chosen."""
        return dict(self.chosen).get(site_id, 0.0)

    def __str__(self) -> str:
        """Say it in a line, in the user's language."""
        found = {
            "share": self.best_share,
            "n": self.n_draws,
            "low": self.low,
            "high": self.high,
            "middle": self.middle,
            "regret": self.worst_regret,
            "robust": self.robust_regret,
            "seed": self.seed,
        }
        if self.has_held_any:
            said = _(
                "In {share:.0%} of {n:,} draws the plan is as good as any; it covers {low:,} to "
                "{high:,} (middle {middle:,}) and falls short by {regret:,} at worst; the plan "
                "that loses least at worst falls short by {robust:,} (seed {seed}).",
                **found,
            )
        else:
            said = _(
                "In {share:.0%} of {n:,} draws the plan is as good as any; it covers {low:,} to "
                "{high:,} (middle {middle:,}) and falls short by {regret:,} at worst (seed "
                "{seed}).",
                **found,
            )
        if self.is_complete:
            return said
        return said + _(
            " Stopped after {n:,} of {asked:,} draws.", n=self.n_draws, asked=self.n_asked
        )


def doubt(
    plan: Plan,
    reach: Reach,
    errors: Errors,
    *,
    n: int = 200,
    seed: int = 0,
    limit_s: float | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Doubt:
    """Draw the data again and again as they might be, and answer the question each time.

    Parameters
    ----------
    plan
        The plan, proven best for a question that maximises.
    reach
        What it was made from; its cutoff must allow for people who walk farther.
    errors
        How wrong the data may be. Further weights of the question (columns) are taken as right.
    n
        Draws.
    seed
        Seed of the draws.
    limit_s
        Seconds after which the draws so far must do; None: no limit.
    progress
        Called now and then with a `geo.solve.Progress`; where it returns False the draws so far
        must do. They are the first ones of the seed: asking for as many gives them again.

    Raises
    ------
    InputError
        The question does not maximise, the plan is not proven best, was made from other data.
    RadiusError
        The radius of a draw lies beyond the reach's cutoff.
    StoppedError
        Time ran out before the first draw was answered, or no draw could be.

    Notes
    -----
    Each draw is solved exactly. Floors and distances are asked of the best plans, not of the plans
    that are held against them.
    """
    if plan.problem.sense != "max" or n < 1:
        raise InputError(_("Doubt is asked of a question that maximises, in one draw or more."))
    ask_again(plan, reach)
    farthest = max(plan.problem.radius_m, getattr(plan.problem, "far_m", 0.0))
    reach.check_radius(farthest * (1 + errors.speed_share))
    mine = np.zeros(len(reach.sites), bool)
    mine[reach.positions(plan.open_ids)] = True
    watch = Watch(limit_s, progress)
    watch.report(plan.value, plan.bound)
    draws = Draws(plan, reach, errors, n=n, seed=seed, watch=watch)
    answered = list(draws.answered(mine))
    if not answered:
        raise watch.late()
    told = _told(draws, mine, answered, reach.sites)
    return Doubt(errors, seed, len(answered), n_asked=n, **told)


def _told(
    draws: Draws, mine: Open, answered: Sequence[Answered | None], sites: Sites
) -> dict[str, Any]:
    """Tell what the draws say of the plan and of the others: fields of `Doubt`."""
    solved = [one for one in answered if one is not None]
    if not solved:
        raise StoppedError(_("No draw could be answered; allow more time, or smaller errors."))
    plans, regrets = _regrets(draws, mine, solved)
    best = int(regrets.max(axis=1).argmin())
    values = np.array([one.mine for one in solved])
    low, middle, high = (int(at_rank(values, q)) for q in (0.05, 0.5, 0.95))
    seen = {mine.tobytes(), *(one.is_open.tobytes() for one in solved)}
    return {
        "n_unanswered": len(answered) - len(solved),
        "chosen": how_often([one.is_open for one in solved], sites),
        "best_share": float(np.mean([one.mine == one.best for one in solved])),
        "low": low,
        "middle": middle,
        "high": high,
        "worst_regret": int(regrets[0].max()),
        "robust_ids": tuple(sites.ids[plans[best] & ~sites.is_existing]),
        "robust_regret": int(regrets[best].max()),
        "robust_open_ids": tuple(sites.ids[plans[best]]),
        "n_held": len(plans),
        "has_held_all": len(plans) == len(seen),
    }


def _regrets(
    draws: Draws, mine: Open, solved: list[Answered]
) -> tuple[list[Open], npt.NDArray[np.int64]]:
    """Hold plans seen against every draw, that in doubt first: ``(n_plan, n_draw)``.

    It stands alone where no time is left for the others.
    """
    often = Counter(one.is_open.tobytes() for one in solved)
    most = max(_PLANS, _COUNTS // len(solved)) if draws.are_quick else _PLANS
    others = [key for key, _times in often.most_common(most) if key != mine.tobytes()]
    plans = [mine, *(np.frombuffer(key, bool) for key in others)]
    try:
        values = draws.worth(plans, [one.number for one in solved])
    except StoppedError:
        plans, values = [mine], np.array([[one.mine for one in solved]])
    best = np.array([one.best for one in solved])
    return plans, np.maximum(best - values, 0)
