"""Names from outside, as the text that they are."""

from __future__ import annotations

__all__ = ["plain"]


def plain(text: str) -> str:
    """Keep a name a name where Markdown is read."""
    marks = {ord(c): f"\\{c}" for c in "\\`*_{}[]()<>#+-.!|$~:"}
    return " ".join(text.split()).translate(marks)
