"""What many plans are worth in many draws."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.solve.engine.again.batch import Batch
from geo.solve.engine.again.pose import Rows
from geo.solve.engine.cover import CLOSED, OPEN

__all__ = ["Near", "near_of", "worth"]

Wanted = npt.NDArray[np.bool_]


class Near(NamedTuple):
    """`Rows`, site by site.

    Attributes
    ----------
    start, row
        ``(n_site + 1,)`` limits and ``(n_pair,)`` rows, ascending for each site.
    metres
        ``(n_pair,)`` how far, zero where near at every radius; empty where all pairs are.
    """

    start: Ints
    row: npt.NDArray[np.int32]
    metres: Floats


@nb.njit(cache=True, nogil=True)
def near_of(rows: Rows, n_site: int) -> Near:
    """Turn rows around."""
    start = np.zeros(n_site + 1, np.int64)
    for j in rows.site:
        start[j + 1] += 1
    for j in range(n_site):
        start[j + 1] += start[j]
    end, row = start[:-1].copy(), np.empty(rows.site.shape[0], np.int32)
    metres = np.empty(rows.metres.shape[0])
    for r in range(rows.start.shape[0] - 1):
        for k in range(rows.start[r], rows.start[r + 1]):
            j = rows.site[k]
            row[end[j]] = r
            if metres.shape[0]:
                metres[end[j]] = rows.metres[k]
            end[j] += 1
    return Near(start, row, metres)


@nb.njit(cache=True, nogil=True)
def worth(near: Near, batch: Batch, plans: Ints, wanted: Wanted) -> Ints:
    """Count the people whom each plan covers in each draw: ``(n_plan, n_draw)``.

    Parameters
    ----------
    near, batch
        Who is near what, and the draws.
    plans
        ``(n_plan, k)`` sites that each opens beside the open ones, -1 for none; closed ones cover
        nobody.
    wanted
        ``(n_plan, n_draw)`` what is counted; zero elsewhere.
    """
    value = np.zeros((plans.shape[0], batch.people.shape[0]), np.int64)
    for d in range(batch.people.shape[0]):
        if not wanted[:, d].any():
            continue
        people, state, radius = batch.people[d], batch.state[d], batch.radius_m[d]
        seen, base = np.full(people.shape[0], -1, np.int32), 0
        for j in range(state.shape[0]):
            if state[j] == OPEN:
                base += _opened(near, people, radius, seen, (j, plans.shape[0], plans.shape[0]))
        for t in range(plans.shape[0]):
            if not wanted[t, d]:
                continue
            value[t, d] = base
            for j in plans[t]:
                if j >= 0 and state[j] != CLOSED:
                    value[t, d] += _opened(near, people, radius, seen, (j, t, plans.shape[0]))
    return value


@nb.njit(cache=True, nogil=True, inline="always")
def _opened(
    near: Near, people: Ints, radius: float, seen: Ints, whose: tuple[int, int, int]
) -> int:
    """Count whom a site covers that neither the same plan nor (mark ``base``) all plans do."""
    site, mark, base = whose
    more, is_near = 0, True
    for k in range(near.start[site], near.start[site + 1]):
        if near.metres.shape[0]:
            is_near = near.metres[k] <= radius
        r = near.row[k]
        by = seen[r]
        is_new = is_near & (by != mark) & (by != base)  # without a branch: nobody can foretell it
        seen[r] = mark if is_new else by
        more += people[r] if is_new else 0
    return more
