"""Small problems cut out of a country: some sites, and the faces they can cover."""

from __future__ import annotations

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints, frozen
from geo.core.reach.rows import add_up, canonical_rows
from geo.solve.engine.cover import FREE, Cover, restrict

__all__ = ["canonical_piece", "crosses", "piece_of"]

_Numbers = npt.NDArray[np.int32]


def piece_of(cover: Cover, by_site: tuple[Ints, _Numbers], site: Ints, worth: Ints) -> Cover:
    """Return the problem of some sites, numbered from 0; faces they cover alike are merged.

    Parameters
    ----------
    cover, by_site
        The country, and the faces of each site.
    site
        Ascending numbers of the sites.
    worth
        ``(n_face,)`` what each face is worth here; those worth nothing are left out.
    """
    start, at, face = _rows(cover, by_site[0], by_site[1], site, worth)
    whole = Cover(start, at, worth[face], len(site))
    return restrict(whole, np.full(len(site), FREE, np.int8))[0]


def canonical_piece(
    cover: Cover, by_site: tuple[Ints, _Numbers], site: Ints, worth: tuple[Ints, ...]
) -> tuple[Cover, tuple[Ints, ...]]:
    """Return the same with rows in lexicographic order, and further columns added up beside.

    Parameters
    ----------
    cover, by_site, site
        As for `piece_of`.
    worth
        ``(n_face,)`` what each face is worth here, and further columns.

    Returns
    -------
    piece, further
        The problem, and those columns for its faces.
    """
    start, at, face = _rows(cover, by_site[0], by_site[1], site, worth[0])
    start, at, group = canonical_rows(start, at)
    columns = add_up(group, np.stack([column[face] for column in worth], axis=1), len(start))[:-1]
    weight, *further = (np.ascontiguousarray(columns[:, k]) for k in range(len(worth)))
    rows = frozen(start, np.int64), frozen(at, np.int32)
    return Cover(*rows, frozen(weight, np.int64), len(site)), tuple(further)


@nb.njit(cache=True, nogil=True)
def crosses(cover: Cover, zone: Ints) -> npt.NDArray[np.bool_]:
    """Say of each face whether sites of several zones cover it: ``(n_face,)``."""
    across = np.zeros(cover.weight.shape[0], np.bool_)
    for f in range(across.shape[0]):
        first = zone[cover.site[cover.start[f]]]
        for k in range(cover.start[f] + 1, cover.start[f + 1]):
            across[f] |= zone[cover.site[k]] != first
    return across


@nb.njit(cache=True, nogil=True)
def _rows(
    cover: Cover, first: Ints, face: _Numbers, among: Ints, worth: Ints
) -> tuple[Ints, _Numbers, Ints]:
    """List the faces of some sites, each once, with those of the sites that cover it.

    Returns limits and sites of the rows, and the number of the face of each.
    """
    local = np.full(cover.n_site, -1, np.int32)
    n_pair = 0
    for i in range(among.shape[0]):
        local[among[i]] = i
        n_pair += first[among[i] + 1] - first[among[i]]
    # One row more than are kept: a row is written before it is known whether it was met before.
    start, site = np.zeros(n_pair + 1, np.int64), np.empty(n_pair + among.shape[0], np.int32)
    number = np.empty(n_pair, np.int64)
    n, end = 0, 0
    for i in range(among.shape[0]):
        for t in range(first[among[i]], first[among[i] + 1]):
            f, low = face[t], end
            if worth[f] == 0:
                continue
            for k in range(cover.start[f], cover.start[f + 1]):
                if local[cover.site[k]] >= 0:
                    site[end] = local[cover.site[k]]
                    end += 1
            if site[low] != i:  # met before, at its first site
                end = low
                continue
            number[n] = f
            n += 1
            start[n] = end
    return start[: n + 1].copy(), site[:end].copy(), number[:n].copy()
