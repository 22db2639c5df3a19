"""Files that are no list, whatever their name says: told by their first bytes, with a way out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from geo.errors import InputError
from geo.read.formats.archive import is_zip, member_names
from geo.words import N_, _

__all__ = ["refuse_mistaken"]

_TABLE = N_("Ask for the table it was made from and save that as .xlsx or CSV.")
_COPY = N_("Copy its table into Excel and save it as .xlsx.")
_EXPORT = N_("Export the table in it as .xlsx or CSV.")
_UNPACK = N_("Unpack it and choose the list inside.")
_PDF, _PICTURE = (N_("a PDF document"), _TABLE), (N_("a picture"), _TABLE)
_WORD, _SLIDES = (N_("a Word document"), _COPY), (N_("a presentation"), _COPY)
_BASE, _PACKED = (N_("a database"), _EXPORT), (N_("a packed archive"), _UNPACK)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = {
    b"%PDF-": _PDF,
    b"\x89PNG\r\n": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF87a": _PICTURE,
    b"GIF89a": _PICTURE,
    b"II*\x00": _PICTURE,
    b"MM\x00*": _PICTURE,
    b"{\\rtf": _WORD,
    b"\x00\x01\x00\x00Standard Jet DB": _BASE,
    b"\x00\x01\x00\x00Standard ACE DB": _BASE,
    b"Rar!\x1a\x07": _PACKED,
    b"7z\xbc\xaf\x27\x1c": _PACKED,
    b"\x1f\x8b\x08": _PACKED,
}
_PATTERNS = {
    rb"BM.{4}\x00{4}": _PICTURE,
    rb"RIFF.{4}WEBP": _PICTURE,
    rb".{4}ftyp(?:hei|mif|avif)": _PICTURE,
}
# Rooms of an Office archive, and streams of an old Office file.
_ROOMS = {"word/": _WORD, "ppt/": _SLIDES}
_STREAMS = {"WordDocument": _WORD, "PowerPoint Document": _SLIDES}
_BOOKS = ("Workbook", "Book", "EncryptedPackage")
_WEB = (b"<html", b"<!doctype html", b"<table", b"<meta", b"mime-version:")


def refuse_mistaken(head: bytes, path: Path) -> None:
    """Refuse a file that is another thing than a list, and say what it is.

    Parameters
    ----------
    head
        Its first 4,096 bytes.
    path
        The file; its name plays no part.

    Raises
    ------
    InputError
        It is a document, a picture, a presentation, a web page, a database or an archive of
        another kind.
    """
    if _plain(head).startswith(_WEB):
        raise InputError(
            _(
                "{source}: this is a web page under the name of a table. Open it in Excel and "
                "save it as .xlsx.",
                source=path.name,
            )
        )
    for look in _LOOKS:
        if (found := look(head, path)) is not None:
            what, remedy = found
            raise InputError(
                _(
                    "{source}: by its content this is {what}, not a list. {remedy}",
                    source=path.name,
                    what=_(what),
                    remedy=_(remedy),
                )
            )


def _plain(head: bytes) -> bytes:
    """Return the first signs in small letters, of UTF-16 too."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            head = head[2:].decode(name, "ignore").encode()
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()


def _by_start(head: bytes, path: Path) -> tuple[str, str] | None:
    del path
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n") if b"%PDF-" in head[:1024] else head
    for start, kind in _STARTS.items():
        if bare.startswith(start):
            return kind
    for pattern, kind in _PATTERNS.items():
        if re.match(pattern, head, re.DOTALL):
            return kind
    return None


def _by_room(head: bytes, path: Path) -> tuple[str, str] | None:
    """Tell what an archive holds: a document of Office or OpenDocument."""
    if not is_zip(head):
        return None
    for part, kind in ((b"text", _WORD), (b"presentation", _SLIDES)):
        if b"mimetypeapplication/vnd.oasis.opendocument." + part in head[:200]:
            return kind
    names = member_names(path)
    return next((k for room, k in _ROOMS.items() if any(n.startswith(room) for n in names)), None)


def _by_stream(head: bytes, path: Path) -> tuple[str, str] | None:
    """Tell what an old Office file holds: the names of its streams are in UTF-16."""
    if not head.startswith(_OLE):
        return None
    data = path.read_bytes()
    if any(name.encode("utf-16-le") + b"\x00\x00" in data for name in _BOOKS):
        return None
    return next((k for s, k in _STREAMS.items() if s.encode("utf-16-le") in data), None)


_LOOKS: tuple[Callable[[bytes, Path], tuple[str, str] | None], ...] = (
    _by_start,
    _by_room,
    _by_stream,
)
