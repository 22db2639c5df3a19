"""The verdict: which datum, how surely, or what would settle it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.core.arrays import Floats
from geo.core.crs import DATUMS
from geo.read.datum.evidence import SHIFTS, Evidence, logmeanexp
from geo.read.datum.hypotheses import HYPOTHESES, OTHER, PRIOR, Frames
from geo.words import _

__all__ = ["CERTAIN", "Verdict", "judge_evidence"]

CERTAIN = 0.99
"""Posterior from which on a verdict is given; at 0.95 it errs."""
_APART_M, _SLACK = 250.0, 1.0  # a shift this far from a datum must not fit better by more


@dataclass(frozen=True)
class Verdict:
    """What the doctor says of one list.

    Attributes
    ----------
    datum
        A key of ``HYPOTHESES``, ``"other"``, or None: cannot tell.
    posterior
        Hypothesis -> probability, ``"other"`` included.
    shift_m
        Hypothesis -> (east, north) metres by which it moves the list.
    evidence
        What was compared.
    is_moot
        Whether the place makes all datums one (outside China).
    """

    datum: str | None
    posterior: Mapping[str, float]
    shift_m: Mapping[str, tuple[float, float]]
    evidence: tuple[Evidence, ...] = ()
    is_moot: bool = False

    @property
    def is_trusted(self) -> bool:
        """Whether a list was found to be of a datum that can be converted."""
        return self.datum in HYPOTHESES

    def sentence(self) -> str:
        """Say the verdict."""
        if self.is_moot:
            return _("All datums are one here: nothing needs to be converted.")
        seen = ", ".join(_(e.source, n=e.n) for e in self.evidence) or _("nothing to compare with")
        if self.datum in HYPOTHESES:
            east, north = self.shift_m[self.datum]
            return _(
                "{label}, {share:.1%} sure (by {seen}); the list moves {m:.0f} m.",
                label=_(HYPOTHESES[self.datum]),
                share=self.posterior[self.datum],
                seen=seen,
                m=float(np.hypot(east, north)),
            )
        if self.datum == OTHER:
            return _(
                "Shifted by no known datum ({share:.1%} sure, by {seen}). Ask where it comes from.",
                share=self.posterior[OTHER],
                seen=seen,
            )
        return _("Cannot tell (by {seen}).", seen=seen) + " " + self.remedy()

    def remedy(self) -> str:
        """Say the cheapest way to settle the question."""
        return _(
            "Match five names of the list with places of known position, or state the datum: "
            "{names}.",
            names=", ".join(DATUMS),
        )


def judge_evidence(given: Frames, evidence: Sequence[Evidence]) -> Verdict:
    """Weigh all evidence: posterior = softmax of prior and scores; a verdict from 0.99 on."""
    shifts = {h: given.shift_m(h) for h in given.xy}
    if given.is_moot:
        return Verdict("wgs84", {"wgs84": 1.0}, shifts, tuple(evidence), is_moot=True)
    by_shift = sum((e.by_shift for e in evidence), np.zeros(len(SHIFTS)))
    score = {h: sum(e.score[h] for e in evidence) for h in given.xy} | {OTHER: logmeanexp(by_shift)}
    total = {h: float(np.log(p)) + score[h] for h, p in PRIOR.items()}
    top = max(total.values())
    weight = {h: float(np.exp(t - top)) for h, t in total.items()}
    posterior = {h: w / sum(weight.values()) for h, w in weight.items()}
    best = max(posterior, key=lambda h: posterior[h])
    is_sure = posterior[best] >= CERTAIN and (
        best == OTHER or _is_peak(total[best] - float(np.log(PRIOR[best])), shifts[best], by_shift)
    )
    return Verdict(best if is_sure else None, posterior, shifts, tuple(evidence))


def _is_peak(score: float, shift: tuple[float, float], by_shift: Floats) -> bool:
    """Say whether the list lies best where a datum puts it: no shift further away fits better.

    The posterior alone prefers a known datum to the one shift among thousands that fits better;
    but if the list is of that datum, its best place is there.
    """
    apart = np.hypot(*(SHIFTS - np.array(shift)).T) > _APART_M
    return float(by_shift[apart].max()) <= score + _SLACK
