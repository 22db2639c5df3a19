"""The files that buttons hand out, as the page offered them last."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

__all__ = ["handed", "keep_handed"]


def handed(key: str) -> Callable[[], bytes] | None:
    """Return what a button would have written when it was shown last."""
    found: Callable[[], bytes] | None = st.session_state.get(f"handed-{key}")
    return found


def keep_handed(key: str, write: Callable[[], bytes]) -> None:
    """Remember what a button writes."""
    st.session_state[f"handed-{key}"] = write
