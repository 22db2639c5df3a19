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
        ``(n_site + 1,)`` limits and ``(n_pair,)`` rows, the nearest first.
    metres
        ``(n_pair,)`` how far, zero where near at every radius.
    """

    start: Ints
    row: Ints
    metres: Floats


def near_of(rows: Rows, n_site: int) -> Near:
    """Turn rows around."""
    metres = rows.metres if len(rows.metres) else np.zeros(len(rows.site))
    row = np.repeat(np.arange(len(rows.start) - 1), np.diff(rows.start))
    order = np.lexsort((metres, rows.site))
    start = np.zeros(n_site + 1, np.int64)
    np.cumsum(np.bincount(rows.site, minlength=n_site), out=start[1:])
    return Near(start, row[order], metres[order])


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
        seen, base = np.full(people.shape[0], -1), 0
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
    more = 0
    for k in range(near.start[site], near.start[site + 1]):
        if near.metres[k] > radius:
            break
        r = near.row[k]
        by = seen[r]
        is_new = (by != mark) & (by != base)  # without a branch: nobody can foretell it
        seen[r] = mark if is_new else by
        more += people[r] if is_new else 0
    return more
