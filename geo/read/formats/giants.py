"""Giant sheets: a rectangle of cells that no list fills is refused before anything builds it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers.expat import ExpatError

from geo.errors import InputError
from geo.read.formats.archive import BROKEN
from geo.read.formats.open_document import spans
from geo.words import _

__all__ = ["refuse_giants", "unreadable"]

_MOST_CELLS = 30_000_000
_REFERENCE = re.compile(rb'<c [^>]{0,40}?r="([A-Z]{1,3})([0-9]{1,7})"')


def refuse_giants(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuse a workbook with a sheet whose cells span a giant rectangle.

    Parameters
    ----------
    archive
        The workbook, opened.
    path
        Its file, for messages.

    Raises
    ------
    InputError
        There is such a sheet, or the archive is damaged.
    """
    for sheet in archive.namelist():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", sheet):
            _bound(archive, sheet, path)
    if "content.xml" in archive.namelist():
        _bound_open(archive, path)


def _bound(archive: zipfile.ZipFile, sheet: str, path: Path) -> None:
    rows = columns = 0
    for chunk in _chunks(archive, sheet, path):
        for letters, digits in _REFERENCE.findall(chunk):
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            columns, rows = max(columns, column), max(rows, int(digits))
        _refuse_giant(rows, columns, path)


def _bound_open(archive: zipfile.ZipFile, path: Path) -> None:
    """Do the same for a document of OpenDocument."""
    try:
        with archive.open("content.xml") as content:
            spanned = spans(content)
    except ExpatError:
        return  # what is wrong with it is said where it is read
    except BROKEN as error:
        raise unreadable(path, error) from None
    for rows, columns in spanned:
        _refuse_giant(rows, columns, path)


def _refuse_giant(rows: int, columns: int, path: Path) -> None:
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
        raise unreadable(path, error) from None


def unreadable(path: Path, error: BaseException) -> InputError:
    """Return the refusal of a workbook that is damaged; ``error`` says where."""
    return InputError(
        _(
            "{source}: Excel cells cannot be read ({detail}). Open the file in Excel and save "
            "it as .xlsx again.",
            source=path.name,
            detail=str(error)[:120],
        )
    )
