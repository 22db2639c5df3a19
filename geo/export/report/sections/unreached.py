"""The sentences of who is too far from every venue for a norm to be met."""

from __future__ import annotations

from math import ceil

import numpy as np
import pandas as pd

from geo.core.far import FAR_M
from geo.explain import Compliance
from geo.export.report.case import Case
from geo.export.report.nouns import joined, listed, metres
from geo.words import _

__all__ = ["unreached"]

_NAMED = 5  # firms named in the sentence; the annex has them all


def unreached(case: Case, found: Compliance) -> str:
    """Say how many are out of reach of every usable venue, name the largest, and what would do."""
    return joined(_who(case, found), _would(found))


def _who(case: Case, found: Compliance) -> str:
    demand = case.study.demand
    pos = demand.ids.get_indexer(pd.Index(found.unreached_ids, dtype=object))
    largest = pos[np.argsort(-demand.weight[pos], kind="stable")][:_NAMED]
    named = demand.table.get("name", demand.ids)
    names = {"names": listed(str(named[k]) for k in largest.tolist())}
    parts = {
        "firms": case.say.firms(int(case.firm_counts[pos].sum())),
        "workers": case.say.workers(int(demand.weight[pos].sum())),
        "radius": metres(float(found.norm.number("radius_m") or 0)),
        "names": _(", the largest of which are {names}", **names)
        if len(pos) > _NAMED
        else _(": {names}", **names),
    }
    if found.groups["times"].max() > 1:
        return _(
            "Fewer usable venues than the norm wants are within {radius} of {firms} with "
            "{workers}{names}.",
            **parts,
        )
    if found.unfit_ids:
        return _(
            "No venue that can meet what the norm asks of a home by itself is within {radius} of "
            "{firms} with {workers}{names}.",
            **parts,
        )
    return _("No usable venue is within {radius} of {firms} with {workers}{names}.", **parts)


def _would(found: Compliance) -> str:
    if found.radius_would_m is None:
        return _("Venues nearer to them would have to be found.")
    if found.radius_would_m > FAR_M:
        return _(
            "Only a radius of {km:,.0f} km would do, which nobody walks: check first where they "
            "are.",
            km=found.radius_would_m / 1000,
        )
    return _("A radius of {radius} would do.", radius=metres(ceil(found.radius_would_m)))
