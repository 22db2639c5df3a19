"""The map that a page showed last, for as long as its next one is not there."""

from __future__ import annotations

import streamlit as st

from geo.core import Study
from geo.draw import Map, TileMap

__all__ = ["Shown", "keep_shown", "last_shown"]

Shown = tuple[Map | TileMap, str]
"""A map and its summary in words."""


def keep_shown(page: str, study: Study, shown: Shown) -> Shown:
    """Remember what a page shows of a study, and return it."""
    st.session_state[f"shown-{page}"] = (study, shown)
    return shown


def last_shown(page: str, study: Study) -> Shown | None:
    """Return what a page showed of a study last; None where that was another study, or nothing."""
    kept: tuple[Study, Shown] | None = st.session_state.get(f"shown-{page}")
    return kept[1] if kept is not None and kept[0] is study else None
