"""Agreement: whether two lists of a study fit each other as they stand.

What is compared is one list with the other. That both are wrong in the same way is not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from geo.core.crs import metric
from geo.read.datum.doctor import frames_of, weigh
from geo.read.datum.hypotheses import HYPOTHESES, OTHER, PRIOR, Frames
from geo.read.datum.restating import restate
from geo.read.datum.seen.evidence import SHIFTS
from geo.read.datum.verdict import CERTAIN, judge_evidence
from geo.read.datum.vicinity import box_of
from geo.read.datum.writing import label, writing_of
from geo.read.layer import Layer
from geo.words import _

__all__ = ["Agreement", "clashes", "compare"]

_SAME_M = 50.0  # pairs of datums that move two lists alike
_MOST = 1_000  # rows of a list that are compared

Pair = tuple[str, str]
_AND = " & "


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

    The rule is that of one list (`geo.read.datum.verdict`).

    All pairs of datums are weighed, and shifts of no known datum; pairs that would move both lists
    alike count together.

    Parameters
    ----------
    first, second
        Lists of one study.
    """
    a, b = _some(first), _some(second)
    given = _pairs(frames_of(a, [box_of(b.lon, b.lat)]), b)
    verdict = judge_evidence(given, [e for e in weigh(a, given, [b]) if e is not None])
    names = first.source.name, second.source.name
    if not verdict.evidence or verdict.is_moot:
        return Agreement(*names, None, 0.5, None, (0.0, 0.0))
    alike = [p for p, move in verdict.shift_m.items() if np.hypot(*move) < _SAME_M]
    share = sum(verdict.posterior[p] for p in alike)
    best = verdict.ranking[0]
    fits = None if CERTAIN > share > 1 - CERTAIN or not verdict.is_best else share >= CERTAIN
    if best == OTHER:
        by_shift = sum((e.by_shift for e in verdict.evidence), np.zeros(len(SHIFTS)))
        move = SHIFTS[int(np.argmax(by_shift))] + verdict.shift_m[given.base]
        return Agreement(*names, fits, share, None, (float(move[0]), float(move[1])))
    one, other = best.split(_AND)
    return Agreement(*names, fits, share, (one, other), verdict.shift_m[best])


def _pairs(given: Frames, second: Layer) -> Frames:
    """Return all pairs of datums, each as the places of the first list beside the second as it is.

    That the second list moves is seen as the first moving the other way: the shift of a datum is
    the same within a few metres all over a town.
    """
    how = writing_of(second.taken_for, second.source.datum)
    here = np.column_stack(metric(second.lon, second.lat, given.crs))
    xy, prior = {}, {OTHER: PRIOR[OTHER]}
    for datum in HYPOTHESES:
        now = restate(second, replace(how, datum=datum).name)
        there = np.column_stack(metric(now.lon, now.lat, given.crs))
        move = np.median(there - here, axis=0)
        for h, at in given.xy.items():
            xy[f"{h}{_AND}{datum}"] = at - move
            prior[f"{h}{_AND}{datum}"] = given.prior[h] * PRIOR[datum] / (1 - PRIOR[OTHER])
    return Frames(given.crs, xy, prior, next(iter(xy)), given.stands)


def _some(layer: Layer) -> Layer:
    """Return at most a thousand rows, spread over the list."""
    if len(layer) <= _MOST:
        return layer
    rows = np.linspace(0, len(layer) - 1, _MOST).astype(np.int64)
    table = layer.table.iloc[rows].reset_index(drop=True)
    return replace(layer, lon=layer.lon[rows], lat=layer.lat[rows], table=table)
