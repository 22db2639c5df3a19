"""Maximal covering under a budget: what the money serves best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from geo.core import Reach, ask
from geo.core.arrays import Ints
from geo.errors import InputError
from geo.solve.conditions import Conditions, covered_worth
from geo.solve.cover_model import Decisions, model_of
from geo.solve.exact import CoverModel, Row
from geo.solve.progress import Watch
from geo.words import N_, _

__all__ = ["BudgetCover"]


@dataclass(frozen=True)
class BudgetCover(Conditions):
    """Open sites of at most ``budget_yuan`` a year so that the most demand is within ``radius_m``.

    Maximise ``sum(weight_i * z_i)`` as in `MaxCover`, with ``sum(cost_j * x_j) <= budget`` over the
    new sites in place of their number. Sites open today cost nothing. A site that would add nobody
    is not opened, even where money is left.

    Attributes
    ----------
    budget_yuan
        What the new sites may cost a year in all.
    radius_m
        Service radius in metres.
    times
        Open sites that must be near for a place to count as covered.

    References
    ----------
    Khuller, S., Moss, A., Naor, J. (1999). The budgeted maximum coverage problem. Information
    Processing Letters 70, 39-45.

    Examples
    --------
    >>> BudgetCover(budget_yuan=500_000, radius_m=1000).sentence()
    'Open new sites for at most 500,000 yuan a year so that the most people are within 1,000 m.'
    """

    name: ClassVar[str] = "budget-cover"
    title: ClassVar[str] = N_("Most people within reach for a budget")
    sense: ClassVar[Literal["max", "min"]] = "max"

    budget_yuan: int = ask("Budget for yearly costs", unit="yuan", low=0)
    radius_m: float = ask("Service radius", unit="m", low=0)
    times: int = ask("Times covered", unit="sites", low=1, start=1)

    def sentence(self) -> str:
        """Say the question."""
        said = _(
            "Open new sites for at most {budget:,} yuan a year so that the most people are within "
            "{radius:,.0f} m",
            budget=self.budget_yuan,
            radius=self.radius_m,
        )
        return said + self.ending(self.times)

    def value(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> int:
        """Count the people covered."""
        worth = self.people(reach.demand)
        return covered_worth(reach, is_open, worth, radius_m=self.radius_m, times=self.times)

    def is_feasible(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> bool:
        """Say whether existing and required sites are open and the new ones can be paid."""
        sites = reach.sites
        kept = is_open[sites.is_existing | sites.is_required].all()
        shut = not is_open[sites.is_forbidden].any()
        paid = int(_costs(reach)[is_open & ~sites.is_existing].sum()) <= self.budget_yuan
        return bool(kept and shut and paid) and self.conditions_hold(
            reach, is_open, radius_m=self.radius_m, times=self.times
        )

    def model(self, reach: Reach, watch: Watch | None = None) -> CoverModel:
        """Write the question for the solver."""
        sites, cost = reach.sites, _costs(reach)
        spent = int(cost[sites.is_required].sum())
        if spent > self.budget_yuan:
            raise InputError(
                _(
                    "The required sites cost {spent:,} yuan a year, the budget is {budget:,} yuan "
                    "a year; raise the budget, or require fewer.",
                    spent=spent,
                    budget=self.budget_yuan,
                )
            )
        new = np.flatnonzero(sites.is_usable)
        decisions = Decisions(
            sites.is_existing | sites.is_required,
            sites.is_forbidden,
            rows=(Row(new, cost[new], high=self.budget_yuan),),
        )
        return model_of(
            self, reach, decisions, radius_m=self.radius_m, times=self.times, watch=watch
        )


def _costs(reach: Reach) -> Ints:
    """Return ``(n_site,)`` yuan, or say that they are missing."""
    if reach.sites.cost is None:
        raise InputError(
            _(
                "A budget needs the yearly cost of every site; give the sites a column of yearly "
                "costs."
            )
        )
    return reach.sites.cost
