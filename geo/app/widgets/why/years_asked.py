"""What each year may do: the inputs of page Phase, as the question wants to know it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from geo.app import state
from geo.core import Problem, Study
from geo.explain import even_years
from geo.solve import BudgetCover, MoveCover
from geo.words import _

__all__ = ["ask_for_years"]

_MOST = 5
_BUDGET_YUAN = 300_000  # of a year that nobody has set


@dataclass(frozen=True)
class _Wants:
    """What a question wants to know of a year beside its weight."""

    homes: bool
    money: bool
    moves: bool


def ask_for_years(study: Study, question: Problem) -> state.Years:
    """Ask for each year's homes, money and moves, as far as the question has them, and its weight.

    What a question has no use for stays as it was set for another one.
    """
    last = state.years()
    if isinstance(question, BudgetCover | MoveCover):
        last = even_years(question, last)
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    n = len(last.news)
    n_year = left.number_input(_("Years"), 1, _MOST, n, key=state.control("years-n", n))
    is_money, had = isinstance(question, BudgetCover), last.budgets_yuan is not None
    with_budget = is_money or (
        study.sites.cost is not None
        and right.toggle(
            _("A budget of yearly costs for each year"),
            value=had,
            key=state.control("years-budget", had),
        )
    )
    wants = _Wants(not is_money, with_budget, isinstance(question, MoveCover))
    asked = []
    for year, column in enumerate(st.columns(int(n_year))):
        with column.container(border=True):
            st.markdown(f"**{_('Year {year}', year=year + 1)}**")
            asked.append(_year(last, year, wants))
    news, weights, budgets, moves = zip(*asked, strict=True)
    knows_moves = wants.moves or last.moves is not None
    return state.Years(
        news, weights, budgets if with_budget else None, moves if knows_moves else None
    )


def _year(last: state.Years, year: int, wants: _Wants) -> tuple[int, int, int, int]:
    """Ask for one year's number of homes, its weight, its budget and its moves."""
    new, moved = _at(last.news, year, 2), _at(last.moves or (), year, 0)
    budget = _at(last.budgets_yuan or (), year, _BUDGET_YUAN)
    if wants.homes:
        key = state.control(f"years-new-{year}", new)
        new = st.number_input(_("New homes"), 0, 50, new, key=key)
    if wants.moves:
        key = state.control(f"years-moves-{year}", moved)
        moved = st.number_input(_("Homes that may be moved"), 0, 50, moved, key=key)
    if wants.money:
        label, key = (
            _("Yearly cost to be added (yuan)"),
            state.control(f"years-budget-{year}", budget),
        )
        budget = st.number_input(label, 0, None, budget, 10_000, key=key)
    counts = _at(last.weights, year, 1)
    weight = st.number_input(
        _("Weight of the year"),
        0,
        100,
        counts,
        key=state.control(f"years-weight-{year}", counts),
        help=_("Equal weights: each year counts alike. 0: only what comes later counts."),
    )
    return new, weight, budget, moved


def _at(given: tuple[int, ...], year: int, otherwise: int) -> int:
    return given[year] if year < len(given) else otherwise
