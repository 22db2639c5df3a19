"""One requirement of a norm, held against the open sites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from geo.norms import Norm
from geo.words import N_, _

__all__ = ["RULES", "UNASKED", "Finding", "findings"]

RULES = {
    "coverage": N_("coverage"),
    "spacing": N_("distance to the next site"),
    "area": N_("floor area"),
    "hours": N_("opening hours"),
    "cross": N_("cross coverage in main urban areas"),
    "dense": N_("distance to the next site in dense areas"),
}
"""What a norm asks -> what it is called, translated where it is shown."""

UNASKED = ("cross", "dense")
"""Rules that stand for what was not asked, as no area was named to which they apply."""


@dataclass(frozen=True)
class Finding:
    """One requirement of a norm, held against the open sites.

    Attributes
    ----------
    rule
        ``"coverage"``, ``"spacing"``, ``"area"`` or ``"hours"``; ``"cross"`` (coverage by more
        sites in main urban areas) or ``"dense"`` (less spacing in dense ones) where the norm asks
        that and no area was named to which it applies: then it was not asked.
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

    @property
    def title(self) -> str:
        """What is required, in the user's language."""
        return _(RULES[self.rule])

    def __str__(self) -> str:
        """Say it in one line, in the user's language."""
        if self.rule in UNASKED:
            return _(
                "{rule}: not asked, as no area is named as such ({source}).",
                rule=self.title,
                source=self.source,
            )
        verdict = {True: N_("met"), False: N_("not met"), None: N_("not known")}[self.is_met]
        parts = {
            "rule": self.title,
            "verdict": _(verdict),
            "counted": self.counted,
            "source": self.source,
        }
        if not self.n_unknown:
            return _("{rule}: {verdict}; met by {counted} ({source}).", **parts)
        return _(
            "{rule}: {verdict}; met by {counted}, {unknown:,} not known ({source}).",
            **parts,
            unknown=self.n_unknown,
        )

    @property
    def counted(self) -> str:
        """How many of what meet it, in words."""
        parts = {"met": self.n_met, "asked": self.n_asked}
        if self.rule == "coverage" and self.n_asked == 1:
            return _("{met:,} of 1 area", **parts)
        if self.rule == "coverage":
            return _("{met:,} of {asked:,} areas", **parts)
        if self.n_asked == 1:
            return _("{met:,} of 1 home", **parts)
        return _("{met:,} of {asked:,} homes", **parts)


def findings(
    norm: Norm, groups: pd.DataFrame, sites: pd.DataFrame, *, has_urban: bool
) -> Iterator[Finding]:
    """Count each requirement's verdicts; its source names every figure that was applied.

    Parameters
    ----------
    norm
        What is asked.
    groups, sites
        As of `geo.explain.Compliance`.
    has_urban
        Whether some area is taken as main urban or dense.
    """
    least = norm.number("times") or 1
    if not groups.empty:
        used = ["radius_m", "times"]
        used += ["times_urban"] if (groups["times"] != least).any() else []
        met = int(groups["is_met"].sum())
        yield Finding("coverage", len(groups), met, 0, _source(norm, *used))
        if not has_urban and (norm.number("times_urban") or 0) > least:
            yield Finding("cross", 0, 0, 0, _source(norm, "times_urban"))
    spacing = ["spacing_below_m", *(["spacing_dense_below_m"] if has_urban else [])]
    for rule, used in (("spacing", spacing), ("area", ["area_m2"]), ("hours", ["hours"])):
        if f"{rule}_is_met" in sites:
            verdicts = list(sites[f"{rule}_is_met"])
            met, unknown = verdicts.count(True), verdicts.count(None)
            yield Finding(rule, len(verdicts), met, unknown, _source(norm, *used))
    below, dense = norm.number("spacing_below_m"), norm.number("spacing_dense_below_m")
    if not has_urban and below is not None and dense is not None and dense < below:
        yield Finding("dense", 0, 0, 0, _source(norm, "spacing_dense_below_m"))


def _source(norm: Norm, *names: str) -> str:
    """Name the sources of some figures, each once and as fully as it is named anywhere."""
    figures = [f for name in names if (f := norm.figure(name)) is not None]
    parts = [part for figure in figures for part in re.split("[;；] *", figure.source)]
    fuller = [part for part in parts if not any(_is_less(part, other) for other in parts)]
    return _("; ").join(dict.fromkeys(fuller))


def _is_less(source: str, other: str) -> bool:
    """Say whether one source is the beginning of another that says more of it."""
    return other.startswith((f"{source}:", f"{source}："))
