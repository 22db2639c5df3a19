"""What a plan and each of its sites bring, told by whole groups."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

import numpy as np
import pandas as pd

from geo.core import Plan
from geo.export.edition.groups import Groups

__all__ = ["LEFT_OUT", "public_cards", "public_plan"]

LEFT_OUT = (
    *("loss_if_swapped", "small_firms", "new_firms", "only_here_firms", "new_small_firms"),
    *("only_here_small_firms", "served", "served_firms", "longest_m"),
)
"""Columns of the cards that no whole groups make up: in public they are empty."""


def public_cards(groups: Groups) -> pd.DataFrame:
    """Count each open site's groups anew; what no groups make up is left out."""
    firms = groups.firms
    exact = firms.proposal.cards
    column = {site_id: k for k, site_id in enumerate(firms.proposal.plan.open_ids)}
    n_near = firms.near.sum(axis=1)
    near = [firms.near[:, column[site_id]] for site_id in exact["site_id"]]
    shown = exact.assign(
        reach=np.array([groups.people(here) for here in near], np.int64),
        new=np.array([groups.people(here & ~firms.before) for here in near], np.int64),
        only_here=np.array([groups.people(here & (n_near == 1)) for here in near], np.int64),
        firms=np.array([groups.places(here) for here in near], np.int64),
    )
    for name in LEFT_OUT:
        shown[name] = pd.Series([None] * len(shown), dtype=object, index=shown.index)
    if "cost_per_new_yuan" in shown:  # with the cost it would tell the exact number
        new = shown["new"].where(shown["new"] > 0).astype("float64")
        shown["cost_per_new_yuan"] = shown["cost_yuan"].astype("float64") / new
    return shown


def public_plan(groups: Groups) -> Plan:
    """Tell the plan's figures by groups.

    Where value and bound cannot be told, ``most`` is 0, and they keep the gap alone, in whole
    percent: `geo.export.figures.is_told` says so.
    """
    plan = groups.firms.proposal.plan
    today, then = groups.firms.counted
    shown = replace(
        plan,
        total=int(groups.workers.sum()),
        covered_before=groups.people(today),
        covered=groups.people(then),
        certificate=None,
        data_digest="",
    )
    if plan.problem.sense == "min":  # what is counted are sites
        return shown
    if plan.most is not None or plan.value != plan.covered:
        return replace(shown, value=100, bound=100 + ceil(100 * plan.gap), most=0)
    value = shown.covered
    return replace(shown, value=value, bound=value + _gap(groups, plan))


def _gap(groups: Groups, plan: Plan) -> int:
    """Raise what the bound leaves open to the next sum of groups that are not covered."""
    lack = plan.bound - plan.value
    if lack <= 0:
        return 0
    is_left = ~groups.merged.every(groups.firms.counted[1])
    exact = groups.merged.total(groups.firms.workers)[is_left]
    n = int(np.searchsorted(np.cumsum(exact), lack)) + 1
    return int(groups.workers[is_left][:n].sum())
