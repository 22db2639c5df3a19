"""Counted things as a person writes them: 1 worker, 1,234 workers."""

from __future__ import annotations

import re

from geo.words import _, language

__all__ = ["draws", "firms", "tight", "venues", "workers"]

_WIDE = "\u3000-\u9fff\uff00-\uffef"
_LOOSE = re.compile(f"(?<=[{_WIDE}]) (?=[0-9])|(?<=[0-9%]) (?=[{_WIDE}])")


def tight(sentence: str) -> str:
    """Take out the spaces between Chinese and numbers that a screen likes and a letter does not."""
    return _LOOSE.sub("", sentence) if language() == "zh" else sentence


def workers(n: int) -> str:
    """Count workers.

    Examples
    --------
    >>> workers(1), workers(1234)
    ('1 worker', '1,234 workers')
    """
    return _("1 worker") if n == 1 else _("{n:,} workers", n=n)


def firms(n: int) -> str:
    """Count firms."""
    return _("1 firm") if n == 1 else _("{n:,} firms", n=n)


def venues(n: int) -> str:
    """Count venues."""
    return _("1 venue") if n == 1 else _("{n:,} venues", n=n)


def draws(n: int) -> str:
    """Count draws of data as they may be."""
    return _("1 draw") if n == 1 else _("{n:,} draws", n=n)
