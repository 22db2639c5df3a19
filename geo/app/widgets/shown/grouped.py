"""Numbers of a table in groups of three digits, as sentences and tiles write them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

__all__ = ["grouped"]


def grouped(
    table: pd.DataFrame, *, but: Collection[str] = (), width: int | None = None
) -> dict[str, ColumnConfig]:
    """Return how the columns of numbers are shown: with separators; ids are no numbers.

    Parameters
    ----------
    table
        What is shown, its columns named as the reader knows them.
    but
        Columns of numbers that are names: ids, rows of a file.
    width
        Pixels of each, or as wide as what stands in it.
    """
    numbers = [c for c in table.select_dtypes("number").columns if c not in but]
    return {c: st.column_config.NumberColumn(format="localized", width=width) for c in numbers}
