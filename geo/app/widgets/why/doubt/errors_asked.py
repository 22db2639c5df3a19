"""How wrong the data may be: as a visitor sets it, for every panel and for the documents."""

from __future__ import annotations

import streamlit as st

from geo.app import state, work
from geo.core import Errors
from geo.words import _

__all__ = ["ask_for_errors"]

_MOST = 99  # %: below one, as `Errors` and the command line have it


def ask_for_errors(key: str) -> Errors:
    """Ask how far headcounts, venues, the list and people's walking may be off.

    Parameters
    ----------
    key
        The panel's: several on a page ask the same, and show the same once one of them has said
        something else.
    """
    last = state.errors()
    shown = {
        "headcount_share": _("Headcounts off by up to (%)"),
        "venue_share": _("Each venue falls through (%)"),
        "missing_share": _("Firms missing from the list (%)"),
        "speed_share": _("People walk farther or less far (%)"),
    }
    given = {}
    for (name, label), column in zip(shown.items(), st.columns(4), strict=True):
        kept = getattr(last, name)
        start = min(round(100 * kept), _MOST)
        at = state.control(f"doubt-{name}-{key}", start)
        said = column.slider(label, 0, _MOST, start, key=at)
        given[name] = kept if said == start else said / 100  # 0.125 stays what it is
    asked = Errors(**given)
    if asked != last:
        state.keep_errors(asked)
        state.hear_controls()  # this part of the page runs by itself: nobody after it hears them
        state.lay_again()
        if work.save():  # nor saves
            st.rerun()
    return asked
