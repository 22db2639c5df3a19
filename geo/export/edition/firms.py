"""What the public edition must know of single firms; nothing of it leaves this room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.core import Proposal, Reach
from geo.core.arrays import Floats, Ints
from geo.export.cutoff import cutoff_m
from geo.export.edition.streets import street_codes

__all__ = ["Firms"]

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Firms:
    """The firms where somebody is counted, and how each fares.

    Attributes
    ----------
    proposal
        The exact proposal.
    """

    proposal: Proposal

    @cached_property
    def rows(self) -> Ints:
        """Positions of the firms where somebody is counted."""
        return np.flatnonzero(self.proposal.study.demand.weight > 0)

    @cached_property
    def reach(self) -> Reach:
        """The metres, measured as far as the plan's own."""
        plan, study = self.proposal.plan, self.proposal.study
        return plan.mode.reach(study.demand, study.sites, cutoff_m(plan))

    def times(self, site_ids: Iterable[object], metres: float = 0.0) -> Ints:
        """Count, for each firm, those of some sites that are near (by the plan's radius)."""
        pos = self.reach.positions(site_ids)
        limit = metres or self.proposal.plan.problem.radius_m
        return np.asarray(self.reach.count_within(limit, pos), np.int64)[self.rows]

    @cached_property
    def near(self) -> Flags:
        """``(n, n_open)`` whether a firm is near an open site, in the order of the plan."""
        opened = self.proposal.plan.open_ids
        columns = [self.times([i]) > 0 for i in opened]
        return np.column_stack(columns) if columns else np.zeros((len(self.rows), 0), bool)

    @cached_property
    def before(self) -> Flags:
        """Firms with a home near today."""
        return self.proposal.covered_before[self.rows]

    @cached_property
    def after(self) -> Flags:
        """Firms with a home near by the plan."""
        return self.proposal.covered_after[self.rows]

    @cached_property
    def counted(self) -> tuple[Flags, Flags]:
        """Firms with as many homes near as the question asks for: today, and by the plan."""
        times = int(getattr(self.proposal.plan.problem, "times", 1))
        if times == 1:
            return self.before, self.after
        sites = self.proposal.study.sites
        today = self.times(sites.ids[sites.is_existing])
        return today >= times, self.times(self.proposal.plan.open_ids) >= times

    @cached_property
    def kind(self) -> Ints:
        """How a firm fares, as one number; 0: no home is ever near."""
        flags = np.stack([self.before, self.after, *self.counted]).astype(np.int64)
        return np.asarray((1 << np.arange(len(flags))) @ flags)

    @cached_property
    def xy(self) -> Floats:
        """``(n, 2)`` metres."""
        demand = self.proposal.study.demand
        return np.column_stack([demand.x[self.rows], demand.y[self.rows]])

    @cached_property
    def workers(self) -> Ints:
        """People of each firm."""
        return self.proposal.study.demand.weight[self.rows]

    @cached_property
    def streets(self) -> tuple[Ints, tuple[str, ...]]:
        """The street of each firm as a number, and their names; no names: streets do not count."""
        table = self.proposal.study.demand.table
        if "street" not in table:
            return np.zeros(len(self.rows), np.int64), ()
        return street_codes(table["street"].iloc[self.rows])
