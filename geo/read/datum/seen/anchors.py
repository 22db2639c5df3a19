"""Anchors: places of known position that are in the list by name; five settle the datum."""

from __future__ import annotations

import numpy as np

from geo.core.arrays import Floats
from geo.read.datum.hypotheses import Frames
from geo.read.datum.seen.evidence import ANY, NAMES, SHIFTS, Evidence, once
from geo.words import N_

__all__ = ["anchor_evidence", "n_places"]

_WRONG = 0.25  # share of matches that may be wrong: a namesake, an office elsewhere
_NEAR_M, _WIDE_M, _WIDE_SHARE, _FIELD_M = 60.0, 200.0, 0.15, 5000.0
_AGREE_M = 250.0  # as near as this, a match agrees with a hypothesis


def anchor_evidence(given: Frames, known: Floats) -> Evidence:
    """Weigh the hypotheses by the distances between matched places.

    A right match lies within some 60 m (now and then 200 m), a wrong one anywhere within 5 km.
    Each place counts once, however many rows of the list are called like it.

    Parameters
    ----------
    given
        Where each hypothesis puts the matched rows of the list.
    known
        ``(n, 2)`` metres: where these places are.
    """
    weight = once(known)
    score = {h: float((weight * _log_density(xy - known)).sum()) for h, xy in given.xy.items()}
    off = given.base_xy - known
    by_shift = np.zeros(len(SHIFTS))
    for one, w in zip(off, weight, strict=True):
        by_shift += w * _log_density(one + SHIFTS)
    agree = {h: _agreeing(xy - known, known) for h, xy in given.xy.items()}
    agree[ANY] = _agreeing(off + SHIFTS[int(np.argmax(by_shift))], known)
    return Evidence(N_("{n} matched names"), NAMES, n_places(known), score, by_shift, agree)


def n_places(known: Floats) -> int:
    """Count places ``(n, 2)`` in metres, each once."""
    return len(np.unique(np.round(known), axis=0))


def _agreeing(off: Floats, known: Floats) -> int:
    """Count the known places whose match is near; several matches of one place count once."""
    return n_places(known[np.hypot(*off.T) <= _AGREE_M])


def _log_density(off: Floats) -> Floats:
    """Return the log density (per square metre) of an offset ``(n, 2)`` in metres."""
    square = (off**2).sum(axis=1)
    near = np.exp(-square / (2 * _NEAR_M**2)) / (2 * np.pi * _NEAR_M**2)
    wide = np.exp(-square / (2 * _WIDE_M**2)) / (2 * np.pi * _WIDE_M**2)
    right = (near + _WIDE_SHARE * wide) / (1 + _WIDE_SHARE)
    result: Floats = np.log((1 - _WRONG) * right + _WRONG / (np.pi * _FIELD_M**2))
    return result
