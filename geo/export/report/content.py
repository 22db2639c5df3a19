"""What the document says, before it is anybody's file: headings, paragraphs, tables, figures.

Word and PDF are written from one `Document`, so that they cannot say different things.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import ceil
from unicodedata import east_asian_width

__all__ = ["Annex", "Block", "Document", "Figure", "Heading", "Paragraph", "Table"]


_NARROW, _WIDE, _EDGE = 4, 30, 2  # columns of letters
_CAPITAL = 1.4  # places of a capital
_BREAKS = 14  # letters from which a head may stand in two lines
_COUNTED = 12  # letters up to which a number and what it counts stay whole: 10,000名职工
_WORD = 6  # places up to which a Chinese word stays whole: 状态, 候选, 未注明
_LINE = 76  # columns of letters on a line of the narrower form
_ROOMY = 1.25  # of a word that must not break: other fonts than ours are wider
_SHORT, _SHORT_LINES = 14, 20  # rows and lines up to which a table stays on one page
_TALL = 12  # lines from which a row may break: it would leave much of a page empty, or be cut off


def _width(head: str, cells: list[str]) -> float:
    """Estimate how wide a column must be; a long head may break into two lines."""
    longest = max((_letters(cell) for cell in cells), default=0)
    heading: float = _letters(head)
    if heading > _BREAKS:
        heading = max(
            heading / 2 + 1, *(_letters(word) for word in head.split() if word.isascii()), 0
        )
    return min(max(longest, heading, _NARROW), _WIDE) + _EDGE


def _whole(head: str, cells: list[str]) -> float:
    """Estimate how wide a column must be for every text of it to stand in one line."""
    return max(_letters(text, most=None) for text in (head, *cells, "x" * _NARROW)) + _EDGE


def _letters(text: str, most: int | None = _WIDE) -> int:
    """Count the places of a text; a Chinese character takes two, a capital is wide too."""
    return ceil(sum(_places(c) for c in text[:most]))


def _places(c: str) -> float:
    return 2 if east_asian_width(c) in "WF" else _CAPITAL if c.isupper() else 1


def _least(head: str, cells: list[str]) -> float:
    """Estimate how wide a column must be at least, so that no word of it breaks."""
    words = [word for text in (head, *cells) for word in text.split()]
    longest = max((_ROOMY * _letters(word) for word in words if word.isascii()), default=0)
    # Chinese can break anywhere, but a short word, or a number and what it counts, should not.
    chinese = [word for word in words if not word.isascii()]
    whole = [
        places
        for word in chinese
        if (places := _letters(word)) <= (_COUNTED if any(c.isdigit() for c in word) else _WORD)
    ]
    longest = max(longest, *whole, 0)
    return min(longest, _WIDE) + _EDGE


@dataclass(frozen=True)
class Heading:
    """A heading; its number is part of its text.

    Attributes
    ----------
    level
        1 to 3.
    text
        What it says.
    """

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Attributes
    ----------
    text
        What it says.
    lead
        Words in front that are set off: the name on a site's card.
    is_warning
        Must not be overlooked.
    """

    text: str
    lead: str = ""
    is_warning: bool = False


@dataclass(frozen=True)
class Table:
    """A table whose cells are ready to read.

    Attributes
    ----------
    caption
        What it shows, with its number.
    heads
        One for each column.
    rows
        Texts, as many in each row as there are heads.
    numbers
        Columns (from 0) whose cells stand to the right.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()

    @property
    def is_short(self) -> bool:
        """Whether it stays on one page."""
        return len(self.rows) <= _SHORT and sum(self.lines) <= _SHORT_LINES

    @property
    def lines(self) -> tuple[int, ...]:
        """Estimate how many lines there are in each row, the heads first."""
        share = _LINE / sum(self.widths)
        places = [max(width * share - _EDGE, 1) for width in self.widths]
        return tuple(
            max(
                ceil(_letters(text, most=None) / room)
                for text, room in zip(row, places, strict=True)
            )
            for row in (self.heads, *self.rows)
        )

    @property
    def tall(self) -> frozenset[int]:
        """Rows, from 0, that are too high to be kept whole."""
        return frozenset(k for k, lines in enumerate(self.lines[1:]) if lines > _TALL)

    @property
    def widths(self) -> tuple[float, ...]:
        """Relative widths of the columns: as wide as their texts, within reason.

        Where that is more than a line holds, columns whose texts can break give way to those whose
        words cannot.
        """
        columns = [(head, [row[k] for row in self.rows]) for k, head in enumerate(self.heads)]
        least = [_least(*column) for column in columns]
        whole = [max(_whole(*column), low) for column, low in zip(columns, least, strict=True)]
        if sum(whole) <= _LINE:  # no head need break
            return tuple(whole)
        wanted = [max(_width(*column), low) for column, low in zip(columns, least, strict=True)]
        over, spare = sum(wanted) - _LINE, sum(wanted) - sum(least)
        if over <= 0 or spare <= 0:
            return tuple(wanted)
        kept = max(1 - over / spare, 0.0)
        return tuple(low + kept * (w - low) for w, low in zip(wanted, least, strict=True))

    @property
    def set_off(self) -> frozenset[int]:
        """Columns of words right after one of numbers: a gap keeps both apart."""
        return (
            frozenset(k for k in range(1, len(self.heads)) if k - 1 in self.numbers) - self.numbers
        )


@dataclass(frozen=True)
class Figure:
    """A picture.

    Attributes
    ----------
    caption
        What it shows, with its number; also read out where it cannot be seen.
    png
        The picture's bytes.
    width_mm
        How wide it is printed.
    """

    caption: str
    png: bytes = field(repr=False)
    width_mm: float


Block = Heading | Paragraph | Table | Figure


@dataclass(frozen=True)
class Annex:
    """An annex; it starts on a page of its own.

    Attributes
    ----------
    title
        What it holds.
    blocks
        Its text.
    is_large
        Whether it lies on an A3 sheet, across, as maps do.
    """

    title: str
    blocks: tuple[Block, ...]
    is_large: bool = False


@dataclass(frozen=True)
class Document:
    """The whole document.

    Attributes
    ----------
    language
        ``"zh"`` or ``"en"``.
    title
        Its title.
    mark
        What stands at the head of the first page: for internal use, or the map's review number.
    recipient, issuer
        Whom it is sent to and who signs it; may be empty.
    day
        The day that stands under it.
    blocks
        The text.
    annexes
        In the order of their numbers.
    """

    language: str
    title: str
    mark: str
    recipient: str
    issuer: str
    day: date
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...] = ()
