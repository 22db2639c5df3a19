"""Of the plans that draws brought up, the one that loses least in its worst draw."""

from __future__ import annotations

from collections.abc import Sequence

import numba as nb
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
    order = np.argsort(-short, kind="stable")
    gone = np.stack([solved[d].is_gone for d in order])
    marked = np.empty((len(plans), len(solved)), np.bool_)
    marked[:, order] = _first_of_most(np.stack(plans), gone.T.astype(np.int32), _FIRST)
    return marked


@nb.njit(cache=True, nogil=True)
def _first_of_most(
    plans: npt.NDArray[np.bool_], gone: npt.NDArray[np.int32], most: int
) -> npt.NDArray[np.bool_]:
    """Mark for each plan the ``most`` draws in which most of its sites are gone.

    Parameters
    ----------
    plans
        ``(n_plan, n_site)``.
    gone
        ``(n_site, n_draw)`` 1 where a site is gone; of draws alike those that stand first.
    most
        Draws to be marked; all where there are no more.
    """
    n_draw = gone.shape[1]
    marked = np.zeros((plans.shape[0], n_draw), np.bool_)
    for t in range(plans.shape[0]):
        n = np.zeros(n_draw, np.int32)
        for j in np.flatnonzero(plans[t]):
            n += gone[j]
        of = np.bincount(n)  # draws, by how many sites are gone
        last, left = of.shape[0] - 1, most
        while last > 0 and of[last] < left:
            left -= of[last]
            last -= 1
        for d in range(n_draw):
            if n[d] > last or (n[d] == last and left > 0):
                marked[t, d] = True
                left -= n[d] == last
    return marked
