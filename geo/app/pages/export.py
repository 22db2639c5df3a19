"""Page: a plan as files, for whom and how."""

from __future__ import annotations

import streamlit as st

from geo.app import cache, state, widgets
from geo.words import N_, _

TITLE, ICON = N_("Export"), ":material/download:"

__all__ = ["ICON", "TITLE", "page"]


def page() -> None:
    """Choose a plan, its readers and its form; download it."""
    st.title(_("Hand over a plan"))
    found = widgets.chosen_plan()
    if found is None:
        return
    release = widgets.release()
    levels, years = state.two_levels_if_asked(), state.years_if_asked()
    norm = state.norm_if_asked()
    widgets.downloads(
        found,
        lambda suffix: cache.exported(
            found, release, suffix, state.folder(), levels=levels, years=years, norm=norm
        ),
        release,
    )
