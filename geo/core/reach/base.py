"""Reach: how far every demand point is from every site, up to a cutoff."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Floats, Ints
from geo.core.demand import Demand
from geo.core.reach.faces import Faces
from geo.core.sites import Sites
from geo.errors import InputError, RadiusError
from geo.words import _

__all__ = ["Coverage", "Mode", "Reach"]


class Mode(Protocol):
    """A rule of distance, as a frozen value: straight line, streets, a table."""

    @property
    def name(self) -> str:
        """Short name: ``"straight"``, ``"street"``, ``"table"``."""
        ...

    def describe(self) -> str:
        """Say the rule in the user's language, for screens and documents."""
        ...

    def reach(self, demand: Demand, sites: Sites, cutoff_m: float | None = None) -> Reach:
        """Apply the rule."""
        ...


@dataclass(frozen=True)
class Coverage:
    """How much demand lies within a radius of some open sites.

    Attributes
    ----------
    radius_m
        The radius asked for, in metres; its border is inside.
    times
        ``(n,)`` number of open sites within the radius of each demand point.
    weight
        ``(n,)`` people of each demand point.
    """

    radius_m: float
    times: npt.NDArray[np.int32]
    weight: Ints

    @property
    def is_covered(self) -> npt.NDArray[np.bool_]:
        """``(n,)`` within the radius of at least one open site."""
        return self.times > 0

    @property
    def covered(self) -> int:
        """People within the radius."""
        return int(self.weight[self.times > 0].sum())

    @property
    def total(self) -> int:
        """All people."""
        return int(self.weight.sum())

    @property
    def share(self) -> float:
        """Covered people as a share, 0..1 (0 where there is nobody)."""
        return self.covered / self.total if self.total else 0.0


class Reach(ABC):
    """Demand, sites, and the metres between them up to ``cutoff_m``.

    *Covered* means ``distance_m <= radius_m``: the border is inside. A radius beyond the cutoff is
    an error, never an undercount. A pair that is absent lies beyond the cutoff; a stored zero means
    on the spot.
    """

    demand: Demand
    sites: Sites
    mode: Mode
    cutoff_m: float

    @property
    def shape(self) -> tuple[int, int]:
        """``(n_demand, n_site)``."""
        return len(self.demand), len(self.sites)

    @property
    def knows_distances(self) -> bool:
        """Whether metres can be asked for, not only who is within a radius."""
        return True

    def check_radius(self, radius_m: float) -> float:
        """Return ``radius_m`` as a float, or refuse it.

        Raises
        ------
        RadiusError
            It is not a positive number, or lies beyond the cutoff.
        """
        radius = float(radius_m)
        if not radius > 0 or radius == float("inf"):
            raise RadiusError(
                _("The radius must be a positive number of metres, got {radius}.", radius=radius)
            )
        if radius > self.cutoff_m:
            raise RadiusError(
                _(
                    "Radius {radius:g} m lies beyond the cutoff of {cutoff:g} m up to which "
                    "distances were computed; compute them again up to {radius:g} m or more.",
                    radius=radius,
                    cutoff=self.cutoff_m,
                )
            )
        return radius

    def positions(self, open_ids: Iterable[object]) -> Ints:
        """Translate site ids into positions.

        Raises
        ------
        InputError
            An id is none of the sites'.
        """
        wanted = list(open_ids)
        pos = self.sites.ids.get_indexer(pd.Index(wanted, dtype=object))
        if (pos < 0).any():
            unknown = ", ".join(str(w) for w, p in zip(wanted, pos, strict=True) if p < 0)
            raise InputError(_("No site has the id {ids}.", ids=unknown))
        return pos.astype(np.int64)

    def coverage(self, radius_m: float, open_ids: Iterable[object] | None = None) -> Coverage:
        """Say who is within ``radius_m`` of the open sites; by default of the existing ones."""
        radius = self.check_radius(radius_m)
        pos = (
            np.flatnonzero(self.sites.is_existing) if open_ids is None else self.positions(open_ids)
        )
        return Coverage(radius, self.count_within(radius, pos), self.demand.weight)

    @property
    @abstractmethod
    def digest(self) -> str:
        """Content digest of demand, sites and distances."""

    @abstractmethod
    def faces(self, radius_m: float, layers: npt.ArrayLike | None = None) -> Faces:
        """Collapse the demand by equal covering sites.

        Parameters
        ----------
        radius_m
            Service radius in metres, at most ``cutoff_m``.
        layers
            ``(n_demand, n_layer)`` further whole weights to add up face by face.
        """

    @abstractmethod
    def pairs(self) -> tuple[Ints, Ints, Floats]:
        """Return demand positions, site positions and metres of all pairs within the cutoff."""

    @abstractmethod
    def count_within(self, radius_m: float, site_pos: Ints) -> npt.NDArray[np.int32]:
        """Count, for each demand point, the sites of ``site_pos`` within ``radius_m``."""

    @abstractmethod
    def nearest(self, site_pos: Ints) -> tuple[Ints, Floats]:
        """Find the nearest of ``site_pos`` for each demand point.

        Returns
        -------
        pos
            ``(n,)`` site positions, -1 where none is within the cutoff. Of equally near sites the
            one that stands first in ``site_pos``.
        distance_m
            ``(n,)`` metres, infinite where none is.
        """

    @abstractmethod
    def within(self, radius_m: float, site_pos: int) -> Ints:
        """Return the positions of the demand within ``radius_m`` of one site, ascending."""
