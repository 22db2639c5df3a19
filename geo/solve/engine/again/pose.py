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
        ``(n_pair,)`` how far, zero where near at every radius; empty where all pairs are.
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
    n_demand: int, pairs: tuple[Ints, Ints, Floats], *, low_m: float, high_m: float
) -> Rows:
    """Lay rows for all radii from ``low_m`` to ``high_m``.

    Demand points that are near the same sites at every one of these radii share a row; those that a
    radius in between would part from a site have rows of their own.

    Parameters
    ----------
    n_demand
        Demand points.
    pairs
        Demand, site and metres, ordered by the first two.
    low_m, high_m
        The least and the greatest radius of the draws.
    """
    demand, site, metres = pairs
    near = metres <= high_m
    demand, site, metres = demand[near], site[near].astype(np.int32), metres[near]
    is_sure = metres <= low_m
    n_pair = np.bincount(demand, minlength=n_demand)
    is_apart = np.bincount(demand[~is_sure], minlength=n_demand) > 0
    of_apart = is_apart[demand]
    start, pos, row = canonical_rows(
        _limits(np.where(is_apart, 0, n_pair)), np.ascontiguousarray(site[~of_apart])
    )
    if not is_apart.any():
        return Rows(start, pos, np.zeros(0), row)
    n_shared = len(start) - 1
    row[row == n_shared] = n_shared + np.count_nonzero(is_apart)
    row[is_apart] = n_shared + np.arange(np.count_nonzero(is_apart))
    return Rows(
        np.r_[start, start[-1] + _limits(n_pair[is_apart])[1:]],
        np.r_[pos, site[of_apart]],
        np.r_[np.zeros(len(pos)), np.where(is_sure, 0.0, metres)[of_apart]],
        row,
    )


def _limits(count: Ints) -> Ints:
    start = np.zeros(len(count) + 1, np.int64)
    np.cumsum(count, out=start[1:])
    return start


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
        The radius of this draw; of no account where all pairs are near at every radius.
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
    is_covered, is_near = False, True
    for k in range(rows.start[r], rows.start[r + 1]):
        if rows.metres.shape[0]:
            is_near = rows.metres[k] <= radius_m
        j = rows.site[k]
        site[end] = number[j]  # without a branch: the next takes its place if it is not near
        end += is_near & (state[j] == FREE)
        is_covered |= is_near & (state[j] == OPEN)
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
