"""A large text parted into cells in compiled code, column by column, block by block.

GB18030 becomes UTF-8 on the way. What is not plain (a line break inside quotes, a sign of four
bytes, a line with too few cells) is left to slower readers, which say what is wrong and where.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from geo.core.arrays import Ints

__all__ = ["parted"]

_Bytes = npt.NDArray[np.uint8]
_Codes = npt.NDArray[np.uint16]

_BLOCK = 1 << 22  # bytes that are parted at a time, fewer where there are many columns
_FEW = 16  # columns, for which a block may have all its bytes
_MOST_LINE = 1 << 21  # bytes
_THREADS = 2
_LF, _CR, _QUOTE = ord("\n"), ord("\r"), ord('"')


def parted(
    data: bytes, start: int, end: int, separator: str, width: int, *, encoding: str
) -> list[pa.ChunkedArray] | None:
    """Return ``width`` columns of cells; None where a line is not plain, too long, or no text.

    Parameters
    ----------
    data, start, end
        A file, and where its lines begin, below the headings, and end.
    separator
        One sign of ASCII.
    width
        Cells in each line.
    encoding
        ``"utf-8"`` or ``"gb18030"``.
    """
    table = _two_bytes() if encoding == "gb18030" else np.zeros((0, 0), np.uint16)

    def part(block: memoryview) -> list[pa.LargeStringArray] | None:
        return _columns(np.frombuffer(block, np.uint8), ord(separator), width, table)

    size = max(_BLOCK * _FEW // max(width, _FEW), 1)
    blocks = list(_blocks(data, start, end, size))
    if max(map(len, blocks), default=0) > size + _MOST_LINE * _FEW // max(width, _FEW):
        return None
    with ThreadPoolExecutor(_THREADS) as pool:
        found = list(pool.map(part, blocks))
    chunks = [one for one in found if one is not None]
    if len(chunks) < len(found):
        return None
    return [
        pa.chunked_array([chunk[k] for chunk in chunks], pa.large_string()) for k in range(width)
    ]


def _blocks(data: bytes, start: int, end: int, size: int) -> Iterator[memoryview]:
    """Cut after line ends: no sign of either encoding has that byte inside."""
    while start < end:
        stop = data.find(b"\n", min(start + size, end) - 1, end) + 1 or end
        yield memoryview(data)[start:stop]
        start = stop


def _columns(
    text: _Bytes, separator: int, width: int, table: _Codes
) -> list[pa.LargeStringArray] | None:
    n = int(np.count_nonzero(text == _LF)) + int(text[-1] != _LF)
    if n * width > len(text) + 1:  # a cell and its separator take a byte
        return None
    ends = np.zeros((width, n + 1), np.int64)
    room = np.empty((width, len(text) * (3 if len(table) else 2) // 2 + 4), np.uint8)
    n = _part(text, separator, table, room, ends)
    if n < 0:
        return None
    cells = [room[k, : ends[k, n]].tobytes() for k in range(width)]
    columns = [
        pa.LargeStringArray.from_buffers(
            n, pa.py_buffer(ends[k, : n + 1].copy()), pa.py_buffer(cells[k])
        )
        for k in range(width)
    ]
    try:
        for column in columns:
            column.validate(full=True)
    except pa.ArrowInvalid:
        return None
    return columns


@cache
def _two_bytes() -> _Codes:
    """Return the code point of every sign of two bytes, 0 where there is none."""
    table = np.zeros((256, 256), np.uint16)
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            sign = bytes((lead, trail)).decode("gb18030", "ignore")
            if len(sign) == 1 and ord(sign) < 0x10000:
                table[lead, trail] = ord(sign)
    return table


@njit(cache=True, nogil=True)
def _part(text: _Bytes, separator: int, table: _Codes, room: _Bytes, ends: Ints) -> int:
    """Write the cells of whole lines one after the other into ``room``, column by column.

    ``ends[k, i + 1]`` becomes where cell ``i`` of column ``k`` ends. Returns the number of lines,
    -1 where one is not plain.
    """
    width, n = ends.shape[0], len(text)
    at, line = 0, 0
    while at < n:
        for k in range(width):
            at, to = _cell(text, at, separator, table, room[k], ends[k, line])
            if to < 0 or (k < width - 1) != (at < n and text[at] == separator):
                return -1
            ends[k, line + 1] = to
            at += k < width - 1
        if at < n and text[at] == _CR:
            at += 1
        if at < n and text[at] != _LF:
            return -1
        at += 1
        line += 1
    return line


@njit(cache=True, nogil=True, inline="always")
def _cell(
    text: _Bytes, at: int, separator: int, table: _Codes, room: _Bytes, to: int
) -> tuple[int, int]:
    """Write one cell; return where it stops, and where its copy does, -1 where it is not plain."""
    n, is_quoted = len(text), at < len(text) and text[at] == _QUOTE
    at += int(is_quoted)
    while at < n:
        sign = text[at]
        if sign >= 0x80 and len(table):
            code = np.int64(table[sign, text[at + 1]]) if at + 1 < n else 0
            if code == 0:
                return at, -1
            to = _put(room, to, int(code))
            at += 2
            continue
        if sign == _QUOTE:
            if not is_quoted:
                return at, -1
            at += 1
            if at == n or text[at] != _QUOTE:
                return at, to
        elif sign in (_LF, _CR, separator):
            if not is_quoted:
                return at, to
            if sign != separator:
                return at, -1
        room[to] = sign
        at += 1
        to += 1
    return at, -1 if is_quoted else to


@njit(cache=True, nogil=True, inline="always")
def _put(room: _Bytes, to: int, code: int) -> int:
    """Write a code point from 0x80 on in UTF-8; return where it ends."""
    if code < 0x800:
        room[to] = 0xC0 | (code >> 6)
    else:
        room[to] = 0xE0 | (code >> 12)
        to += 1
        room[to] = 0x80 | ((code >> 6) & 0x3F)
    room[to + 1] = 0x80 | (code & 0x3F)
    return to + 2
