"""Loops over every byte of a column, compiled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

__all__ = ["begin_or_end", "hashes", "multiplicity", "trimmed"]

_Bytes = npt.NDArray[np.uint8]


@njit(cache=True, nogil=True)
def begin_or_end(
    start: npt.NDArray[np.int64],
    data: _Bytes,
    begins: npt.NDArray[np.bool_],
    ends: npt.NDArray[np.bool_],
) -> npt.NDArray[np.int64]:
    """Return where a text has one of some beginnings or ends, and more than one byte.

    Parameters
    ----------
    start, data
        As `hashes`.
    begins
        ``(65536,)`` which two bytes are a beginning, the first one the higher.
    ends
        ``(256,)`` which byte is an end.
    """
    found, n = np.empty(len(start) - 1, np.int64), 0
    for k in range(len(start) - 1):
        first, last = start[k], start[k + 1] - 1
        if last > first:
            two = np.int64(data[first]) << 8 | np.int64(data[first + 1])
            if begins[two] or ends[data[last]]:
                found[n] = k
                n += 1
    return found[:n].copy()


@njit(cache=True, nogil=True)
def hashes(start: npt.NDArray[np.int64], data: _Bytes) -> npt.NDArray[np.uint64]:
    """Return a 64-bit fingerprint (FNV-1a) of each text; unlike fingerprints: unlike texts.

    Parameters
    ----------
    start
        ``(n + 1,)`` where each text begins in ``data``.
    data
        The bytes of all texts, one after the other.
    """
    result = np.empty(len(start) - 1, np.uint64)
    for k in range(len(result)):
        value = np.uint64(14695981039346656037)
        for at in range(start[k], start[k + 1]):
            value = (value ^ np.uint64(data[at])) * np.uint64(1099511628211)
        result[k] = value
    return result


@njit(cache=True, nogil=True)
def multiplicity(code: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
    """Count how often each number stands among all, ``(n,)``: a third of the time of sorting."""
    n, bits = len(code), 1
    while 1 << bits < 2 * n:
        bits += 1
    slots = np.full(1 << bits, -1, np.int32)
    first, count = np.empty(n, np.int32), np.zeros(n, np.int32)
    for k in range(n):
        at = np.int64((code[k] * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits))
        while slots[at] >= 0 and code[slots[at]] != code[k]:
            at = (at + 1) & ((1 << bits) - 1)
        if slots[at] < 0:
            slots[at] = k
        first[k] = slots[at]
        count[first[k]] += 1
    return count[first]


@njit(cache=True, nogil=True)
def trimmed(start: npt.NDArray[np.int64], data: _Bytes) -> bool:
    """Say whether no text begins or ends with what may be a blank; parameters as `hashes`.

    All blanks of Unicode beyond ASCII begin with one of four bytes, which few Chinese signs do.
    """
    for k in range(len(start) - 1):
        first, last = start[k], start[k + 1] - 1
        if last < first:
            continue
        while last > first and data[last] & 0xC0 == 0x80:  # back to where the last sign begins
            last -= 1
        for lead in (data[first], data[last]):
            if lead <= 0x20 or lead == 0xC2 or 0xE1 <= lead <= 0xE3:
                return False
    return True
