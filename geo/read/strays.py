"""Strays: rows that are no place of their own, and cells that are not of one row alone."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from geo.errors import InputError
from geo.read.cells.angles import angle, pair
from geo.read.cells.columns import Match
from geo.read.cells.findings import Findings, shown
from geo.read.cells.numeric import may_begin_or_end, said
from geo.read.cells.terms import TOTALS
from geo.read.formats import Raw
from geo.read.sums import is_placeless
from geo.read.template import examples
from geo.words import N_, _

__all__ = ["check_headings", "doubt_shared", "judge_formulas", "refuse_notes", "refuse_strays"]

_NOTE = re.compile(
    r"(?:备注|附注|说明|注|制表|填报|填表|审核|联系|数据来源|统计|截至|notes?|remarks?|sources?)"
    r"[^:：,，。]{0,6}[:：]",
    re.IGNORECASE,
)
_NOTE_BEGINS = (*"备附说注制填审联数统截", "No", "no", "NO", "Re", "re", "RE", "So", "so", "SO")
_LEFT_OUT = N_("nothing: it is rightly left out")
_COUNTED = ("workers", "members", "capacity", "cost_yuan")


def check_headings(table: pd.DataFrame, match: dict[str, Match], source: str) -> None:
    """Refuse a list whose first row is a place: as headings it would be lost in silence.

    Raises
    ------
    InputError
        What is taken for headings of coordinates are coordinates.
    """
    headings = [match[field].column for field in ("lon", "lat", "place") if field in match]
    if "lon" in match and "lat" in match:
        is_place = all("." in h and angle(h)[0] == angle(h)[0] for h in headings[:2])
    else:
        is_place = any("." in h and pair(h)[0] == pair(h)[0] for h in headings)
    if is_place:
        raise InputError(
            _(
                "{source}: the first row is a place, not headings ({found}), and would be lost. "
                "Write a row of headings above it: 企业名称, 职工数, 经度, 纬度.",
                source=source,
                found=", ".join(shown(c) for c in table.columns[:10]),
            )
        )


def refuse_strays(table: pd.DataFrame, match: dict[str, Match], found: Findings) -> None:
    """Refuse sums of other rows, which would count everybody twice, and a template's example."""
    sum_of = _("a sum of other rows, not a place"), _(_LEFT_OUT)
    example = (
        _("the template's example row"),
        _("write your own rows below it; it is left out by itself"),
    )
    for field, words, (reason, remedy) in (
        *((field, TOTALS, sum_of) for field in ("id", "serial", "name")),
        ("name", examples(), example),
    ):
        if field in match and table[match[field].column].dtype.kind not in "iuf":
            column = match[field].column
            pos = said(table[column], words)
            if len(pos):
                found.refuse(pos, column, table[column].iloc[pos], reason, remedy)


def refuse_notes(raw: Raw, match: dict[str, Match], found: Findings) -> None:
    """Refuse lines that are words about the list, 备注：… or 制表人：…, and have no place."""
    columns = {match[f].column for f in ("id", "serial", "name") if f in match}
    columns |= {str(c) for c in raw.table.columns[:1]}
    for column in (c for c in raw.table.columns if c in columns):
        cells = raw.table[column]
        if cells.dtype.kind in "iuf":
            continue
        near = np.arange(len(cells))
        if isinstance(cells.dtype, pd.StringDtype):  # of a million names a few are left at once
            near = may_begin_or_end(cells, _NOTE_BEGINS, ())
        is_note = [isinstance(c, str) and bool(_NOTE.match(c.strip())) for c in cells.iloc[near]]
        pos = near[np.array(is_note, bool)]
        pos = pos[is_placeless(raw, match, pos)]
        reason, remedy = _("a note about the list, not a place"), _(_LEFT_OUT)
        found.refuse(pos, column, cells.iloc[pos], reason, remedy)


def doubt_shared(
    raw: Raw, match: dict[str, Match], found: Findings, *, weight: str | None = None
) -> None:
    """Mark numbers of people and money that one cell gives for several rows.

    A street merged over its firms is meant for each of them; ten workers merged over three firms
    may be ten in all.
    """
    counted = {match[f].column for f in _COUNTED if f in match} | {weight}
    rows_of: dict[str, list[int]] = {}
    for row, column in raw.shared:
        if column in counted:
            rows_of.setdefault(column, []).append(row)
    for column, rows in rows_of.items():
        pos = np.flatnonzero(np.isin(raw.rows, rows))
        found.doubt(
            pos,
            column,
            raw.table[column].iloc[pos],
            _("one cell merged over several rows; its number was taken for each of them"),
            _("fill in each row's own number"),
        )


def judge_formulas(
    raw: Raw,
    match: dict[str, Match],
    found: Findings,
    *,
    weight: str | None = None,
    keeps_uncounted: bool = False,
) -> None:
    """Refuse rows whose place or people are a formula without a result; mark other such cells.

    Parameters
    ----------
    raw, match
        The cells, and which column is which.
    found
        Takes the findings.
    weight
        Heading of the people, if not the usual one.
    keeps_uncounted
        Whether rows without a number of people stay.
    """
    axes = ("lon", "lat") if {"lon", "lat"} <= set(match) else ("place",)
    needed = {match[f].column for f in axes if f in match}
    if not keeps_uncounted:
        needed.add(weight or (match["workers"].column if "workers" in match else ""))
    reason = _("a formula that was never calculated: the file holds no result")
    remedy = _("open the file in Excel or WPS and save it, or paste the column as values")
    cells: dict[str, list[tuple[int, str]]] = {}
    for row, column, formula in raw.uncalculated:
        cells.setdefault(column, []).append((row, formula))
    for column, told in cells.items():
        rows, formulas = zip(*told, strict=True)
        pos = np.searchsorted(raw.rows, rows)
        say = found.refuse if column in needed else found.doubt
        say(pos, column, formulas, reason, remedy)
