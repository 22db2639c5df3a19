"""What stands under the text: the names of the annexes, who signs, and the day."""

from __future__ import annotations

from geo.export.report.content import Document
from geo.words import _

__all__ = ["annex_names", "dated", "signed"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


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
