"""Numbers out of a column, all at once."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.arrays import Floats

__all__ = [
    "how_often",
    "is_all_different",
    "is_trimmed",
    "may_begin_or_end",
    "may_repeat",
    "plain_numbers",
    "said",
]

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
    if column.dtype == object:  # Excel's TRUE is no 1
        column = column.mask(np.array([isinstance(cell, bool) for cell in column], bool))
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
    return how_often(hashes(*_bytes_of(text))) > 1


def how_often(code: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
    """Count how often each number stands among all, ``(n,)``."""
    if len(code) < _LARGE:
        _each, which, count = np.unique(code, return_inverse=True, return_counts=True)
        return count[which].astype(np.int32)
    from geo.read.cells.kernels import multiplicity  # noqa: PLC0415 - numba loads slowly

    return np.asarray(multiplicity(code))


def said(column: pd.Series, words: Collection[str]) -> npt.NDArray[np.int64]:
    """Return where a column says one of some words."""
    if len(column) >= _LARGE and isinstance(column.dtype, pd.StringDtype):
        # Of most columns the lengths alone tell that none of the words is there.
        size = np.asarray(pc.fill_null(pc.binary_length(pa.array(column, pa.large_string())), -1))
        sizes = [len(word.encode()) for word in words]
        near = np.flatnonzero((size >= min(sizes)) & (size <= max(sizes)))
        return near[column.iloc[near].isin(words).to_numpy(bool)]
    return np.flatnonzero(column.isin(words).to_numpy(bool))


def may_begin_or_end(
    column: pd.Series, begins: Collection[str], ends: Collection[str]
) -> npt.NDArray[np.int64]:
    """Return where a text may begin, or end, with one of some signs; elsewhere it surely does not.

    Two bytes at the beginning and one at the end are looked at: of a million names a few are left.
    """
    values = pa.array(column, pa.large_string())
    text = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    start, data = _bytes_of(text)
    if not len(data):
        return np.zeros(0, np.int64)
    first, last = start[:-1], start[1:] - 1
    at_end = np.zeros(1 << 8, bool)
    at_end[[sign.encode()[-1] for sign in ends]] = True
    at_begin = np.zeros(1 << 16, bool)
    at_begin[[int.from_bytes(sign.encode()[:2]) for sign in begins]] = True
    two = data[np.minimum(first, len(data) - 2)].astype(np.uint16) << 8
    two |= data[np.minimum(first + 1, len(data) - 1)]
    return np.flatnonzero((last > first) & (at_end[data[last]] | at_begin[two]))


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
