"""Site cards: what each open site reaches, adds, and alone provides."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Faces, Plan, Reach, Sites, Study
from geo.core.crs import lonlat
from geo.words import _

__all__ = ["SiteCard", "card_table", "explain"]


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
        The closed site that would replace this one best, or None.
    loss_if_swapped
        People no longer covered after that swap (None without a runner-up or for an existing site).
    nearest_home_id, nearest_home_name, nearest_home_m
        The nearest other home open today, and the metres to it as the crow flies; None without one.
    hours
        Opening hours as they were given; empty where they were not.
    cost_yuan
        Opening cost; None where it is not known, or for an existing site.
    cost_per_new_yuan
        That cost for each worker of ``new``; None where there is no cost, or nobody new.
    new_firms, only_here_firms
        Firms whose workers are those of ``new`` and of ``only_here``.
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

    @property
    def cost_per_new_yuan(self) -> float | None:
        """Opening cost for each newly covered worker."""
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
        return line + _(
            "; next best in its place is {other}, losing {loss:,}",
            other=self.runner_up_name,
            loss=self.loss_if_swapped,
        )


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
    closed = reach.sites.is_usable & ~is_open
    before = faces.times_covered(reach.sites.is_existing)
    after = faces.times_covered(is_open)
    start, face_of = faces.by_site()
    new_ids = set(plan.new_ids)
    cards = []
    for site_id, site in zip(plan.open_ids, open_pos, strict=True):
        here = face_of[start[site] : start[site + 1]]
        fresh, alone = here[before[here] == 0], here[after[here] == 1]
        is_new = site_id in new_ids
        other, loss = _runner_up(faces, alone, closed) if is_new else (None, None)
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
                **_nearest_home(reach.sites, int(site)),
                **_known(reach.sites, int(site), is_new=is_new),
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
    """Say the hours and, of a new site, the opening cost, as far as they were given."""
    hours = sites.table["hours"].iloc[site] if "hours" in sites.table else None
    cost = sites.known("cost")[site] if is_new else np.nan
    return {
        "hours": "" if hours is None or pd.isna(hours) else str(hours),
        "cost_yuan": int(cost) if np.isfinite(cost) else None,
    }


def _runner_up(
    faces: Faces, alone: npt.NDArray[np.int32], closed: npt.NDArray[np.bool_]
) -> tuple[int | None, int | None]:
    """Find the closed site that wins back most of the faces covered by one site alone."""
    if not closed.any():
        return None, None
    regained = np.zeros(faces.n_site, np.int64)
    lengths = np.diff(faces.start)[alone]
    for face, length in zip(alone, lengths, strict=True):
        low = faces.start[face]
        regained[faces.site_pos[low : low + length]] += faces.weight[face]
    regained[~closed] = -1
    best = int(regained.argmax())
    return best, int(faces.weight[alone].sum()) - int(regained[best])


def card_table(
    cards: tuple[SiteCard, ...], reach: Reach, study: Study, radius_m: float
) -> pd.DataFrame:
    """Add to the cards where each site stands, its rank, and the small firms it reaches."""
    named = [field.name for field in fields(SiteCard)]  # a plan may close the last home
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
