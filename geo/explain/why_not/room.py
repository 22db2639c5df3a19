"""How much room would make a venue win, where a worker counts only if there is a place for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from geo.core.arrays import Ints
from geo.errors import InputError, StoppedError
from geo.solve import Asked, Watch, best_with_room
from geo.words import _

__all__ = ["Room", "first", "room_to_win"]


@dataclass(frozen=True)
class Room:
    """A venue held against all plans, counting only those who find room.

    Everybody takes a place at one open site near, or has none; whoever could go to several goes
    where there is room.

    Attributes
    ----------
    places
        Places of the venue.
    come_share
        Share of the workers near who come at the same time, 0..1: a place serves so many more.
    seated, seated_with
        The most who find room in any plan without the venue, and in any plan with it; None where
        that was not proven in time.
    places_to_win
        The fewest places with which the venue wins; None where no number does, or where that was
        not proven in time.
    """

    places: int
    come_share: float
    seated: int | None = None
    seated_with: int | None = None
    places_to_win: int | None = None

    @property
    def is_proven(self) -> bool:
        """Whether the question was answered in time."""
        return self.seated is not None

    @property
    def wins(self) -> bool:
        """Whether the venue wins with the places it has."""
        return self.places_to_win is not None and self.places_to_win <= self.places

    def __str__(self) -> str:
        """Say it in a line, in the user's language."""
        if not self.is_proven:
            return _("With how many places it would win was not proven in time.")
        said = {"share": self.come_share, "n": self.places_to_win, "places": self.places}
        if self.wins:
            return _(
                "Counting only those who find room ({share:.0%} of the workers near come at the "
                "same time), a plan with it is as good.",
                **said,
            )
        if self.places_to_win is None:
            return _(
                "Counting only those who find room ({share:.0%} of the workers near come at the "
                "same time), no number of places makes it win.",
                **said,
            )
        return _(
            "Counting only those who find room ({share:.0%} of the workers near come at the same "
            "time), it would win with {n:,} places (now {places:,}).",
            **said,
        )


def room_to_win(asked: Asked, site: int, watch: Watch, *, come_share: float) -> Room | None:
    """Find the fewest places with which a venue wins; None: the question knows no room.

    Parameters
    ----------
    asked
        The question and its data.
    site
        Position of the venue.
    watch
        Clock.
    come_share
        Share of the workers near who come at the same time, 0..1.

    Raises
    ------
    InputError
        The share is none.

    Notes
    -----
    Exact by re-solving: a plan with the venue seats as many or more where it has more places, one
    without it as many as before, so that bisection finds the fewest.
    """
    if not 0 < come_share <= 1:
        raise InputError(_("The share that comes at the same time must lie above 0, up to 1."))
    capacity = asked.reach.sites.capacity
    if capacity is None or not _counts_people(asked):
        return None
    here = Room(int(capacity[site]), come_share)
    try:
        return _answered(asked, site, watch, here)
    except StoppedError:
        return here


def _answered(asked: Asked, site: int, watch: Watch, here: Room) -> Room | None:
    sites = asked.reach.sites
    assert sites.capacity is not None
    share, places = Fraction(str(here.come_share)), sites.capacity
    without = best_with_room(asked, _people(places, share), watch, shut=site)

    def seated(n: int) -> int | None:
        more = places.copy()
        more[site] = n
        found = best_with_room(asked, _people(more, share), watch, opened=site)
        return None if found is None else found.value

    with_it = seated(here.places)
    if with_it is None:
        return None  # no plan that is allowed opens it
    others = 0 if without is None else without.value
    here_pos = asked.reach.within(asked.question.radius_m, site)
    near = int(asked.reach.demand.weight[here_pos].sum())
    most = -int(-near * share // 1)  # with so many places all who are near find room
    wanted = first(0, most, lambda n: (seated(n) or 0) >= others)
    return Room(here.places, here.come_share, others, with_it, wanted)


def _counts_people(asked: Asked) -> bool:
    """Say whether people with one home near are what the question counts, each as one."""
    question, model = asked.question, asked.model
    is_plain = question.sense == "max" and model.times == 1 and not model.floors
    return is_plain and not hasattr(question, "far_m") and not getattr(question, "weights", "")


def _people(places: Ints, share: Fraction) -> Ints:
    """Say how many people each site serves; more than all there are never come."""
    return np.array([min(int(n / share), 2**62) for n in places.tolist()], np.int64)


def first(low: int, high: int, does: Callable[[int], bool]) -> int | None:
    """Return the least whole number of ``low..high`` that does, where all above it do, too."""
    if low > high or not does(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if does(middle) else (middle + 1, high)
    return low
