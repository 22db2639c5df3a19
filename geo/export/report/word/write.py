"""Put the document on paper, block by block."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from geo.export.report.closing import addressed, annex_names, annex_number, dated, led, signed
from geo.export.report.content import Annex, Block, Document, Figure, Heading, Paragraph, Table
from geo.export.report.form import FORMS, Form, Letter
from geo.export.report.word.styles import (
    CAPTION,
    LEAD,
    MARK,
    PAGES_MM,
    WARNING,
    set_page,
    set_styles,
)
from geo.export.report.word.tables import add_table, drop_gap

__all__ = ["write"]


def write(content: Document, path: Path) -> None:
    """Write the Word file."""
    form = FORMS[content.language]
    document = docx.Document()
    set_styles(document, form)
    section = document.sections[0]
    set_page(section, form)
    _number_pages(document, section, form)
    document.core_properties.title = content.title
    document.core_properties.author = content.issuer
    document.core_properties.comments = content.mark
    writer = _Writer(document, form)
    writer.head(content)
    writer.blocks(content.blocks)
    writer.close(content)
    for n, annex in enumerate(content.annexes, 1):
        writer.annex(annex, n)
    whole = io.BytesIO()  # a zip file that cannot be finished would complain once more when it ends
    document.save(whole)
    path.write_bytes(whole.getvalue())


class _Writer:
    """Adds blocks to the end of a Word document."""

    def __init__(self, document: Any, form: Form) -> None:  # noqa: ANN401 - python-docx names no public type here
        self.document, self.form, self.is_large = document, form, False

    @property
    def width_mm(self) -> float:
        """Millimetres between the margins of the page that is written on."""
        _top, _bottom, *sides = (
            self.form.large_margins_mm if self.is_large else self.form.margins_mm
        )
        return PAGES_MM[self.is_large][0] - sum(sides)

    def head(self, content: Document) -> None:
        """Write the mark, the title and whom it is sent to."""
        self.document.add_paragraph(content.mark, style=MARK)
        self._title(content.title)
        if to := addressed(content):
            paragraph = self.document.add_paragraph(style="Body Text")
            paragraph.add_run(to)
            _no_indent(paragraph)

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        """Write the blocks one after another."""
        for block in blocks:
            if isinstance(block, Heading):
                self.document.add_heading(block.text, block.level)
            elif isinstance(block, Paragraph):
                self._paragraph(block)
            elif isinstance(block, Table):
                add_table(self.document, block, self.width_mm)
            else:
                self._figure(block)

    def close(self, content: Document) -> None:
        """Name the annexes; leave room for name and seal above the day."""
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        for line in ("", *annex_names(content), ""):
            paragraph = self.document.add_paragraph(line, style="Body Text")
            paragraph.paragraph_format.keep_with_next = True
        for line in (signed(content), dated(content)):
            paragraph = self.document.add_paragraph(line, style="Body Text")
            paragraph.paragraph_format.keep_with_next = line != dated(content)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(4 * self.form.body.size_pt)
            _no_indent(paragraph)

    def annex(self, annex: Annex, number: int) -> None:
        """Write an annex on a page of its own."""
        drop_gap(self.document)
        if turns := annex.is_large != self.is_large:
            section = self.document.add_section(WD_SECTION.NEW_PAGE)
            # The break stands in a paragraph of its own, which needs no line.
            self.document.paragraphs[-1].paragraph_format.line_spacing = Pt(1)
            set_page(section, self.form, is_large=annex.is_large)
            self.is_large = annex.is_large
        paragraph = self.document.add_paragraph(annex_number(number), style=MARK)
        paragraph.paragraph_format.page_break_before = not turns
        paragraph.paragraph_format.keep_with_next = True
        self._title(annex.title)
        self.blocks(annex.blocks)

    def _title(self, title: str) -> None:
        paragraph = self.document.add_paragraph(title, style="Title")
        room = Pt(0 if self.is_large else self.form.body.pitch_pt)  # the map wants the sheet
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = room
        paragraph.paragraph_format.keep_with_next = True

    def _paragraph(self, block: Paragraph) -> None:
        if block.is_warning:
            _box(self.document.add_paragraph(block.text, style=WARNING))
            return
        paragraph = self.document.add_paragraph(style="Body Text")
        if lead := led(block):
            paragraph.add_run(lead, style=LEAD)
        paragraph.add_run(block.text)

    def _figure(self, block: Figure) -> None:
        holder = self.document.add_paragraph()
        holder.alignment = WD_ALIGN_PARAGRAPH.CENTER
        spacing = holder.paragraph_format
        # A line of exact height would cut the picture off.
        spacing.line_spacing_rule = WD_LINE_SPACING.SINGLE
        spacing.keep_with_next, spacing.space_before = True, Pt(6)
        width = Mm(min(block.width_mm, self.width_mm))
        shape = holder.add_run().add_picture(io.BytesIO(block.png), width=width)
        inline = shape._inline  # noqa: SLF001 - python-docx gives no other way
        inline.docPr.set("descr", block.caption)
        for side in ("distT", "distB", "distL", "distR"):  # unsaid, LibreOffice keeps 3 mm free
            inline.set(side, "0")
        caption = self.document.add_paragraph(block.caption, style=CAPTION)
        caption.paragraph_format.space_after = Pt(self.form.caption.pitch_pt / 2)


def _no_indent(paragraph: Any) -> None:  # noqa: ANN401 - the same
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001 - python-docx gives no other way
    indent.set(qn("w:firstLineChars"), "0")
    indent.set(qn("w:firstLine"), "0")


def _box(paragraph: Any) -> None:  # noqa: ANN401 - the same
    """Draw a box around what must not be overlooked."""
    box = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "4"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        box.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - python-docx gives no other way
        box, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )
    paragraph.paragraph_format.space_after = Pt(8)


def _number_pages(document: Any, section: Any, form: Form) -> None:  # noqa: ANN401 - the same
    """Put the number of the page to the right on odd pages, to the left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    right, left = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
    for footer, side in ((section.footer, right), (section.even_page_footer, left)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        edge = Pt(form.page.size_pt)
        paragraph.paragraph_format.right_indent = edge if side == right else None
        paragraph.paragraph_format.left_indent = edge if side == left else None
        before, after = form.numbered_page
        for text, is_field in ((before, False), ("PAGE", True), (after, False)):
            run = paragraph.add_run("" if is_field else text)
            _set_run(run, form.page)
            if is_field:
                _field(run, text)


def _set_run(run: Any, letter: Letter) -> None:  # noqa: ANN401 - the same
    run.font.size, run.font.name = Pt(letter.size_pt), letter.latin
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), letter.chinese)  # noqa: SLF001


def _field(run: Any, name: str) -> None:  # noqa: ANN401 - the same
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        if kind:
            piece = OxmlElement("w:fldChar")
            piece.set(qn("w:fldCharType"), kind)
        else:
            piece = OxmlElement("w:instrText")
            piece.set(qn("xml:space"), "preserve")
            piece.text = text
        run._r.append(piece)  # noqa: SLF001
