"""Numbers out of a column, all at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.core.arrays import Floats

__all__ = ["is_all_different", "plain_numbers"]


def plain_numbers(column: pd.Series) -> Floats:
    """Return a column as float64, NaN where a cell is not a plain number.

    A column of text that holds nothing but plain numbers is cast by Arrow, ten times faster than
    cell by cell.
    """
    if isinstance(column.dtype, pd.StringDtype):
        try:
            cast = pa.array(column, pa.string()).cast(pa.float64())
            result: Floats = cast.to_numpy(zero_copy_only=False)
        except pa.ArrowInvalid:
            pass
        else:
            return result.copy()
    numbers = pd.to_numeric(column, errors="coerce")
    return np.array(numbers.to_numpy(np.float64, na_value=np.nan))


def is_all_different(column: pd.Series) -> bool:
    """Say whether no value comes twice."""
    if isinstance(column.dtype, pd.StringDtype):
        values = pa.array(column, pa.string())
        return len(values.unique()) == len(values)
    return bool(column.is_unique)
