"""One way through: question, model, search, plan scored by the question's own definition."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
import numpy.typing as npt

from geo.core import Plan, Problem, Reach, data_digest
from geo.errors import InfeasibleError, InputError, StoppedError
from geo.solve.blame import blame
from geo.solve.conditions import Conditions, covered_worth
from geo.solve.evidence import with_evidence
from geo.solve.exact import Answer, answer, greedy_answer
from geo.solve.exact.question import Question
from geo.solve.progress import Progress, Watch
from geo.words import _

__all__ = ["greedy", "solve"]


def solve(
    problem: Problem,
    reach: Reach,
    limit_s: float | None = None,
    seed: int = 0,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Plan:
    """Answer ``problem`` with the best plan and a bound that nothing can beat.

    Parameters
    ----------
    problem
        The question.
    reach
        The demand, the sites, and the metres between them.
    limit_s
        Seconds after which the best plan found is kept, with the gap it may have; None: no limit.
    seed
        Seed of every random step.
    progress
        Called now and then with a `Progress`; the search stops where it returns False.

    Raises
    ------
    InputError
        The question does not fit the data.
    InfeasibleError
        No plan can answer the question; the error names who is out of reach and what would do.
    StoppedError
        Time ran out before any allowed plan was found.

    Examples
    --------
    >>> from geo.core import Demand, Sites
    >>> from geo.solve import MaxCover
    >>> from geo.travel import Straight
    >>> demand = Demand.from_arrays([0, 100, 900], [0, 0, 0], [5, 5, 8], ids=["a", "b", "c"])
    >>> sites = Sites.from_arrays([50, 900], [0, 0], ids=["hall", "park"])
    >>> plan = solve(MaxCover(new=1, radius_m=200), Straight().reach(demand, sites))
    >>> plan.open_ids, plan.value, plan.bound, plan.status
    (('hall',), 10, 10, 'optimal')
    """
    watch = Watch(limit_s, progress)
    question = _checked(problem, reach)
    model = question.model(reach, watch)
    found = with_evidence(model, answer(model, watch, seed=seed), watch)
    if found.is_infeasible:
        raise InfeasibleError(blame(question, reach))
    if found.is_open is None:
        raise StoppedError(
            _(
                "Stopped after {seconds:.1f} s, before any plan that meets all conditions was "
                "found; give more time or ease a condition.",
                seconds=watch.seconds,
            )
        )
    return _plan(question, reach, found, found.is_open, seconds=watch.seconds, seed=seed)


def greedy(problem: Problem, reach: Reach) -> Plan:
    """Open sites one after another, each time the one that adds most: what people do by hand.

    The plan's bound is the one that needs no search, so it is seldom proven best.

    Raises
    ------
    InputError, InfeasibleError
        As `solve`.
    StoppedError
        Opening one after another ends where a condition is broken.
    """
    watch = Watch()
    question = _checked(problem, reach)
    found = greedy_answer(question.model(reach))
    if found.is_open is None:
        raise StoppedError(
            _("Opening sites one after another breaks a condition; only the exact search can say.")
        )
    return _plan(question, reach, found, found.is_open, seconds=watch.seconds, seed=0)


def _checked(problem: Problem, reach: Reach) -> Question:
    """Refuse empty data and what is no question."""
    if not len(reach.demand):
        raise InputError(_("There is no demand: the list of firms is empty."))
    if not len(reach.sites):
        raise InputError(
            _("There is no site to choose from: add venues, or let candidates be made.")
        )
    if not isinstance(problem, Conditions):
        raise InputError(
            _("{problem!r} is not a question; make one, for instance MaxCover.", problem=problem)
        )
    question = cast("Question", problem)
    if not question.people(reach.demand).any():
        raise InputError(_("Every weight is 0, so there is nobody to cover."))
    return question


def _plan(
    problem: Question,
    reach: Reach,
    found: Answer,
    is_open: npt.NDArray[np.bool_],
    *,
    seconds: float,
    seed: int,
) -> Plan:
    """Score the decision by the question's definition and put the evidence beside it."""
    sites = reach.sites
    assert problem.is_feasible(reach, is_open), (
        "a plan that breaks its question was about to be given"
    )
    value = problem.value(reach, is_open)
    old, new = (
        np.flatnonzero(is_open & sites.is_existing),
        np.flatnonzero(is_open & ~sites.is_existing),
    )
    return Plan(
        problem=problem,
        open_ids=(*sites.ids[old], *sites.ids[new]),
        new_ids=tuple(sites.ids[new]),
        value=value,
        bound=found.bound,
        status="optimal" if value == found.bound else "feasible",
        total=reach.demand.total,
        covered_before=_people(problem, reach, sites.is_existing),
        covered=_people(problem, reach, is_open),
        certificate=found.certificate,
        mode=reach.mode,
        seconds=seconds,
        seed=seed,
        data_digest=data_digest(reach.demand, sites),
        most=None if (most := problem.full_value(reach.demand)) == reach.demand.total else most,
    )


def _people(problem: Question, reach: Reach, is_open: npt.NDArray[np.bool_]) -> int:
    """Count the people covered, whatever else the question counts."""
    if not is_open.any():  # as where nothing exists yet: no need to look at every firm
        return 0
    people = reach.demand.weight
    return covered_worth(reach, is_open, people, radius_m=problem.radius_m, times=problem.times)
