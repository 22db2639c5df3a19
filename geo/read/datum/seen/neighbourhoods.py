"""Neighbourhoods: how sure it is that a list lies better in one place than in another.

Places that stand together are laid on the same streets and near the same known points: they fit or
miss together, and are one witness, not many. So are points and streets of one square, for both are
dense where the town is. What counts is whether the squares of a list, one by one, agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.core.arrays import Floats, Ints

__all__ = ["Neighbourhoods", "Singles", "added", "spread", "squares_of"]

_SIDE_M = 500.0  # the density of known points reaches some 150 m to each side
_MOST = 512  # squares of one list
_FEWEST = 4  # of fewer squares the error itself is a guess

Singles = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


@dataclass(frozen=True, eq=False)
class Neighbourhoods:
    """What each square of a list adds to an evidence.

    Attributes
    ----------
    side_m
        Side of a square in metres: 500 times a power of two.
    squares
        ``(n, 2)`` which squares of the plane, counted in sides.
    share
        ``(n,)`` share of the list's weight that lies in each; adds up to one.
    score
        Hypothesis -> ``(n,)`` what each square adds to its log weight, up to a constant.
    by_shift
        ``(n_shift, n)`` the same under each of ``SHIFTS``, up to the same constant.
    """

    side_m: float
    squares: Ints
    share: Floats
    score: Mapping[str, Floats]
    by_shift: Singles


def squares_of(xy: Floats) -> tuple[float, Ints, Ints]:
    """Return side, squares ``(n_square, 2)``, and the square of each place ``(n, 2)`` in metres.

    Squares of 500 m, doubled until they are few enough to be told apart shift by shift.
    """
    side = _SIDE_M
    while True:
        cells = np.floor(xy / side).astype(np.int64)
        squares, of = np.unique(cells, axis=0, return_inverse=True)
        if len(squares) <= _MOST:
            return side, squares, of.ravel()
        side *= 2


def added(of: Ints, what: Floats) -> Floats:
    """Add up by square what each place, ``(n,)``, says."""
    result: Floats = np.bincount(of, what).astype(np.float64)
    return result


def spread(seen: Sequence[Neighbourhoods], name: str) -> Floats:
    """Return by how much, at one standard error, a hypothesis may beat each shift by chance.

    Parameters
    ----------
    seen
        Of all evidence on one list.
    name
        The hypothesis.

    Returns
    -------
    spread
        ``(n_shift,)``, of the sum of all evidence: squares are independent witnesses, evidence of
        one square is not. Infinite where there are fewer than four squares.
    """
    side = max(one.side_m for one in seen)
    cells = [np.floor_divide(one.squares, int(side / one.side_m)) for one in seen]
    squares, at = np.unique(np.concatenate(cells), axis=0, return_inverse=True)
    n = len(squares)
    if n < _FEWEST:
        return np.full(len(seen[0].by_shift), np.inf)
    ahead = np.zeros((n, len(seen[0].by_shift)))
    share, begun = np.zeros(n), 0
    for one in seen:
        of = at.ravel()[begun : begun + len(one.squares)]
        begun += len(of)
        np.add.at(ahead, of, one.score[name][:, None] - one.by_shift.T)
        np.add.at(share, of, one.share / len(seen))
    off = ahead - share[:, None] * ahead.sum(axis=0)
    result: Floats = np.sqrt((off**2).sum(axis=0) * n / (n - 1))
    return result
