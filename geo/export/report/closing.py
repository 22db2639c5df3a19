"""What stands around the text: whom it is sent to, leads, annexes, who signs, and the day."""

from __future__ import annotations

from geo.export.report.content import Document, Paragraph
from geo.words import _

__all__ = ["addressed", "annex_names", "annex_number", "dated", "led", "signed"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def addressed(document: Document) -> str:
    """Write whom it is sent to, before the text; empty where nobody is named."""
    return _("{name}:", name=document.recipient) if document.recipient else ""


def led(block: Paragraph) -> str:
    """Write the words in front of a paragraph that are set off; empty where there are none."""
    return _("{lead}. ", lead=block.lead) if block.lead else ""


def annex_number(n: int) -> str:
    """Write what stands at the head of an annex."""
    return _("Annex {n}", n=n)


def annex_names(document: Document) -> list[str]:
    """Name the annexes, a line each; the first says what they are."""
    names = [
        _("{n}. {title}", n=n, title=annex.title) for n, annex in enumerate(document.annexes, 1)
    ]
    return [_("Annexes:"), *names] if names else []


def signed(document: Document) -> str:
    """Say who signs; without a name, leave room for one."""
    return document.issuer or _("Issued by: ____________________")


def dated(document: Document) -> str:
    """Write the day as the language does."""
    day = document.day
    if document.language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
