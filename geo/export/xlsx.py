"""Excel: summary, sites, firms, firms not covered, notes; every text stays a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.core import Proposal
from geo.export.family import Format
from geo.export.figures import headline, regret_table, settings
from geo.export.report.no_way import no_way
from geo.export.report.totals import Total, totals
from geo.export.tables import firms, heading, open_sites, said
from geo.words import N_, _

if TYPE_CHECKING:
    from geo.export.report.floor_area import FloorArea

__all__ = ["FORMAT", "write"]

_LONGEST = 32_767  # characters an Excel cell can hold
_SAMPLE = 200  # rows looked at to find the width of a column
_NARROW, _WIDE = 9, 46
_LABEL, _VALUE = 34, 30  # places of letters in the first and the other columns of the summary
_SENTENCE, _ROW_PT = 110, 15.0  # places of letters over the four columns of the summary; a line
_NOTE = 92  # places of letters on a line of the notes, in a wider font than ours, too
_BIG_PT, _A4 = 27.0, 9  # a line of large figures; Excel's number of the paper
_WHOLE = frozenset(
    {
        *("rank", "workers", "n_firms", "reach", "new", "only_here", "firms", "small_firms"),
        *("capacity", "cost_yuan", "loss_if_swapped", "nearest_m", "access_m"),
    }
)
# Without these a firm called "=1+1" is a formula and an address a link.
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_HEAD = {"bold": True, "bg_color": "#0072B2", "font_color": "#FFFFFF", "text_wrap": True}
_APART = "_)_)"  # room behind a number, so that words in the next column stand apart from it
_FORMATS: dict[str, dict[str, Any]] = {
    "head": _HEAD,
    "head of numbers": _HEAD | {"align": "right", "indent": 1},
    "title": {"bold": True, "font_size": 16},
    "big": {"bold": True, "font_size": 18, "font_color": "#0072B2"},
    "warn": {"bold": True, "font_color": "#A33F00", "text_wrap": True},
    "wrap": {"text_wrap": True},
    "text": {},
    "setting": {"num_format": "#,##0", "align": "left"},
    "number": {"num_format": "General" + _APART},
    "whole": {"num_format": "#,##0" + _APART},
    "share": {"num_format": "0.0%" + _APART},
    "degree": {"num_format": "0.000000" + _APART},
}


def write(proposal: Proposal, path: Path) -> None:
    """Write the workbook."""
    import xlsxwriter  # noqa: PLC0415 - only this format needs it
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 - the same

    book = xlsxwriter.Workbook(path, _SAFE)
    book.set_properties({"comments": " ".join(proposal.notes)[:255]})
    _fill(_Book(book), proposal)
    try:
        book.close()
    except FileCreateError as error:  # no OSError of its own
        raise OSError(str(error)) from error


def _fill(sheets: _Book, proposal: Proposal) -> None:
    from geo.export.report.floor_area import of_the_homes  # noqa: PLC0415 - brings the solver along

    area = of_the_homes(proposal)
    sheets.summary(proposal, _further(proposal, area))
    sites, listed = open_sites(proposal), firms(proposal)
    if area is not None:
        sheets.table(_("Floor area"), area.table, list(area.heads.values()))
    is_public = proposal.release.is_public
    name = _("Groups of firms") if is_public else _("Firms")
    sheets.table(_("Sites"), sites, _heads(sites, proposal))
    sheets.table(name, listed, _heads(listed, proposal))
    missed = listed[~listed["covered_after"]].drop(columns=["served_by", "covered_after"])
    missed = missed.sort_values("workers", ascending=False)
    missed_name = _("Groups not covered") if is_public else _("Firms not covered")
    sheets.table(missed_name, missed, _heads(missed, proposal))
    if not is_public:  # groups are rounded, so that sums of them equal no figure of the document
        columns = [*map(str, listed)], [*map(str, sites)]
        sheets.totals(totals(proposal, *columns, names=(name, _("Sites"))))
    sheets.notes([*proposal.notes, *_no_way(proposal)])


def _heads(table: pd.DataFrame, proposal: Proposal) -> list[str]:
    return [heading(column, proposal) for column in table]


class _Book:
    """A workbook and the few looks its cells have."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter ships no types
        self.book = book
        top = {"valign": "top", "font_name": "Microsoft YaHei", "font_size": 10}
        self.looks = {name: book.add_format(top | look) for name, look in _FORMATS.items()}

    def _sheet(self, name: str) -> Any:  # noqa: ANN401 - xlsxwriter ships no types
        """Begin a sheet that is printed as it is seen: A4 across, as wide as one page."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def summary(self, proposal: Proposal, further: Iterable[str]) -> None:
        """Write title, three big numbers, settings, other ways, what else is said, the notes."""
        sheet = self._sheet(_("Summary"))
        sheet.fit_to_pages(1, 1)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, _LABEL)
        sheet.set_column(1, 3, _VALUE)
        self._cell(sheet, 0, 0, _(proposal.study.name), "title")
        row = 2
        for figure in headline(proposal):
            sheet.set_row(row, _BIG_PT)
            self._cell(sheet, row, 0, figure.label, "text")
            self._cell(sheet, row, 1, figure.value, "big")
            self._cell(sheet, row, 2, figure.detail, "text")
            row += 1
        row = self._rows(sheet, row + 1, settings(proposal))
        regret = regret_table(proposal)
        if len(regret):
            heads = (
                _("Way of choosing"),
                _("Workers covered"),
                _("Share"),
                _("Fewer than the plan"),
            )
            looks = ["wrap", "whole", "share", "whole"]
            self._line(sheet, row + 1, heads, _of_heads(looks))
            for k, line in enumerate(regret.to_numpy(dtype=object)):
                sheet.set_row(row + 2 + k, _ROW_PT * ceil(_columns(str(line[0])) / _LABEL))
                self._line(sheet, row + 2 + k, line, looks)
            row += len(regret) + 2
        for said_ in further:
            row += 1
            self._sentence(sheet, row, said_, "wrap")
        for k, note in enumerate(proposal.notes):
            self._sentence(sheet, row + 1 + k, note, "warn")

    def _sentence(self, sheet: Any, row: int, text: str, look: str) -> None:  # noqa: ANN401
        """Write a sentence over four columns; a merged row never grows by itself."""
        sheet.set_row(row, _ROW_PT * ceil(_places(text) / _SENTENCE))
        sheet.merge_range(row, 0, row, 3, "", self.looks[look])
        self._cell(sheet, row, 0, text, look)

    def table(self, title: str, table: pd.DataFrame, heads: list[str]) -> None:
        """Write a table with a head that stays, filters, and columns as wide as their texts."""
        sheet = self._sheet(title)
        sheet.repeat_rows(0)
        looks = [_look(column) for column in table]
        self._line(sheet, 0, heads, _of_heads(looks))
        rows = table.to_numpy(dtype=object)
        for k, cells in enumerate(rows):
            self._line(sheet, k + 1, cells, looks)
        wide = [
            _width(head, [str(said(cell) or "") for cell in rows[:_SAMPLE, k]]) + (look != "text")
            for k, (head, look) in enumerate(zip(heads, looks, strict=True))
        ]
        for k, width in enumerate(wide):
            sheet.set_column(k, k, width)
        lines = (ceil((_columns(head) + 1) / w) for head, w in zip(heads, wide, strict=True))
        sheet.set_row(0, _ROW_PT * max(lines, default=1))
        sheet.freeze_panes(1, min(3, len(heads)))
        if len(table):
            sheet.autofilter(0, 0, len(table), len(heads) - 1)

    def totals(self, totals: Iterable[Total]) -> None:
        """Write the numbers of the document beside the same numbers reckoned from the sheets."""
        sheet = self._sheet(_("Totals"))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 3, 24)
        heads = (_("Total"), _("Reckoned here"), _("In the document"), _("Equal"))
        self._line(sheet, 0, heads, _of_heads(["text", "whole", "whole", "text"]))
        for row, total in enumerate(totals, 1):
            self._cell(sheet, row, 0, total.label, "text")
            sheet.write_formula(row, 1, total.formula, self.looks["whole"], total.value)
            self._cell(sheet, row, 2, total.value, "whole")
            equal = f'=IF(B{row + 1}=C{row + 1},"{_("yes")}","{_("no")}")'
            sheet.write_formula(row, 3, equal, self.looks["text"], _("yes"))

    def notes(self, notes: Sequence[str]) -> None:
        """Write what must be shown with the data."""
        sheet = self._sheet(_("Notes"))
        sheet.set_column(0, 0, 100)
        for k, note in enumerate(notes):
            sheet.set_row(k, _ROW_PT * ceil(_places(note) / _NOTE))
            self._cell(sheet, k, 0, note, "wrap")

    def _rows(self, sheet: Any, row: int, pairs: Iterable[tuple[str, object]]) -> int:  # noqa: ANN401
        for label, value in pairs:
            sheet.set_row(row, _ROW_PT * ceil((_columns(str(value)) + 1) / _VALUE))
            self._cell(sheet, row, 0, label, "text")
            self._cell(sheet, row, 1, value, "setting" if isinstance(value, int) else "wrap")
            row += 1
        return row

    def _line(self, sheet: Any, row: int, cells: Iterable[object], looks: Sequence[str]) -> None:  # noqa: ANN401
        for column, (cell, look) in enumerate(zip(cells, looks, strict=True)):
            self._cell(sheet, row, column, cell, look)

    def _cell(self, sheet: Any, row: int, column: int, value: object, look: str) -> None:  # noqa: ANN401
        shown, style = said(value), self.looks[look]
        if shown is None:
            sheet.write_blank(row, column, None, style)
        elif isinstance(shown, (int, float)):
            sheet.write_number(row, column, shown, style)
        else:
            sheet.write_string(row, column, str(shown)[:_LONGEST], style)


def _further(proposal: Proposal, area: FloorArea | None) -> list[str]:
    """Say which ways of choosing are not here, what a stopped search was not asked, the norm."""
    from geo.explain import ways_left_out  # noqa: PLC0415 - brings scikit-learn along
    from geo.export.report.short import stopped_short  # noqa: PLC0415 - the same

    is_public = proposal.release.is_public
    left_out = ways_left_out(proposal.regret) if len(regret_table(proposal)) else ""
    said_ = (left_out, "" if is_public else stopped_short(proposal))
    held = [] if area is None else [_("Held against: {norm}.", norm=area.norm.title), str(area)]
    return [*(one for one in said_ if one), *held, *_no_way(proposal)]


def _no_way(proposal: Proposal) -> list[str]:
    """Say what a blank in place of a way means, where there is one."""
    if np.isfinite(proposal.nearest_m).all():
        return []
    return [no_way(proposal.plan, _("Blank under “{column}”", column=_("Way there, m")))]


def _look(column: object) -> str:
    """Say how the cells of a column are set; numbers stand right, and so does their head."""
    if column in ("lon", "lat"):
        return "degree"
    if column in ("area_m2", "short_m2"):  # as it is: 299.5 is not 300
        return "number"
    return "whole" if column in _WHOLE else "text"


def _of_heads(looks: Iterable[str]) -> list[str]:
    return ["head" if look in ("text", "wrap") else "head of numbers" for look in looks]


def _width(head: str, cells: list[str]) -> float:
    """Estimate how wide a column must be; a Chinese character takes two."""
    widest = max((_columns(cell) for cell in cells), default=0)
    return min(max(widest, _half(head), _NARROW), _WIDE) + 2


def _half(head: str) -> float:
    """Estimate how wide a head must be to stand in two lines, parted between words if it has any.

    Examples
    --------
    >>> _half("Of them newly covered"), _half("新增职工")
    (13, 4.0)
    """
    places = [k for k, c in enumerate(head) if c == " "]
    parted = (max(_places(head[:k]), _places(head[k + 1 :])) for k in places)
    return min(parted, default=_places(head) / 2)


def _columns(text: str) -> int:
    return _places(text[: 2 * _WIDE])


def _places(text: str) -> int:
    """Count the places of letters that a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


FORMAT = Format(
    ".xlsx",
    N_("Excel (tables)"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write,
)
