"""A model cut down to what is still open: collapse again on the free sites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.core import Faces
from geo.core.arrays import Ints
from geo.solve.exact.model import CoverModel

__all__ = ["Compact", "compact"]


@dataclass(frozen=True, eq=False)
class Compact:
    """What the free sites can still change.

    Attributes
    ----------
    free
        ``(k,)`` positions of the free sites; below, a site is its number in this list.
    start, pos
        ``(n + 1,)`` and ``(n_pair,)``: the free sites that cover each row.
    weight, layers
        ``(n,)`` and ``(n, n_layer)`` worth of a row, and its further weights.
    need
        ``(n,)`` how many more open sites a row needs, at least 1.
    base, base_layers
        Worth, and ``(n_layer,)`` further weights, that the fixed open sites cover already.
    """

    free: Ints
    start: Ints
    pos: Ints
    weight: Ints
    layers: Ints
    need: Ints
    base: int
    base_layers: Ints

    @property
    def row_of_pair(self) -> Ints:
        """``(n_pair,)`` the row of each entry of ``pos``."""
        return np.repeat(np.arange(len(self.weight)), np.diff(self.start))

    @property
    def worth(self) -> int:
        """What all free sites together could add."""
        return int(self.weight.sum())


def compact(model: CoverModel) -> Compact:
    """Take out what is decided: fixed sites, rows covered already, rows out of reach.

    Rows that have become alike are added up. The number of sites a row still needs is part of what
    makes rows alike, so it stands behind the free sites as one more entry while they are collapsed.
    """
    faces = model.faces
    count = faces.times_covered(model.is_open)
    need = np.maximum(model.times - count, 0)
    is_free = ~(model.is_open | model.is_closed)
    kept = is_free[faces.site_pos] & (need > 0)[faces.row_of_pair]
    row, number = faces.row_of_pair[kept], np.cumsum(is_free) - 1
    n_free, degree = int(is_free.sum()), np.bincount(row, minlength=len(faces))
    alive = np.flatnonzero((degree >= need) & (need > 0))
    is_alive = np.zeros(len(faces), bool)
    is_alive[alive] = True
    again = _collapse(
        degree[alive],
        number[faces.site_pos[kept][is_alive[row]]],
        n_free + need[alive],
        faces.weight[alive],
        faces.layers[alive],
    )
    is_last = np.zeros(len(again.site_pos), bool)
    is_last[again.start[1:] - 1] = True
    done = need == 0
    return Compact(
        np.flatnonzero(is_free),
        again.start - np.arange(len(again) + 1),
        again.site_pos[~is_last].astype(np.int64),
        again.weight,
        again.layers,
        again.site_pos[is_last].astype(np.int64) - n_free,
        int(faces.weight[done].sum()),
        faces.layers[done].sum(axis=0),
    )


def _collapse(degree: Ints, pos: Ints, last: Ints, weight: Ints, layers: Ints) -> Faces:
    """Collapse rows of ``degree`` free sites, each with one more entry behind them."""
    start = np.r_[0, np.cumsum(degree + 1)]
    full = np.empty(start[-1], np.int32)
    is_last = np.zeros(start[-1], bool)
    is_last[start[1:] - 1] = True
    full[is_last], full[~is_last] = last, pos
    n_site = int(full.max()) + 1 if len(full) else 0
    return Faces.from_rows(start, full, weight, np.ones(len(weight)), n_site=n_site, layers=layers)
