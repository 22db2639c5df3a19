"""What must be covered: a share of the people of each group, by as many sites as it wants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core import Demand, Reach
from geo.core.arrays import Ints
from geo.solve.conditions import needed, split

__all__ = ["Group", "Needs"]


@dataclass(frozen=True, eq=False)
class Group:
    """A group of people.

    Attributes
    ----------
    name
        What a person calls it.
    people
        ``(n_demand,)`` its people at each demand point.
    times
        Open sites that each of them wants near.
    low
        How many of them must have so many.
    """

    name: str
    people: Ints
    times: int
    low: int


@dataclass(frozen=True)
class Needs:
    """What must be covered.

    Attributes
    ----------
    radius_m
        Service radius in metres.
    share
        Share of the people of each group, 0..1.
    by
        Column of the demand's table that makes the groups; empty: everybody is one.
    times
        Open sites that the people of each group want near, in the order of
        `geo.solve.conditions.split`.
    """

    radius_m: float
    share: float
    by: str
    times: tuple[int, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that make groups; one, without a name, where everybody is one group."""
        return tuple(self.by.split(","))

    def groups(self, demand: Demand) -> Iterator[Group]:
        """List the groups, one at a time: of a million firms, each is a long array."""
        for (name, people), times in zip(split(demand, self.by), self.times, strict=True):
            yield Group(name, people, times, needed(self.share, int(people.sum())))

    def are_met(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> bool:
        """Say whether enough people are covered, by counting them firm by firm."""
        near = reach.count_within(self.radius_m, np.flatnonzero(is_open))
        return all(
            int(group.people[near >= group.times].sum()) >= group.low
            for group in self.groups(reach.demand)
        )
