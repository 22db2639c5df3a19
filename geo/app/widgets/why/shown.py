"""How an explanation looks: numbers that are never cut off, tables with thousands, the call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from geo.app.widgets.shown.grouped import grouped
from geo.app.widgets.shown.listed import listed
from geo.words import _

__all__ = ["ABOVE", "AXIS", "show_code", "table", "tiles"]

AXIS = {"format": ",d", "tickMinStep": 1, "tickCount": 6}
"""An axis that counts people."""

ABOVE = {"titleAngle": 0, "titleAlign": "left", "titleX": 0, "titleY": -12}
"""Where the title of an upright axis stands: Chinese is not read up the side."""


def tiles(shown: Mapping[str, tuple[int, float | None]]) -> None:
    """Show a few big numbers; a share stands in the label, where there is room for it."""
    for (label, (number, share)), column in zip(shown.items(), st.columns(len(shown)), strict=True):
        said = label if share is None else f"{label} · {share:.1%}"
        column.metric(said, f"{number:,}", border=True)


def table(rows: pd.DataFrame, further: Mapping[str, Any] | None = None) -> None:
    """Show a table; numbers get thousands separators.

    Parameters
    ----------
    rows
        What is shown, its columns named as the reader knows them.
    further
        Column -> how it is shown, where that is special.
    """
    config = {**grouped(rows), **(further or {})}
    listed(rows, column_config=config)


def show_code(text: str, *, is_whole: bool = True) -> None:
    """Offer the call that makes what is shown, or all of it where that was cut short."""
    with st.expander(_("Show code"), icon=":material/code:"):
        st.code(text, language="python")
        if not is_whole:
            st.caption(_("It counts to the end; what is shown was cut short."))
        st.caption(_("For notebooks; the file is the plan as page Propose offers it for download."))
