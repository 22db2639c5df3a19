"""The doorway: the one module that walks values from room to room.

The app, the command line and the notebooks all call it, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo import read, store
from geo.candidates import MAKERS
from geo.core import Demand, Mode, Plan, Problem, Proposal, Reach, Scenario, Sites, Study
from geo.core.crs import lonlat
from geo.errors import GeoError, InputError
from geo.explain import CurvePoint, SiteCard, curve, explain, regret_line
from geo.read import demos
from geo.solve import PROBLEMS, MaxCover, Progress, solve
from geo.travel import MODES, Straight, ground
from geo.travel.laying import on_streets
from geo.travel.on_foot import on_foot
from geo.travel.streets.files import read_streets
from geo.words import _

__all__ = [
    "MAKERS",
    "DatumEffect",
    "datum_effect",
    "demo",
    "focus",
    "notes",
    "open_plan",
    "open_study",
    "propose",
    "read_scenario",
    "record",
    "run",
    "site_curve",
    "with_candidates",
    "with_statuses",
]


def demo(name: str) -> Study:
    """Open a demo town: ``"yongshun"`` (synthetic) or ``"helsinki"`` (OpenStreetMap)."""
    study = demos.demo(name)
    extract = next(d.extract for d in demos.DEMOS if d.name == name)
    if extract is None:
        return on_streets(study)
    ground.lay(study.demand, lambda: read_streets(extract(), study.demand.crs))
    return study


def open_study(path: str | Path) -> Study:
    """Open a study: a project or plan file (``.gpkg``), or a folder of firms, homes and venues.

    Raises
    ------
    InputError
        There is no such file, or nothing in it can be used.
    """
    source = Path(path)
    if source.suffix.lower() == ".gpkg" and store.is_plan_file(source):
        return open_plan(source)[0]
    return on_streets(read.read_study(source))


def open_plan(path: str | Path) -> tuple[Study, Plan]:
    """Open a finished plan together with its study."""
    study, plan = store.load(
        Path(path), problems={p.name: p for p in PROBLEMS}, modes={m.name: m for m in MODES}
    )
    return on_streets(study), plan


def read_scenario(text: str) -> Scenario:
    """Read a scenario from TOML."""
    return Scenario.from_toml(text, problems=PROBLEMS, modes=MODES)


def with_candidates(study: Study, makers: Sequence[str], *, n: int, seed: int = 0) -> Study:
    """Add the candidate sites of some makers to a study's own.

    A centre that was snapped to a venue is that venue, so it adds nothing.
    """
    sites = study.sites
    for name in makers:
        if name not in MAKERS:
            raise InputError(
                _(
                    "There is no maker {name!r}; wanted one of {names}.",
                    name=name,
                    names=", ".join(MAKERS),
                )
            )
        made = MAKERS[name](study.demand, study.sites, n=n, seed=seed)
        fresh = np.asarray(~made.ids.isin(sites.ids))
        sites = sites.join(made.take(fresh)) if len(sites) else made
    return replace(study, sites=sites)


def run(
    study: Study,
    scenario: Scenario,
    *,
    progress: Callable[[Progress], bool | None] | None = None,
    with_regret: bool = True,
) -> Proposal:
    """Carry out a scenario on a study: candidates, reach, exact plan, proposal."""
    _warm_up()
    n_new = int(getattr(scenario.problem, "new", 10))
    full = with_candidates(study, scenario.makers, n=max(4 * n_new, 20), seed=scenario.seed)
    full = on_streets(full)
    reach = scenario.mode.reach(full.demand, full.sites, _cutoff_m(scenario.problem, scenario.mode))
    plan = solve(
        scenario.problem, reach, limit_s=scenario.limit_s, seed=scenario.seed, progress=progress
    )
    return propose(plan, full, with_regret=with_regret)


@cache
def _warm_up() -> None:
    """Solve two firms first: loading the compiled kernels is not part of anybody's time limit."""
    demand = Demand.from_arrays([0.0, 900.0, 1800.0], [0.0, 0.0, 0.0], [2, 1, 1])
    sites = Sites.from_arrays([0.0, 600.0, 1800.0], [0.0, 0.0, 0.0])
    solve(MaxCover(new=1, radius_m=500.0), Straight().reach(demand, sites))


def _cutoff_m(problem: Problem, mode: Mode) -> float | None:
    """Say how far to walk: twice as far as the question looks, so that near misses are seen too.

    A straight line or a table is known at any distance.
    """
    if mode.name != "street":
        return None
    return 2 * max(problem.radius_m, getattr(problem, "far_m", 0.0))


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
    reach = rule.reach(study.demand, study.sites, _cutoff_m(plan.problem, rule))
    open_pos = reach.positions(plan.open_ids)
    nearest_pos, nearest_m = reach.nearest(open_pos)
    radius = plan.problem.radius_m
    today = reach.coverage(radius)
    after = reach.coverage(radius, plan.open_ids)
    walked = on_foot(reach, plan.open_ids, radius)
    return Proposal(
        study=study,
        plan=plan,
        cards=_card_table(explain(plan, reach), reach, study, radius),
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
    reach = plan.mode.reach(study.demand, study.sites, _cutoff_m(plan.problem, plan.mode))
    return curve(plan.problem, reach, limit_s=limit_s, progress=progress)


def _card_table(
    cards: tuple[SiteCard, ...], reach: Reach, study: Study, radius_m: float
) -> pd.DataFrame:
    """Add to the cards where each site stands, its rank, and the small firms it reaches."""
    table = pd.DataFrame([asdict(card) for card in cards])
    pos = reach.positions(table["site_id"])
    table["status"] = study.sites.status[pos]
    if study.sites.crs is None:
        table["lon"], table["lat"] = np.nan, np.nan
    else:
        table["lon"], table["lat"] = lonlat(study.sites.x[pos], study.sites.y[pos], study.sites.crs)
    small = study.is_small_unionised
    table["small_firms"] = [int(small[reach.within(radius_m, int(p))].sum()) for p in pos]
    table = table.sort_values(
        ["is_new", "new"], ascending=[True, False], kind="stable", ignore_index=True
    )
    table["rank"] = table["is_new"].cumsum() * table["is_new"]
    return table


def notes(study: Study, plan: Plan | None = None) -> tuple[str, ...]:
    """List the sentences that every screen and every output must show with this study."""
    said: list[str] = []
    for source in study.sources:
        if source.is_synthetic:
            said.append(_("Synthetic data, not real: {name}.", name=_(source.name)))
        elif not source.datum_known:
            said.append(
                _(
                    "{name}: the datum was not stated; WGS-84 was taken, not known. "
                    "If they come from a Chinese map service, every place is 0.5 to 1.3 km off.",
                    name=source.name,
                )
            )
        if source.n_rejected:
            said.append(
                _("{name}: {n} rows could not be used.", name=source.name, n=source.n_rejected)
            )
        if source.n_doubtful:
            said.append(
                _(
                    "{name}: {n} rows are used but doubtful; look at them before you decide.",
                    name=source.name,
                    n=source.n_doubtful,
                )
            )
    if plan is not None:
        said.append(_("Distance rule: {rule}.", rule=plan.mode.describe()))
        if plan.status != "optimal":
            said.append(
                _("Stopped before a proof: a better plan may exist (gap {gap:.2%}).", gap=plan.gap)
            )
    return tuple(dict.fromkeys([*said, *study.licences]))


def record(proposal: Proposal) -> dict[str, Any]:
    """Write a proposal's figures as plain JSON values, in the form other programs rely on."""
    plan, study = proposal.plan, proposal.study
    name_of = dict(zip(study.sites.ids, study.sites.names, strict=True))
    layers = [s for s in study.sources if s.layer in ("firms", "sites", "homes")]
    return {
        "problem": plan.problem.name,
        "new": getattr(plan.problem, "new", len(plan.new_ids)),
        "radius_m": plan.problem.radius_m,
        "open_ids": [_plain(i) for i in plan.open_ids],
        "open_names": [name_of[i] for i in plan.open_ids],
        "new_ids": [_plain(i) for i in plan.new_ids],
        "value": plan.value,
        "bound": plan.bound,
        "gap": plan.gap,
        "status": plan.status,
        "seconds": plan.seconds,
        "seed": plan.seed,
        "demand_total": plan.total,
        "covered_before": plan.covered_before,
        "covered_after": plan.covered,
        "n_firms": len(study.demand),
        "n_rejected": sum(s.n_rejected for s in layers),
        "n_doubtful": sum(s.n_doubtful for s in layers),
        "datum": layers[0].datum if layers else "wgs84",
        "datum_known": all(s.datum_known for s in layers),
        "mode": plan.mode.name,
        "distance_rule": plan.mode.describe(),
        "is_synthetic": study.is_synthetic,
        "data_digest": plan.data_digest,
        "regret": []
        if proposal.regret.empty
        else [
            {"way": r["way"], "value": int(r["value"]), "is_proven": bool(r["is_proven"])}
            for r in proposal.regret.to_dict("records")
        ],
        "notes": list(proposal.notes),
    }


def _plain(value: object) -> object:
    """Turn a numpy scalar id into what JSON knows."""
    return value.item() if isinstance(value, np.generic) else value


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
    cutoff, radius = _cutoff_m(scenario.problem, scenario.mode), scenario.problem.radius_m
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
    """Count only some of the workers.

    Parameters
    ----------
    study
        The study.
    whom
        ``"all"`` workers, or those of ``"small"`` unionised firms.
    """
    if whom == "all":
        return study
    return study.with_demand(
        study.demand.with_weight(np.where(study.is_small_unionised, study.demand.weight, 0))
    )
