"""The menu: plans nearly as good as the best that differ from one another, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import Literal

import numpy as np
import numpy.typing as npt

from geo.core import Plan, Reach
from geo.errors import InputError, StoppedError
from geo.explain.evidence import counted, hopeless, swapped, worth_of_swaps
from geo.explain.near_best import NearBest, best_unlike
from geo.solve import Again, Asked, Found, Progress, Watch, again, ask_again
from geo.words import _

__all__ = ["Dish", "Menu", "menu"]

Open = npt.NDArray[np.bool_]
_Quick = tuple[NearBest | None, Callable[[], Again | None]]
"""What may answer without a search from the start; the second is made when first asked for."""
_LISTING = 0.5  # of the way: the rest is asking of each site whether all plans or none open it


@dataclass(frozen=True)
class Dish:
    """One plan of a menu.

    Attributes
    ----------
    open_ids, new_ids
        All open sites, existing ones first; those that are not open today.
    value
        Its score by the question's definition.
    loss
        How much worse than the best it is, in the question's own unit.
    """

    open_ids: tuple[object, ...]
    new_ids: tuple[object, ...]
    value: int
    loss: int


@dataclass(frozen=True)
class Menu:
    """Plans within a share of the best.

    Attributes
    ----------
    plans
        The plans, best first: each is the best that differs enough from all before it.
    limit
        The value that a plan must reach (or, where the fewest are wanted, may not exceed).
    always_ids, never_ids
        Sites chosen in *every* plan within the share, and in none; sites whose status decides are
        in neither list. Both are exact: they speak of all such plans, not only of those listed.
    is_complete
        Whether no further plan within the share differs enough from those listed; False where
        ``n``, the time or a stop ended the list.
    has_all
        Whether ``always_ids`` and ``never_ids`` are known in full; False where the time or a stop
        cut the menu short. What is listed then is right, but not all there is.
    differ
        Sites in which any two of the plans listed differ at least, as `menu` counts them.
    """

    plans: tuple[Dish, ...]
    limit: int
    always_ids: tuple[object, ...]
    never_ids: tuple[object, ...]
    is_complete: bool
    has_all: bool
    differ: int = 1

    def __str__(self) -> str:
        """Say it in a line, in the user's language."""
        said = self._others()
        if self.has_all and self.always_ids:
            sites = ", ".join(map(str, self.always_ids))
            said += _(" Chosen in every plan that good: {sites}.", sites=sites)
        elif self.has_all:
            said += _(" Of the sites left to choose, none is in every plan that good.")
        if len(self.plans) > 1:
            said += _(" There are no more.") if self.is_complete else _(" There may be more.")
        if not self.has_all:
            said += _(" Cut short: which sites all of them share was not settled.")
        return said

    def _others(self) -> str:
        """Say how many plans there are, how unlike, and how good the last is."""
        told = {"limit": self.limit, "differ": self.differ, "n": len(self.plans)}
        if len(self.plans) == 1 and not self.is_complete:
            return _(
                "Whether another plan comes within the limit of {limit:,} is not told.", **told
            )
        if len(self.plans) == 1 and self.differ > 1:
            return _(
                "No plan that differs in {differ} sites or more comes within the limit of "
                "{limit:,}.",
                **told,
            )
        if len(self.plans) == 1:
            return _("No other plan comes within the limit of {limit:,}.", **told)
        if self.differ > 1:
            said = _("{n:,} plans, each {differ} sites or more from any other", **told)
        else:
            said = _("{n:,} plans that differ", **told)
        if loss := self.plans[-1].loss:
            return said + _(", the last of them {loss:,} worse than the best.", loss=loss)
        return said + _(", all as good as the best.")


def menu(
    plan: Plan,
    reach: Reach,
    *,
    n: int = 10,
    within_share: float = 0.02,
    differ: int = 1,
    limit_s: float | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Menu:
    """List plans within a share of the best that differ from one another in some sites.

    Parameters
    ----------
    plan
        The best plan, proven; it stands first.
    reach
        What it was made from.
    n
        Plans wanted at most.
    within_share
        How much worse a plan may be, as a share of the best value, 0..1.
    differ
        Sites in which any two plans differ at least: the sites that one of them opens and the other
        does not, or the other way round, whichever are more. A swap of one site for another counts
        as one, and so does one site more or less.
    limit_s
        Seconds after which what is known is returned; None: no limit.
    progress
        Called now and then with a `geo.solve.Progress`; where it returns False what is known is
        returned.

    Raises
    ------
    InputError
        The plan is not proven best or was made from other data, or a number makes no sense.

    Notes
    -----
    Exact by no-good cuts: each plan found forbids all plans too like it, and the question is
    answered again, with a proof. Of two plans the larger has the more sites that are not of the
    other; where plans may open different numbers of sites, each range of numbers between those of
    the plans found is asked for itself. A site is always chosen if the best plan without it is
    outside the share, never if the best plan with it is.
    """
    if n < 1 or differ < 1 or not 0 <= within_share <= 1:
        raise InputError(
            _("A menu needs a plan or more, a difference of 1 or more, and a share from 0 to 1.")
        )
    asked, watch = ask_again(plan, reach), Watch(limit_s, progress)
    watch.report(plan.value, plan.bound)
    limit = _limit(plan.value, within_share, plan.problem.sense)
    first = np.zeros(len(reach.sites), bool)
    first[reach.positions(plan.open_ids)] = True
    best, near = Found(first, plan.value), counted(asked, plan.value)
    goes_on = watch.begin(0.0, _("plans nearly as good"))
    listed = _counted_list(asked, best, near, limit, n) if goes_on and differ == 1 else None
    if listed is None:
        listed = _listed(asked, best, watch, limit=limit, n=n, differ=differ)
    found, is_complete = listed
    again_of = cache(lambda: again(plan.problem, reach, watch=watch))
    always, never, has_all = _shared(asked, found, watch, limit=limit, quick=(near, again_of))
    dishes = [
        Dish(asked.ids(f.is_open), asked.new_ids(f.is_open), f.value, abs(plan.value - f.value))
        for f in found
    ]
    in_all, in_none = (tuple(reach.sites.ids[which]) for which in (always, never))
    return Menu(tuple(dishes), limit, in_all, in_none, is_complete, has_all, differ)


def _limit(best: int, within_share: float, sense: Literal["max", "min"]) -> int:
    """Return the worst value within a share of the best; the share is what was written."""
    share = Fraction(str(float(within_share)))
    return ceil(best * (1 - share)) if sense == "max" else floor(best * (1 + share))


def _is_within(asked: Asked, found: Found | None, limit: int) -> bool:
    if found is None:
        return False
    return found.value >= limit if asked.question.sense == "max" else found.value <= limit


def _listed(
    asked: Asked, first: Found, watch: Watch, *, limit: int, n: int, differ: int
) -> tuple[list[Found], bool]:
    """Answer again and again, each time forbidding what is too like the plans found so far."""
    found = [first]
    while len(found) <= n:  # one more than is listed tells whether the list is complete
        said = _("plan {k} of up to {n}", k=min(len(found) + 1, n), n=n)
        watch.begin(_LISTING * len(found) / (n + 1), said)
        try:
            another = best_unlike(asked, [one.is_open for one in found], differ, watch)
        except StoppedError:
            return found, False
        if another is None or not _is_within(asked, another, limit):
            return found, True
        found.append(another)
    return found[:n], False


def _counted_list(
    asked: Asked, best: Found, near: NearBest | None, limit: int, n: int
) -> tuple[list[Found], bool] | None:
    """Count the best plans through; None where that is not possible, or would take too long."""
    if near is None:
        return None
    # All but the best are at least as good as the swaps of the best: fewer sets to look at. One
    # plan more than is listed tells whether the list is complete.
    swaps = worth_of_swaps(asked, best.is_open, n)
    plans = near.top(n + 1, limit=limit if swaps is None else max(limit, swaps))
    if plans is None:
        return None
    others = []
    for pos, value in plans:
        is_open = asked.model.is_open.copy()
        is_open[pos] = True
        if (is_open != best.is_open).any():
            others.append(Found(is_open, value))
    return [best, *others][:n], len(plans) <= n


def _shared(
    asked: Asked, found: list[Found], watch: Watch, *, limit: int, quick: _Quick
) -> tuple[Open, Open, bool]:
    """Mark the free sites that all plans within the share open, and those that none opens."""
    is_in, is_out = np.zeros((2, len(asked.is_free)), bool)  # surely opened, surely done without
    is_never = np.zeros(len(asked.is_free), bool)
    is_always = is_never.copy()

    def learn(is_open: Open) -> None:
        by_swap_in, by_swap_out = swapped(asked, is_open, limit)
        is_in[is_open | by_swap_in] = True
        is_out[~is_open | by_swap_out] = True

    try:
        for one in found:
            learn(one.is_open)
        watch.begin(_LISTING, _("sites that all of them share"))
        is_never |= hopeless(asked, watch, limit)
        sites = np.flatnonzero(asked.is_free & ~is_never)
        for k, site in enumerate(sites):
            share = _LISTING + (1 - _LISTING) * k / len(sites)
            if not watch.begin(share, _("site {k} of {n}", k=k + 1, n=len(sites))):
                raise watch.late()
            for is_known, is_not, opened, shut in (
                (is_in, is_never, int(site), None),
                (is_out, is_always, None, int(site)),
            ):
                if is_known[site]:
                    continue
                good = _good(asked, watch, quick, limit, opened=opened, shut=shut)
                if good is None:
                    is_not[site] = True
                else:
                    learn(good)
    except StoppedError:
        return is_always, is_never, False
    return is_always, is_never, True


def _good(
    asked: Asked,
    watch: Watch,
    quick: _Quick,
    limit: int,
    *,
    opened: int | None,
    shut: int | None,
) -> Open | None:
    """Find a plan within the share with, or without, a site; None: there is none."""
    near, again_of = quick
    pos = True if near is None else near.reaches(limit, opened=opened, shut=shut)
    if isinstance(pos, np.ndarray):
        is_open = asked.model.is_open.copy()
        is_open[pos] = True
        return is_open
    other: Found | None = None
    if pos and near is not None and (one := again_of()) is not None:
        other = one.with_site(opened=opened, shut=shut)
    if pos and other is None:
        other = asked.best(watch, opened=opened, shut=shut)
    return other.is_open if other is not None and _is_within(asked, other, limit) else None
