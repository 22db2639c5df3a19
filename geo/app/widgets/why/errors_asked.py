"""How wrong the data may be: as a visitor sets it."""

from __future__ import annotations

import streamlit as st

from geo.explain import Errors
from geo.words import _

__all__ = ["ask_for_errors"]


def ask_for_errors(key: str) -> Errors:
    """Ask how far headcounts, venues, the list and people's walking may be off."""
    shown = {
        "headcount_share": (_("Headcounts off by up to (%)"), 20),
        "venue_share": (_("Each venue falls through (%)"), 10),
        "missing_share": (_("Firms missing from the list (%)"), 5),
        "speed_share": (_("People walk farther or less far (%)"), 0),
    }
    given = {}
    for (name, (label, start)), column in zip(shown.items(), st.columns(4), strict=True):
        given[name] = column.slider(label, 0, 50, start, 5, key=f"doubt-{name}-{key}") / 100
    return Errors(**given)
