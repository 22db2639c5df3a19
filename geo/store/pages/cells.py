"""Columns of a table in the form in which `kernels` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.arrays import Ints
from geo.store.letters import Bytes, in_one, laid_out
from geo.store.pages.kernels import BLOB, INTEGER, NOTHING, REAL, TEXT, Cells

__all__ = ["Column", "blobs", "integers", "nothing", "of_arrow", "piece"]

_NO_LETTERS = np.empty(0, np.uint8)


@dataclass(frozen=True, eq=False)
class Column:
    """One column of ``n`` values.

    Attributes
    ----------
    kind
        What the values are, one of the five of `kernels`.
    values
        ``(n,)`` whole numbers or the bits of real ones; of texts and blobs ``(n + 1,)`` where each
        begins in ``letters``.
    letters
        All texts or blobs, one after the other.
    is_gap
        ``(n,)`` where there is no value; None where there is one everywhere.
    """

    kind: int
    values: Ints
    letters: Bytes = field(default_factory=lambda: _NO_LETTERS)
    is_gap: npt.NDArray[np.bool_] | None = None


def nothing(n: int) -> Column:
    """Return a column without any value, as the one that numbers the rows is stored."""
    return Column(NOTHING, np.broadcast_to(np.int64(0), n))


def integers(values: Ints) -> Column:
    """Return a column of whole numbers."""
    return Column(INTEGER, values.astype(np.int64, copy=False))


def blobs(records: npt.NDArray[Any]) -> Column:
    """Return a column of blobs, all of them of one size: the bytes of each item."""
    letters = np.ascontiguousarray(records).view(np.uint8).ravel()
    return Column(BLOB, np.arange(len(records) + 1) * (letters.size // len(records)), letters)


def of_arrow(column: pa.ChunkedArray) -> Column | None:
    """Return a column of a table; None where its values are of no kind that is known here.

    A text with a zero byte is none: what reads it takes the zero for its end.
    """
    held = in_one(column)
    kind, is_gap = held.type, None
    if held.null_count or pa.types.is_floating(kind):
        is_gap = held.is_null(nan_is_null=True).to_numpy(zero_copy_only=False)
    if pa.types.is_boolean(kind) or (pa.types.is_integer(kind) and kind != pa.uint64()):
        return Column(INTEGER, _numbers(held, pa.int64()), is_gap=is_gap)
    if pa.types.is_floating(kind):
        return Column(REAL, _numbers(held, pa.float64()).view(np.int64), is_gap=is_gap)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        begins, letters = laid_out(held)
        is_whole = letters[begins[0] : begins[-1]].all()
        return Column(TEXT, begins, letters, is_gap) if is_whole else None
    return None


def _numbers(held: pa.Array, kind: pa.DataType) -> npt.NDArray[Any]:
    found: npt.NDArray[Any] = pc.fill_null(held.cast(kind), 0).to_numpy(zero_copy_only=False)
    return found


def piece(columns: Sequence[Column], begin: int, end: int) -> Cells:
    """Take some rows of all columns."""
    kinds = np.array([column.kind for column in columns])
    values = np.empty((len(columns), end - begin), np.int64)
    lengths = np.zeros_like(values)
    letters, at = [_NO_LETTERS], 0
    for c, column in enumerate(columns):
        if column.kind in (TEXT, BLOB):
            begins = column.values[begin : end + 1]
            values[c], lengths[c] = begins[:-1] + (at - begins[0]), np.diff(begins)
            letters.append(column.letters[begins[0] : begins[-1]])
            at += letters[-1].size
        else:
            values[c] = column.values[begin:end]
        if column.is_gap is not None:
            lengths[c][column.is_gap[begin:end]] = -1
    return kinds, values, lengths, np.concatenate(letters)
