"""Open sites of a country and what follows from them, kept up to date: greedy, swaps."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints
from geo.solve.engine.cover import Cover, by_site

__all__ = ["Opened", "add_greedily", "nothing_open", "put", "swap"]


class Opened(NamedTuple):
    """The state of a plan; arrays change in place.

    Attributes
    ----------
    cover
        The problem.
    start, face
        ``(n_site + 1,)`` limits, and the faces of each site.
    times
        ``(n_face,)`` open sites that cover each face.
    is_open
        ``(n_site,)`` whether each site is open.
    gain
        ``(n_site,)`` people that each closed site would add, and that only an open one, were it
        closed, would add back.
    value
        ``(1,)`` people covered.
    """

    cover: Cover
    start: Ints
    face: npt.NDArray[np.int32]
    times: npt.NDArray[np.int32]
    is_open: npt.NDArray[np.bool_]
    gain: Ints
    value: Ints

    @property
    def site(self) -> Ints:
        """Numbers of the open sites, ascending."""
        return np.flatnonzero(self.is_open)


def nothing_open(cover: Cover) -> Opened:
    """Return the state with every site closed."""
    start, face = by_site(cover)
    return Opened(
        cover,
        start,
        face,
        np.zeros(len(cover.weight), np.int32),
        np.zeros(cover.n_site, bool),
        _all_gain(cover),
        np.zeros(1, np.int64),
    )


def put(now: Opened, wanted: npt.NDArray[np.bool_]) -> None:
    """Open and close sites until just the ``wanted`` ones, ``(n_site,)``, are open."""
    _put(now, wanted)


def add_greedily(now: Opened, p: int) -> None:
    """Open the site that adds most until ``p`` are open."""
    _add_greedily(now, p)


def swap(now: Opened, rounds: int) -> bool:
    """Move each open site to where it adds most; return whether a round found no better move."""
    return bool(_swap(now, rounds))


@nb.njit(cache=True, nogil=True)
def _all_gain(cover: Cover) -> Ints:
    gain = np.zeros(cover.n_site, np.int64)
    for f in range(cover.weight.shape[0]):
        for k in range(cover.start[f], cover.start[f + 1]):
            gain[cover.site[k]] += cover.weight[f]
    return gain


@nb.njit(cache=True, nogil=True)
def _turn(now: Opened, j: int, by: int) -> None:
    """Open (``by`` 1) or close (-1) site ``j``.

    A face counts in the gain of all its sites while none is open, and in that of its one open
    site while that is the only one.
    """
    cover = now.cover
    now.is_open[j] = by == 1
    now.value[0] += by * now.gain[j]
    for t in range(now.start[j], now.start[j + 1]):
        f = now.face[t]
        before, after = now.times[f], now.times[f] + by
        now.times[f] = after
        if before + after == 1:  # between none and this one: the others gain or lose the face
            for k in range(cover.start[f], cover.start[f + 1]):
                if cover.site[k] != j:
                    now.gain[cover.site[k]] -= by * cover.weight[f]
        elif before + after == 3:  # between one and two: the other open one loses or gains it
            for k in range(cover.start[f], cover.start[f + 1]):
                i = cover.site[k]
                if i != j and now.is_open[i]:
                    now.gain[i] -= by * cover.weight[f]
                    break


@nb.njit(cache=True, nogil=True)
def _put(now: Opened, wanted: npt.NDArray[np.bool_]) -> None:
    for by in (-1, 1):
        for j in range(wanted.shape[0]):
            if wanted[j] != now.is_open[j] and wanted[j] == (by == 1):
                _turn(now, j, by)


@nb.njit(cache=True, nogil=True)
def _most(now: Opened) -> int:
    best, at = np.int64(-1), 0
    for j in range(now.gain.shape[0]):
        if not now.is_open[j] and now.gain[j] > best:
            best, at = now.gain[j], j
    return at


@nb.njit(cache=True, nogil=True)
def _add_greedily(now: Opened, p: int) -> None:
    for _t in range(int(now.is_open.sum()), p):
        _turn(now, _most(now), 1)


@nb.njit(cache=True, nogil=True)
def _swap(now: Opened, rounds: int) -> bool:
    for _round in range(rounds):
        is_better = False
        for open_site in np.flatnonzero(now.is_open):
            old, before = int(open_site), now.value[0]
            _turn(now, old, -1)
            new = _most(now)
            if now.value[0] + now.gain[new] <= before:
                new = old
            else:
                is_better = True
            _turn(now, new, 1)
        if not is_better:
            return True
    return False
