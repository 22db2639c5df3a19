"""OpenDocument sheets: how far their filled cells reach, told before anything builds that far."""

from __future__ import annotations

from typing import IO
from xml.parsers import expat

__all__ = ["spans"]

_REPEATED = {"row": "table:number-rows-repeated", "cell": "table:number-columns-repeated"}


def spans(content: IO[bytes]) -> list[tuple[int, int]]:
    """Return rows and columns up to the last filled cell, of each sheet.

    Empty rows and cells are written once with how often they come, and one filled cell behind them
    makes a sheet as large as it can be.

    Parameters
    ----------
    content
        ``content.xml`` of the document.

    Raises
    ------
    xml.parsers.expat.ExpatError
        It is damaged.
    """
    reader = _Spans()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.ParseFile(content)
    return reader.found


class _Spans:
    """Follows the rows and cells of the sheets while the file streams by."""

    def __init__(self) -> None:
        self.found: list[tuple[int, int]] = []
        self._row = self._column = self._filled = self._times = 0

    def start(self, tag: str, told: dict[str, str]) -> None:
        if tag == "table:table":
            self.found.append((0, 0))
            self._row = 0
        elif tag == "table:table-row":
            self._times = _repeated(told, "row")
            self._column = self._filled = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._column += _repeated(told, "cell")
            if "office:value-type" in told:
                self._filled = self._column

    def end(self, tag: str) -> None:
        if tag != "table:table-row" or not self.found:
            return
        self._row += self._times
        if self._filled:
            self.found[-1] = self._row, max(self.found[-1][1], self._filled)


def _repeated(told: dict[str, str], of: str) -> int:
    text = told.get(_REPEATED[of], "1")
    return int(text) if text.isascii() and text.isdigit() else 1
