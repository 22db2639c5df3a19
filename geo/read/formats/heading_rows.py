"""Heading rows: a list's headings may stand in two rows, 坐标 above 经度 and 纬度."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.read.cells.angles import angle, pair
from geo.read.cells.headings import KNOWN, PLAIN, datum_named, plain

__all__ = ["both_rows", "is_below_headings"]

_COORDINATES = frozenset(h for field in ("lon", "lat", "place") for h in PLAIN[field])


def is_below_headings(cells: Sequence[object]) -> bool:
    """Say whether the row right below the headings holds headings too, not the first firm.

    A firm may be called 公司, or have x for a place nobody knows: two different headings are
    wanted, and no number.
    """
    known = {plain(c) for c in cells if isinstance(c, str)} & KNOWN
    return len(known) >= 2 and not any(map(_is_number, cells))


def both_rows(upper: Sequence[object], lower: Sequence[object]) -> list[str]:
    """Return one heading a column out of two rows of them.

    The lower one counts; where it is known only together with the one above (职工人数 above 总数
    and 其中女), both do, and where the one above says in which datum coordinates are. An empty cell
    above belongs to the heading on its left.

    Examples
    --------
    >>> both_rows(["企业名称", "坐标", "", "人数", ""], ["", "经度", "纬度", "总数", "其中女"])
    ['企业名称', '经度', '纬度', '人数总数', '人数其中女']
    >>> both_rows(["企业名称", "坐标（高德）", ""], ["", "经度", "纬度"])
    ['企业名称', '经度（坐标 高德）', '纬度（坐标 高德）']
    """
    width = max(len(upper), len(lower))
    names, above = [], ""
    for top, low in zip(_texts(upper, width), _texts(lower, width), strict=True):
        above = top or (above if low else "")
        is_enough = not low or low == above or plain(low) in KNOWN
        name = (low or above) if is_enough else above + low
        names.append(f"{name}（{_unbracketed(above)}）" if _tells_datum(above, low) else name)
    return names


def _tells_datum(above: str, low: str) -> bool:
    """Say whether the heading above names the datum of the coordinates below."""
    is_below = low not in ("", above) and plain(low) in _COORDINATES
    return is_below and datum_named(above) is not None and datum_named(low) is None


def _unbracketed(text: str) -> str:
    return " ".join(re.sub(r"[()（）\[\]【】]", " ", text).split())


def _texts(cells: Sequence[object], width: int) -> list[str]:
    found = ["" if c is None else " ".join(str(c).split()) for c in cells]
    return [*found, *[""] * (width - len(found))]


def _is_number(cell: object) -> bool:
    """Say whether a cell is a number, or a coordinate."""
    text = "" if cell is None else str(cell)
    return angle(text)[0] == angle(text)[0] or pair(text)[0] == pair(text)[0]
