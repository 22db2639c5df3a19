"""The curve: what one, two, three, ... new sites could reach at best, each point proven."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from geo.core import Plan, Problem, Reach
from geo.errors import InfeasibleError, InputError, StoppedError
from geo.solve import GradualCover, MaxCover, Progress, Watch, solve
from geo.words import _

__all__ = ["CurvePoint", "curve"]


@dataclass(frozen=True)
class CurvePoint:
    """The best plan with one number of new sites.

    Attributes
    ----------
    new
        New sites.
    value
        What the best plan found scores, by the question's definition.
    bound
        No plan with as many new sites is better.
    covered
        People that plan covers.
    """

    new: int
    value: int
    bound: int
    covered: int

    @property
    def is_proven(self) -> bool:
        """Whether nothing can beat it."""
        return self.value == self.bound


def curve(
    problem: Problem,
    reach: Reach,
    *,
    news: Iterable[int] | None = None,
    limit_s: float | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> tuple[CurvePoint, ...]:
    """Answer a question for numbers of new sites, from the fewest allowed upwards.

    Parameters
    ----------
    problem
        The question; its own ``new`` plays no part.
    reach
        The demand, the sites, the metres.
    news
        Numbers of new sites; those that are not allowed are left out. None: every number.
    limit_s
        Seconds for all of it; what is then not proven keeps its bound, and the curve ends there.
    progress
        Called now and then; the curve ends where it returns False.

    Returns
    -------
    tuple of CurvePoint
        Numbers of sites for which no plan meets the conditions (spacing, floors) are left out.

    Raises
    ------
    InputError
        The question does not fit the data, or has no number of new sites.

    Notes
    -----
    With the question's plain form, sites that are added never take anybody away, so the curve
    rises; with conditions it may fall. Where a plain question already reaches everybody that any
    site reaches, the rest of the curve is level, which is a proof: nothing is solved again. The
    curve need not be concave: two sites may reach together what neither nearly reaches alone,
    where people count only from the second site on.

    Examples
    --------
    >>> from geo.core import Demand, Sites
    >>> from geo.travel import Straight
    >>> firms = Demand.from_arrays([0, 0, 900], [0, 100, 0], [5, 3, 4])
    >>> halls = Sites.from_arrays([0, 0, 900], [0, 100, 0])
    >>> points = curve(MaxCover(new=1, radius_m=50), Straight().reach(firms, halls))
    >>> [(point.new, point.value, point.is_proven) for point in points]
    [(1, 5, True), (2, 9, True), (3, 12, True)]
    """
    if not isinstance(problem, (MaxCover, GradualCover)):
        raise InputError(_("Only questions with a number of new sites have a curve."))
    sites = reach.sites
    fewest, last = max(1, int(sites.is_required.sum())), int(sites.is_usable.sum())
    watch = Watch(limit_s, progress)
    points: list[CurvePoint] = []
    ceiling = _ceiling(problem, reach)
    every = range(fewest, last + 1)
    for new in every if news is None else sorted(set(every) & set(news)):
        if points and points[-1].value == ceiling:
            points.append(replace(points[-1], new=new))
            continue
        if watch.is_stopped or (plan := _plan(replace(problem, new=new), reach, watch)) is None:
            continue
        points.append(CurvePoint(new, plan.value, plan.bound, plan.covered))
    return tuple(points)


def _ceiling(problem: MaxCover | GradualCover, reach: Reach) -> int | None:
    """Return what all sites together score, where a plan with more sites is never worse."""
    if problem.spacing_m or problem.floor_share or problem.weights:
        return None
    return problem.value(reach, np.asarray(reach.sites.is_existing | reach.sites.is_usable))


def _plan(problem: MaxCover | GradualCover, reach: Reach, watch: Watch) -> Plan | None:
    """Solve for one number; None where no plan meets the conditions, or time ran out first."""
    limit_s = None if watch.left_s == float("inf") else watch.left_s
    try:
        return solve(problem, reach, limit_s, progress=lambda p: watch.report(p.value, p.bound))
    except (InfeasibleError, StoppedError):
        return None
