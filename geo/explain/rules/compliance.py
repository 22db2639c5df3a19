"""Compliance: what a norm asks, what stands today, what is missing, the fewest sites that mend it.

Coverage counts people; nobody is averaged away: each group (street) has its own row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geo.core import Reach
from geo.errors import InfeasibleError, InputError, StoppedError
from geo.explain.rules.cheapest import cheapest_that_meet
from geo.explain.rules.fewest import fewest_that_meet
from geo.explain.rules.measures import group_table, open_site_table
from geo.norms import Norm
from geo.words import N_, _

__all__ = ["Compliance", "Finding", "compliance"]


@dataclass(frozen=True)
class Finding:
    """One requirement of a norm, held against the open sites.

    Attributes
    ----------
    rule
        ``"coverage"``, ``"spacing"``, ``"area"`` or ``"hours"``.
    n_asked, n_met, n_unknown
        Groups (of coverage) or open sites the requirement looks at, those that meet it, and those
        of which nothing is known.
    source
        Where the figure stands written.
    """

    rule: str
    n_asked: int
    n_met: int
    n_unknown: int
    source: str

    @property
    def is_met(self) -> bool | None:
        """Whether all meet it; None where that cannot be known from the data."""
        if self.n_met + self.n_unknown < self.n_asked:
            return False
        return None if self.n_unknown or not self.n_asked else True

    def __str__(self) -> str:
        """Say it in one line, in the user's language."""
        verdict = {True: N_("met"), False: N_("not met"), None: N_("not known")}[self.is_met]
        parts = {
            "rule": _(_RULES[self.rule]),
            "verdict": _(verdict),
            "counted": self._counted(),
            "source": self.source,
        }
        if not self.n_unknown:
            return _("{rule}: {verdict}; met by {counted} ({source}).", **parts)
        return _(
            "{rule}: {verdict}; met by {counted}, {unknown:,} not known ({source}).",
            **parts,
            unknown=self.n_unknown,
        )

    def _counted(self) -> str:
        """Say how many of what meet it."""
        parts = {"met": self.n_met, "asked": self.n_asked}
        if self.rule == "coverage" and self.n_asked == 1:
            return _("{met:,} of 1 area", **parts)
        if self.rule == "coverage":
            return _("{met:,} of {asked:,} areas", **parts)
        if self.n_asked == 1:
            return _("{met:,} of 1 home", **parts)
        return _("{met:,} of {asked:,} homes", **parts)


_RULES = {
    "coverage": N_("coverage"),
    "spacing": N_("distance to the next site"),
    "area": N_("floor area"),
    "hours": N_("opening hours"),
}


@dataclass(frozen=True, eq=False)
class Compliance:
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
        many of those do not, and how many would were every usable site open. Empty where the norm
        says nothing of coverage.
    sites
        ``id, name, next_m, area_m2, hours`` of the open sites and, for each rule that applies,
        ``spacing_is_met, area_is_met, hours_is_met``: True, False, or None where not known.
    fewest_ids
        The fewest new sites that would meet the coverage beside the open ones, proven: none where
        it is met (or not asked), None where no usable sites would meet it.
    why_none
        Why there are none that would, and who is out of reach; else empty.
    cheapest_ids, cheapest_yuan
        The cheapest new sites that would meet it, and what they cost, proven; None where there are
        none, or costs are not known.
    unreached_ids, radius_would_m
        Demand that no usable site can reach where none would meet it, and the radius that would do,
        None where none does or it was not looked for.
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

    @property
    def possible_share(self) -> float:
        """The share that every group would reach were every usable site open, 0..1."""
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

    def __str__(self) -> str:
        """Say it in a few lines, in the user's language."""
        said = [self.norm.title, *map(str, self.findings)]
        if self.fewest_ids is None:
            said.append(self.why_none)
        elif self.fewest_ids:
            n = len(self.fewest_ids)
            if n == 1:
                said.append(_("1 new site would meet the coverage."))
            else:
                said.append(_("{n:,} new sites would meet the coverage; no fewer can.", n=n))
            if self.cheapest_ids is not None:
                said.append(
                    _(
                        "The cheapest that would cost {cost:,} yuan ({n:,} sites).",
                        cost=self.cheapest_yuan,
                        n=len(self.cheapest_ids),
                    )
                )
        return "\n".join(said)


def compliance(
    norm: Norm,
    reach: Reach,
    open_ids: Iterable[object] | None = None,
    *,
    by: str = "street",
    urban: Collection[str] | None = (),
    share: float = 1.0,
) -> Compliance:
    """Hold a norm against the open sites and find the fewest new ones that would meet its coverage.

    Parameters
    ----------
    norm
        What is asked, for instance ``geo.norms.norm("double-15")``.
    reach
        The demand, the sites, the metres.
    open_ids
        Sites that are open: the new ones of a plan, say, with the existing; None: those of today.
    by
        Column of the demand's (and the sites') table that makes the groups; empty: one group.
    urban
        Groups that are main urban or dense areas, where the norm asks for more (``times_urban``,
        ``spacing_dense_below_m``); None: all of them.
    share
        Share of the people of each group that must be covered, 0..1.

    Raises
    ------
    InputError
        The share is none, an id or an urban group does not exist.
    MissingColumnError
        The demand has no such column.

    Notes
    -----
    The fewest sites are found by `geo.solve.SetCover`, existing and open ones kept, proven, the
    cheapest by bisection over budgets. Where the norm wants two sites near some and one near
    others, those others are given one beforehand, which is the same question.
    """
    if not 0 < share <= 1:
        raise InputError(_("The share to cover must be above 0 and at most 1, got {x}.", x=share))
    sites = reach.sites
    pos = np.flatnonzero(sites.is_existing) if open_ids is None else reach.positions(open_ids)
    site_table = open_site_table(norm, reach, pos, by=by, urban=urban)
    groups = group_table(norm, reach, pos, by=by, urban=urban, share=share)
    findings = tuple(_findings(norm, groups, site_table, has_dense=urban is None or bool(urban)))
    if groups.empty or groups["is_met"].all():
        return Compliance(norm, findings, groups, site_table)
    radius_m = float(norm.number("radius_m") or 0)
    try:
        ids = fewest_that_meet(reach, pos, groups, radius_m=radius_m, share=share, by=by)
    except InfeasibleError as error:
        none = Compliance(norm, findings, groups, site_table, None, str(error))
        return replace(none, unreached_ids=error.ids, radius_would_m=error.radius_m)
    except StoppedError as error:
        return Compliance(norm, findings, groups, site_table, None, str(error))
    bought = cheapest_that_meet(reach, pos, groups, radius_m=radius_m, share=share, by=by)
    cheapest = (None, None) if bought is None else bought
    return Compliance(norm, findings, groups, site_table, ids, "", *cheapest)


def _findings(
    norm: Norm, groups: pd.DataFrame, sites: pd.DataFrame, *, has_dense: bool
) -> Iterator[Finding]:
    """Count each requirement's verdicts; its source names every figure that was applied."""
    if not groups.empty:
        used = ["radius_m", "times"]
        used += ["times_urban"] if (groups["times"] != norm.number("times")).any() else []
        met = int(groups["is_met"].sum())
        yield Finding("coverage", len(groups), met, 0, _source(norm, *used))
    spacing = ["spacing_below_m", *(["spacing_dense_below_m"] if has_dense else [])]
    for rule, used in (("spacing", spacing), ("area", ["area_m2"]), ("hours", ["hours"])):
        if f"{rule}_is_met" in sites:
            verdicts = list(sites[f"{rule}_is_met"])
            met, unknown = verdicts.count(True), verdicts.count(None)
            yield Finding(rule, len(verdicts), met, unknown, _source(norm, *used))


def _source(norm: Norm, *names: str) -> str:
    """Name the sources of some figures, each once and as fully as it is named anywhere."""
    figures = [f for name in names if (f := norm.figure(name)) is not None]
    parts = [part for figure in figures for part in re.split("[;；] *", figure.source)]
    fuller = [part for part in parts if not any(_is_less(part, other) for other in parts)]
    return _("; ").join(dict.fromkeys(fuller))


def _is_less(source: str, other: str) -> bool:
    """Say whether one source is the beginning of another that says more of it."""
    return other.startswith((f"{source}:", f"{source}："))
