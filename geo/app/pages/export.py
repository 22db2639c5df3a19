"""Page: a plan as files, for whom and how."""

from __future__ import annotations

import streamlit as st

from geo.app import widgets
from geo.words import N_, _

TITLE, ICON = N_("Export"), ":material/download:"

__all__ = ["ICON", "TITLE", "page"]


def page() -> None:
    """Choose a plan, its readers and its form; download it."""
    st.title(_("Hand over a plan"))
    found = widgets.chosen_plan()
    if found is None:
        return
    widgets.downloads(found, widgets.release())
