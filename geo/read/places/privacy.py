"""Privacy: what is marked public shows no cell of few firms or few workers."""

from __future__ import annotations

import numpy as np

from geo.core import check_floor
from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.words import _

__all__ = ["public_groups"]


def public_groups(
    xy: Floats, n_firms: Ints, workers: Ints, *, least_firms: int = 3, least_workers: int = 25
) -> Ints:
    """Merge cells until every group may be shown.

    Nothing is hidden, so nothing hidden can be computed from the totals: each cell with a firm
    belongs to exactly one group, so that the groups add up to the totals, and the smallest group
    that is under the floor joins its nearest neighbour until none is left. Publish only one
    grouping of the same data: two could be subtracted. Where even the whole is under the floor, do
    not publish the totals either.

    Parameters
    ----------
    xy
        ``(n, 2)`` metres: middles of the cells.
    n_firms, workers
        ``(n,)`` firms and workers of each cell.
    least_firms, least_workers
        The floor.

    Returns
    -------
    groups
        ``(n,)`` group of each cell from 0 on; -1 for cells without any firm, and for all cells
        where even the whole is under the floor.

    Raises
    ------
    InputError
        Arrays of different lengths, counts below 0, workers in a cell without a firm (what the
        groups lack of the total would tell them), or a floor that hides nothing.
    """
    if not len(xy) == len(n_firms) == len(workers):
        raise InputError(
            _("{name}: {n} values wanted, got {got}.", name="workers", n=len(xy), got=len(workers))
        )
    check_floor(least_firms, least_workers)
    firms, people = np.asarray(n_firms, np.int64), np.asarray(workers, np.int64)
    if (np.minimum(firms, people) < 0).any() or people[firms == 0].any():
        raise InputError(
            _("A cell has workers without a firm, or a count below 0. Count each worker in a firm.")
        )
    groups = np.full(len(xy), -1, np.int64)
    cells = np.flatnonzero(firms > 0)
    if firms.sum() < least_firms or people.sum() < least_workers:
        return groups
    groups[cells] = np.arange(len(cells))
    middle = np.asarray(xy, np.float64)[cells].copy()
    firms, people = firms[cells], people[cells]
    is_alive = np.ones(len(cells), bool)
    while (small := is_alive & ((firms < least_firms) | (people < least_workers))).any():
        candidates = np.flatnonzero(small)
        one = candidates[np.lexsort((candidates, firms[candidates], people[candidates]))[0]]
        away = np.where(is_alive, ((middle - middle[one]) ** 2).sum(axis=1), np.inf)
        away[one] = np.inf
        other = int(np.argmin(away))
        share = firms[one] / (firms[one] + firms[other])
        middle[other] += share * (middle[one] - middle[other])
        firms[other] += firms[one]
        people[other] += people[one]
        is_alive[one] = False
        groups[groups == one] = other
    _left, groups[cells] = np.unique(groups[cells], return_inverse=True)
    return groups
