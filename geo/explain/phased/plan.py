"""Phases: which sites in which year, best for the weighted years together, and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from geo.core import Problem, Reach
from geo.errors import InfeasibleError, InputError
from geo.explain.phased.asked import Counted, refuse_years
from geo.explain.phased.value import Phase, Phases
from geo.explain.unit import unit_of
from geo.solve import BudgetCover, MoveCover, Progress, Row, Watch, ask, nested, without_required
from geo.words import _

__all__ = ["phases"]


def phases(  # noqa: PLR0913 - one question; what a question has no use for is left out
    problem: Problem,
    reach: Reach,
    news: Sequence[int] | None = None,
    *,
    year_weights: Sequence[int] | None = None,
    budgets_yuan: Sequence[int] | None = None,
    moves: Sequence[int] | None = None,
    limit_s: float | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Phases:
    """Plan the sites of several years at once.

    Parameters
    ----------
    problem
        The question of all years together: `geo.MaxCover`, `geo.GradualCover`, `geo.BudgetCover` or
        `geo.MoveCover`, with all that it asks; its ``new`` (its budget, its moves) is that of all
        years together. A floor holds in the last year, a least distance in each.
    reach
        The demand, the sites, the metres.
    news
        Sites to open in each year, beyond those that replace moved ones; None for a question whose
        homes are limited by money alone.
    year_weights
        Whole weights of the years; None: all count alike.
    budgets_yuan
        Yearly cost that the sites opened in each year may add; what is left over may be added
        later. None: no budget.
    moves
        Existing sites that may be moved in each year, for a question that moves some; what is left
        over may be moved later. A site given up is not opened again.
    limit_s
        Seconds for all of it; None: no limit.
    progress
        Called now and then with a `geo.solve.Progress`; it stops where False is returned.

    Raises
    ------
    InputError
        The question has no years, or the numbers do not fit one another, or the data.
    InfeasibleError
        No plan meets the conditions.
    StoppedError
        Time ran out before a proof.

    Notes
    -----
    Exact: maximises ``sum_t w_t * covered_t`` over all nested choices in one integer program; the
    greedy order, best in year one, is only one of them.

    Examples
    --------
    >>> from geo.core import Demand, Sites
    >>> from geo.solve import MaxCover
    >>> from geo.travel import Straight
    >>> firms = Demand.from_arrays([-10, -4, 4, 10], [0, 0, 0, 0], [5, 3, 3, 5])
    >>> halls = Sites.from_arrays([-7, 0, 7], [0, 0, 0], ids=["west", "middle", "east"])
    >>> plan = phases(MaxCover(new=2, radius_m=5), Straight().reach(firms, halls), [1, 1])
    >>> sorted(i for year in plan.years for i in year.new_ids), [y.value for y in plan.years]
    (['east', 'west'], [8, 16])
    """
    refuse_years(problem)
    limits = _limits(problem, reach, news, budgets_yuan, moves)
    n_year = len(limits.rows)
    weights = _whole([1] * n_year if year_weights is None else year_weights, "years")
    if len(weights) != n_year or not any(weights):
        raise InputError(_("Each year needs its number of sites, its weight and its budget."))
    watch = Watch(limit_s, progress)
    watch.begin(0.0, _("all years together"))
    is_open = nested(
        problem,
        reach,
        counts=limits.counts,
        year_weights=weights,
        limits=limits.rows,
        watch=watch,
    )
    before = np.vstack([reach.sites.is_existing, is_open[:-1]])
    unit = unit_of(problem)
    years = []
    for t, (stands, stood) in enumerate(zip(is_open, before, strict=True)):
        watch.begin((1 + t) / (1 + n_year), _("year {year} alone", year=t + 1))
        free = _free(problem, reach, limits, t, watch=watch)
        fresh, gone = stands & ~stood, stood & ~stands
        cut = problem.value(reach, (is_open[-1] & ~fresh) | gone)
        opened, closed = (tuple(reach.sites.ids[some]) for some in (fresh, gone))
        value = problem.value(reach, stands)
        years.append(Phase(t + 1, opened, value, free, cut, closed, unit))
    total = sum(w * year.value for w, year in zip(weights, years, strict=True))
    return Phases(tuple(years), weights, total)


@dataclass(frozen=True, eq=False)
class _Limits:
    """Up to the end of each year: how many are opened, how much they may cost, what else holds."""

    counts: tuple[int, ...] | None
    spent: tuple[int, ...] | None
    moved: tuple[int, ...] | None
    rows: tuple[tuple[Row, ...], ...]


def _limits(
    problem: Problem,
    reach: Reach,
    news: Sequence[int] | None,
    budgets_yuan: Sequence[int] | None,
    moves: Sequence[int] | None,
) -> _Limits:
    """Check what the years are told, and add it up from the first year on."""
    told = {"news": news, "budgets": budgets_yuan, "moves": moves}
    wanted = {
        "news": not isinstance(problem, BudgetCover),
        "budgets": isinstance(problem, BudgetCover) or budgets_yuan is not None,
        "moves": isinstance(problem, MoveCover),
    }
    added: dict[str, tuple[int, ...] | None] = dict.fromkeys(told)
    for name, given in told.items():
        if (given is not None) != wanted[name]:
            raise InputError(_("Each year needs its number of sites, its weight and its budget."))
        if given is not None:
            added[name] = tuple(accumulate(_whole(given, name)))
    lengths = {len(sums) for sums in added.values() if sums is not None}
    if len(lengths) != 1:
        raise InputError(_("Each year needs its number of sites, its weight and its budget."))
    _check_sums(problem, added)
    rows = [
        *([] if added["budgets"] is None else [_spent(reach, added["budgets"])]),
        *([] if added["moves"] is None else [_moved(reach, added["moves"])]),
    ]
    by_year = tuple(zip(*rows, strict=True)) if rows else ((),) * lengths.pop()
    return _Limits(added["news"], added["budgets"], added["moves"], by_year)


def _check_sums(problem: Problem, added: dict[str, tuple[int, ...] | None]) -> None:
    """Refuse years that together are not what the question asks."""
    fields = {"news": "new", "moves": "moves"}
    if isinstance(problem, BudgetCover):
        fields = {"budgets": "budget_yuan"}
    for name, field in fields.items():
        sums = added[name]
        if sums is not None and sums[-1] != (asked := getattr(problem, field)):
            raise InputError(
                _(
                    "The years open {years} sites together, the question asks for {new}; make them "
                    "equal.",
                    years=sums[-1],
                    new=asked,
                )
                if name == "news"
                else _(
                    "The years come to {years:,} together, the question asks for {new:,}; make "
                    "them equal.",
                    years=sums[-1],
                    new=asked,
                )
            )


def _spent(reach: Reach, sums: tuple[int, ...]) -> list[Row]:
    """Say what the sites open at the end of each year may cost a year."""
    sites = reach.sites
    if sites.cost is None:
        raise InputError(
            _(
                "A budget needs the yearly cost of every site; give the sites a column of yearly "
                "costs."
            )
        )
    new = np.flatnonzero(~sites.is_existing)
    return [Row(new, sites.cost[new], high=high) for high in sums]


def _moved(reach: Reach, sums: tuple[int, ...]) -> list[Row]:
    """Say how many of today's sites are left at least at the end of each year."""
    old = np.flatnonzero(reach.sites.is_existing)
    return [Row(old, np.ones(len(old), np.int64), low=len(old) - moved) for moved in sums]


def _free(problem: Problem, reach: Reach, limits: _Limits, t: int, *, watch: Watch) -> int:
    """Find the most that a year's number or money could cover, chosen for that year alone."""
    is_last = t == len(limits.rows) - 1
    alone = _alone(problem, limits, t, is_last=is_last)
    if alone is None:
        return problem.value(reach, reach.sites.is_existing)
    asked = ask(alone, reach if is_last else without_required(reach))
    found = asked.best(watch, rows=limits.rows[t])
    if found is None:
        raise InfeasibleError(_("No choice of sites meets the conditions of all years together."))
    return found.value


def _alone(problem: Problem, limits: _Limits, t: int, *, is_last: bool) -> Problem | None:
    """Return the question of one year; None where nothing can be done by then."""
    if is_last:
        return problem if limits.counts is None or limits.counts[t] or limits.moved else None
    if isinstance(problem, BudgetCover):
        assert limits.spent is not None
        return replace(problem, budget_yuan=limits.spent[t], floor_share=0.0)
    assert limits.counts is not None
    assert isinstance(problem, Counted)
    if isinstance(problem, MoveCover):
        assert limits.moved is not None
        if not limits.moved[t] and not limits.counts[t]:
            return None
        moves = max(limits.moved[t], 1)  # that none may be moved is said by a row
        return replace(problem, new=limits.counts[t], moves=moves, floor_share=0.0)
    return replace(problem, new=limits.counts[t], floor_share=0.0) if limits.counts[t] else None


def _whole(given: Sequence[int], name: str) -> tuple[int, ...]:
    array: npt.NDArray[np.float64] = np.asarray(given, np.float64)
    if array.ndim != 1 or not len(array) or not (np.floor(array) == array).all():
        raise InputError(_("{name}: whole numbers wanted, one for each year.", name=name))
    if array.min() < 0:
        raise InputError(_("{name}: no year may have less than {low}.", name=name, low=0))
    return tuple(int(one) for one in given)
