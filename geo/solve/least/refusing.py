"""Say why no choice of sites can do: who is out of reach even with every usable site open."""

from __future__ import annotations

import numpy as np

from geo.core import Demand, Reach
from geo.core.arrays import Ints
from geo.solve.conditions import needed
from geo.solve.exact import CoverModel
from geo.solve.least.needs import Needs
from geo.solve.out_of_reach import Want, nobody, refuse, too_few, too_few_of
from geo.solve.progress import Watch

__all__ = ["refuse_unreachable"]


def refuse_unreachable(
    needs: Needs, reach: Reach, model: CoverModel, watch: Watch | None = None
) -> None:
    """Refuse needs that cannot be met even with every usable site open.

    Parameters
    ----------
    needs, reach
        What must be covered, and of what.
    model
        Their model, one layer for each group; helpers stand behind the sites.
    watch
        Clock and stop button of the search for the radius that would do; None: its own.

    Raises
    ------
    InfeasibleError
        It names who is out of reach, and the radius that would do.
    """
    may_open = ~model.is_closed[: len(reach.sites)]
    is_covered = model.faces.times_covered(~model.is_closed) >= model.times
    most = model.faces.layers[is_covered].sum(axis=0).tolist()
    radius, demand = needs.radius_m, reach.demand
    if not any(most) and len(set(needs.times)) == 1:
        want = Want(radius, model.times, demand.weight, needed(needs.share, demand.total))
        raise refuse(nobody(radius, model.times), reach, want, may_open, watch)
    if len(needs.columns) == 1 and sum(most) < (wanted := needed(needs.share, demand.total)):
        want = Want(radius, _times(needs, demand), demand.weight, wanted)
        raise refuse(too_few(sum(most), want), reach, want, may_open, watch)
    for covered, group in zip(most, needs.groups(demand), strict=True):
        if covered < group.low:
            want = Want(radius, group.times, group.people, group.low)
            raise refuse(too_few_of(group.name, covered, want), reach, want, may_open, watch)


def _times(needs: Needs, demand: Demand) -> int | Ints:
    """Return how many sites each demand point wants near: one number where all want as many."""
    if len(set(needs.times)) == 1:
        return needs.times[0]
    found = np.ones(len(demand), np.int64)
    for group in needs.groups(demand):
        found[group.people > 0] = group.times
    return found
