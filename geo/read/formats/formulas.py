"""Formulas that were never calculated: a program wrote the workbook, no Excel has opened it since.

Such a cell holds a formula and no result. The parser of workbooks gives it as an empty cell, which
would be told as something that nobody has filled in.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import unescape

from geo.read.formats.archive import BROKEN, checked

__all__ = ["uncalculated"]

_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_BLOCK = 1 << 20  # bytes unpacked at once; no cell of a list is as long
_MOST = 1_000_000  # formulas that are kept, for memory's sake; beyond, such cells are told as empty
_CELL = re.compile(
    rb"<c ([^<>]*)>\s*<f(?:\s[^<>]*)?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_AT = re.compile(rb'(?:^|\s)r="([A-Z]{1,3})([0-9]{1,7})"')
_EMPTY_TEXT = re.compile(rb'(?:^|\s)t="str"')  # calculated, and the result is a text without signs


def uncalculated(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """Return the formulas without a result of one sheet.

    Parameters
    ----------
    path
        A workbook that has been opened already; of a kind other than .xlsx none are found.
    sheet
        Name of the sheet.

    Returns
    -------
    dict
        Number of the row and position of the column -> the formula, ``"=C2*2"``, in the order of
        the sheet.
    """
    if not zipfile.is_zipfile(path):
        return {}
    found: dict[tuple[int, int], str] = {}
    with checked(path) as archive:
        try:
            member = _member_of(archive, sheet)
            for block in _whole_cells(archive, member) if member else ():
                found |= _formulas(block)
                if len(found) > _MOST:
                    break
        except (expat.ExpatError, *BROKEN):
            return {}  # what is wrong with it is said where it is read
    return dict(sorted(found.items()))


def _member_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the file that holds a sheet, empty where there is none."""
    if not {_BOOK, _LINKS} <= set(archive.namelist()):
        return ""
    links: dict[str, str] = {}
    targets: dict[str, str] = {}

    def note_sheet(tag: str, told: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            link = next((v for k, v in told.items() if k.rpartition(":")[2] == "id"), "")
            links[told.get("name", "")] = link

    def note_target(tag: str, told: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            targets[told.get("Id", "")] = told.get("Target", "")

    _walk(archive.read(_BOOK), note_sheet)
    _walk(archive.read(_LINKS), note_target)
    target = targets.get(links.get(sheet, ""), "")
    member = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return member if member in archive.namelist() else ""


def _walk(document: bytes, start: Callable[[str, dict[str, str]], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(document, True)  # noqa: FBT003 - expat takes it by position


def _whole_cells(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """Give a sheet in blocks, none of which ends inside a cell with a formula."""
    tail = b""
    with archive.open(member) as file:
        while block := file.read(_BLOCK):
            whole, end, tail = (tail + block).rpartition(b"</c>")
            yield whole + end
            tail = tail if len(tail) < _BLOCK else b""


def _formulas(block: bytes) -> dict[tuple[int, int], str]:
    found = {}
    for told, formula in _CELL.findall(block) if b"<f" in block else ():
        at = _AT.search(told)
        if at is None or _EMPTY_TEXT.search(told):
            continue
        column = 0
        for letter in at[1]:
            column = column * 26 + letter - 64
        text = unescape(formula.decode("utf-8", "replace"), {"&quot;": '"', "&apos;": "'"})
        found[int(at[2]), column - 1] = f"={text}"
    return found
