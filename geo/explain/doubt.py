"""Doubt: how sure a plan is where headcounts, venues, lists and walking speed may be wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.core import Errors, Plan, Reach
from geo.errors import InputError, StoppedError
from geo.explain.answers import ANSWERING, Answered, Draws
from geo.explain.draws import at_rank, how_often
from geo.explain.robust import least_worst
from geo.explain.trial import Drawn, Trial
from geo.solve import Asked, Progress
from geo.words import _, counted

__all__ = ["Doubt", "doubt"]

Open = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Doubt(Drawn):
    """What becomes of a plan over many draws.

    Attributes
    ----------
    errors, seed, n_draws, n_asked
        As of `Drawn`.
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
        least, and that regret. A venue that fell through is not replaced. `least_regret` looks
        through all plans.
    robust_open_ids
        All open sites of that plan.
    n_held
        How many plans were held against one another: all that were best in a draw, and the plan
        itself. One where there is no other, or a stop left no time for them.
    best
        Pairs of the number of a draw that has an answer and the value of its best plan; what
        `least_regret` begins with.
    """

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
    best: tuple[tuple[int, int], ...] = ()

    @property
    def n_answered(self) -> int:
        """Draws that all shares are of."""
        return self.n_draws - self.n_unanswered

    @property
    def has_held_any(self) -> bool:
        """Whether the plan was held against any other that was seen."""
        return self.n_held > 1

    def share(self, site_id: object) -> float:
        """Return the share of draws in which a site is chosen."""
        return dict(self.chosen).get(site_id, 0.0)

    def __str__(self) -> str:
        """Say it in a line, in the user's language."""
        found = {
            "share": self.best_share,
            "draws": counted.draws(self.n_answered),
            "low": self.low,
            "high": self.high,
            "middle": self.middle,
            "regret": self.worst_regret,
            "robust": self.robust_regret,
            "held": self.n_held,
            "seed": self.seed,
        }
        if self.has_held_any:
            said = _(
                "In {share:.0%} of {draws} the plan is as good as any; it covers {low:,} to "
                "{high:,} (middle {middle:,}) and falls short by {regret:,} at worst; of {held:,} "
                "plans compared the best falls short by {robust:,} at its worst (seed {seed}).",
                **found,
            )
        else:
            said = _(
                "In {share:.0%} of {draws} the plan is as good as any; it covers {low:,} to "
                "{high:,} (middle {middle:,}) and falls short by {regret:,} at worst (seed "
                "{seed}).",
                **found,
            )
        return said + self._unanswered() + self.ending()

    def _unanswered(self) -> str:
        if not self.n_unanswered:
            return ""
        return _(" In {n:,} more no plan could be made.", n=self.n_unanswered)


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
    Each draw is solved exactly. A plan that is held against draws keeps the conditions of the
    question as the data stand, not those of each draw.
    """
    if plan.problem.sense != "max" or n < 1:
        raise InputError(_("Doubt is asked of a question that maximises, in one draw or more."))
    trial = Trial(plan, reach, errors, n, seed)
    asked, watch = trial.asked(), trial.watch(limit_s, progress)
    draws, mine = Draws(trial, watch), trial.is_open
    answered = list(draws.answered(mine))
    if not answered:
        raise watch.late()
    watch.begin(ANSWERING, _("plans held against one another"))
    told = _told(draws, asked, mine, answered)
    return Doubt(errors, seed, len(answered), n, **told)


def _told(
    draws: Draws, asked: Asked, mine: Open, answered: Sequence[Answered | None]
) -> dict[str, Any]:
    """Tell what the draws say of the plan and of the others: fields of `Doubt`."""
    solved = [one for one in answered if one is not None]
    if not solved:
        raise StoppedError(_("No draw could be answered; allow more time, or smaller errors."))
    plans = _others(asked, mine, solved)
    robust, regret, n_held = mine, max(one.best - one.mine for one in solved), 1
    with suppress(StoppedError):
        robust, regret = least_worst(draws, mine, solved, plans)
        n_held += len(plans)
    values = np.array([one.mine for one in solved])
    low, middle, high = (int(at_rank(values, q)) for q in (0.05, 0.5, 0.95))
    sites = asked.reach.sites
    return {
        "n_unanswered": len(answered) - len(solved),
        "chosen": how_often([one.is_open for one in solved], sites),
        "best_share": float(np.mean([one.mine == one.best for one in solved])),
        "low": low,
        "middle": middle,
        "high": high,
        "worst_regret": max(one.best - one.mine for one in solved),
        "robust_ids": tuple(sites.ids[robust & ~sites.is_existing]),
        "robust_regret": regret,
        "robust_open_ids": tuple(sites.ids[robust]),
        "n_held": n_held,
        "best": tuple((one.number, one.best) for one in solved),
    }


def _others(asked: Asked, mine: Open, solved: list[Answered]) -> list[Open]:
    """List the other plans that were best, once each, those that were so most often first.

    One that the question does not allow is left out: a draw in which a required venue fell through
    has such plans.
    """
    often = Counter(one.is_open.tobytes() for one in solved)
    del often[mine.tobytes()]
    plans = [np.frombuffer(key, np.bool_) for key, _times in often.most_common()]
    return [plan for plan in plans if asked.model.holds(plan)]
