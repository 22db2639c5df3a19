"""Findings: what reading has to say about single rows, refused or doubtful."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress, repeat

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Ints

__all__ = ["COLUMNS", "Findings", "shown"]

COLUMNS = ("source", "row", "column", "value", "reason", "remedy")
_LONGEST = 80  # characters of a cell that are shown; a cell can hold megabytes


class Findings:
    """Collects findings while a layer is read.

    A row is refused once, for the first reason found, so that rows read = used + refused. A
    doubtful row is used; it may have several doubts.

    Parameters
    ----------
    source
        File name, shown in every finding.
    rows
        ``(n,)`` row numbers as the user sees them (in a table the header is row 1).
    """

    def __init__(self, source: str, rows: Ints) -> None:
        self.source = source
        self.rows = rows
        self.is_used: npt.NDArray[np.bool_] = np.ones(len(rows), bool)
        self._refused: list[tuple[int, str, str, str, str]] = []
        self._doubts: list[tuple[int, str, str, str, str]] = []

    def refuse(
        self, pos: Iterable[int], column: str, values: Iterable[object], reason: str, remedy: str
    ) -> None:
        """Refuse the rows at positions ``pos``, each named once, that nobody has refused yet."""
        at, cells = np.fromiter(pos, np.int64), list(values)
        fresh = self.is_used[at]
        self.is_used[at] = False
        rows = self.rows[at[fresh]].tolist()
        told = map(shown, compress(cells, fresh.tolist()))
        self._refused += zip(rows, repeat(column), told, repeat(reason), repeat(remedy))

    def doubt(
        self, pos: Iterable[int], column: str, values: Iterable[object], reason: str, remedy: str
    ) -> None:
        """Mark the rows at positions ``pos``; they stay in use."""
        self._doubts += [
            (int(self.rows[p]), column, shown(value), reason, remedy)
            for p, value in zip(pos, values, strict=True)
        ]

    def carry(self, doubts: Iterable[tuple[int, str, str, str, str]]) -> None:
        """Take over remarks that the reader of the format made."""
        self._doubts += doubts

    def rejected(self, broken: Iterable[tuple[int, str, str, str, str]] = ()) -> pd.DataFrame:
        """Return the table of refused rows, with those that the format itself could not give."""
        return self._frame([*broken, *self._refused])

    def doubtful(self) -> pd.DataFrame:
        """Return the table of doubtful rows; a row refused later is no longer doubtful."""
        gone = {row for row, *_rest in self._refused}
        return self._frame([d for d in self._doubts if d[0] not in gone])

    def _frame(self, found: list[tuple[int, str, str, str, str]]) -> pd.DataFrame:
        ordered = sorted(found, key=lambda f: f[0])
        frame = pd.DataFrame(ordered, columns=list(COLUMNS[1:]))
        frame.insert(0, "source", self.source)
        return frame.astype({"row": np.int64})


def shown(value: object) -> str:
    """Return a cell as short text for a message."""
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN
        return ""
    # Excel holds every number as a fraction; 3.0 was typed as 3.
    whole = isinstance(value, float) and value.is_integer()
    text = str(int(value) if whole else value).strip()  # type: ignore[call-overload]
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
