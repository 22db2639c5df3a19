"""The fewest and the cheapest new sites that meet a norm, proven."""

from __future__ import annotations

import numpy as np

from geo.core import Reach
from geo.core.arrays import Ints
from geo.errors import InfeasibleError, StoppedError
from geo.explain.rules.fit import Fit
from geo.solve import AskedLeast, Needs, Watch, ask_least
from geo.words import _

__all__ = ["asked_of_sites", "cheapest_that_meet", "fewest_that_meet"]


def asked_of_sites(
    needs: Needs, reach: Reach, open_pos: Ints, fit: Fit, watch: Watch
) -> AskedLeast:
    """Ask which new sites would meet a norm.

    Parameters
    ----------
    needs, reach
        What must be covered, and of what.
    open_pos
        Positions of the sites that stay open, whatever their status.
    fit
        Which venues may be proposed.
    watch
        Clock.

    Raises
    ------
    InfeasibleError
        Not even all usable sites are enough; it names who is out of reach.
    """
    sites = reach.sites
    stands = np.zeros(len(sites), bool)
    stands[open_pos] = True
    shut = sites.is_existing | sites.is_forbidden | fit.is_unfit
    return ask_least(
        needs, reach, stands=stands, is_closed=shut & ~stands, rows=fit.rows, watch=watch
    )


def fewest_that_meet(asked: AskedLeast, watch: Watch) -> Ints:
    """Find the fewest sites beside the open ones; positions of the new ones.

    Raises
    ------
    InfeasibleError
        No choice meets all that is asked.
    StoppedError
        The search ended without a proof that no fewer do.
    """
    found = None if watch.is_stopped else asked.fewest(watch)
    if found is None and not watch.is_stopped:
        raise InfeasibleError(_("No set of venues meets all that the norm asks."))
    if found is None or found.new_pos is None:
        raise StoppedError(_("The fewest sites for this norm could not be proven."))
    if not found.is_proven:
        raise StoppedError(
            _(
                "The fewest sites for this norm could not be proven in time; found to meet it: "
                "{n:,}, needed at least: {low:,}.",
                n=found.value,
                low=found.bound,
            )
        )
    return found.new_pos


def cheapest_that_meet(asked: AskedLeast, cost: Ints, watch: Watch) -> Ints:
    """Find the cheapest sites beside the open ones; positions of the new ones.

    Parameters
    ----------
    asked
        What must be met; some choice meets it.
    cost
        ``(n_site,)`` yearly cost of each site.
    watch
        Clock.

    Raises
    ------
    StoppedError
        The search ended without a proof that none are cheaper.
    """
    found = None if watch.is_stopped else asked.cheapest(cost, watch)
    if found is None or found.new_pos is None:
        raise StoppedError(_("The cheapest sites for this norm could not be proven."))
    if not found.is_proven:
        raise StoppedError(
            _(
                "The cheapest sites for this norm could not be proven in time: some for {cost:,} "
                "yuan a year were found, and none for less than {low:,} yuan a year can do.",
                cost=found.value,
                low=found.bound,
            )
        )
    return found.new_pos
