"""From rows laid once to the covering problem of one draw."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.core.reach.rows import canonical_rows, take_rows, unlike_rows
from geo.solve.engine.cover import FREE, OPEN, Cover, States

__all__ = ["Posed", "Rows", "people_of", "pose", "rows_of"]


class Rows(NamedTuple):
    """Which sites are near which demand, laid once for all draws.

    Attributes
    ----------
    start, site
        ``(n_row + 1,)`` limits of the rows and ``(n_pair,)`` sites, ascending in each row.
    metres
        ``(n_pair,)`` how far; empty where all draws share one radius.
    row
        ``(n_demand,)`` the row of each demand point; ``n_row`` where no site is near.
    """

    start: Ints
    site: npt.NDArray[np.int32]
    metres: Floats
    row: Ints


class Posed(NamedTuple):
    """The problem of one draw.

    Attributes
    ----------
    cover
        What the free sites decide; they are numbered as they stand.
    lam
        ``(n_face,)`` multipliers to begin with, in people.
    base
        People covered by open sites.
    merged
        ``(n_row,)`` the face of each row of `Rows`, -1 where it decides nothing.
    """

    cover: Cover
    lam: Floats
    base: int
    merged: Ints


def rows_of(
    n_demand: int, pairs: tuple[Ints, Ints, Floats], *, radius_m: float | None = None
) -> Rows:
    """Lay rows for one radius, collapsed, or for any radius: one row for each demand point.

    Parameters
    ----------
    n_demand
        Demand points.
    pairs
        Demand, site and metres, ordered by the first two.
    radius_m
        The radius of all draws, or None where it differs.
    """
    demand, site, metres = pairs
    if radius_m is not None:
        near = metres <= radius_m
        demand, site = demand[near], site[near]
    start = np.zeros(n_demand + 1, np.int64)
    np.cumsum(np.bincount(demand, minlength=n_demand), out=start[1:])
    pos = site.astype(np.int32)
    if radius_m is None:
        return Rows(start, pos, np.ascontiguousarray(metres, np.float64), np.arange(n_demand))
    new_start, new_pos, row = canonical_rows(start, pos)
    return Rows(new_start, new_pos, np.zeros(0), row)


@nb.njit(cache=True, nogil=True)
def people_of(rows: Rows, weight: Ints) -> Ints:
    """Add up ``(n_demand,)`` people row by row, ``(n_row,)``; those no site is near fall away."""
    people = np.zeros(rows.start.shape[0], np.int64)
    for i in range(weight.shape[0]):
        people[rows.row[i]] += weight[i]
    return people[:-1].copy()


@nb.njit(cache=True, nogil=True)
def pose(rows: Rows, people: Ints, share: Floats, state: States, radius_m: float) -> Posed:
    """Settle what a draw settles, and leave the rest to the free sites.

    Parameters
    ----------
    rows
        What is near what.
    people
        ``(n_row,)`` people.
    share
        ``(n_row,)`` multiplier of each head, 0..1.
    state
        ``(n_site,)`` of ``FREE``, ``OPEN``, ``CLOSED``.
    radius_m
        The radius of this draw; of no account where all draws share one.
    """
    number = np.cumsum(state == FREE) - 1
    n_row = people.shape[0]
    start, site = np.zeros(n_row + 1, np.int64), np.empty(rows.site.shape[0], np.int32)
    weight, lam, merged = np.empty(n_row, np.int64), np.empty(n_row), np.full(n_row, -1)
    n, end, base = 0, 0, 0
    for r in range(n_row):
        after, is_covered = _near(rows, r, state, radius_m, (site, end, number))
        if is_covered:
            base += people[r]
        elif people[r] > 0 and after > end:
            weight[n], lam[n], merged[r], end = people[r], people[r] * share[r], n, after
            n += 1
            start[n] = end
    cover = Cover(
        start[: n + 1].copy(), site[:end].copy(), weight[:n].copy(), np.sum(state == FREE)
    )
    kept = lam[:n].copy()
    if rows.metres.shape[0]:
        cover, kept = _collapsed(cover, kept, merged)
    return Posed(cover, kept, base, merged)


@nb.njit(cache=True, nogil=True, inline="always")
def _near(
    rows: Rows, r: int, state: States, radius_m: float, to: tuple[npt.NDArray[np.int32], int, Ints]
) -> tuple[int, bool]:
    """Write down the free sites near a row; return where they end, and whether one is open."""
    site, end, number = to
    is_covered = False
    for k in range(rows.start[r], rows.start[r + 1]):
        if rows.metres.shape[0] and rows.metres[k] > radius_m:
            continue
        j = rows.site[k]
        is_covered |= state[j] == OPEN
        if state[j] == FREE:
            site[end] = number[j]
            end += 1
    return end, is_covered


@nb.njit(cache=True, nogil=True)
def _collapsed(cover: Cover, lam: Floats, merged: Ints) -> tuple[Cover, Floats]:
    """Merge equal rows; ``merged`` follows them."""
    first, group = unlike_rows(cover.start, cover.site)
    start, site = take_rows(cover.start, cover.site, first)
    weight, new = np.zeros(first.shape[0], np.int64), np.zeros(first.shape[0])
    for f in range(group.shape[0]):
        weight[group[f]] += cover.weight[f]
        new[group[f]] += lam[f]
    for r in range(merged.shape[0]):
        if merged[r] >= 0:
            merged[r] = group[merged[r]]
    return Cover(start, site, weight, cover.n_site), new
