"""Other people's words on paper: no sign that hides, reorders, or breaks a file."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from geo.export.report.content import Block, Heading, Paragraph, Table
from geo.words import _

__all__ = ["clean", "readable"]

_LONGEST = 400  # signs of one cell: a page must hold it


def readable(text: str) -> str:
    r"""Take out control signs and overrides of direction; a tab or a new line becomes a space.

    Examples
    --------
    >>> readable("a\tb\u202ec")
    'a bc'
    """
    spaced = "".join(" " if c in "\t\n\r" else c for c in text)
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def clean(block: Block) -> Block:
    """Make every text of a block readable; a cell that no page would hold says what is cut off."""
    if isinstance(block, Heading):
        return replace(block, text=readable(block.text))
    if isinstance(block, Paragraph):
        return replace(block, text=readable(block.text), lead=_cut(readable(block.lead)))
    if isinstance(block, Table):
        rows = tuple(tuple(_cut(readable(cell)) for cell in row) for row in block.rows)
        heads = tuple(readable(head) for head in block.heads)
        return replace(block, caption=readable(block.caption), heads=heads, rows=rows)
    return replace(block, caption=readable(block.caption))


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST] + _("… (shortened by {n:,} signs)", n=len(text) - _LONGEST)
