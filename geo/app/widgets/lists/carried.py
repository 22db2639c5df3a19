"""What became of the corrections by hand when lists were read anew."""

from __future__ import annotations

from functools import partial

import streamlit as st

from geo.app import state
from geo.app.widgets.shown.handed import hand
from geo.app.widgets.shown.listed import listed
from geo.core.edits import Corrections, report
from geo.export.csv import table_csv
from geo.words import _, counted

__all__ = ["carried"]


def carried(known: Corrections) -> None:
    """Say what was carried over, and what waits or should be looked at; hand the list out."""
    if known.n_carried:
        said = _(
            "Corrected in these lists too, as by hand before: {rows}.",
            rows=counted.rows(known.n_carried),
        )
        st.success(said, icon=":material/back_hand:")
    if not known.waiting and not known.remarks:
        return
    if known.waiting:
        said = _(
            "Corrections by hand that could not be carried over: {n:,}. They are kept with the "
            "project, and tried again when lists are read again.",
            n=len(known.waiting),
        )
        st.warning(said, icon=":material/back_hand:")
    table = report(known)
    listed(table, key=f"carried-{state.opened()}")
    left, right = st.columns(2)
    hand(
        left,
        _("Download this list"),
        partial(table_csv, table),
        file_name="corrections.csv",
        key="carried-list",
    )
    if right.button(
        _("Done: take this list away"),
        icon=":material/done:",
        key=state.press("carried-done", state.laid_studies()),
    ):
        state.must_change()
        state.use_corrections(known.let_go())
        st.rerun()
