"""Which plan is handed over, to whom, and how."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from geo.app import state
from geo.app.markdown import plain
from geo.app.widgets.question.solving import solved
from geo.app.widgets.shown.results import headline
from geo.core import LEAST_FIRMS, Proposal, Release
from geo.core.crs import DATUMS
from geo.study import focus
from geo.words import N_, _

__all__ = ["chosen_plan", "release"]

_AUDIENCES: dict[Literal["internal", "public"], str] = {
    "internal": N_("Internal: with every firm"),
    "public": N_("Public: firms only in groups"),
}
_PAPERS: dict[Literal["a4", "a3"], str] = {
    "a4": N_("A4: in the text"),
    "a3": N_("A3: a large map as an annex, too"),
}
_TARGETS = ("wgs84", "gcj02", "bd09")


def chosen_plan() -> Proposal | None:
    """Ask for the plan of page Propose or a kept one; None while it is being searched."""
    kept = {one.name: one.found for one in state.kept()}
    current = _("The plan of page Propose")
    chosen = st.selectbox(_("Plan"), [current, *kept], key=f"export-plan-{state.language()}")
    found = kept.get(chosen) if chosen != current else None
    if found is None:
        found = solved(focus(state.study(), state.whom()), state.scenario())
    if found is not None:
        st.markdown(f"**{plain(found.plan.problem.sentence())}**")
        headline(found)
    return found


def release() -> Release:
    """Ask for whom the files are, in which datum, under which review number."""
    last = state.release()
    left, middle, right = st.columns(3)
    audience = left.radio(
        _("For whom"),
        list(_AUDIENCES),
        index=list(_AUDIENCES).index(last.audience),
        format_func=lambda name: _(_AUDIENCES[name]),
        key=state.control(f"export-audience-{state.language()}", last.audience),
    )
    datum = middle.selectbox(
        _("Datum of coordinates in tables and GeoJSON"),
        _TARGETS,
        index=_TARGETS.index(last.datum),
        format_func=lambda name: _(DATUMS[name]),
        key=state.control(f"export-datum-{state.language()}", last.datum),
        help=_("A GeoPackage is always in WGS-84."),
    )
    number = right.text_input(
        _("Map review number"),
        value=last.review_number,
        max_chars=60,
        key=state.control("export-number", last.review_number),
        help=_("Maps that are published need one; it then stands on the map and in every file."),
    )
    paper = middle.selectbox(
        _("Drawn map of the plan in Word and PDF"),
        list(_PAPERS),
        index=list(_PAPERS).index(last.paper),
        format_func=lambda name: _(_PAPERS[name]),
        key=state.control(f"export-paper-{state.language()}", last.paper),
    )
    firms, workers = last.least_firms, last.least_workers
    if audience == "public":
        firms, workers = _floor(last)
    chosen = Release(audience, datum, number.strip(), firms, workers, paper)
    state.use_release(chosen)
    return chosen


def _floor(last: Release) -> tuple[int, int]:
    """Ask how large a group must be to be shown."""
    left, right, _rest = st.columns(3)
    firms = left.number_input(
        _("Least firms in a group"),
        LEAST_FIRMS,
        None,
        last.least_firms,
        key=state.control("export-least-firms", last.least_firms),
    )
    workers = right.number_input(
        _("Least workers in a group"),
        1,
        None,
        last.least_workers,
        key=state.control("export-least-workers", last.least_workers),
    )
    st.caption(
        _(
            "Neighbouring firms are put together until every group is at least so large. No name, "
            "no id and no place of a single firm is in any file; what each site brings is rounded."
        )
    )
    return int(firms), int(workers)
