"""Coordinates out of an Arrow column of points: three encodings, no object for any point."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geo.core.arrays import Floats
from geo.errors import InputError
from geo.words import _

__all__ = ["coordinates"]

_WKB_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
"""A point in little-endian Well-Known Binary: 21 bytes, whatever its coordinates."""


def coordinates(points: pa.Array, where: str) -> tuple[Floats, Floats]:
    """Return ``(n,)`` x and y of a column of points; NaN where a row has none.

    Parameters
    ----------
    points
        ``struct<x, y>`` or lists of two numbers (GeoArrow), or binary (little-endian WKB).
    where
        File and column, for messages.

    Raises
    ------
    InputError
        The column holds something other than points in the plane.
    """
    kind = points.type
    if isinstance(points, pa.ExtensionArray):
        points, kind = points.storage, points.storage.type
    if pa.types.is_struct(kind) and {"x", "y"} <= {kind.field(k).name for k in range(2)}:
        x, y = (_floats(points.field(name)) for name in ("x", "y"))
    elif pa.types.is_fixed_size_list(kind) and kind.list_size == 2:
        flat = _floats(points.flatten()) if not points.null_count else _with_gaps(points)
        x, y = flat[0::2], flat[1::2]
    elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return _wkb(points, where)
    else:
        raise _no_points(where)
    is_gap = points.is_null().to_numpy(zero_copy_only=False)
    return np.where(is_gap, np.nan, x), np.where(is_gap, np.nan, y)


def _floats(values: pa.Array) -> Floats:
    return np.asarray(values.to_numpy(zero_copy_only=False), np.float64)


def _with_gaps(points: pa.FixedSizeListArray) -> Floats:
    """Take the numbers behind the lists, those of the empty rows included."""
    low = 2 * points.offset
    return _floats(points.values.slice(low, 2 * len(points)))


def _wkb(points: pa.Array, where: str) -> tuple[Floats, Floats]:
    """Read the bytes of all points as one table of fixed stride."""
    is_gap = points.is_null().to_numpy(zero_copy_only=False)
    found = points.drop_null() if is_gap.any() else points
    starts = _starts(found)
    if (np.diff(starts) != _WKB_POINT.itemsize).any():
        raise _no_points(where)
    data = found.buffers()[2]
    table = np.frombuffer(data or b"", np.uint8)[starts[0] : starts[-1]].view(_WKB_POINT)
    # 1: little-endian; kind 1 is a point, without height and without a system of its own.
    if len(table) and not ((table["order"] == 1) & (table["kind"] == 1)).all():
        raise _no_points(where)
    x, y = np.full(len(is_gap), np.nan), np.full(len(is_gap), np.nan)
    x[~is_gap], y[~is_gap] = table["x"], table["y"]
    return x, y


def _starts(binary: pa.Array) -> npt.NDArray[np.integer]:
    """Return where each value begins in the bytes, and where the last ends."""
    wide = np.dtype(np.int64 if pa.types.is_large_binary(binary.type) else np.int32)
    offsets: npt.NDArray[np.integer] = np.frombuffer(binary.buffers()[1] or bytes(8), wide)
    return offsets[binary.offset : binary.offset + len(binary) + 1]


def _no_points(where: str) -> InputError:
    return InputError(
        _(
            "{where}: the column does not hold plain points. Save the list with points "
            "(GeoParquet, WKB or GeoArrow), or with two columns of coordinates.",
            where=where,
        )
    )
