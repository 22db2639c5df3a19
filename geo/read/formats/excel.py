"""Excel, new and old: sheet choice, title rows, merged cells; bounded before anything is built."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from geo.errors import InputError
from geo.read.formats.archive import checked, is_zip, member_names
from geo.read.formats.base import MOST_SIGNS, Ask, Raw, Reader, long_cell, unique_headings
from geo.read.formats.formulas import uncalculated
from geo.read.formats.giants import refuse_giants, unreadable
from geo.read.formats.heading_rows import both_rows, is_below_headings
from geo.read.formats.whole import doubt_rounded, whole_cells, whole_columns
from geo.words import _

__all__ = ["EXCEL", "is_workbook", "sheet_names"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 40  # rows searched for the row of headings


def _knows(head: bytes, path: Path) -> bool:
    if head.startswith(_OLE):
        return True
    return is_zip(head) and any(
        n.startswith("xl/") or n == "content.xml" for n in member_names(path)
    )


def is_workbook(path: Path) -> bool:
    """Say whether a file is a workbook, by its content."""
    with path.open("rb") as file:
        return _knows(file.read(len(_OLE)), path)


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of the visible worksheets of a workbook."""
    with _workbook(path) as book:
        return _visible(book)


def _read(path: Path, ask: Ask) -> Raw:
    with _workbook(path) as book:
        sheets = _visible(book)
        if ask.sheet is not None and ask.sheet not in book.sheet_names:
            raise _wrong_sheet(path, ask.sheet, sheets)
        wanted = (ask.sheet,) if ask.sheet is not None else sheets
        read = {name: _grid(_sheet(book, name, path), path) for name in wanted}
    filled = {name: grid for name, grid in read.items() if grid.cells}
    if not filled:
        raise InputError(_("{source}: the file is empty.", source=path.name))
    # A sheet of instructions or word lists beside the list is not the list.
    listed = {n: g for n, g in filled.items() if any(map(ask.is_heading, g.cells[:_HEAD]))}
    if len(listed) > 1:
        raise _which_sheet(path, ask, tuple(listed))
    if not listed and len(filled) > 1:
        raise _which_sheet(path, ask, tuple(filled))
    name, grid = next(iter((listed or filled).items()))
    grid = _with_formulas(grid, uncalculated(path, name))
    return _raw(grid, ask, part=name if len(sheets) > 1 else "")


@dataclass
class _Grid:
    """The rows of a sheet that are not blank, with their Excel numbers.

    ``merged`` are the cells merged downwards, ``formulas`` those that were never calculated, by the
    number of their row and their column.
    """

    cells: list[list[Any]]
    numbers: list[int]
    merged: set[tuple[int, int]]
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


def _with_formulas(grid: _Grid, formulas: dict[tuple[int, int], str]) -> _Grid:
    """Add the formulas that have no result, and the rows that hold nothing else.

    A row of one such cell is a line prepared for later, =ROW()-1 in the column of numbers.
    """
    often = Counter(number for number, _column in formulas)
    alone = {n for n, times in often.items() if times > 1 and n > grid.numbers[0]}
    rows = {n: [] for n in alone} | dict(zip(grid.numbers, grid.cells, strict=True))
    numbers = sorted(rows)
    told = {at: text for at, text in formulas.items() if at[0] in rows}
    return _Grid([rows[n] for n in numbers], numbers, grid.merged, told)


def _raw(grid: _Grid, ask: Ask, *, part: str) -> Raw:
    cells, numbers = grid.cells, grid.numbers
    top = next((k for k, row in enumerate(cells[:_HEAD]) if ask.is_heading(row)), 0)
    width = max(
        (k + 1 for row in cells for k in range(len(row) - 1, -1, -1) if row[k] not in ("", None)),
        default=0,
    )
    head = (cells[top] + [""] * width)[:width]
    is_next = numbers[top + 1 : top + 2] == [numbers[top] + 1]
    if is_next and is_below_headings(cells[top + 1]):
        top += 1
        head = both_rows(head, cells[top])[:width]
    names = unique_headings(whole_cells(head))
    rows = [(row + [""] * width)[:width] for row in cells[top + 1 :]]
    table = pd.DataFrame(rows, columns=names, dtype=object)
    at = np.array(numbers[top + 1 :], np.int64)
    shared = sorted((n, names[c]) for n, c in grid.merged if n > numbers[top] and c < width)
    below = ((n, c, text) for (n, c), text in grid.formulas.items() if n > numbers[top])
    return Raw(
        whole_columns(table),
        at,
        part=part,
        shared=tuple(shared),
        doubts=doubt_rounded(table, at),
        uncalculated=tuple((n, names[c], text) for n, c, text in below if c < width),
    )


def _sheet(book: CalamineWorkbook, name: str, path: Path) -> CalamineSheet:
    with _understood(path):
        return book.get_sheet_by_name(name)


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """Turn what the parser says of a damaged file into a sentence.

    Where a file is cut off, or its tables point outside it, the parser's compiled code panics: that
    is no `Exception`, has no name to import, and would end the program.
    """
    try:
        yield
    except PasswordError:
        raise _password(path) from None
    except (CalamineError, ZipError, XmlError, OSError, ValueError, OverflowError) as error:
        raise unreadable(path, error) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise unreadable(path, error) from None


def _grid(sheet: CalamineSheet, path: Path) -> _Grid:
    """Return the rows of a sheet; merged cells are filled.

    Blank rows are left out at once: one cell filled far below spans a million of them.
    """
    if sheet.start is None:
        return _Grid([], [], set())
    with _understood(path):
        rows = {n: row for n, row in enumerate(sheet.iter_rows(), 1) if row.count("") < len(row)}
        merged = sheet.merged_cell_ranges or ()
    filled: set[tuple[int, int]] = set()
    there = list(rows)
    for (r0, c0), (r1, _c1) in merged:
        # A title merged across has nothing below it, and stays one cell.
        below = there[bisect_right(there, r0 + 1) : bisect_right(there, r1 + 1)]
        filled |= _fill(rows, r0 + 1, c0, below)
    for number, row in rows.items():
        if any(isinstance(c, str) and len(c) > MOST_SIGNS for c in row):
            raise long_cell(number, path.name)
    kept = {number: row for number, row in rows.items() if _is_filled(row)}
    return _Grid(list(kept.values()), list(kept), filled)


def _fill(
    rows: dict[int, list[Any]], top: int, column: int, below: Sequence[int]
) -> set[tuple[int, int]]:
    """Give a cell merged downwards its value in the rows ``below`` that have any content.

    Returns the cells that now have one value for several rows, the first included.
    """
    upper = rows.get(top, [])
    if column >= len(upper) or upper[column] in ("", None):
        return set()
    filled = set()
    for number in below:
        row = rows[number]
        if column < len(row) and row[column] in ("", None):
            row[column] = upper[column]
            filled.add((number, column))
    return {(top, column), *filled} if filled else filled


def _is_filled(row: Sequence[Any]) -> bool:
    return any(c is not None and str(c).strip() for c in row)


def _visible(book: CalamineWorkbook) -> tuple[str, ...]:
    data = [
        m.name
        for m in book.sheets_metadata
        if m.typ == SheetTypeEnum.WorkSheet and m.visible == SheetVisibleEnum.Visible
    ]
    return tuple(data or book.sheet_names)


def _workbook(path: Path) -> CalamineWorkbook:
    head = path.read_bytes()[:8]
    if is_zip(head):
        with checked(path) as archive:
            refuse_giants(archive, path)
    elif head == _OLE and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in path.read_bytes():
        raise _password(path)
    with _understood(path):
        return CalamineWorkbook.from_path(path)


def _password(path: Path) -> InputError:
    return InputError(
        _("{source}: the file has a password. Save it without one and try again.", source=path.name)
    )


def _wrong_sheet(path: Path, sheet: str, sheets: tuple[str, ...]) -> InputError:
    return InputError(
        _(
            "{source}: there is no sheet {sheet!r}; the file has: {names}.",
            source=path.name,
            sheet=sheet,
            names=", ".join(sheets),
        )
    )


def _which_sheet(path: Path, ask: Ask, sheets: tuple[str, ...]) -> InputError:
    return InputError(
        _(
            "{source}: several sheets hold a list ({names}). Say which one is meant.",
            source=path.name,
            names=", ".join(sheets),
        ),
        option=ask.option("--sheet", sheets[0]),
        call=f"sheet={sheets[0]!r}",
    )


EXCEL = Reader("Excel", (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"), _knows, _read, sheet_names)
