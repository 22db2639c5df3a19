"""Site cards: what each open site reaches, adds, and alone provides."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Plan, Reach, Sites, Study
from geo.core.crs import lonlat
from geo.explain.runner_up import is_all_weighed, places, with_reserve
from geo.words import _

__all__ = ["SiteCard", "card_table", "explain"]

_OF_ALL = ("times", "is_all_weighed")
"""Fields that are alike in all cards of a plan: no columns."""


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
        The venue, not open, with which in the place of this one the most people are covered (of
        equally good ones the first of the list), where the question allows it there by status,
        budget and least distance; None where it allows none.
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

    @property
    def cost_per_new_yuan(self) -> float | None:
        """Yearly cost for each newly covered worker."""
        return None if self.cost_yuan is None or not self.new else self.cost_yuan / self.new

    def __str__(self) -> str:
        """Say it in one line, in the user's language."""
        line = _(
            "{name}: reaches {reach:,} workers in {firms:,} firms, {new:,} of them new, "
            "{only:,} only here",
            name=self.name,
            reach=self.reach,
            firms=self.firms,
            new=self.new,
            only=self.only_here,
        )
        if self.loss_if_swapped is None:
            return line
        line += _swapped(self.runner_up_name, self.loss_if_swapped)
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


def explain(plan: Plan, reach: Reach) -> tuple[SiteCard, ...]:
    """Say what each open site of ``plan`` brings: existing sites first, then the new ones.

    Counts people within the radius of at least one site, whatever else the question asked for.

    Raises
    ------
    InputError
        The plan names a site the reach does not have.
    """
    faces = reach.faces(plan.problem.radius_m)
    open_pos = reach.positions(plan.open_ids)
    is_open = np.zeros(len(reach.sites), bool)
    is_open[open_pos] = True
    before = faces.times_covered(reach.sites.is_existing)
    after = faces.times_covered(is_open)
    start, face_of = faces.by_site()
    swaps = places(plan, reach, faces, after)
    weighed, new_ids = is_all_weighed(plan.problem), set(plan.new_ids)
    cards = []
    for site_id, site in zip(plan.open_ids, open_pos.tolist(), strict=True):
        here = face_of[start[site] : start[site + 1]]
        fresh, alone = here[before[here] == 0], here[after[here] == 1]
        is_new = site_id in new_ids
        other, loss = (swaps.runner_up(site, here) if is_new else None) or (None, None)
        cards.append(
            SiteCard(
                site_id,
                reach.sites.names[site],
                is_new,
                int(faces.weight[here].sum()),
                int(faces.weight[fresh].sum()),
                int(faces.weight[alone].sum()),
                int(faces.count[here].sum()),
                None if other is None else reach.sites.ids[other],
                "" if other is None else reach.sites.names[other],
                loss,
                new_firms=int(faces.count[fresh].sum()),
                only_here_firms=int(faces.count[alone].sum()),
                times=swaps.need,
                is_all_weighed=weighed,
                **_nearest_home(reach.sites, site),
                **_known(reach.sites, site, is_new=is_new),
            )
        )
    return tuple(cards)


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


def card_table(
    cards: tuple[SiteCard, ...], reach: Reach, study: Study, radius_m: float
) -> pd.DataFrame:
    """Add to the cards where each site stands, its rank, and the small firms it reaches."""
    named = [f.name for f in fields(SiteCard) if f.name not in _OF_ALL]  # even of no card at all
    table = pd.DataFrame([asdict(card) for card in cards], columns=named)
    table["cost_per_new_yuan"] = [card.cost_per_new_yuan for card in cards]
    pos = reach.positions(table["site_id"])
    table["status"] = study.sites.status[pos]
    if study.sites.crs is None:
        table["lon"], table["lat"] = np.nan, np.nan
    else:
        table["lon"], table["lat"] = lonlat(study.sites.x[pos], study.sites.y[pos], study.sites.crs)
    table = table.assign(**_small_firms(reach, study, radius_m, pos))
    table = table.sort_values(
        ["is_new", "new"], ascending=[True, False], kind="stable", ignore_index=True
    )
    table["rank"] = table["is_new"].cumsum() * table["is_new"]
    return table


def _small_firms(
    reach: Reach, study: Study, radius_m: float, pos: npt.NDArray[np.int64]
) -> dict[str, list[int]]:
    """Count the small unionised firms each open site reaches, newly reaches, and alone reaches."""
    before = reach.count_within(radius_m, np.flatnonzero(study.sites.is_existing))
    after, small = reach.count_within(radius_m, pos), study.is_small_unionised
    counted: dict[str, list[int]] = {
        "small_firms": [], "new_small_firms": [], "only_here_small_firms": [],
    }  # fmt: skip
    for site in pos:
        here = reach.within(radius_m, int(site))
        kept = (small[here], small[here] & (before[here] == 0), small[here] & (after[here] == 1))
        for column, firms in zip(counted.values(), kept, strict=True):
            column.append(int(firms.sum()))
    return counted
