"""Reach of demand that was folded into faces and is no longer there point by point."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints, digest
from geo.core.demand import Demand
from geo.core.reach.base import Mode, Reach
from geo.core.reach.faces import Faces
from geo.core.reach.parts import fold_faces
from geo.core.sites import Sites
from geo.errors import InputError, RadiusError
from geo.words import _

__all__ = ["FoldedReach", "fold_reach"]


@dataclass(frozen=True, eq=False)
class FoldedReach(Reach):
    """What `fold_faces` left of demand too large for memory: enough to ask at one radius.

    Its demand has one row for each face, and a last one for the people whom no site reaches: the
    values of a plan are counted from these rows, which add up to all the points that were folded.
    Questions of distance (who is nearest, how far) cannot be answered any more and are refused.

    Attributes
    ----------
    folded
        Faces of all parts.
    sites
        The sites.
    mode
        The rule of distance by which the parts were folded.
    cutoff_m
        The one radius that can be asked.
    """

    folded: Faces
    sites: Sites
    mode: Mode
    cutoff_m: float

    def __post_init__(self) -> None:
        """Refuse sites other than those the demand was folded by."""
        if self.folded.n_site != len(self.sites):
            raise InputError(
                _(
                    "The faces were made for {n} sites, {got} are given.",
                    n=self.folded.n_site,
                    got=len(self.sites),
                )
            )

    @cached_property
    def demand(self) -> Demand:  # type: ignore[override]  # computed here, stored elsewhere
        """One row for each face, standing at its first site; last, who is out of reach."""
        faces = self.folded
        first = np.r_[faces.site_pos[faces.start[:-1]], 0] if len(self.sites) else np.zeros(1, int)
        weight = np.r_[faces.weight, faces.out_weight]
        x, y = (
            values[first] if len(self.sites) else np.zeros(1)
            for values in (self.sites.x, self.sites.y)
        )
        return Demand.from_arrays(x, y, weight, crs=self.sites.crs)

    @cached_property
    def digest(self) -> str:
        """Content digest of faces, sites, rule and radius."""
        return digest(
            "folded", self.folded.digest, self.sites.digest, self.mode.describe(), self.cutoff_m
        )

    def check_radius(self, radius_m: float) -> float:
        """Return the one radius, or refuse another: shares of faces are not known."""
        radius = super().check_radius(radius_m)
        if radius != self.cutoff_m:
            raise RadiusError(
                _(
                    "The demand was folded for a radius of {folded:g} m; fold it again for "
                    "{radius:g} m.",
                    folded=self.cutoff_m,
                    radius=radius,
                )
            )
        return radius

    def faces(self, radius_m: float, layers: npt.ArrayLike | None = None) -> Faces:
        """Return the faces; ``layers`` are weights of the rows of ``demand``."""
        self.check_radius(radius_m)
        if layers is None:
            return self.folded
        extra = np.ascontiguousarray(layers, np.int64)
        return replace(self.folded, layers=extra[:-1], out_layers=extra[-1])

    def count_within(self, radius_m: float, site_pos: Ints) -> npt.NDArray[np.int32]:
        """Count the given sites that cover each row of ``demand``."""
        self.check_radius(radius_m)
        wanted = np.bincount(site_pos, minlength=len(self.sites))[self.folded.site_pos]
        count = np.bincount(self.folded.row_of_pair, wanted, minlength=len(self.demand))
        return count.astype(np.int32)

    def within(self, radius_m: float, site_pos: int) -> Ints:
        """Return the rows of ``demand`` that one site covers."""
        self.check_radius(radius_m)
        rows: Ints = self.folded.row_of_pair[self.folded.site_pos == site_pos]
        return rows

    def pairs(self) -> tuple[Ints, Ints, Floats]:
        """Refuse: the metres are gone."""
        raise self._gone()

    def nearest(self, site_pos: Ints) -> tuple[Ints, Floats]:
        """Refuse: the metres are gone."""
        del site_pos
        raise self._gone()

    @staticmethod
    def _gone() -> InputError:
        return InputError(
            _(
                "This demand was folded into faces: who is covered is known, how far each firm is "
                "from a site no longer. Read a part of it to see distances."
            )
        )


def fold_reach(
    parts: Iterable[Demand], sites: Sites, *, mode: Mode, radius_m: float
) -> FoldedReach:
    """Fold demand that arrives in parts, in bounded memory, into a reach that can be solved.

    Parameters
    ----------
    parts
        The demand, in any number of parts, in any order; see `geo.read.bulk.point_batches`.
    sites
        The sites.
    mode
        The rule of distance.
    radius_m
        The service radius, in metres, that will be asked.

    Raises
    ------
    OverflowWeightError
        The weights of all parts together do not fit into a 64-bit integer.

    Examples
    --------
    >>> from geo.travel import Straight
    >>> sites = Sites.from_arrays([0, 900], [0, 0])
    >>> parts = (Demand.from_arrays([x], [0], [5]) for x in (0, 450, 5000))
    >>> reach = fold_reach(parts, sites, mode=Straight(), radius_m=500)
    >>> reach.demand.weight.tolist(), reach.coverage(500, [0]).covered
    ([5, 5, 5], 10)
    """
    folded = fold_faces(parts, sites, mode=mode, radius_m=radius_m)
    return FoldedReach(folded, sites, mode, float(radius_m))
