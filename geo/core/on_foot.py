"""How a plan's people walk: ground within so many minutes, and how each firm was measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats
from geo.words import N_

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["MEASURED", "OnFoot", "Walk", "Way"]

MEASURED = {
    "streets": N_("along streets"),
    "detour": N_("straight line, stretched: no streets here"),
    "home": N_("straight line, stretched: no streets at the home"),
    "island": N_("along streets not joined to the others"),
    "beside": N_("along streets farther off: the nearest is a short piece that was left out"),
    "far": N_("not at all: too far from any street"),
    "scrap": N_("not at all: only a short piece of street, left out, is near"),
}
"""How a firm's metres were measured -> its label, translated where it is shown."""


@dataclass(frozen=True, eq=False)
class Walk:
    """Ground from which one walks to a site, or to any of several, within a time.

    Attributes
    ----------
    site_ids
        The sites.
    minutes, cutoff_m
        Longest way.
    shape
        Polygons along the streets, in metres of the study's CRS.
    area_m2
        Their area.
    n_firm, workers
        Firms within the time, by their own ways, and their people.
    """

    site_ids: tuple[object, ...]
    minutes: float
    cutoff_m: float
    shape: BaseGeometry = field(repr=False)
    area_m2: float
    n_firm: int
    workers: int


@dataclass(frozen=True, eq=False)
class Way:
    """The way on foot from one firm to one site.

    Attributes
    ----------
    demand_pos, site_id
        From where, to where.
    x, y
        ``(n,)`` its line, in metres of the study's CRS.
    metres, minutes
        Its length as the rule of distance counts it.
    steps
        Name of each street walked (empty: it has none) and its metres, in order.
    is_estimated
        No streets are drawn at one of its ends: the line is straight.
    """

    demand_pos: int
    site_id: object
    x: Floats = field(repr=False)
    y: Floats = field(repr=False)
    metres: float
    minutes: float
    steps: tuple[tuple[str, float], ...]
    is_estimated: bool

    @property
    def streets(self) -> tuple[str, ...]:
        """Names of the streets walked, in order, each once in a row."""
        named = [name for name, _metres in self.steps if name]
        return tuple(n for k, n in enumerate(named) if k == 0 or named[k - 1] != n)


@dataclass(frozen=True, eq=False)
class OnFoot:
    """What a plan along streets knows beyond one of straight lines.

    Attributes
    ----------
    measured
        ``(n_demand,)`` keys of `MEASURED`.
    access_m
        ``(n_demand,)`` metres from each firm straight to the nearest street.
    remarks
        Sentences every output must show: for whom streets were not walked, and what was done.
    open_ids
        The open sites.
    cutoffs_m
        Metres for which ground is drawn, ascending: the service radius and some round times.
    ground
        Draws the ground of some sites together, when somebody first looks, and remembers it.
    way
        Finds the way of a firm, by its position, to a site within the farthest cutoff.
    """

    measured: npt.NDArray[np.str_] = field(repr=False)
    access_m: Floats = field(repr=False)
    remarks: tuple[str, ...]
    open_ids: tuple[object, ...]
    cutoffs_m: tuple[float, ...]
    ground: Callable[[tuple[object, ...], float], Walk] = field(repr=False)
    way: Callable[[int, object], Way] = field(repr=False)

    @property
    def merged(self) -> tuple[Walk, ...]:
        """The ground of all open sites together, one for each time."""
        return tuple(self.ground(self.open_ids, metres) for metres in self.cutoffs_m)

    @property
    def walks(self) -> tuple[Walk, ...]:
        """The ground of each open site and of all together, for each time."""
        alone = [(i,) for i in self.open_ids] if len(self.open_ids) > 1 else []
        groups = [*alone, self.open_ids] if self.open_ids else []
        return tuple(self.ground(ids, metres) for metres in self.cutoffs_m for ids in groups)
