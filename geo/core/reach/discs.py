"""Straight-line reach: computed on the fly, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints, digest
from geo.core.demand import Demand
from geo.core.reach import grid
from geo.core.reach.base import Mode, Reach
from geo.core.reach.collapse import Points, collapse
from geo.core.reach.faces import Faces
from geo.core.sites import Sites
from geo.errors import InputError
from geo.words import _

__all__ = ["DiscReach", "disc_radius_m", "squared_limit"]


def disc_radius_m(radius_m: float, mode: object) -> float | None:
    """Return the radius of the ground within ``radius_m``, or None where it is no disc.

    With a detour factor the way on foot is longer than the straight line, so the disc is smaller.
    """
    detour = getattr(mode, "detour", None)
    return None if detour is None else radius_m / float(detour)


def squared_limit(radius_m: float, detour: float) -> float:
    """Return the largest float ``t`` with ``detour * sqrt(t) <= radius_m``.

    ``sqrt`` and the product round monotonically, so ``dx² + dy² <= t`` holds *exactly* where
    ``detour * sqrt(dx² + dy²) <= radius_m`` does: kernels compare squares, and a point exactly on
    the border is decided as the definition decides it.
    """
    with np.errstate(over="ignore"):  # an endless radius is met from above
        t = float((np.float64(radius_m) / detour) ** 2)
    while detour * np.sqrt(t) <= radius_m:
        t = float(np.nextafter(t, np.inf))
    while detour * np.sqrt(t) > radius_m:
        t = float(np.nextafter(t, -np.inf))
    return t


@dataclass(frozen=True, eq=False)
class DiscReach(Reach):
    """Reach where ``distance_m = detour * sqrt(dx² + dy²)``."""

    demand: Demand
    sites: Sites
    mode: Mode
    detour: float
    cutoff_m: float

    def __post_init__(self) -> None:
        """Refuse two coordinate systems."""
        if self.demand.crs != self.sites.crs:
            raise InputError(
                _(
                    "Demand and sites are in two coordinate systems: {a} and {b}.",
                    a=self.demand.crs,
                    b=self.sites.crs,
                )
            )

    @cached_property
    def digest(self) -> str:
        """Content digest of demand, sites, rule and cutoff."""
        return digest("discs", self.demand.digest, self.sites.digest, self.detour, self.cutoff_m)

    def faces(self, radius_m: float, layers: npt.ArrayLike | None = None) -> Faces:
        """Collapse the demand in one pass over a grid; see `geo.core.reach.collapse`."""
        limit = squared_limit(self.check_radius(radius_m), self.detour)
        extra = (
            np.zeros((len(self.demand), 0), np.int64)
            if layers is None
            else np.ascontiguousarray(layers, np.int64)
        )
        points = Points(self.demand.x, self.demand.y, self.demand.weight, extra)
        return collapse(points, self.sites.x, self.sites.y, limit)

    def pairs(self) -> tuple[Ints, Ints, Floats]:
        """List all pairs within the cutoff (all pairs at all, where there is none)."""
        limit = np.inf if np.isinf(self.cutoff_m) else squared_limit(self.cutoff_m, self.detour)
        start, pos, squared = grid.pairs_within(
            self.demand.x, self.demand.y, self.sites.x, self.sites.y, limit
        )
        return (
            np.repeat(np.arange(len(self.demand)), np.diff(start)),
            pos.astype(np.int64),
            self.detour * np.sqrt(squared),
        )

    def count_within(self, radius_m: float, site_pos: Ints) -> npt.NDArray[np.int32]:
        """Count the given sites within the radius of each demand point."""
        limit = squared_limit(self.check_radius(radius_m), self.detour)
        return grid.count_within(
            self.demand.x, self.demand.y, self.sites.x[site_pos], self.sites.y[site_pos], limit
        )

    def nearest(self, site_pos: Ints) -> tuple[Ints, Floats]:
        """Find the nearest of the given sites within the cutoff."""
        pos = np.asarray(site_pos, np.int64)
        if not len(pos):
            return np.full(len(self.demand), -1), np.full(len(self.demand), np.inf)
        first, squared = grid.nearest(
            self.demand.x, self.demand.y, self.sites.x[pos], self.sites.y[pos]
        )
        metres = self.detour * np.sqrt(squared)
        inside = metres <= self.cutoff_m
        return np.where(inside, pos[first], -1), np.where(inside, metres, np.inf)

    def within(self, radius_m: float, site_pos: int) -> Ints:
        """Return who is within the radius of one site."""
        limit = squared_limit(self.check_radius(radius_m), self.detour)
        dx, dy = self.demand.x - self.sites.x[site_pos], self.demand.y - self.sites.y[site_pos]
        return np.flatnonzero(dx * dx + dy * dy <= limit)
