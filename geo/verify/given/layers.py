"""Faces with several weights, and with a number of sites that they still need.

Plain lists sorted by numpy: no refinement, no hashing. A face is a list of sites and a need; points
with the same list and the same need are added up, column by column.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from geo.verify.count.faces import exact_sum
from geo.verify.count.recount import Ints
from geo.verify.verdict import N_, Wrong

__all__ = ["Layered", "collapse", "decayed"]

FULL = 1000  # thousandths who come from nearby


@dataclass(frozen=True, eq=False)
class Layered:
    """Groups of points.

    Attributes
    ----------
    face, site
        ``(n_pair,)`` which free site covers which face: faces ascend, and sites within each.
    need
        ``(n_face,)`` how many of its sites must be open.
    sums
        ``(n_face, n_column)`` what is counted, and the people of each group.
    """

    face: Ints
    site: Ints
    need: Ints
    sums: Ints


def collapse(within: Callable[[int], Ints], free: Ints, need: Ints, columns: Ints) -> Layered:
    """Group the points by the free sites that cover them and by what they need.

    Faces stand in lexicographic order of their sites followed by a mark for the need, which comes
    after every site. Points that need nothing, or more sites than cover them, are left out.
    """
    pairs = [within(int(site)) for site in free]
    point = np.concatenate([np.zeros(0, np.int64), *pairs])
    site = np.repeat(np.arange(len(free)), [len(p) for p in pairs])
    order = np.lexsort((site, point))
    return _grouped(point[order], site[order], need, columns, len(free))


def decayed(
    attend: Callable[[int], tuple[Ints, Ints]], free: Ints, opened: Ints, columns: Ints
) -> tuple[Layered, list[int]]:
    """Unfold every point into steps of attendance, and group the steps.

    Returns
    -------
    rows
        A step is covered once a site at least that near is open; the first column of ``sums`` is
        what it adds, in thousandths of a person. Groups count those who come in full.
    given
        For each column what the open sites bring already.
    """
    n = len(columns)
    if FULL * exact_sum(columns[:, 0]) >= 2**63:
        raise Wrong(N_("The weights add up to more than 64 bits hold."))
    best = np.zeros(n, np.int64)
    for site in opened:
        point, level = attend(int(site))
        best[point] = np.maximum(best[point], level)
    given = [int((columns[:, 0] * best).sum())]
    given += [int(v) for v in columns[best == FULL, 1:].sum(axis=0)]
    near: list[list[tuple[int, int]]] = [[] for _ in range(n)]
    for k, site in enumerate(free):
        for i, come in zip(*(a.tolist() for a in attend(int(site))), strict=True):
            if come > best[i]:
                near[i].append((come, k))
    step_row: list[int] = []
    step_site: list[int] = []
    sums: list[list[int]] = []
    for i, reached in enumerate(near):
        steps = sorted({come for come, _k in reached})
        for lower, step in pairwise([int(best[i]), *steps]):
            chosen = sorted(k for come, k in reached if come >= step)
            step_row += [len(sums)] * len(chosen)
            step_site += chosen
            in_full = (columns[i, 1:] if step == FULL else 0 * columns[i, 1:]).tolist()
            sums.append([int(columns[i, 0]) * (step - lower), *in_full])
    table = np.array(sums, np.int64).reshape(-1, columns.shape[1])
    row, at = np.array(step_row, np.int64), np.array(step_site, np.int64)
    return _grouped(row, at, np.ones(len(table), np.int64), table, len(free)), given


def _grouped(point: Ints, site: Ints, need: Ints, columns: Ints, n_free: int) -> Layered:
    """Group points by their rows; ``point`` ascends, and ``site`` within each."""
    degree = np.bincount(point, minlength=len(need))
    alive = np.flatnonzero((need > 0) & (degree >= need) & (columns > 0).any(axis=1))
    number = np.full(len(need), -1)
    number[alive] = np.arange(len(alive))
    kept = number[point] >= 0
    row, site = number[point[kept]], site[kept]
    words = _words(row, site, n_free + need[alive], len(alive))
    if not len(alive):
        none = np.zeros(0, np.int64)
        return Layered(none, none, none, columns[:0])
    _w, first, group = np.unique(words, return_index=True, return_inverse=True)
    sums = np.zeros((len(first), columns.shape[1]), np.int64)
    np.add.at(sums, group, columns[alive])
    is_first = np.isin(row, first)
    face, site = group[row[is_first]], site[is_first]
    order = np.lexsort((site, face))
    return Layered(face[order], site[order], need[alive][first], sums)


def _words(row: Ints, site: Ints, last: Ints, n: int) -> npt.NDArray[np.bytes_]:
    """Write each row, its mark behind it, as one word; words compare as the rows do."""
    start = np.searchsorted(row, np.arange(n + 1))
    length = np.diff(start)
    table = np.zeros((n, int(length.max(initial=0)) + 1), ">u4")
    table[row, np.arange(len(row)) - start[row]] = site + 1
    table[np.arange(n), length] = last + 1
    return table.view(f"S{4 * table.shape[1]}").ravel()
