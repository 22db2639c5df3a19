"""Who is within the radius, recounted from raw coordinates.

The definition, written once more: a point is covered where ``detour * sqrt(dx² + dy²) <= radius``.
Points are sorted into buckets, row by row; a site looks at the buckets its circle can reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from geo.verify.verdict import N_, Wrong

__all__ = ["Buckets", "Data", "Matrix", "Near", "covered_by"]

_MOST_COLUMNS = 2**15  # of buckets, and of rows
_POINT_BITS = 32  # beside 31 of the bucket: four thousand million points

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Data:
    """The raw data of a plan.

    Attributes
    ----------
    x, y, weight
        ``(n,)`` metres and people of the demand.
    site_x, site_y, status
        ``(m,)`` metres of the sites, and ``existing``, ``required``, ``candidate``, ``forbidden``.
    """

    x: Floats
    y: Floats
    weight: Ints
    site_x: Floats
    site_y: Floats
    status: npt.NDArray[np.str_]

    def __post_init__(self) -> None:
        """Refuse what no plan can be about."""
        for array in (self.x, self.y, self.site_x, self.site_y):
            if not np.isfinite(array).all():
                raise Wrong(N_("A coordinate is not a finite number."))
        if self.weight.dtype.kind not in "iu" or (len(self.weight) and self.weight.min() < 0):
            raise Wrong(N_("A weight is not a whole number of 0 or more."))
        # In halves of 32 bits, so that this sum cannot leave 64 bits itself.
        high, low = self.weight >> 32, self.weight & 0xFFFFFFFF
        if (int(high.sum()) << 32) + int(low.sum()) >= 2**63:
            raise Wrong(N_("The weights add up to more than 64 bits hold."))
        known = ("existing", "required", "candidate", "forbidden")
        if not np.isin(self.status, known).all():
            raise Wrong(N_("A site has an unknown status."))


class Near(Protocol):
    """Who is within the radius of a site."""

    def within(self, site: int) -> Ints:
        """Return ``(k,)`` positions of the points covered by a site."""
        ...


class Buckets:
    """Straight-line distances, by the definition, over sorted buckets."""

    def __init__(self, data: Data, radius_m: float, detour: float) -> None:
        self._site = data.site_x, data.site_y
        self._radius, self._detour = radius_m, detour
        # A hair more than the farthest metres that can count: a bucket too many does no harm.
        self._far = radius_m / detour * (1 + 1e-9) + 1e-300
        x, y = data.x, data.y
        self._x0, self._y0 = (float(v.min()) if len(v) else 0.0 for v in (x, y))
        spread = max((float(np.ptp(v)) if len(v) else 0.0) for v in (x, y))
        self._side = max(self._far / 4, spread / _MOST_COLUMNS, 1e-300)
        self._n_column = int(spread / self._side) + 2
        column = ((x - self._x0) / self._side).astype(np.int64)
        key = ((y - self._y0) / self._side).astype(np.int64)
        key *= self._n_column
        key += column
        # Bucket and point in one whole number: numbers are sorted much faster than by numbers.
        key <<= _POINT_BITS
        key |= np.arange(len(x))
        key.sort()
        self.order = key & ((1 << _POINT_BITS) - 1)
        key >>= _POINT_BITS
        self._key = key
        self._x, self._y = x[self.order], y[self.order]

    def within(self, site: int) -> Ints:
        """Return positions in the order of ``order``, ascending."""
        sx, sy = float(self._site[0][site]), float(self._site[1][site])
        found = [np.zeros(0, np.int64)]
        for low, high in self._runs(sx, sy):
            dx, dy = self._x[low:high] - sx, self._y[low:high] - sy
            inside = self._detour * np.sqrt(dx * dx + dy * dy) <= self._radius
            found.append(np.flatnonzero(inside) + low)
        return np.concatenate(found)

    def metres(self, site: int) -> tuple[Ints, Floats]:
        """Return all points, in the order of the data, and how far each is from a site."""
        dx, dy = self._x - self._site[0][site], self._y - self._site[1][site]
        return self.order, self._detour * np.sqrt(dx * dx + dy * dy)

    def _runs(self, sx: float, sy: float) -> Iterator[tuple[int, int]]:
        """Return the runs of sorted points in the buckets that the circle can reach."""
        last = int(self._key[-1] // self._n_column) if len(self._key) else -1
        low, high = (
            int(np.floor((sy + d - self._y0) / self._side)) for d in (-self._far, self._far)
        )
        row = np.arange(max(low - 1, 0), min(high + 1, last) + 1)
        bottom = self._y0 + row * self._side
        below, above = bottom - self._side / 8 - sy, sy - bottom - self._side * 9 / 8
        near = np.maximum(np.maximum(below, above), 0.0)
        half = np.sqrt(np.maximum(self._far * self._far - near * near, 0.0)) + self._side / 8
        first, end = (np.floor((sx + d - self._x0) / self._side) for d in (-half, half))
        keys = row * self._n_column + np.clip([first, end + 1], 0, self._n_column).astype(np.int64)
        start, stop = np.searchsorted(self._key, keys)
        some = stop > start
        return zip(start[some].tolist(), stop[some].tolist(), strict=True)


class Matrix:
    """Distances given by the caller, dense or as sparse columns of metres."""

    def __init__(
        self, row: Ints, column: Ints, metres: Floats, *, n_point: int, radius_m: float
    ) -> None:
        inside = metres <= radius_m
        order = np.argsort(column[inside], kind="stable")
        self._row, self._column = row[inside][order], column[inside][order]
        self._metres = metres[inside][order]
        self.order = np.arange(n_point)

    def within(self, site: int) -> Ints:
        """Return ascending positions of the points covered by a site."""
        low, high = np.searchsorted(self._column, [site, site + 1])
        return np.unique(self._row[low:high])

    def metres(self, site: int) -> tuple[Ints, Floats]:
        """Return the points within the radius of a site, and how far each is from it."""
        low, high = np.searchsorted(self._column, [site, site + 1])
        return self._row[low:high], self._metres[low:high]


def covered_by(near: Near, sites: Ints, n_point: int) -> npt.NDArray[np.int32]:
    """Count, for each point, the given sites within the radius."""
    times = np.zeros(n_point, np.int32)
    for site in sites:
        times[near.within(int(site))] += 1
    return times
