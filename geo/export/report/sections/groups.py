"""Coverage by street and by size of firm, with no group too small to be shown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.core import Proposal
from geo.explain import size_classes
from geo.export.report.case import LEAST_FIRMS, LEAST_WORKERS
from geo.words import _

__all__ = ["by_size", "by_street"]

_COUNTS = ("firms", "workers", "before", "after")


def by_size(proposal: Proposal, *, is_public: bool) -> pd.DataFrame:
    """Add up the firms of each size class: ``group, firms, workers, before, after``.

    In a public table a class with too few joins the next smaller one (the smallest: the next).
    """
    classes = size_classes(proposal.study.demand).table["size_class"]
    table = _added_up(proposal, classes)
    table = table.sort_values("group", key=lambda names: names.map(_low), ignore_index=True)
    while is_public and len(table) > 1 and (small := np.flatnonzero(_is_small(table))).size:
        table = _merged(table, int(small[-1]))
    return table


def by_street(proposal: Proposal, *, is_public: bool) -> pd.DataFrame:
    """Add up the firms of each street, most workers first; empty where streets are not known.

    In a public table the smallest streets are put together until they are enough.
    """
    table = proposal.study.demand.table
    if "street" not in table:
        return pd.DataFrame()
    streets = table["street"].astype(object).where(table["street"].notna(), _("not stated"))
    found = _added_up(proposal, streets.astype(str))
    found = found.sort_values(["workers", "group"], ascending=[False, True], ignore_index=True)
    if is_public and _is_small(found).any():
        found = _with_rest(found)
    return found


def _added_up(proposal: Proposal, group: pd.Series) -> pd.DataFrame:
    weight = proposal.study.demand.weight
    table = pd.DataFrame(
        {
            "group": np.asarray(group, dtype=object),
            "firms": 1,
            "workers": weight,
            "before": np.where(proposal.covered_before, weight, 0),
            "after": np.where(proposal.covered_after, weight, 0),
        }
    )
    return table.groupby("group", sort=False, as_index=False).sum()


def _low(name: str) -> int:
    """Return the least size of a class."""
    return int(name.rstrip("+").split("-")[0])


def _is_small(table: pd.DataFrame) -> pd.Series:
    return (table["firms"] < LEAST_FIRMS) | (table["workers"] < LEAST_WORKERS)


def _merged(table: pd.DataFrame, row: int) -> pd.DataFrame:
    """Put a class together with its neighbour."""
    low, high = (row - 1, row) if row else (0, 1)
    top = str(table["group"][high])
    end = "+" if top.endswith("+") else f"-{top.split('-')[1]}"
    both = _together(table.iloc[[low, high]], f"{_low(str(table['group'][low]))}{end}")
    return pd.concat([table.iloc[:low], both, table.iloc[high + 1 :]], ignore_index=True)


def _with_rest(table: pd.DataFrame) -> pd.DataFrame:
    """Put the smallest streets together; one alone would be told by the total."""
    n = len(table) - 1
    while n > 0 and (_is_small(table.iloc[:n]).any() or _is_small(_together(table[n:], "")).any()):
        n -= 1
    rest = _together(table.iloc[n:], _("{n} streets together", n=len(table) - n))
    return pd.concat([table.iloc[:n], rest], ignore_index=True)


def _together(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Add up some rows into one of that name."""
    counts = {column: [int(rows[column].sum())] for column in _COUNTS}
    return pd.DataFrame({"group": [name], **counts})
