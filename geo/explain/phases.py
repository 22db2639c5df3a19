"""Phases: which sites in which year, best for the weighted years together, and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from geo.core import Reach
from geo.errors import InfeasibleError, InputError
from geo.solve import MaxCover, Progress, Row, Watch, ask, nested
from geo.words import _

__all__ = ["Phase", "Phases", "phases"]


@dataclass(frozen=True)
class Phase:
    """One year.

    Attributes
    ----------
    year
        1, 2, 3, ...
    new_ids
        Sites opened in this year.
    value
        What is covered at its end.
    free_value
        What could be covered with as many sites, chosen for this year alone.
    price
        What keeping to one plan costs in this year: ``free_value - value``, 0 or more.
    value_if_cut
        What would be covered at the end of the last year if this year's sites were never opened
        and all others were, as planned.
    """

    year: int
    new_ids: tuple[object, ...]
    value: int
    free_value: int
    value_if_cut: int

    @property
    def price(self) -> int:
        """What keeping to one plan costs in this year."""
        return self.free_value - self.value

    def __str__(self) -> str:
        """Say it in a line, in the user's language."""
        return _(
            "Year {year}: open {sites}; {value:,} covered ({price:,} fewer than by a plan for this "
            "year alone); without this year, {cut:,} in the end.",
            year=self.year,
            sites=", ".join(map(str, self.new_ids)) or "-",
            value=self.value,
            price=self.price,
            cut=self.value_if_cut,
        )


@dataclass(frozen=True)
class Phases:
    """A plan in years, each keeping the sites of the years before.

    Attributes
    ----------
    years
        One `Phase` each.
    year_weights
        What each year counts.
    value
        Weighted sum of what the years cover; no nested plan has more.
    """

    years: tuple[Phase, ...]
    year_weights: tuple[int, ...]
    value: int

    def __str__(self) -> str:
        """Say it, a line for each year."""
        return "\n".join(map(str, self.years))


def phases(
    problem: MaxCover,
    reach: Reach,
    news: Sequence[int],
    *,
    year_weights: Sequence[int] | None = None,
    budgets_yuan: Sequence[int] | None = None,
    limit_s: float | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Phases:
    """Plan the sites of several years at once.

    Parameters
    ----------
    problem
        The question; its ``new`` is the number of all years together. A floor holds in the last
        year.
    reach
        The demand, the sites, the metres.
    news
        Sites to open in each year.
    year_weights
        Whole weights of the years; None: all count alike.
    budgets_yuan
        Yearly cost that the sites opened in each year may add; what is left over may be added
        later. None: no budget.
    limit_s
        Seconds for all of it; None: no limit.
    progress
        Called now and then with a `geo.solve.Progress`; it stops where False is returned.

    Raises
    ------
    InputError
        The numbers do not fit one another, or the data.
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
    >>> from geo.travel import Straight
    >>> firms = Demand.from_arrays([-10, -4, 4, 10], [0, 0, 0, 0], [5, 3, 3, 5])
    >>> halls = Sites.from_arrays([-7, 0, 7], [0, 0, 0], ids=["west", "middle", "east"])
    >>> plan = phases(MaxCover(new=2, radius_m=5), Straight().reach(firms, halls), [1, 1])
    >>> sorted(i for year in plan.years for i in year.new_ids), [y.value for y in plan.years]
    (['east', 'west'], [8, 16])
    """
    counts = tuple(accumulate(_whole(news, "news", low=0)))
    weights = _whole([1] * len(counts) if year_weights is None else year_weights, "years", low=0)
    _check(problem, counts, weights)
    watch = Watch(limit_s, progress)
    watch.begin(0.0, _("all years together"))
    limits = () if budgets_yuan is None else _budgets(reach, budgets_yuan, len(counts))
    is_open = nested(
        problem, reach, counts=counts, year_weights=weights, limits=limits, watch=watch
    )
    before = np.vstack([reach.sites.is_existing, is_open[:-1]])
    years = []
    for t, (stands, stood) in enumerate(zip(is_open, before, strict=True)):
        watch.begin((1 + t) / (1 + len(counts)), _("year {year} alone", year=t + 1))
        free = _free(problem, reach, counts, t, limits=limits, watch=watch)
        fresh = stands & ~stood
        cut = problem.value(reach, is_open[-1] & ~fresh)
        ids = tuple(reach.sites.ids[fresh])
        years.append(Phase(t + 1, ids, problem.value(reach, stands), free, cut))
    value = sum(w * year.value for w, year in zip(weights, years, strict=True))
    return Phases(tuple(years), weights, value)


def _free(
    problem: MaxCover,
    reach: Reach,
    counts: tuple[int, ...],
    t: int,
    *,
    limits: tuple[Row, ...],
    watch: Watch,
) -> int:
    """Find the most that the number of a year could cover, chosen for that year alone."""
    is_last = t == len(counts) - 1
    if not counts[t]:
        return problem.value(reach, reach.sites.is_existing)
    alone = problem if is_last else replace(problem, new=counts[t], floor_share=0.0)
    asked = ask(alone, reach if is_last else _nothing_required(reach))
    found = asked.best(watch, rows=limits[t : t + 1])
    if found is None:
        raise InfeasibleError(_("No choice of sites meets the conditions of all years together."))
    return found.value


def _nothing_required(reach: Reach) -> Reach:
    """Let required sites wait for a later year."""
    status = np.where(reach.sites.is_required, "candidate", reach.sites.status)
    eased: Reach = replace(reach, sites=replace(reach.sites, status=status))  # type: ignore[type-var]  # reaches are dataclasses
    return eased


def _budgets(reach: Reach, budgets_yuan: Sequence[int], n_year: int) -> tuple[Row, ...]:
    """Say what the sites open at the end of each year may cost a year."""
    sites = reach.sites
    if sites.cost is None:
        raise InputError(
            _(
                "A budget needs the yearly cost of every site; give the sites a column of yearly "
                "costs."
            )
        )
    spent = tuple(accumulate(_whole(budgets_yuan, "budgets", low=0)))
    if len(spent) != n_year:
        raise InputError(_("Each year needs its number of sites, its weight and its budget."))
    new = np.flatnonzero(~sites.is_existing)
    return tuple(Row(new, sites.cost[new], high=high) for high in spent)


def _whole(given: Sequence[int], name: str, *, low: int) -> tuple[int, ...]:
    array: npt.NDArray[np.float64] = np.asarray(given, np.float64)
    if array.ndim != 1 or not len(array) or not (np.floor(array) == array).all():
        raise InputError(_("{name}: whole numbers wanted, one for each year.", name=name))
    if array.min() < low:
        raise InputError(_("{name}: no year may have less than {low}.", name=name, low=low))
    return tuple(int(one) for one in given)


def _check(problem: MaxCover, counts: tuple[int, ...], weights: tuple[int, ...]) -> None:
    if not isinstance(problem, MaxCover):
        raise InputError(_("Phases are planned for the most people within reach (MaxCover)."))
    if len(weights) != len(counts) or not any(weights):
        raise InputError(_("Each year needs its number of sites, its weight and its budget."))
    if counts[-1] != problem.new:
        raise InputError(
            _(
                "The years open {years} sites together, the question asks for {new}; make them "
                "equal.",
                years=counts[-1],
                new=problem.new,
            )
        )
