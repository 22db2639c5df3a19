"""The maximal covering problem of one node: rows of free sites, weights, nothing else."""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core import Faces
from geo.core.arrays import Ints, frozen
from geo.core.reach.rows import add_up, canonical_rows, take_rows, unlike_rows

__all__ = [
    "CLOSED",
    "FREE",
    "OPEN",
    "Cover",
    "States",
    "by_site",
    "restrict",
    "restricted",
    "root_cover",
    "transposed",
]

FREE, OPEN, CLOSED = 0, 1, 2
"""What has been settled about a site."""

States = npt.NDArray[np.int8]


class Cover(NamedTuple):
    """Faces that free sites can still cover.

    Attributes
    ----------
    start
        ``(n_face + 1,)`` limits of the rows.
    site
        ``(n_pair,)`` numbers of the free sites that cover each face, ascending in each row.
    weight
        ``(n_face,)`` people.
    n_site
        Number of free sites.
    """

    start: Ints
    site: npt.NDArray[np.int32]
    weight: Ints
    n_site: int


def root_cover(faces: Faces, state: States) -> tuple[Cover, int]:
    """Settle what is settled beforehand; rows in lexicographic order, as `geo.verify` lays them.

    Returns
    -------
    cover
        The faces that free sites decide about.
    base
        People covered by open sites already.
    """
    # Weights may be one column of several: kernels take arrays without gaps.
    cover = _value(Cover(faces.start, faces.site_pos, faces.weight, faces.n_site))
    left, base, _merged = restrict(cover, state)
    start, site, group = canonical_rows(left.start, left.site)
    weight = add_up(group, left.weight[:, None], len(start))[:-1, 0]
    return _value(Cover(start, site, weight, left.n_site)), base


def restrict(cover: Cover, state: States) -> tuple[Cover, int, Ints]:
    """Open and close sites: covered faces leave, closed sites leave, rows grown equal are merged.

    Faces without people leave too. Rows keep the order in which their first members stood.

    Parameters
    ----------
    cover
        What is to be settled further.
    state
        ``(n_site,)`` of ``FREE``, ``OPEN``, ``CLOSED``.

    Returns
    -------
    cover
        The faces left to the free sites, which are numbered anew.
    gained
        People covered by the sites opened.
    merged
        ``(n_face,)`` the new face of each old one; the number of new faces for those that left.
    """
    left, gained, merged = restricted(cover.start, cover.site, cover.weight, state)
    return _value(left), int(gained), merged


def by_site(cover: Cover) -> tuple[Ints, npt.NDArray[np.int32]]:
    """Return the transpose: ``(n_site + 1,)`` limits, and the faces of each site."""
    return transposed(cover)


def _value(cover: Cover) -> Cover:
    """Freeze the arrays: one kind of array, for which kernels are compiled once."""
    start, site = frozen(cover.start, np.int64), frozen(cover.site, np.int32)
    return Cover(start, site, frozen(cover.weight, np.int64), int(cover.n_site))


@nb.njit(cache=True, nogil=True)
def restricted(
    start: Ints, site: npt.NDArray[np.int32], weight: Ints, state: States
) -> tuple[Cover, int, Ints]:
    """Do the work of `restrict`, for compiled callers."""
    new_number = np.cumsum(state == FREE) - 1
    new_start, new_site = np.zeros(weight.shape[0] + 1, np.int64), np.empty(site.shape[0], np.int32)
    gained, end = 0, 0
    for f in range(weight.shape[0]):
        low, is_covered = end, False
        for k in range(start[f], start[f + 1]):
            j = site[k]
            is_covered |= state[j] == OPEN
            if state[j] == FREE:
                new_site[end] = new_number[j]
                end += 1
        if is_covered or weight[f] == 0:
            gained += weight[f]
            end = low
        new_start[f + 1] = end
    first, group = unlike_rows(new_start, new_site)
    kept_start, kept_site = take_rows(new_start, new_site, first)
    kept_weight = add_up(group, weight.reshape(-1, 1), first.shape[0] + 1)[:-1, 0].copy()
    return Cover(kept_start, kept_site, kept_weight, np.sum(state == FREE)), gained, group


@nb.njit(cache=True, nogil=True)
def transposed(cover: Cover) -> tuple[Ints, npt.NDArray[np.int32]]:
    """Do the work of `by_site`, for compiled callers."""
    start = np.zeros(cover.n_site + 1, np.int64)
    for j in cover.site:
        start[j + 1] += 1
    for j in range(cover.n_site):
        start[j + 1] += start[j]
    end, face = start[:-1].copy(), np.empty(cover.site.shape[0], np.int32)
    for f in range(cover.weight.shape[0]):
        for k in range(cover.start[f], cover.start[f + 1]):
            j = cover.site[k]
            face[end[j]] = f
            end[j] += 1
    return start, face
