"""Coverage by the hour: who finds a home open at lunch, at night, at the weekend."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Reach, Sites
from geo.core.arrays import Ints
from geo.explain.evidence import gains as gains_over
from geo.explain.opening.periods import PERIODS, Period, open_in
from geo.solve import Progress, Watch
from geo.words import _, counted

__all__ = ["HoursChange", "OpenHours", "open_hours"]

Open = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class HoursChange:
    """One open site, opened in a part of the week in which it is closed today.

    Attributes
    ----------
    site_id, name
        The site.
    period
        The part of the week.
    gain
        People it would newly cover then.
    home_gain
        People the best new site would newly cover then, were it open then.
    """

    site_id: object
    name: str
    period: Period
    gain: int
    home_gain: int

    @property
    def is_as_good(self) -> bool:
        """Whether it brings as much as a new home, in that part of the week."""
        return self.gain > 0 and self.gain >= self.home_gain

    def __str__(self) -> str:
        """Say it in a line, in the user's language."""
        said = _(
            "With {name} open longer ({period}), {more} would have an open home near then",
            name=self.name,
            period=self.period,
            more=_("1 more worker") if self.gain == 1 else _("{n:,} more workers", n=self.gain),
        )
        home = self.home_gain
        if not home:
            return said + _("; a new home open then would add nobody.")
        if self.gain > home:
            return said + _("; a new home open then would add fewer, {home:,}.", home=home)
        if self.gain == home:
            return said + _("; a new home open then would add as many.")
        return said + _("; a new home open then would add more, {home:,}.", home=home)


@dataclass(frozen=True, eq=False)
class OpenHours:
    """Coverage in each part of the week.

    Attributes
    ----------
    radius_m
        Service radius in metres.
    periods
        The parts of the week.
    table
        One row for each: ``period, covered, share, not_known, home_id, home_gain``: people with a
        site near that is open then, their share of all, people for whom that cannot be said
        because hours are not known, the new site that would add most then (None: none adds any)
        and how many it adds.
    covered_ever
        People with an open site near, whatever its hours.
    changes
        What opening longer would bring, most first; changes that bring nobody are left out.
    """

    radius_m: float
    periods: tuple[Period, ...]
    table: pd.DataFrame
    covered_ever: int
    changes: tuple[HoursChange, ...]

    def __str__(self) -> str:
        """Say it, a line for each part of the week."""
        rows = zip(self.periods, self.table.itertuples(), strict=True)
        return "\n".join(_line(period, row) for period, row in rows)


def _line(period: Period, row: Any) -> str:  # noqa: ANN401 - a row of the table
    said = _(
        "{period}: {workers} with a home open near ({share:.1%})",
        period=period,
        workers=counted.workers(row.covered),
        share=row.share,
    )
    if not row.not_known:
        return said + _(".")
    return said + _("; hours not known for {unknown:,} more.", unknown=row.not_known)


def open_hours(
    reach: Reach,
    radius_m: float,
    open_ids: Iterable[object] | None = None,
    *,
    periods: tuple[Period, ...] = PERIODS,
    progress: Callable[[Progress], bool | None] | None = None,
) -> OpenHours:
    """Say who has an open home near in each part of the week, and which change would help most.

    Parameters
    ----------
    reach
        The demand, the sites with a column ``hours``, the metres.
    radius_m
        Service radius in metres.
    open_ids
        Sites that stand; None: those of today.
    periods
        Parts of the week.
    progress
        Told before each part of the week; where it returns False, the counting ends.

    Raises
    ------
    InputError
        An id is none of the sites', or the radius is none.
    StoppedError
        It was to end before the last part of the week.

    Notes
    -----
    Exact: one site or one change at a time is simply counted. Hours that are missing or cannot be
    read count as closed, and the table says how many people that leaves open.
    """
    watch = Watch(progress=progress)
    sites, faces = reach.sites, reach.faces(radius_m)
    stands = np.zeros(len(sites), bool)
    stands[np.flatnonzero(sites.is_existing) if open_ids is None else reach.positions(open_ids)] = 1
    known = open_in(sites, periods)
    rows, changes = [], []
    for number, (period, when) in enumerate(zip(periods, known.T, strict=True)):
        if not watch.begin(number / len(periods), str(period)):
            raise watch.late()
        is_open, is_unknown = stands & (when == 1), stands & np.isnan(when)
        covered, gains = faces.covered(is_open), gains_over(faces, is_open)
        home_id, brings = _best_home(sites, ~stands, gains)
        perhaps = faces.covered(is_open | is_unknown) - covered
        rows.append((period.name, covered, covered / max(faces.total, 1), perhaps, home_id, brings))
        changes += [
            HoursChange(sites.ids[int(j)], sites.names[j], period, int(gains[j]), brings)
            for j in np.flatnonzero(stands & (when == 0) & (gains > 0))
        ]
    columns = ["period", "covered", "share", "not_known", "home_id", "home_gain"]
    changes.sort(key=lambda change: -change.gain)
    return OpenHours(
        float(radius_m),
        periods,
        pd.DataFrame(rows, columns=columns),
        faces.covered(stands),
        tuple(changes),
    )


def _best_home(sites: Sites, is_left: Open, gains: Ints) -> tuple[object | None, int]:
    """Find the usable site left over that adds most, and how many; None: none adds any."""
    usable = np.flatnonzero(sites.is_usable & is_left & (gains > 0))
    if not len(usable):
        return None, 0
    best = int(usable[gains[usable].argmax()])
    return sites.ids[best], int(gains[best])
