"""Of the plans that draws brought up, the one that loses least in its worst draw."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints
from geo.explain.answers import Answered, Draws

__all__ = ["least_worst"]

Open = npt.NDArray[np.bool_]

_FIRST = 8  # draws that each plan is held against at first
_TOGETHER = 4  # plans that are then held against all draws in one go


def least_worst(
    draws: Draws, mine: Open, solved: Sequence[Answered], others: Sequence[Open]
) -> tuple[Open, int]:
    """Find the plan whose worst regret is least: the plan in doubt, or one of others.

    Each plan is held first against the few draws in which most of its sites fell through. What it
    loses there it loses at least; only plans that lose less there than the best one known does in
    all draws are held against all of them.

    Parameters
    ----------
    draws, solved
        The draws, and the answers of those that have one.
    mine
        ``(n_site,)`` the plan in doubt; of equals it comes first.
    others
        Plans that are held against it.

    Returns
    -------
    is_open, regret
        The plan, and the most by which it falls short of the best plan of a draw.

    Raises
    ------
    StoppedError
        Time ran out.
    """
    best = np.array([one.best for one in solved])
    short = best - np.array([one.mine for one in solved])
    found, least = mine, int(short.max())
    if not others:
        return found, least
    numbers = [one.number for one in solved]
    first = _likely_worst(solved, others, short)
    lost = np.where(first, best - draws.worth(others, numbers, first), 0).max(axis=1)
    order = np.argsort(lost, kind="stable")
    for low in range(0, len(order), _TOGETHER):
        some = [others[t] for t in order[low : low + _TOGETHER] if lost[t] < least]
        if not some:
            break
        worst = (best - draws.worth(some, numbers)).max(axis=1)
        if worst.min() < least:
            found, least = some[int(worst.argmin())], int(worst.min())
    return found, least


def _likely_worst(
    solved: Sequence[Answered], plans: Sequence[Open], short: Ints
) -> npt.NDArray[np.bool_]:
    """Mark for each plan the draws in which most of its sites fell through: ``(n_plan, n_draw)``.

    Of draws alike in this, those in which the plan in doubt falls short by most.
    """
    gone = np.stack([one.is_gone for one in solved]).astype(np.float32)
    key = np.stack(plans).astype(np.float32) @ gone.T
    key += (short / (1.0 + short.max())).astype(np.float32)
    first = np.argpartition(-key, min(_FIRST, key.shape[1]) - 1, axis=1)[:, :_FIRST]
    marked = np.zeros(key.shape, np.bool_)
    np.put_along_axis(marked, first, values=True, axis=1)
    return marked
