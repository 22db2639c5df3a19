"""Read-only arrays and content digests: what makes a value a value."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.texts import Texts, bytes_of
from geo.errors import InputError, OverflowWeightError
from geo.words import _

__all__ = ["Floats", "Ints", "digest", "exact_sum", "frozen", "metres", "owned", "sealed", "whole"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_BLOCK = 1 << 24  # bytes hashed at a time; blocks are hashed side by side


def frozen(array: npt.ArrayLike, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Return ``array`` as a contiguous read-only array: for one just made, which nobody else holds.

    An array of the right type is viewed, not copied. What a caller gave goes through `owned`.
    """
    result = np.ascontiguousarray(array, dtype=dtype).view()
    result.flags.writeable = False
    return result


def owned(array: npt.ArrayLike, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Return ``array`` as a contiguous array that nobody can write to, its giver neither.

    What can be written to is copied. What cannot is shared: a reader of ten million rows hands
    over arrays that are `sealed`, which costs nothing.
    """
    if (
        isinstance(array, np.ndarray)
        and array.dtype == np.dtype(dtype)
        and array.flags.c_contiguous
        and _is_sealed(array)
    ):
        return np.asarray(array).view()
    # A view of it: of an array that is read-only itself, no view can be made writable again.
    return sealed(np.array(array, dtype=dtype, order="C")).view()


def sealed(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Make an array that is its caller's alone read-only, so that values share it."""
    array.flags.writeable = False
    return array


def _is_sealed(array: npt.NDArray[Any]) -> bool:
    """Say whether neither this array nor one that it is a view of can be written to."""
    held: object = array
    while isinstance(held, np.ndarray):
        if held.flags.writeable:
            return False
        held = held.base
    return True  # numpy's own memory, or that of something that lets nobody write: bytes, Arrow


def metres(values: npt.ArrayLike, name: str) -> Floats:
    """Check a coordinate array: one dimension, finite, in metres."""
    array: Floats = owned(values, np.float64)
    if array.ndim != 1:
        raise InputError(_("{name}: one dimension wanted, got {got}.", name=name, got=array.ndim))
    # One pass without a temporary: a NaN or an infinity survives into the sum.
    if not np.isfinite(array.sum()) and not (ok := np.isfinite(array)).all():
        where = int(np.flatnonzero(~ok)[0])
        raise InputError(
            _(
                "{name}: row {row} is {value}; every coordinate must be a finite number of metres.",
                name=name,
                row=where,
                value=array[where],
            )
        )
    return array


def whole(values: npt.ArrayLike, name: str, n: int) -> Ints:
    """Check a weight array: ``n`` whole numbers >= 0 whose sum fits into int64."""
    raw = np.asarray(values)
    if raw.shape != (n,):
        raise InputError(_("{name}: {n} values wanted, got {got}.", name=name, n=n, got=raw.shape))
    if raw.dtype.kind not in "iub":
        try:
            raw = raw.astype(np.float64)
        except (TypeError, ValueError):
            raise InputError(_("{name}: whole numbers wanted, got text.", name=name)) from None
        bad = ~np.isfinite(raw) | (np.floor(raw) != raw)
        _refuse(bad, raw, name)
        if raw.size and raw.max() >= 2.0**63:
            raise OverflowWeightError(
                _("{name}: the sum does not fit into a 64-bit integer.", name=name)
            )
    elif raw.dtype == np.uint64 and raw.size and raw.max() >= 2**63:
        raise OverflowWeightError(
            _("{name}: the sum does not fit into a 64-bit integer.", name=name)
        )
    array: Ints = owned(raw, np.int64)
    if array.size and array.min() < 0:
        _refuse(array < 0, array, name)
    exact_sum(array, name)
    return array


def _refuse(bad: npt.NDArray[np.bool_], values: npt.NDArray[Any], name: str) -> None:
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise InputError(
            _(
                "{name}: row {row} is {value}; whole numbers of 0 or more are wanted.",
                name=name,
                row=row,
                value=values[row],
            )
        )


def exact_sum(weights: Ints, name: str) -> int:
    """Sum int64 ``weights``; refuse a sum that int64 cannot hold."""
    total = int(weights.sum()) if weights.size else 0
    if weights.size and float(weights.max()) * weights.size >= 2.0**62:
        total = sum(int(w) for w in weights)
        if total >= 2**63:
            raise OverflowWeightError(
                _("{name}: the sum does not fit into a 64-bit integer.", name=name)
            )
    return total


def digest(*parts: Texts | str | bytes | float | None) -> str:
    """Hash contents: equal values have equal digests, on every machine.

    Texts may be an array of objects, a column or an index; the digest is the same.

    Large arrays are hashed block by block on two threads (hashlib releases the interpreter lock);
    the digest is the hash of the block hashes.
    """
    outer = hashlib.blake2b(digest_size=16)
    with ThreadPoolExecutor(2) as pool:
        for part in parts:
            if isinstance(part, np.ndarray) and part.dtype.kind not in "OUT":
                little = np.ascontiguousarray(part.astype(part.dtype.newbyteorder("<"), copy=False))
                data = memoryview(little.reshape(-1).view(np.uint8).data)
                outer.update(f"{part.dtype.kind}{part.dtype.itemsize}{part.shape}".encode())
                blocks = [data[k : k + _BLOCK] for k in range(0, len(data), _BLOCK)]
                for one in (
                    pool.map(_block_hash, blocks) if len(blocks) > 1 else map(_block_hash, blocks)
                ):
                    outer.update(one)
            elif isinstance(part, np.ndarray | pd.Series | pd.Index):
                outer.update(f"text{part.shape}".encode())
                for piece in bytes_of(part):
                    outer.update(piece)
            elif isinstance(part, bytes):
                _short(outer, part)
            else:
                _short(outer, repr(part).encode())
    return outer.hexdigest()


def _block_hash(block: memoryview) -> bytes:
    return hashlib.blake2b(block, digest_size=32).digest()


def _short(outer: hashlib.blake2b, data: bytes) -> None:
    outer.update(len(data).to_bytes(8, "little"))
    outer.update(data)
