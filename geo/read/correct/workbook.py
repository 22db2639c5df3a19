"""Workbooks that go back to the user: what was found, and what to correct and read again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.core.workbook import new_workbook
from geo.read.cells.columns import WHY
from geo.read.cells.numerals import SIGNS
from geo.read.layer import Layer
from geo.words import N_, _

if TYPE_CHECKING:
    import xlsxwriter

__all__ = ["ROW", "summary", "write_findings"]

ROW = N_("row in the file")
"""Heading of the number by which a corrected row finds its place again."""

_NUMBER = rf"[\d{SIGNS}][\d,.{SIGNS}]*"
_SHOWN_WHOLE = 1e11  # larger numbers a workbook shows as 9.1E+17


def summary(layer: Layer) -> pd.DataFrame:
    """Count the findings of a layer by what is wrong.

    Returns
    -------
    pandas.DataFrame
        ``is_used, reason, n, first_row, remedy``: refused rows first, the most frequent first.
        Reasons that differ in their numbers alone ("about 11 read as 11") are one.
    """
    parts = []
    for is_used, found in ((False, layer.rejected), (True, layer.doubtful)):
        if len(found):
            counted = _counted(found.sort_values("row", kind="stable"))
            parts.append(counted.assign(is_used=is_used).sort_values("n", ascending=False))
    columns = ["is_used", "reason", "n", "first_row", "remedy"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _counted(found: pd.DataFrame) -> pd.DataFrame:
    """Count rows by reason; of reasons alike the first is told, as one of several."""
    alike = found["reason"].str.replace(_NUMBER, "0", regex=True)
    by = found.groupby([alike.rename("alike"), found["remedy"]], sort=False)
    counted = by.agg(
        reason=("reason", "first"),
        n=("row", "nunique"),
        first_row=("row", "first"),
        n_reason=("reason", "nunique"),
    ).reset_index()
    several = counted["n_reason"] > 1
    counted.loc[several, "reason"] = [
        _("{reason}, and the like", reason=reason) for reason in counted.loc[several, "reason"]
    ]
    return counted


def write_findings(layer: Layer, path: str | Path) -> Path:
    """Write a workbook of a layer's findings.

    The first sheet holds the refused rows under the file's own headings, with reason and remedy
    beside them: corrected there, the workbook itself can be read with `read_layer`.

    Parameters
    ----------
    layer
        The layer.
    path
        The ``.xlsx`` to write.
    """
    file = Path(path)
    # Texts stay texts: a firm called "=1+1" is no formula.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with new_workbook(file, options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        why = layer.rejected.set_index("row")[["reason", "remedy"]].rename(columns=_heading)
        n = len(layer.refused)  # rows that the format could not give have no cells to correct
        broken = layer.rejected[~layer.rejected["row"].isin(layer.refused.index)]
        # The list may have columns of these names itself: its own come first, and stay its own.
        back = pd.concat([layer.refused, why.reindex(layer.refused.index)], axis=1)
        back.insert(0, _(ROW), back.index, allow_duplicates=True)
        _sheet(book, _("to correct"), back, bold)
        _sheet(book, _("doubtful"), layer.doubtful.rename(columns=_heading), bold)
        if n < len(layer.rejected):
            _sheet(book, _("unreadable"), broken.rename(columns=_heading), bold)
        _sheet(book, _("columns"), _matches(layer), bold)
    return file


def _matches(layer: Layer) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                # One cell: two headings side by side would look like another list.
                _("column"): f"{m.column} → {m.field} ({_(WHY[m.why])})",
                _("examples"): "; ".join(m.examples),
                _("also possible"): "; ".join(m.rivals),
            }
            for m in layer.matches
        ]
    )


def _heading(name: str) -> str:
    names = {
        "source": _("file"),
        "row": _("row"),
        "column": _("column"),
        "value": _("value"),
        "reason": _("reason"),
        "remedy": _("what to do"),
    }
    return names.get(name, name)


def _sheet(book: xlsxwriter.Workbook, title: str, table: pd.DataFrame, bold: Any) -> None:  # noqa: ANN401 - untyped
    sheet = book.add_worksheet(title)
    for c, heading in enumerate(table.columns):
        sheet.write(0, c, str(heading), bold)
        cells = table.iloc[:, c].tolist()
        longest = max((len(str(v)) for v in cells[:200]), default=0)
        sheet.set_column(c, c, min(max(10, 2 * len(str(heading)), longest + 2), 60))
        for r, value in enumerate(cells, start=1):
            if value is not None and value is not pd.NA and value == value:  # noqa: PLR0124 - NaN
                is_number = isinstance(value, int | float) and abs(value) < _SHOWN_WHOLE
                sheet.write(r, c, value if is_number else str(value))
    sheet.freeze_panes(1, 0)
