"""What a hand corrected in the lists that are open, for when they are read anew."""

from __future__ import annotations

import streamlit as st

from geo.core.edits import Corrections

__all__ = ["corrections", "use_corrections"]


def corrections() -> Corrections:
    """Return what differs from the lists as they were read, by hand."""
    known: Corrections = st.session_state.get("corrections", Corrections())
    return known


def use_corrections(known: Corrections) -> None:
    """Remember what differs from the lists by hand."""
    st.session_state["corrections"] = known
