"""Correct the lists by hand: on the map, or in tables that can do all that the map can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from geo.app import cache, state
from geo.app.markdown import plain
from geo.app.widgets.shown.maps import show_tiles
from geo.core import STATUSES, Study
from geo.core.edits import (
    Batch,
    Edit,
    by_hand,
    firm_changes,
    firm_rows,
    site_changes,
    site_rows,
)
from geo.errors import GeoError
from geo.words import _

__all__ = ["edit_lists"]

_MOST_FIRMS = 300  # rows of the table of firms; the others are found by name


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
    sites, firms = st.tabs([_("Venues and homes"), _("Firms")])
    with sites:
        _sites(study)
    with firms:
        _firms(study)


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
        said.text(_("{n} changes; last: {what}", n=len(log.done), what=log.last))


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


def _take(edits: tuple[Edit, ...]) -> None:
    if edits:
        state.edit(Batch(edits))


def _applied(kind: str) -> bool:
    """Offer to take over what was typed into a table; it was typed into this study's, no other."""
    key = state.press(f"edit-{kind}-apply", state.laid_studies())
    st.caption(_("What is typed into the table counts, and is kept, once it is applied."))
    return st.form_submit_button(_("Apply the changes"), type="primary", key=key)


def _sites(study: Study) -> None:
    table, labels = site_rows(study), {word: _(label) for word, label in STATUSES.items()}
    table["status"] = table["status"].map(labels)
    with st.form(f"edit-sites-{state.opened()}", border=False):
        edited = st.data_editor(
            table,
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            column_config=_headings(list(labels.values())),
            placeholder="—",
            key=f"edit-sites-table-{state.opened()}-{state.language()}",
        )
        if _applied("sites"):
            words = {label: word for word, label in labels.items()}
            edited["status"] = edited["status"].map(words).fillna("candidate")
            _attempt(lambda: _take(site_changes(study, edited, taken=state.used_ids())))


def _firms(study: Study) -> None:
    find = st.text_input(
        _("Find a firm by name or id"), key=f"edit-find-{state.language()}", max_chars=100
    )
    table = firm_rows(study, find.strip(), most=_MOST_FIRMS)
    if len(table) == _MOST_FIRMS < len(study.demand):
        st.caption(
            _(
                "Those made by hand and the largest are shown, {n} in all; find others by name. "
                "What is not shown stays as it is.",
                n=_MOST_FIRMS,
            )
        )
    with st.form(f"edit-firms-{state.opened()}", border=False):
        edited = st.data_editor(
            table.reset_index(drop=True),
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            column_config=_headings([]),
            placeholder="—",
            key=f"edit-firms-table-{state.opened()}-{state.language()}-{find}",
        )
        if _applied("firms"):
            taken = state.used_ids()
            _attempt(lambda: _take(firm_changes(study, table, edited, taken=taken)))


def _headings(statuses: list[str]) -> dict[str, Any]:
    """Name the columns of both tables and say what may stand in them."""
    columns = st.column_config
    whole: dict[str, Any] = {"min_value": 0, "step": 1}
    degrees: dict[str, Any] = {"format": "%.6f", "step": 0.000001}
    return {
        "id": columns.TextColumn(_("id"), disabled=True),
        "name": columns.TextColumn(_("name"), max_chars=200),
        "status": columns.SelectboxColumn(_("status"), options=statuses),
        "lon": columns.NumberColumn(_("longitude"), min_value=-180, max_value=180, **degrees),
        "lat": columns.NumberColumn(_("latitude"), min_value=-90, max_value=90, **degrees),
        "capacity": columns.NumberColumn(_("capacity"), **whole),
        "cost": columns.NumberColumn(_("yearly cost (yuan)"), **whole),
        "workers": columns.NumberColumn(_("number of workers"), **whole),
        "street": columns.TextColumn(_("street"), max_chars=200),
        "industry": columns.TextColumn(_("industry"), max_chars=200),
        "members": columns.NumberColumn(_("members"), **whole),
        "is_unionised": columns.CheckboxColumn(_("has a union")),
        "host": columns.TextColumn(_("host")),
        "kind": columns.TextColumn(_("kind")),
        "area_m2": columns.NumberColumn(_("area (m²)"), min_value=0),
        "hours": columns.TextColumn(_("opening hours")),
        "entrances": columns.TextColumn(
            _("entrances"), help=_("longitude, latitude; a semicolon between two")
        ),
    }
