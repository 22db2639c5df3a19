"""A workbook being written: the summary, lists, sheets of totals, notes; a text stays a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

import pandas as pd

from geo.core import Proposal
from geo.export.figures import named, settings
from geo.export.tables import said
from geo.export.workbook.headline import Headline, headlines
from geo.export.workbook.looks import FORMATS, columns, look_of, looks_of_heads, places, width
from geo.export.workbook.reckoned import Live, Reckoned
from geo.export.workbook.totals import Total
from geo.export.workbook.ways import Ways
from geo.words import _

__all__ = ["Book"]

_LONGEST = 32_767  # characters an Excel cell can hold
_SAMPLE = 200  # rows looked at to find the width of a column
_LABEL, _VALUE = 34, 30  # places of letters in the first and the other columns of the summary
_SENTENCE, _ROW_PT = 110, 15.0  # places of letters over the four columns of the summary; a line
_NOTE = 92  # places of letters on a line of the notes, in a wider font than ours, too
_BIG_PT, _A4 = 27.0, 9  # a line of large figures; Excel's number of the paper


class Book:
    """A workbook and the few looks its cells have."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter ships no types
        self.book = book
        top = {"valign": "top", "font_name": "Microsoft YaHei", "font_size": 10}
        self.looks = {name: book.add_format(top | look) for name, look in FORMATS.items()}

    def _sheet(self, name: str) -> Any:  # noqa: ANN401 - xlsxwriter ships no types
        """Begin a sheet that is printed as it is seen: A4 across, as wide as one page."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def summary(
        self, proposal: Proposal, ways: Ways, further: Iterable[str], totals: Sequence[Total]
    ) -> None:
        """Write title, three big numbers, settings, other ways, what else is said, the notes."""
        sheet = self._sheet(_("Summary"))
        sheet.fit_to_pages(1, 1)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, _LABEL)
        sheet.set_column(1, 4, _VALUE)
        self._cell(sheet, 0, 0, named(proposal.study), "title")
        row = 2
        for figure in headlines(proposal, totals):
            self._figure(sheet, row, figure)
            row += 1
        row = self._settings(sheet, row + 1, settings(proposal), {t.label: t for t in totals})
        if ways.rows:
            row = self._ways(sheet, row + 1, ways)
        for said_ in further:
            row += 1
            self._sentence(sheet, row, said_, "wrap")
        for k, note in enumerate(proposal.notes):
            self._sentence(sheet, row + 1 + k, note, "warn")

    def _figure(self, sheet: Any, row: int, figure: Headline) -> None:  # noqa: ANN401
        sheet.set_row(row, _BIG_PT)
        self._line(sheet, row, (figure.label, figure.value, figure.detail), ["text", "big", "text"])

    def _ways(self, sheet: Any, row: int, ways: Ways) -> int:  # noqa: ANN401
        """Write the ways of choosing from a row on; return the last row."""
        self._line(sheet, row, ways.heads, looks_of_heads(ways.looks))
        for k, line in enumerate(ways.at(row + 2), 1):
            sheet.set_row(row + k, _ROW_PT * ceil(columns(str(line[0])) / _LABEL))
            self._line(sheet, row + k, line, ways.looks)
        return row + len(ways.rows) + 1

    def _sentence(self, sheet: Any, row: int, text: str, look: str) -> None:  # noqa: ANN401
        """Write a sentence over four columns; a merged row never grows by itself."""
        sheet.set_row(row, _ROW_PT * ceil(places(text) / _SENTENCE))
        sheet.merge_range(row, 0, row, 3, "", self.looks[look])
        self._cell(sheet, row, 0, text, look)

    def table(self, title: str, table: pd.DataFrame, heads: list[str]) -> None:
        """Write a table with a head that stays, filters, and columns as wide as their texts."""
        looks = [look_of(column) for column in table]
        sheet = self._listed(title, heads, looks, table.to_numpy(dtype=object).tolist())
        if len(table):
            sheet.autofilter(0, 0, len(table), len(heads) - 1)

    def live(self, live: Live) -> None:
        """Write a table of sums that the spreadsheet reckons."""
        self._listed(live.title, live.heads, live.looks, live.rows)

    def _listed(
        self,
        title: str,
        heads: Sequence[str],
        looks: Sequence[str],
        rows: Sequence[Sequence[object]],
    ) -> Any:  # noqa: ANN401
        sheet = self._sheet(title)
        sheet.repeat_rows(0)
        self._line(sheet, 0, heads, looks_of_heads(looks))
        for k, cells in enumerate(rows):
            self._line(sheet, k + 1, cells, looks)
        wide = [
            width(head, [_shown(row[k]) for row in rows[:_SAMPLE]]) + (look != "text")
            for k, (head, look) in enumerate(zip(heads, looks, strict=True))
        ]
        for k, one in enumerate(wide):
            sheet.set_column(k, k, one)
        lines = (ceil((columns(head) + 1) / w) for head, w in zip(heads, wide, strict=True))
        sheet.set_row(0, _ROW_PT * max(lines, default=1))
        sheet.freeze_panes(1, min(3, len(heads)))
        return sheet

    def totals(self, totals: Iterable[Total]) -> None:
        """Write the numbers of the document beside the same numbers reckoned from the sheets."""
        sheet = self._sheet(_("Totals"))
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 3, 24)
        heads = (_("Total"), _("Reckoned here"), _("In the document"), _("Equal"))
        self._line(sheet, 0, heads, looks_of_heads(["text", "whole", "whole", "text"]))
        for row, total in enumerate(totals, 1):
            equal = f'=IF(ABS(B{row + 1}-C{row + 1})<0.000001,"{_("yes")}","{_("no")}")'
            cells = (
                total.label,
                Reckoned(total.formula, total.value),
                total.value,
                Reckoned(equal, _("yes")),
            )
            self._line(sheet, row, cells, ["text", total.look, total.look, "text"])

    def notes(self, notes: Sequence[str]) -> None:
        """Write what must be shown with the data."""
        sheet = self._sheet(_("Notes"))
        sheet.set_column(0, 0, 100)
        for k, note in enumerate(notes):
            sheet.set_row(k, _ROW_PT * ceil(places(note) / _NOTE))
            self._cell(sheet, k, 0, note, "wrap")

    def _settings(
        self,
        sheet: Any,  # noqa: ANN401
        row: int,
        pairs: Iterable[tuple[str, object]],
        totals: Mapping[str, Total],
    ) -> int:
        """Write what was asked and what came out; what is a total of rows is reckoned."""
        for label, value in pairs:
            sheet.set_row(row, _ROW_PT * ceil((columns(str(value)) + 1) / _VALUE))
            total = totals.get(label)
            is_live = total is not None and total.value == value
            cell = Reckoned(total.formula, total.value) if total and is_live else value
            look = "setting" if isinstance(value, int) else "wrap"
            self._line(sheet, row, (label, cell), ["text", look])
            row += 1
        return row

    def _line(self, sheet: Any, row: int, cells: Iterable[object], looks: Sequence[str]) -> None:  # noqa: ANN401
        for column, (cell, look) in enumerate(zip(cells, looks, strict=True)):
            self._cell(sheet, row, column, cell, look)

    def _cell(self, sheet: Any, row: int, column: int, value: object, look: str) -> None:  # noqa: ANN401
        style = self.looks[look]
        if isinstance(value, Reckoned):
            sheet.write_formula(row, column, value.formula, style, value.value)
            return
        shown = said(value)
        if shown is None:
            sheet.write_blank(row, column, None, style)
        elif isinstance(shown, (int, float)):
            sheet.write_number(row, column, shown, style)
        else:
            sheet.write_string(row, column, str(shown)[:_LONGEST], style)


def _shown(cell: object) -> str:
    """Return what a reader sees of a cell, about as wide."""
    if not isinstance(cell, Reckoned):
        return str(said(cell) or "")
    return f"{cell.value:,.0f}" if isinstance(cell.value, (int, float)) else cell.value
