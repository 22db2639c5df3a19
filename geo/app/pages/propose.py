"""Page: where the next homes should go."""

from __future__ import annotations

import streamlit as st

from geo.app import cache, state, widgets
from geo.explain import covered_by
from geo.words import N_, _

TITLE, ICON = N_("Propose"), ":material/add_location:"

__all__ = ["ICON", "TITLE", "page"]


def page() -> None:
    """Ask, solve, show, hand over."""
    st.title(_("Where should the next homes go?"))
    asked = st.container()
    left, middle, right = st.columns([2, 3, 2])
    with asked:
        scenario = widgets.question(state.scenario(), state.study(), extras_in=left)
    state.keep(scenario)
    study = widgets.venues(state.study(), whom_in=middle, venues_in=right)
    st.markdown(f"**{scenario.problem.sentence()}** {widgets.counted(study, scenario)}")
    with st.spinner(_("Solving… (the very first time takes up to a minute)")):
        found = cache.proposal(study, scenario)
    widgets.headline(found)
    left, right = st.columns([4, 3])
    with left:
        density = st.toggle(_("Worker density"), key="propose_density")
        widgets.show_map(
            cache.map_of_plan(found, density=density),
            key="propose",
            summary=covered_by(found.plan),
        )
    with right:
        widgets.cards(found, is_short=True)
        if cache.is_ranked(scenario):
            widgets.regret_line(cache.regret(found, scenario))
    widgets.cards(found, is_short=False)
    widgets.downloads(found, lambda suffix: cache.exported(found, scenario, suffix, state.folder()))
