"""Where two plans differ: sites of one only, and the firms that gain or lose a home nearby."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Proposal
from geo.explain.tables import firm_table

__all__ = ["Difference", "difference", "yearly_cost"]


@dataclass(frozen=True, eq=False)
class Difference:
    """What changes from one plan to another.

    Attributes
    ----------
    only_first, only_second
        Names of the sites open in one of them only, as the plan orders them.
    gained, lost
        Firms that only the second plan covers, and only the first, largest first: ``id, name,
        workers, is_small_unionised`` and, where known, ``street, industry, members``.
    """

    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    gained: pd.DataFrame
    lost: pd.DataFrame

    @property
    def workers_gained(self) -> int:
        """Workers of the firms gained."""
        return int(self.gained["workers"].sum())

    @property
    def workers_lost(self) -> int:
        """Workers of the firms lost."""
        return int(self.lost["workers"].sum())


def difference(first: Proposal, second: Proposal) -> Difference:
    """Compare two plans; firms and sites are known again by their ids."""
    return Difference(
        _names(first, set(first.plan.open_ids) - set(second.plan.open_ids)),
        _names(second, set(second.plan.open_ids) - set(first.plan.open_ids)),
        _firms(second, second.covered_after & ~_covered_in(first, second.study.demand.ids)),
        _firms(first, first.covered_after & ~_covered_in(second, first.study.demand.ids)),
    )


def yearly_cost(found: Proposal) -> int | None:
    """Add up the yearly cost of the new sites; None where a cost is not known."""
    sites = found.study.sites
    known = sites.known("cost")
    costs = known[sites.ids.isin(list(found.plan.new_ids))]
    if not np.isfinite(known).any() or not np.isfinite(costs).all():
        return None
    return int(costs.sum())


def _names(found: Proposal, ids: set[object]) -> tuple[str, ...]:
    name_of = dict(zip(found.study.sites.ids, found.study.sites.names, strict=True))
    return tuple(name_of[i] for i in found.plan.open_ids if i in ids)


def _covered_in(found: Proposal, ids: pd.Index) -> npt.NDArray[np.bool_]:
    """Say for each of ``ids`` whether a plan covers it; a firm it does not know is not covered."""
    pos = found.study.demand.ids.get_indexer(ids)
    return np.asarray((pos >= 0) & found.covered_after[pos])


def _firms(found: Proposal, is_meant: npt.NDArray[np.bool_]) -> pd.DataFrame:
    table = firm_table(found.study)[is_meant & (found.study.demand.weight > 0)]
    return table.sort_values("workers", ascending=False, ignore_index=True)
