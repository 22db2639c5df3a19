"""The database that a visitor has opened: in memory, for as long as they are here."""

from __future__ import annotations

import streamlit as st

from geo.app.values import Database

__all__ = ["database", "keep_database"]


def database() -> Database | None:
    """Return the database that is open; nothing saves it, and *Log out* forgets it."""
    found: Database | None = st.session_state.get("opened_database")
    return found


def keep_database(opened: Database | None) -> None:
    """Remember a database, or forget it."""
    st.session_state["opened_database"] = opened
