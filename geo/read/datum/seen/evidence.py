"""Evidence: log weights of the hypotheses, of which the posterior is the softmax of the sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from geo.core.arrays import Floats
from geo.read.datum.seen.neighbourhoods import Neighbourhoods

__all__ = ["ANY", "BORDER", "NAMES", "PLACES", "SHIFTS", "Evidence", "logmeanexp", "once", "roots"]

NAMES, PLACES, BORDER = "names", "places", "border"
"""Kinds of evidence: they differ in what they may tell (`geo.read.datum.verdict`)."""
ANY = "any"
"""The shift of no known datum on which most names agree."""

_REACH_M, _STEP_M = 2_000.0, 50.0
_STEPS = np.arange(-_REACH_M, _REACH_M + 1, _STEP_M)
SHIFTS: Floats = np.column_stack([np.repeat(_STEPS, len(_STEPS)), np.tile(_STEPS, len(_STEPS))])
"""``(n_shift, 2)`` metres east and north: the shifts of no known datum that are tried."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """What one source says.

    Attributes
    ----------
    source
        A sentence of the catalogue with the field ``n``.
    kind
        ``NAMES``, ``PLACES`` or ``BORDER``.
    n
        How many things were compared.
    score
        Hypothesis -> log weight; only differences matter.
    by_shift
        ``(n_shift,)`` log weight of the list moved by each of ``SHIFTS``. Kept one by one, because
        all evidence must agree on one shift: the mean is taken when everything is added up.
    agree
        Of names: hypothesis -> how many of the known places lie near where it puts them; of the
        shift on which most agree under `ANY`.
    places
        Of ``PLACES``: how much of it comes from which neighbourhood.
    """

    source: str
    kind: str
    n: int
    score: Mapping[str, float]
    by_shift: Floats
    agree: Mapping[str, int] = field(default_factory=dict)
    places: Neighbourhoods | None = None


def roots(xy: Floats) -> Floats:
    """Weigh points so that ``c`` identical ones count as the square root of ``c``.

    The centre of a town that an address search gives for many firms is not so many witnesses.
    """
    return 1 / np.sqrt(_how_many(xy))


def once(xy: Floats) -> Floats:
    """Weigh points so that ``c`` identical ones count as one."""
    return 1 / _how_many(xy)


def _how_many(xy: Floats) -> Floats:
    """Count for each point how many lie where it does, to the metre."""
    _spots, inverse, count = np.unique(
        np.round(xy).astype(np.int64), axis=0, return_inverse=True, return_counts=True
    )
    return count[inverse.ravel()].astype(np.float64)


def logmeanexp(values: Floats) -> float:
    """Return the log of the mean of the exponentials."""
    top = float(values.max())
    return top + float(np.log(np.exp(values - top).mean()))
