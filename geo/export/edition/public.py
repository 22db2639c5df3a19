"""The proposal of the public edition: no single firm, only groups that are large enough.

The rule, for every format: docs/adr/0010. What comes out knows groups only, so that whatever an
exporter adds up is a sum of whole groups.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geo.core import Demand, OnFoot, Proposal, Sites, Walk
from geo.core.arrays import Floats
from geo.explain import notes
from geo.export.edition.brings import public_cards, public_plan
from geo.export.edition.groups import Groups
from geo.export.edition.sources import public_sources
from geo.export.edition.streets import named_streets
from geo.words import _

__all__ = ["public_proposal"]

_PLACE_M = 10.0  # to which a group's place is rounded
# That of two firms is told by larger cells: their middle tells each of them where the other is.
_PLACE_OF_TWO_M = 100.0
_SITE_COLUMNS = (
    *("name", "host", "kind", "area_m2", "hours", "capacity", "cost_yuan", "address"),
    "stands_on",
)


def public_proposal(groups: Groups) -> Proposal:
    """Make the proposal with groups in the place of firms, and nothing that tells of one."""
    exact, merged, rows = groups.firms.proposal, groups.merged, groups.firms.rows
    metres = np.where(np.isfinite(exact.nearest_m), exact.nearest_m, np.nan)
    plan = public_plan(groups)
    study = replace(
        exact.study,
        demand=_demand(groups, exact.study.demand),
        sites=_known_columns(exact.study.sites),
        sources=public_sources(exact.study.sources),
        rejected=pd.DataFrame(),
        doubtful=pd.DataFrame(),
        small_firm_line=0,  # a group is no small firm
    )
    return replace(
        exact,
        study=study,
        plan=plan,
        cards=public_cards(groups),
        nearest_pos=merged.common(exact.nearest_pos[rows]),
        nearest_m=_ways(groups, metres[rows]),
        served_pos=merged.common(exact.served_pos[rows]),
        covered_before=merged.every(groups.firms.before),
        covered_after=merged.every(groups.firms.after),
        regret=pd.DataFrame(),
        notes=notes(study, plan),
        on_foot=_walks(groups, exact.on_foot),
    )


def _demand(groups: Groups, demand: Demand) -> Demand:
    """List the groups; they are called after nobody."""
    width, n = len(str(groups.merged.n)), groups.merged.n
    about = [_("Group of about {n:,} firms", n=int(k)) for k in groups.n_firms]
    table = pd.DataFrame({"name": about, "n_firms": groups.n_firms})
    code, names = groups.firms.streets
    streets = named_streets(groups.merged.common(code), names, groups.workers)
    if streets is not None:
        table["street"] = streets
    step = np.where(groups.merged.size > 2, _PLACE_M, _PLACE_OF_TWO_M)
    x, y = (_coarse(groups.merged.mean(values), step) for values in groups.firms.xy.T)
    ids = [f"G{k:0{width}d}" for k in range(1, n + 1)]
    return Demand.from_arrays(x, y, groups.workers, ids, crs=demand.crs, table=table)


def _walks(groups: Groups, walked: OnFoot | None) -> OnFoot | None:
    """Keep the ground on foot and count it by groups; how firms were measured is left out."""
    if walked is None:
        return None
    exact = walked.ground

    def ground(site_ids: tuple[object, ...], cutoff_m: float) -> Walk:
        is_near = groups.firms.times(site_ids, cutoff_m) > 0
        return replace(
            exact(site_ids, cutoff_m),
            n_firm=groups.places(is_near),
            workers=groups.people(is_near),
        )

    return replace(
        walked,
        measured=np.full(groups.merged.n, "streets"),
        access_m=np.full(groups.merged.n, np.nan),
        remarks=(),
        ground=ground,
    )


def _ways(groups: Groups, metres: Floats) -> Floats:
    """Round the mean way of each group; of a group all of whom are near, it stays within reach."""
    radius, merged = groups.firms.proposal.plan.problem.radius_m, groups.merged
    coarse = _coarse(merged.mean(metres))
    beyond = (np.floor(radius / _PLACE_M) + 1) * _PLACE_M
    found = np.where(merged.every(metres <= radius), np.minimum(coarse, radius), coarse)
    return np.where(merged.every(metres > radius), np.maximum(found, beyond), found)


def _coarse(metres: Floats, step: Floats | float = _PLACE_M) -> Floats:
    return np.asarray(np.rint(metres / step) * step)


def _known_columns(sites: Sites) -> Sites:
    """Keep what a site is; a planner's other columns may say anything about anybody."""
    kept = [column for column in sites.table if column in _SITE_COLUMNS]
    return replace(sites, table=sites.table[kept])
