"""Page: begin, open, go on."""

from __future__ import annotations

import streamlit as st

from geo.app import cache, state, uploads, widgets
from geo.app.markdown import plain
from geo.explain import covered_today
from geo.words import N_, _

TITLE, ICON = N_("Start"), ":material/home:"

__all__ = ["ICON", "TITLE", "page"]


def page() -> None:
    """Say what this is; offer demo towns, projects, templates; show what is open."""
    st.title(_("Where should the next workers' homes stand?"))
    st.markdown(
        _(
            "xuanzhi finds the places from which shared workers' homes reach the most workers, "
            "proves that no other choice reaches more, and writes the proposal. It needs two "
            "lists: the firms with their number of workers, and the venues that could be used."
        )
    )
    widgets.project()
    left, right = st.columns(2)
    with left:
        widgets.begin()
    with right:
        widgets.open_saved()
    st.subheader(_("Look around first: two demo towns"))
    widgets.demos()
    st.subheader(_("What is needed"))
    widgets.needed(uploads.template)
    study, scenario = state.study(), state.scenario()
    st.subheader(_("Open now: {name}", name=plain(_(study.name))))
    widgets.show_map(
        cache.map_of_study(study, scenario, density=False),
        key="start",
        summary=covered_today(study, cache.coverage(study, scenario)),
    )
