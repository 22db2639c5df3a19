"""A reach whose demand is gone: what is left is who is covered by whom at one radius."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NoReturn

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Demand, Faces, Mode, Reach, Sites
from geo.core.arrays import Floats, Ints, digest
from geo.errors import InputError, RadiusError
from geo.words import _

__all__ = ["FacesReach"]


@dataclass(frozen=True, eq=False)
class FacesReach(Reach):
    """Demand collapsed at one radius, as `geo.solve` takes it: same answers, same certificate.

    A question of the covering family at ``radius_m`` sees no difference between the firms and
    their faces, so value, bound and certificate are those of the raw demand; the value of a plan
    is counted on the faces. `geo.scale.recount` counts it on the firms, in a second pass.

    Attributes
    ----------
    collapsed
        The faces of all the demand.
    sites
        The sites.
    mode
        The rule of distance.
    cutoff_m
        The one radius, in metres, at which anything is known.
    n_rejected
        Rows of the files that could not be used.
    rejected
        The first of them, as `geo.read.Points` lists them.

    See Also
    --------
    geo.scale.stream : Makes it.
    """

    collapsed: Faces
    sites: Sites
    mode: Mode
    cutoff_m: float
    n_rejected: int = 0
    rejected: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)

    @property
    def radius_m(self) -> float:
        """The one radius, in metres, at which anything is known."""
        return self.cutoff_m

    @property
    def knows_distances(self) -> bool:
        """False: only who is within the radius was kept."""
        return False

    @property
    def n_point(self) -> int:
        """Demand points behind the faces."""
        return int(self.collapsed.count.sum()) + self.collapsed.out_count

    @cached_property
    def demand(self) -> Demand:  # type: ignore[override]
        """One point for each face, with its people, and a last one for those whom no site covers.

        A face has no place of its own. It stands where the first of its sites does, the last point
        at the first site; nothing is ever computed from where they stand.
        """
        first = np.r_[self.collapsed.site_pos[self.collapsed.start[:-1]], 0]
        if not len(self.sites):
            first, x, y = np.zeros(1, np.int64), np.zeros(1), np.zeros(1)
        else:
            x, y = self.sites.x, self.sites.y
        weight = np.r_[self.collapsed.weight, self.collapsed.out_weight]
        return Demand.from_arrays(x[first], y[first], weight, crs=self.sites.crs)

    @cached_property
    def digest(self) -> str:
        """Content digest of faces, sites and radius."""
        return digest("collapsed", self.collapsed.digest, self.sites.digest, self.radius_m)

    def check_radius(self, radius_m: float) -> float:
        """Return ``radius_m``, or refuse any radius but the one.

        Raises
        ------
        RadiusError
            It is another radius.
        """
        if float(radius_m) != self.radius_m:
            raise RadiusError(
                _(
                    "This demand was collapsed at {known:g} m, so nothing can be said at "
                    "{radius:g} m; collapse it again at that radius.",
                    known=self.radius_m,
                    radius=float(radius_m),
                )
            )
        return self.radius_m

    def faces(self, radius_m: float, layers: npt.ArrayLike | None = None) -> Faces:
        """Return the faces; ``layers`` are further weights of the points of ``demand``."""
        self.check_radius(radius_m)
        if layers is None:
            return self.collapsed
        extra = np.ascontiguousarray(layers, np.int64)
        return replace(self.collapsed, layers=extra[:-1], out_layers=extra[-1])

    def count_within(self, radius_m: float, site_pos: Ints) -> npt.NDArray[np.int32]:
        """Count the given sites within the radius of each face; none for the last point."""
        self.check_radius(radius_m)
        is_open = np.zeros(len(self.sites), bool)
        is_open[site_pos] = True
        return np.asarray(np.r_[self.collapsed.times_covered(is_open), 0], np.int32)

    def within(self, radius_m: float, site_pos: int) -> Ints:
        """Return the faces within the radius of one site."""
        self.check_radius(radius_m)
        return np.asarray(self.collapsed.row_of_pair[self.collapsed.site_pos == site_pos])

    def pairs(self) -> NoReturn:
        """Refuse: metres were not kept.

        Raises
        ------
        InputError
            Always.
        """
        raise InputError(
            _(
                "Distances were not kept when this demand was collapsed at {known:g} m; this "
                "question needs them. Ask it of the firms themselves, or of a part of them.",
                known=self.radius_m,
            )
        )

    def nearest(self, site_pos: Ints) -> tuple[Ints, Floats]:
        """Refuse, as `pairs` does.

        Raises
        ------
        InputError
            Always.
        """
        del site_pos
        return self.pairs()
