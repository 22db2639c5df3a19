"""Page: the nearest home, for a firm, a worker, a place on the map."""

from __future__ import annotations

import streamlit as st

from geo.app import cache, near, state, widgets
from geo.app.markdown import plain
from geo.words import N_, _

TITLE, ICON = N_("Find"), ":material/near_me:"

__all__ = ["ICON", "TITLE", "page"]


def page() -> None:
    """Ask where somebody is; show the nearest homes and the way; write the page for workers."""
    st.title(_("Which home is the nearest?"))
    study, mode = state.study(), state.scenario().mode
    plan = widgets.choose_homes(state.kept())
    left, right = st.columns([3, 4])
    with left:
        place = widgets.ask_place(cache.names(study, mode))
        found = near.found(study, place, mode, plan)
        if found is None:
            st.caption(_("Type a name, or click on the map."))
        else:
            widgets.home_cards(found)
    with right:
        drawn = near.drawn(study, found, plan)
        if (there := widgets.clicked(study, drawn)) is not None:
            state.stand_at(there)
            st.rerun()
        if found is not None:
            st.caption(_("In words: {summary}", summary=plain(near.said(found))))
    widgets.publish(
        lambda edition: near.page(study, mode, plan, edition),
        lambda wanted, suffix, code: near.sheet(study, plan, wanted, suffix, code),
    )
