"""Agreement: whether two lists of a study fit each other as they stand.

What is compared is one list with the other. That both are wrong in the same way is not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from geo.core.arrays import Floats
from geo.core.crs import metric
from geo.read.datum.doctor import frames_of, weigh
from geo.read.datum.hypotheses import HYPOTHESES, OTHER, PRIOR, Frames
from geo.read.datum.restating import restate
from geo.read.datum.seen.evidence import SHIFTS, Evidence, logmeanexp
from geo.read.datum.verdict import CERTAIN, is_peak, posterior_of
from geo.read.datum.vicinity import box_of
from geo.read.datum.writing import label, writing_of
from geo.read.layer import Layer
from geo.words import _

__all__ = ["Agreement", "clashes", "compare"]

_SAME_M = 50.0  # pairs of datums that move two lists alike
_MOST = 1_000  # rows of a list that are compared

Pair = tuple[str, str]


@dataclass(frozen=True)
class Agreement:
    """What two lists say of each other.

    Attributes
    ----------
    first, second
        Names of the lists.
    fits
        Whether they fit as they stand; None: cannot tell.
    share
        Probability that they fit.
    pair
        The likeliest datums of the two where they do not fit; None: another shift.
    apart_m
        Metres, east and north, by which the first would have to be moved to fit the second.
    """

    first: str
    second: str
    fits: bool | None
    share: float
    pair: Pair | None
    apart_m: tuple[float, float]

    @property
    def is_told(self) -> bool:
        """Whether there is a verdict."""
        return self.fits is not None

    def sentence(self) -> str:
        """Say it."""
        names = {"first": self.first, "second": self.second}
        if self.fits is None:
            return _("Whether {first} and {second} fit each other cannot be told.", **names)
        if self.fits:
            return _("{first} and {second} agree with each other.", **names)
        said = _(
            "{first} and {second} do not fit ({share:.1%} sure): they lie {m:.0f} m from where "
            "they would fit.",
            share=1 - self.share,
            m=float(np.hypot(*self.apart_m)),
            **names,
        )
        if self.pair is None:
            return said
        first, second = (label(one) for one in self.pair)
        more = _(
            "Likeliest: {first}, and {second}. State the datum of each.", first=first, second=second
        )
        return f"{said} {more}"


def clashes(layers: Sequence[Layer]) -> tuple[Agreement, ...]:
    """Return what is wrong between lists of a study: the pairs that do not fit as they stand."""
    told = (compare(a, b) for a, b in combinations(layers, 2))
    return tuple(one for one in told if one.fits is False)


def compare(first: Layer, second: Layer) -> Agreement:
    """Say whether two lists fit as they stand, and the likeliest datums of the two if not.

    All pairs of datums are weighed, and shifts of no known datum; pairs that would move both lists
    alike count together.

    Parameters
    ----------
    first, second
        Lists of one study.
    """
    a, b = _some(first), _some(second)
    given = frames_of(a, [box_of(b.lon, b.lat)])
    found = {datum: _against(given, a, _as(b, datum)) for datum in HYPOTHESES}
    names = first.source.name, second.source.name
    if not found["wgs84"]:
        return Agreement(*names, None, 0.5, None, (0.0, 0.0))
    by_shift = {
        d: sum((e.by_shift for e in seen), np.zeros(len(SHIFTS))) for d, seen in found.items()
    }
    score = {(h, d): sum(e.score[h] for e in seen) for d, seen in found.items() for h in given.xy}
    posterior = _posterior(score, given, by_shift["wgs84"])
    apart = {pair: _apart(given, b, pair) for pair in score}
    share = sum(posterior[p] for p, off in apart.items() if np.hypot(*off) < _SAME_M)
    best = max(posterior, key=lambda p: posterior[p])
    is_sure = best == _OTHERS or is_peak(score[best], given.offset(best[0]), by_shift[best[1]])
    fits = None if not is_sure or 1 - CERTAIN < share < CERTAIN else share >= CERTAIN
    if best == _OTHERS:
        top = SHIFTS[int(np.argmax(by_shift["wgs84"]))] + given.shift_m(given.base)
        return Agreement(*names, fits, share, None, _plain(top - _moved(b, "wgs84", given.crs)))
    return Agreement(*names, fits, share, best, _plain(apart[best]))


_OTHERS: Pair = (OTHER, OTHER)


def _some(layer: Layer) -> Layer:
    """Return at most a thousand rows, spread over the list."""
    if len(layer) <= _MOST:
        return layer
    rows = np.linspace(0, len(layer) - 1, _MOST).astype(np.int64)
    table = layer.table.iloc[rows].reset_index(drop=True)
    return replace(layer, lon=layer.lon[rows], lat=layer.lat[rows], table=table)


def _against(given: Frames, first: Layer, second: Layer) -> list[Evidence]:
    return [one for one in weigh(first, given, [second]) if one is not None]


def _posterior(score: Mapping[Pair, float], given: Frames, by_shift: Floats) -> dict[Pair, float]:
    known = sum(p for d, p in PRIOR.items() if d != OTHER)
    prior = {(h, d): given.prior[h] * PRIOR[d] / known for h, d in score}
    prior[_OTHERS] = PRIOR[OTHER]
    return posterior_of({**score, _OTHERS: logmeanexp(by_shift)}, prior)


def _apart(given: Frames, second: Layer, pair: Pair) -> Floats:
    """Return by how much a pair of datums moves the first list more than the second."""
    return np.asarray(given.shift_m(pair[0])) - _moved(second, pair[1], given.crs)


def _as(layer: Layer, datum: str) -> Layer:
    """Return the list in another datum, written as it was read."""
    how = writing_of(layer.taken_for, layer.source.datum)
    return restate(layer, replace(how, datum=datum).name)


def _moved(layer: Layer, hypothesis: str, crs: str) -> Floats:
    """Return how far a list moves, east and north, if it is taken for a hypothesis."""
    now = _as(layer, hypothesis)
    here = np.column_stack(metric(layer.lon, layer.lat, crs))
    there = np.column_stack(metric(now.lon, now.lat, crs))
    move: Floats = np.median(there - here, axis=0)
    return move


def _plain(xy: Floats) -> tuple[float, float]:
    return float(xy[0]), float(xy[1])
