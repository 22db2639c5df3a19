"""Page: which home in which year."""

from __future__ import annotations

import streamlit as st

from geo.app import state, widgets
from geo.study import focus
from geo.words import N_, _

TITLE, ICON = N_("Phase"), ":material/calendar_month:"

__all__ = ["ICON", "TITLE", "page"]


def page() -> None:
    """Ask how many homes each year may open; show the plan that is best for all years."""
    st.title(_("Which home in which year?"))
    scenario = widgets.way(state.scenario(), key="phase")
    state.keep(scenario)
    widgets.whom()
    widgets.plan_in_years(focus(state.study(), state.whom()), scenario)
