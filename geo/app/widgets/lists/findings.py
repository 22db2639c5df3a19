"""What was found in each list: rows that cannot be used, rows to look at; out and back in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.app import state
from geo.app.markdown import plain
from geo.app.widgets.shown.grouped import grouped
from geo.app.widgets.shown.handed import hand
from geo.app.widgets.shown.listed import listed
from geo.core import Study
from geo.export.csv import table_csv
from geo.read import MEANINGS, WHY, Layer, summary
from geo.words import _, counted

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

__all__ = ["findings"]

_SHOWN = 1000  # rows of a table on the screen; the workbook has all


def findings(
    layers: tuple[Layer, ...],
    make: Callable[[Layer], bytes],
    take_back: Callable[[Layer, UploadedFile], None],
) -> None:
    """Show how each list was understood, which rows could not be used, which are doubtful.

    Parameters
    ----------
    layers
        The lists of the study.
    make
        Writes the workbook of a list's findings.
    take_back
        Told a list and its corrected workbook.
    """
    if not layers:
        _remembered(state.study())
    for layer in layers:
        label = _("{name}: how it was read", name=plain(layer.source.name))
        with st.expander(label, expanded=bool(len(layer.rejected) + len(layer.doubtful))):
            _counted(layer)
            _tabs(layer)
            left, right = st.columns(2)
            hand(
                left,
                _("Download the findings, to correct"),
                partial(make, layer),
                file_name=f"findings-{layer.kind}.xlsx",
                key=f"findings-{layer.kind}",
            )
            if len(layer.refused):
                with right:
                    _back(layer, take_back)


def _remembered(study: Study) -> None:
    """Show the rows that a project remembers, where the lists they stood in are not at hand."""
    if len(study.rejected):
        with st.expander(_("Rows of the lists that could not be used"), icon=":material/rule:"):
            n = len(study.rejected)
            st.markdown(_unusable(n))
            _rows_to_take(study.rejected, "rejected")
    if len(study.doubtful):
        with st.expander(_("Doubtful rows of the lists"), icon=":material/help:"):
            st.markdown(
                _("They are used as they are. Look at them, and correct them in your list.")
            )
            _rows_to_take(study.doubtful, "doubtful")


def _unusable(n: int) -> str:
    if n == 1:
        return _("1 row could not be used; nothing is lost: correct it and read again.")
    return _("{n:,} rows could not be used; nothing is lost: correct them and read again.", n=n)


def _rows_to_take(found: pd.DataFrame, name: str) -> None:
    """Show rows with their reasons, and hand all of them out."""
    _rows(found)
    hand(
        st.container(),
        _("Download these rows"),
        partial(table_csv, found),
        file_name=f"{name}.csv",
        key=f"{name}-rows",
    )


def _counted(layer: Layer) -> None:
    source = layer.source
    said = _(
        "{total} = {used:,} used + {rejected:,} rejected",
        total=counted.rows(source.n_read + source.n_rejected),
        used=source.n_read,
        rejected=source.n_rejected,
    )
    st.markdown(said)
    if source.n_rejected:
        st.warning(_unusable(source.n_rejected))


def _tabs(layer: Layer) -> None:
    what, rejected, doubtful, columns = st.tabs(
        [
            _("What was found"),
            f"{_('rejected')} ({len(layer.rejected):,})",
            f"{_('doubtful')} ({len(layer.doubtful):,})",
            _("columns"),
        ]
    )
    with what:
        found = summary(layer)
        found["is_used"] = [_("doubtful") if used else _("rejected") for used in found["is_used"]]
        words = {
            "is_used": _("kind"), "reason": _("reason"), "n": _("rows"),
            "first_row": _("first row"), "remedy": _("what to do"),
        }  # fmt: skip
        if len(found):
            told = found.rename(columns=words)
            config = grouped(told, but={words["first_row"]})
            listed(told, column_config=config)
        else:
            st.success(_("Nothing to complain of."))
    with rejected:
        _rows(layer.rejected)
    with doubtful:
        _rows(layer.doubtful)
    with columns:
        _matches(layer)


def _rows(found: pd.DataFrame) -> None:
    words = {
        "row": _("row"), "column": _("column"), "value": _("value"), "reason": _("reason"),
        "remedy": _("what to do"),
    }  # fmt: skip
    shown = found.head(_SHOWN)[list(words)].rename(columns=words)
    listed(shown)
    if len(found) > _SHOWN:
        st.caption(_("The first {n:,} rows; the workbook has all.", n=_SHOWN))


def _back(layer: Layer, take_back: Callable[[Layer, UploadedFile], None]) -> None:
    key = f"{layer.kind}-{state.opened()}"
    with st.form(f"back-{key}", border=False):
        file = st.file_uploader(
            _("Corrected workbook of the findings"), type=["xlsx"], key=f"corrected-{key}"
        )
        if st.form_submit_button(_("Put the corrected rows back")) and file is not None:
            take_back(layer, file)
            st.rerun()


def _matches(layer: Layer) -> None:
    """Show which column was taken for what, and why."""
    rows = [
        {
            _("meaning"): _(MEANINGS[m.field]),
            _("column"): m.column,
            _("why"): _(WHY[m.why]),
            _("examples"): ", ".join(m.examples),
        }
        for m in layer.matches
    ]
    listed(rows)
