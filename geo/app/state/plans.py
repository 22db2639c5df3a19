"""Plans kept for comparison, and a whole piece of work laid out anew."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo.app.state.controls import lay_again
from geo.app.state.town import show
from geo.app.state.visitor import must_change
from geo.app.values import Kept
from geo.core import Proposal, Scenario, Study
from geo.errors import InputError
from geo.kept import as_made
from geo.read import Layer
from geo.words import _

__all__ = [
    "MOST_KEPT",
    "drop_plan",
    "forget_kept",
    "keep_plan",
    "kept",
    "kept_if_shown",
    "laid_studies",
    "lay_out",
]

MOST_KEPT = 4
"""Plans that can stand side by side."""


def kept() -> tuple[Kept, ...]:
    """Return the plans kept for comparison, oldest first."""
    plans = st.session_state.get("kept", ())
    if callable(plans):  # of a project just opened: put into words when somebody looks
        plans = st.session_state["kept"] = plans()
    return tuple(plans)


def kept_if_shown() -> tuple[Kept, ...] | None:
    """Return the kept plans; None where nobody has looked at them since they were opened."""
    plans = st.session_state.get("kept", ())
    return None if callable(plans) else tuple(plans)


def forget_kept() -> None:
    """Begin without kept plans."""
    st.session_state["kept"] = ()


def lay_out(
    study: Study,
    scenario: Scenario,
    whom: str,
    kept: Callable[[], tuple[Kept, ...]],
    *,
    layers: tuple[Layer, ...] = (),
    is_again: bool = False,
) -> None:
    """Put a whole piece of work on the screen.

    Parameters
    ----------
    study, scenario, whom, kept
        The work; its kept plans are asked for when somebody looks at them.
    layers
        The lists it was read from, where they are still at hand.
    is_again
        Whether it is the work that is on the screen already, as it stands now: only controls that
        show something else then start anew, and an unchanged study is not shown anew.
    """
    if not is_again or st.session_state.get("study") is not study:
        show(study, layers)
        st.session_state["laid_studies"] = laid_studies() + 1
    st.session_state["scenario"] = scenario
    st.session_state["whom"] = whom
    st.session_state["kept"] = kept
    if is_again:
        lay_again()
    else:
        st.session_state["laid_out"] = st.session_state.get("laid_out", 0) + 1


def laid_studies() -> int:
    """Count the studies that came with a whole piece of work, not by a change made on the page."""
    return int(st.session_state.get("laid_studies", 0))


def keep_plan(name: str, scenario: Scenario, found: Proposal) -> None:
    """Keep a plan for comparison; a name that was used before now means the new plan.

    Raises
    ------
    InputError
        The name is empty, or `MOST_KEPT` other plans are kept already.
    """
    must_change()
    called = name.strip()
    if not called:
        raise InputError(_("Give the plan a name first."))
    others = [one for one in kept() if one.name != called]
    if len(others) >= MOST_KEPT:
        raise InputError(
            _("{n} plans are kept already; let one go on page Compare first.", n=len(others))
        )
    now = Kept(called, as_made(scenario, found), found)
    if len(others) == len(kept()):
        st.session_state["kept"] = (*others, now)
    else:
        st.session_state["kept"] = tuple(now if o.name == called else o for o in kept())


def drop_plan(name: str) -> None:
    """Let a kept plan go."""
    must_change()
    st.session_state["kept"] = tuple(one for one in kept() if one.name != name)
