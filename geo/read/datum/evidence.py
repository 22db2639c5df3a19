"""Evidence: log weights of the hypotheses, of which the posterior is the softmax of the sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geo.core.arrays import Floats

__all__ = ["Evidence", "logmeanexp", "roots"]


@dataclass(frozen=True)
class Evidence:
    """What one source says.

    Attributes
    ----------
    source
        A sentence of the catalogue with the field ``n``.
    n
        How many things were compared.
    score
        Hypothesis -> log weight; only differences matter.
    """

    source: str
    n: int
    score: Mapping[str, float]


def roots(xy: Floats) -> Floats:
    """Weigh points so that ``c`` identical ones count as the square root of ``c``.

    The centre of a town that an address search gives for many firms is not so many witnesses.
    """
    _spots, inverse, count = np.unique(
        np.round(xy).astype(np.int64), axis=0, return_inverse=True, return_counts=True
    )
    result: Floats = 1 / np.sqrt(count[inverse.ravel()].astype(np.float64))
    return result


def logmeanexp(values: Floats) -> float:
    """Return the log of the mean of the exponentials."""
    top = float(values.max())
    return top + float(np.log(np.exp(values - top).mean()))
