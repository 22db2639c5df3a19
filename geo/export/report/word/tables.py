"""Tables that do not tear: rows stay whole, heads are repeated on every page.

A table is written as one piece of XML: asking python-docx for a cell at a time takes as long as
everything else together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from geo.export.report.content import Table
from geo.export.report.word.styles import CAPTION, CELL

__all__ = ["add_table", "drop_gap"]

_TWIPS = 56.6929  # in a millimetre
_INDENT_MM = 1.2  # of a cell, left and right
_AFTER_PT = 14  # below a table
_TOGETHER = 2  # rows after the head that are not left alone at the foot of a page; nor the last one

_PROPERTIES = """
<w:tblPr>
  <w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>
  <w:tblBorders>
    <w:top w:val="single" w:sz="10" w:space="0" w:color="444444"/>
    <w:bottom w:val="single" w:sz="10" w:space="0" w:color="444444"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="999999"/>
  </w:tblBorders>
  <w:tblLayout w:type="fixed"/>
  <w:tblCellMar>
    <w:top w:w="30" w:type="dxa"/><w:left w:w="{edge}" w:type="dxa"/>
    <w:bottom w:w="30" w:type="dxa"/><w:right w:w="{edge}" w:type="dxa"/>
  </w:tblCellMar>
</w:tblPr>"""
_WHOLE = "<w:cantSplit/>"
_HEAD = "<w:tblHeader/>"
_GAP = '<w:ind w:left="140"/>'
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>'


def add_table(document: Any, table: Table, width_mm: float) -> None:  # noqa: ANN401 - python-docx names no public type here
    """Add a table under its caption."""
    caption = document.add_paragraph(table.caption, style=CAPTION)
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(6)
    caption.paragraph_format.space_after = Pt(2)
    style = document.styles[CELL].style_id
    document.element.body.insert(-1, parse_xml(_xml(table, width_mm, style)))
    after = document.add_paragraph(style=CELL).paragraph_format
    after.space_after, after.line_spacing = Pt(_AFTER_PT), Pt(1)


def drop_gap(document: Any) -> None:  # noqa: ANN401 - python-docx names no public type here
    """Take away what keeps the last table from the text below: what follows begins a page.

    A line of its own, however low, would fill a page alone where the table ends with the page.
    """
    last = document.paragraphs[-1]._p  # noqa: SLF001 - python-docx gives no other way
    before = last.getprevious()
    if before is not None and before.tag == qn("w:tbl") and last.getnext().tag == qn("w:sectPr"):
        last.getparent().remove(last)


def _xml(table: Table, width_mm: float, style: str) -> str:
    """Write the whole table; the last element of a body is its section, so it goes before that."""
    share = width_mm * _TWIPS / sum(table.widths)
    widths = [round(w * share) for w in table.widths]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    properties = _PROPERTIES.format(width=sum(widths), edge=round(_INDENT_MM * _TWIPS))
    row = _Row(table, widths, style)
    rows = [row.xml(table.heads, is_head=True, stays=True)]
    whole, last = set(range(len(table.rows))) - table.tall, len(table.rows) - 1
    kept = {k for k in whole if k < last and (table.is_short or k < _TOGETHER or k == last - 1)}
    rows += [
        row.xml(cells, stays=k in kept, breaks=k not in whole) for k, cells in enumerate(table.rows)
    ]
    body = f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}"
    return f"<w:tbl {nsdecls('w')}>{properties}{body}</w:tbl>"


class _Row:
    """Writes the rows of one table."""

    def __init__(self, table: Table, widths: Sequence[int], style: str) -> None:
        self.numbers, self.widths, self.style = table.numbers, widths, style
        self.set_off = table.set_off

    def xml(
        self,
        cells: Sequence[str],
        *,
        is_head: bool = False,
        stays: bool = False,
        breaks: bool = False,
    ) -> str:
        """Write a row that is not parted between two pages, unless it ``breaks``.

        One that ``stays`` is on the page of the row that follows.
        """
        written = "".join(
            self._cell(k, text, is_head=is_head, stays=stays) for k, text in enumerate(cells)
        )
        flags = _WHOLE * (not breaks) + _HEAD * is_head
        return f"<w:tr><w:trPr>{flags}</w:trPr>{written}</w:tr>"

    def _cell(self, k: int, text: str, *, is_head: bool, stays: bool) -> str:
        side = _GAP if k in self.set_off else ""
        side += '<w:jc w:val="right"/>' if k in self.numbers else ""
        lines = f'<w:pStyle w:val="{self.style}"/>{"<w:keepNext/>" * stays}{side}'
        bold = "<w:rPr><w:b/></w:rPr>" * is_head
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{self.widths[k]}" w:type="dxa"/>{_SHADE * is_head}</w:tcPr>'
            f"<w:p><w:pPr>{lines}</w:pPr>"
            f'<w:r>{bold}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
        )
