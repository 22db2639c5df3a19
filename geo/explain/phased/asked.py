"""A question put to several years: which questions can be, and what each year may do."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict, TypeGuard

from geo.core import Problem, Years
from geo.errors import InputError
from geo.solve import BudgetCover, GradualCover, MaxCover, MoveCover
from geo.words import _

__all__ = [
    "Counted",
    "InYears",
    "Phased",
    "asked_in_years",
    "can_be_phased",
    "even_years",
    "over_years",
    "refuse_years",
]

Counted = MaxCover | GradualCover | MoveCover
"""Questions that say how many homes are opened."""

Phased = Counted | BudgetCover
"""Questions that open homes, for the most people or visits: those that have years."""

_YEARS = 3  # where nobody says how many


class InYears(TypedDict):
    """What `geo.explain.phases` is told of the years."""

    news: tuple[int, ...] | None
    year_weights: tuple[int, ...]
    budgets_yuan: tuple[int, ...] | None
    moves: tuple[int, ...] | None


def can_be_phased(problem: Problem) -> TypeGuard[Phased]:
    """Say whether a question opens homes one year after the other, for the most people."""
    return isinstance(problem, Phased)


def refuse_years(problem: Problem) -> None:
    """Refuse a question that has no years.

    Raises
    ------
    InputError
        It asks for the fewest homes, or for those to close.
    """
    if not can_be_phased(problem):
        raise InputError(
            _(
                "“{question}” has no years: a year adds homes to those before it, for the most "
                "people or visits. Ask for new homes, a budget or homes to move.",
                question=_(problem.title),
            )
        )


def over_years(problem: Problem, years: Years) -> Phased:
    """Return the question of all years together; what it asks besides stays as it is.

    Raises
    ------
    InputError
        The question has no years, or the years do not say what it wants to know of them.
    """
    refuse_years(problem)
    if isinstance(problem, BudgetCover):
        if years.budgets_yuan is None:
            raise InputError(
                _("This question is one of money: say what yearly cost each year may add.")
            )
        return replace(problem, budget_yuan=sum(years.budgets_yuan))
    if isinstance(problem, MoveCover):
        if years.moves is None or not sum(years.moves):
            raise InputError(_("This question moves homes: say how many in each year."))
        return replace(problem, new=sum(years.news), moves=sum(years.moves))
    assert isinstance(problem, MaxCover | GradualCover), "a question with years has no way to them"
    return replace(problem, new=max(sum(years.news), 1))


def asked_in_years(problem: Problem, years: Years) -> InYears:
    """Return what the years say of a question, as `geo.explain.phases` is told it."""
    is_money = isinstance(problem, BudgetCover)
    return {
        "news": None if is_money else years.news,
        "year_weights": years.weights,
        "budgets_yuan": years.budgets_yuan,
        "moves": years.moves if isinstance(problem, MoveCover) else None,
    }


def even_years(problem: Problem, like: Years | None = None) -> Years:
    """Share out evenly what a question asks in all, over three years or as many as it fills.

    Parameters
    ----------
    problem
        A question that has years.
    like
        Years that are set, but do not say all that this question wants to know: what they say
        stays.
    """
    refuse_years(problem)
    new, moves = getattr(problem, "new", 0), getattr(problem, "moves", 0)
    budget = getattr(problem, "budget_yuan", 0)
    n = len(like.news) if like is not None else min(_YEARS, max(new, moves, budget, 1))
    set_ = like or Years(_shared(new, n), (1,) * n)
    if isinstance(problem, BudgetCover) and set_.budgets_yuan is None:
        return replace(set_, budgets_yuan=_shared(budget, n))
    if isinstance(problem, MoveCover) and not sum(set_.moves or ()):
        return replace(set_, moves=_shared(moves, n))
    return set_


def _shared(total: int, n: int) -> tuple[int, ...]:
    """Share a whole number out evenly, the first getting what is over."""
    return tuple(total // n + (k < total % n) for k in range(n))
