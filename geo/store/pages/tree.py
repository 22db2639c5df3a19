"""Rows into tables of a file that are still empty, as whole pages (sqlite.org/fileformat2.html).

Pages are added behind the end of the file, where nobody looks; at last the topmost page of each
table and the head of the file are written. Nobody else may have the file open meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np

from geo.core.arrays import Ints
from geo.store.letters import Bytes
from geo.store.pages.cells import Column, piece
from geo.store.pages.kernels import branches, leaves

__all__ = ["CannotFillError", "Rows", "fill"]

_AT_ONCE = 1 << 14  # rows that a thread lays out at a time: they stay in its cache
_LOCK_BYTE = 1 << 30  # the page it lies in is for locks; none may be put there
_LEAST_PAGE = 512  # bytes; a file says 1 where its pages have 65,536
_NAME = b"SQLite format 3\0"
_FORMAT, _VACUUM = slice(44, 48), slice(52, 56)
_SIZE_AT, _RESERVED_AT, _CHANGES_AT, _N_PAGES_AT, _VALID_FOR_AT = 16, 20, 24, 28, 92


class CannotFillError(ValueError):
    """The file has an unusual form, or a row is longer than a page; nothing was changed."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of a table, numbered from ``first`` on.

    Attributes
    ----------
    root
        Number of the page where the table begins, as ``sqlite_master`` tells it.
    columns
        One for each column of the table, in its order.
    n
        How many rows.
    first
        Number of the first row.
    """

    root: int
    columns: Sequence[Column]
    n: int
    first: int = 1


def fill(path: Path, tables: Iterable[Rows]) -> None:
    """Write the rows of some tables that have none.

    Raises
    ------
    CannotFillError
        Nothing was changed; the rows have to be inserted one by one.
    OSError
        There is no room, or the disk fails.
    """
    with path.open("r+b") as file, ThreadPoolExecutor(2) as pool:
        pages = _Pages(file)
        before = pages.n
        try:
            tops = {rows.root: _put(rows, pages, pool) for rows in tables if rows.n}
        except CannotFillError:
            file.truncate(before * pages.page_bytes)
            raise
        for root, top in tops.items():
            pages.write(root, top)
        pages.finish()


def _put(rows: Rows, pages: _Pages, pool: ThreadPoolExecutor) -> Bytes:
    """Add all pages of a table but the topmost one, which is returned."""
    lay = partial(_leaves, rows, pages.page_bytes)
    levels = []
    for laid, last in pool.map(lay, range(0, rows.n, _AT_ONCE)):
        if not len(laid):
            raise CannotFillError
        if len(laid) == 1 and rows.n <= _AT_ONCE:
            return laid
        levels.append((pages.add(laid), last))
    numbers, ends = (np.concatenate(part) for part in zip(*levels, strict=True))
    while True:
        laid, ends = branches(numbers, ends, pages.page_bytes)
        if len(laid) == 1:
            return laid
        numbers = pages.add(laid)


def _leaves(rows: Rows, page_bytes: int, begin: int) -> tuple[Bytes, Ints]:
    cells = piece(rows.columns, begin, min(begin + _AT_ONCE, rows.n))
    laid: tuple[Bytes, Ints] = leaves(cells, rows.first + begin, page_bytes)
    return laid


class _Pages:
    """A database file that grows at its end; pages are numbered from 1."""

    def __init__(self, file: BinaryIO) -> None:
        head = file.read(100)
        said = [int.from_bytes(head[at : at + 4]) for at in (_CHANGES_AT, _VALID_FOR_AT)]
        is_usual = head[_FORMAT] == b"\0\0\0\4" and head[_VACUUM] == bytes(4)
        if not (head.startswith(_NAME) and is_usual and said[0] == said[1]) or head[_RESERVED_AT]:
            raise CannotFillError
        self._file, self._changes = file, said[0]
        self.page_bytes = int.from_bytes(head[_SIZE_AT : _SIZE_AT + 2])
        if self.page_bytes < _LEAST_PAGE:
            raise CannotFillError
        self.n = int.from_bytes(head[_N_PAGES_AT : _N_PAGES_AT + 4])

    def write(self, number: int, pages: Bytes) -> None:
        """Write pages from a number on."""
        self._file.seek((number - 1) * self.page_bytes)
        self._file.write(pages.data)

    def add(self, pages: Bytes) -> Ints:
        """Write pages behind the last one; return their numbers."""
        locks = _LOCK_BYTE // self.page_bytes + 1
        numbers = np.arange(self.n + 1, self.n + 1 + len(pages))
        before = max(locks - self.n - 1, 0)  # that many pages fit in before the one for locks
        numbers[before:] += self.n < locks
        for part in (slice(before), slice(before, None)):
            if len(numbers[part]):
                self.write(int(numbers[part][0]), pages[part])
        self.n = int(numbers[-1])
        return numbers

    def finish(self) -> None:
        """Say in the head of the file how many pages there are, and that they changed."""
        changes = (self._changes + 1) % (1 << 32)
        for at, value in (
            (_CHANGES_AT, changes),
            (_N_PAGES_AT, self.n),
            (_VALID_FOR_AT, changes),
        ):
            self._file.seek(at)
            self._file.write(value.to_bytes(4))
