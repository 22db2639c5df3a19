"""Which home in which year: the plan in years, its picture, its price."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.app import cache, code, state, work
from geo.app.markdown import plain
from geo.app.widgets.shown.aloud import aloud, sentence
from geo.app.widgets.why.measured import Measured
from geo.app.widgets.why.shown import ABOVE, AXIS, show_code, table, tiles
from geo.app.widgets.why.soon import LIMIT_S, part, soon_or_stopped
from geo.app.widgets.why.years_asked import ask_for_years
from geo.core import Scenario, Study
from geo.explain import InYears, Phases, asked_in_years, over_years, phases, refuse_years
from geo.study import reach_of
from geo.words import _

__all__ = ["plan_in_years"]

_NEW, _FREE = "#E69F00", "#0072B2"


@part
def plan_in_years(study: Study, scenario: Scenario) -> None:
    """Ask what each year may do; show the best plan for all years together."""
    question = scenario.problem
    refuse_years(question)  # said before anything is asked
    asked = ask_for_years(study, question)
    if asked != state.years():
        state.keep_years(asked)
        if work.save():  # this part of the page runs by itself: nobody after it saves
            st.rerun()
    problem, told = over_years(question, asked), asked_in_years(question, asked)
    st.markdown(f"**{plain(problem.sentence())}**")
    found = soon_or_stopped(
        "phases",
        (*cache.key_of(study, Scenario(problem, scenario.mode)), repr(asked)),
        lambda report: phases(
            problem,
            reach_of(study, problem, scenario.mode),
            limit_s=LIMIT_S,
            progress=report,
            **told,
        ),
    )
    if found is None:
        return
    reach = reach_of(study, problem, scenario.mode)
    today = problem.value(reach, reach.sites.is_existing)
    _show(found, Measured(problem, problem.full_value(study.demand), study), today)
    show_code(code.of_study(study, problem, scenario.mode, [_call(told)]))


def _show(found: Phases, shown: Measured, today: int) -> None:
    """Show the years in numbers, as a picture and as a table."""
    _say(found, shown)
    after = {_("After year {year}", year=one.year): shown.tile(one.value) for one in found.years}
    tiles({_("today"): shown.tile(today), **after})
    bars = _timeline(found, shown, today)
    said = sentence(shown.heading, ((bar["year"], bar["said"]) for bar in bars))
    st.vega_lite_chart(
        pd.DataFrame(bars),
        aloud(_picture(len(found.years) + 1, shown.heading), said),
        width="stretch",
        height=380,
    )
    st.caption(_("Bars: this plan. Blue line: the best plan for that year alone."))
    table(_table(found, shown))


def _say(found: Phases, shown: Measured) -> None:
    """Say in a sentence what keeping to one plan costs."""
    worst = max(found.years, key=lambda year: year.price)
    if not worst.price:
        text = _("Proven best for all years together, and in no year would another plan do better.")
    else:
        text = _(
            "Proven best for all years together; keeping to one plan costs most in year {year}: "
            "{price} fewer than a plan for that year alone.",
            year=worst.year,
            price=shown.said(worst.price),
        )
    st.markdown(f"**{text}**")


def _timeline(found: Phases, shown: Measured, today: int) -> list[dict[str, Any]]:
    """List what the picture shows, a bar for today and one for each year."""
    rows = [_bar(_("today"), shown.number(today), shown.number(today))]
    for year in found.years:
        opened = [f"+ {name}" for name in shown.names(year.new_ids)]
        closed = [f"− {name}" for name in shown.names(year.closed_ids)]
        label = "\n".join([_("Year {year}", year=year.year), *opened, *closed])
        rows.append(_bar(label, shown.number(year.value), shown.number(year.free_value)))
    return rows


def _bar(label: str, value: int, free: int) -> dict[str, Any]:
    return {"year": label, "value": value, "free": free, "said": f"{value:,}"}


def _picture(n_bar: int, heading: str) -> dict[str, Any]:
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
    covered = {"type": "quantitative", "title": heading, "axis": AXIS | ABOVE}
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


def _table(found: Phases, shown: Measured) -> pd.DataFrame:
    """Write a row for each year."""
    years, sites = found.years, shown.study.sites
    table = pd.DataFrame(
        {
            _("year"): [year.year for year in years],
            _("opens"): [_(", ").join(shown.names(year.new_ids)) or "–" for year in years],
        }
    )
    if any(year.closed_ids for year in years):
        table[_("closes")] = [_(", ").join(shown.names(y.closed_ids)) or "–" for y in years]
    table[shown.heading] = [shown.number(year.value) for year in years]
    table[_("share")] = [f"{shown.share(year.value):.1%}" for year in years]
    table[_("this year alone")] = [shown.number(year.free_value) for year in years]
    table[_("price of one plan")] = [shown.number(year.price) for year in years]
    table[_("if cut, in the end")] = [shown.number(year.value_if_cut) for year in years]
    if sites.cost is not None:
        at = {site: number for number, site in enumerate(sites.ids)}
        table[_("yearly cost (yuan)")] = [
            sum(int(sites.cost[at[i]]) for i in year.new_ids) for year in years
        ]
    return table


def _call(told: InYears) -> str:
    """Write the call; what stands at its start is left out."""
    weights, news = told["year_weights"], told["news"]
    given = {
        "year_weights": None if set(weights) == {1} else weights,
        "budgets_yuan": told["budgets_yuan"],
        "moves": told["moves"],
    }
    parts = [] if news is None else [str(list(news))]
    parts += [f"{name}={list(value)}" for name, value in given.items() if value is not None]
    return f"print(geo.phases(problem, reach, {', '.join(parts)}))"
