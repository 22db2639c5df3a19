"""Put a plan aside under a name, for page Compare."""

from __future__ import annotations

import streamlit as st

from geo.app import cache, state
from geo.app.markdown import plain
from geo.core import Proposal, Scenario
from geo.words import _

__all__ = ["keep_plan"]


def keep_plan(scenario: Scenario, found: Proposal) -> None:
    """Ask for a name and keep the plan; it is a sentence what is wrong with a name."""
    names = [one.name for one in state.kept()]
    suggested = _("Plan {n}", n=len(names) + 1)
    with st.form("keep-plan", border=False, clear_on_submit=True):
        left, right = st.columns([5, 6], vertical_alignment="bottom")
        name = left.text_input(
            _("Name of this plan"), value="", placeholder=suggested, max_chars=60, key="keep-name"
        )
        if right.form_submit_button(
            _("Keep for comparison"),
            icon=":material/bookmark_add:",
            key=state.press("keep-this", cache.plan_key(found)),
            width="stretch",
        ):
            state.keep_plan(name or suggested, scenario, found)
            st.rerun()
    if names:
        st.caption(
            _("Kept for comparison: {names}", names=" · ".join(plain(name) for name in names))
        )
