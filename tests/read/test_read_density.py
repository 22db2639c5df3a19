"""People per cell, and totals that are spread without losing anybody."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given
from hypothesis import strategies as st
from rasterio.transform import from_origin

from geo.core import Demand
from geo.core.crs import local_crs, lonlat, metric
from geo.errors import InputError
from geo.read.density import fill_missing, read_density, read_raster, spread, whole_shares

# rasterio's writer, which only this file uses, multiplies in a way its own library gives up.
pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")


@given(
    st.integers(0, 10**9),
    st.lists(st.one_of(st.just(0.0), st.floats(1e-3, 1e6)), min_size=1, max_size=30).filter(any),
)
def test_shares_are_whole_and_lose_nobody(total, weight):
    shares = whole_shares(total, weight)
    assert sum(shares.tolist()) == total
    for share, w in zip(shares.tolist(), weight, strict=True):
        assert share >= 0
        assert w > 0 or share == 0
        assert abs(share - total * w / sum(weight)) < 1 + 1e-6 * total


@given(st.integers(0, 500), st.integers(1, 300))
def test_few_people_over_many_like_places_stand_evenly(total, n):
    """Any stretch of places has its share to within two people."""
    running = np.concatenate([[0], np.cumsum(whole_shares(total, np.full(n, 0.3)))])
    even = total * np.arange(n + 1) / n
    assert np.abs(running - even).max() <= 1 + 1e-9


@pytest.mark.parametrize(("total", "weight"), [(5, [0, 0]), (5, [-1, 2]), (5, [np.nan]), (-1, [1])])
def test_what_cannot_be_divided_is_refused(total, weight):
    with pytest.raises(InputError):
        whole_shares(total, weight)


def test_missing_headcounts_take_what_is_left_and_are_marked():
    workers, is_estimate = fill_missing([10, np.nan, 5, np.nan], 40, [1, 1, 1, 3])
    assert workers.tolist() == [10, 6, 5, 19]
    assert is_estimate.tolist() == [False, True, False, True]
    assert fill_missing([10, np.nan], 10)[0].tolist() == [10, 0]
    with pytest.raises(InputError, match="sum to 15, the total is 14"):
        fill_missing([10, 5, np.nan], 14)
    with pytest.raises(InputError, match="sum to 15, the total is 16"):
        fill_missing([10, 5], 16)


def raster(path, values, crs="EPSG:4326", nodata=-99.0):
    grid = (
        from_origin(116.6, 40.0, 0.01, 0.01)
        if crs == "EPSG:4326"
        else from_origin(5e5, 4.42e6, 500, 500)
    )
    height, width = values.shape
    with rasterio.open(
        path, "w", driver="GTiff", height=height, width=width, count=1, dtype="float32",
        crs=crs, transform=grid, nodata=nodata, compress="lzw",
    ) as made:  # fmt: skip
        made.write(values.astype("float32"), 1)
    return path


def test_a_raster_becomes_demand_at_the_middles_of_its_cells(tmp_path):
    values = np.array([[0.0, 2.5, -99.0], [np.nan, 7.25, 1.25]])
    demand = read_raster(raster(tmp_path / "a.tif", values))
    assert demand.total == 11
    lon, lat = lonlat(demand.x, demand.y, demand.crs)
    np.testing.assert_allclose(lon, [116.615, 116.615, 116.625], atol=1e-9)
    np.testing.assert_allclose(lat, [39.995, 39.985, 39.985], atol=1e-9)
    assert demand.weight.tolist() == [3, 7, 1]


def test_a_raster_in_metres_lies_where_it_should(tmp_path):
    demand = read_raster(raster(tmp_path / "m.tif", np.full((2, 2), 4.0), crs="EPSG:32650"))
    lon, lat = lonlat(demand.x, demand.y, demand.crs)
    x, y = metric(lon, lat, "EPSG:32650")
    np.testing.assert_allclose(sorted(set(np.round(x, 3))), [500_250, 500_750], atol=0.01)
    np.testing.assert_allclose(sorted(set(np.round(y, 3))), [4_419_250, 4_419_750], atol=0.01)


def test_a_raster_that_cannot_be_used_says_so(tmp_path):
    path = tmp_path / "n.tif"
    path.write_bytes(b"II*\0" + b"noise" * 50)
    with pytest.raises(InputError, match=r"n.tif: this is no raster"):
        read_raster(path)
    with pytest.raises(InputError, match="no cell holds anybody"):
        read_raster(raster(tmp_path / "z.tif", np.zeros((2, 2))))


def test_a_total_is_spread_by_the_people_of_the_cells():
    lon, lat = np.array([116.6, 116.7]), np.array([39.9, 39.9])
    crs = local_crs(lon, lat)
    cells = Demand.from_arrays(*metric(lon, lat, crs), [30, 10], crs=crs)
    at = metric([116.601, 116.602, 116.699], [39.9] * 3, crs)
    firms = Demand.from_arrays(*at, [0, 0, 0], crs=crs)
    assert spread(firms, cells, 400).weight.tolist() == [150, 150, 100]


def test_the_people_of_an_area_stand_all_over_it(tmp_path):
    """Thirty people in an area of a hundred points: their middle is that of the area."""
    box = shapely.box(116.60, 39.90, 116.66, 39.95)
    frame = gpd.GeoDataFrame({"名称": ["甲"], "人口": [30]}, geometry=[box], crs=4326)
    frame.to_file(tmp_path / "a.gpkg")
    demand = read_density(tmp_path / "a.gpkg").demand
    lon, lat = lonlat(demand.x, demand.y, demand.crs)
    assert demand.total == 30
    assert abs(np.average(lon, weights=demand.weight) - 116.63) < 0.004
    assert abs(np.average(lat, weights=demand.weight) - 39.925) < 0.004
    assert np.ptp(lon) > 0.045
