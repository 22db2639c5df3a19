"""Faces by refinement: all points begin in one class, and every site splits the classes it cuts.

After the last site two points are in one class exactly if the same sites cover them. No hashing,
no geometry: only who is within the radius of whom.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.verify.count.recount import Ints, Near

__all__ = ["Rows", "exact_sum", "faces", "in_groups", "in_order", "settle"]


@dataclass(frozen=True, eq=False)
class Rows:
    """Groups of points and the sites that cover them.

    Attributes
    ----------
    face, site
        ``(n_pair,)`` which site covers which face; faces ascend, sites ascend within each.
    weight
        ``(n_face,)`` people.
    """

    face: Ints
    site: Ints
    weight: Ints


def faces(near: Near, sites: Ints, weight: Ints) -> Rows:
    """Group the points by the sites that cover them; what nobody covers is left out.

    Parameters
    ----------
    near
        Who is within the radius.
    sites
        ``(k,)`` ascending positions of the sites that count.
    weight
        ``(n,)`` people of the points, in the order of ``near``; points without people do not count.

    Returns
    -------
    rows
        In lexicographic order of their sites.
    """
    label = np.zeros(len(weight), np.int32)
    parent, by = [np.zeros(1, np.int64)], [np.full(1, -1)]
    latest, n_label = np.zeros(1, np.int64), 1
    for site in sites:
        point = near.within(int(site))
        old = label[point]
        # Each class that is cut is seen through one of its points: the last one written.
        latest = latest if len(latest) >= n_label else np.zeros(2 * n_label, np.int64)
        number = np.arange(len(point))
        latest[old] = number
        spokesman = latest[old]
        speaks = spokesman == number
        rank = np.cumsum(speaks) - 1
        label[point] = n_label + rank[spokesman]
        parent.append(old[speaks].astype(np.int64))
        by.append(np.full(len(parent[-1]), site))
        n_label += len(parent[-1])
    people = np.zeros(n_label, np.int64)
    np.add.at(people, label, weight)
    people[0] = 0
    return _rows(np.concatenate(parent), np.concatenate(by), people)


def _rows(parent: Ints, by: Ints, people: Ints) -> Rows:
    """Read the sites of each class off its line of parents, and sort the classes by them."""
    alive = np.flatnonzero(people)
    at, face = alive, np.arange(len(alive))
    found_face, found_site = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    while len(at):
        found_face.append(face)
        found_site.append(by[at])
        at = parent[at]
        face, at = face[at > 0], at[at > 0]
    face, site = np.concatenate(found_face), np.concatenate(found_site)
    order = np.lexsort((site, face))
    return _sorted(Rows(face[order], site[order], people[alive]))


def in_order(face: Ints, site: Ints, weight: Ints) -> Rows:
    """Return faces in lexicographic order of their sites, without those that have no people."""
    alive = np.flatnonzero(weight)
    kept = np.isin(face, alive)
    number = np.searchsorted(alive, face[kept])
    return _sorted(Rows(number, site[kept], weight[alive]))


def in_groups(face: Ints, site: Ints, worth: Ints) -> Rows:
    """Group some faces by the sites listed with them, in lexicographic order of the sites.

    Parameters
    ----------
    face, site
        ``(n_pair,)`` faces ascend, sites ascend within each.
    worth
        What every face is worth, listed here or not; those worth nothing are left out.
    """
    kept = worth[face] > 0
    face, site = face[kept], site[kept]
    alive, face = np.unique(face, return_inverse=True)
    rows = Rows(face, site, worth[alive])
    if not len(alive):
        return rows
    _w, first, group = np.unique(_words(rows), return_index=True, return_inverse=True)
    return _joined(rows, first, group)


def _words(rows: Rows) -> npt.NDArray[np.bytes_]:
    """Write each row as one word, so that words compare as the rows do."""
    n = len(rows.weight)
    start = np.searchsorted(rows.face, np.arange(n + 1))
    longest = int(np.diff(start).max(initial=1))
    table = np.zeros((n, longest), ">u4")
    table[rows.face, np.arange(len(rows.face)) - start[rows.face]] = rows.site + 1
    return table.view(f"S{4 * longest}").ravel()


def _sorted(rows: Rows) -> Rows:
    order = np.argsort(_words(rows), kind="stable")
    return _reordered(rows, order)


def _reordered(rows: Rows, order: Ints) -> Rows:
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    face = rank[rows.face]
    by_face = np.lexsort((rows.site, face))
    return Rows(face[by_face], rows.site[by_face], rows.weight[order])


def settle(rows: Rows, opened: Ints, closed: Ints) -> tuple[Rows, int]:
    """Open and close sites: what is covered is gained, rows grown equal become one.

    The new rows stand in the order of the first member of each.

    Returns
    -------
    rows, gained
        What is left to the other sites, and the people covered.
    """
    is_covered = np.zeros(len(rows.weight), bool)
    is_covered[rows.face[np.isin(rows.site, opened)]] = True
    gained = exact_sum(rows.weight[is_covered])
    kept = ~is_covered[rows.face] & ~np.isin(rows.site, np.concatenate([opened, closed]))
    face, site = rows.face[kept], rows.site[kept]
    alive, face = np.unique(face, return_inverse=True)
    left = Rows(face, site, rows.weight[alive])
    if not len(alive):
        return left, gained
    _w, first, group = np.unique(_words(left), return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return _joined(left, np.sort(first), rank[group]), gained


def _joined(rows: Rows, first: Ints, group: Ints) -> Rows:
    """Make each group of equal rows one; ``first`` are its first members, in the new order."""
    weight = np.zeros(len(first), np.int64)
    np.add.at(weight, group, rows.weight)
    is_first = np.isin(rows.face, first)
    face, site = group[rows.face[is_first]], rows.site[is_first]
    order = np.argsort(face, kind="stable")
    return Rows(face[order], site[order], weight)


def exact_sum(values: Ints) -> int:
    """Add up without ever leaving the whole numbers that fit."""
    if len(values) and int(values.max()) * len(values) >= 2**63:
        return sum(int(v) for v in values)
    return int(values.sum()) if len(values) else 0
