"""The cheapest new sites that meet a coverage norm, where the opening costs are known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.core import Reach
from geo.core.arrays import Ints
from geo.errors import InfeasibleError
from geo.explain.rules.fewest import helped
from geo.solve import BudgetCover, Found, Watch, ask

__all__ = ["cheapest_that_meet"]


def cheapest_that_meet(
    reach: Reach, open_pos: Ints, groups: pd.DataFrame, *, radius_m: float, share: float, by: str
) -> tuple[tuple[object, ...], int] | None:
    """Find the cheapest sites beside the open ones so that each group has enough people covered.

    Parameters
    ----------
    reach, open_pos, groups, radius_m, share, by
        As in `geo.explain.rules.fewest.fewest_that_meet`.

    Returns
    -------
    tuple or None
        Ids of the new sites, and their cost in yuan; of equally cheap choices one that covers the
        most. None where costs are not known, or where not even all usable sites are enough.

    Notes
    -----
    Exact: whether a budget is enough is a question of `geo.solve.BudgetCover` with the norm as its
    floors, and more money never does worse, so that bisection over the sums that costs can make
    (multiples of their common divisor) finds the least.
    """
    if reach.sites.cost is None:
        return None
    standing, times = helped(reach, open_pos, groups, radius_m=radius_m, by=by)
    sites, watch = standing.sites, Watch()
    assert sites.cost is not None
    unit = max(1, int(np.gcd.reduce(sites.cost)))

    def with_budget(units: int) -> Found | None:
        problem = BudgetCover(
            budget_yuan=units * unit,
            radius_m=radius_m,
            times=times,
            floor_share=share,
            floor_by=by if share < 1 else "",
        )
        return ask(problem, standing).best(watch)

    low = int(sites.cost[sites.is_required].sum()) // unit - 1
    high = int(sites.cost[sites.is_usable].sum()) // unit
    try:
        best = with_budget(high)
    except InfeasibleError:
        return None
    while best is not None and high - low > 1:
        middle = (low + high) // 2
        found = with_budget(middle)
        low, high, best = (middle, high, best) if found is None else (low, middle, found)
    if best is None:
        return None
    new = np.flatnonzero(best.is_open & ~sites.is_existing)
    return tuple(reach.sites.ids[new]), int(sites.cost[new].sum())
