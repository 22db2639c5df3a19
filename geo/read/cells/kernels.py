"""Loops over every byte of a file, compiled: Python's own GB18030 is slower than all else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import numpy.typing as npt
from numba import njit

__all__ = ["hashes", "trimmed", "utf8_of_gb18030"]

_Bytes = npt.NDArray[np.uint8]


def utf8_of_gb18030(data: bytes) -> memoryview | None:
    """Return GB18030 as UTF-8; None where a sign is not of one or two bytes (Python's own can)."""
    source = np.frombuffer(data, np.uint8)
    cut = _middle(data)
    halves = (source[:cut], source[cut:])
    table = _two_bytes()
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda half: _utf8(half, table), halves))
    if any(part is None for part in made):
        return None
    return memoryview(np.concatenate(made)).cast("B")  # type: ignore[arg-type]


def _middle(data: bytes) -> int:
    """Return a place near the middle after a line end: no sign has that byte inside."""
    return data.find(b"\n", len(data) // 2) + 1


def _utf8(source: _Bytes, table: npt.NDArray[np.uint16]) -> _Bytes | None:
    target = np.empty(len(source) * 3 // 2 + 3, np.uint8)
    length = _transcode(source, table, target)
    return None if length < 0 else target[:length]


@cache
def _two_bytes() -> npt.NDArray[np.uint16]:
    """Return the code point of every sign of two bytes, 0 where there is none."""
    table = np.zeros((256, 256), np.uint16)
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            sign = bytes((lead, trail)).decode("gb18030", "ignore")
            if len(sign) == 1 and ord(sign) < 0x10000:
                table[lead, trail] = ord(sign)
    return table


@njit(cache=True, nogil=True)
def _transcode(source: _Bytes, table: npt.NDArray[np.uint16], target: _Bytes) -> int:
    at, to, n = 0, 0, len(source)
    while at < n:
        first = source[at]
        if first < 0x80:
            target[to] = first
            at += 1
            to += 1
            continue
        code = np.int64(table[first, source[at + 1]]) if at + 1 < n else 0
        if code == 0:
            return -1
        if code < 0x800:
            target[to] = 0xC0 | (code >> 6)
        else:
            target[to] = 0xE0 | (code >> 12)
            to += 1
            target[to] = 0x80 | ((code >> 6) & 0x3F)
        target[to + 1] = 0x80 | (code & 0x3F)
        to += 2
        at += 2
    return to


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
