"""Who finds a home open at lunch, in the afternoon, in the evening, at night, at the weekend."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.app import cache, code
from geo.app.widgets.shown.aloud import aloud, sentence
from geo.app.widgets.why.shown import AXIS, show_code, table
from geo.app.widgets.why.soon import soon_or_stopped
from geo.core import Scenario, Study
from geo.explain import OpenHours, open_hours
from geo.study import reach_of
from geo.words import _, counted

__all__ = ["by_the_hour"]

_MOST = 10


def by_the_hour(study: Study, scenario: Scenario) -> None:
    """Show coverage in each part of the week, and which change would help most."""
    radius = scenario.problem.radius_m
    found = soon_or_stopped(
        "hours",
        cache.key_of(study, scenario),
        lambda report: open_hours(
            reach_of(study, scenario.problem, scenario.mode), radius, progress=report
        ),
    )
    if found is None:
        return
    _say(found)
    names = dict(zip(study.sites.ids, study.sites.names, strict=True))
    bars = _bars(found)
    said = sentence(
        _("workers with a home open near"), zip(bars["period"], bars["said"], strict=True)
    )
    st.vega_lite_chart(bars, aloud(_picture(), said), width="stretch", height=220)
    table(_table(found, names))
    _changes(found)
    call = f"print(open_hours(reach, {radius!r}))"
    imports = "from geo.explain import open_hours"
    show_code(code.of_study(study, scenario.problem, scenario.mode, [call], imports=imports))


def _say(found: OpenHours) -> None:
    worst = int(found.table["covered"].to_numpy().argmin())
    text = _(
        "With a home nearby: {ever}; {covered:,} of them find one open at {period}, the thinnest "
        "part of the week.",
        ever=counted.workers(found.covered_ever),
        covered=int(found.table["covered"].iloc[worst]),
        period=found.periods[worst],
    )
    st.markdown(f"**{text}**")


def _bars(found: OpenHours) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": [str(p) for p in found.periods],
            "covered": found.table["covered"],
            "said": [f"{n:,}" for n in found.table["covered"]],
        }
    )


def _picture() -> dict[str, Any]:
    return {
        "encoding": {
            "y": {
                "field": "period",
                "type": "nominal",
                "sort": None,
                "title": None,
                "axis": {"labelLimit": 320, "labelFontSize": 13},
            },
            "x": {
                "field": "covered",
                "type": "quantitative",
                "title": _("workers with a home open near"),
                "axis": AXIS,
            },
        },
        "layer": [
            {"mark": {"type": "bar", "color": "#009E73"}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13},
                "encoding": {"text": {"field": "said"}},
            },
        ],
    }


def _table(found: OpenHours, names: dict[object, str]) -> pd.DataFrame:
    rows = found.table
    home = [names[i] if i is not None else "–" for i in rows["home_id"]]
    return pd.DataFrame(
        {
            _("part of the week"): [str(p) for p in found.periods],
            _("workers covered"): rows["covered"],
            _("share"): [f"{s:.1%}" for s in rows["share"]],
            _("hours not known for"): rows["not_known"],
            _("best new home, open then"): home,
            _("it would add"): rows["home_gain"],
        }
    )


def _changes(found: OpenHours) -> None:
    """List what opening longer would bring."""
    if not found.changes:
        st.caption(_("No home would reach more workers by opening longer."))
        return
    st.caption(_("What opening longer would bring"))
    rows = pd.DataFrame(
        {
            _("home"): [c.name for c in found.changes],
            _("open also at"): [str(c.period) for c in found.changes],
            _("more workers"): [c.gain for c in found.changes],
            _("a new home then"): [c.home_gain for c in found.changes],
            _("brings as much"): ["✓" if c.is_as_good else "" for c in found.changes],
        }
    ).head(_MOST)
    table(rows)
