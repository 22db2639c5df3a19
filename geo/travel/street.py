"""On foot along streets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, cast

import numpy as np
import numpy.typing as npt

from geo.core import Demand, Sites
from geo.core.arrays import Floats
from geo.errors import InputError
from geo.travel import ground
from geo.travel.changes.drawn import Change, changed, checked, counted
from geo.travel.detour import detour_of, estimate
from geo.travel.graph import StreetGraph, exact
from geo.travel.paths import Attached, Costs, Entrances, attach, walked
from geo.travel.paths.cutoff import cutoff_of
from geo.travel.paths.doors import Doors, doors_of
from geo.travel.paths.drawn import Drawn
from geo.travel.reached import StreetReach
from geo.travel.streets.files import read_streets
from geo.travel.streets.keep import Kept
from geo.words import N_, _

__all__ = ["WALKERS", "Street"]

WALKERS = {"walk": (80.0, N_("on foot")), "older": (60.0, N_("on foot, at an older person's pace"))}
"""Who walks -> metres a minute, and the label, translated where it is shown."""

_NOWHERE_M = 10_000.0  # farther than this from all firms, streets are those of another place

Points = Iterable[tuple[float, float]]


@dataclass(frozen=True)
class Street:
    """The way on foot along streets, from the door to the door.

    A firm walks straight to the nearest point of the nearest street (the access leg), along
    streets, and straight to the site's entrance. All three are counted.

    Attributes
    ----------
    who
        ``"walk"`` (80 m/min) or ``"older"`` (60 m/min).
    graph
        The streets; None takes those of the study the demand belongs to.
    speed_m_per_min
        Metres a minute; None takes the walker's own.
    max_access_m
        Whoever is farther than this from any street is listed and reaches nothing.
    blank_m
        Whoever, firm or site, is even farther than this from any drawn street stands where no
        streets are drawn; the metres from and to there are straight line × the detour measured on
        the streets, and are marked. Infinite: never.
    crossing_s
        Seconds waited at each crossing with lights, counted as metres at walking speed.
    entrances
        Site id -> its entrances ``(x, y)``; a site that is not named has those of its column
        ``entrances`` (`geo.core.entrances`), else its own point.
    streets
        Digest of the streets. A scenario keeps it in their place, and they must be the same when it
        is run again; empty: any.
    changes
        Ways added and streets closed by the planner, made when somebody walks: the rule of a plan
        has them in its ``graph``.
    altered
        How many ways were added, and how many gates and walls, in ``graph``.
    climbs
        Whether ``graph`` counts climbs as longer ways.
    """

    who: str = "walk"
    graph: StreetGraph | None = field(default=None, metadata={"data": True})
    speed_m_per_min: float | None = None
    max_access_m: float = 250.0
    blank_m: float = 1000.0
    crossing_s: float = 0.0
    entrances: Mapping[object, Points] | Doors = ()
    streets: str = ""
    changes: tuple[Change, ...] = ()
    altered: tuple[int, int] = (0, 0)
    climbs: bool = False
    name: ClassVar[str] = "street"

    def __post_init__(self) -> None:
        """Refuse a walker nobody knows, and figures that make no sense."""
        if self.who not in WALKERS:
            raise InputError(
                _(
                    "Unknown walker {who!r}; wanted one of {names}.",
                    who=self.who,
                    names=", ".join(WALKERS),
                )
            )
        if self.speed_m_per_min is None:
            object.__setattr__(self, "speed_m_per_min", WALKERS[self.who][0])
        if not 0 < self.speed < float("inf"):
            raise InputError(
                _("The walking speed must be more than 0 m/min, got {speed}.", speed=self.speed)
            )
        for metres in (self.max_access_m, self.blank_m, self.crossing_s):
            if not metres >= 0:
                raise InputError(
                    _("Metres and seconds of 0 or more are wanted, got {value}.", value=metres)
                )
        if self.crossing_s == float("inf"):
            raise InputError(_("Nobody waits for ever at a crossing: state the seconds."))
        given = self.entrances
        pairs = tuple(given.items()) if isinstance(given, Mapping) else given
        doors = tuple((i, tuple((float(x), float(y)) for x, y in points)) for i, points in pairs)
        object.__setattr__(self, "entrances", doors)
        object.__setattr__(self, "changes", checked(self.changes))
        object.__setattr__(self, "altered", tuple(self.altered))
        if self.graph is not None:
            object.__setattr__(self, "streets", self._checked(self.graph).digest)
            object.__setattr__(self, "altered", self.graph.altered)
            object.__setattr__(self, "climbs", self.graph.is_sloped)

    @classmethod
    def from_file(
        cls,
        path: str | Path,
        who: str = "walk",
        *,
        crs: str | None = None,
        progress: Callable[[float], object] | None = None,
    ) -> Street:
        """Read streets from an OSM extract, a layer of road lines or an OSMnx graph.

        See `geo.travel.streets.files.read_streets`, which has more choices.
        """
        return cls(who, read_streets(path, crs, progress=progress))

    @property
    def ways(self) -> Kept | None:
        """The streets walked, for whoever keeps them with a plan; None where none were given."""
        return None if self.graph is None else Kept(self.graph)

    @property
    def speed(self) -> float:
        """Metres a minute."""
        assert self.speed_m_per_min is not None  # set on construction
        return float(self.speed_m_per_min)

    def metres(self, minutes: float) -> float:
        """Return how far one walks in ``minutes``."""
        return minutes * self.speed

    def minutes(self, metres: npt.ArrayLike) -> Floats:
        """Return how long one walks ``metres``."""
        return np.asarray(metres, np.float64) / self.speed

    def describe(self) -> str:
        """Say the rule."""
        said = _(
            "along streets, {who}, {speed:g} m/min", who=_(WALKERS[self.who][1]), speed=self.speed
        )
        if self.crossing_s:
            said += _(", {seconds:g} s at crossings with lights", seconds=self.crossing_s)
        if self.climbs:
            said += _(", slower uphill")
        added, closed = (a + b for a, b in zip(self.altered, counted(self.changes), strict=True))
        if added or closed:
            said += _(
                ", streets changed: ways added {added}, closed {closed}", added=added, closed=closed
            )
        return said

    def costs(self, graph: StreetGraph) -> Costs:
        """Return the metres counted on each edge, waits included."""
        if not self.crossing_s:
            return Costs(graph.there_m, graph.back_m)
        wait = exact(graph.waits * (self.crossing_s / 60 * self.speed))
        return Costs(graph.there_m + wait, graph.back_m + wait)

    def reach(self, demand: Demand, sites: Sites, cutoff_m: float | None = None) -> StreetReach:
        """Return the reach, firms to sites, up to ``cutoff_m``.

        Raises
        ------
        InputError
            No streets are given, or they cannot be brought into the demand's coordinate system.
        RadiusError
            The cutoff is not positive.
        """
        cutoff, rule = cutoff_of(demand, sites, cutoff_m), self._walked(self._streets(demand))
        graph, most = rule.graph, self.max_access_m
        assert graph is not None  # the rule walks on streets now
        x, y = ground.onto(graph, demand.x, demand.y, demand.crs)
        firms = attach(graph, x, y, max_m=most)
        _refuse_far(firms)
        of, door_x, door_y = doors_of(sites, cast("Doors", self.entrances))
        door_x, door_y = ground.onto(graph, door_x, door_y, sites.crs)
        at = attach(graph, door_x, door_y, max_m=most)
        doors = Entrances(at, of, len(sites))
        rows = walked(graph, firms, doors, cutoff_m=cutoff, costs=self.costs(graph))
        drawn = Drawn.near(graph, firms, doors, most)
        blank, blank_site = drawn.blank(max(self.blank_m, most))
        detour = 1.0
        if blank.any() or blank_site.any():
            detour = detour_of(graph).median
            rows = estimate(rows, demand, sites, (blank, blank_site), detour, cutoff)
        return StreetReach(
            demand,
            sites,
            rule,
            rows,
            cutoff,
            graph=graph,
            firms=firms,
            doors=doors,
            is_estimated=blank,
            is_estimated_site=blank_site,
            is_beside=drawn.is_beside,
            is_beside_site=drawn.is_beside_site,
            detour=detour,
        )

    def _walked(self, graph: StreetGraph) -> Street:
        """Return the rule on these streets, the changes made to them."""
        if not self.changes:
            return replace(self, graph=graph)
        return replace(self, graph=changed(graph, self.changes), streets="", changes=())

    def _streets(self, demand: Demand) -> StreetGraph:
        graph = ground.under(demand) if self.graph is None else self.graph
        if graph is None:
            raise InputError(
                _(
                    "There are no streets to walk on. Give an OpenStreetMap extract, a layer of "
                    "road lines or an OSMnx graph."
                ),
                option="--streets FILE",
                call="geo.Street.from_file(FILE)",
            )
        return self._checked(graph)

    def _checked(self, graph: StreetGraph) -> StreetGraph:
        if self.streets not in ("", graph.digest):
            raise InputError(
                _(
                    "These are not the streets this was made with: {want} wanted, got {got}.",
                    want=self.streets,
                    got=graph.digest,
                )
            )
        return graph


def _refuse_far(firms: Attached) -> None:
    """Refuse streets that no firm is near: they are the streets of another place."""
    if not len(firms) or (firms.leg_m <= _NOWHERE_M).any():
        return
    raise InputError(
        _(
            "No firm is within {far:,.0f} km of these streets, the nearest {near:,.0f} km "
            "away: are they the streets of another place, or is their coordinate system "
            "another?",
            far=_NOWHERE_M / 1000,
            near=float(firms.leg_m.min()) / 1000,
        )
    )
