"""Tables of the lists to type into: what is typed is kept at once, and counts once it is applied.

Each runs by itself: a cell that is typed runs neither the page nor its map anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from geo.app import state, work
from geo.app.alone import by_itself
from geo.app.markdown import plain
from geo.core import STATUSES, Study
from geo.core.edits import (
    Batch,
    Edit,
    Typed,
    firm_changes,
    firm_rows,
    firm_rows_of,
    site_changes,
    site_rows,
)
from geo.errors import GeoError
from geo.words import _, counted

__all__ = ["type_into"]

_MOST_FIRMS = 300  # rows of the table of firms; the others are found by name


@dataclass(frozen=True)
class _List:
    """A list whose rows are typed into.

    Attributes
    ----------
    digest
        Tells the list from what it was.
    rows
        Lists rows of it, those that were typed into among them.
    changes
        Finds the edits that what was typed means.
    left_out
        Counts rows that were typed into and are not in the list any more.
    """

    digest: Callable[[Study], str]
    rows: Callable[[Study, Typed, str], pd.DataFrame]
    changes: Callable[[Study, Typed], tuple[Edit, ...]]
    left_out: Callable[[Study, Typed], int]


def _site_changes(study: Study, typed: Typed) -> tuple[Edit, ...]:
    edited = typed.over(site_rows(study))
    edited["status"] = edited["status"].fillna("candidate")
    return site_changes(study, edited, taken=state.used_ids())


def _firm_rows(study: Study, typed: Typed, find: str) -> pd.DataFrame:
    first = () if find else typed.ids
    return firm_rows(study, find, most=_MOST_FIRMS, first=first).reset_index(drop=True)


def _firm_changes(study: Study, typed: Typed) -> tuple[Edit, ...]:
    before = firm_rows_of(study, typed.ids)
    edited = typed.over(before.reset_index(drop=True))
    return firm_changes(study, before, edited, taken=state.used_ids())


_LISTS = {
    "sites": _List(
        lambda study: study.sites.digest,
        lambda study, _typed, _find: site_rows(study),
        _site_changes,
        lambda study, typed: len(set(typed.ids).difference(map(str, study.sites.ids))),
    ),
    "firms": _List(
        lambda study: study.demand.digest,
        _firm_rows,
        _firm_changes,
        lambda study, typed: len(typed.ids) - len(firm_rows_of(study, typed.ids)),
    ),
}


@by_itself()
def type_into(kind: str, study: Study) -> None:
    """Show a list as a table to type into.

    Parameters
    ----------
    kind
        ``"sites"`` or ``"firms"``.
    study
        The study.
    """
    one, find = _LISTS[kind], _found(study) if kind == "firms" else ""
    labels = {word: _(label) for word, label in STATUSES.items()} if kind == "sites" else {}
    asked = (one.digest(study), find, state.language())
    table = state.typing(
        kind, asked, lambda typed: one.rows(study, typed, find), f"edit-{kind}-table"
    )
    edited = st.data_editor(
        _with_gaps(_with_statuses(table.start, labels)),
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        column_config=_headings(list(labels.values())),
        placeholder="—",
        key=table.key,
    )
    edited = _with_statuses(edited, {label: word for word, label in labels.items()})
    typed = table.known.seen(table.rows, edited, of=one.digest(study))
    is_news = state.keep_typed(kind, typed)
    _offer(kind, study, typed)
    if is_news and work.save():  # this part of the page runs by itself: nobody after it saves
        st.rerun()


def _found(study: Study) -> str:
    """Ask which firms are shown; say that there are more."""
    find = st.text_input(
        _("Find a firm by name or id"), key=f"edit-find-{state.language()}", max_chars=100
    ).strip()
    if not find and len(study.demand) > _MOST_FIRMS:
        st.caption(
            _(
                "Those made by hand and the largest are shown, {n} in all; find others by name. "
                "What is not shown stays as it is.",
                n=_MOST_FIRMS,
            )
        )
    return find


def _with_statuses(table: pd.DataFrame, words: dict[str, str]) -> pd.DataFrame:
    """Say the status of each site in other words."""
    return table.assign(status=table["status"].map(words)) if words else table


def _with_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Let texts be of the kind whose gap is no number: an empty column takes a new row."""
    return table.astype(dict.fromkeys(table.select_dtypes("str"), "string"))


def _offer(kind: str, study: Study, typed: Typed) -> None:
    """Say what waits, and offer to apply it or let it go; where the list is another by now, too.

    Nothing above or before the buttons moves while somebody types: a press would miss them.
    """
    means = state.laid_studies()  # typed into this study's table, no other
    left, right, said = st.columns([2, 2, 5], vertical_alignment="center")
    is_applied = left.button(
        _("Apply the changes"),
        type="primary",
        key=state.press(f"edit-{kind}-apply", means),
        width="stretch",
    )
    is_let_go = right.button(
        _("Discard the changes"), key=state.press(f"edit-{kind}-discard", means), width="stretch"
    )
    said.caption(_waiting(len(typed)))
    if len(typed) and typed.of != _LISTS[kind].digest(study):
        st.warning(_changed_since(_LISTS[kind].left_out(study, typed)), icon=":material/info:")
    if is_let_go:
        state.forget_typed(kind)
        st.rerun()
    if is_applied:
        _apply(kind, study, typed)


def _waiting(n: int) -> str:
    if not n:
        return _("What you type is kept at once; it counts once it is applied.")
    return _("**{rows} typed and not applied yet**, kept with the project.", rows=counted.rows(n))


def _changed_since(n_left_out: int) -> str:
    said = _("The list was changed after this was typed: look at the table before you apply it.")
    if n_left_out:
        said += " " + _(
            "Not in the list any more and left out: {rows}.", rows=counted.rows(n_left_out)
        )
    return said


def _apply(kind: str, study: Study, typed: Typed) -> None:
    """Change the list and show the page anew; what cannot be is said, and stays typed."""
    try:
        if edits := _LISTS[kind].changes(study, typed):
            state.edit(Batch(edits))
    except GeoError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    state.forget_typed(kind)
    st.rerun()


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
