"""Numbers out of a column, all at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from geo.core.arrays import Floats

__all__ = ["is_all_different", "is_trimmed", "may_repeat", "plain_numbers"]

_LARGE = 100_000  # cells from which on compiled loops are worth loading


def plain_numbers(column: pd.Series) -> Floats:
    """Return a column as float64, NaN where a cell is not a plain number.

    A column of text that holds nothing but plain numbers is cast by Arrow, ten times faster than
    cell by cell.
    """
    if isinstance(column.dtype, pd.StringDtype):
        try:
            cast = pa.array(column).cast(pa.float64())
            result: Floats = cast.to_numpy(zero_copy_only=False)
        except pa.ArrowInvalid:
            pass
        else:
            return result.copy()
    numbers = pd.to_numeric(column, errors="coerce")
    return np.array(numbers.to_numpy(np.float64, na_value=np.nan))


def is_all_different(column: pd.Series) -> bool:
    """Say whether no value comes twice."""
    repeats = may_repeat(column)
    return not repeats.any() or bool(column[repeats].is_unique)


def may_repeat(column: pd.Series) -> npt.NDArray[np.bool_]:
    """Say which values may come twice; one that is not named comes once for certain."""
    if len(column) < _LARGE or not isinstance(column.dtype, pd.StringDtype):
        return column.duplicated(keep=False).to_numpy(bool)
    from geo.read.cells.kernels import hashes  # noqa: PLC0415 - numba loads slowly

    values = pa.array(column, pa.large_string())
    text = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    code = hashes(*_bytes_of(text))
    ordered = np.sort(code)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.isin(code, twice) if len(twice) else np.zeros(len(code), bool)


def is_trimmed(column: pd.Series) -> bool:
    """Say whether for certain no cell has blanks around it; short lists are not worth a look."""
    if len(column) < _LARGE or not isinstance(column.dtype, pd.StringDtype):
        return False
    from geo.read.cells.kernels import trimmed  # noqa: PLC0415 - numba loads slowly

    values = pa.array(column, pa.large_string())
    chunks = values.chunks if isinstance(values, pa.ChunkedArray) else [values]
    return all(trimmed(*_bytes_of(chunk)) for chunk in chunks)


def _bytes_of(text: pa.LargeStringArray) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Return where each text begins (and the last one ends), and the bytes of all of them."""
    _valid, starts, data = text.buffers()
    start = np.frombuffer(starts, np.int64)[text.offset : text.offset + len(text) + 1]
    return start, np.frombuffer(data or b"", np.uint8)
