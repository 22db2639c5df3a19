"""Hand the content to typst as data, with the fonts of this machine."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from geo.draw.paper import font_folders, missing_font
from geo.export.report.closing import addressed, annex_names, annex_number, dated, led, signed
from geo.export.report.content import Block, Document, Figure, Heading, Paragraph, Table
from geo.export.report.form import FORMS, Form, Letter
from geo.export.report.pdf.fonts import families, has_chinese

__all__ = ["write"]

_TEMPLATE = "document.typ"
_CHINESE = 0x2E80  # from here on stand Chinese characters and their marks


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
        data = json.dumps(_plain(content, room, names), ensure_ascii=False)
        if not has_chinese(names) and any(ord(c) >= _CHINESE for c in data):
            raise missing_font()
        (room / "content.json").write_text(data, encoding="utf-8")
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


def _plain(content: Document, room: Path, names: frozenset[str]) -> dict[str, Any]:
    """Write the document as plain values; pictures go into files beside them."""
    form = FORMS[content.language]
    count = iter(range(10_000))

    def blocks(some: tuple[Block, ...]) -> list[dict[str, Any]]:
        return [_block(block, room, next(count)) for block in some]

    return {
        "language": content.language,
        "title": content.title,
        "author": content.issuer,
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
