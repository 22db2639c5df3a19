"""Tables; one without a row is a sentence, where Streamlit would say *empty* in a picture.

A column of several kinds (ids of a list that are numbers, and ``new-1`` made by hand) travels to
the browser as texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.edits.cells import texts
from geo.words import _

__all__ = ["listed"]

_MIXED = ("mixed", "mixed-integer")


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
    table = _of_one_kind(rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows))
    st.dataframe(table, hide_index=True, column_config=column_config, **options)


def _of_one_kind(table: pd.DataFrame) -> pd.DataFrame:
    """Write as texts what stands in columns of several kinds; all else is left as it is."""
    mixed = [
        name
        for name, kind in table.dtypes.items()
        if kind.kind == "O" and pd.api.types.infer_dtype(table[name], skipna=True) in _MIXED
    ]
    return table.assign(**{str(name): texts(table[name]).to_numpy() for name in mixed})
