"""Why this plan? Asked of each site, of a hall that was left out, of other plans, of the data."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geo.app import state
from geo.app.markdown import plain
from geo.app.values import Kept
from geo.app.widgets.why.cards import site_cards
from geo.app.widgets.why.doubt import how_sure
from geo.app.widgets.why.hall import why_not_here
from geo.app.widgets.why.near_best import near_best
from geo.app.widgets.why.soon import part
from geo.core import Proposal
from geo.words import N_, _

__all__ = ["stop_asking", "why", "why_each"]

_PARTS = {
    "sites": (N_("Why these sites?"), site_cards),
    "hall": (N_("Why not our hall?"), why_not_here),
    "menu": (N_("Plans nearly as good"), near_best),
    "doubt": (N_("How sure is this?"), how_sure),
}
_WORK = {"hall": ("hall",), "menu": ("menu",), "doubt": ("doubt", "doubt-ways", "doubt-least")}
"""Question -> what is counted for it beside the script."""


@part
def why(found: Proposal, *, key: str) -> None:
    """Let a visitor ask why; nothing is computed before they do.

    Parameters
    ----------
    found
        The plan.
    key
        Tells apart the panels of one page, and of several.
    """
    st.markdown("##### " + _("Why this plan?"))
    chosen = st.segmented_control(
        _("Why this plan?"),
        list(_PARTS),
        format_func=lambda name: _(_PARTS[name][0]),
        key=f"why-{key}",
        label_visibility="collapsed",
    )
    stop_asking(key, but=chosen)
    if chosen:
        _PARTS[chosen][1](found, key)
    else:
        st.caption(_("Choose a question; the answer is counted then."))


def stop_asking(key: str, *, but: str | None = None) -> None:
    """Stop what is counted for a panel: its plan, or its question, is another one now.

    Parameters
    ----------
    key
        The panel's.
    but
        The question that is asked now, if any.
    """
    for name, works in _WORK.items():
        for work in works if name != but else ():
            state.forget_aside(f"{work}-{key}")


def why_each(plans: Sequence[Kept]) -> None:
    """Let a visitor ask why of each kept plan, a tab each."""
    for plan, tab in zip(plans, st.tabs([plain(one.name) for one in plans]), strict=True):
        with tab:
            why(plan.found, key=f"kept-{plan.name}")
