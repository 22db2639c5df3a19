"""The fewest new sites that meet a norm, where groups may want one or two sites near."""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.core.arrays import Ints
from geo.errors import InfeasibleError, StoppedError
from geo.explain.rules.wanted import Wanted
from geo.solve import SetCover, Watch, ask
from geo.words import _

__all__ = ["fewest_that_meet"]


def fewest_that_meet(asked: Wanted, watch: Watch) -> Ints:
    """Find the fewest sites beside the open ones so that each group has enough people covered.

    Parameters
    ----------
    asked
        Who must have how many sites near, and what may be opened.
    watch
        Clock of the search.

    Returns
    -------
    new_pos
        Positions of the new sites; no fewer do.

    Raises
    ------
    InfeasibleError
        Not even all usable sites are enough; it names who is out of reach.
    StoppedError
        The search ended without a proof that no fewer do.
    """
    # Whole coverage of all is whole coverage of each group: fewer conditions, the same question.
    fair: dict[str, Any] = (
        {} if asked.share == 1 else {"floor_share": asked.share, "floor_by": asked.by}
    )
    problem = SetCover(radius_m=asked.radius_m, share=asked.share, times=asked.times, **fair)
    try:
        found = None if watch.is_stopped else ask(problem, asked.reach).best(watch, rows=asked.rows)
    except StoppedError:
        found = None
    else:
        if found is None and not watch.is_stopped:
            raise InfeasibleError(_("No set of venues meets all that the norm asks."))
    if found is None:
        raise StoppedError(_("The fewest sites for this norm could not be proven."))
    return np.flatnonzero(found.is_open & ~asked.reach.sites.is_existing)
