"""The passes over millions of faces that a Newton step needs, block by block on both cores.

Blocks end where components end, so no two of them touch one site. The names are those of
`geo.solve.engine.newton`, where the method is derived.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from typing import NamedTuple

import numba as nb
import numpy as np

from geo.core.arrays import Floats
from geo.scale.country.layout import Layout
from geo.solve.engine.cover import Cover

__all__ = ["Face", "Sweeps", "blocks"]

_BLOCKS = 12
_HAIR = 1e-15


class Face(NamedTuple):
    """Slacks and multiplier of each face, or how they change: ``(n_face,)`` each."""

    s: Floats
    t: Floats
    lam: Floats

    @classmethod
    def zeros(cls, n: int) -> Face:
        """Return no change."""
        return cls(np.zeros(n), np.zeros(n), np.zeros(n))


def blocks(layout: Layout) -> list[tuple[int, int]]:
    """Cut the faces at limits of components into about equal work."""
    work = layout.cover.start[layout.first_face]
    wanted = np.linspace(0, work[-1], _BLOCKS + 1)
    cut = np.unique(layout.first_face[np.searchsorted(work, wanted)])
    return list(zip(cut[:-1].tolist(), cut[1:].tolist(), strict=True))


class Sweeps:
    """Passes over the faces of one layout.

    Parameters
    ----------
    layout
        The problem.
    w
        ``(n_face,)`` weights, scaled to a mean of 1.
    pool
        Where the blocks are worked on.
    """

    def __init__(self, layout: Layout, w: Floats, pool: Executor) -> None:
        self._cover, self._w, self._pool = layout.cover, w, pool
        self._blocks = blocks(layout)

    def _each(self, work: Callable[[int, int], tuple[float, ...]]) -> np.ndarray:
        return np.array(list(self._pool.map(lambda b: work(*b), self._blocks)), float)

    def added(self, values: Floats) -> Floats:
        """Add a value of each face to all its sites: ``(n_site,)``."""
        rho = np.zeros(self._cover.n_site)
        self._each(lambda a, b: _add(self._cover, values, rho, a, b))
        return rho

    def opened(self, y: Floats) -> Floats:
        """Add up ``y`` over the sites of each face: ``(n_face,)``."""
        ay = np.empty(len(self._w))
        self._each(lambda a, b: _opened(self._cover, y, ay, a, b))
        return ay

    def weights(self, at: Face, d: Floats) -> None:
        """Set ``d = lam kap / (kap s + lam t)``."""
        self._each(lambda a, b: _weights(self._w, at, d, a, b))

    def right(self, at: Face, by: Face, target: float, out: Floats) -> None:
        """Set the right side of each face: products to become ``target``, ``by`` foreseen."""
        self._each(lambda a, b: _right(self._w, at, by, target, out, a, b))

    def follow(
        self, at: Face, by: Face, target: float, d: Floats, dy: Floats
    ) -> tuple[float, float]:
        """Replace ``by`` by the faces' part of the step; return how far it may go."""
        found = self._each(lambda a, b: _follow(self._cover, self._w, at, by, target, d, dy, a, b))
        return float(found[:, 0].min()), float(found[:, 1].min())

    def product(self, at: Face, by: Face, slack: float, price: float) -> float:
        """Add up slacks times multipliers after a step of these lengths."""
        return float(self._each(lambda a, b: _product(self._w, at, by, slack, price, a, b)).sum())

    def move(self, at: Face, by: Face, slack: float, price: float) -> None:
        """Take the step."""
        self._each(lambda a, b: _move(self._w, at, by, slack, price, a, b))


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _add(cover: Cover, values: Floats, rho: Floats, a: int, b: int) -> tuple[float]:
    for f in range(a, b):
        for k in range(cover.start[f], cover.start[f + 1]):
            rho[cover.site[k]] += values[f]
    return (0.0,)


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _opened(cover: Cover, y: Floats, ay: Floats, a: int, b: int) -> tuple[float]:
    for f in range(a, b):
        total = 0.0
        for k in range(cover.start[f], cover.start[f + 1]):
            total += y[cover.site[k]]
        ay[f] = total
    return (0.0,)


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _weights(w: Floats, at: Face, d: Floats, a: int, b: int) -> tuple[float]:
    for f in range(a, b):
        lam, kap = at.lam[f], w[f] - at.lam[f]
        d[f] = lam * kap / (kap * at.s[f] + lam * at.t[f])
    return (0.0,)


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy", inline="always")
def _wanted(w: Floats, at: Face, by: Face, target: float, f: int) -> tuple[float, float, float]:
    """Return what the two products of a face are to change by, and the right side they make."""
    lam, kap = at.lam[f], w[f] - at.lam[f]
    s_lam = target - at.s[f] * lam - by.s[f] * by.lam[f]
    t_kap = target - at.t[f] * kap + by.t[f] * by.lam[f]
    return s_lam, t_kap, (kap * s_lam - lam * t_kap) / (kap * at.s[f] + lam * at.t[f])


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _right(
    w: Floats, at: Face, by: Face, target: float, out: Floats, a: int, b: int
) -> tuple[float]:
    for f in range(a, b):
        out[f] = _wanted(w, at, by, target, f)[2]
    return (0.0,)


@nb.njit(cache=True, nogil=True, inline="always")
def _until_zero(value: float, change: float, length: float) -> float:
    return min(length, -value / change) if change < 0 else length


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _follow(  # noqa: PLR0913, PLR0917 - a kernel
    cover: Cover,
    w: Floats,
    at: Face,
    by: Face,
    target: float,
    d: Floats,
    dy: Floats,
    a: int,
    b: int,
) -> tuple[float, float]:
    slack, price = 1.0, 1.0
    for f in range(a, b):
        _s_lam, t_kap, right = _wanted(w, at, by, target, f)
        ay, lam, kap = 0.0, at.lam[f], w[f] - at.lam[f]
        for k in range(cover.start[f], cover.start[f + 1]):
            ay += dy[cover.site[k]]
        dlam = right - d[f] * ay
        dt = (t_kap + at.t[f] * dlam) / kap
        by.lam[f], by.t[f], by.s[f] = dlam, dt, ay + dt
        slack = _until_zero(at.s[f], by.s[f], _until_zero(at.t[f], dt, slack))
        price = _until_zero(lam, dlam, _until_zero(kap, -dlam, price))
    return slack, price


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _product(
    w: Floats, at: Face, by: Face, slack: float, price: float, a: int, b: int
) -> tuple[float]:
    total = 0.0
    for f in range(a, b):
        lam = at.lam[f] + price * by.lam[f]
        total += (at.s[f] + slack * by.s[f]) * lam + (at.t[f] + slack * by.t[f]) * (w[f] - lam)
    return (total,)


@nb.njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _move(
    w: Floats, at: Face, by: Face, slack: float, price: float, a: int, b: int
) -> tuple[float]:
    for f in range(a, b):
        at.s[f] = max(at.s[f] + slack * by.s[f], _HAIR)
        at.t[f] = max(at.t[f] + slack * by.t[f], _HAIR)
        lam = at.lam[f] + price * by.lam[f]
        at.lam[f] = max(min(lam, w[f] * (1 - 10 * _HAIR)), w[f] * 10 * _HAIR)
    return (0.0,)
