"""Text: bytes of unknown encoding as characters."""

from __future__ import annotations

import codecs
from pathlib import Path

from geo.errors import InputError
from geo.words import _

__all__ = ["decode", "looks_like_text", "plain_encoding"]

_LARGE = 1 << 22  # bytes from which on compiled loops are worth loading

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def plain_encoding(data: bytes) -> str:
    """Say which encoding a large file is in; nothing if it is not plain.

    UTF-16 is not plain, nor is a file with a mark of its own, one that is cut off inside a sign, or
    one too small for it to matter.
    """
    head = data[: 1 << 16]
    if len(data) < _LARGE or data.startswith(tuple(b for b, _n in _BOMS)):
        return ""
    if _utf16(head[:4096]) or _controls(head) > 0:
        return ""
    # A failed decoding takes as long as one that succeeds: mostly the head alone can tell.
    if not _is_utf8(head):
        return "gb18030"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "" if error.start >= len(data) - 4 else "gb18030"
    return "utf-8"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 4  # cut off in its last character
    return True


def decode(data: bytes, path: Path) -> str:
    """Return the text of a file: UTF-8 or UTF-16 with or without a byte order mark, else GB18030.

    Raises
    ------
    InputError
        The bytes are no text in any of these.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], name, path)
    if name := _utf16(data[:4096]):
        return _strict(data, name, path)
    if _controls(data[: 1 << 16]) > 0:
        raise _not_text(path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file cut off in the middle of its last character is UTF-8 all the same.
        if (
            error.start > 0
            and error.start >= len(data) - 4
            and error.reason == "unexpected end of data"
        ):
            return data[: error.start].decode("utf-8")
    return _strict(data, "gb18030", path)


def looks_like_text(head: bytes) -> bool:
    """Say whether the first bytes of a file may be text."""
    if head.startswith(tuple(bom for bom, _name in _BOMS)) or _utf16(head):
        return True
    return bool(head.strip()) and _controls(head) == 0


def _strict(data: bytes, name: str, path: Path) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            _(
                "{source}: row {row} is not text in UTF-8, GB18030 or UTF-16. "
                "Open the file in Excel or an editor and save it as UTF-8.",
                source=path.name,
                row=line,
            )
        ) from None


def _utf16(head: bytes) -> str:
    """Tell UTF-16 without a mark by its zero bytes: headings have ASCII commas or line ends."""
    if len(head) < 8:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    few = max(2, len(head) // 50)
    if odd >= few and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even >= few and odd == 0 else ""


def _controls(head: bytes) -> int:
    """Count bytes that no text holds."""
    return len(head) - len(
        head.translate(None, bytes(b for b in range(32) if b not in (9, 10, 12, 13, 26, 27)))
    )


def _not_text(path: Path) -> InputError:
    return InputError(
        _(
            "{source}: this is not a text file. Save the list as .xlsx or as CSV and try again.",
            source=path.name,
        )
    )
