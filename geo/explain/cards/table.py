"""The cards of a plan as one table, with what the study knows of each site."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Reach, Study
from geo.core.crs import lonlat
from geo.explain.cards.card import SiteCard

__all__ = ["card_table"]

_NO_COLUMNS = ("times", "is_all_weighed", "ground")
"""Fields that are alike in all cards of a plan, or no values."""


def card_table(
    cards: tuple[SiteCard, ...], reach: Reach, study: Study, radius_m: float
) -> pd.DataFrame:
    """Add to the cards where each site stands, its rank, and the small firms it reaches."""
    named = [
        f.name for f in fields(SiteCard) if f.name not in _NO_COLUMNS
    ]  # even of no card at all
    rows = [[getattr(card, name) for name in named] for card in cards]
    table = pd.DataFrame(rows, columns=named)
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
