"""The whole document from a proposal: sections in their order, everything numbered once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from geo import words
from geo.core import Proposal
from geo.export.edition import in_public, noted, public_proposal
from geo.export.report.annexes import annexes
from geo.export.report.asked.findings import Findings, find
from geo.export.report.asked.norm import norm_name
from geo.export.report.asked.public import public_findings
from geo.export.report.case import Case
from geo.export.report.choices import Choices
from geo.export.report.content import Block, Document, Figure, Heading, Table
from geo.export.report.plain import clean, readable
from geo.export.report.sections import SECTIONS
from geo.export.report.sections.opening import title
from geo.export.report.sections.situation import mark
from geo.words import _

__all__ = ["build"]

_DIGITS = "零一二三四五六七八九"


def build(
    proposal: Proposal, choices: Choices | None = None, findings: Findings | None = None
) -> Document:
    """Write the document in the language in use.

    Parameters
    ----------
    proposal
        The plan and its study.
    choices
        What the writer decides; None: an internal document of today.
    findings
        What else was found about the plan; None: it is asked now.

    Raises
    ------
    InputError
        There is no such norm.
    MissingExtraError
        There is no matplotlib for the maps, or no Chinese font.
    """
    chosen = choices or Choices()
    case = _case(proposal, findings or find(proposal, norm_name(proposal, chosen.norm)), chosen)
    counts = {Table: 0, Figure: 0}
    body = [clean(block) for section in SECTIONS for block in section(case)]
    blocks = tuple(_captions(_headings(body), counts))
    added = tuple(
        replace(annex, blocks=tuple(_captions(map(clean, annex.blocks), counts)))
        for annex in annexes(case)
    )
    return Document(
        language=words.language(),
        title=readable(title(case)),
        mark=readable(mark(case)),
        recipient=readable(chosen.recipient),
        issuer=readable(chosen.issuer),
        day=chosen.day or datetime.now().astimezone().date(),
        blocks=blocks,
        annexes=added,
    )


def _case(proposal: Proposal, findings: Findings, choices: Choices) -> Case:
    """Lay out what the sections may speak of; in public that is groups alone."""
    if not choices.is_public:
        return Case(proposal, findings, choices)
    groups = in_public(proposal, choices.release)
    return Case(noted(public_proposal(groups)), public_findings(findings, groups), choices)


def _headings(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give the headings their numbers: 一、 and （一） in Chinese, 1 and 1.1 in English."""
    first = second = 0
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
            continue
        first, second = (first + 1, 0) if block.level == 1 else (first, second + 1)
        if words.language() == "zh":
            number = f"{_chinese(first)}、" if block.level == 1 else f"（{_chinese(second)}）"
            yield replace(block, text=number + block.text)
        else:
            number = f"{first}" if block.level == 1 else f"{first}.{second}"
            yield replace(block, text=f"{number}  {block.text}")


def _chinese(n: int) -> str:
    """Write a number below 100 in Chinese.

    Examples
    --------
    >>> [_chinese(n) for n in (1, 10, 12, 20, 21)]
    ['一', '十', '十二', '二十', '二十一']
    """
    tens, ones = divmod(n, 10)
    said = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return said + (_DIGITS[ones] if ones else "")


def _captions(blocks: Iterable[Block], counts: dict[type, int]) -> Iterator[Block]:
    """Give numbers to tables and figures through the whole document."""
    for block in blocks:
        if not isinstance(block, Table | Figure):
            yield block
            continue
        counts[type(block)] += 1
        n = counts[type(block)]
        if isinstance(block, Table):
            caption = _("Table {n}  {caption}", n=n, caption=block.caption)
        else:
            caption = _("Figure {n}  {caption}", n=n, caption=block.caption)
        yield replace(block, caption=caption)
