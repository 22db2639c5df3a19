"""Compliance: what a norm asks, what stands today, what is missing, the fewest sites that mend it.

Coverage counts people; nobody is averaged away: each group (street) has its own row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np

from geo.core import Reach
from geo.core.arrays import Ints
from geo.errors import InfeasibleError, InputError, StoppedError
from geo.explain.rules.finding import Finding, findings
from geo.explain.rules.fit import Fit, fitting
from geo.explain.rules.held import Held
from geo.explain.rules.least import asked_of_sites, cheapest_that_meet, fewest_that_meet
from geo.explain.rules.measures import group_table, open_site_table
from geo.explain.rules.said import mended, what_is_asked
from geo.norms import Norm
from geo.solve import Needs, Progress, Watch
from geo.words import _

__all__ = ["Compliance", "compliance"]


@dataclass(frozen=True, eq=False)
class Compliance(Held):
    """A norm held against the open sites; its attributes are those of `geo.explain.rules.held`."""

    def __str__(self) -> str:
        """Say it in a few lines, in the user's language."""
        said = [self.norm.title, what_is_asked(self), *map(str, self.findings)]
        said += mended(self, str)
        return "\n".join(one for one in said if one)


def compliance(  # noqa: PLR0913 - one question; all but three have a usual answer
    norm: Norm,
    reach: Reach,
    open_ids: Iterable[object] | None = None,
    *,
    by: str = "street",
    urban: Collection[str] | None = (),
    share: float = 1.0,
    limit_s: float | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
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
        ``spacing_dense_below_m``); None: all of them. Where none is named, that is not asked, and a
        finding of its own says so.
    share
        Share of the people of each group that must be covered, 0..1.
    limit_s
        Seconds for finding what would meet it; what is not proven by then is said not to be.
        None: no limit.
    progress
        Called now and then with a `geo.solve.Progress`; the search stops where it returns False.

    Raises
    ------
    InputError
        The share is none, an id or an urban group does not exist.
    MissingColumnError
        The demand has no such column.

    Notes
    -----
    Fewest and cheapest are both the least of one covering question with a floor for each group
    (`geo.solve.ask_least`), the open sites kept, proven from below. Where the norm wants two sites
    near some and one near others, those others are given one beforehand, which is the same
    question. Venues that are known to break what the norm asks of a home by itself are taken out
    first.
    """
    if not 0 < share <= 1:
        raise InputError(_("The share to cover must be above 0 and at most 1, got {x}.", x=share))
    watch = Watch(limit_s, progress)
    pos = np.flatnonzero(reach.sites.is_existing) if open_ids is None else reach.positions(open_ids)
    asked = _Asked(norm, reach, by, None if urban is None else tuple(urban), share)
    fit = fitting(norm, reach, pos, by=by, urban=urban)
    found = asked.against(pos, fit)
    if found.groups.empty or found.groups["is_met"].all():
        return found
    unfit = np.flatnonzero(fit.is_unfit)
    found = replace(found, unfit_ids=tuple(reach.sites.ids[unfit]), unfit_rules=fit.rules)
    return asked.mended(found, pos, fit, watch)


@dataclass(frozen=True, eq=False)
class _Asked:
    """What is asked of which data."""

    norm: Norm
    reach: Reach
    by: str
    urban: tuple[str, ...] | None
    share: float

    def against(self, pos: Ints, fit: Fit) -> Compliance:
        """Hold the norm against some open sites."""
        could = np.union1d(pos, np.flatnonzero(fit.is_fit))
        by, urban = self.by, self.urban
        groups = group_table(
            self.norm, self.reach, pos, could, by=by, urban=urban, share=self.share
        )
        table = open_site_table(self.norm, self.reach, pos, by=by, urban=urban)
        has_urban = self.urban is None or bool(self.urban)
        told = tuple(findings(self.norm, groups, table, has_urban=has_urban))
        return Compliance(self.norm, told, groups, table, urban=self.urban, share=self.share)

    def mended(self, found: Compliance, pos: Ints, fit: Fit, watch: Watch) -> Compliance:
        """Find the fewest and the cheapest sites that would meet it."""
        radius_m = float(self.norm.number("radius_m") or 0)
        needs = Needs(radius_m, self.share, self.by, tuple(map(int, found.groups["times"])))
        cost = self.reach.sites.cost
        try:
            asked = asked_of_sites(needs, self.reach, pos, fit, watch)
            watch.begin(None, _("the fewest new homes that meet it"))
            few = fewest_that_meet(asked, watch if cost is None else _half_of(watch))
        except InfeasibleError as error:
            none = replace(found, fewest_ids=None, why_none=str(error))
            return replace(none, unreached_ids=error.ids, radius_would_m=error.radius_m)
        except StoppedError as error:
            found = replace(found, fewest_ids=None, why_none=str(error), is_late=True)
        else:
            few_ids = tuple(self.reach.sites.ids[few])
            few_then = self._then(pos, few, fit)
            found = self._checked(found, few, fit)
            found = replace(found, fewest_ids=few_ids, fewest_then=few_then)
        if cost is None:
            return found
        try:
            watch.begin(None, _("the cheapest new homes that meet it"))
            cheap = cheapest_that_meet(asked, cost, watch)
        except StoppedError as error:
            return replace(found, why_not_cheapest=str(error))
        return replace(
            self._checked(found, cheap, fit),
            cheapest_ids=tuple(self.reach.sites.ids[cheap]),
            cheapest_then=self._then(pos, cheap, fit),
            cheapest_yuan=int(cost[cheap].sum()),
        )

    def _then(self, pos: Ints, new: Ints, fit: Fit) -> tuple[Finding, ...]:
        """Say what the findings would be with some new sites."""
        return self.against(np.union1d(pos, new), fit).findings

    def _checked(self, found: Compliance, new: Ints, fit: Fit) -> Compliance:
        """Say of which of some new sites it is not known whether they suffice by themselves."""
        unknown = self.reach.sites.ids[new[fit.is_unknown[new]]]
        return replace(found, unknown_ids=tuple(dict.fromkeys((*found.unknown_ids, *unknown))))


def _half_of(watch: Watch) -> Watch:
    """Return a clock for half of what is left; who stops it stops both."""
    half = Watch(watch.left_s / 2, lambda told: watch.report(told.value, told.bound))
    half.begin(None)
    return half
