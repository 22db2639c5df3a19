"""What holding a norm against sites comes to, as a value."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.explain.rules.finding import UNASKED, Finding
from geo.norms import Norm

__all__ = ["Held"]


@dataclass(frozen=True, eq=False)
class Held:
    """A norm held against the open sites.

    Attributes
    ----------
    norm
        The norm, as it was applied.
    findings
        One for each requirement the norm makes.
    groups
        ``group, people, covered, covered_share, twice, twice_share, times, wanted, missing,
        is_met, possible``: people with one, and with two open sites or more within the radius
        (cross coverage), how many sites the norm wants near, how many people must have them, how
        many of those do not, and how many would were every venue open that may be proposed. Empty
        where the norm says nothing of coverage.
    sites
        ``id, name, next_m, area_m2, hours`` of the open sites and, for each rule that applies,
        ``spacing_is_met, area_is_met, hours_is_met``: True, False, or None where not known.
    fewest_ids
        The fewest new sites that would meet the coverage beside the open ones, proven: none where
        it is met (or not asked), None where no usable sites would meet it, or none were proven.
        None of them breaks what the norm asks of a home by itself, as far as that is known, and
        each has its next one as near as the norm asks.
    why_none
        Why there are none that would, and who is out of reach; where time ended, how many were
        found and how few could do at least; else empty.
    cheapest_ids, cheapest_yuan
        The cheapest new sites that would meet it, and what they cost, proven; None where there are
        none, or costs are not known.
    unreached_ids, radius_would_m
        Demand that no usable site can reach where none would meet it, and the radius that would do,
        None where none does or it was not looked for.
    urban
        Groups that were taken as main urban or dense; None: all of them.
    share
        Share of the people of each group that must be covered.
    fewest_then, cheapest_then
        The findings as they would be with these sites.
    unknown_ids
        New ones among them whose floor area or hours are asked and not known.
    unfit_ids, unfit_rules
        Venues that may not be proposed, as what is known of them breaks the norm, and the rules
        that they break: ``"area"``, ``"hours"``, ``"spacing"`` (no next one is near enough).
    is_late
        Whether time ended before the fewest were proven.
    why_not_cheapest
        Why the cheapest are not told though costs are known: what was found, and what it must cost
        at least; else empty.
    """

    norm: Norm
    findings: tuple[Finding, ...]
    groups: pd.DataFrame
    sites: pd.DataFrame
    fewest_ids: tuple[object, ...] | None = ()
    why_none: str = ""
    cheapest_ids: tuple[object, ...] | None = None
    cheapest_yuan: int | None = None
    unreached_ids: tuple[object, ...] = ()
    radius_would_m: float | None = None
    urban: tuple[str, ...] | None = ()
    share: float = 1.0
    fewest_then: tuple[Finding, ...] = ()
    cheapest_then: tuple[Finding, ...] = ()
    unknown_ids: tuple[object, ...] = ()
    unfit_ids: tuple[object, ...] = ()
    unfit_rules: tuple[str, ...] = ()
    is_late: bool = False
    why_not_cheapest: str = ""

    @property
    def possible_share(self) -> float:
        """The share that every group would reach were every venue open that may be proposed."""
        if self.groups.empty:
            return 1.0
        return float((self.groups["possible"] / self.groups["people"]).min())

    @property
    def missing(self) -> int:
        """People whom the coverage norm wants covered and who are not."""
        return 0 if self.groups.empty else int(self.groups["missing"].sum())

    @property
    def is_met(self) -> bool | None:
        """Whether every requirement is met; None where some cannot be known and none is broken."""
        verdicts = {finding.is_met for finding in self.findings}
        if False in verdicts:
            return False
        return None if None in verdicts else True

    @property
    def unasked(self) -> tuple[Finding, ...]:
        """What the norm asks of main urban or dense areas, where none was named."""
        return tuple(one for one in self.findings if one.rule in UNASKED)

    @property
    def is_met_as_asked(self) -> bool:
        """Whether all that was asked is met, though the norm asks more of areas nobody named."""
        asked = [one for one in self.findings if one.rule not in UNASKED]
        return bool(self.unasked) and bool(asked) and all(one.is_met is True for one in asked)
