"""Places where lines of several levels come together: who passes, and who joins."""

from __future__ import annotations

import numpy as np

from geo.core.arrays import Floats, Ints

__all__ = ["apart"]

_THROUGH = 2  # strands with which a level passes a place


def apart(place: Ints, line: Ints, along: Floats, level: Ints, ends: tuple[Floats, float]) -> Ints:
    """Tell apart, at each place, the levels that pass over one another there.

    A line that ends at a place leaves it on one strand, a line that passes on two. A level with two
    strands or more passes. Where two levels pass, they do not meet: a bridge that a bureau cut into
    pieces above the road stays above it. A level with one strand begins or ends there, as a ramp
    does: it joins the level that passes, of several the nearest in height, of two equally near the
    one nearer to the ground. Where fewer than two levels pass, all join.

    Parameters
    ----------
    place
        ``(n,)`` number of the place of each cut, levels not yet told apart.
    line, along
        ``(n,)`` the line that is cut, and where, in metres; sorted by line, then by metres.
    level
        ``(n_line,)`` level of each line.
    ends
        ``(n_line,)`` length of each line, and the metres by which an end may miss its place.

    Returns
    -------
    ndarray
        ``(n,)`` number of each cut's node, from 0 on: cuts of one place have one, or one a level.
    """
    steps = level[line]
    low, high = (np.zeros(int(place.max(initial=-1)) + 1, np.int64) for _side in range(2))
    low[place], high[place] = steps, steps
    np.minimum.at(low, place, steps)
    np.maximum.at(high, place, steps)
    mixed = np.flatnonzero((low < high)[place])
    if not len(mixed):
        return place
    join = np.zeros(len(place), np.int64)
    strands = _strands(place[mixed], line[mixed], along[mixed], level, ends)
    join[mixed] = [_joined(strands[int(place[k])], int(steps[k])) for k in mixed]
    pairs = np.column_stack([place, join])
    number: Ints = np.unique(pairs, axis=0, return_inverse=True)[1].reshape(-1)
    return number


def _strands(
    place: Ints, line: Ints, along: Floats, level: Ints, ends: tuple[Floats, float]
) -> dict[int, dict[int, int]]:
    """Count at each place the strands of each level."""
    length, slack = ends
    runs = _runs(place, line, along, slack)
    first = np.flatnonzero(np.r_[True, np.diff(runs) != 0])
    last, owner = np.r_[first[1:], len(runs)] - 1, line[first]
    n = (along[first] > slack).astype(np.int64) + (length[owner] - along[last] > slack)
    count: dict[int, dict[int, int]] = {}
    for at, step, more in zip(
        place[first].tolist(), level[owner].tolist(), n.tolist(), strict=True
    ):
        known = count.setdefault(at, {})
        known[step] = known.get(step, 0) + more
    return count


def _runs(place: Ints, line: Ints, along: Floats, slack: float) -> Ints:
    """Give each stretch of a line that lies in one place as a whole a number; cuts are sorted."""
    differs = (np.diff(line) != 0) | (np.diff(place) != 0)
    new = differs | (np.diff(along) > 2 * slack)
    runs: Ints = np.concatenate([[0], np.cumsum(new)])
    return runs


def _joined(strands: dict[int, int], level: int) -> int:
    """Return the level whose node a level takes at a place with so many strands of each."""
    passing = [one for one, n in strands.items() if n >= _THROUGH]
    if len(passing) < _THROUGH:
        return 0
    return min(passing, key=lambda one: (abs(one - level), abs(one), one))
