"""Tables; one without a row is a sentence, where Streamlit would say *empty* in a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from geo.words import _

__all__ = ["listed"]


def listed(
    rows: pd.DataFrame | Sequence[Mapping[str, object]],
    column_config: Mapping[str, Any] | None = None,
    **further: Any,  # noqa: ANN401 - as `st.dataframe` has them
) -> None:
    """Show a table as wide as there is room.

    Parameters
    ----------
    rows
        What is shown, its columns named as the reader knows them.
    column_config
        Column -> how it is shown, where that is special.
    further
        As of `streamlit.dataframe`.
    """
    if len(rows) == 0:
        st.caption(_("There is nothing to list."))
        return
    options = {"width": "stretch"} | further
    st.dataframe(rows, hide_index=True, column_config=column_config, **options)
