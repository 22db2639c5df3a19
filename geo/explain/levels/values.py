"""What is asked of homes and stations, and what the two levels come to."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geo.errors import InputError
from geo.words import _, counted

__all__ = ["Level", "LevelWish", "Levels"]


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
    today_ids
        Its sites that are open today.
    radius_m
        Its service radius in metres.
    reach
        People within the radius of each of its sites, those of today first.
    is_covered
        ``(n_demand,)`` who has a site of this level within its radius then.
    """

    new_ids: tuple[object, ...]
    covered_before: int
    covered: int
    free_covered: int
    today_ids: tuple[object, ...] = ()
    radius_m: float = 0.0
    reach: tuple[int, ...] = ()
    is_covered: npt.NDArray[np.bool_] = field(
        default_factory=lambda: np.zeros(0, bool), compare=False, repr=False
    )

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
                    "Homes: {sites}; with one near: {workers} ({price:,} fewer than with all "
                    "venues).",
                    **_said(self.homes),
                ),
                _(
                    "Stations: {sites}; with one near: {workers} ({price:,} fewer than with all "
                    "venues).",
                    **_said(self.stations),
                ),
            ]
        )


def _said(level: Level) -> dict[str, object]:
    sites = ", ".join(map(str, level.new_ids)) or "-"
    return {"sites": sites, "workers": counted.workers(level.covered), "price": level.price}
