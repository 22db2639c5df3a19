"""How sure is this? The plan and its sites over many draws of data that may be wrong."""

from __future__ import annotations

import streamlit as st

from geo.app import cache, code
from geo.app.markdown import plain
from geo.app.running import Report
from geo.app.widgets.why.doubt.chosen import chosen_in
from geo.app.widgets.why.doubt.errors_asked import ask_for_errors
from geo.app.widgets.why.doubt.most import of_most
from geo.app.widgets.why.doubt.target import of_target
from geo.app.widgets.why.shown import show_code, tiles
from geo.app.widgets.why.soon import LIMIT_S, soon_or_stopped
from geo.core import Proposal
from geo.explain import USUAL_DRAWS, Doubt, Errors, TargetDoubt, doubt, doubt_target
from geo.solve import SetCover
from geo.study import reach_of

__all__ = ["how_sure"]


def how_sure(found: Proposal, key: str) -> None:
    """Ask how wrong the data may be; show what that does to the plan."""
    errors, plan = ask_for_errors(key), found.plan
    asked = (*cache.plan_key(found), repr(errors))
    known = soon_or_stopped(
        f"doubt-{key}", asked, lambda report: _doubted(found, errors, progress=report)
    )
    if known is None:
        return
    shown = (
        of_target(known, plan)
        if isinstance(known, TargetDoubt)
        else of_most(known, found, asked, key)
    )
    st.markdown(f"**{plain(str(known))}**")
    tiles(shown.figures)
    left, right = st.columns(2)
    with left:
        st.caption(shown.chosen)
        chosen_in(known.chosen, found)
    if shown.title:
        with right:
            st.caption(shown.title)
            shown.table()
    shown.below()
    calls = (f"errors = {code.value(errors)}", *shown.calls)
    show_code(code.of_plan(plan, found.study, calls, imports=shown.imports))


def _doubted(found: Proposal, errors: Errors, *, progress: Report) -> Doubt | TargetDoubt:
    """Ask the doubt that fits the question."""
    plan = found.plan
    ask = doubt_target if isinstance(plan.problem, SetCover) else doubt
    return ask(
        plan,
        reach_of(found.study, plan.problem, plan.mode),
        errors,
        n=USUAL_DRAWS,
        seed=plan.seed,
        limit_s=LIMIT_S,
        progress=progress,
    )
