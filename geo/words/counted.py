"""Counted things as a person writes them: 1 worker, 1,234 workers."""

from __future__ import annotations

import re

from geo.words import _, language

__all__ = [
    "draws",
    "firms",
    "homes_today",
    "new_homes",
    "points",
    "rows",
    "tight",
    "venues",
    "visits",
    "workers",
]

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


def homes_today(n: int) -> str:
    """Count homes that are open today."""
    return _("1 home open today") if n == 1 else _("{n:,} homes open today", n=n)


def new_homes(n: int) -> str:
    """Count homes that a plan opens."""
    return _("1 new home") if n == 1 else _("{n:,} new homes", n=n)


def points(n: int) -> str:
    """Count points: workers by another weight."""
    return _("1 point") if n == 1 else _("{n:,} points", n=n)


def visits(n: int) -> str:
    """Count visits."""
    return _("1 visit") if n == 1 else _("{n:,} visits", n=n)


def rows(n: int) -> str:
    """Count rows of a list."""
    return _("1 row") if n == 1 else _("{n:,} rows", n=n)


def draws(n: int) -> str:
    """Count draws of data as they may be."""
    return _("1 draw") if n == 1 else _("{n:,} draws", n=n)
