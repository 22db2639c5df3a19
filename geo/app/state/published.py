"""What stands on the page for workers and on its poster, as it was last typed."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

__all__ = ["keep_published", "published"]

_FIELDS = ("publisher", "review", "url", "language")


def published() -> dict[str, str]:
    """Return publisher, review number, address, language; what nobody chose is left out."""
    typed: dict[str, str] = st.session_state.get("published", {})
    return dict(typed)


def keep_published(typed: Mapping[str, object]) -> None:
    """Remember what was typed."""
    told = {name: str(typed.get(name, "")) for name in _FIELDS}
    st.session_state["published"] = {name: text for name, text in told.items() if text}
