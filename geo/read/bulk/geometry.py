"""Columns of points as two arrays: GeoArrow coordinates, or well-known binary of fixed stride."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geo.core.arrays import Floats

__all__ = ["is_points", "xy_of"]

_STRIDE = 21
# Bytes of a point in well-known binary -> where x begins, and the types of that length: flat,
# with z or m, with both, by ISO's numbers and by PostGIS's bits; and with the number of a system.
_SIZES = {
    21: (5, [1]),
    25: (9, [0x20000001]),
    29: (5, [1001, 2001, 0x80000001, 0x40000001]),
    33: (9, [0xA0000001, 0x60000001]),
    37: (5, [3001, 0xC0000001]),
}


def is_points(kind: pa.DataType) -> bool:
    """Say whether a column of this type may hold points."""
    if pa.types.is_struct(kind):
        return {"x", "y"} <= {kind.field(k).name for k in range(kind.num_fields)}
    if pa.types.is_fixed_size_list(kind):
        return kind.list_size in (2, 3, 4) and pa.types.is_floating(kind.value_type)
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def xy_of(column: pa.Array) -> tuple[Floats, Floats]:
    """Return ``(n,)`` x and y; NaN where a cell is empty or no point."""
    if pa.types.is_struct(column.type):
        x, y = (_numbers(column.field(name)) for name in ("x", "y"))
    elif pa.types.is_fixed_size_list(column.type):
        size = column.type.list_size
        values = column.values.slice(column.offset * size, len(column) * size)
        flat = _numbers(values).reshape(-1, size)
        x, y = np.ascontiguousarray(flat[:, 0]), np.ascontiguousarray(flat[:, 1])
    else:
        return _binary(column)
    if column.null_count:
        there = column.is_valid().to_numpy(zero_copy_only=False)
        return np.where(there, x, np.nan), np.where(there, y, np.nan)
    return x, y


def _numbers(values: pa.Array) -> Floats:
    return np.asarray(values.to_numpy(zero_copy_only=False), np.float64)


def _binary(column: pa.Array) -> tuple[Floats, Floats]:
    """Read well-known binary without making a single geometry."""
    wide = pa.types.is_large_binary(column.type)
    _valid, offsets, data = column.buffers()
    limit = np.frombuffer(offsets, np.int64 if wide else np.int32)
    limit = limit[column.offset : column.offset + len(column) + 1].astype(np.int64)
    raw = np.zeros(0, np.uint8) if data is None else np.frombuffer(data, np.uint8)
    length = np.diff(limit)
    if column.null_count:
        length = np.where(column.is_valid().to_numpy(zero_copy_only=False), length, 0)
    if len(length) and (length == _STRIDE).all():
        return _points(raw[limit[0] : limit[-1]].reshape(-1, _STRIDE))
    x, y = np.full((2, len(length)), np.nan)
    for stride in np.unique(length[np.isin(length, list(_SIZES))]):
        pos = np.flatnonzero(length == stride)
        x[pos], y[pos] = _points(raw[limit[pos][:, None] + np.arange(stride)])
    return x, y


def _points(cells: npt.NDArray[np.uint8]) -> tuple[Floats, Floats]:
    """Take ``(n, stride)`` bytes apart; what is of another type than a point is NaN."""
    at, kinds = _SIZES[cells.shape[1]]
    x, y = np.full((2, len(cells)), np.nan)
    for order, sign in ((1, "<"), (0, ">")):
        kind = _column(cells, 1, f"{sign}u4")
        is_point = (cells[:, 0] == order) & np.isin(kind, kinds)
        if is_point.all():
            return _column(cells, at, f"{sign}f8"), _column(cells, at + 8, f"{sign}f8")
        x[is_point] = _column(cells[is_point], at, f"{sign}f8")
        y[is_point] = _column(cells[is_point], at + 8, f"{sign}f8")
    return x, y


def _column(cells: npt.NDArray[np.uint8], at: int, kind: str) -> Any:  # noqa: ANN401 - the kind asked for
    """Read one number of each row at a fixed place, copied out of the bytes."""
    size = np.dtype(kind).itemsize
    numbers = np.ascontiguousarray(cells[:, at : at + size]).view(kind).ravel()
    return numbers.astype(numbers.dtype.newbyteorder("="), copy=False)
