"""Counts: 约20人, 20-30, 10人以下, 二十人, １，２００ as whole numbers, the reading shown."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Floats
from geo.read.cells.numerals import in_digits
from geo.read.cells.numeric import plain_numbers
from geo.words import N_, _

__all__ = ["EMPTY", "Counted", "count", "counts", "numbers"]

_UNIT = r"(?:个|名|位|人|员工|职工|人员|workers?|people|persons?|staff|employees?)*"
_NUMBER = r"(\d+(?:\.\d+)?)([万千百]?)"
_EXACT = re.compile(rf"^{_NUMBER}{_UNIT}$")
_RANGE = re.compile(rf"^(?:约|about)?{_NUMBER}{_UNIT}(?:-|~|–|—|―|至|到|to|\.\.)+{_NUMBER}{_UNIT}$")
_ABOUT = re.compile(
    r"^(?:约|大约|大概|近|将近|接近|about|approx\.?|around|ca\.?|~|≈)?"
    rf"{_NUMBER}{_UNIT}(?:左右|上下|约)?$"
)
_BELOW = re.compile(
    r"^(?:<|<=|≤|不足|少于|低于|小于|不到|不超过|under|below|lessthan|upto)?"
    rf"{_NUMBER}{_UNIT}(?:以下|以内|及以下|之内)?$"
)
_ABOVE = re.compile(
    r"^(?:>|>=|≥|多于|超过|大于|高于|over|above|morethan|atleast|至少)?"
    rf"{_NUMBER}(?:余|多|\+)?{_UNIT}(?:以上|及以上|\+)?$"
)
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_COMMA = re.compile(r"^(-?\d+),(\d{1,2})(?!\d)")  # 120,5: a decimal comma
_TIMES = {"": 1, "百": 100, "千": 1000, "万": 10000}
_MOST = 10**9  # no place on earth has more people; also keeps sums far inside int64

NEGATIVE = N_("a negative number")
FRACTION = N_("not a whole number")
EMPTY = N_("no number given")
UNREADABLE = N_("not a number")
HUGE = N_("a number beyond all reason")


@dataclass(frozen=True)
class Counted:
    """A column read as counts.

    Attributes
    ----------
    value
        ``(n,)`` float64, whole where ``reason`` has no entry, else NaN.
    reason
        Position -> why it cannot be read (a key for the catalogue).
    reading
        Position -> how an inexact count was read, in words.
    """

    value: Floats
    reason: dict[int, str]
    reading: dict[int, str]


def counts(column: pd.Series) -> Counted:
    """Read a column of counts; only cells that are not plain numbers are looked at one by one."""
    value, odd = _fast(column)
    whole = np.isfinite(value) & (value >= 0) & (np.floor(value) == value) & (value <= _MOST)
    reason: dict[int, str] = {}
    reading: dict[int, str] = {}
    known: dict[str, tuple[float, str, str]] = {}
    asked = np.flatnonzero(~whole | odd)
    for pos, cell in zip(asked, column.iloc[asked].tolist(), strict=True):
        text = "" if cell is None or cell is pd.NA or cell != cell else str(cell)  # noqa: PLR0124 - NaN
        if text not in known:
            known[text] = count(text)
        number, why, how = known[text]
        value[pos] = np.nan if why else number
        if why:
            reason[int(pos)] = why
        elif how:
            reading[int(pos)] = how
    return Counted(value, reason, reading)


def numbers(column: pd.Series) -> tuple[Floats, dict[int, str]]:
    """Read a column of measures (m2, yuan): values, NaN where empty; position -> trouble."""
    value, odd = _fast(column)
    trouble: dict[int, str] = {}
    asked = np.flatnonzero(~np.isfinite(value) | odd)
    for pos, cell in zip(asked, column.iloc[asked].tolist(), strict=True):
        text = "" if cell is None or cell is pd.NA or cell != cell else _tidy(str(cell))  # noqa: PLR0124 - NaN
        text = _COMMA.sub(r"\1.\2", text)
        hit = re.match(r"^[^\d\-]*(-?\d+(?:\.\d+)?)(万|千|百|)(?:m2|[^\d])*$", text)
        value[pos] = float(hit[1]) * _TIMES[hit[2]] if hit else np.nan
        if text and not hit:
            trouble[int(pos)] = UNREADABLE
    for pos in np.flatnonzero(value < 0):
        value[pos] = np.nan
        trouble[int(pos)] = NEGATIVE
    return value, trouble


def _fast(column: pd.Series) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return plain numbers at once, and which cells need a look of their own."""
    value = plain_numbers(column)
    if column.dtype.kind in "iuf":
        return value, np.zeros(len(value), bool)
    odd = ~np.isfinite(value)
    return value, odd


def count(text: str) -> tuple[float, str, str]:
    """Read one count.

    Returns
    -------
    value, reason, reading
        ``reason`` is empty where the text can be read; ``reading`` is empty where it is exact.

    Examples
    --------
    >>> count("１，２００人")
    (1200.0, '', '')
    >>> count("20-30")[0], count("约20人")[0], count("10人以下")[0]
    (25.0, 20.0, 5.0)
    >>> count("二十人")
    (20.0, '', '二十人 read as 20')
    >>> count("-3")[1]
    'a negative number'
    """
    tidy = _tidy(text)
    if not tidy or tidy in (
        "-",
        "—",
        "/",
        "nan",
        "none",
        "null",
        "n/a",
        "na",
        "无",
        "未知",
        "不详",
        "暂无",
    ):
        return np.nan, EMPTY, ""
    if re.fullmatch(r"-\d+(\.\d+)?" + _UNIT, tidy):
        return np.nan, NEGATIVE, ""
    plain = in_digits(tidy)
    if hit := _EXACT.match(plain):
        value = _value(hit[1], hit[2])
        return _checked(value, "" if plain == tidy else _(_AS_NUMBER, text=text, value=value))
    for pattern, reading in _READINGS.items():
        if hit := pattern.match(plain):
            low, high = _value(hit[1], hit[2]), 0.0
            if pattern is _RANGE:
                low, high = _value(hit[1], hit[2] or hit[4]), _value(hit[3], hit[4])
            value = float(_RULES[pattern](low, high))
            return _checked(value, _(reading, text=text, value=value))
    try:
        return _checked(float(tidy), "")
    except ValueError:
        return np.nan, UNREADABLE, ""


_AS_NUMBER = N_("{text} read as {value:.0f}")
_READINGS = {
    _RANGE: N_("{text} read as {value:.0f}, the middle"),
    _ABOUT: _AS_NUMBER,
    _BELOW: N_("{text} read as {value:.0f}, half of the upper limit"),
    _ABOVE: N_("{text} read as {value:.0f}, the lower limit"),
}
_RULES: dict[re.Pattern[str], Callable[[float, float], float]] = {
    _RANGE: lambda low, high: math.floor((low + high) / 2 + 0.5),
    _ABOUT: lambda low, _high: low,
    _BELOW: lambda low, _high: math.floor(low / 2),
    _ABOVE: lambda low, _high: low,
}


def _tidy(text: str) -> str:
    short = unicodedata.normalize("NFKC", text[:200]).strip().lower()
    short = _THOUSANDS.sub(lambda m: m[0].replace(",", ""), short)
    return re.sub(r"\s+", "", short)


def _value(digits: str, times: str) -> float:
    return round(float(digits) * _TIMES[times], 6)


def _checked(value: float, reading: str) -> tuple[float, str, str]:
    if not np.isfinite(value):
        return np.nan, UNREADABLE, ""
    if value < 0:
        return np.nan, NEGATIVE, ""
    if value != np.floor(value):
        return np.nan, FRACTION, ""
    if value > _MOST:
        return np.nan, HUGE, ""
    return value, "", reading
