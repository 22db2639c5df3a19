"""Gazetteer: find a place by name over all loaded layers, without internet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rapidfuzz import fuzz

from geo.read.cells.headings import plain
from geo.read.layer import Layer

__all__ = ["Gazetteer", "Hit", "Typed", "typed"]

_LIKE = 60.0  # below, nobody would call it alike
_PART = 0.95  # what a likeness to a part of a name counts


@dataclass(frozen=True)
class Hit:
    """One place found.

    Attributes
    ----------
    name, kind
        Name of the place, and kind of its layer.
    lon, lat
        WGS-84 degrees.
    score
        100 where the name is what was asked for, less where it is only like it.
    id
        Id of the firm or site, where it stands for one.
    """

    name: str
    kind: str
    lon: float
    lat: float
    score: float
    id: object = None


class Typed(NamedTuple):
    """A name as it may be typed: its signs, its pinyin, its initials."""

    signs: str
    pinyin: str
    initials: str


def typed(name: str) -> Typed:
    """Say how a name may be typed.

    Examples
    --------
    >>> typed("职工之家")
    Typed(signs='职工之家', pinyin='zhigongzhijia', initials='zgzj')
    """
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionary loads slowly

    signs = plain(name)
    initials = lazy_pinyin(signs, style=Style.FIRST_LETTER)
    return Typed(signs, "".join(lazy_pinyin(signs)), "".join(initials))


class Gazetteer:
    """The names of some layers, ready to be searched.

    Parameters
    ----------
    layers
        Firms, sites, homes.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._entries = [
            (typed(place.name), place)
            for one in layers
            for name, lon, lat in zip(one.table["name"], one.lon, one.lat, strict=True)
            for place in [Hit(str(name), one.kind, float(lon), float(lat), 0.0)]
        ]

    @classmethod
    def of(cls, places: Iterable[Hit]) -> Gazetteer:
        """Make a gazetteer of places from anywhere; their scores do not matter."""
        made = cls([])
        made._entries = [(typed(place.name), place) for place in places]
        return made

    def __len__(self) -> int:
        """Count the places."""
        return len(self._entries)

    def find(self, text: str, *, n: int = 5) -> tuple[Hit, ...]:
        """Return the ``n`` places most like ``text``, the best first.

        Parameters
        ----------
        text
            Chinese signs, pinyin (``yongshun``), initials (``ysgy``), with slips of the pen: signs
            of the same sound (春升 for 春昇), traditional ones, some wrong or left out.
        n
            How many at most.
        """
        asked = typed(text)
        if not asked.signs:
            return ()
        scored = [(_score(asked, name), place) for name, place in self._entries]
        # Equal scores: the shorter name is nearer to what was asked; then by name, to be settled.
        scored.sort(key=lambda s: (-s[0], len(s[1].name), s[1].name))
        return tuple(replace(p, score=score) for score, p in scored[:n] if score >= _LIKE)


def _score(text: Typed, entry: Typed) -> float:
    """Return 100 for the name itself; less for a part of it, its pinyin, its initials, its like."""
    asked = text.signs
    if asked == entry.signs:
        return 100.0
    if asked in entry.signs:
        return 95.0
    if asked in (entry.pinyin, entry.initials):
        return 94.0
    return (_by_sound(text, entry) if len(asked) >= 2 else 0.0) or _by_likeness(text, entry)


def _by_sound(text: Typed, entry: Typed) -> float:
    """Score what is part of the pinyin or the initials, and other signs of the same sound."""
    asked = text.signs
    if entry.pinyin.startswith(asked) or entry.initials.startswith(asked):
        return 92.0
    if asked in entry.pinyin or asked in entry.initials:
        return 88.0
    return 86.0 if text.pinyin in entry.pinyin else 0.0


def _by_likeness(text: Typed, entry: Typed) -> float:
    like = fuzz.ratio(text.signs, entry.signs)
    if len(text.signs) >= 3:
        like = max(like, _PART * fuzz.partial_ratio(text.signs, entry.signs))
    if len(text.pinyin) >= 4:
        like = max(like, fuzz.partial_ratio(text.pinyin, entry.pinyin))
    return 0.85 * like
