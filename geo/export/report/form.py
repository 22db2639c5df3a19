"""The two forms: GB/T 9704-2012 for Chinese, a plain report on the same paper for English."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ALTERNATIVES", "FORMS", "Form", "Letter"]


@dataclass(frozen=True)
class Letter:
    """How a kind of text is set.

    Attributes
    ----------
    latin, chinese
        Names of the fonts.
    size_pt
        Size.
    pitch_pt
        From line to line, exactly; 0: as the font wants.
    is_bold
        Set in bold.
    """

    latin: str
    chinese: str
    size_pt: float
    pitch_pt: float = 0.0
    is_bold: bool = False


@dataclass(frozen=True)
class Form:
    """A form of page and letters.

    Attributes
    ----------
    margins_mm, large_margins_mm
        Top, bottom, left, right: of A4, and of an A3 sheet across.
    title, body, heading1, heading2, heading3, mark, caption, cell, page
        How each kind of text is set.
    indent_chars
        Characters by which a paragraph's first line is set in.
    numbered_page
        What stands around the number of the page.
    """

    margins_mm: tuple[float, float, float, float]
    title: Letter
    body: Letter
    heading1: Letter
    heading2: Letter
    heading3: Letter
    mark: Letter
    caption: Letter
    cell: Letter
    page: Letter
    indent_chars: int
    numbered_page: tuple[str, str]
    large_margins_mm: tuple[float, float, float, float] = (22, 24, 28, 26)


_ROMAN, _SONG, _HEI, _KAI, _FANG = "Times New Roman", "宋体", "黑体", "楷体", "仿宋"

FORMS = {
    "zh": Form(
        margins_mm=(37, 35, 28, 26),
        title=Letter(_ROMAN, "方正小标宋简体", 22, 35),
        body=Letter(_ROMAN, _FANG, 16, 28),
        heading1=Letter(_ROMAN, _HEI, 16, 28),
        heading2=Letter(_ROMAN, _KAI, 16, 28),
        heading3=Letter(_ROMAN, _FANG, 16, 28, is_bold=True),
        mark=Letter(_ROMAN, _HEI, 16, 28),
        caption=Letter(_ROMAN, _HEI, 12, 20),
        cell=Letter(_ROMAN, _FANG, 11, 17),
        page=Letter(_SONG, _SONG, 14),
        indent_chars=2,
        numbered_page=("— ", " —"),
    ),
    "en": Form(
        margins_mm=(28, 26, 28, 26),
        title=Letter(_ROMAN, _SONG, 21, 27, is_bold=True),
        body=Letter(_ROMAN, _SONG, 11.5, 16.5),
        heading1=Letter("Arial", _HEI, 14, 19, is_bold=True),
        heading2=Letter("Arial", _HEI, 11.5, 17, is_bold=True),
        heading3=Letter(_ROMAN, _SONG, 11.5, 16.5, is_bold=True),
        mark=Letter("Arial", _HEI, 10.5, 15, is_bold=True),
        caption=Letter("Arial", _HEI, 9.5, 14, is_bold=True),
        cell=Letter("Arial", _HEI, 8.5, 12.5),
        page=Letter("Arial", _HEI, 9),
        indent_chars=0,
        numbered_page=("", ""),
    ),
}
"""Language -> form. Paper is A4 in both; a large map lies on A3."""

ALTERNATIVES = {
    "方正小标宋简体": "华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
    "仿宋": "FangSong,仿宋_GB2312,STFangsong,Noto Serif CJK SC",
    "楷体": "KaiTi,楷体_GB2312,STKaiti,Noto Serif CJK SC",
    "黑体": "SimHei,STHeiti,Noto Sans CJK SC",
    "宋体": "SimSun,STSong,Noto Serif CJK SC",
    "Times New Roman": "Liberation Serif,Nimbus Roman",
    "Arial": "Liberation Sans,Helvetica",
}
"""Font -> what to take where it is not installed, best first."""
