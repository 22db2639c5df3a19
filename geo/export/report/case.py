"""Everything a section may speak of, in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from geo.core import Plan, Proposal, Sites, Study
from geo.core.arrays import Ints
from geo.export.report.asked.findings import Findings
from geo.export.report.choices import Choices
from geo.export.report.nouns import Nouns, metres
from geo.words import _

__all__ = ["Case"]


@dataclass(frozen=True, eq=False)
class Case:
    """A proposal, what else was found about it, and the writer's choices."""

    proposal: Proposal
    findings: Findings
    choices: Choices

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.proposal.plan

    @property
    def study(self) -> Study:
        """The study."""
        return self.proposal.study

    @property
    def sites(self) -> Sites:
        """The study's sites."""
        return self.proposal.study.sites

    @property
    def say(self) -> Nouns:
        """How things are counted in words."""
        return Nouns(is_rounded=self.choices.is_public)

    @property
    def radius(self) -> str:
        """The service radius in words."""
        return metres(self.plan.problem.radius_m)

    @cached_property
    def new_cards(self) -> pd.DataFrame:
        """The cards of the proposed sites, by their rank."""
        cards = self.proposal.cards
        return cards[cards["is_new"].astype(bool)]

    @cached_property
    def closed_names(self) -> list[str]:
        """Homes that are open today and that the plan closes."""
        opened = set(self.plan.open_ids)
        sites = self.sites
        return [
            sites.names[j]
            for j in np.flatnonzero(sites.is_existing).tolist()
            if sites.ids[j] not in opened
        ]

    @property
    def n_today(self) -> int:
        """Homes open today."""
        return int(self.sites.is_existing.sum())

    @cached_property
    def firm_counts(self) -> Ints:
        """``(n_demand,)`` firms in each row of the demand: 1, or as many as a group has."""
        demand = self.study.demand
        if self.choices.is_public:
            return demand.table["n_firms"].to_numpy(np.int64)
        return np.ones(len(demand), np.int64)

    @property
    def left_firms(self) -> int:
        """Firms that no open home covers."""
        return int(self.firm_counts[~self.proposal.covered_after].sum())

    @cached_property
    def before(self) -> int:
        """Workers with a home near today."""
        return int(self.study.demand.weight[self.proposal.covered_before].sum())

    @cached_property
    def after(self) -> int:
        """Workers with a home near by the plan."""
        return int(self.study.demand.weight[self.proposal.covered_after].sum())

    @property
    def left(self) -> int:
        """Workers whom no open home covers."""
        return self.plan.total - self.after

    @property
    def times(self) -> int:
        """How many homes must be near for the question to count somebody."""
        return int(getattr(self.plan.problem, "times", 1))

    @property
    def counts_people(self) -> bool:
        """Whether the question counts plain workers, not points or attendance."""
        problem = self.plan.problem
        is_weighted = self.plan.most is not None or bool(getattr(problem, "weights", ""))
        return not is_weighted and not hasattr(problem, "far_m")

    def name(self, site_id: object) -> str:
        """Return what a person calls a site."""
        return self.sites.names[self.position(site_id)]

    def position(self, site_id: object) -> int:
        """Return where a site stands in the list of sites."""
        return int(self.sites.ids.get_indexer(pd.Index([site_id]))[0])

    def share(self, n: int) -> float:
        """Return a number of workers as a share of all."""
        return n / self.plan.total if self.plan.total else 0.0

    def measured(self, value: int) -> str:
        """Write a value of the question in what the question counts."""
        problem = self.plan.problem
        if problem.sense == "min":
            return self.say.homes(value)
        if hasattr(problem, "far_m"):
            return _("{n:,.1f} visits", n=value / 1000)
        if not self.counts_people:
            return _("{n:,} points", n=value)
        return self.say.workers(value)
