"""Pages of a table as SQLite lays them out (sqlite.org/fileformat2.html, 1.5 and 2.1), compiled.

A *leaf* holds rows, a *branch* the numbers of the pages below it with the last row of each.
"""

from __future__ import annotations

import numba as nb
import numpy as np
import numpy.typing as npt

__all__ = ["BLOB", "INTEGER", "NOTHING", "REAL", "TEXT", "Cells", "branches", "leaves"]

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]

NOTHING, INTEGER, REAL, TEXT, BLOB = 0, 1, 2, 3, 4
_WIDTH = np.array([0, 1, 2, 3, 4, 6, 8, 8, 0, 0])  # bytes of a value by its serial type
_LEAF, _BRANCH = 13, 5
_LEAF_HEAD, _BRANCH_HEAD, _POINTER, _CHILD = 8, 12, 2, 4  # bytes
_OVERFLOWS = 35  # bytes that a page must have beyond a row, or the row spills over


Cells = tuple[Ints, Ints, Ints, Bytes]
"""Rows column by column: kinds, values, lengths, letters.

kinds
    ``(n_column,)`` one of the five above.
values
    ``(n_column, n)`` whole numbers, the bits of real ones, where a text or blob begins in letters.
lengths
    ``(n_column, n)`` bytes of a text or blob; of any kind -1 where there is no value.
letters
    Bytes of all texts and blobs.
"""


@nb.njit(cache=True, nogil=True)
def leaves(cells: Cells, first: int, page_bytes: int) -> tuple[Bytes, Ints]:
    """Lay rows on leaf pages, in their order.

    Parameters
    ----------
    cells
        ``n`` rows, one or more.
    first
        Number of the first row; they count up.
    page_bytes
        Size of a page.

    Returns
    -------
    pages, last
        ``(n_page, page_bytes)`` and ``(n_page,)`` the number of the last row in each; no page at
        all where a row is too long for one.
    """
    heads, payloads = _sizes(cells)
    ends = _ends(payloads, first, page_bytes)
    pages, begin = np.zeros((len(ends), page_bytes), np.uint8), 0
    for p in range(len(ends)):
        page, low = pages[p], page_bytes
        for k in range(begin, ends[p]):
            low -= _cell_bytes(payloads[k], first + k)
            _put_number(page, _LEAF_HEAD + _POINTER * (k - begin), low, _POINTER)
            at = _put_varint(page, _put_varint(page, low, payloads[k]), first + k)
            _put_row(page, at, heads[k], cells, k)
        _put_head(page, _LEAF, ends[p] - begin, low)
        begin = ends[p]
    return pages, ends + (first - 1)


@nb.njit(cache=True, nogil=True)
def branches(children: Ints, last: Ints, page_bytes: int) -> tuple[Bytes, Ints]:
    """Lay the pages of one level on as many branch pages as they need, equally many on each.

    Parameters
    ----------
    children
        ``(n_child,)`` page numbers, two or more.
    last
        ``(n_child,)`` number of the last row under each.
    page_bytes
        Size of a page.

    Returns
    -------
    pages, last
        As of `leaves`.
    """
    n = len(children)
    most = (page_bytes - _BRANCH_HEAD) // (_CHILD + _POINTER + _varint_bytes(last[-1])) + 1
    n_page = (n + most - 1) // most
    pages, ends = np.zeros((n_page, page_bytes), np.uint8), np.empty(n_page, np.int64)
    for p in range(n_page):
        page, low = pages[p], page_bytes
        begin, end = p * n // n_page, (p + 1) * n // n_page - 1
        for k in range(begin, end):
            low -= _CHILD + _varint_bytes(last[k])
            _put_number(page, _BRANCH_HEAD + _POINTER * (k - begin), low, _POINTER)
            _put_number(page, low, children[k], _CHILD)
            _put_varint(page, low + _CHILD, last[k])
        _put_head(page, _BRANCH, end - begin, low)
        _put_number(page, 8, children[end], _CHILD)
        ends[p] = last[end]
    return pages, ends


@nb.njit(cache=True, nogil=True)
def _sizes(cells: Cells) -> tuple[Ints, Ints]:
    """Return the bytes of the head of each row, which tells the kinds, and of all of it."""
    kinds, values, lengths, _letters = cells
    n_column, n = values.shape
    heads, bodies = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for c in range(n_column):
        for k in range(n):
            kind = _serial_type(kinds[c], values[c, k], lengths[c, k])
            heads[k] += _varint_bytes(kind)
            bodies[k] += _body_bytes(kind)
    heads += np.where(heads < 127, 1, 2)  # it tells its own length too
    return heads, heads + bodies


@nb.njit(cache=True, nogil=True)
def _ends(payloads: Ints, first: int, page_bytes: int) -> Ints:
    """Return the position after the last row of each page; none where a row is too long."""
    n = len(payloads)
    ends, n_page, left = np.empty(n, np.int64), 0, page_bytes - _LEAF_HEAD
    for k in range(n):
        if payloads[k] > page_bytes - _OVERFLOWS:
            return ends[:0]
        cell = _cell_bytes(payloads[k], first + k) + _POINTER
        if cell > left:
            ends[n_page] = k
            n_page, left = n_page + 1, page_bytes - _LEAF_HEAD
        left -= cell
    ends[n_page] = n
    return ends[: n_page + 1]


@nb.njit(cache=True, nogil=True)
def _cell_bytes(payload: int, number: int) -> int:
    return _varint_bytes(payload) + _varint_bytes(number) + payload


@nb.njit(cache=True, nogil=True)
def _put_row(page: Bytes, at: int, head: int, cells: Cells, k: int) -> None:
    """Write one row: the kinds of its values, then the values."""
    kinds, values, lengths, letters = cells
    body = at + head
    at = _put_varint(page, at, head)
    for c in range(len(kinds)):
        kind = _serial_type(kinds[c], values[c, k], lengths[c, k])
        at = _put_varint(page, at, kind)
        width = _body_bytes(kind)
        if kind == 7:
            _put_eight(page, body, values[c, k])
        elif kind < 12:
            _put_number(page, body, values[c, k], width)
        else:
            _copy(page, body, letters, values[c, k], width)
        body += width


@nb.njit(cache=True, nogil=True)
def _serial_type(kind: int, value: int, length: int) -> int:
    """Say how a value is stored; whole numbers take as few bytes as they need."""
    if kind == NOTHING or length < 0:
        return 0
    if kind == REAL:
        return 7
    if kind >= TEXT:
        return (13 if kind == TEXT else 12) + 2 * length
    if value in (0, 1):
        return 8 + value
    size = value if value >= 0 else ~value
    found = 1
    for bits in (7, 15, 23, 31, 47):
        if size >> bits:
            found += 1
    return found


@nb.njit(cache=True, nogil=True)
def _body_bytes(kind: int) -> int:
    return (kind - 12) // 2 if kind >= 12 else _WIDTH[kind]


@nb.njit(cache=True, nogil=True)
def _varint_bytes(value: int) -> int:
    n = 1
    while value >= 128:
        value >>= 7
        n += 1
    return n


@nb.njit(cache=True, nogil=True)
def _put_varint(page: Bytes, at: int, value: int) -> int:
    """Write a number in groups of seven bits, the highest first; return where it ends."""
    if value < 128:
        page[np.uint64(at)] = value
        return at + 1
    end = at + _varint_bytes(value)
    page[np.uint64(end - 1)] = value & 127
    for place in range(end - 2, at - 1, -1):
        value >>= 7
        page[np.uint64(place)] = value & 127 | 128
    return end


@nb.njit(cache=True, nogil=True)
def _put_number(page: Bytes, at: int, value: int, width: int) -> None:
    """Write a number with its highest byte first."""
    for place in range(at + width - 1, at - 1, -1):
        page[np.uint64(place)] = value & 255
        value >>= 8


@nb.njit(cache=True, nogil=True)
def _put_eight(page: Bytes, at: int, value: int) -> None:
    """Write eight bytes, the highest first; of unsigned places none is asked whether it is < 0."""
    to, bits = np.uint64(at), np.uint64(value)
    for b in range(8):
        page[to + np.uint64(b)] = bits >> np.uint64(56 - 8 * b)


@nb.njit(cache=True, nogil=True)
def _copy(page: Bytes, at: int, letters: Bytes, begin: int, n: int) -> None:
    """Copy some letters, eight at a time."""
    to, of, left = np.uint64(at), np.uint64(begin), np.uint64(n)
    eight, one = np.uint64(8), np.uint64(1)
    while left >= eight:
        word = np.uint64(0)
        for b in range(8):
            word |= np.uint64(letters[of + np.uint64(b)]) << np.uint64(8 * b)
        for b in range(8):
            page[to + np.uint64(b)] = word >> np.uint64(8 * b)
        to += eight
        of += eight
        left -= eight
    while left > np.uint64(0):
        page[to] = letters[of]
        to += one
        of += one
        left -= one


@nb.njit(cache=True, nogil=True)
def _put_head(page: Bytes, kind: int, n_cell: int, low: int) -> None:
    """Write what a page is, how many cells it has and where the lowest begins."""
    page[0] = kind
    _put_number(page, 3, n_cell, 2)
    _put_number(page, 5, low, 2)
