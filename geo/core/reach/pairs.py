"""Pair reach: stored distances, from a table or from streets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from geo.core.arrays import Floats, Ints, digest
from geo.core.demand import Demand
from geo.core.reach.base import Mode, Reach
from geo.core.reach.faces import Faces
from geo.core.sites import Sites
from geo.errors import InputError
from geo.words import _

__all__ = ["PairReach"]


@dataclass(frozen=True, eq=False)
class PairReach(Reach):
    """Reach with stored distances.

    Attributes
    ----------
    distance_m
        ``(n_demand, n_site)`` sparse metres, positions ascending in each row. An absent entry is
        beyond the cutoff; a stored zero is on the spot.
    """

    demand: Demand
    sites: Sites
    mode: Mode
    distance_m: csr_array
    cutoff_m: float

    def __post_init__(self) -> None:
        """Refuse a table that does not fit, and distances that are none."""
        if self.distance_m.shape != self.shape:
            raise InputError(
                _(
                    "The distances have shape {got}; {n} demand points and {m} sites want {want}.",
                    got=self.distance_m.shape,
                    n=len(self.demand),
                    m=len(self.sites),
                    want=self.shape,
                )
            )
        metres = self.distance_m.data
        if (bad := ~(metres >= 0)).any():
            raise InputError(
                _("A distance is {value}; metres of 0 or more are wanted.", value=metres[bad][0])
            )

    @cached_property
    def digest(self) -> str:
        """Content digest of demand, sites, distances and cutoff."""
        d = self.distance_m
        return digest(
            "pairs",
            self.demand.digest,
            self.sites.digest,
            d.indptr.astype(np.int64),
            d.indices.astype(np.int32),
            d.data.astype(np.float64),
            self.cutoff_m,
        )

    def faces(self, radius_m: float, layers: npt.ArrayLike | None = None) -> Faces:
        """Collapse the demand by equal rows of sites within the radius."""
        near = self.distance_m.data <= self.check_radius(radius_m)
        kept = np.r_[0, np.cumsum(near)]
        return Faces.from_rows(
            kept[self.distance_m.indptr],
            self.distance_m.indices[near],
            self.demand.weight,
            np.ones(len(self.demand), np.int64),
            n_site=len(self.sites),
            layers=layers,
        )

    def pairs(self) -> tuple[Ints, Ints, Floats]:
        """List all stored pairs within the cutoff."""
        row = np.repeat(np.arange(len(self.demand)), np.diff(self.distance_m.indptr))
        inside = self.distance_m.data <= self.cutoff_m
        return (
            row[inside],
            self.distance_m.indices[inside].astype(np.int64),
            self.distance_m.data[inside],
        )

    def count_within(self, radius_m: float, site_pos: Ints) -> npt.NDArray[np.int32]:
        """Count the given sites within the radius of each demand point."""
        radius = self.check_radius(radius_m)
        wanted = np.bincount(site_pos, minlength=len(self.sites))[self.distance_m.indices]
        row = np.repeat(np.arange(len(self.demand)), np.diff(self.distance_m.indptr))
        hits = wanted * (self.distance_m.data <= radius)
        return np.bincount(row, hits, minlength=len(self.demand)).astype(np.int32)

    def nearest(self, site_pos: Ints) -> tuple[Ints, Floats]:
        """Find the nearest of the given sites among the stored pairs."""
        best = np.full(len(self.demand), np.inf)
        pos = np.full(len(self.demand), -1)
        by_site = self.distance_m.tocsc()
        for site in np.asarray(site_pos, np.int64):
            rows = by_site.indices[by_site.indptr[site] : by_site.indptr[site + 1]]
            metres = by_site.data[by_site.indptr[site] : by_site.indptr[site + 1]]
            nearer = (metres < best[rows]) & (metres <= self.cutoff_m)
            best[rows[nearer]], pos[rows[nearer]] = metres[nearer], site
        return pos, best

    def within(self, radius_m: float, site_pos: int) -> Ints:
        """Return who is within the radius of one site."""
        radius = self.check_radius(radius_m)
        row, pos, metres = self.pairs()
        return np.asarray(row[(pos == site_pos) & (metres <= radius)])
