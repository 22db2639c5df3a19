"""Floor area: what the norm asks of a home and what the open ones offer; the same in every form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo.core import Proposal
from geo.explain import Compliance, Finding, compliance
from geo.export.report.asked.norm import norm_name
from geo.export.report.nouns import joined, tight
from geo.norms import Norm, asked_norm
from geo.travel import Straight
from geo.words import N_, _

__all__ = ["FloorArea", "floor_area", "of_the_homes"]

_HEADS = {
    "name": N_("Home"),
    "status": N_("Status"),
    "area_m2": N_("Floor area, m²"),
    "short_m2": N_("Short of the norm by, m²"),
    "is_enough": N_("Large enough"),
}
"""Column -> its heading, translated where it is shown."""


@dataclass(frozen=True, eq=False)
class FloorArea:
    """A norm's floor area held against the open homes.

    Attributes
    ----------
    held
        The norm, and all that it was held against.
    finding
        How many homes are large enough, and where the figure stands written.
    asked_m2
        What the norm asks of each home, at least.
    table
        ``name, status, area_m2, short_m2, is_enough`` of each open home, those that lack most
        first; ``short_m2`` is 0 where nothing lacks, both are NaN where the area is not known.
    """

    held: Compliance
    finding: Finding
    asked_m2: float
    table: pd.DataFrame

    @property
    def norm(self) -> Norm:
        """The norm, as it was applied."""
        return self.held.norm

    @property
    def heads(self) -> dict[str, str]:
        """Column of the table -> its heading in the language in use."""
        return {column: _(head) for column, head in _HEADS.items()}

    def __str__(self) -> str:
        """Say it in a few sentences."""
        verdict = str(self.finding)
        return joined(tight(verdict[:1].upper() + verdict[1:]), self._offered())

    def rows(self, *, is_enough: bool = True) -> list[tuple[str, ...]]:
        """Write the table as texts, with or without the homes that are large enough."""
        listed = self.table if is_enough else self.table[self.table["short_m2"] != 0]
        return [
            (
                str(r["name"]),
                str(r["status"]),
                _m2(r["area_m2"]),
                _m2(r["short_m2"]),
                r["is_enough"],
            )
            for r in listed.to_dict("records")
        ]

    def _offered(self) -> str:
        """Set the least and the most that the homes offer beside what is asked."""
        known = self.table["area_m2"].dropna()
        low, high = _m2(known.min()), _m2(known.max())
        span = low if low == high else _("{low} to {high}", low=low, high=high)
        parts = {"asked": _m2(self.asked_m2), "span": span}
        if len(known) == len(self.table):
            return _("At least {asked} m² are asked of each home; offered are {span} m².", **parts)
        return _(
            "At least {asked} m² are asked of each home; offered, where it is known, are {span} "
            "m².",
            **parts,
        )


def floor_area(proposal: Proposal, held: Compliance | None) -> FloorArea | None:
    """Take from a norm what it says of floor area.

    None where it says nothing of it, or no open home's floor area is known.
    """
    asked = None if held is None else held.norm.number("area_m2")
    if held is None or asked is None or not np.isfinite(held.sites["area_m2"]).any():
        return None
    finding = next(one for one in held.findings if one.rule == "area")
    new, sites = set(proposal.plan.new_ids), held.sites
    words: dict[Any, str] = {True: _("yes"), False: _("no"), None: _("not known")}
    table = pd.DataFrame(
        {
            "name": sites["name"],
            "status": [_("proposed") if i in new else _("existing") for i in sites["id"]],
            "area_m2": sites["area_m2"],
            "short_m2": (asked - sites["area_m2"]).clip(lower=0),
            "is_enough": [words[one] for one in sites["area_is_met"]],
        }
    )
    table = table.sort_values("short_m2", ascending=False, kind="stable", ignore_index=True)
    return FloorArea(held, finding, asked, table)


def of_the_homes(proposal: Proposal) -> FloorArea | None:
    """Hold what the document's norm asks of a home against the open ones.

    Who is near is left out: forms that are no document do not look for what would mend it.
    """
    rule = asked_norm(norm_name(proposal), proposal.norm).without("radius_m")
    study = proposal.study
    reach = Straight().reach(study.demand, study.sites)
    return floor_area(proposal, compliance(rule, reach, proposal.plan.open_ids, by=""))


def _m2(area: float) -> str:
    return "-" if np.isnan(area) else f"{area:,g}"
