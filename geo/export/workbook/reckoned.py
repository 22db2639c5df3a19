"""What the spreadsheet reckons by itself: where its rows stand, a cell, a table of such cells."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Live", "Reckoned", "Rows"]


@dataclass(frozen=True)
class Rows:
    """A sheet that is a list: a head, and a row for each firm or site.

    Attributes
    ----------
    sheet
        Its name.
    columns
        Its columns, in their order.
    n
        Its rows, the head not counted.
    """

    sheet: str
    columns: tuple[str, ...]
    n: int

    def column(self, name: str) -> str:
        """Return the range of a column.

        Of an empty list that is a blank row: a range that ended above its first row would be
        turned round, and count the head.
        """
        letter = self._letter(name)
        return f"{self._quoted}!${letter}$2:${letter}${max(self.n, 1) + 1}"

    def cell(self, name: str, row: int) -> str:
        """Return the cell of a column in a row, counted from 0 below the head."""
        return f"{self._quoted}!${self._letter(name)}${row + 2}"

    def _letter(self, name: str) -> str:
        from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - only for Excel

        letter: str = xl_col_to_name(self.columns.index(name))
        return letter

    @property
    def _quoted(self) -> str:
        from xlsxwriter.utility import quote_sheetname  # noqa: PLC0415 - only for Excel

        name: str = quote_sheetname(self.sheet)
        return name


@dataclass(frozen=True)
class Reckoned:
    """A cell that the spreadsheet reckons.

    Attributes
    ----------
    formula
        How.
    value
        What comes out, by the plan: what a reader sees that does not reckon.
    """

    formula: str
    value: float | str


@dataclass(frozen=True)
class Live:
    """A sheet whose figures are reckoned.

    Attributes
    ----------
    title
        Name of the sheet.
    heads, looks
        One for each column.
    rows
        Their cells, some of them `Reckoned`.
    """

    title: str
    heads: tuple[str, ...]
    looks: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
