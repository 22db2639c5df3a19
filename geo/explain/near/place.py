"""Where somebody stands: a point, a firm, or what a name may mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core import Study
from geo.core.crs import lonlat, metric
from geo.errors import InputError
from geo.read.places import Gazetteer, Hit
from geo.travel.graph import StreetGraph
from geo.words import N_, _

__all__ = ["KINDS", "Names", "Place", "place_at", "place_of_firm"]

KINDS = {
    "firms": N_("firm"),
    "homes": N_("home"),
    "sites": N_("venue"),
    "areas": N_("area"),
    "streets": N_("road"),
    "point": N_("place on the map"),
}
"""Kind of a place -> its label, translated where it is shown."""

_FAR_M = 200_000.0  # nobody walks that far: a foreign place, or latitude first


@dataclass(frozen=True)
class Place:
    """Where somebody stands.

    Attributes
    ----------
    name
        What it is called; empty for a bare point.
    kind
        A key of `KINDS`.
    lon, lat
        WGS-84 degrees.
    x, y
        Metres in the study's system.
    firm_pos
        Position of the firm that stands there, -1 where it is none.
    likeness
        100 where the name is what was asked for, less where it is only like it.
    """

    name: str
    kind: str
    lon: float
    lat: float
    x: float
    y: float
    firm_pos: int = -1
    likeness: float = 100.0

    def __str__(self) -> str:
        """Name it in the user's language."""
        if self.name:
            return _("{name} ({kind})", name=self.name, kind=_(KINDS[self.kind]))
        return f"{self.lon:.5f}, {self.lat:.5f}"


def place_at(study: Study, lon: float, lat: float) -> Place:
    """Return the place of WGS-84 degrees.

    Raises
    ------
    InputError
        They are no degrees, or lie farther from the study than anybody walks.
    """
    _refuse_plane(study)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise InputError(
            _(
                "{lon:g}, {lat:g} are no degrees on the earth; "
                "longitude comes first: 116.65,39.91.",
                lon=lon,
                lat=lat,
            )
        )
    assert study.sites.crs is not None
    x, y = (float(v[0]) for v in metric([lon], [lat], study.sites.crs))
    place = Place("", "point", float(lon), float(lat), x, y)
    every_x, every_y = study.sites.x, study.sites.y
    away_m = np.hypot(every_x - x, every_y - y).min() if len(every_x) else 0.0
    if not away_m <= _FAR_M:
        raise InputError(
            _(
                "{lon:g}, {lat:g} lies {km:,.0f} km from the nearest site of this study. "
                "Longitude comes first: 116.65,39.91.",
                lon=lon,
                lat=lat,
                km=away_m / 1000,
            )
        )
    return place


def place_of_firm(study: Study, firm_id: object) -> Place:
    """Return where a firm stands, by its id; an id that is a number may be given as text.

    Raises
    ------
    InputError
        No firm has that id.
    """
    _refuse_plane(study)
    ids = study.demand.ids
    hits = np.flatnonzero(ids == firm_id)
    if not len(hits):
        hits = np.flatnonzero(ids.astype(str) == str(firm_id))
    if not len(hits):
        raise InputError(_("No firm has the id {id}.", id=firm_id))
    return _firm(study, int(hits[0]))


def _firm(study: Study, i: int, likeness: float = 100.0) -> Place:
    demand = study.demand
    x, y = float(demand.x[i]), float(demand.y[i])
    lon, lat = (float(v[0]) for v in lonlat(demand.x[i : i + 1], demand.y[i : i + 1], demand.crs))
    name = str(demand.table["name"].iloc[i]) if "name" in demand.table else str(demand.ids[i])
    return Place(name, "firms", lon, lat, x, y, i, likeness)


class Names:
    """Everything in a study that has a name, ready to be searched.

    Firms, sites, the areas they lie in, and streets where they are given. Areas and streets stand
    for the middle of what bears their name.

    Parameters
    ----------
    study
        The study.
    graph
        Its streets, or None.
    """

    def __init__(self, study: Study, graph: StreetGraph | None = None) -> None:
        _refuse_plane(study)
        self.study = study
        streets = list(_streets(graph))
        drawn = {hit.name for hit in streets}
        areas = [hit for hit in _areas(study) if hit.name not in drawn]
        self._gazetteer = Gazetteer.of([*_firms(study), *_sites(study), *areas, *streets])

    def find(self, text: str, *, n: int = 5) -> tuple[Place, ...]:
        """Return the ``n`` places most like ``text``, the best first.

        Parameters
        ----------
        text
            An id of a firm, or a name: Chinese signs, pinyin, initials, with slips of the pen.
        n
            How many at most.
        """
        asked = text.strip()
        exact = np.flatnonzero(self.study.demand.ids.astype(str) == asked)
        found = [_firm(self.study, int(i)) for i in exact[:1]]
        for hit in self._gazetteer.find(asked, n=n + len(found)):
            if hit.kind == "firms":
                assert isinstance(hit.id, int)  # `_firms` numbers them
                found += [] if hit.id in exact[:1] else [_firm(self.study, hit.id, hit.score)]
            else:
                at = place_at(self.study, hit.lon, hit.lat)
                found.append(Place(hit.name, hit.kind, hit.lon, hit.lat, at.x, at.y, -1, hit.score))
        return tuple(found[:n])


def _firms(study: Study) -> Iterator[Hit]:
    demand = study.demand
    if "name" in demand.table:
        lon, lat = lonlat(demand.x, demand.y, demand.crs)
        for i, name in enumerate(demand.table["name"]):
            if not pd.isna(name):
                yield Hit(str(name), "firms", float(lon[i]), float(lat[i]), 0.0, i)


def _sites(study: Study) -> Iterator[Hit]:
    sites = study.sites
    lon, lat = lonlat(sites.x, sites.y, sites.crs)
    for j, name in enumerate(sites.names):
        kind = "homes" if sites.is_existing[j] else "sites"
        yield Hit(name, kind, float(lon[j]), float(lat[j]), 0.0, sites.ids[j])


def _areas(study: Study) -> Iterator[Hit]:
    """Name the areas that firms or sites lie in; the firms decide where the middle is."""
    done: set[str] = set()
    for layer in (study.demand, study.sites):
        if "street" not in layer.table or not len(layer):
            continue
        at = pd.DataFrame({"x": layer.x, "y": layer.y, "area": layer.table["street"].to_numpy()})
        middle = at.dropna().groupby("area", sort=True)[["x", "y"]].mean()
        middle = middle[[str(a).strip() not in {"", *done} for a in middle.index]]
        done |= {str(a).strip() for a in middle.index}
        yield from _hits(middle, "areas", layer.crs)


def _streets(graph: StreetGraph | None) -> Iterator[Hit]:
    """Name the streets: the middle of a street's pieces, weighed by their length."""
    if graph is None or graph.crs is None:
        return
    ends = graph.node_x, graph.node_y
    x, y = ((v[graph.edge_from] + v[graph.edge_to]) / 2 * graph.length_m for v in ends)
    parts = pd.DataFrame({"x": x, "y": y, "m": graph.length_m, "name": graph.column("name")})
    total = parts[parts["name"].astype(str).str.strip() != ""].groupby("name").sum()
    yield from _hits(total[["x", "y"]].div(total["m"], axis=0), "streets", graph.crs)


def _hits(middle: pd.DataFrame, kind: str, crs: str | None) -> Iterator[Hit]:
    if len(middle):
        lon, lat = lonlat(middle["x"].to_numpy(), middle["y"].to_numpy(), crs)
        for k, name in enumerate(middle.index):
            yield Hit(str(name), kind, float(lon[k]), float(lat[k]), 0.0)


def _refuse_plane(study: Study) -> None:
    if study.sites.crs is None:
        raise InputError(
            _("This study lies on a plane of its own; places can be looked up on the earth only.")
        )
