"""A study: the data of one project and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import digest
from geo.core.demand import Demand
from geo.core.far import is_far
from geo.core.sites import Sites
from geo.errors import InputError
from geo.words import _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.core.areas import Areas

__all__ = ["Source", "Study", "Ways", "data_digest"]


def data_digest(demand: Demand, sites: Sites) -> str:
    """Content digest of the data of one question."""
    return digest("data", demand.digest, sites.digest)


class Ways(Protocol):
    """Streets that people walk on, for those who only hand them on; `geo.travel` makes them."""

    @property
    def digest(self) -> str:
        """Content digest of everything that decides a distance."""
        ...

    def packed(self) -> bytes:
        """Return them as one GeoParquet file."""
        ...


@dataclass(frozen=True)
class Source:
    """Where a layer came from.

    Attributes
    ----------
    layer
        ``"firms"``, ``"sites"``, ``"homes"``, ``"outline"``.
    name
        File name without folders (a path of one machine says nothing on another), or a demo's.
    sha256
        Fingerprint of the file, empty where there is none.
    licence
        Licence or notice that must be shown, e.g. ``"© OpenStreetMap contributors, ODbL"``.
    datum
        ``wgs84``, ``gcj02``, ``bd09`` or ``cgcs2000``.
    datum_known
        Whether the datum was stated; otherwise it was *taken*, and every output says so.
    is_synthetic
        Whether the data are invented.
    n_read, n_rejected, n_doubtful
        Rows used, rows refused, and rows used that somebody should look at.
    """

    layer: str
    name: str
    sha256: str = ""
    licence: str = ""
    datum: str = "wgs84"
    datum_known: bool = False
    is_synthetic: bool = False
    n_read: int = 0
    n_rejected: int = 0
    n_doubtful: int = 0


@dataclass(frozen=True, eq=False)
class Study:
    """The data of one project.

    Attributes
    ----------
    name
        What the planner calls it.
    demand
        The firms. Table columns used where present: ``name``, ``street``, ``industry``,
        ``members``, ``is_unionised``.
    sites
        Existing homes and venues together, told apart by ``status``.
    outline
        The study area in WGS-84 lon/lat, or None.
    streets
        Street lines in WGS-84 lon/lat for the base map, or None.
    ways
        Streets that people walk on, where the planner gave some; None: those drawn in ``streets``.
    sources
        Where each layer came from.
    rejected
        Rows that could not be used: ``source, row, column, value, reason, remedy``.
    doubtful
        Rows that are used and that somebody should look at, a doubt a row; columns as ``rejected``.
    small_firm_line
        A firm with fewer workers is small (20 in practice, 25 by law).
    areas
        Streets or townships that the planner gave as polygons, or None.
    """

    name: str
    demand: Demand
    sites: Sites
    outline: BaseGeometry | None = None
    streets: BaseGeometry | None = None
    sources: tuple[Source, ...] = ()
    rejected: pd.DataFrame = field(default_factory=pd.DataFrame)
    small_firm_line: int = 20
    ways: Ways | None = None
    doubtful: pd.DataFrame = field(default_factory=pd.DataFrame)
    areas: Areas | None = None

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
        """Content digest of demand and sites; a plan made from them carries the same."""
        return data_digest(self.demand, self.sites)

    @cached_property
    def told_digest(self) -> str:
        """Content digest of what stands beside the numbers: sources, rows left out, shapes."""
        tables = (one.to_json(default_handler=str) for one in (self.rejected, self.doubtful))
        names, shapes = ((), ()) if self.areas is None else (self.areas.names, self.areas.shapes)
        drawn = map(_wkb, (self.outline, self.streets, *shapes))
        return digest(repr(self.sources), *tables, repr(names), *drawn)

    @cached_property
    def is_far(self) -> npt.NDArray[np.bool_]:
        """``(n_firm + n_site,)`` which lie far from all others: they are no part of a map."""
        x, y = (np.concatenate([getattr(self.demand, a), getattr(self.sites, a)]) for a in "xy")
        return is_far(x, y)

    @cached_property
    def is_small_unionised(self) -> npt.NDArray[np.bool_]:
        """``(n,)`` firms with a union, but fewer workers than ``small_firm_line``.

        Where the list does not say who has a union, every small firm counts.
        """
        small = self.demand.weight < self.small_firm_line
        if not self.knows_unions:
            return np.asarray(small)
        return np.asarray(
            small & self.demand.table["is_unionised"].fillna(value=False).astype(bool)
        )

    @property
    def knows_unions(self) -> bool:
        """Whether the list of firms says which of them have a union."""
        return "is_unionised" in self.demand.table

    @property
    def is_synthetic(self) -> bool:
        """Whether any layer is invented; every output must then say so."""
        return any(s.is_synthetic for s in self.sources)

    @property
    def licences(self) -> tuple[str, ...]:
        """Notices that must be shown with the data, each once."""
        return tuple(dict.fromkeys(s.licence for s in self.sources if s.licence))

    def with_sites(self, sites: Sites) -> Study:
        """Return the same study with other sites."""
        return replace(self, sites=sites)

    def with_demand(self, demand: Demand) -> Study:
        """Return the same study with other demand."""
        return replace(self, demand=demand)


def _wkb(shape: BaseGeometry | None) -> bytes:
    """Write a shape as bytes: equal ones have equal bytes."""
    return b"" if shape is None else shape.wkb
