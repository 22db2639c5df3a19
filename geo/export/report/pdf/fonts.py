"""Which fonts the PDF is set in: the ones wished for, or the nearest that there are."""

from __future__ import annotations

from typing import Any

from geo.export.report.form import Letter

__all__ = ["families", "has_chinese"]

_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "STSong", "Songti SC")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Heiti SC")
_LAST = (*_SANS, *_SERIF, "WenQuanYi Micro Hei", "Noto Sans CJK JP")

_CHINESE = {
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "STZhongsong", *_SERIF),
    "仿宋": ("FangSong", "FangSong_GB2312", "STFangsong", *_SERIF),
    "楷体": ("KaiTi", "KaiTi_GB2312", "STKaiti", "Kaiti SC", *_SERIF),
    "黑体": ("SimHei", "STHeiti", *_SANS),
    "宋体": _SERIF,
}
_LATIN = {
    "Times New Roman": ("Times New Roman", "Liberation Serif", "Libertinus Serif"),
    "Arial": ("Arial", "Liberation Sans", "Noto Sans CJK SC", "DejaVu Sans"),
    "宋体": ("Libertinus Serif",),
}
"""Libertinus Serif comes with typst."""


def has_chinese(names: frozenset[str]) -> bool:
    """Say whether any of the families that there are can write Chinese."""
    return any(family in names for wanted in (*_CHINESE.values(), _LAST) for family in wanted)


def families(letter: Letter, names: frozenset[str]) -> list[Any]:
    """List the families for one kind of text, Latin letters first, as typst reads them."""
    latin = [family for family in _LATIN[letter.latin] if family in names][:1]
    chinese = [f for f in (*_CHINESE[letter.chinese], *_LAST) if f in names]
    return [*({"name": family, "covers": "latin-in-cjk"} for family in latin), *chinese]
