"""Open now, or when next: what somebody who stands before the door wants to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from geo.read.cells.hours import week
from geo.words import N_, _

__all__ = ["DAYS", "Openness", "open_spans", "openness"]

DAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
"""Names of the days, translated where they are shown; 0 is Monday."""


@dataclass(frozen=True)
class Openness:
    """Whether a home is open at a moment.

    Attributes
    ----------
    at
        The moment, on the clock of the home.
    is_open
        None where the hours are not known or cannot be read.
    until
        When that changes; None where it never does, or nothing is known.
    """

    at: datetime
    is_open: bool | None
    until: datetime | None = None

    def __str__(self) -> str:
        """Say it in the user's language."""
        if self.is_open is None:
            return _("opening hours not known")
        if self.until is None:
            return _("open day and night") if self.is_open else _("closed")
        if self.is_open:
            return _("open now, until {time}", time=self._said)
        return _("closed now, opens {time}", time=self._said)

    @property
    def _said(self) -> str:
        """Say the hour, and the day where it is not today; midnight ends today."""
        assert self.until is not None
        if self.is_open and self.until == _midnight(self.at):
            return "24:00"
        clock = f"{self.until:%H:%M}"
        if self.until.date() == self.at.date():
            return clock
        return _("{day} {time}", day=_(DAYS[self.until.weekday()]), time=clock)


def _midnight(at: datetime) -> datetime:
    return datetime(at.year, at.month, at.day, tzinfo=at.tzinfo) + timedelta(days=1)


def openness(hours: object, at: datetime) -> Openness:
    """Say whether hours as a person writes them hold at a moment, and until when.

    Parameters
    ----------
    hours
        ``"周一至周五 9:00-18:00"``, ``"Mo-Fr 09:00-18:00"``, ``"24/7"``; anything that cannot be
        read is not known, never guessed.
    at
        The moment, on the clock of the home.

    Examples
    --------
    >>> from datetime import datetime
    >>> openness("Mo-Fr 11:30-13:30", datetime(2026, 7, 3, 13, 30)).until  # a Friday
    datetime.datetime(2026, 7, 6, 11, 30)
    """
    open_at = week(hours)
    if open_at is None:
        return Openness(at, None)
    minute = at.replace(second=0, microsecond=0)
    ahead = np.roll(open_at.ravel(), -(at.weekday() * 24 * 60 + at.hour * 60 + at.minute))
    is_open = bool(ahead[0])
    changes = np.flatnonzero(ahead != is_open)
    until = minute + timedelta(minutes=int(changes[0])) if len(changes) else None
    return Openness(at, is_open, until)


def open_spans(hours: object) -> tuple[tuple[int, int], ...] | None:
    """Return the hours as spans of minutes from Monday 0:00, ends not included; None: not known.

    Examples
    --------
    >>> open_spans("周一至周二 9:00-18:00")
    ((540, 1080), (1980, 2520))
    """
    open_at = week(hours)
    if open_at is None:
        return None
    edges = np.diff(np.r_[0, open_at.ravel().astype(np.int8), 0])
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return tuple((int(a), int(b)) for a, b in zip(first, last, strict=True))
