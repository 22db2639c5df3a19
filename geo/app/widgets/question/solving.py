"""Solving, seen from the page: at once where it is quick, else with clock, bound and a stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

import pandas as pd
import streamlit as st

from geo.app import cache, code, garbage, state
from geo.app.alone import by_itself
from geo.app.markdown import plain
from geo.app.running import Report, Running
from geo.app.widgets.shown.results import regret_line
from geo.app.widgets.why.panel import stop_asking
from geo.app.widgets.why.shown import show_code
from geo.core import Proposal, Scenario, Study
from geo.errors import GeoError, StoppedError
from geo.explain import regret_line as other_choices
from geo.solve import Progress
from geo.study import run
from geo.words import _

__all__ = ["other_ways", "solved", "wait_for"]

T = TypeVar("T")

PATIENCE_S = 2.0
"""Seconds that a page waits, its last plan on it, before it shows that something is going on."""
_LOOK_EVERY_S = 0.5
_counting = threading.Lock()


def solved(study: Study, scenario: Scenario) -> Proposal | None:
    """Return the plan; None while it is being searched, which the page then shows.

    Raises
    ------
    GeoError
        What the search raised.
    """
    key = cache.key_of(study, scenario)
    if (answer := cache.known("plan", key)) is not None:
        state.forget_aside("plan")
        return cast("Proposal", answer)
    mine = (state.visitor(), *key)
    stopped = cast("Running[Proposal] | None", cache.known("stopped", mine))
    if stopped is None:
        state.forget_aside("regret")  # of the plan before: it would slow this search down
        stop_asking("propose")
    running = stopped or state.aside("plan", key, partial(_solve, study, scenario))
    if not running.wait(PATIENCE_S):
        _watch_search(running, scenario, mine)
        return None
    try:
        found = running.result()
    except GeoError:
        if running.is_stopped:
            _offer_again(mine)
        raise
    if not running.is_stopped:
        cache.remember("plan", key, found)
    elif found.plan.status != "optimal":
        _offer_again(mine)
    return found


def _offer_again(mine: tuple[str, ...]) -> None:
    """Let a search that its visitor stopped begin anew."""
    if st.button(_("Search again, to the end"), icon=":material/play_arrow:"):
        cache.forget("stopped", mine)
        state.forget_aside("plan")
        st.rerun()


def other_ways(found: Proposal) -> None:
    """Set other ways of choosing beside the plan, as soon as they are counted."""
    key = cache.plan_key(found)
    line = wait_for("regret", key, partial(_choose_otherwise, found))
    if line is not None:
        regret_line(line)
        show_code(code.of_plan(found.plan, found.study, ["print(geo.regret_line(plan, study))"]))


def wait_for(
    what: str, key: tuple[str, ...], work: Callable[[Report], T], *, slot: str = ""
) -> T | None:
    """Return what some work brings, remembered for all; None while the page says it is counted.

    Parameters
    ----------
    what
        The kind of answer.
    key
        All it depends on.
    work
        What is done where no answer is remembered.
    slot
        Tells pieces of work of one kind apart that go on at the same time.
    """
    if (answer := cache.known(what, key)) is not None:
        return cast("T", answer)
    running = state.aside(what + slot, key, work)
    if running.is_abandoned:  # the visitor is back: what it came to is not the answer
        state.forget_aside(what + slot)
        running = state.aside(what + slot, key, work)
    if not running.wait(PATIENCE_S / 8):
        _watch(running)
        return None
    found = running.result()
    if not running.is_stopped:
        cache.remember(what, key, found)
    return found


def _solve(study: Study, scenario: Scenario, report: Report) -> Proposal:
    return run(study, scenario, progress=report, with_regret=False)


def _choose_otherwise(found: Proposal, report: Report) -> pd.DataFrame:
    """Count the other ways, one visitor's after the other's: searches need the processor more."""
    while not _counting.acquire(timeout=_LOOK_EVERY_S):
        if not report(Progress(found.plan.value, found.plan.bound, 0.0)):
            raise StoppedError(_("Counting the other ways was stopped."))
    try:
        line = other_choices(found.plan, found.study, progress=report)
    finally:
        _counting.release()
    garbage.leave_out("clusters")  # loaded only where somebody first counts them
    return line


@by_itself(every_s=_LOOK_EVERY_S)
def _watch(running: Running[Any]) -> None:
    """Say that something is being counted; show the page again when it is."""
    if running.is_done:
        st.rerun()
    st.caption(_("Counting… {seconds:.0f} s", seconds=running.seconds))


@by_itself(every_s=_LOOK_EVERY_S)
def _watch_search(running: Running[Proposal], scenario: Scenario, mine: tuple[str, ...]) -> None:
    """Show clock, value, bound and gap, and a stop; show the page again when it has ended.

    What is stopped is remembered as ``mine``: it is there after the page was loaded again, too.
    """
    if running.is_done:
        st.rerun()
    told = running.latest
    latest = None if told is None or told.step else told  # a step of its own is no solve
    is_fewest = scenario.problem.sense == "min"
    shown = {
        _("Time"): _("{seconds:.0f} s", seconds=running.seconds),
        _("Fewest so far") if is_fewest else _("Best so far"): f"{latest.value:,}"
        if latest
        else "…",
        _("No plan can do with less than") if is_fewest else _("At most possible"): (
            f"{latest.bound:,}" if latest else "…"
        ),
        _("Gap"): f"{abs(latest.bound - latest.value) / max(abs(latest.value), 1):.2%}"
        if latest
        else "…",
    }
    with st.container(border=True):
        st.markdown("**" + _("Searching for the best plan, and for the proof that it is") + "**")
        for (label, said), column in zip(shown.items(), st.columns(len(shown)), strict=True):
            column.metric(label, said)
        if running.is_stopped:
            st.caption(_("Stopping with the best plan so far…"))
        elif st.button(_("Stop, and keep the best plan so far"), icon=":material/stop_circle:"):
            running.stop()
            cache.remember("stopped", mine, running)
            st.rerun(scope="fragment")
        if told and told.step:
            st.caption(plain(told.step))
        elif latest is None:
            st.caption(_("The very first time takes up to a minute."))
