"""Homes and stations planned together: the best choice for both, and what sharing venues costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from geo.core import Reach, Sites
from geo.errors import InputError
from geo.explain.levels.joint import Open, chosen, joint
from geo.explain.levels.values import Level, Levels, LevelWish
from geo.solve import Progress, Watch
from geo.words import _

__all__ = ["levels", "stations_today"]


def levels(
    reach: Reach,
    homes: LevelWish,
    stations: LevelWish,
    *,
    station_ids: Iterable[object] = (),
    limit_s: float | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Levels:
    """Choose new homes and new stations together.

    A home does not replace a station, nor the reverse: each level is covered by its own sites only.
    A venue becomes a home or a station, not both; a required one becomes either.

    Parameters
    ----------
    reach
        The demand, the sites, the metres.
    homes, stations
        What is asked of each level.
    station_ids
        The existing sites that are stations; the other existing ones are homes.
    limit_s
        Seconds for all of it; None: no limit.
    progress
        Called now and then with a `geo.solve.Progress`; it stops where False is returned.

    Raises
    ------
    InputError
        An id is none of the existing sites', or nothing is asked.
    InfeasibleError
        The venues do not allow so many.
    StoppedError
        Time ran out before a proof.

    Notes
    -----
    Exact: maximises ``sum_t w_t * covered_t`` over all choices in one integer program.

    Examples
    --------
    >>> from geo.core import Demand, Sites
    >>> from geo.travel import Straight
    >>> firms = Demand.from_arrays([0, 10, 20], [0, 0, 0], [5, 8, 4])
    >>> halls = Sites.from_arrays([10, 20], [0, 0], ids=["middle", "east"])
    >>> here = Straight().reach(firms, halls)
    >>> both = levels(here, LevelWish(new=1, radius_m=10), LevelWish(new=1, radius_m=5))
    >>> both.homes.new_ids, both.stations.new_ids, both.stations.price
    (('middle',), ('east',), 4)
    """
    asked = (homes, stations)
    if not any(one.weight for one in asked):
        raise InputError(_("At least one level must count."))
    stands, watch = _stands(reach, station_ids), Watch(limit_s, progress)
    watch.begin(0.0, _("both levels together"))
    both = _best(reach, stands, asked, watch)
    found = []
    for t, one in enumerate(asked):
        alone = tuple(
            LevelWish(w.new if k == t else 0, w.radius_m, int(k == t)) for k, w in enumerate(asked)
        )
        free = _best(reach, stands, alone, watch, is_alone=True)
        found.append(_level(reach, one.radius_m, stands[t], both[t], free[t]))
    value = sum(one.weight * level.covered for one, level in zip(asked, found, strict=True))
    return Levels(found[0], found[1], value)


def _stands(reach: Reach, station_ids: Iterable[object]) -> Open:
    """Say what is open today at which level: ``(2, n_site)``."""
    is_station = np.zeros(len(reach.sites), bool)
    is_station[reach.positions(station_ids)] = True
    if (is_station & ~reach.sites.is_existing).any():
        raise InputError(_("Only sites that are open today can be stations already."))
    return np.vstack([reach.sites.is_existing & ~is_station, is_station])


def _best(
    reach: Reach,
    stands: Open,
    asked: tuple[LevelWish, ...],
    watch: Watch,
    *,
    is_alone: bool = False,
) -> Open:
    """Find the best choice for some wishes; a level alone need not take what is required."""
    is_free = is_alone or not reach.sites.is_required.any()
    if is_free and not any(one.new for one in asked):
        return stands
    model = joint(
        reach,
        stands,
        radii_m=tuple(one.radius_m for one in asked),
        weights=tuple(one.weight for one in asked),
        news=tuple(one.new for one in asked),
        must_take=not is_alone,
    )
    return chosen(model, len(asked), watch)


def _level(reach: Reach, radius_m: float, today: Open, then: Open, free: Open) -> Level:
    """Say what a level comes to: today, with the choice for both, with all venues for itself."""
    ids, weight = reach.sites.ids, reach.demand.weight
    near = [reach.count_within(radius_m, np.flatnonzero(one)) > 0 for one in (today, then, free)]
    before, covered, most = (int(weight[one].sum()) for one in near)
    new = then & ~today
    standing = [*np.flatnonzero(today), *np.flatnonzero(new)]
    return Level(
        tuple(ids[new]),
        before,
        covered,
        most,
        today_ids=tuple(ids[today]),
        radius_m=radius_m,
        reach=tuple(int(weight[reach.within(radius_m, int(j))].sum()) for j in standing),
        is_covered=near[1],
    )


_STATION = r"驿站|station"


def stations_today(sites: Sites) -> tuple[object, ...]:
    """Name the homes open today that are called a station, by their kind or their name.

    A guess to begin with: the planner knows which of them are stations.

    Examples
    --------
    >>> halls = Sites.from_arrays([0, 9], [0, 0], "existing", ids=["桥南驿站", "东里职工之家"])
    >>> stations_today(halls)
    ('桥南驿站',)
    """
    said = pd.Series(sites.names, dtype=object).astype(str)
    if "kind" in sites.table:
        said += " " + sites.table["kind"].astype(str).reset_index(drop=True)
    is_station = said.str.contains(_STATION, case=False, regex=True).to_numpy(bool)
    return tuple(sites.ids[is_station & sites.is_existing])
