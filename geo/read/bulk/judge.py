"""Which rows can be used, and what is said of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Floats, Ints
from geo.read.bulk.chunk import Chunk, Header
from geo.read.cells.findings import COLUMNS, shown
from geo.words import _

__all__ = ["MOST_LISTED", "Refused", "judged"]

MOST_LISTED = 10_000
"""Rejected rows listed one by one; the others are counted, so that memory stays bounded."""

_Line = tuple[int, str, str, str, str]


@dataclass
class Refused:
    """Collects the rows of one file that cannot be used: all counted, the first ones listed."""

    source: str
    n: int = 0
    lines: list[_Line] = field(default_factory=list)

    def add(self, lines: Iterator[_Line], n: int) -> None:
        """Count ``n`` rows; list them while there is room."""
        self.n += n
        room = MOST_LISTED - len(self.lines)
        self.lines.extend(line for line, _k in zip(lines, range(room), strict=False))

    def frame(self) -> pd.DataFrame:
        """Return the list: source, row, column, value, reason, remedy."""
        frame = pd.DataFrame(self.lines, columns=list(COLUMNS[1:]))
        frame.insert(0, "source", self.source)
        return frame.astype({"row": np.int64})


def judged(
    chunk: Chunk, xy: tuple[Floats, Floats], header: Header, refused: Refused
) -> tuple[Floats, Floats, Ints]:
    """Keep the rows that have a place and a whole number of people; refuse the others.

    Parameters
    ----------
    chunk
        The rows as the file has them.
    xy
        ``(n,)`` the same rows in metres.
    header
        Headings, for messages.
    refused
        Where the others are written.

    Returns
    -------
    x, y, weight
        ``(k,)`` metres, metres and people of the rows that are kept.
    """
    _torn(chunk, refused)
    x, y = xy
    weight, people = chunk.weight, header.weight
    if _all_finite(x) and _all_finite(y) and _all_whole(weight):
        return x, y, weight.astype(np.int64, copy=False)
    no_x, no_y = ~np.isfinite(x), ~np.isfinite(y)
    no_people = ~_is_whole(weight)
    _say(chunk, no_x, header.x, refused)
    _say(chunk, no_y & ~no_x, header.y, refused)
    _say(chunk, no_people & ~no_x & ~no_y, people, refused, is_weight=True)
    kept = ~(no_x | no_y | no_people)
    return x[kept], y[kept], weight[kept].astype(np.int64)


def _all_finite(values: Floats) -> bool:
    with np.errstate(all="ignore"):  # one pass without a temporary: a NaN survives into the sum
        total = values.sum()
    return bool(np.isfinite(total) or np.isfinite(values).all())


def _all_whole(weight: npt.NDArray[np.float64] | Ints) -> bool:
    if weight.dtype.kind == "u":
        return not len(weight) or int(weight.max()) < 2**63
    if weight.dtype.kind == "i":
        return not len(weight) or int(weight.min()) >= 0
    return bool(_is_whole(weight).all())


def _is_whole(weight: npt.NDArray[np.float64] | Ints) -> npt.NDArray[np.bool_]:
    if weight.dtype.kind in "iu":
        return np.asarray((weight >= 0) & (weight <= np.iinfo(np.int64).max))
    # Beyond 2**53 a float no longer tells one whole number from the next.
    return np.asarray((weight >= 0) & (weight < 2.0**53) & (np.floor(weight) == weight))


def _say(
    chunk: Chunk,
    bad: npt.NDArray[np.bool_],
    column: str,
    refused: Refused,
    *,
    is_weight: bool = False,
) -> None:
    pos = np.flatnonzero(bad)
    if is_weight:
        reason = _("no whole number of people")
        remedy = _("fill in the number of workers: 0 or more, whole")
    else:
        reason = _("no coordinates")
        remedy = _("look the address up on a map and fill in lon and lat")
    cells = chunk.cells[column] if column else None

    def lines() -> Iterator[_Line]:
        for k in pos.tolist():
            value = "" if cells is None else _shown(cells[k].as_py())
            yield int(chunk.row[k]), column, value, reason, remedy

    refused.add(lines(), len(pos))


def _shown(value: object) -> str:
    return shown(value.hex() if isinstance(value, bytes) else value)


def _torn(chunk: Chunk, refused: Refused) -> None:
    reason = _("more or fewer cells than headings")
    remedy = _("put the line right: one cell for each heading")
    lines = ((row, "", shown(text), reason, remedy) for row, text in chunk.torn)
    refused.add(lines, len(chunk.torn))
