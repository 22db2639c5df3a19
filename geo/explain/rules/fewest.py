"""The fewest new sites that meet a coverage norm, where groups may want one or two sites near."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from geo.core import PairReach, Reach, Sites
from geo.core.arrays import Ints
from geo.errors import StoppedError
from geo.solve import SetCover, solve
from geo.solve.conditions import split
from geo.words import _

__all__ = ["fewest_that_meet", "helped"]


def fewest_that_meet(
    reach: Reach, open_pos: Ints, groups: pd.DataFrame, *, radius_m: float, share: float, by: str
) -> tuple[object, ...]:
    """Find the fewest sites beside the open ones so that each group has enough people covered.

    Parameters
    ----------
    reach
        The demand, the sites, the metres.
    open_pos
        Positions of the sites that stay open, whatever their status.
    groups
        One row for each group of ``split(reach.demand, by)``, in that order; ``times`` says how
        many open sites its people want near.
    radius_m, share, by
        Of the norm; the share holds in each group.

    Returns
    -------
    tuple
        Ids of the new sites; no fewer do.

    Raises
    ------
    InfeasibleError
        Not even all usable sites are enough; it names who is out of reach.
    StoppedError
        The search ended without a proof that no fewer do.
    """
    standing, most = helped(reach, open_pos, groups, radius_m=radius_m, by=by)
    # Whole coverage of all is whole coverage of each group: fewer conditions, the same question.
    fair: dict[str, Any] = {} if share == 1 else {"floor_share": share, "floor_by": by}
    plan = solve(SetCover(radius_m=radius_m, share=share, times=most, **fair), standing)
    if plan.status != "optimal":
        raise StoppedError(_("The fewest sites for this norm could not be proven."))
    return tuple(reach.sites.ids[np.array(plan.new_ids, np.int64)])


def helped(
    reach: Reach, open_pos: Ints, groups: pd.DataFrame, *, radius_m: float, by: str
) -> tuple[Reach, int]:
    """Write the question on positions in place of ids; ``open_pos`` are the sites that stand.

    Demand that wants fewer sites than the others gets as many helpers, open and on the spot:
    whoever wants one of two has the other beforehand.

    Returns
    -------
    reach
        The demand with the helpers behind the sites; helpers cost nothing.
    times
        Open sites that everybody wants near, there.
    """
    times = groups["times"].to_numpy(np.int64)
    most = int(times.max())
    lacking = np.zeros(len(reach.demand), np.int64)
    for (_name, people), k in zip(split(reach.demand, by), times, strict=True):
        lacking[people > 0] = np.maximum(lacking[people > 0], most - int(k))
    return _with_helpers(reach, open_pos, lacking, radius_m), most


def _with_helpers(reach: Reach, open_pos: Ints, lacking: Ints, radius_m: float) -> Reach:
    """Put as many helpers beside each demand point as it lacks."""
    sites, n_helper = reach.sites, int(lacking.max(initial=0))
    status = sites.status.copy()
    status[sites.is_existing] = "forbidden"
    status[open_pos] = "existing"
    place = (np.r_[sites.x, np.zeros(n_helper)], np.r_[sites.y, np.zeros(n_helper)])
    words = np.r_[status, np.full(n_helper, "existing")]
    cost = None if sites.cost is None else np.r_[sites.cost, np.zeros(n_helper, np.int64)]
    standing = Sites.from_arrays(*place, words, cost=cost, crs=sites.crs)
    if not n_helper:
        bare: Any = replace(reach, sites=standing)  # type: ignore[type-var]  # reaches are dataclasses
        return bare  # type: ignore[no-any-return]
    near: Any = replace(reach, cutoff_m=reach.check_radius(radius_m))  # type: ignore[type-var]
    demand, site, metres = near.pairs()
    gets = [np.flatnonzero(lacking > k) for k in range(n_helper)]
    row = np.concatenate([demand, *gets])
    column = np.concatenate([site, *(np.full(len(g), len(sites) + k) for k, g in enumerate(gets))])
    value = np.r_[metres, np.zeros(len(row) - len(metres))]
    order = np.lexsort((column, row))
    start = np.r_[0, np.cumsum(np.bincount(row, minlength=len(reach.demand)))]
    shape = (len(reach.demand), len(standing))
    table = csr_array((value[order], column[order], start), shape=shape)
    return PairReach(reach.demand, standing, reach.mode, table, near.cutoff_m)
