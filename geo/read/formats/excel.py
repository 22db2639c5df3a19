"""Excel, new and old: sheet choice, title rows, merged cells; bounded before anything is built."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote
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
from geo.read.formats.archive import BROKEN, checked, is_zip, member_names
from geo.read.formats.base import Ask, Raw, Reader, unique_headings
from geo.words import _

__all__ = ["EXCEL", "is_workbook", "sheet_names"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 40  # rows searched for the row of headings
_MOST_CELLS = 30_000_000
_CELL = 1 << 20  # characters one cell may have
_REFERENCE = re.compile(rb'<c [^>]{0,40}?r="([A-Z]{1,3})([0-9]{1,7})"')


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
        read = {name: _cells(_sheet(book, name, path), path) for name in wanted}
    filled = {
        name: (cells, first) for name, (cells, first) in read.items() if any(map(_is_filled, cells))
    }
    if not filled:
        raise InputError(_("{source}: the file is empty.", source=path.name))
    # A sheet of instructions or word lists beside the list is not the list.
    listed = {n: r for n, r in filled.items() if any(ask.is_heading(row) for row in r[0][:_HEAD])}
    if len(listed) > 1:
        raise _which_sheet(path, tuple(listed))
    if not listed and len(filled) > 1:
        raise _which_sheet(path, tuple(filled))
    name, (cells, first) = next(iter((listed or filled).items()))
    return _raw(cells, first, ask, part=name if len(sheets) > 1 else "")


def _raw(cells: list[list[Any]], first: int, ask: Ask, *, part: str) -> Raw:
    filled = [k for k, row in enumerate(cells) if _is_filled(row)]
    top = next((k for k in filled[:_HEAD] if ask.is_heading(cells[k])), filled[0])
    width = max(
        (k + 1 for row in cells for k in range(len(row) - 1, -1, -1) if row[k] not in ("", None)),
        default=0,
    )
    head = (cells[top] + [""] * width)[:width]
    body = [k for k in filled if k > top]
    table = pd.DataFrame(
        [(cells[k] + [""] * width)[:width] for k in body],
        columns=unique_headings(head),
        dtype=object,
    )
    return Raw(table, np.array(body, np.int64) + first, part=part)


def _sheet(book: CalamineWorkbook, name: str, path: Path) -> CalamineSheet:
    try:
        return book.get_sheet_by_name(name)
    except CalamineError as error:
        raise _unreadable(path, error) from None


def _cells(sheet: CalamineSheet, path: Path) -> tuple[list[list[Any]], int]:
    """Return the rows of a sheet and the Excel number of the first; merged cells are filled."""
    if sheet.start is None:
        return [], 1
    try:
        rows = sheet.to_python(skip_empty_area=True)
    except (CalamineError, ValueError, OverflowError) as error:
        raise _unreadable(path, error) from None
    top, left = sheet.start
    for (r0, c0), (r1, c1) in sheet.merged_cell_ranges or ():
        _fill(rows, r0 - top, c0 - left, r1 - top, c1 - left)
    for k, row in enumerate(rows):
        if any(isinstance(c, str) and len(c) > _CELL for c in row):
            raise InputError(
                _(
                    "{source}: row {row} has a cell of more than {most:,} characters. Correct "
                    "that row.",
                    source=path.name,
                    row=top + k + 1,
                    most=_CELL,
                )
            )
    return rows, top + 1


def _fill(rows: list[list[Any]], r0: int, c0: int, r1: int, c1: int) -> None:
    """Give a cell merged downwards its value in every row; a title merged across stays one cell."""
    if c1 > c0 and r1 == r0:
        return
    if not (0 <= r0 < len(rows) and 0 <= c0 < len(rows[r0])):
        return
    for row in rows[r0 + 1 : min(r1 + 1, len(rows))]:
        if c0 < len(row) and row[c0] in ("", None) and any(v not in ("", None) for v in row):
            row[c0] = rows[r0][c0]


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
            for sheet in (
                n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n)
            ):
                _bound(archive, sheet, path)
    elif head == _OLE and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in path.read_bytes():
        raise _password(path)
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise _password(path) from None
    except (CalamineError, ZipError, XmlError, OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _bound(archive: zipfile.ZipFile, sheet: str, path: Path) -> None:
    """Refuse a sheet whose cells span a giant rectangle, before anything builds that rectangle."""
    rows = columns = 0
    for chunk in _chunks(archive, sheet, path):
        for letters, digits in _REFERENCE.findall(chunk):
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            columns, rows = max(columns, column), max(rows, int(digits))
        if rows * columns > _MOST_CELLS:
            raise InputError(
                _(
                    "{source}: the sheet spans {rows:,} rows and {columns:,} columns, more "
                    "than any list needs. "
                    "Delete the empty rows and columns, or save it as CSV.",
                    source=path.name,
                    rows=rows,
                    columns=columns,
                )
            )


def _chunks(archive: zipfile.ZipFile, member: str, path: Path) -> Iterator[bytes]:
    tail = b""
    try:
        with archive.open(member) as file:
            while chunk := file.read(1 << 20):
                yield tail + chunk
                tail = chunk[-64:]
    except BROKEN as error:
        raise _unreadable(path, error) from None


def _password(path: Path) -> InputError:
    return InputError(
        _("{source}: the file has a password. Save it without one and try again.", source=path.name)
    )


def _unreadable(path: Path, error: Exception) -> InputError:
    return InputError(
        _(
            "{source}: Excel cells cannot be read ({detail}). Open the file in Excel and save "
            "it as .xlsx again.",
            source=path.name,
            detail=str(error)[:120],
        )
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


def _which_sheet(path: Path, sheets: tuple[str, ...]) -> InputError:
    return InputError(
        _(
            "{source}: several sheets hold a list ({names}). Say which one is meant.",
            source=path.name,
            names=", ".join(sheets),
        ),
        option=f"--sheet {quote(sheets[0])}",
        call=f"sheet={sheets[0]!r}",
    )


EXCEL = Reader("Excel", (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"), _knows, _read)
