"""Beijing's real population grid as worker density; skips without ../shared."""

import math

import numpy as np
import pandas as pd
import pytest

from geo.candidates import density, hexgrid, kmeans, largest_clusters
from geo.core import Demand, Sites
from geo.core.crs import local_crs, lonlat, metric
from geo.core.hexes import corners, hexagons

NOWHERE = Sites.from_arrays([], [])


@pytest.fixture(scope="module")
def cells(shared):
    return pd.read_csv(shared / "data" / "beijing_population_1km.csv", encoding="utf-8")


@pytest.fixture(scope="module")
def city(cells):
    crs = local_crs(cells["lon"], cells["lat"])
    x, y = metric(cells["lon"], cells["lat"], crs)
    return Demand.from_arrays(x, y, cells["day"].astype("int64"), cells["idx"], crs=crs)


def test_nobody_is_lost_on_the_way_into_hexagons(cells, city):
    hexes, cell = hexagons(city.x, city.y, city.weight, side_m=2000)
    assert sum(hexes.weight.tolist()) == city.total == sum(int(v) for v in cells["day"])
    assert hexes.count.sum() == len(cells) == 10_554
    assert corners(hexes).shape == (len(hexes), 6, 2)
    for x, y, k in zip(city.x[::50], city.y[::50], cell[::50], strict=True):
        assert math.hypot(x - hexes.x[k], y - hexes.y[k]) <= 2000


def test_the_fullest_hexagon_lies_between_the_second_and_the_fifth_ring(city):
    hexes, _cell = hexagons(city.x, city.y, city.weight, side_m=2000)
    lon, lat = lonlat(hexes.x, hexes.y, city.crs)
    fullest = int(np.argmax(hexes.weight))
    assert 116.20 < lon[fullest] < 116.55
    assert 39.80 < lat[fullest] < 40.03


@pytest.mark.parametrize("maker", [kmeans, density, largest_clusters, hexgrid])
def test_candidates_stand_where_people_work(city, maker):
    made = maker(city, NOWHERE, n=20, seed=0)
    assert 10 <= len(made) <= 20
    assert made.crs == city.crs
    for x, y in zip(made.x, made.y, strict=True):
        assert np.hypot(city.x - x, city.y - y).min() < 30_000


@pytest.mark.parametrize("maker", [kmeans, density, largest_clusters])
def test_clusters_gather_more_than_twice_what_a_random_cell_does(city, maker):
    made = maker(city, NOWHERE, n=10, seed=0)
    near = [
        int(city.weight[np.hypot(city.x - x, city.y - y) <= 3000].sum())
        for x, y in zip(made.x, made.y, strict=True)
    ]
    disc_share = math.pi * 3000**2 / 1e6 / len(city)  # a cell is about a square kilometre
    assert np.mean(near) > 2 * city.total * disc_share
