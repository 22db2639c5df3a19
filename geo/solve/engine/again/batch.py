"""Many draws in one compiled call, so that threads do not wait for one another in between."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.solve.engine.again.pose import Rows, pose
from geo.solve.engine.again.settle import settle
from geo.solve.engine.cover import CLOSED, FREE, OPEN, States

__all__ = ["Base", "Batch", "settle_all"]

Open = npt.NDArray[np.bool_]


class Batch(NamedTuple):
    """Some draws of one base.

    Attributes
    ----------
    people
        ``(n_draw, n_row)`` people.
    state
        ``(n_draw, n_site)`` what is settled beforehand: ``FREE``, ``OPEN``, ``CLOSED``.
    radius_m
        ``(n_draw,)`` the radius.
    """

    people: Ints
    state: States
    radius_m: Floats

    @property
    def is_closed(self) -> Open:
        """``(n_draw, n_site)`` what cannot be opened."""
        return np.asarray(self.state == CLOSED)


class Base(NamedTuple):
    """Where draws of about one radius start.

    Attributes
    ----------
    rows
        What is near what.
    share
        ``(n_row,)`` multiplier of each head, 0..1.
    is_open
        ``(n_site,)`` a good plan.
    """

    rows: Rows
    share: Floats
    is_open: Open


@nb.njit(cache=True, nogil=True)
def settle_all(base: Base, batch: Batch, new: int, bits: int) -> tuple[Open, Ints, Open]:
    """Open ``new`` free sites in each draw so that the most people are covered.

    Parameters
    ----------
    base, batch
        Where to start, and the draws.
    new
        Sites to open.
    bits
        Multipliers are rounded to multiples of ``2**-bits`` people.

    Returns
    -------
    is_best
        ``(n_draw,)`` whether the plan is proven best.
    value, is_open
        ``(n_draw,)`` people covered, and ``(n_draw, n_site)`` the plan.
    """
    n = batch.people.shape[0]
    is_best, value = np.zeros(n, np.bool_), np.zeros(n, np.int64)
    is_open = np.zeros(batch.state.shape, np.bool_)
    for d in range(n):
        state, radius = batch.state[d], batch.radius_m[d]
        posed = pose(base.rows, batch.people[d], base.share, state, radius)
        free = np.flatnonzero(state == FREE)
        if new > free.shape[0] or not posed.cover.weight.shape[0]:
            continue
        begun = np.flatnonzero(base.is_open[free])[:new]
        picks = np.full(new, -1, np.int64)
        picks[: begun.shape[0]] = begun
        found = settle(posed.cover, posed.lam, picks, bits)
        is_best[d], value[d] = found.is_best == 1, posed.base + found.value
        is_open[d] = state == OPEN
        for j in found.picks:
            is_open[d, free[j]] = True
    return is_best, value, is_open
