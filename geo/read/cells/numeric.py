"""Numbers out of a column, all at once."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

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

    return how_often(np.concatenate([hashes(*_bytes_of(c)) for c in _chunks(column)])) > 1


def how_often(code: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
    """Count how often each number stands among all, ``(n,)``."""
    if len(code) < _LARGE:
        _each, which, count = np.unique(code, return_inverse=True, return_counts=True)
        return count[which].astype(np.int32)
    from geo.read.cells.kernels import multiplicity  # noqa: PLC0415 - numba loads slowly

    return np.asarray(multiplicity(code))


def said(column: pd.Series, words: Collection[str]) -> npt.NDArray[np.int64]:
    """Return where a column says one of some words, of two bytes or more each."""
    if len(column) >= _LARGE and isinstance(column.dtype, pd.StringDtype):
        near = may_begin_or_end(column, words, ())
        if not len(near):  # to take nothing of a long column is not for nothing
            return near
        return near[column.iloc[near].isin(words).to_numpy(bool)]
    return np.flatnonzero(column.isin(words).to_numpy(bool))


def may_begin_or_end(
    column: pd.Series, begins: Collection[str], ends: Collection[str]
) -> npt.NDArray[np.int64]:
    """Return where a text may begin, or end, with one of some signs; elsewhere it surely does not.

    Two bytes at the beginning and one at the end are looked at: of a million names a few are left.
    Of short lists every text is named.
    """
    if len(column) < _LARGE:
        return np.arange(len(column))
    from geo.read.cells.kernels import begin_or_end  # noqa: PLC0415 - numba loads slowly

    at_end = np.zeros(1 << 8, bool)
    at_end[np.array([sign.encode()[-1] for sign in ends], int)] = True
    at_begin = np.zeros(1 << 16, bool)
    at_begin[np.array([int.from_bytes(sign.encode()[:2]) for sign in begins], int)] = True
    found, before = [], 0
    for chunk in _chunks(column):
        found.append(before + begin_or_end(*_bytes_of(chunk), at_begin, at_end))
        before += len(chunk)
    return np.concatenate(found)


def is_trimmed(column: pd.Series) -> bool:
    """Say whether for certain no cell has blanks around it; short lists are not worth a look."""
    if len(column) < _LARGE or not isinstance(column.dtype, pd.StringDtype):
        return False
    from geo.read.cells.kernels import trimmed  # noqa: PLC0415 - numba loads slowly

    return all(trimmed(*_bytes_of(chunk)) for chunk in _chunks(column))


def _chunks(column: pd.Series) -> list[pa.LargeStringArray]:
    values = pa.array(column, pa.large_string())
    return list(values.chunks) if isinstance(values, pa.ChunkedArray) else [values]


def _bytes_of(text: pa.LargeStringArray) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Return where each text begins (and the last one ends), and the bytes of all of them."""
    _valid, starts, data = text.buffers()
    start = np.frombuffer(starts, np.int64)[text.offset : text.offset + len(text) + 1]
    return start, np.frombuffer(data or b"", np.uint8)
