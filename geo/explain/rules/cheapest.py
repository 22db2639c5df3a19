"""The cheapest new sites that meet a norm, where the yearly costs are known."""

from __future__ import annotations

import numpy as np

from geo.core.arrays import Ints
from geo.errors import StoppedError
from geo.explain.rules.wanted import Wanted
from geo.solve import BudgetCover, Found, Watch, ask
from geo.words import _

__all__ = ["cheapest_that_meet"]


def cheapest_that_meet(asked: Wanted, known_pos: Ints, watch: Watch) -> Ints:
    """Find the cheapest sites beside the open ones so that each group has enough people covered.

    Parameters
    ----------
    asked
        Who must have how many sites near, and what may be opened; costs are known.
    known_pos
        Positions of new sites that are enough.
    watch
        Clock of the search.

    Returns
    -------
    new_pos
        Positions of the new sites; of equally cheap choices one that covers the most.

    Raises
    ------
    StoppedError
        The search ended without a proof that none are cheaper.

    Notes
    -----
    Exact: whether a budget is enough is a question of `geo.solve.BudgetCover` with the norm as its
    floors, and more money never does worse, so that bisection over the sums that costs can make
    (multiples of their common divisor), from below what ``known_pos`` cost, finds the least.
    """
    sites = asked.reach.sites
    assert sites.cost is not None
    unit = max(1, int(np.gcd.reduce(sites.cost)))

    def with_budget(units: int) -> Found | None:
        if watch.is_stopped:
            raise StoppedError(_("The cheapest sites for this norm could not be proven."))
        problem = BudgetCover(
            budget_yuan=units * unit,
            radius_m=asked.radius_m,
            times=asked.times,
            floor_share=asked.share,
            floor_by=asked.by if asked.share < 1 else "",
        )
        return ask(problem, asked.reach).best(watch, rows=asked.rows)

    low = int(sites.cost[sites.is_required].sum()) // unit - 1
    high, best = int(sites.cost[known_pos].sum()) // unit, None
    while high - low > 1:
        middle = (low + high) // 2
        found = with_budget(middle)
        low, high, best = (middle, high, best) if found is None else (low, middle, found)
    best = best or with_budget(high)
    assert best is not None, "sites that are enough were about to be called too dear"
    return np.flatnonzero(best.is_open & ~sites.is_existing)
