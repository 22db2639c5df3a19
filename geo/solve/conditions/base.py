"""The fields that every question has, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from math import ceil

import numpy as np
import numpy.typing as npt

from geo.core import Demand, Reach, ask, check_asks
from geo.core.arrays import Ints
from geo.solve.conditions import groups, spacing
from geo.solve.conditions.weights import people
from geo.words import N_, _

__all__ = ["Conditions", "covered_worth", "needed"]

_COLUMNS = {"street": N_("street"), "industry": N_("industry")}
"""Columns that every list may have; others are called as the list calls them."""


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """Fields that every question has and that nobody has to fill in.

    Attributes
    ----------
    spacing_m
        Least straight-line metres between two facilities, existing ones included (two that both
        stand today are left as they are); a distance of just so much is allowed.
    floor_share, floor_by
        At least this share of the people of each group must be covered. ``floor_by`` names the
        column of the demand's table that makes the groups (several: with commas, each on its own);
        empty: everybody is one group.
    weights
        What is counted: empty for the demand's own weight, else columns of its table with whole
        factors, for instance ``"weight + 2*members"``.
    """

    spacing_m: float = ask("Least distance between facilities", unit="m", low=0, start=0)
    floor_share: float = ask(
        "Least share covered in each group", unit="share", low=0, high=1, start=0
    )
    floor_by: str = ""
    weights: str = ""

    def __post_init__(self) -> None:
        """Refuse numbers outside their range; keep plain ones, so that equal questions look so."""
        check_asks(self)
        for field in fields(self):
            if "ask" in field.metadata:
                plain = int if str(field.type) == "int" else float
                object.__setattr__(self, field.name, plain(getattr(self, field.name)))

    def people(self, demand: Demand) -> Ints:
        """Return ``(n_demand,)`` what is counted at each demand point."""
        return people(demand, self.weights)

    def full_value(self, demand: Demand) -> int:
        """Say what serving everybody in full would be worth."""
        return int(self.people(demand).sum())

    def ending(self, times: int = 1) -> str:
        """Say the conditions, as the end of a question's sentence."""
        said = [] if times == 1 else [_(" of {times} sites each", times=times)]
        if self.spacing_m:
            said.append(_("; facilities at least {spacing:,.0f} m apart", spacing=self.spacing_m))
        if self.floor_share and self.floor_by:
            said.append(
                _(
                    "; at least {share:.0%} covered in each {column}",
                    share=self.floor_share,
                    column=_(_COLUMNS.get(self.floor_by, self.floor_by)),
                )
            )
        elif self.floor_share:
            said.append(_("; at least {share:.0%} covered in all", share=self.floor_share))
        if self.weights:
            said.append(_("; counted: {weights}", weights=self.weights))
        return "".join([*said, _(".")])

    def conditions_hold(
        self, reach: Reach, is_open: npt.NDArray[np.bool_], *, radius_m: float, times: int
    ) -> bool:
        """Say whether a decision keeps the distances and the floors, by their definition."""
        if self.spacing_m and not spacing.is_kept(reach.sites, is_open, self.spacing_m):
            return False
        if not self.floor_share:
            return True
        is_covered = reach.count_within(radius_m, np.flatnonzero(is_open)) >= times
        return all(
            int(weight[is_covered].sum()) >= needed(self.floor_share, int(weight.sum()))
            for _name, weight in groups.split(reach.demand, self.floor_by)
        )


def needed(share: float, total: int) -> int:
    """Return the least whole number that is ``share`` of ``total`` or more.

    The share is what was written (0.7 is seven tenths), not its nearest binary fraction.
    """
    return ceil(Fraction(str(share)) * total)


def covered_worth(
    reach: Reach, is_open: npt.NDArray[np.bool_], worth: Ints, *, radius_m: float, times: int
) -> int:
    """Add up ``worth`` over the demand that ``times`` open sites or more have in their radius."""
    near = reach.count_within(radius_m, np.flatnonzero(is_open))
    return int(worth[near >= times].sum())
