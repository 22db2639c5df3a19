"""What the page for workers holds: homes, places to start from, notes; never a firm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo import words
from geo.core import Mode, Sites, Study, check_floor
from geo.core.arrays import Ints
from geo.core.crs import lonlat
from geo.explain import licences
from geo.explain.near import Place, facts, minutes, open_sites, place_at, walk
from geo.explain.opening import open_spans
from geo.export.worker.links import navigation
from geo.export.worker.vocabulary import vocabulary
from geo.read import Layer
from geo.read.places import typed
from geo.travel.laying import on_its_streets
from geo.words import _

__all__ = ["Edition", "content", "is_invented"]

_NEAREST = 8  # homes told for each place
_GRID_DEG = 0.001  # about 100 m: the middle of an area, not of its firms
_USUAL_DETOUR = 1.3


@dataclass(frozen=True)
class Edition:
    """What the publisher decides.

    Attributes
    ----------
    publisher
        Who publishes the page; stands under its title.
    review
        The map's review number (审图号); without one the page says that it is for internal use.
    least_firms, least_workers
        An area is a place to start from only where at least so many firms and workers share it.
    """

    publisher: str = ""
    review: str = ""
    least_firms: int = 3
    least_workers: int = 25

    def __post_init__(self) -> None:
        """Refuse a floor that is none."""
        check_floor(self.least_firms, self.least_workers)


def content(
    study: Study,
    *,
    mode: Mode,
    open_ids: Iterable[object] | None = None,
    places: Layer | None = None,
    edition: Edition,
) -> dict[str, Any]:
    """Gather the page as plain JSON values.

    Raises
    ------
    InputError
        There is no home, or the study lies on a plane of its own.
    """
    from geo.draw import ground_spec  # noqa: PLC0415 - brings folium along

    among = open_sites(study.sites, open_ids)
    rule = on_its_streets(study, mode)
    starts = [*_given(study, places), *_areas(study, edition), *_doors(study.sites, among)]
    rows = [(kind, place, _ways(study, place, rule, among)) for kind, place in starts]
    homes = [
        {**_home(study.sites, int(j)), "near": near}
        for j, (_k, _p, near) in zip(among, rows[len(rows) - len(among) :], strict=True)
    ]
    return {
        "words": {code: _spoken(code, rule) for code in words.LANGUAGES},
        "notes": {code: _notes(study, edition, code) for code in words.LANGUAGES},
        "homes": homes,
        "places": [_start(kind, place, near) for kind, place, near in rows[: -len(among)]],
        "detour": float(getattr(rule, "detour", _USUAL_DETOUR)),
        "speed": 1 / minutes(1.0, rule),
        "ground": ground_spec(study),
        "bounds": _bounds(homes),
    }


def _home(sites: Sites, j: int) -> dict[str, Any]:
    lon, lat = (float(v[0]) for v in lonlat(sites.x[j : j + 1], sites.y[j : j + 1], sites.crs))
    name, known = sites.names[j], facts(sites, j)
    return {
        "name": name,
        "typed": list(typed(name)),
        "lat": round(lat, 6),
        "lon": round(lon, 6),
        "planned": not bool(sites.is_existing[j]),
        "hours": known.hours,
        "spans": open_spans(known.hours),
        "kind": known.kind,
        "host": known.host,
        "services": known.services,
        "area": None if known.area_m2 is None else f"{known.area_m2:,.0f}",
        "links": navigation(name, lon, lat),
    }


def _start(kind: str, place: Place, near: list[tuple[int, int]]) -> dict[str, Any]:
    return {
        "name": place.name,
        "typed": list(typed(place.name)),
        "kind": kind,
        "lat": round(place.lat, 6),
        "lon": round(place.lon, 6),
        "near": near,
    }


def _ways(study: Study, place: Place, mode: Mode, among: Ints) -> list[tuple[int, int]]:
    """Return (number of the home on the page, whole metres), the nearest first."""
    ways = walk(study, place, mode, among=among, n=_NEAREST)
    number = {int(j): k for k, j in enumerate(among)}
    return [
        (number[int(j)], round(float(m))) for j, m in zip(ways.site_pos, ways.metres, strict=True)
    ]


def _doors(sites: Sites, among: Ints) -> list[tuple[str, Place]]:
    """Let the homes themselves be places to start from, in the order of ``among``."""
    lon, lat = lonlat(sites.x[among], sites.y[among], sites.crs)
    found = []
    for k, j in enumerate(among):
        at = float(lon[k]), float(lat[k]), float(sites.x[j]), float(sites.y[j])
        found.append(("home", Place(sites.names[int(j)], "homes", *at)))
    return found


def _given(study: Study, places: Layer | None) -> list[tuple[str, Place]]:
    """Take the publisher's own list of public places: stops, gates, halls."""
    if places is None:
        return []
    return [
        ("place", _named(study, str(name), float(lon), float(lat)))
        for name, lon, lat in zip(places.table["name"], places.lon, places.lat, strict=True)
    ]


def _areas(study: Study, edition: Edition) -> list[tuple[str, Place]]:
    """Name the areas that enough firms and workers share, by a rounded middle."""
    demand = study.demand
    if "street" not in demand.table or not len(demand):
        return []
    lon, lat = lonlat(demand.x, demand.y, demand.crs)
    rows = {"area": demand.table["street"].to_numpy(), "lon": lon, "lat": lat}
    firms = pd.DataFrame({**rows, "workers": demand.weight})
    firms = firms[firms["area"].notna() & (firms["area"].astype(str).str.strip() != "")]
    by_area = firms.groupby("area", sort=True)
    table = by_area.agg(
        lon=("lon", "mean"), lat=("lat", "mean"), n=("lon", "size"), workers=("workers", "sum")
    )
    known = table[(table["n"] >= edition.least_firms) & (table["workers"] >= edition.least_workers)]
    middle = (known[["lon", "lat"]] / _GRID_DEG).round() * _GRID_DEG
    return [
        ("area", _named(study, str(name), float(x), float(y)))
        for name, x, y in zip(middle.index, middle["lon"], middle["lat"], strict=True)
    ]


def _named(study: Study, name: str, lon: float, lat: float) -> Place:
    at = place_at(study, lon, lat)
    return Place(name, "areas", at.lon, at.lat, at.x, at.y)


def is_invented(study: Study) -> bool:
    """Say whether a home of the study is synthetic: whoever is led there must know."""
    return any(s.is_synthetic for s in study.sources if s.layer in ("sites", "homes"))


def _spoken(code: str, mode: Mode) -> dict[str, str]:
    with words.in_language(code):
        return vocabulary(mode)


def _notes(study: Study, edition: Edition, code: str) -> list[str]:
    """List what must stand under the page; nothing that names a list of firms."""
    with words.in_language(code):
        said = [
            _("Map review number: {number}", number=edition.review)
            if edition.review.strip()
            else _("No map review number: for internal use, not for publication.")
        ]
        sites = [s for s in study.sources if s.layer in ("sites", "homes")]
        if any(not s.datum_known and not s.is_synthetic for s in sites):
            said.append(
                _("The datum of the homes was taken, not known: check one home on a map first.")
            )
        said.append(_("Opening hours are those of the list; a home may close on holidays."))
        return [*said, *licences(study), _("Made with xuanzhi; opens without internet.")]


def _bounds(homes: list[dict[str, Any]]) -> list[list[float]]:
    lat, lon = (np.array([home[key] for home in homes]) for key in ("lat", "lon"))
    pad = 0.005
    return [
        [float(lat.min()) - pad, float(lon.min()) - pad],
        [float(lat.max()) + pad, float(lon.max()) + pad],
    ]
