"""Styles of the Word file: every one names its Latin and its Chinese font."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from geo.export.report.form import ALTERNATIVES, Form, Letter

__all__ = ["CAPTION", "CELL", "LEAD", "MARK", "PAGES_MM", "WARNING", "set_page", "set_styles"]

CAPTION, CELL, MARK, WARNING, LEAD = "Caption", "Cell", "Mark", "Warning", "Lead"

PAGES_MM = {False: (210.0, 297.0), True: (420.0, 297.0)}
"""Width and height of a sheet, and of a large one."""

_BLACK = RGBColor(0, 0, 0)
_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def set_page(section: Any, form: Form, *, is_large: bool = False) -> None:  # noqa: ANN401 - python-docx names no public type here
    """Set paper and margins: A4 upright, or A3 across."""
    width_mm, height_mm = PAGES_MM[is_large]
    section.page_width, section.page_height = Mm(width_mm), Mm(height_mm)
    section.orientation = WD_ORIENT.LANDSCAPE if is_large else WD_ORIENT.PORTRAIT
    sides = form.large_margins_mm if is_large else form.margins_mm
    top, bottom, left, right = map(Mm, sides)
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.header_distance, section.footer_distance = Mm(15), Mm(sides[1] - 10)


def set_styles(document: Any, form: Form) -> None:  # noqa: ANN401 - the same
    """Set every style that is used, and what stands for a font that is missing."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - used once

    styles = document.styles
    for name in (CELL, MARK, WARNING):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    styles.add_style(LEAD, WD_STYLE_TYPE.CHARACTER)
    _set_letter(styles["Normal"], form.body)
    _set_letter(styles[LEAD], form.heading3)
    wanted = (
        ("Title", form.title, WD_ALIGN_PARAGRAPH.CENTER),
        ("Heading 1", form.heading1, WD_ALIGN_PARAGRAPH.LEFT),
        ("Heading 2", form.heading2, WD_ALIGN_PARAGRAPH.LEFT),
        ("Heading 3", form.heading3, WD_ALIGN_PARAGRAPH.LEFT),
        (CAPTION, form.caption, WD_ALIGN_PARAGRAPH.CENTER),
        (CELL, form.cell, WD_ALIGN_PARAGRAPH.LEFT),
        (MARK, form.mark, WD_ALIGN_PARAGRAPH.LEFT),
        (WARNING, form.mark, WD_ALIGN_PARAGRAPH.JUSTIFY),
        ("Body Text", form.body, WD_ALIGN_PARAGRAPH.JUSTIFY),
    )
    for name, letter, side in wanted:
        _set_letter(styles[name], letter)
        _set_lines(styles[name], letter, side)
    _set_body(styles["Body Text"], form)
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        _set_heading(styles[name], form)
    _set_language(styles)
    _set_alternatives(document)


def _set_letter(style: Any, letter: Letter) -> None:  # noqa: ANN401 - the same
    font = style.font
    font.size, font.bold, font.italic = Pt(letter.size_pt), letter.is_bold, False
    font.color.rgb = _BLACK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in _THEME:  # a theme's font would win over the one that is named
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for place, name in (
        ("ascii", letter.latin),
        ("hAnsi", letter.latin),
        ("cs", letter.latin),
        ("eastAsia", letter.chinese),
    ):
        fonts.set(qn(f"w:{place}"), name)


def _set_lines(style: Any, letter: Letter, side: Any) -> None:  # noqa: ANN401 - the same
    lines = style.paragraph_format
    lines.alignment = side
    lines.space_before = lines.space_after = Pt(0)
    lines.widow_control = True
    if letter.pitch_pt:
        lines.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        lines.line_spacing = Pt(letter.pitch_pt)
    border = style.element.pPr.find(qn("w:pBdr"))  # the line under a title of Word's own
    if border is not None:
        style.element.pPr.remove(border)


def _set_body(style: Any, form: Form) -> None:  # noqa: ANN401 - the same
    """Set the first line in by whole characters; without characters, set paragraphs apart."""
    if form.indent_chars:
        indent = style.element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), str(100 * form.indent_chars))
        indent.set(qn("w:firstLine"), str(round(20 * form.indent_chars * form.body.size_pt)))
    else:
        style.paragraph_format.space_after = Pt(form.body.size_pt / 2)


def _set_heading(style: Any, form: Form) -> None:  # noqa: ANN401 - the same
    style.paragraph_format.keep_with_next = True
    if form.indent_chars:
        _set_body(style, form)
    else:
        style.paragraph_format.space_before = Pt(form.body.size_pt)
        style.paragraph_format.space_after = Pt(form.body.size_pt / 3)


def _set_language(styles: Any) -> None:  # noqa: ANN401 - the same
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), "en-GB")
    lang.set(qn("w:eastAsia"), "zh-CN")
    letters = styles["Normal"].element.get_or_add_rPr()
    letters.append(lang)


def _set_alternatives(document: Any) -> None:  # noqa: ANN401 - the same
    """Write into the table of fonts what stands for one that is missing."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - used once
    from docx.oxml import parse_xml  # noqa: PLC0415 - used once
    from lxml import etree  # noqa: PLC0415 - comes with python-docx

    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(part.blob)
    for name, others in ALTERNATIVES.items():
        font = OxmlElement("w:font")
        font.set(qn("w:name"), name)
        other = OxmlElement("w:altName")
        other.set(qn("w:val"), others)
        font.append(other)
        for known in table.findall(qn("w:font")):
            if known.get(qn("w:name")) == name:
                table.remove(known)
        table.append(font)
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 - python-docx gives no other way
