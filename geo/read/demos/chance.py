"""Chance that repeats to the digit: uniform numbers first, everything else computed from them.

Only raw uniform numbers come from a generator or a hash: those are the same on every machine and in
every version of numpy, while its ready-made distributions may change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np

from geo.core.arrays import Floats, Ints

__all__ = ["headcounts", "normal", "uniform_of"]

_SIGMA = 1.2
_MEAN = 13.3  # workers a firm: the source's 4,000 / 300; the 2013 census gives 13.37 for Beijing


def normal(uniform: Floats) -> Floats:
    """Turn uniform numbers in 0..1 into standard normal ones of the same shape."""
    from scipy.special import ndtri  # noqa: PLC0415 - slow to import

    z: Floats = ndtri(np.clip(uniform, 1e-12, 1 - 1e-12))
    return z


def headcounts(uniform: Floats) -> Ints:
    """Turn uniform numbers into workers of small firms: lognormal, mean 13.3, at least 1."""
    mu = np.log(_MEAN) - _SIGMA**2 / 2
    workers: Ints = np.maximum(np.rint(np.exp(mu + _SIGMA * normal(uniform))), 1).astype(np.int64)
    return workers


def uniform_of(ids: Iterable[str], *, seed: int) -> Floats:
    """Draw ``(n,)`` uniform numbers, each from its id alone: a place more changes no other's."""
    draws = [
        int.from_bytes(hashlib.blake2b(f"{seed}:{i}".encode(), digest_size=8).digest(), "big") >> 11
        for i in ids
    ]
    return np.asarray(draws, np.float64) / 2.0**53
