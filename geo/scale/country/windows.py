"""Exact neighbourhood search: a window of sites is solved to the end, all others kept.

A window is a site and those around it in the graph of neighbours. With the sites outside kept as
they are, the best choice of as many sites as are open inside is a small maximal covering problem,
which the engine's branch and bound solves exactly. How many sites each window has is settled by
swaps, which move single sites over any distance.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints
from geo.scale.country.exact import best_choice
from geo.scale.country.layout import Layout
from geo.scale.country.opened import Opened, put
from geo.scale.country.pieces import piece_of
from geo.solve.engine.cover import Cover

__all__ = ["improve"]

_BATCH = 4
_MOST_BATCHES = 10  # of nodes; a window that needs more is left as far as it came

_Numbers = npt.NDArray[np.int32]


def improve(
    now: Opened, layout: Layout, *, centres: Ints, size: int, go_on: Callable[[], bool]
) -> int:
    """Solve the windows around ``centres``; return how many got better.

    Windows are solved a few at a time, each against the plan as it was when they began; what does
    not help once those before it have been taken is dropped. Two threads give the same plan as one.

    Parameters
    ----------
    now
        The plan; improved in place.
    layout
        The country, for its neighbours.
    centres
        Numbers of sites.
    size
        Sites in a window.
    go_on
        Asked before each few; False ends the round.
    """
    n_better = 0
    with ThreadPoolExecutor(2) as pool:
        for at in range(0, len(centres), _BATCH):
            if not go_on():
                break
            windows = [
                _around(layout.start, layout.near, c, size) for c in centres[at : at + _BATCH]
            ]
            for window, chosen in list(pool.map(lambda w: (w, _solved(now, w)), windows)):
                n_better += _take(now, window, chosen)
    return n_better


def _solved(now: Opened, window: Ints) -> Ints:
    """Return the sites that are best opened in the window."""
    is_open = now.is_open[window]
    p = int(is_open.sum())
    if not 0 < p < len(window):
        return window[is_open]
    cover = piece_of(now.cover, (now.start, now.face), window, _worth(now, window))
    value = _value(cover, is_open)
    found = best_choice(cover, p, np.flatnonzero(is_open), value, batches=_MOST_BATCHES)
    return window[found.plan.site]


def _take(now: Opened, window: Ints, chosen: Ints) -> bool:
    """Open the chosen sites of the window alone, if that is better."""
    before, value = now.is_open.copy(), int(now.value[0])
    wanted = before.copy()
    wanted[window] = False
    wanted[chosen] = True
    if wanted.sum() != before.sum() or (wanted == before).all():
        return False
    put(now, wanted)
    if now.value[0] > value:
        return True
    put(now, before)
    return False


@nb.njit(cache=True, nogil=True)
def _around(start: Ints, near: _Numbers, centre: int, size: int) -> Ints:
    """Walk the graph breadth first until ``size`` sites are met: ascending numbers."""
    seen, found = np.zeros(start.shape[0] - 1, np.bool_), np.empty(size, np.int64)
    seen[centre], found[0] = True, centre
    n, at = 1, 0
    while at < n < size:
        for t in range(start[found[at]], start[found[at] + 1]):
            if not seen[near[t]] and n < size:
                seen[near[t]], found[n] = True, near[t]
                n += 1
        at += 1
    return np.sort(found[:n])


@nb.njit(cache=True, nogil=True)
def _worth(now: Opened, window: Ints) -> Ints:
    """Return what each face may bring the window: nothing where a site outside covers it."""
    inside = np.zeros(now.times.shape[0], np.int32)
    for j in window:
        if now.is_open[j]:
            for t in range(now.start[j], now.start[j + 1]):
                inside[now.face[t]] += 1
    return np.where(now.times > inside, 0, now.cover.weight)


@nb.njit(cache=True, nogil=True)
def _value(cover: Cover, is_open: npt.NDArray[np.bool_]) -> int:
    total = 0
    for f in range(cover.weight.shape[0]):
        for k in range(cover.start[f], cover.start[f + 1]):
            if is_open[cover.site[k]]:
                total += cover.weight[f]
                break
    return total
