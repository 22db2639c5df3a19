"""The doorway: the one module that walks values from room to room.

The app, the command line and the notebooks all call it, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from geo import read
from geo.candidates import MAKERS, with_candidates
from geo.core import (
    Demand,
    Mode,
    Plan,
    Problem,
    Proposal,
    Reach,
    Scenario,
    Sites,
    Study,
    farthest_m,
)
from geo.errors import GeoError, InputError
from geo.explain import CurvePoint, card_table, curve, explain, notes, regret_line
from geo.export.record import record
from geo.opening import (
    demo,
    on_streets,
    open_plan,
    open_study,
    streets_of,
    with_streets,
)
from geo.solve import MaxCover, Progress, solve
from geo.travel import Straight
from geo.travel.laying import on_its_streets
from geo.travel.on_foot import on_foot
from geo.words import _

__all__ = [
    "MAKERS",
    "DatumEffect",
    "cutoff_m",
    "datum_effect",
    "demo",
    "focus",
    "notes",
    "open_plan",
    "open_study",
    "propose",
    "reach_of",
    "record",
    "run",
    "site_curve",
    "streets_of",
    "with_candidates",
    "with_statuses",
    "with_streets",
]


def run(
    study: Study,
    scenario: Scenario,
    *,
    progress: Callable[[Progress], bool | None] | None = None,
    with_regret: bool = True,
) -> Proposal:
    """Carry out a scenario on a study: candidates, reach, exact plan, proposal."""
    _warm_up(min(getattr(scenario.problem, "times", 1), 2))
    n_new = int(getattr(scenario.problem, "new", 10))
    full = with_candidates(study, scenario.makers, n=max(4 * n_new, 20), seed=scenario.seed)
    full = on_streets(full)
    reach = reach_of(full, scenario.problem, scenario.mode)
    plan = solve(
        scenario.problem, reach, limit_s=scenario.limit_s, seed=scenario.seed, progress=progress
    )
    return propose(plan, full, with_regret=with_regret)


@cache
def _warm_up(times: int = 1) -> None:
    """Solve two firms first: loading the compiled kernels is not part of anybody's time limit."""
    demand = Demand.from_arrays([0.0, 900.0, 1800.0], [0.0, 0.0, 0.0], [2, 1, 1])
    sites = Sites.from_arrays([0.0, 450.0, 1800.0], [0.0, 0.0, 0.0])
    solve(MaxCover(new=times, radius_m=500.0, times=times), Straight().reach(demand, sites))


def reach_of(study: Study, problem: Problem, mode: Mode) -> Reach:
    """Measure a study for a question: along streets twice as far as the question looks."""
    rule = on_its_streets(on_streets(study), mode) if mode.name == "street" else mode
    return rule.reach(study.demand, study.sites, cutoff_m(problem, mode))


def cutoff_m(problem: Problem, mode: Mode) -> float | None:
    """Say how far to walk: twice as far as the question looks, so that near misses are seen too.

    A straight line or a table is known at any distance.
    """
    if mode.name != "street":
        return None
    return 2 * farthest_m(problem)


def propose(
    plan: Plan, study: Study, *, mode: Mode | None = None, with_regret: bool = True
) -> Proposal:
    """Put a plan into people's words.

    Parameters
    ----------
    plan, study
        The plan, and the study it was made from.
    mode
        The rule of distance, if not the plan's own.
    with_regret
        Whether to choose in other ways too, for comparison (takes longer than solving).

    Raises
    ------
    InputError
        The plan was made from other data.
    """
    if plan.data_digest != study.digest:
        raise InputError(
            _("This plan was made from other data than this study holds; solve it again.")
        )
    rule, study = mode or plan.mode, on_streets(study)
    reach = reach_of(study, plan.problem, rule)
    open_pos = reach.positions(plan.open_ids)
    nearest_pos, nearest_m = reach.nearest(open_pos)
    radius = plan.problem.radius_m
    today = reach.coverage(radius)
    after = reach.coverage(radius, plan.open_ids)
    walked = on_foot(reach, plan.open_ids, radius)
    return Proposal(
        study=study,
        plan=plan,
        cards=card_table(
            explain(plan, reach, nearest=(nearest_pos, nearest_m)), reach, study, radius
        ),
        nearest_pos=nearest_pos,
        nearest_m=nearest_m,
        served_pos=np.where(nearest_m <= radius, nearest_pos, -1),
        covered_before=today.is_covered,
        covered_after=after.is_covered,
        regret=regret_line(plan, study, mode=mode) if with_regret else pd.DataFrame(),
        notes=(*notes(study, plan), *(walked.remarks if walked else ())),
        on_foot=walked,
    )


def site_curve(
    found: Proposal,
    *,
    limit_s: float | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> tuple[CurvePoint, ...]:
    """Answer a plan's question for every number of new sites, as `geo.explain.curve` does.

    Raises
    ------
    InputError
        The question has no number of new sites.
    """
    plan, study = found.plan, found.study
    reach = reach_of(study, plan.problem, plan.mode)
    return curve(plan.problem, reach, limit_s=limit_s, progress=progress)


@dataclass(frozen=True)
class DatumEffect:
    """What a wrong datum does to a plan.

    Attributes
    ----------
    before, after
        The study as the list stands, and with the list converted.
    claimed
        Workers that the best plan for ``before`` claims to cover.
    true
        Workers that the same sites cover in ``after``.
    """

    before: Study
    after: Study
    claimed: int
    true: int


def datum_effect(
    layers: Mapping[str, read.Layer], kind: str, hypothesis: str, scenario: Scenario
) -> DatumEffect:
    """Say how many workers a plan would claim, and how many it would cover, were a list converted.

    Parameters
    ----------
    layers
        Kind -> layer; firms must be there.
    kind
        The layer in question.
    hypothesis
        The datum it is found to be in.
    scenario
        The question that the plan answers; where no plan answers it, today's homes are counted.
    """
    right = {**layers, kind: read.restate(layers[kind], hypothesis)}
    before, after = (
        read.build_study("", one["firms"], sites=one.get("sites"), homes=one.get("homes"))
        for one in (layers, right)
    )
    cutoff, radius = cutoff_m(scenario.problem, scenario.mode), scenario.problem.radius_m
    reach = [scenario.mode.reach(one.demand, one.sites, cutoff) for one in (before, after)]
    try:
        _warm_up()
        open_ids = solve(scenario.problem, reach[0], limit_s=10.0, seed=scenario.seed).open_ids
    except GeoError:  # too few venues, or nobody can be reached: then today is compared
        open_ids = tuple(before.sites.ids[before.sites.is_existing])
    claimed, true = (int(r.coverage(radius, open_ids).covered) for r in reach)
    return DatumEffect(before, after, claimed, true)


def with_statuses(study: Study, statuses: Sequence[str]) -> Study:
    """Return the study with other statuses, one word for each site."""
    return study.with_sites(replace(study.sites, status=np.asarray(statuses, dtype="U16")))


def focus(study: Study, whom: str) -> Study:
    """Leave only some of the firms: the others are in no number that is told.

    Parameters
    ----------
    study
        The study.
    whom
        ``"all"`` workers, or those of ``"small"`` unionised firms.
    """
    if whom == "all":
        return study
    return study.with_demand(study.demand.take(study.is_small_unionised))
