"""Site cards: what each open site reaches, adds, and alone provides."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Faces, Plan, Reach, Study
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
        alone = here[after[here] == 1]
        is_new = site_id in new_ids
        other, loss = _runner_up(faces, alone, closed) if is_new else (None, None)
        cards.append(
            SiteCard(
                site_id,
                reach.sites.names[site],
                is_new,
                int(faces.weight[here].sum()),
                int(faces.weight[here[before[here] == 0]].sum()),
                int(faces.weight[alone].sum()),
                int(faces.count[here].sum()),
                None if other is None else reach.sites.ids[other],
                "" if other is None else reach.sites.names[other],
                loss,
            )
        )
    return tuple(cards)


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
    table = pd.DataFrame([asdict(card) for card in cards])
    pos = reach.positions(table["site_id"])
    table["status"] = study.sites.status[pos]
    if study.sites.crs is None:
        table["lon"], table["lat"] = np.nan, np.nan
    else:
        table["lon"], table["lat"] = lonlat(study.sites.x[pos], study.sites.y[pos], study.sites.crs)
    small = study.is_small_unionised
    table["small_firms"] = [int(small[reach.within(radius_m, int(p))].sum()) for p in pos]
    table = table.sort_values(
        ["is_new", "new"], ascending=[True, False], kind="stable", ignore_index=True
    )
    table["rank"] = table["is_new"].cumsum() * table["is_new"]
    return table
