"""Sums among the rows: 永顺镇小计 has the workers of the rows above it, not workers of its own.

A name alone does not tell: 合计会计师事务所 is a firm. A row that is called like a sum and has the
number of the rows it stands for is left out; where only one of the two holds, it is kept and
marked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.arrays import Ints
from geo.read.cells.columns import Match
from geo.read.cells.findings import Findings
from geo.read.cells.numeric import may_begin_or_end
from geo.read.formats import Raw
from geo.words import _

__all__ = ["Named", "called_sums", "is_placeless", "judge_sums", "named_sums", "refuse_named_sums"]

_WORDS = "(?:合计|小计|总计|共计)(?:人?数)?"
_ENGLISH = r"(?:sub|grand)?[- ]?totals?"
_IS_SUM = re.compile(
    rf".*{_WORDS}:?|{_WORDS}:?[(\[【〔].*|(?:.*[^a-z])?{_ENGLISH}:?", re.IGNORECASE
)
_BEGINS = re.compile(rf"{_WORDS}|{_ENGLISH}\b|sum of\b", re.IGNORECASE)
_TELLING = r"[合小总共]\s*计|(?i:total|sum of)"
_FIRST = ("合", "小", "总", "共", *("To", "TO", "to", "Su", "SU", "su", "Gr", "GR", "gr"))
_LAST = ("计", "数", *":：)）]】〕 \u3000", *"lLsS")
_FIELDS = ("name", "id", "serial")
_MOST_LIKELY = 5  # rows from which on their exact sum is no chance

Flags = npt.NDArray[np.bool_]


def called_sums(column: pd.Series) -> tuple[Ints, Ints]:
    """Return where a column names a sum of other rows, and where it only begins like one.

    Examples
    --------
    >>> called_sums(pd.Series(["永顺镇 小计", "合计会计师事务所", "甲厂"], dtype="str"))
    (array([0]), array([1]))
    """
    if column.dtype.kind in "iuf":
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    near = np.arange(len(column))
    if isinstance(column.dtype, pd.StringDtype):  # of a million names most are told apart at once
        near = may_begin_or_end(column, _FIRST, _LAST)
        if not len(near):
            return near, near
        telling = pc.match_substring_regex(pa.array(column.iloc[near], pa.large_string()), _TELLING)
        near = near[np.asarray(pc.fill_null(telling, False), bool)]  # noqa: FBT003 - Arrow takes it by position
    sums: list[int] = []
    beginnings: list[int] = []
    for pos, cell in zip(near.tolist(), column.iloc[near], strict=True):
        text = _plain(cell)
        if _IS_SUM.fullmatch(text):
            sums.append(pos)
        elif _BEGINS.match(text):
            beginnings.append(pos)
    return np.array(sums, np.int64), np.array(beginnings, np.int64)


@dataclass(frozen=True)
class Named:
    """Rows that their names make sums of others, or may.

    Attributes
    ----------
    column
        Heading of the column that says so.
    sums, beginnings
        As `called_sums`.
    """

    column: str
    sums: Ints
    beginnings: Ints

    def cells(self, table: pd.DataFrame, pos: Ints) -> list[object]:
        """Return what the column says in some rows."""
        return table[self.column].iloc[pos].tolist() if len(pos) else []


def named_sums(table: pd.DataFrame, match: dict[str, Match]) -> Named:
    """Look for sums by name, number, and where there is no name by street."""
    columns = [match[f].column for f in _FIELDS if f in match]
    found = {column: called_sums(table[column]) for column in columns}
    if "street" in match and columns:
        street = match["street"].column
        sums, beginnings = called_sums(table[street])
        if len(sums):
            names = table[columns[0]].iloc[sums]
            sums = sums[np.array([_plain(c) == "" for c in names], bool)]
        found[street] = sums, beginnings[:0]
    column = next((c for c, (sums, _b) in found.items() if len(sums)), (columns or [""])[0])
    sums, beginnings = (
        (
            np.unique(np.concatenate([np.zeros(0, np.int64), *parts]))
            for parts in zip(*found.values(), strict=True)
        )
        if found
        else (np.zeros(0, np.int64),) * 2
    )
    return Named(column, sums, np.setdiff1d(beginnings, sums))


def refuse_named_sums(
    raw: Raw, match: dict[str, Match], named: Named, found: Findings, *, is_correction: bool
) -> None:
    """Refuse sums without coordinates, which nobody has to look up; of corrections, all sums.

    Parameters
    ----------
    raw, match
        The cells, and which column is which.
    named
        Its sums.
    found
        Takes the findings.
    is_correction
        Whether the rows were refused before: the rows that they stand for are not among them.
    """
    pos = named.sums
    if not is_correction:
        pos = pos[is_placeless(raw, match, pos)]
    reason, remedy = _("a sum of other rows, not a place"), _("nothing: it is rightly left out")
    found.refuse(pos, named.column, named.cells(raw.table, pos), reason, remedy)


def judge_sums(
    table: pd.DataFrame,
    workers: pd.Series | None,
    match: dict[str, Match],
    named: Named,
    found: Findings,
) -> None:
    """Refuse sums of other rows that lie somewhere; mark rows that may be sums.

    Parameters
    ----------
    table, match
        The cells, and which column is which.
    workers
        ``(n,)`` people of each row, 0 where none are told; None for places without people.
    named
        Its sums.
    found
        Takes the findings.
    """
    sums = named.sums
    if workers is not None:
        amount = workers.to_numpy(np.int64)
        adds_up = _adds_up(amount, named)
        adds_up[sums] |= _is_of_street(table, match, amount, named)
        pos = sums[adds_up[sums]]
        reason = _("a sum of other rows, not a place")
        remedy = _("nothing if it is a sum; if it is a firm, write its full name")
        found.refuse(pos, named.column, named.cells(table, pos), reason, remedy)
        _doubt_numbers(table, match, found, amount, named.beginnings[adds_up[named.beginnings]])
    pos = sums[found.is_used[sums]]
    found.doubt(
        pos,
        named.column,
        named.cells(table, pos),
        _("called like a sum of other rows, but used as a place of its own"),
        _("leave the row out if it is a sum"),
    )


def is_placeless(raw: Raw, match: dict[str, Match], pos: Ints) -> Flags:
    """Say which of some rows give no coordinates at all, ``(len(pos),)``."""
    is_empty: Flags = np.ones(len(pos), bool)
    if raw.x is not None:
        is_empty &= ~np.isfinite(raw.x[pos])
    for field in ("lon", "lat", "place"):
        if field in match:
            cells = raw.table[match[field].column].iloc[pos]
            is_empty &= np.array([_plain(c) == "" for c in cells], bool)
    return is_empty


def _doubt_numbers(
    table: pd.DataFrame, match: dict[str, Match], found: Findings, amount: Ints, likely: Ints
) -> None:
    """Mark rows whose number is that of the rows above, whatever they are called."""
    used = np.flatnonzero(found.is_used)
    if len(used) > _MOST_LIKELY and amount[used[-1]] == amount[used[:-1]].sum() > 0:
        likely = np.union1d(likely, used[-1:])
    pos = likely[found.is_used[likely]]
    column = match["workers"].column if "workers" in match else str(table.columns[0])
    found.doubt(
        pos,
        column,
        table[column].iloc[pos],
        _("its number is the sum of other rows, but it is used as a place of its own"),
        _("leave the row out if it is a sum"),
    )


def _adds_up(amount: Ints, named: Named) -> Flags:
    """Say which rows have the number of the rows above, or below, from some other sum on."""
    is_plain: Flags = np.ones(len(amount), bool)
    is_plain[named.sums] = False
    up_to = np.cumsum(np.where(is_plain, amount, 0))
    asked = np.union1d(named.sums, named.beginnings).tolist()
    result: Flags = np.zeros(len(amount), bool)
    above = {0}
    for p in asked:
        own, before = int(amount[p]), int(up_to[p - 1]) if p else 0
        result[p] = own > 0 and before - own in above
        if not is_plain[p]:
            above.add(before)
    below = {int(up_to[-1])} if len(up_to) else set()
    for p in reversed(asked):
        own, through = int(amount[p]), int(up_to[p])
        result[p] |= own > 0 and through + own in below
        if not is_plain[p]:
            below.add(through)
    return result


def _is_of_street(
    table: pd.DataFrame, match: dict[str, Match], amount: Ints, named: Named
) -> Flags:
    """Say which sums have the number of all other rows of the street that they name."""
    sums = named.sums
    if "street" not in match or not len(sums):
        return np.zeros(len(sums), bool)
    rest = np.setdiff1d(np.arange(len(amount)), sums)
    streets = [_plain(c) for c in table[match["street"].column].iloc[rest]]
    total = pd.Series(amount[rest]).groupby(streets).sum().to_dict()
    said = [re.sub(rf"{_WORDS}|[:()]", "", _plain(c)) for c in table[named.column].iloc[sums]]
    return np.array(
        [bool(n) and total.get(n, 0) == amount[p] > 0 for n, p in zip(said, sums, strict=True)],
        bool,
    )


def _plain(cell: object) -> str:
    """Return a cell in plain signs; Chinese words without the gaps that are put into them."""
    if cell is None or cell is pd.NA or cell != cell:  # noqa: PLR0124 - NaN
        return ""
    text = unicodedata.normalize("NFKC", str(cell)[:100]).strip()
    return re.sub(r"(?<![a-zA-Z])\s+|\s+(?![a-zA-Z])", "", text)
