"""Site cards: what each open site reaches, adds, and alone provides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Faces, Plan, Reach, Sites
from geo.core.arrays import Floats, Ints
from geo.explain.cards.runner_up import Places, called, is_all_weighed, places, with_reserve
from geo.explain.cards.served import Served, catchment_m2, served
from geo.words import _, counted

__all__ = ["SiteCard", "explain"]


@dataclass(frozen=True)
class SiteCard:
    """What one open site brings, in people within the service radius.

    Attributes
    ----------
    site_id, name
        The site.
    is_new
        Proposed by the plan; otherwise open today.
    reach
        People within the radius of this site.
    new
        Of them, those whom no home open today covers (0 for an existing site).
    only_here
        Of them, those whom no other open site covers: lost if this one falls through.
    firms
        Firms within the radius.
    runner_up_id, runner_up_name
        The venue, not open, or home that the plan closes, with which in the place of this one the
        most people are covered (of equally good ones the first of the list), where the question
        allows it there by status, budget and least distance; None where it allows none.
    loss_if_swapped
        People fewer who are covered after that swap, with as many homes near as the question asks
        for; less than 0: people more, as a plan that is not proven best, or one that meets further
        conditions, may leave (None without a runner-up or for an existing site).
    nearest_home_id, nearest_home_name, nearest_home_m
        The nearest other home open today, and the metres to it as the crow flies; None without one.
    hours
        Opening hours as they were given; empty where they were not.
    cost_yuan
        Yearly cost; None where it is not known, or for an existing site.
    cost_per_new_yuan
        That cost for each worker of ``new``; None where there is no cost, or nobody new.
    new_firms, only_here_firms
        Firms whose workers are those of ``new`` and of ``only_here``.
    times
        Homes that must be near for the question to count somebody.
    is_all_weighed
        Whether the swap keeps to all that the question asks for.
    served, served_firms
        People and firms that it serves: within the radius, and no other open site is nearer to
        them; over all sites each of them counts once. None where metres are not known.
    longest_m
        The longest way of those; None where it serves nobody.
    runner_up_is_home
        Whether the runner-up is a home open today, which the plan closes.
    ground
        Measures ``catchment_m2`` when somebody first asks: along streets that takes a moment.
    """

    site_id: object
    name: str
    is_new: bool
    reach: int
    new: int
    only_here: int
    firms: int
    runner_up_id: object | None = None
    runner_up_name: str = ""
    loss_if_swapped: int | None = None
    nearest_home_id: object | None = None
    nearest_home_name: str = ""
    nearest_home_m: float | None = None
    hours: str = ""
    cost_yuan: int | None = None
    new_firms: int = 0
    only_here_firms: int = 0
    times: int = 1
    is_all_weighed: bool = True
    served: int | None = None
    served_firms: int | None = None
    longest_m: float | None = None
    runner_up_is_home: bool = False
    ground: Callable[[], float | None] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def catchment_m2(self) -> float | None:
        """Ground from which it is within the radius; None where distances tell of none."""
        return None if self.ground is None else self.ground()

    @property
    def cost_per_new_yuan(self) -> float | None:
        """Yearly cost for each newly covered worker."""
        return None if self.cost_yuan is None or not self.new else self.cost_yuan / self.new

    def __str__(self) -> str:
        """Say it in one line, in the user's language."""
        line = _(
            "{name}: reaches {workers} in {firms}, {new:,} of them new, {only:,} only here",
            name=self.name,
            workers=counted.workers(self.reach),
            firms=counted.firms(self.firms),
            new=self.new,
            only=self.only_here,
        )
        if self.served and self.longest_m is not None:
            line += _(
                "; serves {served:,} in {firms}, the farthest {metres:,.0f} m away",
                served=self.served,
                firms=counted.firms(self.served_firms or 0),
                metres=self.longest_m,
            )
        if self.loss_if_swapped is None:
            return line
        other = called(self.runner_up_name, is_home=self.runner_up_is_home)
        line += _swapped(other, self.loss_if_swapped)
        return with_reserve(line, self.times, is_all_weighed=self.is_all_weighed)


def _swapped(other: str, loss: int) -> str:
    """Say what the next best venue in a site's place would change, as the end of a line."""
    if loss > 0:
        return _("; next best in its place is {other}, losing {loss:,}", other=other, loss=loss)
    if loss < 0:
        return _(
            "; best in its place is {other}, with which {more:,} more would be covered",
            other=other,
            more=-loss,
        )
    return _("; next best in its place is {other}, with as many covered", other=other)


def explain(
    plan: Plan, reach: Reach, *, nearest: tuple[Ints, Floats] | None = None
) -> tuple[SiteCard, ...]:
    """Say what each open site of ``plan`` brings: existing sites first, then the new ones.

    Counts people within the radius of at least one site, whatever else the question asked for.

    Parameters
    ----------
    plan
        The plan.
    reach
        The demand, the sites, the metres.
    nearest
        What `Reach.nearest` says of the open sites, where it was asked already.

    Raises
    ------
    InputError
        The plan names a site the reach does not have.
    """
    radius, open_pos = plan.problem.radius_m, reach.positions(plan.open_ids)
    faces = reach.faces(radius)
    is_open = np.zeros(len(reach.sites), bool)
    is_open[open_pos] = True
    after = faces.times_covered(is_open)
    look = _Look(
        reach,
        faces,
        faces.times_covered(reach.sites.is_existing),
        after,
        places(plan, reach, faces, after),
        served(reach, open_pos, radius, nearest),
    )
    start, face_of = faces.by_site()
    weighed, new_ids = is_all_weighed(plan.problem), set(plan.new_ids)
    return tuple(
        replace(
            look.card(
                site_id, site, face_of[start[site] : start[site + 1]], is_new=site_id in new_ids
            ),
            is_all_weighed=weighed,
            ground=partial(catchment_m2, reach, site, radius),
        )
        for site_id, site in zip(plan.open_ids, open_pos.tolist(), strict=True)
    )


@dataclass(frozen=True, eq=False)
class _Look:
    """A plan as it is looked at once for all its cards.

    ``before, after``: ``(n_face,)`` open sites near each face, today and by the plan.
    """

    reach: Reach
    faces: Faces
    before: Ints
    after: Ints
    swaps: Places
    nearby: Served | None

    def card(
        self, site_id: object, site: int, here: npt.NDArray[np.int32], *, is_new: bool
    ) -> SiteCard:
        """Say what the site whose faces are ``here`` brings."""
        faces, sites = self.faces, self.reach.sites
        fresh, alone = here[self.before[here] == 0], here[self.after[here] == 1]
        other, loss = (self.swaps.runner_up(site, here) if is_new else None) or (None, None)
        return SiteCard(
            site_id,
            sites.names[site],
            is_new,
            int(faces.weight[here].sum()),
            int(faces.weight[fresh].sum()),
            int(faces.weight[alone].sum()),
            int(faces.count[here].sum()),
            None if other is None else sites.ids[other],
            "" if other is None else sites.names[other],
            loss,
            runner_up_is_home=other is not None and bool(sites.is_existing[other]),
            new_firms=int(faces.count[fresh].sum()),
            only_here_firms=int(faces.count[alone].sum()),
            times=self.swaps.need,
            **({} if self.nearby is None else self.nearby.of(site)),
            **_nearest_home(sites, site),
            **_known(sites, site, is_new=is_new),
        )


def _nearest_home(sites: Sites, site: int) -> dict[str, Any]:
    """Find the nearest other home open today, as the crow flies; of equally near ones the first."""
    homes = np.flatnonzero(sites.is_existing & (np.arange(len(sites)) != site))
    if not len(homes):
        return {}
    metres = np.hypot(sites.x[homes] - sites.x[site], sites.y[homes] - sites.y[site])
    nearest = int(metres.argmin())
    home = int(homes[nearest])
    return {
        "nearest_home_id": sites.ids[home],
        "nearest_home_name": sites.names[home],
        "nearest_home_m": float(metres[nearest]),
    }


def _known(sites: Sites, site: int, *, is_new: bool) -> dict[str, Any]:
    """Say the hours and, of a new site, the yearly cost, as far as they were given."""
    hours = sites.table["hours"].iloc[site] if "hours" in sites.table else None
    cost = sites.known("cost")[site] if is_new else np.nan
    return {
        "hours": "" if hours is None or pd.isna(hours) else str(hours),
        "cost_yuan": int(cost) if np.isfinite(cost) else None,
    }
