"""What may be told the public of the findings: what whole groups make up, and yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from geo.explain import Compliance, OpenHours, Phases
from geo.explain.opening import open_in
from geo.export.edition import Groups
from geo.export.report.asked.findings import Findings

__all__ = ["public_findings"]

_TOLD = ("norm", "phases", "doubt")  # of what the public is told anything at all


def public_findings(found: Findings, groups: Groups) -> Findings:
    """Count anew by groups what can be counted so; leave out what tells of single firms."""
    is_double = getattr(groups.firms.proposal.plan.problem, "times", 1) > 1
    return Findings(
        phases=None if found.phases is None or is_double else _phases(found.phases, groups),
        compliance=found.compliance and _held(found.compliance),
        doubt=found.doubt and replace(found.doubt, low=0, middle=0, high=0, best=()),
        target=found.target and replace(found.target, low=0.0, middle=0.0, high=0.0),
        hours=found.hours and _hours(found.hours, groups),
        no_years=found.no_years,
        late=tuple(name for name in found.late if name in _TOLD),
    )


def _phases(phases: Phases, groups: Groups) -> Phases:
    """Say what each year's end covers; prices are differences of other plans."""
    sites = groups.firms.proposal.study.sites
    stands, values = set(sites.ids[sites.is_existing]), []
    for year in phases.years:
        stands = (stands | set(year.new_ids)) - set(year.closed_ids)
        values.append(groups.covered(sites.ids[sites.ids.isin(list(stands))]))
    years = tuple(
        replace(year, value=value, free_value=value, value_if_cut=0)
        for year, value in zip(phases.years, values, strict=True)
    )
    return replace(phases, years=years)


def _held(held: Compliance) -> Compliance:
    """Keep the verdicts; the table by streets counts people."""
    groups = held.groups
    if not groups.empty:
        groups = groups[["group", "is_met"]].assign(missing=(~groups["is_met"]).astype(int))
    return replace(held, groups=groups, why_none="", unreached_ids=())


def _hours(hours: OpenHours, groups: Groups) -> OpenHours:
    """Count who has a home open near in each part of the week."""
    proposal = groups.firms.proposal
    sites = proposal.study.sites
    stands = sites.ids.isin(list(proposal.plan.open_ids))
    total = max(int(groups.workers.sum()), 1)

    def rows() -> Iterator[dict[str, Any]]:
        for period, when in zip(hours.periods, open_in(sites, hours.periods).T, strict=True):
            is_open = stands & (when == 1)
            covered = groups.covered(sites.ids[is_open])
            perhaps = groups.covered(sites.ids[is_open | (stands & np.isnan(when))])
            said = {"period": period.name, "covered": covered, "share": covered / total}
            yield {**said, "not_known": perhaps - covered}

    ever = groups.covered(proposal.plan.open_ids)
    return replace(hours, table=pd.DataFrame(list(rows())), covered_ever=ever, changes=())
