"""One after another: open the site that adds most, until enough are open."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.core import Faces
from geo.core.arrays import Ints
from geo.solve.exact.compact import Compact
from geo.solve.exact.model import CoverModel

__all__ = ["fill", "greedy"]


def greedy(model: CoverModel, small: Compact) -> npt.NDArray[np.bool_]:
    """Open sites one after another, each time the one that adds the most worth, or most for a yuan.

    Of equals the one that brings rows closest to being covered (which counts where a row needs
    several sites), then the one that stands first. What conditions forbid is passed over; whether
    the result meets every condition the caller must ask the model.

    Returns
    -------
    is_open
        ``(n_site,)``, fixed open sites included.
    """
    is_open = model.is_open.copy()
    gains, limits = _Gains(model, small), _Limits(model, small)
    may = np.ones(len(small.free), bool)
    while may.any() and not _is_enough(model, is_open, gains):
        best = gains.best(may)
        may[best] = False
        if model.n_open is None and not gains.adds(best) and model.floors_hold(is_open):
            break
        if limits.allow(best):
            limits.take(best)
            gains.take(best)
            is_open[small.free[best]] = True
    return is_open


def fill(model: CoverModel, is_open: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Replace sites that add nothing by those with the largest reach, up to the number asked.

    Only for a model that counts sites and has no further conditions.
    """
    assert model.n_open is not None
    faces, result = model.faces, is_open.copy()
    while (idle := _idle(model, result)) is not None:
        result[idle] = False
    if (lacking := model.n_open - int(result.sum())) > 0:
        reach = _by_site(faces, faces.weight)
        order = np.argsort(-reach, kind="stable")
        result[order[~(result | model.is_closed)[order]][:lacking]] = True
    return result


def _idle(model: CoverModel, is_open: npt.NDArray[np.bool_]) -> int | None:
    """Return the first site, not settled, without which as much is covered; None: there is none."""
    faces = model.faces
    is_tight = faces.times_covered(is_open) == model.times
    adds = _by_site(faces, np.where(is_tight, faces.weight, 0))
    idle = np.flatnonzero(is_open & ~model.is_open & (adds == 0))
    return int(idle[0]) if len(idle) else None


def _by_site(faces: Faces, weight: Ints) -> Ints:
    """Add up the weights of the faces that each site covers: ``(n_site,)``."""
    total = np.zeros(faces.n_site, np.int64)
    np.add.at(total, faces.site_pos, weight[faces.row_of_pair])
    return total


def _is_enough(model: CoverModel, is_open: npt.NDArray[np.bool_], gains: _Gains) -> bool:
    if model.n_open is not None:
        return int(is_open.sum()) >= model.n_open
    return model.target is not None and gains.worth >= model.target and model.floors_hold(is_open)


class _Gains:
    """What each free site would add, kept up to date while sites are opened."""

    def __init__(self, model: CoverModel, small: Compact) -> None:
        self._small, self._need = small, small.need.copy()
        self._price = None if model.price is None else np.maximum(model.price[small.free], 0.5)
        self.worth = small.base
        n_free = len(small.free)
        row = small.row_of_pair
        self._rows_of = row[np.argsort(small.pos, kind="stable")]
        self._first = np.r_[0, np.cumsum(np.bincount(small.pos, minlength=n_free))]
        self._gain = np.zeros(n_free, np.int64)  # rows that need just one more site
        self._near = np.zeros(n_free, np.int64)  # rows that need several
        is_last = self._need[row] == 1
        worth = small.weight[row]
        np.add.at(self._gain, small.pos[is_last], worth[is_last])
        np.add.at(self._near, small.pos[~is_last], worth[~is_last])

    def best(self, may: npt.NDArray[np.bool_]) -> int:
        """Return the site that adds most among those that may be opened."""
        gain: npt.NDArray[np.number] = self._gain
        if self._price is not None:
            gain = gain / self._price
        gain = np.where(may, gain, -1)
        ties = np.flatnonzero(gain == gain.max())
        return int(ties[self._near[ties].argmax()])

    def adds(self, site: int) -> bool:
        """Say whether opening a site brings anything, now or later."""
        return bool(self._gain[site] or self._near[site])

    def take(self, site: int) -> None:
        """Open a site."""
        small, rows = self._small, self._rows_of[self._first[site] : self._first[site + 1]]
        rows = rows[self._need[rows] > 0]
        self.worth += int(small.weight[rows[self._need[rows] == 1]].sum())
        self._need[rows] -= 1
        for left, gain, near in ((0, -1, 0), (1, 1, -1)):
            changed = rows[self._need[rows] == left]
            entry = _entries(small.start, changed)
            worth = np.repeat(small.weight[changed], np.diff(small.start)[changed])
            np.add.at(self._gain, small.pos[entry], gain * worth)
            np.add.at(self._near, small.pos[entry], near * worth)


def _entries(start: Ints, rows: Ints) -> Ints:
    """List the entries of some rows, row by row."""
    length = np.diff(start)[rows]
    shift = np.repeat(start[rows] - np.r_[0, np.cumsum(length)[:-1]], length)
    found: Ints = np.arange(int(length.sum())) + shift
    return found


class _Limits:
    """The upper limits of the model's rows, and how much of each is used."""

    def __init__(self, model: CoverModel, small: Compact) -> None:
        rows = [row for row in model.rows if row.high is not None]
        self._high = np.array([row.high for row in rows], np.int64)
        self._used = np.array([row.coef[model.is_open[row.pos]].sum() for row in rows], np.int64)
        number = np.full(model.faces.n_site, -1)
        number[small.free] = np.arange(len(small.free))
        size = [len(row.pos) for row in rows]
        site = number[np.concatenate([row.pos for row in rows])] if rows else np.zeros(0, np.int64)
        coef = np.concatenate([row.coef for row in rows]) if rows else np.zeros(0, np.int64)
        order = np.argsort(site, kind="stable")
        self._row, self._coef = np.repeat(np.arange(len(rows)), size)[order], coef[order]
        self._first = np.searchsorted(site[order], np.arange(len(small.free) + 1))

    def allow(self, site: int) -> bool:
        """Say whether a site may be opened."""
        part = slice(self._first[site], self._first[site + 1])
        row = self._row[part]
        return bool((self._used[row] + self._coef[part] <= self._high[row]).all())

    def take(self, site: int) -> None:
        """Open a site."""
        part = slice(self._first[site], self._first[site + 1])
        self._used[self._row[part]] += self._coef[part]
