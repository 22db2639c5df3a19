"""Cells of a list: what a hand wrote, in the kind of the column, and what stands for nothing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from geo.core.scalars import python_of
from geo.errors import InputError
from geo.words import _

__all__ = ["blank", "is_missing", "number", "plain", "room", "same", "text", "texts", "written"]


def is_missing(value: object) -> bool:
    """Say whether nothing stands there: None, NaN, NA or an empty text."""
    return value is None or value is pd.NA or value == "" or value != value  # noqa: PLR0124 - NaN


def same(a: object, b: object) -> bool:
    """Say whether two cells hold the same: nothing is nothing, however it is written."""
    if is_missing(a) or is_missing(b):
        return is_missing(a) and is_missing(b)
    return bool(a == b)


def plain(value: object) -> object:
    """Return a cell of a table as Python's own value, None where nothing stands."""
    return None if is_missing(value) else python_of(value)


def texts(values: Iterable[object]) -> pd.Series[str]:
    """Write cells as texts; gaps stay gaps."""
    return pd.Series([None if is_missing(v) else str(v) for v in values], dtype="str")


def number(field: str, value: object) -> float | int | None:
    """Read a number, whole where it is; None where nothing stands."""
    if is_missing(value):
        return None
    try:
        found = float(str(value))
    except ValueError:
        found = float("nan")
    if not np.isfinite(found):
        raise InputError(_("{field}: a number is wanted, got {value}.", field=field, value=value))
    return int(found) if found % 1 == 0 else found


def text(value: object) -> str | None:
    """Write a text without blanks around it; None where nothing stands."""
    missing = value is None or value is pd.NA or value != value  # noqa: PLR0124 - NaN
    return None if missing else str(value).strip()


def blank(column: pd.Series) -> object:
    """Return what stands in this column where nothing is known, as the readers write it.

    Yes or no: no. Texts: an empty one. Whole numbers and all else: a gap.

    Examples
    --------
    >>> blank(pd.Series([True])), blank(pd.Series(["a"])), blank(pd.Series([1]))
    (False, '', <NA>)
    """
    if column.dtype == np.bool_:
        return False
    if isinstance(column.dtype, pd.StringDtype):
        return ""
    if column.dtype == object:
        return "" if pd.api.types.infer_dtype(column, skipna=True) == "string" else None
    gap = {"f": np.nan, "M": pd.NaT, "m": pd.NaT}
    return gap.get(column.dtype.kind, pd.NA)


def written(field: str, column: pd.Series, value: object) -> object:
    """Return what to write into a column for a value that a hand gave.

    Raises
    ------
    InputError
        The column holds numbers, or yes and no, and this is neither.
    """
    if is_missing(value):
        return blank(column)
    if pd.api.types.is_bool_dtype(column.dtype):
        if value not in (True, False):
            raise InputError(
                _("{field}: yes or no is wanted, got {value}.", field=field, value=value)
            )
        return bool(value)
    if pd.api.types.is_numeric_dtype(column.dtype):
        return _counted(field, column, number(field, value))
    return text(value) if isinstance(value, str) or isinstance(blank(column), str) else value


def _counted(field: str, column: pd.Series, value: float | None) -> float | None:
    is_whole = column.dtype.kind in "iu"
    if is_whole and (value is None or value < 0 or value % 1 or value >= 2**53):
        raise InputError(
            _(
                "{field}: a whole number of 0 or more is wanted, got {value}.",
                field=field,
                value=value,
            )
        )
    return value


def room(column: pd.Series, value: object) -> pd.Series:
    """Return the column in a kind that holds this value too: whole numbers stay whole."""
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        is_known = value in dtype.categories or bool(pd.isna(value))  # type: ignore[call-overload]
        return column if is_known else column.astype(object)
    if value is pd.NA and isinstance(dtype, np.dtype) and dtype.kind in "iu":
        wide = pd.api.types.pandas_dtype(f"{'U' * (dtype.kind == 'u')}Int{8 * dtype.itemsize}")
        return pd.Series(column.array, index=column.index, dtype=wide)
    return column
