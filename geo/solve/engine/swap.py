"""Good plans fast: greedy, swaps, and swaps again after a shake.

Greedy opens the site that adds most; a swap closes an open site and opens the one that then adds
most (Teitz and Bart 1968, in the order of first improvement). ``gain[j]``, what site ``j`` would
add, is kept up to date, so that a swap costs no more than the rows it touches. A face may need
several open sites (backup cover): a site adds it where it would be the last one missing.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.solve.engine.cover import Cover, by_site

__all__ = ["filled_and_swapped", "greedy_and_swap", "shaken_swaps"]


class _State(NamedTuple):
    """Open sites and what follows from them; ``value`` has one entry, so that it can change."""

    need: npt.NDArray[np.int32]
    times: npt.NDArray[np.int32]
    is_open: npt.NDArray[np.bool_]
    gain: Ints
    value: Ints


def greedy_and_swap(cover: Cover, picks: Ints, need: Ints | None = None) -> tuple[int, Ints]:
    """Open the given sites, let greedy choose where ``picks`` is -1, then swap to a local best.

    ``need`` is ``(n_face,)`` the open sites that each face needs, 1 or more; None: one each.

    Returns
    -------
    value, picks
        People covered, and the ``(p,)`` open sites.
    """
    start, face = by_site(cover)
    value, chosen = filled_and_swapped(cover, start, face, _needs(cover, need), picks)
    return int(value), chosen


def _needs(cover: Cover, need: Ints | None) -> npt.NDArray[np.int32]:
    return np.ones(len(cover.weight), np.int32) if need is None else need.astype(np.int32)


def shaken_swaps(
    cover: Cover,
    picks: Ints,
    *,
    rounds: int,
    seed: int,
    share: Floats | None = None,
    need: Ints | None = None,
) -> tuple[int, Ints]:
    """Improve a plan: shake it, swap to a local best, keep what is no worse; ``rounds`` times.

    Parameters
    ----------
    cover, picks
        The problem, and ``(p,)`` open sites, all different.
    rounds
        Number of shakes.
    seed
        Seed of the shakes.
    share
        ``(n_site,)`` how far a relaxation opens each site; every other round then starts from
        sites drawn by it.
    need
        As in `greedy_and_swap`.
    """
    start, face = by_site(cover)
    drawn = np.zeros(0) if share is None else np.cumsum(np.maximum(share, 1e-6))
    sides = (start, face, _needs(cover, need))
    value, chosen = _shaken_swaps(cover, sides, picks, rounds, seed, drawn)
    return int(value), chosen


@nb.njit(cache=True, nogil=True)
def _empty(cover: Cover, need: npt.NDArray[np.int32]) -> _State:
    n = cover.weight.shape[0]
    gain, is_open = np.zeros(cover.n_site, np.int64), np.zeros(cover.n_site, np.bool_)
    now = _State(need, np.zeros(n, np.int32), is_open, gain, np.zeros(1, np.int64))
    for f in range(n):
        if need[f] == 1:
            _add_gain(cover, now, f, cover.weight[f])
    return now


@nb.njit(cache=True, nogil=True)
def _add_gain(cover: Cover, now: _State, f: int, people: int) -> None:
    for k in range(cover.start[f], cover.start[f + 1]):
        now.gain[cover.site[k]] += people


@nb.njit(cache=True, nogil=True)
def _open(cover: Cover, start: Ints, face: npt.NDArray[np.int32], now: _State, j: int) -> None:
    now.value[0] += now.gain[j]
    now.is_open[j] = True
    for t in range(start[j], start[j + 1]):
        f = face[t]
        now.times[f] += 1
        missing = now.need[f] - now.times[f]
        if missing == 0:
            _add_gain(cover, now, f, -cover.weight[f])
        elif missing == 1:
            _add_gain(cover, now, f, cover.weight[f])


@nb.njit(cache=True, nogil=True)
def _close(cover: Cover, start: Ints, face: npt.NDArray[np.int32], now: _State, j: int) -> None:
    now.is_open[j] = False
    for t in range(start[j], start[j + 1]):
        f = face[t]
        now.times[f] -= 1
        missing = now.need[f] - now.times[f]
        if missing == 1:
            _add_gain(cover, now, f, cover.weight[f])
        elif missing == 2:
            _add_gain(cover, now, f, -cover.weight[f])
    now.value[0] -= now.gain[j]


@nb.njit(cache=True, nogil=True)
def _most_gain(now: _State) -> int:
    best, at = np.int64(-1), 0
    for j in range(now.gain.shape[0]):
        if not now.is_open[j] and now.gain[j] > best:
            best, at = now.gain[j], j
    return at


@nb.njit(cache=True, nogil=True)
def _fill_and_swap(
    cover: Cover, start: Ints, face: npt.NDArray[np.int32], now: _State, chosen: Ints
) -> None:
    """Open what ``chosen`` says, greedy's choice where it says -1; then swap while it helps."""
    for t in range(chosen.shape[0]):
        if chosen[t] >= 0:
            _open(cover, start, face, now, chosen[t])
    for t in range(chosen.shape[0]):
        if chosen[t] < 0:
            chosen[t] = _most_gain(now)
            _open(cover, start, face, now, chosen[t])
    is_better = True
    while is_better:
        is_better = False
        for t in range(chosen.shape[0]):
            old, before = chosen[t], now.value[0]
            _close(cover, start, face, now, old)
            new = _most_gain(now)
            if now.value[0] + now.gain[new] <= before:
                new = old
            else:
                is_better = True
            chosen[t] = new
            _open(cover, start, face, now, new)


@nb.njit(cache=True, nogil=True)
def filled_and_swapped(
    cover: Cover,
    start: Ints,
    face: npt.NDArray[np.int32],
    need: npt.NDArray[np.int32],
    picks: Ints,
) -> tuple[int, Ints]:
    """Do the work of `greedy_and_swap`, for compiled callers."""
    now, chosen = _empty(cover, need), picks.copy()
    _fill_and_swap(cover, start, face, now, chosen)
    return now.value[0], chosen


@nb.njit(cache=True, nogil=True)
def _next(state: npt.NDArray[np.uint64]) -> np.uint64:
    """Draw 63 random bits (xorshift64*, Vigna 2016) from a state that belongs to one call."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return np.uint64(x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(1)


@nb.njit(cache=True, nogil=True)
def _draw_open(picks: Ints, drawn: Floats, state: npt.NDArray[np.uint64]) -> Ints:
    """Draw different sites with the chances of a relaxation; -1 where one comes up again."""
    chosen, is_taken = np.full(picks.shape[0], -1, np.int64), np.zeros(drawn.shape[0], np.bool_)
    for t in range(picks.shape[0]):
        u = drawn[-1] * (np.float64(_next(state)) / 2.0**63)
        j = min(np.searchsorted(drawn, u), drawn.shape[0] - 1)
        if not is_taken[j]:
            is_taken[j] = True
            chosen[t] = j
    return chosen


@nb.njit(cache=True, nogil=True)
def _shake(picks: Ints, n_site: int, state: npt.NDArray[np.uint64]) -> Ints:
    """Close a few sites at random and open one at random; greedy will choose the others."""
    p = picks.shape[0]
    chosen = picks.copy()
    n_drop = min(2 + np.int64(_next(state) % np.uint64(3)), max(p // 2, 1))
    for _t in range(n_drop):
        chosen[np.int64(_next(state) % np.uint64(p))] = -1
    j = np.int64(_next(state) % np.uint64(n_site))
    for t in range(p):
        if picks[t] == j:
            return chosen
    for t in range(p):
        if chosen[t] < 0:
            chosen[t] = j
            break
    return chosen


@nb.njit(cache=True, nogil=True)
def _shaken_swaps(
    cover: Cover,
    sides: tuple[Ints, npt.NDArray[np.int32], npt.NDArray[np.int32]],
    picks: Ints,
    rounds: int,
    seed: int,
    drawn: Floats,
) -> tuple[int, Ints]:
    """``sides`` are the faces of each site, and the open sites that each face needs."""
    start, face, need = sides
    state = np.array(
        [np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x1234567)], np.uint64
    )
    best, best_value = picks.copy(), filled_and_swapped(cover, start, face, need, picks)[0]
    for t in range(rounds):
        chosen = (
            _draw_open(best, drawn, state)
            if drawn.shape[0] and t % 2
            else _shake(best, cover.n_site, state)
        )
        now = _empty(cover, need)
        _fill_and_swap(cover, start, face, now, chosen)
        if now.value[0] >= best_value:
            best, best_value = chosen, now.value[0]
    return best_value, best
