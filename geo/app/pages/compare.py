"""Page: plans side by side."""

from __future__ import annotations

import streamlit as st

from geo.app import state, widgets
from geo.words import N_, _

TITLE, ICON = N_("Compare"), ":material/compare:"

__all__ = ["ICON", "TITLE", "page"]


def page() -> None:
    """Show the kept plans: numbers, maps, differences, and what any number of sites could reach."""
    st.title(_("Which plan is better?"))
    plans = state.kept()
    if not plans:
        st.info(
            _(
                "No plan is kept yet. On page **Propose**, choose **Keep for comparison** under a "
                "plan; up to four stand here side by side."
            ),
            icon=":material/bookmark_add:",
        )
        return
    widgets.side_by_side(plans)
    widgets.linked_maps(plans)
    if len(plans) > 1:
        st.subheader(_("Where two plans differ"))
        widgets.differences(plans)
    st.subheader(_("What each number of new homes could reach"))
    widgets.curves(plans)
    widgets.why_each(plans)
