"""The question of which new sites would meet a norm, as the solver's questions are put."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from geo.core import PairReach, Reach, Sites
from geo.core.arrays import Ints
from geo.explain.rules.fit import Fit
from geo.solve import Row
from geo.solve.conditions import split

__all__ = ["Wanted", "wanted"]


@dataclass(frozen=True, eq=False)
class Wanted:
    """Who must have how many open sites near, and what may be opened.

    Attributes
    ----------
    reach
        The demand and the sites on positions in place of ids: what stands is existing, what may not
        be proposed is forbidden. Demand that wants fewer sites than the others has as many helpers,
        open and on the spot, behind the sites: whoever wants one of two has the other beforehand.
        Helpers cost nothing.
    times
        Open sites that everybody wants near, there.
    radius_m, share, by
        Of the norm; the share holds in each group.
    rows
        Further conditions on the sites.
    """

    reach: Reach
    times: int
    radius_m: float
    share: float
    by: str
    rows: tuple[Row, ...] = ()


def wanted(
    reach: Reach,
    open_pos: Ints,
    groups: pd.DataFrame,
    fit: Fit,
    *,
    radius_m: float,
    share: float,
    by: str,
) -> Wanted:
    """Put the question.

    Parameters
    ----------
    reach
        The demand, the sites, the metres.
    open_pos
        Positions of the sites that stay open, whatever their status.
    groups
        One row for each group of ``split(reach.demand, by)``, in that order; ``times`` says how
        many open sites its people want near.
    fit
        Which venues may be proposed.
    radius_m, share, by
        Of the norm; the share holds in each group.
    """
    times = groups["times"].to_numpy(np.int64)
    most = int(times.max())
    lacking = np.zeros(len(reach.demand), np.int64)
    for (_name, people), k in zip(split(reach.demand, by), times, strict=True):
        lacking[people > 0] = np.maximum(lacking[people > 0], most - int(k))
    standing = _with_helpers(reach, open_pos, fit, lacking, radius_m)
    return Wanted(standing, most, radius_m, share, by, fit.rows)


def _with_helpers(reach: Reach, open_pos: Ints, fit: Fit, lacking: Ints, radius_m: float) -> Reach:
    """Put as many helpers beside each demand point as it lacks."""
    sites, n_helper = reach.sites, int(lacking.max(initial=0))
    status = sites.status.copy()
    status[sites.is_existing | fit.is_unfit] = "forbidden"
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
