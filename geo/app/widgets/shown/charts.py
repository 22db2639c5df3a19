"""Charts; Vega comes with Streamlit, so that they need no internet."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from geo.app.widgets.shown.aloud import sentence
from geo.words import _

__all__ = ["curve_chart"]

# Okabe and Ito's colours, as on the maps; lines differ in their dashes too.
_LINES = ("#0072B2", "#009E73", "#CC79A7", "#56B4E9")
_PLAN, _INK = "#E69F00", "#1f1f1f"
_DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3])
_SHAPES, _SIZES = ("square", "diamond", "triangle-up", "cross"), (560, 330, 180, 80)
_CURVES_PX, _LINE_PX, _NAME_PX = 400, 26, 280  # heights; how long a name in the key may be
_KEY = alt.Legend(orient="top", offset=22, symbolType="stroke", symbolSize=400, symbolStrokeWidth=2)


def curve_chart(points: pd.DataFrame, plans: pd.DataFrame) -> None:
    """Draw curves, and the plans upon them.

    Parameters
    ----------
    points
        ``new, covered, question, is_proven, proof``: the last is the word for what goes before.
    plans
        ``new, covered, name`` of the kept plans.
    """
    x = alt.X("new:Q", title=_("new homes"), axis=alt.Axis(tickMinStep=1, format="d"))
    y = alt.Y(
        "covered:Q",
        title=_("workers covered"),
        axis=alt.Axis(format=",d", titleAngle=0, titleAlign="left", titleX=0, titleY=-12),
    )
    labels = list(dict.fromkeys(points["question"]))
    colour = alt.Color(
        "question:N",
        title=None,
        scale=alt.Scale(domain=labels, range=list(_LINES[: len(labels)])),
        legend=_KEY,
    )
    dash = alt.StrokeDash(
        "question:N",
        title=None,
        scale=alt.Scale(domain=labels, range=list(_DASHES[: len(labels)])),
        legend=_KEY,  # the same, so that one key shows both
    )
    tips = [
        alt.Tooltip("new:Q", title=_("new homes")),
        alt.Tooltip("covered:Q", title=_("workers covered"), format=",d"),
        alt.Tooltip("proof:N", title=_("proof")),
    ]
    base = alt.Chart(points).encode(x=x, y=y, color=colour)
    line = base.mark_line(strokeWidth=2).encode(strokeDash=dash)
    dots = [
        base.mark_point(filled=proven, size=55, opacity=1)
        .encode(tooltip=tips)
        .transform_filter("datum.is_proven" if proven else "!datum.is_proven")
        for proven in points["is_proven"].unique().tolist()  # a layer without marks has no name
    ]
    drawn = alt.layer(line, *dots, _plans(plans))
    height = _CURVES_PX + _LINE_PX * len(plans)
    st.altair_chart(
        drawn.properties(height=height, description=_said(points, plans)),
        width="stretch",
    )


def _said(points: pd.DataFrame, plans: pd.DataFrame) -> str:
    """Say what the chart shows: each point of each curve, then the plans."""
    homes = _("new homes")
    curves = [
        (f"{one.question} · {homes} {one.new}", f"{one.covered:,} ({one.proof})")
        for one in points.itertuples()
    ]
    kept = [(f"{one.name} · {homes} {one.new}", f"{one.covered:,}") for one in plans.itertuples()]
    return sentence(_("workers covered"), [*curves, *kept])


def _plans(plans: pd.DataFrame) -> alt.Chart:
    """Mark each kept plan by a shape of its own, named below: a name on the chart lies on lines.

    Shapes become smaller, so that those of plans that are alike are seen inside one another.
    """
    names = plans["name"].tolist()
    shape = alt.Shape(
        "name:N",
        title=None,
        scale=alt.Scale(domain=names, range=list(_SHAPES[: len(names)])),
        legend=alt.Legend(
            orient="bottom",
            columns=1,
            offset=8,
            labelLimit=_NAME_PX,
            symbolSize=_SIZES[2],
            symbolStrokeWidth=1,
        ),
    )
    marks: alt.Chart = (
        alt.Chart(plans.assign(size=_SIZES[: len(names)]))
        .mark_point(filled=True, color=_PLAN, stroke=_INK, strokeWidth=1, opacity=1)
        .encode(
            x="new:Q",
            y="covered:Q",
            shape=shape,
            size=alt.Size("size:Q", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("name:N", title=_("plan")),
                alt.Tooltip("new:Q", title=_("new homes")),
                alt.Tooltip("covered:Q", title=_("workers covered"), format=",d"),
            ],
        )
    )
    return marks
