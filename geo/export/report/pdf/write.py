"""Hand the content to typst as data, with the fonts of this machine.

What none of these has is written as its code, and a sentence at the end says so.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from unicodedata import name

import typst

from geo.draw.paper import Face, carried_face, font_folders, lacking, missing_font, printable
from geo.export.report.closing import addressed, annex_names, annex_number, dated, led, signed
from geo.export.report.content import Block, Document, Figure, Heading, Paragraph, Table
from geo.export.report.form import FORMS, Form, Letter
from geo.export.report.pdf.fonts import families, has_chinese
from geo.words import _

__all__ = ["write"]

_TEMPLATE = "document.typ"
_CHINESE = ("CJK ", "FULLWIDTH ", "IDEOGRAPHIC ")  # how the names of Chinese signs begin
_CARRIED = "DejaVu Sans Mono"  # comes with typst, and with matplotlib as a file
_MOST_CODES = 20
_FIRST, _FIRST_LINES = (
    3,
    6,
)  # the head and two rows begin a table on one page, of so many lines each


def write(content: Document, path: Path) -> None:
    """Write the PDF.

    Raises
    ------
    MissingExtraError
        The document has Chinese in it, and there is no Chinese font.
    """
    known = _fonts()
    names = frozenset(known.families())
    with tempfile.TemporaryDirectory(prefix="xuanzhi-pdf-") as place:
        room = Path(place)
        signs = frozenset("".join(_texts(content)))
        if not has_chinese(names) and any(name(c, "").startswith(_CHINESE) for c in signs):
            raise missing_font()
        missing = lacking(signs, _faces())
        plain = _plain(_told(_printable(content, missing), missing), room, names)
        about = {"name": content.title, "author": content.issuer}  # is not printed
        data = json.dumps(plain | about, ensure_ascii=False)
        (room / "content.json").write_text(data, encoding="utf-8", errors="replace")
        template = files("geo.export.report.pdf").joinpath(_TEMPLATE).read_bytes()
        (room / _TEMPLATE).write_bytes(template)
        typst.compile(
            str(room / _TEMPLATE), output=str(path), root=str(room), font_paths=known, format="pdf"
        )


@cache
def _fonts() -> typst.Fonts:
    """Look through the folders of fonts, once."""
    return typst.Fonts(
        include_system_fonts=False, font_paths=[str(folder) for folder in font_folders()]
    )


@cache
def _faces() -> tuple[Face, ...]:
    """List the files of the fonts that typst has; those without one are parts of typst."""
    known = _fonts()
    files = [Face(font.path, font.index) for font in known.fonts() if font.path]
    return (*files, *([carried_face()] if _CARRIED in known.families() else []))


def _texts(value: object) -> Iterator[str]:
    """Find every text of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _printable(value: Any, missing: frozenset[str]) -> Any:  # noqa: ANN401 - any part of a document
    """Write the missing signs of every text of a document as codes."""
    if isinstance(value, str):
        return printable(value, missing)
    if isinstance(value, tuple):
        return tuple(_printable(one, missing) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{key: _printable(part, missing) for key, part in parts.items()})
    return value


def _told(content: Document, missing: frozenset[str]) -> Document:
    """Say before the last paragraph which signs stand as codes, if any do."""
    if not missing:
        return content
    codes = [f"U+{ord(c):04X}" for c in sorted(missing)]
    said = _(
        "Some names hold signs that no font has on the machine that made this file. They stand as "
        "codes in square brackets: {codes}.",
        codes=_(", ").join(codes[:_MOST_CODES]) + (" …" if len(codes) > _MOST_CODES else ""),
    )
    *before, last = content.blocks
    return replace(content, blocks=(*before, Paragraph(said), last))


def _plain(content: Document, room: Path, names: frozenset[str]) -> dict[str, Any]:
    """Write the document as plain values; pictures go into files beside them."""
    form = FORMS[content.language]
    count = iter(range(10_000))

    def blocks(some: tuple[Block, ...]) -> list[dict[str, Any]]:
        return [_block(block, room, next(count)) for block in some]

    return {
        "language": content.language,
        "title": content.title,
        "mark": content.mark,
        "recipient": addressed(content),
        "form": _form(form, names),
        "blocks": blocks(content.blocks),
        "annexes": annex_names(content),
        "signed": signed(content),
        "dated": dated(content),
        "added": [
            {
                "number": annex_number(n),
                "title": a.title,
                "blocks": blocks(a.blocks),
                "large": a.is_large,
            }
            for n, a in enumerate(content.annexes, 1)
        ],
    }


def _block(block: Block, room: Path, number: int) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", **asdict(block)}
    if isinstance(block, Paragraph):
        kind = {"kind": "paragraph", "warning": block.is_warning}
        return {**kind, "text": block.text, "lead": led(block)}
    if isinstance(block, Table):
        return {
            "kind": "table",
            "caption": block.caption,
            "heads": block.heads,
            "rows": block.rows,
            "widths": block.widths,
            "numbers": sorted(block.numbers),
            "apart": sorted(block.set_off),
            "short": block.is_short,
            "tall": sorted(block.tall),
            "first": sum(min(n, _FIRST_LINES) for n in block.lines[:_FIRST]),
        }
    assert isinstance(block, Figure)
    file = f"figure-{number}.png"
    (room / file).write_bytes(block.png)
    return {"kind": "figure", "caption": block.caption, "file": file, "width": block.width_mm}


def _form(form: Form, names: frozenset[str]) -> dict[str, Any]:
    """Write the form with the fonts that there are in place of those wished for."""
    letters = {k: _letter(v, names) for k, v in vars(form).items() if isinstance(v, Letter)}
    margins = {"margins": form.margins_mm, "large_margins": form.large_margins_mm}
    return {**margins, "numbered": form.numbered_page, **letters}


def _letter(letter: Letter, names: frozenset[str]) -> dict[str, Any]:
    pitch = letter.pitch_pt or 1.4 * letter.size_pt
    fonts = families(letter, names)
    return {"fonts": fonts, "size": letter.size_pt, "pitch": pitch, "bold": letter.is_bold}
