"""How the cells of a workbook look, and how wide its columns must be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

__all__ = ["FORMATS", "columns", "look_of", "looks_of_heads", "places", "width"]

_NARROW, _WIDE = 9, 46
_WHOLE = frozenset(
    {
        *("rank", "workers", "n_firms", "reach", "new", "only_here", "firms", "small_firms"),
        *("served", "served_firms", "longest_m"),
        *("capacity", "cost_yuan", "loss_if_swapped", "nearest_m", "access_m"),
    }
)
_HEAD = {"bold": True, "bg_color": "#0072B2", "font_color": "#FFFFFF", "text_wrap": True}
_APART = "_)_)"  # room behind a number, so that words in the next column stand apart from it
FORMATS: dict[str, dict[str, Any]] = {
    "head": _HEAD,
    "head of numbers": _HEAD | {"align": "right", "indent": 1},
    "title": {"bold": True, "font_size": 16},
    "big": {"bold": True, "font_size": 18, "font_color": "#0072B2"},
    "warn": {"bold": True, "font_color": "#A33F00", "text_wrap": True},
    "wrap": {"text_wrap": True},
    "text": {},
    "setting": {"num_format": "#,##0", "align": "left"},
    "number": {"num_format": "General" + _APART},
    "whole": {"num_format": "#,##0" + _APART},
    "share": {"num_format": "0.0%" + _APART},
    "of draws": {"num_format": "0%" + _APART},
    "area": {"num_format": "0.00" + _APART},
    "degree": {"num_format": "0.000000" + _APART},
}
"""Name of a look -> what the spreadsheet is told of it."""

_OWN = {
    **dict.fromkeys(("lon", "lat"), "degree"),
    **dict.fromkeys(("area_m2", "short_m2"), "number"),  # as it is: 299.5 is not 300
    "catchment_km2": "area",
}


def look_of(column: object) -> str:
    """Say how the cells of a column are set; numbers stand right, and so does their head."""
    return _OWN.get(str(column), "whole" if column in _WHOLE else "text")


def looks_of_heads(looks: Iterable[str]) -> list[str]:
    """Say how heads are set over cells of these looks."""
    return ["head" if look in ("text", "wrap") else "head of numbers" for look in looks]


def width(head: str, cells: list[str]) -> float:
    """Estimate how wide a column must be; a Chinese character takes two."""
    widest = max((columns(cell) for cell in cells), default=0)
    return min(max(widest, _half(head), _NARROW), _WIDE) + 2


def _half(head: str) -> float:
    """Estimate how wide a head must be to stand in two lines, parted between words if it has any.

    Examples
    --------
    >>> _half("Of them newly covered"), _half("新增职工")
    (13, 4.0)
    """
    spaces = [k for k, c in enumerate(head) if c == " "]
    parted = (max(places(head[:k]), places(head[k + 1 :])) for k in spaces)
    return min(parted, default=places(head) / 2)


def columns(text: str) -> int:
    """Count the places of letters that the beginning of a text takes."""
    return places(text[: 2 * _WIDE])


def places(text: str) -> int:
    """Count the places of letters that a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
