"""Ground on foot as a table, and what changed streets bring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from geo.core import OnFoot, Proposal, Scenario, Study
from geo.errors import InputError
from geo.solve import Progress, Watch
from geo.travel import Street
from geo.travel.changes import Gain, gain
from geo.travel.on_foot import on_foot
from geo.words import _

__all__ = ["Brought", "brought", "longest_table", "walk_table", "walks_today"]


def walk_table(walked: OnFoot, study: Study) -> pd.DataFrame:
    """List the ground of each open site and of all together, time by time.

    Returns
    -------
    DataFrame
        ``site, minutes, metres, area_km2, firms, workers``: firms and workers by their own ways.
    """
    names = dict(zip(study.sites.ids, study.sites.names, strict=True))
    rows = [
        {
            "site": names[walk.site_ids[0]] if len(walk.site_ids) == 1 else _("all together"),
            "minutes": walk.minutes,
            "metres": walk.cutoff_m,
            "area_km2": walk.area_m2 / 1e6,
            "firms": walk.n_firm,
            "workers": walk.workers,
        }
        for walk in walked.walks
    ]
    return pd.DataFrame(rows, columns=["site", "minutes", "metres", "area_km2", "firms", "workers"])


def longest_table(proposal: Proposal) -> pd.DataFrame:
    """List the longest way to each open site.

    Returns
    -------
    DataFrame
        ``site, firm, metres, minutes, streets``: the streets walked, in order.
    """
    sites, demand = proposal.study.sites, proposal.study.demand
    names = dict(zip(sites.ids, sites.names, strict=True))
    firms = demand.table["name"] if "name" in demand.table else pd.Series(demand.ids)
    rows = [
        {
            "site": names[way.site_id],
            "firm": str(firms.iloc[way.demand_pos]),
            "metres": way.metres,
            "minutes": way.minutes,
            "streets": " → ".join(
                f"{name or _('unnamed way')} {metres:,.0f} m" for name, metres in way.steps
            ),
        }
        for way in proposal.longest_ways
    ]
    return pd.DataFrame(rows, columns=["site", "firm", "metres", "minutes", "streets"])


def walks_today(study: Study, scenario: Scenario) -> OnFoot | None:
    """Say how people walk to the homes open today; None where no streets are walked, or none is."""
    radius, open_ids = scenario.problem.radius_m, study.sites.ids[study.sites.is_existing].tolist()
    if not open_ids or not isinstance(scenario.mode, Street):
        return None
    reach = scenario.mode.reach(study.demand, study.sites, 2 * radius)
    return on_foot(reach, tuple(open_ids), radius)


@dataclass(frozen=True, eq=False)
class Brought:
    """What changed streets bring, before anything is planned anew.

    Attributes
    ----------
    today
        To the homes open today.
    plan
        To the homes that the plan opens, had they been opened on the streets as they were.
    """

    today: Gain
    plan: Gain


def brought(
    found: Proposal,
    asked: Street,
    *,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Brought:
    """Compare streets as they are with streets as changed, for the same homes.

    Parameters
    ----------
    found
        A plan made on the changed streets.
    asked
        The rule it was asked with, its changes not yet made.
    progress
        Told between the steps; where it returns False, the comparison ends.

    Raises
    ------
    InputError
        The rule changes nothing.
    StoppedError
        It was to end before its last step.
    """
    if not asked.changes:
        raise InputError(_("No way was added and none closed: there is nothing to compare."))
    study, radius, watch = found.study, found.plan.problem.radius_m, Watch(progress=progress)
    reaches = []
    for share, mode in ((0.0, replace(asked, changes=())), (0.5, found.plan.mode)):
        if not watch.begin(share):
            raise watch.late()
        reaches.append(mode.reach(study.demand, study.sites, 2 * radius))
    before, after = reaches
    if not watch.begin(0.9):
        raise watch.late()
    return Brought(gain(before, after, radius), gain(before, after, radius, found.plan.open_ids))
