"""Which home in which year: numbers per year, the plan in years, its picture, its price."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.app import cache, code, state, work
from geo.app.widgets.why.shown import ABOVE, AXIS, show_code, table, tiles
from geo.app.widgets.why.soon import LIMIT_S, part, soon_or_stopped
from geo.core import Scenario, Study
from geo.explain import Phases, phases
from geo.solve import MaxCover
from geo.study import reach_of
from geo.words import _

__all__ = ["plan_in_years"]

_MOST = 5
_NEW, _FREE = "#E69F00", "#0072B2"


@part
def plan_in_years(study: Study, scenario: Scenario) -> None:
    """Ask how many homes each year opens; show the best plan for all years together."""
    asked = _asked(study)
    if asked != state.years():
        state.keep_years(asked)
        if work.save():  # this part of the page runs by itself: nobody after it saves
            st.rerun()
    conditions = scenario.problem if isinstance(scenario.problem, MaxCover) else None
    problem = _question(conditions, sum(asked.news), scenario.problem.radius_m)
    st.markdown(f"**{problem.sentence()}**")
    found = soon_or_stopped(
        "phases",
        (*cache.key_of(study, Scenario(problem, scenario.mode)), repr(asked)),
        lambda report: phases(
            problem,
            reach_of(study, problem, scenario.mode),
            asked.news,
            year_weights=asked.weights,
            budgets_yuan=asked.budgets_yuan,
            limit_s=LIMIT_S,
            progress=report,
        ),
    )
    if found is None:
        return
    _say(found)
    today = reach_of(study, problem, scenario.mode).coverage(problem.radius_m).covered
    total = study.demand.total
    tiles(
        {
            _("today"): (today, today / max(total, 1)),
            **{
                _("After year {year}", year=year.year): (year.value, year.value / max(total, 1))
                for year in found.years
            },
        }
    )
    names = dict(zip(study.sites.ids, study.sites.names, strict=True))
    st.vega_lite_chart(
        pd.DataFrame(_timeline(found, names, today)),
        _picture(len(found.years) + 1),
        width="stretch",
        height=380,
    )
    st.caption(_("Bars: this plan. Blue line: the best plan for that year alone."))
    table(_table(found, names, study))
    show_code(code.of_study(study, problem, scenario.mode, [_call(asked)]))


def _question(last: MaxCover | None, new: int, radius_m: float) -> MaxCover:
    """Ask as on page Propose, for the homes of all years."""
    if last is None:
        return MaxCover(new=max(new, 1), radius_m=radius_m)
    plain: dict[str, Any] = vars(last) | {"new": max(new, 1)}
    return MaxCover(**plain)


def _asked(study: Study) -> state.Years:
    """Ask for each year's number of homes, its weight and, where costs are known, its budget."""
    last = state.years()
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    n = len(last.news)
    n_year = left.number_input(_("Years"), 1, _MOST, n, key=state.control("years-n", n))
    can_budget = study.sites.cost is not None
    with_budget = can_budget and right.toggle(
        _("A budget of yearly costs for each year"),
        value=last.budgets_yuan is not None,
        key=state.control("years-budget", last.budgets_yuan is not None),
    )
    asked = []
    for year, column in enumerate(st.columns(int(n_year))):
        with column.container(border=True):
            st.markdown(f"**{_('Year {year}', year=year + 1)}**")
            asked.append(_year(last, year, with_budget=with_budget))
    news, weights, budgets = zip(*asked, strict=True)
    return state.Years(news, weights, budgets if with_budget else None)


def _year(last: state.Years, year: int, *, with_budget: bool) -> tuple[int, int, int]:
    """Ask for one year's number of homes, its weight and its budget (0 where none is asked)."""
    asked = _at(last.news, year, 2)
    new = st.number_input(
        _("New homes"), 0, 50, asked, key=state.control(f"years-new-{year}", asked)
    )
    budget = 0
    if with_budget:
        before = _at(last.budgets_yuan or (), year, 300_000)
        budget = st.number_input(
            _("Yearly cost to be added (yuan)"),
            0,
            None,
            before,
            10_000,
            key=state.control(f"years-budget-{year}", before),
        )
    counts = _at(last.weights, year, 1)
    weight = st.number_input(
        _("Weight of the year"),
        0,
        100,
        counts,
        key=state.control(f"years-weight-{year}", counts),
        help=_("Equal weights: each year counts alike. 0: only what comes later counts."),
    )
    return new, weight, budget


def _at(given: tuple[int, ...], year: int, otherwise: int) -> int:
    return given[year] if year < len(given) else otherwise


def _say(found: Phases) -> None:
    """Say in a sentence what keeping to one plan costs."""
    price = sum(year.price for year in found.years)
    worst = max(found.years, key=lambda year: year.price)
    if not price:
        text = _("Proven best for all years together, and in no year would another plan do better.")
    else:
        text = _(
            "Proven best for all years together; keeping to one plan costs most in year {year}: "
            "{price:,} workers fewer than a plan for that year alone.",
            year=worst.year,
            price=worst.price,
        )
    st.markdown(f"**{text}**")


def _timeline(found: Phases, names: dict[object, str], today: int) -> list[dict[str, Any]]:
    """List what the picture shows, a bar for today and one for each year."""
    rows = [_bar(_("today"), today, today)]
    for year in found.years:
        opened = [f"+ {names[i]}" for i in year.new_ids]
        label = "\n".join([_("Year {year}", year=year.year), *opened])
        rows.append(_bar(label, year.value, year.free_value))
    return rows


def _bar(label: str, value: int, free: int) -> dict[str, Any]:
    return {"year": label, "value": value, "free": free, "said": f"{value:,}"}


def _picture(n_bar: int) -> dict[str, Any]:
    """Draw a bar for each year over what it opens; a line: a plan for that year alone.

    Where bars are narrow, as on a phone, what they open is shortened; the table has it whole.
    """
    year = {
        "field": "year",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {
            "labelAngle": 0,
            "labelFontSize": 13,
            "labelLineHeight": 17,
            "labelLimit": {"expr": f"width / {n_bar} - 4"},
            "labelExpr": r"split(datum.label, '\n')",
        },
    }
    covered = {"type": "quantitative", "title": _("workers covered"), "axis": AXIS | ABOVE}
    value = {"field": "value", **covered}
    return {
        "layer": [
            {
                "mark": {"type": "bar", "color": _NEW, "width": {"band": 0.55}},
                "encoding": {"x": year, "y": value},
            },
            {
                "mark": {"type": "tick", "color": _FREE, "thickness": 3, "width": {"band": 0.7}},
                "encoding": {"x": year, "y": {"field": "free", **covered}},
            },
            {
                "mark": {"type": "text", "dy": -12, "fontSize": 15, "fontWeight": "bold"},
                "encoding": {"x": year, "y": value, "text": {"field": "said"}},
            },
        ]
    }


def _table(found: Phases, names: dict[object, str], study: Study) -> pd.DataFrame:
    """Write a row for each year."""
    total, cost = max(study.demand.total, 1), study.sites.cost
    at = {site: number for number, site in enumerate(study.sites.ids)}
    table = pd.DataFrame(
        {
            _("year"): [year.year for year in found.years],
            _("opens"): [_(", ").join(names[i] for i in y.new_ids) or "–" for y in found.years],
            _("workers covered"): [year.value for year in found.years],
            _("share"): [f"{year.value / total:.1%}" for year in found.years],
            _("this year alone"): [year.free_value for year in found.years],
            _("price of one plan"): [year.price for year in found.years],
            _("if cut, in the end"): [year.value_if_cut for year in found.years],
        }
    )
    if cost is not None:
        table[_("yearly cost (yuan)")] = [
            sum(int(cost[at[i]]) for i in year.new_ids) for year in found.years
        ]
    return table


def _call(asked: state.Years) -> str:
    further = ""
    if set(asked.weights) != {1}:
        further += f", year_weights={list(asked.weights)}"
    if asked.budgets_yuan is not None:
        further += f", budgets_yuan={list(asked.budgets_yuan)}"
    return f"print(geo.phases(problem, reach, {list(asked.news)}{further}))"
