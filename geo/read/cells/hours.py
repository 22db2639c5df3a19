"""Opening hours: what a person writes, Chinese or in OpenStreetMap's way, as minutes of a week."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import numpy.typing as npt

__all__ = ["MINUTES", "week"]

MINUTES = 24 * 60

_DAYS = {
    **dict(zip("一二三四五六日", range(7), strict=True)),
    "天": 6,
    **dict(zip(("mo", "tu", "we", "th", "fr", "sa", "su"), range(7), strict=True)),
}
_GROUPS = {
    "工作日": range(5),
    "平日": range(5),
    "周末": range(5, 7),
    "双休日": range(5, 7),
    "每日": range(7),
    "每天": range(7),
    "daily": range(7),
}
_ALWAYS = re.compile(r"24/7|(?:每天|每日)?(?:24小时|全天候?)(?:开放|营业)?")
_DAY = re.compile(
    r"(?P<group>工作日|平日|周末|双休日|每日|每天|daily)"
    r"|(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])(?:[-~至到](?:周|星期|礼拜)?(?P<zh_to>[一二三四五六日天]))?"
    r"|(?P<en>mo|tu|we|th|fr|sa|su)[a-z]*(?:[-~](?P<en_to>mo|tu|we|th|fr|sa|su)[a-z]*)?"
)
_SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?[-~至到](\d{1,2})(?::(\d{2}))?")
_CLOSED = re.compile(r"closed|off|休息|关闭|不开放|闭馆")
_LEFT = re.compile(r"[\s,、;；，。.()（）]*")


def week(text: object) -> npt.NDArray[np.bool_] | None:
    """Read opening hours as ``(7, 1440)`` minutes from Monday 0:00; None where they cannot be read.

    Without a day the hours hold every day. Hours past midnight run into the next day. Of
    entries for one day that ``;`` sets apart the last one holds, as in OpenStreetMap. But an entry
    for the same days as the one before, or for none of its own, that overlaps it nowhere is added:
    11:30-13:30；17:30-21:00. A text of which any part is not understood is not read at all.

    Examples
    --------
    >>> open_at = week("周一至周五 11:30-13:30、17:30-21:00；周末 9:00-21:00")
    >>> open_at.sum(axis=1).tolist()
    [330, 330, 330, 330, 330, 720, 720]
    >>> week("周一至周五 11：30－13：30；17：30－21：00").sum(axis=1).tolist()
    [330, 330, 330, 330, 330, 0, 0]
    >>> week("ask the porter") is None
    True
    """
    said = unicodedata.normalize("NFKC", str(text)).strip().lower()
    said = re.sub(r"\s*([-~至到])\s*", r"\1", re.sub("[–—]+", "-", said))
    if _ALWAYS.fullmatch(said):
        return np.ones((7, MINUTES), bool)
    spans_of: list[list[tuple[int, int]] | None] = [None] * 7
    before: set[int] = set()
    for part in said.split(";"):
        if not part.strip():
            continue
        blocks = _blocks(part, before)
        if blocks is None:
            return None
        now = {day for days, _spans in blocks for day in days}
        for day in now:
            spans = [s for days, spans in blocks if day in days for s in spans]
            known = spans_of[day] or []
            is_more = now == before and spans and not _overlap(known, spans)
            spans_of[day] = [*known, *spans] if is_more else spans
        before = now
    return None if all(spans is None for spans in spans_of) else _written(spans_of)


_Blocks = list[tuple[list[int], list[tuple[int, int]]]]


def _overlap(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> bool:
    return any(a < d and c < b for a, b in some for c, d in others)


def _blocks(part: str, before: set[int]) -> _Blocks | None:
    """Cut ``"mo-fr 9-17 sa 9-12"`` into days and their spans; None where something is left over.

    Where it names no day, those of the part ``before`` hold, if there was one.
    """
    unnamed = sorted(before) or list(range(7))
    found: _Blocks = []
    days: list[int] = []
    spans: list[tuple[int, int]] = []
    at, is_after_hours = 0, False
    while at < len(part):
        if day := _DAY.match(part, at):
            if is_after_hours:
                found.append((days or unnamed, spans))
                days, spans, is_after_hours = [], [], False
            days += _days(day)
            at = day.end()
        elif span := _SPAN.match(part, at):
            minutes = _minutes(span)
            if minutes is None:
                return None
            spans.append(minutes)
            at, is_after_hours = span.end(), True
        elif closed := _CLOSED.match(part, at):
            at, is_after_hours = closed.end(), True
        else:
            skipped = _LEFT.match(part, at)
            if skipped is None or skipped.end() == at:
                return None
            at = skipped.end()
    if not is_after_hours:
        return None
    return [*found, (days or unnamed, spans)]


def _days(match: re.Match[str]) -> list[int]:
    if match["group"]:
        return list(_GROUPS[match["group"]])
    first = _DAYS[match["zh"] or match["en"]]
    last = match["zh_to"] or match["en_to"]
    if last is None:
        return [first]
    return [(first + k) % 7 for k in range((_DAYS[last] - first) % 7 + 1)]


def _minutes(match: re.Match[str]) -> tuple[int, int] | None:
    """Return the first minute and the one after the last; past midnight the last is above 1440."""
    first = int(match[1]) * 60 + int(match[2] or 0)
    last = int(match[3]) * 60 + int(match[4] or 0)
    if int(match[2] or 0) > 59 or int(match[4] or 0) > 59 or first >= MINUTES or last > MINUTES:
        return None
    return (first, last) if last > first else (first, last + MINUTES)


def _written(spans_of: list[list[tuple[int, int]] | None]) -> npt.NDArray[np.bool_]:
    """Mark the minutes; what runs past midnight belongs to the next day."""
    open_at = np.zeros((7, MINUTES), bool)
    for day, spans in enumerate(spans_of):
        for first, last in spans or ():
            open_at[day, first : min(last, MINUTES)] = True
            if last > MINUTES:
                open_at[(day + 1) % 7, : last - MINUTES] = True
    return open_at
