"""The homes nearest to a place: how far, how long, open now, the way there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from geo.core import Mode, Sites, Study
from geo.core.arrays import Floats
from geo.core.crs import lonlat
from geo.core.scalars import python_of
from geo.errors import InputError
from geo.explain.near.facts import facts, open_sites
from geo.explain.near.place import Place
from geo.explain.near.walk import Walk, minutes, walk
from geo.explain.opening import Openness, openness
from geo.travel.laying import on_its_streets
from geo.words import _

__all__ = ["Found", "Located", "locate"]


@dataclass(frozen=True)
class Found:
    """One home near a place.

    Attributes
    ----------
    site_id, name
        The home.
    is_new
        Whether a plan proposes it: nobody can go there yet.
    lon, lat
        WGS-84 degrees.
    metres, minutes
        The way on foot, by the rule of distance.
    hours
        As the list has them; empty where it has none.
    openness
        Whether it is open at the moment asked for.
    kind, host, services
        Words of the list; empty where it has none.
    area_m2
        Floor area; None where not known.
    line
        ``(n, 2)`` lon/lat of the way; the straight line where no streets are walked.
    is_along_streets
        Whether ``line`` follows streets.
    steps
        Streets walked in order, with their metres; a street without a name has an empty one.
    """

    site_id: object
    name: str
    is_new: bool
    lon: float
    lat: float
    metres: float
    minutes: float
    hours: str
    openness: Openness
    kind: str = ""
    host: str = ""
    services: str = ""
    area_m2: float | None = None
    line: Floats = field(default_factory=lambda: np.empty((0, 2)), repr=False, compare=False)
    is_along_streets: bool = False
    steps: tuple[tuple[str, float], ...] = ()

    def __str__(self) -> str:
        """Say how far it is and whether it is open, in the user's language."""
        return _(
            "{name}: {metres:,.0f} m, {minutes:.0f} min on foot; {open}",
            name=self.name,
            metres=self.metres,
            minutes=np.ceil(self.minutes),
            open=self.openness,
        )

    def record(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        until = self.openness.until
        return {
            "id": python_of(self.site_id),
            "name": self.name,
            "is_new": self.is_new,
            "lon": self.lon,
            "lat": self.lat,
            "metres": self.metres,
            "minutes": self.minutes,
            "hours": self.hours,
            "is_open": self.openness.is_open,
            "until": None if until is None else until.isoformat(timespec="minutes"),
            "kind": self.kind,
            "host": self.host,
            "services": self.services,
            "area_m2": self.area_m2,
            "is_along_streets": self.is_along_streets,
            "line": self.line.round(7).tolist(),
            "steps": [{"street": name, "metres": metres} for name, metres in self.steps],
        }


@dataclass(frozen=True)
class Located:
    """The homes nearest to a place.

    Attributes
    ----------
    place
        Where somebody stands.
    homes
        The nearest first.
    rule
        The rule of distance, in words.
    at
        The moment of the opening hours.
    n_open
        Homes there are in all.
    """

    place: Place
    homes: tuple[Found, ...]
    rule: str
    at: datetime
    n_open: int

    def record(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        place = self.place
        return {
            "place": {
                "name": place.name,
                "kind": place.kind,
                "lon": place.lon,
                "lat": place.lat,
                "likeness": place.likeness,
            },
            "at": self.at.isoformat(timespec="minutes"),
            "distance_rule": self.rule,
            "n_open": self.n_open,
            "homes": [home.record() for home in self.homes],
        }


def locate(
    study: Study,
    place: Place,
    *,
    mode: Mode,
    at: datetime,
    open_ids: Iterable[object] | None = None,
    n: int = 3,
) -> Located:
    """Find the ``n`` homes nearest to a place.

    Parameters
    ----------
    study
        The study.
    place
        Where somebody stands.
    mode
        The rule of distance.
    at
        When, on the clock of the homes.
    open_ids
        The homes that are open; None: those of today.
    n
        How many at most.

    Raises
    ------
    InputError
        There is no home at all, an id is none of the sites', or ``n`` is below 1.
    """
    if n < 1:
        raise InputError(_("At least one home must be asked for, got {n}.", n=n))
    among = open_sites(study.sites, open_ids)
    rule = on_its_streets(study, mode)
    ways = walk(study, place, rule, among=among, n=n)
    homes = tuple(
        _found(study.sites, place, rule, ways, at=at, k=k) for k in range(len(ways.metres))
    )
    return Located(place, homes, rule.describe(), at, len(among))


def _found(sites: Sites, place: Place, mode: Mode, ways: Walk, *, at: datetime, k: int) -> Found:
    j, metres = int(ways.site_pos[k]), float(ways.metres[k])
    lon, lat = (float(v[0]) for v in lonlat(sites.x[j : j + 1], sites.y[j : j + 1], sites.crs))
    line = np.array([[place.lon, place.lat], [lon, lat]])
    steps: tuple[tuple[str, float], ...] = ()
    route = ways.route(k)
    if route is not None and ways.reach is not None:
        line = np.column_stack(lonlat(route.x, route.y, ways.reach.graph.crs))
        walked = zip(route.steps["name"], route.steps["metres"], strict=True)
        steps = tuple((str(name), float(metres)) for name, metres in walked)
    known = facts(sites, j)
    return Found(
        sites.ids[j],
        sites.names[j],
        not bool(sites.is_existing[j]),
        lon,
        lat,
        metres,
        minutes(metres, mode),
        known.hours,
        openness(known.hours, at),
        known.kind,
        known.host,
        known.services,
        known.area_m2,
        line=line,
        is_along_streets=route is not None and not route.is_estimated,
        steps=steps,
    )
