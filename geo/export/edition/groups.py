"""The public edition: no single firm, only groups that are large enough to be shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Demand, OnFoot, Proposal, Release, Sites, Walk
from geo.core.arrays import Floats, Ints
from geo.core.hexes import hexagons
from geo.errors import InputError
from geo.read.places import public_groups
from geo.words import _

__all__ = ["in_groups"]

_FINEST_M = 100.0  # side of the finest cells
_MOST_CELLS = 2000  # merging cells takes the square of their number
_PLACE_M = 10.0  # to which a group's place is rounded
_SITE_COLUMNS = ("name", "host", "kind", "area_m2", "hours", "capacity", "cost_yuan", "address")


def in_groups(proposal: Proposal, release: Release) -> Proposal:
    """Put groups of firms in the place of firms, and round what each site brings.

    Groups are made of neighbours that fare alike (covered today, by the plan, or not), as far as
    there are enough of them; a group that does not fare alike counts as not covered. Firms where
    nobody is counted are left out. The evidence of the bound and the rejected rows speak of single
    firms, so they are left out too. The figures of the whole plan stay exact.

    Raises
    ------
    InputError
        Even all firms together are under the floor.
    """
    study = proposal.study
    counted = np.flatnonzero(study.demand.weight > 0)
    group = _grouped(proposal, counted, release)
    n = int(group.max()) + 1
    merged = _Merged(group, n, counted)
    demand = _demand(study.demand, merged)
    nearest_m = merged.mean(np.where(np.isfinite(proposal.nearest_m), proposal.nearest_m, np.nan))
    shown = replace(
        study,
        demand=demand,
        sites=_known_columns(study.sites),
        rejected=pd.DataFrame(),
        small_firm_line=0,  # a group is no small firm
    )
    return replace(
        proposal,
        study=shown,
        plan=replace(proposal.plan, certificate=None),
        cards=_rounded(proposal.cards, release),
        nearest_pos=merged.common(proposal.nearest_pos),
        nearest_m=_coarse(nearest_m),
        served_pos=merged.common(proposal.served_pos),
        covered_before=merged.every(proposal.covered_before),
        covered_after=merged.every(proposal.covered_after),
        on_foot=_walks(proposal.on_foot, merged.n, release),
    )


class _Merged:
    """Sums firms up to groups: ``group`` is ``(n_counted,)``, ``rows`` their positions."""

    def __init__(self, group: Ints, n: int, rows: Ints) -> None:
        self.group, self.n, self.rows = group, n, rows
        self.size = np.bincount(group, minlength=n)

    def total(self, values: Ints) -> Ints:
        """Add up whole numbers."""
        found = np.zeros(self.n, np.int64)
        np.add.at(found, self.group, values[self.rows])
        return found

    def mean(self, values: Floats) -> Floats:
        """Average, each firm alike: a weighted middle would point at the largest."""
        summed = np.zeros(self.n)
        np.add.at(summed, self.group, values[self.rows])
        return np.asarray(summed / self.size)

    def every(self, flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Say whether something holds for every firm of a group."""
        return np.asarray(np.bincount(self.group, flags[self.rows], self.n) == self.size)

    def common(self, pos: Ints) -> Ints:
        """Return the position all firms of a group share, or -1."""
        low, high = np.full(self.n, np.iinfo(np.int64).max), np.full(self.n, -1)
        np.minimum.at(low, self.group, pos[self.rows])
        np.maximum.at(high, self.group, pos[self.rows])
        return np.where(low == high, low, -1)


def _grouped(proposal: Proposal, counted: Ints, release: Release) -> Ints:
    """Give each counted firm the number of its group, from 0 on."""
    demand = proposal.study.demand
    x, y, workers = demand.x[counted], demand.y[counted], demand.weight[counted]
    label = _alike(proposal, counted, release)
    group, n = np.full(len(counted), -1, np.int64), 0
    for kind in np.unique(label):
        rows = np.flatnonzero(label == kind)
        found = _merged_cells(x[rows], y[rows], workers[rows], release)
        group[rows] = found + n
        n += int(found.max()) + 1
    return group


def _alike(proposal: Proposal, counted: Ints, release: Release) -> Ints:
    """Label firms by how they fare; a kind under the floor joins those that are not covered.

    Raises
    ------
    InputError
        There is one kind left, and it is under the floor.
    """
    workers = proposal.study.demand.weight[counted]
    label = proposal.covered_before[counted] + 2 * proposal.covered_after[counted].astype(np.int64)
    while True:
        kinds = np.unique(label)
        firms = {k: int((label == k).sum()) for k in kinds}
        people = {k: int(workers[label == k].sum()) for k in kinds}
        under = [
            k for k in kinds if firms[k] < release.least_firms or people[k] < release.least_workers
        ]
        if not under:
            return label
        others = [k for k in kinds if k != under[0]]
        if not others:
            raise InputError(
                _(
                    "All firms together are under the floor of {firms} firms and {workers} "
                    "workers, so nothing can be published; write it for internal use.",
                    firms=release.least_firms,
                    workers=release.least_workers,
                )
            )
        into = 0 if 0 in others else max(others, key=lambda k: people[k])
        label = np.where(label == under[0], into, label)


def _merged_cells(x: Floats, y: Floats, workers: Ints, release: Release) -> Ints:
    """Group firms of one kind: hexagons first, then cells with their neighbours."""
    side = _FINEST_M
    hexes, cell = hexagons(x, y, workers, side_m=side)
    while len(hexes) > _MOST_CELLS:
        side *= 2
        hexes, cell = hexagons(x, y, workers, side_m=side)
    groups = public_groups(
        np.column_stack([hexes.x, hexes.y]),
        hexes.count,
        hexes.weight,
        least_firms=release.least_firms,
        least_workers=release.least_workers,
    )
    return np.asarray(groups[cell])


def _demand(demand: Demand, merged: _Merged) -> Demand:
    names = [_("Group of {n:,} firms", n=int(n)) for n in merged.size]
    width = len(str(merged.n))
    return Demand.from_arrays(
        _coarse(merged.mean(demand.x)),
        _coarse(merged.mean(demand.y)),
        merged.total(demand.weight),
        [f"G{k:0{width}d}" for k in range(1, merged.n + 1)],
        crs=demand.crs,
        table=pd.DataFrame({"name": names, "n_firms": merged.size}),
    )


def _walks(walked: OnFoot | None, n_group: int, release: Release) -> OnFoot | None:
    """Keep the ground on foot, its counts rounded; how single firms were measured is left out."""
    if walked is None:
        return None
    exact = walked.ground

    def ground(site_ids: tuple[object, ...], cutoff_m: float) -> Walk:
        walk = exact(site_ids, cutoff_m)
        return replace(
            walk,
            n_firm=_to_step(walk.n_firm, release.least_firms),
            workers=_to_step(walk.workers, release.least_workers),
        )

    return replace(
        walked,
        measured=np.full(n_group, "streets"),
        access_m=np.full(n_group, np.nan),
        ground=ground,
    )


def _to_step(count: int, step: int) -> int:
    return (count + step // 2) // step * step


def _coarse(metres: Floats) -> Floats:
    return np.asarray(np.rint(metres / _PLACE_M) * _PLACE_M)


def _rounded(cards: pd.DataFrame, release: Release) -> pd.DataFrame:
    """Round counts of people and of firms, so that no difference of two tells a single firm."""
    steps = dict.fromkeys(("reach", "new", "only_here", "loss_if_swapped"), release.least_workers)
    steps |= dict.fromkeys(("firms", "small_firms"), release.least_firms)
    shown = cards.copy()
    for column, step in steps.items():
        if shown[column].isna().any():
            exact = shown[column].astype("float64")
            shown[column] = ((exact / step).round() * step).astype("Int64").astype(object)
            shown[column] = shown[column].where(exact.notna(), None)
        else:
            shown[column] = ((shown[column] + step // 2) // step * step).astype(np.int64)
    if "cost_per_new_yuan" in shown:  # with the cost it would tell the exact number
        new = shown["new"].where(shown["new"] > 0).astype("float64")
        shown["cost_per_new_yuan"] = shown["cost_yuan"].astype("float64") / new
    return shown


def _known_columns(sites: Sites) -> Sites:
    """Keep what a site is; a planner's other columns may say anything about anybody."""
    kept = [column for column in sites.table if column in _SITE_COLUMNS]
    return replace(sites, table=sites.table[kept])
