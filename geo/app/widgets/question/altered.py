"""Footbridges, gates, walls: streets changed by hand, and what that brings."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from geo.app import cache, state
from geo.app.markdown import plain
from geo.app.running import Report
from geo.app.widgets.question.solving import wait_for
from geo.app.widgets.shown.maps import clicked
from geo.core import Proposal, Scenario
from geo.draw import altered_map
from geo.errors import GeoError
from geo.explain import Brought, brought
from geo.study import run
from geo.travel import Street
from geo.travel.changes import Change, changed
from geo.travel.changes.drawn import checked
from geo.words import _

__all__ = ["altered_streets"]

_ENDS = 2


def altered_streets(scenario: Scenario, found: Proposal) -> None:
    """Let a planner add ways and close streets, and say what they bring.

    The changes belong to the question: they are kept with it, and leaving them out asks again
    without them.
    """
    mode = scenario.mode
    if not isinstance(mode, Street):
        return
    title = _("Footbridges and gates: what would a new way bring?")
    with st.expander(title, icon=":material/conversion_path:", expanded=bool(state.drawn_places())):
        left, right = st.columns([4, 3])
        with left:
            _draw(found, mode)
        with right:
            _make(scenario, mode)
            _listed(scenario, mode)
    if mode.changes:
        _bring(scenario, mode, found)


def _draw(found: Proposal, mode: Street) -> None:
    """Show the streets with their changes; a click is a place."""
    drawn = altered_map(
        found.study,
        added=[change.at for change in mode.changes if change.kind == "link"],
        closed=[change.at for change in mode.changes if change.kind == "block"],
        pending=state.drawn_places(),
    )
    place = clicked(found.study, drawn, key="altered", height=380)
    if place is not None:
        state.draw_place((place.lon, place.lat))
        st.rerun()


def _make(scenario: Scenario, mode: Street) -> None:
    """Turn places, clicked or typed, into a change."""
    places = state.drawn_places()
    st.markdown(
        _(
            "Click places on the map, or type them: a way from the first to the last; one place "
            "is a gate that closes the street there, two or more are a wall."
        )
    )
    text = st.text_area(
        _("Places: longitude, latitude, one a line"),
        "\n".join(f"{lon:.6f}, {lat:.6f}" for lon, lat in places),
        key=f"altered-text-{len(places)}-{state.opened()}-{len(mode.changes)}",
        height=110,
    )
    add, close, clear = st.columns(3)
    if add.button(_("Add a way"), width="stretch"):
        _change(scenario, mode, "link", text)
    if close.button(_("Close"), width="stretch"):
        _change(scenario, mode, "block", text)
    if clear.button(_("Clear places"), width="stretch"):
        state.clear_places()
        st.rerun()


def _change(scenario: Scenario, mode: Street, kind: str, text: str) -> None:
    """Keep the question with one change more, if it can be made."""
    lines = [line.replace("，", ",").split(",") for line in text.splitlines() if line.strip()]
    try:
        changes = checked((*mode.changes, (kind, lines)))
        if mode.graph is not None:
            changed(mode.graph, changes)  # what meets no street is refused where it was drawn
    except GeoError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    state.clear_places()
    state.keep(replace(scenario, mode=replace(mode, changes=changes)))
    st.rerun()


def _listed(scenario: Scenario, mode: Street) -> None:
    """List the changes; each can be taken out again."""
    for number, change in enumerate(mode.changes):
        said, button = st.columns([5, 2], vertical_alignment="center")
        said.text(f"{number + 1}. {_said(change)}")
        if button.button(_("Take out"), key=state.press(f"altered-out-{number}", change)):
            left = (*mode.changes[:number], *mode.changes[number + 1 :])
            state.keep(replace(scenario, mode=replace(mode, changes=left)))
            st.rerun()


def _said(change: Change) -> str:
    if change.kind == "link":
        kind = _("Way added")
    else:
        kind = _("Wall") if len(change.at) >= _ENDS else _("Gate closed")
    ends = (change.at[0], change.at[-1]) if len(change.at) > 1 else change.at
    return f"{kind}: " + " → ".join(f"{lon:.5f}, {lat:.5f}" for lon, lat in ends)


def _bring(scenario: Scenario, mode: Street, found: Proposal) -> None:
    """Compare with the streets as they are: the same homes, and the best plan without changes."""
    key = (*cache.plan_key(found), scenario.digest)
    asked = replace(scenario, mode=replace(mode, changes=()), makers=())
    try:
        both = wait_for("brought", key, partial(_compare, found, mode))
        best = wait_for(
            "plan", cache.key_of(found.study, asked), partial(_best, found, asked), slot="-before"
        )
    except GeoError as error:
        st.warning(
            _("What the changed streets bring cannot be said. {why}", why=plain(str(error))),
            icon=":material/conversion_path:",
        )
        return
    if both is None or best is None:
        return
    today, plan = both.today, both.plan
    rows = [
        (_("homes open today"), today.covered_before, today.covered_after),
        (_("the homes of this plan"), plan.covered_before, plan.covered_after),
        (_("the best plan of each"), best.plan.covered, found.plan.covered),
    ]
    lines = [
        _("{what}: {before:,} → {after:,} workers ({gain:+,})", what=what, before=before,
          after=after, gain=after - before)
        for what, before, after in rows
    ]  # fmt: skip
    if not (found.plan.status == best.plan.status == "optimal"):
        lines.append(_("A search was stopped: not proven that these plans are the best."))
    st.info(
        "**" + _("What the changed streets bring") + "**\n\n" + "\n".join(f"- {x}" for x in lines),
        icon=":material/conversion_path:",
    )


def _compare(found: Proposal, mode: Street, report: Report) -> Brought:
    return brought(found, mode, progress=report)


def _best(found: Proposal, scenario: Scenario, report: Report) -> Proposal:
    return run(found.study, scenario, progress=report, with_regret=False)
