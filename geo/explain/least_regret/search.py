"""Look through all plans for the one that loses least in its worst draw (min-max regret)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geo.core import Plan, Reach
from geo.core.arrays import Floats, Ints
from geo.errors import InputError, StoppedError
from geo.explain.answers import Draws
from geo.explain.doubt import Doubt
from geo.explain.least_regret.held import Held
from geo.explain.least_regret.swaps import swapped
from geo.explain.least_regret.value import LeastRegret
from geo.explain.least_regret.weights import hardest, whole
from geo.explain.trial import Trial
from geo.solve import Progress, Watch, best_on_average, good_in_each
from geo.words import _

__all__ = ["least_regret"]

_ROUNDS = 15  # of weighing the draws anew
_WEIGHED = 12  # draws that have a weight: each brings its faces along
_UNITS = 1000  # whole weights of all draws together
_NEW = 2  # draws that a plan which fails in them adds to those that the proof looks at


def least_regret(
    known: Doubt,
    plan: Plan,
    reach: Reach,
    *,
    limit_s: float | None = None,
    limit_steps: int | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> LeastRegret:
    """Find the plan that loses least in its worst draw, and what no plan can go below.

    Parameters
    ----------
    known
        The doubt about the plan: its draws are looked at.
    plan, reach
        As for `geo.explain.doubt`.
    limit_s
        Seconds after which the best plan found and the bound so far must do; None: no limit.
    limit_steps
        Steps of HiGHS after which the same, as `geo.solve.Watch` counts them; None: no limit. Where
        they end the search, and not the seconds, whoever asks again finds the same.
    progress
        Called now and then with a `geo.solve.Progress`; where it returns False the same.

    Raises
    ------
    InputError
        The doubt is of another plan, or holds no draws (a public one).
    StoppedError
        Time ran out before the plan itself was held against the draws.

    Notes
    -----
    For any weights of the draws, what a plan loses in its worst draw is no less than what it loses
    on average, and no less than what the best plan for that average loses: one covering question,
    answered exactly. Weights that make it large are those of a game (Averbakh 2001) between who
    picks the draw and who picks among the plans seen. What is left between that bound and the best
    plan is closed by asking for a plan that loses less in every draw, of which only those that
    failed some plan are written down; that there is none proves the plan. Plans keep the conditions
    of the question as the data stand.

    References
    ----------
    Averbakh, I. (2001). On the complexity of a class of combinatorial optimization problems with
    uncertainty. Mathematical Programming 90, 263-272.
    """
    if not known.best:
        raise InputError(_("This doubt holds no draws to look at; ask for it anew."))
    trial = Trial(plan, reach, known.errors, known.n_draws, known.seed)
    asked, watch = trial.asked(), trial.watch(limit_s, progress, limit_steps=limit_steps)
    held = Held(asked, Draws(trial, watch), known.best)
    own = int(held.take(trial.is_open).max())
    if own != known.worst_regret:
        raise InputError(_("This doubt is of another plan or other data; ask for it anew."))
    bound = _searched(held, known, watch)
    is_open = held.plans[held.first]
    return LeastRegret(
        asked.ids(is_open),
        asked.new_ids(is_open),
        regret=held.worst,
        bound=bound,
        own_regret=own,
        n_draws=len(known.best),
        seed=known.seed,
    )


def _searched(held: Held, known: Doubt, watch: Watch) -> int:
    """Search until a proof or the end of time; return what no plan can go below."""
    bound = [0]
    try:
        robust = np.zeros(len(held.asked.reach.sites), bool)
        robust[held.asked.reach.positions(known.robust_open_ids)] = True
        if held.asked.model.holds(robust):
            held.take(robust)
        swapped(held, watch, share=0.0)
        share = _weighed(held, bound, watch)
        swapped(held, watch, share=0.4)
        _proven(held, bound, share, watch)
    except StoppedError:
        pass  # what is known so far is the answer
    return bound[0]


def _weighed(held: Held, bound: list[int], watch: Watch) -> Floats:
    """Raise the bound by weights of the draws, and hold the plans that are best for them.

    Weights go half the way back to those of the best bound: alone those of the game leap about.
    """
    centre = np.zeros(0)
    for k in range(_ROUNDS):
        said = _("weighing the draws, round {k} of {n}", k=k + 1, n=_ROUNDS)
        if bound[0] >= held.worst or not watch.begin(0.1 + 0.3 * k / _ROUNDS, said):
            break
        share, least = hardest(held.regrets)
        times = whole((share + centre) / 2 if len(centre) else share, most=_WEIGHED, units=_UNITS)
        here = _average(held, times, watch)
        if here > bound[0] or not len(centre):
            bound[0], centre = max(here, bound[0]), times / times.sum()
        if least <= bound[0]:  # no weights whatever raise it further
            break
    return centre


def _average(held: Held, times: Ints, watch: Watch) -> int:
    """Answer the question over the draws, weighed; return the bound that it gives."""
    which = np.flatnonzero(times)
    faces = [held.draws.faces(held.numbers[k]) for k in which]
    model = held.asked.model
    found = best_on_average(model, faces, times[which], watch, seed=held.asked.seed)
    if found.is_open is not None:
        held.take(found.is_open)
    lost = sum(int(times[k]) * int(held.best[k]) for k in which) - found.bound
    return max(0, -(-lost // int(times.sum())))


def _proven(held: Held, bound: list[int], share: Floats, watch: Watch) -> None:
    """Ask for a plan that loses less than the best one in each draw, until there is none."""
    which = _telling(held, share)
    while bound[0] < held.worst:
        if not watch.begin(0.5, _("looking for a plan that loses less in each draw")):
            return
        most = held.worst - 1
        faces = [held.draws.faces(held.numbers[k]) for k in which]
        least = np.maximum(held.best[which] - most, 0)
        found = good_in_each(held.asked.model, faces, least, watch, seed=held.asked.seed)
        if found.is_impossible:
            bound[0] = held.worst
            return
        if found.is_open is None:
            return
        lost = held.take(found.is_open)
        fails = [int(k) for k in np.argsort(-lost, kind="stable")[:_NEW] if lost[k] > most]
        assert not set(fails) & set(which), "a plan that misses what was asked was about to be held"
        which += fails


def _telling(held: Held, share: Floats) -> list[int]:
    """List the draws that tell good plans from bad ones: those of weight, and each one's worst."""
    weighed = [int(k) for k in np.argsort(-share, kind="stable") if share[k] > 0]
    return list(dict.fromkeys([*weighed[: _WEIGHED // 2], *map(int, held.regrets.argmax(axis=1))]))
