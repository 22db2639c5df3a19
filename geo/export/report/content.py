"""What the document says, before it is anybody's file: headings, paragraphs, tables, figures.

Word and PDF are written from one `Document`, so that they cannot say different things.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

__all__ = ["Annex", "Block", "Document", "Figure", "Heading", "Paragraph", "Table"]


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
    widths
        Relative widths of the columns.
    numbers
        Columns (from 0) whose cells stand to the right.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: frozenset[int] = frozenset()


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
    width_mm: float = 150.0


Block = Heading | Paragraph | Table | Figure


@dataclass(frozen=True)
class Annex:
    """An annex; it starts on a page of its own."""

    title: str
    blocks: tuple[Block, ...]


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
