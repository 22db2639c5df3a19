"""Charts; Vega comes with Streamlit, so that they need no internet."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from geo.words import _

__all__ = ["curve_chart"]

# Okabe and Ito's colours, as on the maps; lines differ in their dashes too.
_LINES = ("#0072B2", "#009E73", "#CC79A7", "#56B4E9")
_PLAN, _INK = "#E69F00", "#1f1f1f"
_DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3])


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
        legend=alt.Legend(orient="top", labelLimit=600, columns=1),
    )
    dash = alt.StrokeDash(
        "question:N",
        scale=alt.Scale(domain=labels, range=list(_DASHES[: len(labels)])),
        legend=None,
    )
    tips = [
        alt.Tooltip("new:Q", title=_("new homes")),
        alt.Tooltip("covered:Q", title=_("workers covered"), format=",d"),
        alt.Tooltip("proof:N", title=_("proof")),
    ]
    base = alt.Chart(points).encode(x=x, y=y, color=colour)
    line = base.mark_line(strokeWidth=2).encode(strokeDash=dash)
    proven = base.mark_point(filled=True, size=55, opacity=1).encode(tooltip=tips)
    open_ = base.mark_point(filled=False, size=55, opacity=1).encode(tooltip=tips)
    st.altair_chart(
        alt.layer(
            line,
            proven.transform_filter("datum.is_proven"),
            open_.transform_filter("!datum.is_proven"),
            *_plans(plans),
        ).properties(height=340),
        width="stretch",
    )


def _plans(plans: pd.DataFrame) -> list[alt.Chart]:
    """Mark each kept plan by a diamond with its name."""
    base = alt.Chart(plans).encode(
        x="new:Q",
        y="covered:Q",
        tooltip=[
            alt.Tooltip("name:N", title=_("plan")),
            alt.Tooltip("new:Q", title=_("new homes")),
            alt.Tooltip("covered:Q", title=_("workers covered"), format=",d"),
        ],
    )
    mark = base.mark_point(
        shape="diamond", filled=True, size=190, color=_PLAN, stroke=_INK, strokeWidth=1, opacity=1
    )
    name = base.mark_text(align="left", dx=11, dy=10, fontSize=13, color=_INK).encode(text="name:N")
    return [mark, name]
