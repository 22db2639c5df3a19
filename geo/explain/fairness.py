"""The price of fairness: total coverage against what each street or size class is sure of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import inf, nextafter
from typing import Any

import numpy as np
import pandas as pd

from geo.core import Demand, Problem, Reach
from geo.errors import InfeasibleError, InputError, StoppedError
from geo.solve import Found, Progress, Watch, ask
from geo.solve.conditions import split
from geo.words import _

__all__ = ["FairPoint", "Fairness", "fairness", "size_classes"]


@dataclass(frozen=True)
class FairPoint:
    """The best plan that covers at least a share of each group.

    Attributes
    ----------
    floor_share
        The share of its people that the worst-served group has covered, 0..1.
    worst_group
        That group (the first of equals).
    value
        The plan's score by the question's definition; none with a floor as high is better.
    new_ids
        Its new sites.
    """

    floor_share: float
    worst_group: str
    value: int
    new_ids: tuple[object, ...]


@dataclass(frozen=True)
class Fairness:
    """The curve: points of rising floor and falling value; between two, the later one holds.

    Attributes
    ----------
    by
        Column that makes the groups.
    points
        From the best plan of all to the one whose worst-served group is served best.
    is_complete
        Whether the last point is the highest floor there is; False where ``n`` or the time ended.
    """

    by: str
    points: tuple[FairPoint, ...]
    is_complete: bool

    def at(self, floor_share: float) -> FairPoint | None:
        """Return the best plan that is sure of ``floor_share`` in each group; None: none known."""
        return next((p for p in self.points if p.floor_share >= floor_share), None)

    def __str__(self) -> str:
        """Say it in a line, in the user's language."""
        first, last = self.points[0], self.points[-1]
        return _(
            "The best plan covers {first:.1%} of its worst-served group ({group}); raising that to "
            "{last:.1%} costs {price:,} of {value:,}.",
            first=first.floor_share,
            group=first.worst_group,
            last=last.floor_share,
            price=first.value - last.value,
            value=first.value,
        )


def fairness(
    problem: Problem,
    reach: Reach,
    *,
    by: str = "street",
    n: int = 50,
    limit_s: float | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Fairness:
    """Draw the curve of total coverage against the floor that every group is sure of.

    Parameters
    ----------
    problem
        A question that maximises; a floor of its own is set aside.
    reach
        The demand, the sites, the metres.
    by
        Column of the demand's table that makes the groups; see `size_classes` for small firms.
    n
        Points computed at most.
    limit_s
        Seconds after which the curve as far as it is known is returned; None: no limit.
    progress
        Called now and then with a `geo.solve.Progress`; it stops where False is returned.

    Raises
    ------
    InputError
        The question does not maximise, or does not fit the data.
    StoppedError
        Time ran out before the first point.

    Notes
    -----
    Exact: each plan is proven best for its floor, and the next one is asked for any floor above
    what the last one reached, so that no point of the curve lies between.
    """
    if problem.sense != "max" or not hasattr(problem, "floor_share"):
        raise InputError(_("The price of fairness is asked of a question that maximises."))
    watch, share = Watch(limit_s, progress), 0.0
    groups = [(name, weight) for name, weight in split(reach.demand, by)]
    points: list[FairPoint] = []
    is_complete = False
    while len(points) < max(n, 1):
        fair: Any = replace(problem, floor_share=share, floor_by=by)  # type: ignore[type-var]  # questions are dataclasses
        watch.begin(None, _("point {k} of the curve", k=len(points) + 1))
        try:
            asked = ask(fair, reach)
            found = asked.best(watch)
        except (InfeasibleError, StoppedError) as error:
            if not points:
                raise
            is_complete = isinstance(error, InfeasibleError)
            break
        if found is None:
            is_complete = True
            break
        worst, group = _worst(fair, reach, found, groups)
        points.append(FairPoint(float(worst), group, found.value, asked.new_ids(found.is_open)))
        if worst >= 1:
            is_complete = True
            break
        share = _above(worst)
    return Fairness(by, _undominated(points), is_complete)


def _worst(
    problem: Any,  # noqa: ANN401 - any frozen question
    reach: Reach,
    found: Found,
    groups: list[tuple[str, Any]],
) -> tuple[Fraction, str]:
    """Find the group with the least share covered."""
    is_covered = reach.count_within(problem.radius_m, found.open_pos) >= problem.times
    shares = [
        (Fraction(int(weight[is_covered].sum()), int(weight.sum())), name)
        for name, weight in groups
    ]
    return min(shares, key=lambda one: one[0])


def _above(share: Fraction) -> float:
    """Return the least number above a share, as it will be read (what is written, not its bits)."""
    found = float(share)
    while Fraction(str(found)) <= share:
        found = nextafter(found, inf)
    return min(found, 1.0)


def _undominated(points: list[FairPoint]) -> tuple[FairPoint, ...]:
    """Drop a point where a later one, with a higher floor, is worth as much."""
    return tuple(
        p for k, p in enumerate(points) if k + 1 == len(points) or points[k + 1].value < p.value
    )


def size_classes(demand: Demand, lines: tuple[int, ...] = (20, 100, 300)) -> Demand:
    """Add a column ``size_class`` to the demand's table: firms under, between, and from lines on.

    Parameters
    ----------
    demand
        The firms.
    lines
        Ascending numbers of workers; a firm of just so many is in the class above.

    Examples
    --------
    >>> firms = size_classes(Demand.from_arrays([0, 0, 0], [0, 0, 0], [5, 20, 400]), (20, 100))
    >>> firms.table["size_class"].tolist()
    ['1-19', '20-99', '100+']
    """
    if not lines or list(lines) != sorted(set(lines)) or lines[0] < 1:
        raise InputError(_("Lines between size classes must be whole numbers that rise."))
    lows = (1, *lines) if lines[0] > 1 else lines
    names = [f"{a}-{b - 1}" for a, b in pairwise(lows)] + [f"{lows[-1]}+"]
    which = np.maximum(np.searchsorted(np.array(lows), demand.weight, side="right") - 1, 0)
    table = demand.table if len(demand.table.columns) else pd.DataFrame(index=range(len(demand)))
    return replace(demand, table=table.assign(size_class=np.array(names, object)[which]))
