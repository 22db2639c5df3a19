"""Homes and stations planned together: the best choice for both, and what sharing venues costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from geo.core import Reach
from geo.errors import InputError
from geo.explain.levels.joint import Open, chosen, joint
from geo.solve import Watch
from geo.words import _

__all__ = ["Level", "LevelWish", "Levels", "levels"]


@dataclass(frozen=True)
class LevelWish:
    """What is asked of one level.

    Attributes
    ----------
    new
        New sites of the level; may be 0.
    radius_m
        Its service radius in metres.
    weight
        Whole number that a worker covered at this level counts.
    """

    new: int
    radius_m: float
    weight: int = 1

    def __post_init__(self) -> None:
        """Refuse numbers that make no sense."""
        if self.new < 0 or self.weight < 0 or int(self.weight) != self.weight:
            raise InputError(
                _("A level needs a number of new sites and a whole weight, none below 0.")
            )


@dataclass(frozen=True)
class Level:
    """What one level comes to.

    Attributes
    ----------
    new_ids
        Its new sites.
    covered_before, covered
        People with a site of this level within its radius, today and then.
    free_covered
        What it could cover with as many new sites if it had all venues for itself.
    """

    new_ids: tuple[object, ...]
    covered_before: int
    covered: int
    free_covered: int

    @property
    def price(self) -> int:
        """What sharing the venues with the other level costs."""
        return self.free_covered - self.covered


@dataclass(frozen=True)
class Levels:
    """Homes and stations.

    Attributes
    ----------
    homes, stations
        One `Level` each.
    value
        Weighted sum of what the levels cover; no choice has more.
    """

    homes: Level
    stations: Level
    value: int

    def __str__(self) -> str:
        """Say it, a line for each level."""
        return "\n".join(
            [
                _(
                    "Homes: {sites}; {covered:,} workers have one near ({price:,} fewer than with "
                    "all venues).",
                    **_said(self.homes),
                ),
                _(
                    "Stations: {sites}; {covered:,} workers have one near ({price:,} fewer than "
                    "with all venues).",
                    **_said(self.stations),
                ),
            ]
        )


def _said(level: Level) -> dict[str, object]:
    sites = ", ".join(map(str, level.new_ids)) or "-"
    return {"sites": sites, "covered": level.covered, "price": level.price}


def levels(
    reach: Reach,
    homes: LevelWish,
    stations: LevelWish,
    *,
    station_ids: Iterable[object] = (),
    limit_s: float | None = None,
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
    stands, watch = _stands(reach, station_ids), Watch(limit_s)
    both = _best(reach, stands, asked, watch)
    found = []
    for t, one in enumerate(asked):
        alone = tuple(
            LevelWish(w.new if k == t else 0, w.radius_m, int(k == t)) for k, w in enumerate(asked)
        )
        free = _best(reach, stands, alone, watch, is_alone=True)
        new = both[t] & ~stands[t]
        before, then, most = (
            _covered(reach, is_open, one.radius_m) for is_open in (stands[t], both[t], free[t])
        )
        found.append(Level(tuple(reach.sites.ids[new]), before, then, most))
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


def _covered(reach: Reach, is_open: Open, radius_m: float) -> int:
    near = reach.count_within(radius_m, np.flatnonzero(is_open))
    return int(reach.demand.weight[near > 0].sum())
