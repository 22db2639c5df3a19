"""Whole numbers: a workbook holds every number as a fraction of 15 digits, codes and phones too."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pandas as pd

from geo.core.arrays import Ints
from geo.words import _

__all__ = ["doubt_rounded", "whole_cells", "whole_columns"]

_ROUNDED = 1e15  # from here on a number has more digits than a workbook keeps
_LARGEST = 2.0**63


def whole_cells(cells: Sequence[object]) -> list[object]:
    """Return cells as they were typed: 13800000000, not 13800000000.0.

    Examples
    --------
    >>> whole_cells([2023.0, 0.5, "甲"])
    [2023, 0.5, '甲']
    """
    return [_typed(c) if isinstance(c, float) and _is_whole(c) else c for c in cells]


def whole_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose columns without a true fraction hold whole numbers."""
    columns = {}
    for name in table.columns:
        cells = table[name].tolist()
        has_fraction = any(isinstance(c, float) and not _is_whole(c) for c in cells)
        columns[name] = cells if has_fraction else whole_cells(cells)
    return pd.DataFrame(columns, columns=table.columns, index=table.index, dtype=object)


def _typed(number: float) -> int:
    """Return the digits that the workbook shows; those of the fraction itself go on beyond them."""
    return int(number) if abs(number) < _ROUNDED else int(Decimal(repr(number)))


def _is_whole(number: float) -> bool:
    """Say whether a number is whole, and no larger than tables and exports can hold."""
    return number.is_integer() and abs(number) < _LARGEST


def doubt_rounded(table: pd.DataFrame, rows: Ints) -> tuple[tuple[int, str, str, str, str], ...]:
    """Mark numbers of more digits than a workbook keeps: a credit code ends in zeros then.

    Parameters
    ----------
    table
        The cells.
    rows
        ``(n,)`` numbers of their rows.

    Returns
    -------
    tuple
        ``(row, column, value, reason, remedy)`` of each.
    """
    reason = _("a number of 16 digits or more: the workbook keeps 15, the rest are zeros now")
    remedy = _("format the cell as text, then type the code again")
    found = []
    for name in table.columns:
        cells = table[name].tolist()
        large = [isinstance(c, float) and _ROUNDED <= abs(c) < np.inf for c in cells]
        found += [
            (int(rows[k]), str(name), str(_typed(cells[k])), reason, remedy)
            for k in np.flatnonzero(large).tolist()
        ]
    return tuple(found)
