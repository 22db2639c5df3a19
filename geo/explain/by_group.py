"""Who is covered today, group by group: streets, trades, size classes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.core import Coverage, Demand
from geo.errors import MissingColumnError
from geo.explain.fairness import size_classes
from geo.words import _

__all__ = ["coverage_by_group", "with_total"]


def coverage_by_group(
    demand: Demand, coverage: Coverage, *, by: str, times: int = 1
) -> pd.DataFrame:
    """Count firms and workers of each group, and those with enough open homes near.

    Parameters
    ----------
    demand
        The firms.
    coverage
        How many open homes are near each.
    by
        A column of the firms, or ``"size_class"``, which is made from their workers.
    times
        How many homes must be near for a firm to count as covered.

    Returns
    -------
    pandas.DataFrame
        ``group, firms, workers, covered, share, left_firms``: workers covered, their share of the
        group's (0..1; 1 where there are none), firms not covered. Every firm is in one group;
        those without an entry are a group of their own. The most workers first, size classes by
        size.

    Raises
    ------
    MissingColumnError
        The firms have no such column.
    """
    table = size_classes(demand).table if by == "size_class" else demand.table
    if by not in table:
        raise MissingColumnError(
            _("The firms have no column {column}, so they cannot be grouped by it.", column=by)
        )
    named = table[by].astype(object)
    is_blank = (named.isna() | (named.astype(str).str.strip() == "")).to_numpy(bool)
    group, names = pd.factorize(named.where(~is_blank, None).to_numpy(object), use_na_sentinel=True)
    group = np.where(group < 0, len(names), group)
    is_covered = coverage.times >= times
    found = pd.DataFrame({"group": [*(str(n) for n in names), _("none given")]})
    for name, counted in (
        ("firms", np.ones(len(group), np.int64)),
        ("workers", demand.weight),
        ("covered", np.where(is_covered, demand.weight, 0)),
        ("left_firms", np.where(is_covered, 0, 1)),
    ):
        total = np.zeros(len(found), np.int64)
        np.add.at(total, group, counted)  # bincount would add in floats
        found[name] = total
    found["share"] = np.where(
        found["workers"] > 0, found["covered"] / found["workers"].clip(1), 1.0
    )
    found = found[found["firms"] > 0]
    if by == "size_class":
        found = found.iloc[np.argsort([int(g.rstrip("+").split("-")[0]) for g in found["group"]])]
    else:
        found = found.sort_values("workers", ascending=False, kind="stable")
    columns = ["group", "firms", "workers", "covered", "share", "left_firms"]
    return found[columns].reset_index(drop=True)


def with_total(found: pd.DataFrame) -> pd.DataFrame:
    """Add a last row with all groups of `coverage_by_group` together; of none there is no sum."""
    if found.empty:
        return found
    sums = found[["firms", "workers", "covered", "left_firms"]].sum()
    share = sums["covered"] / sums["workers"] if sums["workers"] else 1.0
    total = pd.DataFrame([{"group": _("all together"), **sums, "share": share}])
    return pd.concat([found, total[found.columns]], ignore_index=True)
