"""Whose workers count, and what may happen with each site: a table to type into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.app import state
from geo.core import STATUSES, Study
from geo.explain import site_sheet, with_site_sheet
from geo.study import focus
from geo.words import N_, _

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

__all__ = ["venues", "whom"]

_HEIGHT_PX = 320
_WHOM = {"all": N_("all workers"), "small": N_("workers of small unionised firms")}
_SMALL = N_("workers of small firms")  # where the list does not say who has a union


def whom() -> None:
    """Ask whose workers count."""
    labels = _WHOM if state.study().knows_unions else _WHOM | {"small": _SMALL}
    chosen = st.radio(
        _("Count"),
        list(_WHOM),
        index=list(_WHOM).index(state.whom()),
        format_func=lambda w: _(labels[w]),
        key=state.control(f"whom-{state.language()}", state.whom()),
        horizontal=True,
        label_visibility="collapsed",
    )
    state.keep_whom(chosen)


def venues(*, switch_in: DeltaGenerator) -> Study:
    """Show, where it is wanted, the table of sites to type into; return the study as it then is."""
    if switch_in.toggle(_("Edit venues"), key=f"edit-venues-{state.language()}"):
        base, key = state.editing_venues()
        state.edit_venues(_edited(base, key))
        _say_what_is_missing(state.study())
    return focus(state.study(), state.whom())


def _edited(base: Study, key: str) -> Study:
    """Let the planner change each site's status and figures."""
    labels = {word: _(label) for word, label in STATUSES.items()}
    sheet = site_sheet(base)
    shown = sheet.assign(status=sheet["status"].map(labels))
    typed = st.data_editor(
        shown,
        hide_index=True,
        disabled=["id", "name"],
        column_config=_columns(list(labels.values())),
        height=_HEIGHT_PX,
        placeholder="—",
        key=key,
    )
    back = {label: word for word, label in labels.items()}
    typed = typed.assign(
        id=sheet["id"],  # ids of several kinds come back as texts
        status=typed["status"].map(back),
    )
    return with_site_sheet(base, typed)


def _columns(statuses: list[str]) -> dict[str, Any]:
    column = st.column_config
    return {
        "id": column.TextColumn(_("id"), width="small"),
        "name": column.TextColumn(_("name")),
        "status": column.SelectboxColumn(_("status"), options=statuses, required=True),
        "area_m2": column.NumberColumn(_("area (m²)"), min_value=0, format="localized"),
        "hours": column.TextColumn(_("opening hours")),
        "capacity": column.NumberColumn(_("capacity"), min_value=0, step=1, format="localized"),
        "cost_yuan": column.NumberColumn(
            _("yearly cost (yuan)"), min_value=0, step=1, format="localized"
        ),
    }


def _say_what_is_missing(study: Study) -> None:
    """Count the sites, and say why a cost that was typed in does not count yet."""
    sites = study.sites
    st.caption(
        _(
            "{usable:,} may be opened, {existing:,} open today, {forbidden:,} ruled out.",
            usable=int(sites.is_usable.sum()),
            existing=int(sites.is_existing.sum()),
            forbidden=int(sites.is_forbidden.sum()),
        )
    )
    missing = int(site_sheet(study)["cost_yuan"].isna().sum())
    if 0 < missing < len(sites):
        st.caption(_("Yearly costs count once every site has one; {n:,} have none yet.", n=missing))
