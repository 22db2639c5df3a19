"""Page: open a town."""

from __future__ import annotations

import streamlit as st

from geo.app import cache, state, widgets
from geo.explain import covered_today
from geo.read.demos import demo_names
from geo.words import N_, _

TITLE, ICON = N_("Start"), ":material/home:"

__all__ = ["ICON", "TITLE", "page"]


def page() -> None:
    """Say what this is, offer the demo towns, show the one that is open."""
    st.title(_("Where should the next workers' homes stand?"))
    st.markdown(
        _(
            "xuanzhi finds the places from which shared workers' homes reach the most workers, "
            "proves that no other choice reaches more, and writes the proposal. It needs two "
            "lists: the firms with their number of workers, and the venues that could be used."
        )
    )
    for name, column in zip(demo_names(), st.columns(len(demo_names())), strict=True):
        study = cache.demo(name)
        with column.container(border=True):
            st.subheader(_(study.name))
            widgets.counts(study)
            if st.button(_("Open"), key=f"open-{name}", width="stretch"):
                state.open_(study)
                st.rerun()
    st.markdown(
        _(
            "Your own lists: page **Data**. Who has no home nearby: page **Gaps**. "
            "New homes: page **Propose**."
        )
    )
    study, scenario = state.study(), state.scenario()
    widgets.show_map(
        cache.map_of_study(study, scenario, density=False),
        key="start",
        summary=covered_today(study, cache.coverage(study, scenario)),
    )
