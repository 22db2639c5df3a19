"""Coverage by street and by size of firm."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.core import Proposal
from geo.core.arrays import Ints
from geo.explain import size_classes
from geo.words import _

__all__ = ["by_size", "by_street", "of_streets"]


def by_size(proposal: Proposal) -> pd.DataFrame:
    """Add up the firms of each size class: ``group, firms, workers, before, after``."""
    demand = proposal.study.demand
    classes = size_classes(demand).table["size_class"]
    table = _added_up(proposal, classes, np.ones(len(demand), np.int64))
    return table.sort_values("group", key=lambda names: names.map(_low), ignore_index=True)


def by_street(proposal: Proposal, n_firms: Ints) -> pd.DataFrame:
    """Add up the firms of each street, most workers first; empty where streets are not known.

    Parameters
    ----------
    proposal
        The plan.
    n_firms
        ``(n_demand,)`` firms in each row of the demand.
    """
    table = proposal.study.demand.table
    if "street" not in table:
        return pd.DataFrame()
    named = table["street"].astype(object)
    is_named = named.notna() & (named.astype(str).str.strip() != "")
    found = _added_up(proposal, named.where(is_named, _("not stated")).astype(str), n_firms)
    return found.sort_values(["workers", "group"], ascending=[False, True], ignore_index=True)


def of_streets(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the streets of `by_street` where somebody works: firms without one make up none."""
    is_street = (table["workers"] > 0) & (table["group"] != _("not stated"))
    return table[is_street].reset_index(drop=True)


def _added_up(proposal: Proposal, group: pd.Series, n_firms: Ints) -> pd.DataFrame:
    weight = proposal.study.demand.weight
    table = pd.DataFrame(
        {
            "group": np.asarray(group, dtype=object),
            "firms": n_firms,
            "workers": weight,
            "before": np.where(proposal.covered_before, weight, 0),
            "after": np.where(proposal.covered_after, weight, 0),
        }
    )
    return table.groupby("group", sort=False, as_index=False).sum()


def _low(name: str) -> int:
    """Return the least size of a class."""
    return int(name.rstrip("+").split("-")[0])
