"""Counted things as a person writes them: one worker, 1,234 workers, about 50 workers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geo.export.figures import percent
from geo.words import _, counted, language
from geo.words.counted import tight

__all__ = ["Nouns", "joined", "listed", "metres", "named", "percent", "tight"]


def metres(length_m: float) -> str:
    """Write a length."""
    return _("{n:,} m", n=round(length_m) if length_m >= 1 or not length_m else length_m)


def listed(names: Iterable[str]) -> str:
    """Write names one after another, as the language does."""
    found = list(names)
    if language() == "zh":
        return "、".join(found)
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def named(names: Iterable[str], *, most: int = 300) -> str:
    """Write names one after another; what does not fit in ``most`` signs is counted, not cut."""
    found = list(names)
    kept, signs = 0, 0
    while kept < len(found) and (not kept or signs + len(found[kept]) <= most):
        signs += len(found[kept])
        kept += 1
    if kept == len(found):
        return listed(found)
    shown = (", ", "、")[language() == "zh"].join(found[:kept])
    return _("{names} and {n:,} more", names=shown, n=len(found) - kept)


def joined(*sentences: str) -> str:
    """Put sentences one after another, as the language does; empty ones are left out."""
    return ("" if language() == "zh" else " ").join(one.strip() for one in sentences if one.strip())


@dataclass(frozen=True)
class Nouns:
    """Counts in words.

    Attributes
    ----------
    is_rounded
        Whether counts of people and firms are rounded, and the words must say so.
    """

    is_rounded: bool = False

    def workers(self, n: int) -> str:
        """Count workers."""
        if self.is_rounded:
            return _("about {n:,} workers", n=n) if n else _("too few workers to be told, if any")
        return tight(counted.workers(n))

    def firms(self, n: int) -> str:
        """Count firms."""
        if self.is_rounded:
            return _("about {n:,} firms", n=n)
        return tight(counted.firms(n))

    def homes(self, n: int) -> str:
        """Count workers' homes."""
        return _("1 workers' home") if n == 1 else _("{n:,} workers' homes", n=n)

    def venues(self, n: int) -> str:
        """Count venues."""
        return tight(counted.venues(n))
