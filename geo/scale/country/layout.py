"""The country in the order of its connected components, each with a narrow band.

Two sites are neighbours where a face has both. Components of that graph share nothing but the
number of sites to open; within each, sites stand in reverse Cuthill-McKee order, so that the
matrix of the interior point method has a narrow band.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, reverse_cuthill_mckee

from geo.core.arrays import Ints, frozen
from geo.core.reach.rows import take_rows
from geo.solve.engine.cover import Cover, by_site

__all__ = ["Layout", "lay_out"]

_Numbers = npt.NDArray[np.int32]


class Layout(NamedTuple):
    """A cover with sites and faces in the order of the components.

    Attributes
    ----------
    cover
        The problem in the new order.
    site
        ``(n_site,)`` the old number of each site.
    face
        ``(n_face,)`` the old number of each face.
    first_site, first_face
        ``(n_component + 1,)`` limits of the components.
    band
        ``(n_component,)`` the largest difference between numbers of neighbours.
    start, near
        ``(n_site + 1,)`` limits, and the neighbours of each site, itself among them.
    """

    cover: Cover
    site: Ints
    face: Ints
    first_site: Ints
    first_face: Ints
    band: Ints
    start: Ints
    near: _Numbers


def lay_out(cover: Cover) -> Layout:
    """Find the components and put sites and faces in their order."""
    m = cover.n_site
    start, near = _neighbours(cover, *by_site(cover))
    graph = csr_array((np.ones(len(near), np.int8), near, start), shape=(m, m))
    n_component, label = connected_components(graph, directed=False)
    order = reverse_cuthill_mckee(graph, symmetric_mode=True).astype(np.int64)
    order = order[np.argsort(label[order], kind="stable")]
    number = np.empty(m, np.int64)
    number[order] = np.arange(m)
    graph = graph[order][:, order]
    graph.sort_indices()
    first_site = np.searchsorted(label[order], np.arange(n_component + 1))
    spread = np.abs(graph.indices - np.repeat(np.arange(m), np.diff(graph.indptr)))
    band = np.zeros(n_component, np.int64)
    np.maximum.at(band, np.repeat(label[order], np.diff(graph.indptr)), spread)
    of_face = label[cover.site[cover.start[:-1]]]
    face = np.argsort(of_face, kind="stable")
    first_face = np.searchsorted(of_face[face], np.arange(n_component + 1))
    moved = _renumbered(cover, face, number.astype(np.int32))
    rows = (graph.indptr.astype(np.int64), graph.indices.astype(np.int32))
    return Layout(moved, order, face, first_site, first_face, band, *rows)


def _renumbered(cover: Cover, face: Ints, number: _Numbers) -> Cover:
    start, site = take_rows(cover.start, cover.site, face)
    site = number[site]
    _sort_rows(start, site)
    weight = frozen(cover.weight[face], np.int64)
    return Cover(frozen(start, np.int64), frozen(site, np.int32), weight, cover.n_site)


@nb.njit(cache=True, nogil=True)
def _sort_rows(start: Ints, site: _Numbers) -> None:
    for f in range(start.shape[0] - 1):
        site[start[f] : start[f + 1]].sort()


@nb.njit(cache=True, nogil=True)
def _neighbours(cover: Cover, first: Ints, face: _Numbers) -> tuple[Ints, _Numbers]:
    """List the sites that share a face with each site, itself among them."""
    m = cover.n_site
    start, near = np.zeros(m + 1, np.int64), np.empty(64 * m + 1, np.int32)
    seen = np.full(m, -1, np.int64)
    end = 0
    for j in range(m):
        if end + m > near.shape[0]:
            near = np.concatenate((near, np.empty(near.shape[0] + m, np.int32)))
        seen[j], near[end] = j, j
        end += 1
        for t in range(first[j], first[j + 1]):
            f = face[t]
            for k in range(cover.start[f], cover.start[f + 1]):
                i = cover.site[k]
                if seen[i] != j:
                    seen[i], near[end] = j, i
                    end += 1
        start[j + 1] = end
    return start, near[:end].copy()
