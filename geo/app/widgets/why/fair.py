"""The price of fairness: what it costs in all to be sure of the worst-served street."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.app import cache, code
from geo.app.widgets.why.shown import ABOVE, AXIS, show_code, table, tiles
from geo.app.widgets.why.soon import LIMIT_S, soon_or_stopped
from geo.core import Scenario, Study
from geo.explain import Fairness, fairness, size_classes
from geo.solve import MaxCover
from geo.study import reach_of
from geo.words import N_, _

__all__ = ["BY", "price_of_fairness"]

BY = {
    "street": N_("street"),
    "industry": N_("industry"),
    "size_class": N_("size of the firm"),
}
"""Column of the firms -> what it is called."""


def price_of_fairness(study: Study, scenario: Scenario) -> None:
    """Ask for the number of homes and the groups; draw the curve."""
    classed = study.with_demand(size_classes(study.demand))
    left, right = st.columns(2)
    usable = max(int(study.sites.is_usable.sum()), 2)
    start = min(int(getattr(scenario.problem, "new", 3)) * 2, usable)
    new = left.slider(_("New homes"), 1, usable, start, key="fair-new")
    known = [c for c in BY if c in classed.demand.table]
    by = right.selectbox(
        _("Nobody is forgotten: each"), known, format_func=lambda c: _(BY[c]), key="fair-by"
    )
    problem = MaxCover(new=new, radius_m=scenario.problem.radius_m)
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
    _drawn(found, study)
    wide = (
        [] if by != "size_class" else ["reach = replace(reach, demand=size_classes(study.demand))"]
    )
    imports = (
        "from dataclasses import replace\nfrom geo.explain import size_classes" if wide else ""
    )
    call = f"print(geo.fairness(problem, reach, by={by!r}))"
    show_code(code.of_study(study, problem, scenario.mode, [*wide, call], imports=imports))


def _drawn(found: Fairness, study: Study) -> None:
    """Say what fairness costs; show the curve and its plans."""
    _say(found)
    first, last, total = found.points[0], found.points[-1], max(study.demand.total, 1)
    tiles(
        {
            _("Best plan covers"): (first.value, first.value / total),
            _("Fairest plan covers") if found.is_complete else _("Fairest plan found covers"): (
                last.value,
                last.value / total,
            ),
            _("Price of fairness (workers)"): (first.value - last.value, None),
        }
    )
    names = dict(zip(study.sites.ids, study.sites.names, strict=True))
    if len(found.points) > 1:
        st.vega_lite_chart(_points(found), _picture(), width="stretch", height=300)
    table(_table(found, names, total))


def _group(found: Fairness, label: str) -> str:
    return label.removeprefix(f"{found.by} = ")


def _say(found: Fairness) -> None:
    first, last = found.points[0], found.points[-1]
    if len(found.points) == 1:
        text = _(
            "No plan with so many homes does more for {group}, of which {share:.0%} is covered; "
            "fairness has no price here.",
            group=_group(found, first.worst_group),
            share=first.floor_share,
        )
    else:
        text = _(
            "The best plan leaves {group} at {first:.0%}; raising the worst-served to {last:.0%} "
            "costs {price:,} workers in all.",
            group=_group(found, first.worst_group),
            first=first.floor_share,
            last=last.floor_share,
            price=first.value - last.value,
        )
    st.markdown(f"**{text}**")
    if not found.is_complete:
        st.caption(_("The curve was cut short: fairer plans were not looked for any more."))


def _points(found: Fairness) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "floor": [p.floor_share for p in found.points],
            "value": [p.value for p in found.points],
        }
    )


def _picture() -> dict[str, Any]:
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
                "title": _("workers covered"),
            },
        },
    }


def _table(found: Fairness, names: dict[object, str], total: int) -> pd.DataFrame:
    points = found.points
    return pd.DataFrame(
        {
            _("worst-served"): [_group(found, p.worst_group) for p in points],
            _("of it covered"): [f"{p.floor_share:.0%}" for p in points],
            _("workers covered"): [p.value for p in points],
            _("share"): [f"{p.value / total:.1%}" for p in points],
            _("fewer"): [points[0].value - p.value for p in points],
            _("sites opened"): [_(", ").join(names[i] for i in p.new_ids) for p in points],
        }
    )
