"""Numerals: 一百二十 as 120, so that 约一百二十人 is read like 约120人."""

from __future__ import annotations

import re

__all__ = ["SIGNS", "in_digits"]

SIGNS = "零〇一二两三四五六七八九十百千万"
"""All signs that a numeral is written in."""

_ONES = "零一二三四五六七八九"
_UNITS = {"千": 1000, "百": 100, "十": 10}
_MYRIAD = 10**4  # 万
_RUN = re.compile(f"[{SIGNS}]+")
_DOUBLE = re.compile(r"^两$|(?<![十百零])两(?=[百千万])")


def in_digits(text: str) -> str:
    """Return a text with its numerals as digits; as it is where one of them is not well-formed.

    Not read are 一百五 (150 or 105), 三五 (some), a single 一 (mostly a dash), and 三至五百, whose
    first number may stand for hundreds.

    Examples
    --------
    >>> in_digits("约一百零五人"), in_digits("十至三十人")
    ('约105人', '10至30人')
    >>> in_digits("一百五"), in_digits("三至五百")
    ('一百五', '三至五百')
    """
    if text == "一" or re.search(r"\d", text):
        return text
    before = None
    for run in _RUN.findall(text):
        value = _number(run)
        if value is None:
            return text
        times = _MYRIAD if run[-1] == "万" else _UNITS.get(run[-1], 1)
        if before is not None and times > 1 and before * times < value:
            return text
        before = value
    return _RUN.sub(lambda run: str(_number(run[0])), text)


def _number(run: str) -> int | None:
    """Return what a numeral stands for; None where that number is not written so."""
    plain = _DOUBLE.sub("二", run.replace("〇", "零"))
    upper, _myriad, lower = plain.rpartition("万")
    value = _sum(upper) * _MYRIAD + _sum(lower)
    return value if value < _MYRIAD**2 and _written(value) == plain else None


def _sum(section: str) -> int:
    """Add up the signs of a numeral below 万, well-formed or not."""
    total = ones = 0
    for sign in section:
        if sign in _UNITS:
            total += (ones or 1) * _UNITS[sign]
        ones = max(_ONES.find(sign), 0)
    return total + ones


def _written(value: int) -> str:
    upper, lower = divmod(value, _MYRIAD)
    text = f"{_section(upper)}万" if upper else ""
    if lower:
        text += ("零" if text and lower < _MYRIAD // 10 else "") + _section(lower)
    return text.removeprefix("一") if text.startswith("一十") else text or "零"


def _section(value: int) -> str:
    """Write a number below 万, one 零 for each gap."""
    text, is_gap = "", False
    for sign, times in (*_UNITS.items(), ("", 1)):
        ones, value = divmod(value, times)
        if ones:
            text += ("零" if is_gap else "") + _ONES[ones] + sign
        is_gap = bool(text) and not ones
    return text
