"""What else is asked about a plan for its document, each question within a time of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from geo.core import Proposal, Reach, farthest_m
from geo.errors import InfeasibleError, InputError, StoppedError
from geo.explain import (
    Compliance,
    Doubt,
    Fairness,
    LeastRegret,
    Levels,
    LevelWish,
    Menu,
    OpenHours,
    Phases,
    TargetDoubt,
    WhyNot,
    asked_in_years,
    compliance,
    curve,
    fairness,
    levels,
    menu,
    open_hours,
    phases,
    why_not,
)
from geo.export.report.asked.drawn import LIMIT_S, as_good, in_doubt
from geo.export.report.asked.levels import asked_levels, has_levels, stations_of
from geo.export.report.asked.norm import asked_of_areas
from geo.export.report.asked.years import asked_years, is_phased
from geo.norms import Norm, asked_norm
from geo.solve import PROBLEMS, MaxCover, Watch
from geo.words import N_

__all__ = [
    "MOST_PLANS",
    "QUESTIONS",
    "WITHIN_SHARE",
    "Findings",
    "find",
]

WITHIN_SHARE = 0.02
"""How much worse than the best the plans of the menu may be."""

MOST_PLANS = 5
"""Plans of the menu."""

QUESTIONS = {
    "norm": N_("the check against the norm"),
    "curve": N_("what more or fewer homes would cover"),
    "phases": N_("the order over the years"),
    "menu": N_("the near-best plans"),
    "rivals": N_("why not other venues"),
    "fairness": N_("the balance between the streets"),
    "levels": N_("homes and stations together"),
    "doubt": N_("how the plan stands where the lists are wrong"),
}
"""What is asked about a plan, in the order of the document, translated where it is shown."""

_RIVALS, _POINTS = 3, 10

Found = TypeVar("Found")


@dataclass(frozen=True, eq=False)
class Findings:
    """Answers about one plan; None where the question does not arise or could not be answered.

    Attributes
    ----------
    curve
        Pairs of a number of new sites and the most that so many can cover, proven.
    as_good
        Pairs of a way of choosing and the share of draws in which it is as good as the plan.
    doubt, least, target
        How the plan stands where the lists are wrong, and the plan that loses least there; of the
        fewest sites for a share, how they stand.
    late
        Keys of `QUESTIONS`: what was asked, and not answered within its time.
    no_years
        Whether no plan can keep to the years as the study sets them.
    """

    curve: tuple[tuple[int, int], ...] = ()
    menu: Menu | None = None
    rivals: tuple[WhyNot, ...] = ()
    fairness: Fairness | None = None
    levels: Levels | None = None
    phases: Phases | None = None
    compliance: Compliance | None = None
    doubt: Doubt | None = None
    least: LeastRegret | None = None
    target: TargetDoubt | None = None
    as_good: tuple[tuple[str, float], ...] = ()
    hours: OpenHours | None = None
    late: tuple[str, ...] = ()
    no_years: bool = False


def find(proposal: Proposal, norm_name: str = "", *, limit_s: float = LIMIT_S) -> Findings:
    """Ask everything that a document of this plan can say.

    Parameters
    ----------
    proposal
        The plan and its study.
    norm_name
        Norm to hold it against, with the figures that the study changed; empty: none.
    limit_s
        Seconds for each question.

    Raises
    ------
    InputError
        There is no such norm.
    """
    rule = asked_norm(norm_name, proposal.norm) if norm_name else None
    plan, study = proposal.plan, proposal.study
    if not isinstance(
        plan.problem, PROBLEMS
    ):  # a question of the caller's own cannot be asked anew
        return Findings()
    reach = plan.mode.reach(study.demand, study.sites, _cutoff_m(proposal, rule))
    radius = plan.problem.radius_m
    clock = _Asked()
    found = Findings(
        compliance=_held(rule, reach, proposal, limit_s, clock) if rule else None,
        hours=open_hours(reach, radius, plan.open_ids) if "hours" in study.sites.table else None,
    )
    if plan.status != "optimal":  # what follows is asked of the best plan only
        return found
    answers = replace(
        found,
        curve=clock.answer("curve", lambda: _curve(proposal, reach, limit_s, clock)) or (),
        menu=clock.answer(
            "menu",
            lambda: menu(plan, reach, n=MOST_PLANS, within_share=WITHIN_SHARE, limit_s=limit_s),
        ),
        rivals=_rivals(proposal, reach, limit_s, clock),
        fairness=_fair(proposal, reach, limit_s, clock),
        levels=_leveled(proposal, reach, limit_s, clock),
        phases=_phased(proposal, reach, limit_s, clock),
        as_good=as_good(proposal),
        **in_doubt(proposal, reach, limit_s=limit_s, answer=clock.answer),
    )
    is_refused = answers.phases is None and "phases" not in clock.late
    return replace(
        answers,
        late=tuple(name for name in QUESTIONS if name in clock.late),
        no_years=is_refused and proposal.years is not None and is_phased(proposal),
    )


class _Asked:
    """Asks, and keeps in mind for what time was too short."""

    def __init__(self) -> None:
        self.late: set[str] = set()

    def answer(self, name: str, asked: Callable[[], Found]) -> Found | None:
        """Answer a question, or say that it has no answer here."""
        try:
            return asked()
        except (InputError, InfeasibleError):
            return None
        except StoppedError:
            self.late.add(name)
            return None


def _cutoff_m(proposal: Proposal, rule: Norm | None) -> float | None:
    """Say how far to walk: as far as any of the questions looks."""
    plan = proposal.plan
    if plan.mode.name != "street":
        return None
    norm_m = float((rule and rule.number("radius_m")) or 0.0)
    stations_m = asked_levels(proposal).radius_m if has_levels(proposal) else 0.0
    return 2 * max(farthest_m(plan.problem), norm_m, stations_m)


def _leveled(proposal: Proposal, reach: Reach, limit_s: float, clock: _Asked) -> Levels | None:
    """Ask for new homes and new stations together."""
    if not has_levels(proposal):
        return None
    asked = asked_levels(proposal)
    homes = LevelWish(asked.homes, proposal.plan.problem.radius_m, asked.home_weight)
    stations = LevelWish(asked.stations, asked.radius_m, asked.station_weight)
    known = stations_of(proposal)
    return clock.answer(
        "levels", lambda: levels(reach, homes, stations, station_ids=known, limit_s=limit_s)
    )


def _held(
    rule: Norm, reach: Reach, proposal: Proposal, limit_s: float, clock: _Asked
) -> Compliance | None:
    """Hold the norm against the plan, as the study sets it."""
    by = "street" if "street" in reach.demand.table else ""
    kind = asked_of_areas(proposal, rule, by)
    ids = proposal.plan.open_ids
    return clock.answer(
        "norm", lambda: compliance(rule, reach, ids, by=by, limit_s=limit_s, **kind)
    )


def _curve(
    proposal: Proposal, reach: Reach, limit_s: float, clock: _Asked
) -> tuple[tuple[int, int], ...]:
    """Answer the question for other numbers of new sites, as far as time allows."""
    problem = proposal.plan.problem
    if not isinstance(problem, MaxCover) or not problem.new:
        return ()
    most = int(reach.sites.is_usable.sum())
    least = max(1, int(reach.sites.is_required.sum()))
    wanted = np.unique(np.linspace(least, min(most, 2 * problem.new + 2), 12).round().astype(int))
    known = {
        0: problem.value(reach, reach.sites.is_existing),
        problem.new: proposal.plan.value,
    }
    watch = Watch(limit_s)
    others = curve(problem, reach, news=set(wanted.tolist()) - set(known), limit_s=limit_s)
    if watch.is_stopped:
        clock.late.add("curve")
    return tuple(sorted((known | {one.new: one.value for one in others if one.is_proven}).items()))


def _rivals(proposal: Proposal, reach: Reach, limit_s: float, clock: _Asked) -> tuple[WhyNot, ...]:
    """Ask why not of the venues that would replace the chosen ones best."""
    usable = set(reach.sites.ids[reach.sites.is_usable])  # of a closed home it is no question
    ids: list[Any] = [i for i in proposal.cards["runner_up_id"] if i in usable]
    wanted = list(dict.fromkeys(ids))[:_RIVALS]
    asked = (
        clock.answer("rivals", lambda i=i: why_not(proposal.plan, reach, i, limit_s=limit_s))  # type: ignore[misc]
        for i in wanted
    )
    found = tuple(one for one in asked if one is not None)
    if not all(one.is_complete for one in found):
        clock.late.add("rivals")
    return found


def _fair(proposal: Proposal, reach: Reach, limit_s: float, clock: _Asked) -> Fairness | None:
    table, problem = proposal.study.demand.table, proposal.plan.problem
    if problem.sense != "max" or "street" not in table or table["street"].nunique() < 2:
        return None
    return clock.answer("fairness", lambda: fairness(problem, reach, n=_POINTS, limit_s=limit_s))


def _phased(proposal: Proposal, reach: Reach, limit_s: float, clock: _Asked) -> Phases | None:
    if not is_phased(proposal):
        return None
    problem, asked = asked_years(proposal)
    return clock.answer(
        "phases",
        lambda: phases(problem, reach, limit_s=limit_s, **asked_in_years(problem, asked)),
    )
