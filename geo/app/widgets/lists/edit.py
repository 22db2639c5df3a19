"""Correct the lists by hand: on the map, or in tables that can do all that the map can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from geo.app import cache, state
from geo.app.markdown import plain
from geo.app.widgets.lists.typing import type_into
from geo.app.widgets.shown.maps import show_tiles
from geo.core import Study
from geo.core.edits import by_hand
from geo.errors import GeoError
from geo.words import _

__all__ = ["edit_lists"]


def edit_lists(study: Study) -> None:
    """Let the planner correct sites and firms; each change can be taken back."""
    st.subheader(_("Correct the lists"))
    st.caption(
        _(
            "Move, make and delete venues, homes and firms on the map, or in the tables below: "
            "both do the same. The file you uploaded stays as it is."
        )
    )
    _steps()
    told = show_tiles(cache.map_to_edit(study), key="edit", height=460)
    if told is not None:
        _attempt(lambda: _told(study, told))
    labels = {"sites": _("Venues and homes"), "firms": _("Firms")}
    if waiting := [label for kind, label in labels.items() if len(state.typed(kind))]:
        st.info(
            _("Typed and not applied yet: {lists}.", lists=_(", ").join(waiting)),
            icon=":material/edit_note:",
        )
    sites, firms = st.tabs(list(labels.values()))
    with sites:
        type_into("sites", study)
    with firms:
        type_into("firms", study)


def _steps() -> None:
    """Offer the last step back, and the one taken back again."""
    log = state.edits()
    left, right, said = st.columns([1, 1, 4], vertical_alignment="center")
    if left.button(
        _("Undo"), icon=":material/undo:", disabled=not log.done, help=plain(log.last) or None,
        key=state.press("edit-undo", state.laid_studies()), width="stretch",
    ):  # fmt: skip
        state.undo()
        st.rerun()
    if right.button(
        _("Redo"), icon=":material/redo:", disabled=not log.undone, help=plain(log.next) or None,
        key=state.press("edit-redo", state.laid_studies()), width="stretch",
    ):  # fmt: skip
        state.redo()
        st.rerun()
    if log.done:
        said.text(_("changes: {n:,}; last: {what}", n=len(log.done), what=log.last))


def _attempt(change: Callable[[], None]) -> None:
    """Make a change and show the page anew; what cannot be is said, and nothing changes."""
    try:
        change()
    except GeoError as error:
        st.error(plain(str(error)), icon=":material/error:")
    else:
        st.rerun()


def _told(study: Study, told: dict[str, Any]) -> None:
    """Do what the map tells."""
    steps = {"undo": state.undo, "redo": state.redo}
    if (step := steps.get(str(told.get("what")))) is not None:
        step()
        return
    order = cache.block(study).order
    state.edit(by_hand(study, told, order=order, taken=state.used_ids()))
