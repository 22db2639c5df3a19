"""Kinds: the user's own columns of a workbook hold whole numbers, numbers or texts, not a mixture.

A mixture would go into a project cell by cell as JSON, where a GIS shows "010-1234" in quotes and
a gap as a pair of them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["of_one_kind"]


def of_one_kind(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose mixed columns are of one kind, as far as no cell loses anything.

    Parameters
    ----------
    table
        Columns of any kind; those of single objects are looked at.

    Returns
    -------
    pandas.DataFrame
        Numbers with gaps as missing numbers; whole numbers among texts as texts; dates, fractions
        among texts and the like as they are.
    """
    mixed = [k for k in range(table.shape[1]) if table.iloc[:, k].dtype == object]
    if not mixed:
        return table
    parts = {k: _settled(table.iloc[:, k]) for k in mixed}
    columns = {k: parts.get(k, table.iloc[:, k]) for k in range(table.shape[1])}
    return pd.DataFrame(columns, index=table.index).set_axis(table.columns, axis=1)


def _settled(column: pd.Series) -> pd.Series:
    cells = column.tolist()
    is_gap = np.array([_is_gap(c) for c in cells], bool)
    kinds = {type(c) for c, gap in zip(cells, is_gap, strict=True) if not gap}
    if kinds == {int}:
        held = pd.array([pd.NA if g else c for c, g in zip(cells, is_gap, strict=True)], "Int64")
        return pd.Series(held if is_gap.any() else held.to_numpy(np.int64), column.index)
    if kinds and kinds <= {int, float}:
        return pd.Series([np.nan if g else float(c) for c, g in zip(cells, is_gap, strict=True)])
    if kinds <= {int, str}:
        texts = ["" if g else str(c) for c, g in zip(cells, is_gap, strict=True)]
        return pd.Series(texts, column.index, dtype="str")
    return column


def _is_gap(cell: object) -> bool:
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return True
    if isinstance(cell, float):
        return cell != cell  # noqa: PLR0124 - NaN
    return isinstance(cell, str) and not cell
