"""Parts of the week, and who is open in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core import Sites
from geo.read.cells.hours import week
from geo.words import N_, _

__all__ = ["PERIODS", "Period", "open_in"]


@dataclass(frozen=True)
class Period:
    """A part of the week: the same hours on some days.

    Attributes
    ----------
    name
        Short English name.
    title
        English title, translated where it is shown.
    days
        Days, Monday is 0.
    first_min, last_min
        Minutes of the day; a home is open in the period where it is open from the first to the
        last without a break, on each of the days.
    """

    name: str
    title: str
    days: tuple[int, ...]
    first_min: int
    last_min: int

    def __str__(self) -> str:
        """Say it in the user's language, with its hours."""
        return _(
            "{title}, {first_h:02d}:{first_m:02d}-{last_h:02d}:{last_m:02d}",
            title=_(self.title),
            first_h=self.first_min // 60,
            first_m=self.first_min % 60,
            last_h=self.last_min // 60,
            last_m=self.last_min % 60,
        )


_WORK = (0, 1, 2, 3, 4)

PERIODS = (
    Period("lunch", N_("lunch on workdays"), _WORK, 12 * 60, 13 * 60),
    Period("afternoon", N_("afternoon on workdays"), _WORK, 14 * 60, 17 * 60),
    Period("evening", N_("evening on workdays"), _WORK, 18 * 60, 20 * 60),
    Period("night", N_("night before a workday"), (6, 0, 1, 2, 3), 22 * 60, 24 * 60),
    Period("weekend", N_("weekend"), (5, 6), 10 * 60, 16 * 60),
)
"""The parts that matter to workers and riders; others can be given in their place."""


def open_in(sites: Sites, periods: Iterable[Period]) -> npt.NDArray[np.float64]:
    """Say who is open when: ``(n_site, n_period)``, 1 open, 0 not, NaN where hours are not known.

    Hours that cannot be read count as not known; nothing is guessed.
    """
    wanted = list(periods)
    found = np.full((len(sites), len(wanted)), np.nan)
    if "hours" not in sites.table:
        return found
    for row, text in enumerate(sites.table["hours"]):
        open_at = week(text)
        if open_at is not None:
            found[row] = [open_at[list(p.days), p.first_min : p.last_min].all() for p in wanted]
    return found
