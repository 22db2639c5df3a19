"""The verdict: which datum, how surely, or what would settle it.

A verdict is given where all of this holds; otherwise the doctor cannot tell:

* its posterior is 0.99 or more;
* a known datum: two matched names agree on it, or the list lies nowhere near by as well, as its
  neighbourhoods agree (`geo.read.datum.seen.neighbourhoods`). (The posterior prefers a datum to the
  one shift among thousands that fits better, and it takes every place, and streets beside points,
  for independent witnesses; a list that has nothing to do with the places fits them best somewhere,
  by the few squares where it is dense and the town too.)
* a shift of no known datum: three matched names agree on it. A list that lies well among points or
  on streets where no datum puts it may just as well have nothing to do with them;
* more than an outline was compared: that is a veto and tells no datum.

The thresholds were set on trials of seeds from 0 and 5,000 on; ``python -m bench doctor`` counts on
others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from geo.core.arrays import Floats
from geo.core.crs import DATUMS
from geo.read.datum.hypotheses import OTHER, Frames
from geo.read.datum.seen.evidence import ANY, NAMES, PLACES, SHIFTS, Evidence, logmeanexp
from geo.read.datum.seen.neighbourhoods import spread
from geo.read.datum.writing import label
from geo.words import _

__all__ = ["CERTAIN", "Verdict", "judge_evidence", "says"]

CERTAIN = 0.99
"""Posterior from which on a verdict is given; at 0.95 it errs."""
_KM_FROM_M, _MOST_M = 10_000.0, 2_000_000.0
_MARGINS = ((250.0, 0.0), (400.0, 1.2))
"""Metres from where a datum puts the list, and by how many standard errors all shifts further away
weigh less."""
_AGREE, _AGREE_ON_OTHER = 2, 3  # by chance one name in a hundred agrees with some datum


@dataclass(frozen=True)
class Verdict:
    """What the doctor says of one list.

    Attributes
    ----------
    datum
        A hypothesis (`geo.read.datum.writing`), ``"other"``, or None: cannot tell.
    posterior
        Hypothesis -> probability, ``"other"`` included.
    shift_m
        Hypothesis -> (east, north) metres by which it moves the list from where it stands; not
        finite where that is too far to be said in metres.
    evidence
        What was compared.
    is_moot
        Whether the place makes all datums one (outside China).
    score
        Hypothesis -> log weight of all evidence; only differences matter.
    is_best
        Whether what was compared bears the likeliest hypothesis out (the rule above), however
        likely it is.
    """

    datum: str | None
    posterior: Mapping[str, float]
    shift_m: Mapping[str, tuple[float, float]]
    evidence: tuple[Evidence, ...] = ()
    is_moot: bool = False
    score: Mapping[str, float] = field(default_factory=dict)
    is_best: bool = True

    @property
    def is_trusted(self) -> bool:
        """Whether a list was found to be of a datum that can be converted."""
        return self.datum is not None and self.datum != OTHER

    @property
    def ranking(self) -> tuple[str, ...]:
        """All hypotheses, the likeliest first; ``"other"`` is among them."""
        return tuple(sorted(self.posterior, key=lambda h: -self.posterior[h]))

    def choices(self) -> str:
        """Say how likely each hypothesis is: what to choose from where it cannot tell."""
        return "; ".join(f"{says(h)} {self.posterior[h]:.1%}" for h in self.ranking)

    def sentence(self) -> str:
        """Say the verdict."""
        if self.is_moot and self.datum == "wgs84":
            return _("All datums are one here: nothing needs to be converted.")
        seen = ", ".join(_(e.source, n=e.n) for e in self.evidence) or _("nothing to compare with")
        if self.datum is not None and self.datum != OTHER:
            about = {
                "label": label(self.datum),
                "share": self.posterior[self.datum],
                "seen": seen,
            }
            far = _far(*self.shift_m[self.datum])
            if far is None:
                return _("{label}, {share:.1%} sure (by {seen}).", **about)
            return _(
                "{label}, {share:.1%} sure (by {seen}); the list moves {far}.", **about, far=far
            )
        if self.datum == OTHER:
            return _(
                "Shifted by no known datum ({share:.1%} sure, by {seen}). Ask where it comes from.",
                share=self.posterior[OTHER],
                seen=seen,
            )
        said = [_("Cannot tell (by {seen}): {choices}.", seen=seen, choices=self.choices())]
        if (why := self._why_not()) is not None:
            said.append(why)
        return " ".join([*said, self.remedy()])

    def _why_not(self) -> str | None:
        """Say why a likely hypothesis is not believed."""
        if not self.evidence or self.is_best:
            return None
        if self.ranking[0] == OTHER:
            return _(
                "No known datum makes the list fit: it may be shifted otherwise, or have "
                "nothing to do with these places."
            )
        kinds = {e.kind for e in self.evidence}
        if PLACES in kinds:
            return _(
                "Moved elsewhere near by, the list would fit nearly as well, as far as its "
                "neighbourhoods tell."
            )
        if NAMES in kinds:
            return _("Too few of the matched names agree.")
        return _("An outline alone tells no datum.")

    def remedy(self) -> str:
        """Say the cheapest way to settle the question."""
        return _(
            "Match five names of the list with places of known position, or state the datum: "
            "{names}.",
            names=", ".join(DATUMS),
        )


def says(hypothesis: str) -> str:
    """Say a hypothesis, or that it is none."""
    return _("another shift") if hypothesis == OTHER else label(hypothesis)


def judge_evidence(given: Frames, evidence: Sequence[Evidence]) -> Verdict:
    """Weigh all evidence: posterior = softmax of prior and scores; a verdict by the rule above."""
    shifts = {h: given.shift_m(h) for h in given.xy}
    if given.is_moot:
        only = given.base
        return Verdict(only, {only: 1.0}, shifts, tuple(evidence), is_moot=True)
    by_shift = sum((e.by_shift for e in evidence), np.zeros(len(SHIFTS)))
    score = {h: sum(e.score[h] for e in evidence) for h in given.xy} | {OTHER: logmeanexp(by_shift)}
    posterior = _posterior(score, given.prior)
    best = max(posterior, key=lambda h: posterior[h])
    agree = next((e.agree for e in evidence if e.kind == NAMES), {})
    if best == OTHER:
        is_best = agree.get(ANY, 0) >= _AGREE_ON_OTHER
    else:
        places = [e.places for e in evidence if e.places is not None]
        is_best = agree.get(best, 0) >= _AGREE or (
            bool(places)
            and _is_peak(score[best] - by_shift, spread(places, best), given.offset(best))
        )
    said = best if posterior[best] >= CERTAIN and is_best else None
    seen = tuple(replace(e, places=None) for e in evidence)  # megabytes that nobody asks for again
    return Verdict(said, posterior, shifts, seen, score=score, is_best=is_best)


def _posterior(score: Mapping[str, float], prior: Mapping[str, float]) -> dict[str, float]:
    """Return the softmax of log weights and the logs of what was thought beforehand."""
    total = {h: float(np.log(p)) + score[h] for h, p in prior.items()}
    top = max(total.values())
    weight = {h: float(np.exp(t - top)) for h, t in total.items()}
    return {h: w / sum(weight.values()) for h, w in weight.items()}


def _is_peak(ahead: Floats, error: Floats, offset: Floats) -> bool:
    """Say whether the list lies clearly better where a datum puts it than anywhere further away.

    How clearly is known only where several neighbourhoods say it.
    """
    if not np.isfinite(error).all():
        return False
    far = np.hypot(*(SHIFTS - offset).T)
    return all(bool((ahead >= margin * error)[far > m].all()) for m, margin in _MARGINS)


def _far(east: float, north: float) -> str | None:
    """Say a distance; None where the list lay nowhere, or in another part of the world."""
    far = float(np.hypot(east, north))
    if not np.isfinite(far) or far > _MOST_M:
        return None
    return _("{m:.0f} m", m=far) if far < _KM_FROM_M else _("{km:.0f} km", km=far / 1000)
