"""The price of fairness: what it costs in all to be sure of the worst-served street."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.app import cache, code, state
from geo.app.markdown import plain
from geo.app.widgets.shown.aloud import aloud, sentence
from geo.app.widgets.why.measured import Measured
from geo.app.widgets.why.shown import ABOVE, AXIS, show_code, table, tiles
from geo.app.widgets.why.soon import LIMIT_S, soon_or_stopped
from geo.core import Problem, Scenario, Study
from geo.errors import InputError
from geo.explain import Fairness, can_be_phased, fairness, size_classes
from geo.explain.phased import Phased
from geo.solve import BudgetCover, CloseCover, MoveCover
from geo.study import reach_of
from geo.words import N_, _

__all__ = ["BY", "price_of_fairness"]

BY = {
    "street": N_("street"),
    "industry": N_("industry"),
    "size_class": N_("size of the firm"),
}
"""Column of the firms -> what it is called."""


_PRICES = {
    "people": N_("Price of fairness (workers)"),
    "points": N_("Price of fairness (points)"),
    "visits": N_("Price of fairness (visits)"),
}


def price_of_fairness(study: Study, scenario: Scenario) -> None:
    """Ask for the number of homes and the groups; draw the curve."""
    classed = study.with_demand(size_classes(study.demand))
    left, right = st.columns(2)
    problem = _question(study, scenario.problem, left)
    known = [c for c in BY if c in classed.demand.table]
    by = right.selectbox(
        _("Nobody is forgotten: each"),
        known,
        format_func=lambda c: _(BY[c]),
        key=f"fair-by-{state.language()}",
    )
    st.caption(plain(problem.sentence()))
    found = soon_or_stopped(
        "fair",
        (*cache.key_of(study, Scenario(problem, scenario.mode)), by),
        lambda report: fairness(
            problem,
            reach_of(classed, problem, scenario.mode),
            by=by,
            limit_s=LIMIT_S,
            progress=report,
        ),
    )
    if found is None:
        return
    _drawn(found, Measured(problem, problem.full_value(study.demand), study))
    wide = (
        [] if by != "size_class" else ["reach = replace(reach, demand=size_classes(study.demand))"]
    )
    imports = (
        "from dataclasses import replace\nfrom geo.explain import size_classes" if wide else ""
    )
    call = f"print(geo.fairness(problem, reach, by={by!r}))"
    show_code(code.of_study(study, problem, scenario.mode, [*wide, call], imports=imports))


def _question(study: Study, asked: Problem, column: DeltaGenerator) -> Phased | CloseCover:
    """Ask the question of page Propose, its floor aside, for a number of homes or a sum of money.

    Raises
    ------
    InputError
        It asks for the fewest homes: those have no price of fairness.
    """
    if isinstance(asked, CloseCover):
        return replace(asked, floor_share=0.0)
    if not can_be_phased(asked):
        raise InputError(_("The price of fairness is asked of a question that maximises."))
    if isinstance(asked, BudgetCover):
        start = 2 * asked.budget_yuan
        budget = column.number_input(
            _("Budget for yearly costs"), 0, None, start, 10_000, key="fair-budget"
        )
        return replace(asked, budget_yuan=budget, floor_share=0.0)
    usable = max(int(study.sites.is_usable.sum()), 2)
    least = 0 if isinstance(asked, MoveCover) else 1
    start = min(asked.new * 2, usable)
    new = column.slider(_("New homes"), least, usable, start, key="fair-new")
    return replace(asked, new=new, floor_share=0.0)


def _drawn(found: Fairness, shown: Measured) -> None:
    """Say what fairness costs; show the curve and its plans."""
    _say(found, shown)
    first, last = found.points[0], found.points[-1]
    fairest = _("Fairest plan covers") if found.is_complete else _("Fairest plan found covers")
    tiles(
        {
            _("Best plan covers"): shown.tile(first.value),
            fairest: shown.tile(last.value),
            _(_PRICES[shown.unit]): (shown.number(first.value - last.value), None),
        }
    )
    if len(found.points) > 1:
        points, worst = _points(found, shown), _("covered in the worst-served group")
        said = sentence(
            shown.heading, ((f"{worst} {at:.0%}", f"{n:,}") for at, n in points.to_numpy())
        )
        st.vega_lite_chart(
            points, aloud(_picture(shown.heading), said), width="stretch", height=300
        )
    table(_table(found, shown))


def _group(found: Fairness, label: str) -> str:
    return label.removeprefix(f"{found.by} = ")


def _say(found: Fairness, shown: Measured) -> None:
    first, last = found.points[0], found.points[-1]
    if len(found.points) == 1:
        text = _(
            "No plan with so many homes does more for {group}, of which {share:.0%} is covered; "
            "fairness has no price here.",
            group=plain(_group(found, first.worst_group)),
            share=first.floor_share,
        )
    else:
        text = _(
            "The best plan leaves {group} at {first:.0%}; raising the worst-served to {last:.0%} "
            "costs {price} in all.",
            group=plain(_group(found, first.worst_group)),
            first=first.floor_share,
            last=last.floor_share,
            price=shown.said(first.value - last.value),
        )
    st.markdown(f"**{text}**")
    if not found.is_complete:
        st.caption(_("The curve was cut short: fairer plans were not looked for any more."))


def _points(found: Fairness, shown: Measured) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "floor": [p.floor_share for p in found.points],
            "value": [shown.number(p.value) for p in found.points],
        }
    )


def _picture(heading: str) -> dict[str, Any]:
    """Draw the curve as steps: between two points the later one holds."""
    return {
        "layer": [
            {"mark": {"type": "line", "interpolate": "step-before", "color": "#0072B2"}},
            {"mark": {"type": "point", "filled": True, "size": 90, "color": "#E69F00"}},
        ],
        "encoding": {
            "x": {
                "field": "floor",
                "type": "quantitative",
                "axis": {"format": ".0%", "tickCount": 6},
                "title": _("covered in the worst-served group"),
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "axis": AXIS | ABOVE,
                "scale": {"zero": False},
                "title": heading,
            },
        },
    }


def _table(found: Fairness, shown: Measured) -> pd.DataFrame:
    points = found.points
    return pd.DataFrame(
        {
            _("worst-served"): [_group(found, p.worst_group) for p in points],
            _("of it covered"): [f"{p.floor_share:.0%}" for p in points],
            shown.heading: [shown.number(p.value) for p in points],
            _("share"): [f"{shown.share(p.value):.1%}" for p in points],
            _("fewer"): [shown.number(points[0].value - p.value) for p in points],
            _("sites opened"): [_(", ").join(shown.names(p.new_ids)) for p in points],
        }
    )
