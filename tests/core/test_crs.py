"""Datums and metric systems, against an independent package and by round trips."""

from __future__ import annotations

import geocoordinates_ffi as other
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.core.crs import (
    DATUMS,
    datum_of,
    datum_shift_m,
    from_wgs84,
    local_crs,
    lonlat,
    metric,
    to_wgs84,
    transform,
)
from geo.errors import DatumError, InputError

lon_ = st.floats(74, 135)
lat_ = st.floats(18, 53)
METRE = 1 / 111_320  # degrees, the smallest a metre can be


def grid(n=60):
    rng = np.random.default_rng(1)
    return rng.uniform(76, 132, n), rng.uniform(20, 50, n)


def test_forward_equals_the_independent_package():
    for lon, lat in zip(*grid(), strict=True):
        gcj = other.wgs84_to_gcj02(other.Wgs84(lat=lat, lon=lon))
        bd = other.wgs84_to_bd09(other.Wgs84(lat=lat, lon=lon))
        if other.out_of_china(lat, lon):  # it cuts more finely than the published box
            continue
        for datum, their in (("gcj02", gcj), ("bd09", bd)):
            x, y = from_wgs84([lon], [lat], datum)
            assert abs(x[0] - their.lon) < 1e-6 * METRE
            assert abs(y[0] - their.lat) < 1e-6 * METRE


def test_inverse_undoes_the_independent_package():
    n = 0
    for lon, lat in zip(*grid(), strict=True):
        if other.out_of_china(lat, lon):
            continue
        n += 1
        gcj = other.wgs84_to_gcj02(other.Wgs84(lat=lat, lon=lon))
        bd = other.wgs84_to_bd09(other.Wgs84(lat=lat, lon=lon))
        for datum, their in (("gcj02", gcj), ("bd09", bd)):
            x, y = to_wgs84([their.lon], [their.lat], datum)
            assert abs(x[0] - lon) < 1e-6 * METRE
            assert abs(y[0] - lat) < 1e-6 * METRE
    assert n > 30


@given(lon_, lat_, st.sampled_from(list(DATUMS)))
def test_there_and_back_is_within_a_millionth_of_a_metre(lon, lat, datum):
    x, y = from_wgs84(lon, lat, datum)
    back_x, back_y = to_wgs84(x, y, datum)
    assert abs(back_x - lon) < 1e-6 * METRE
    assert abs(back_y - lat) < 1e-6 * METRE
    x, y = to_wgs84(lon, lat, datum)
    there_x, there_y = from_wgs84(x, y, datum)
    assert abs(there_x - lon) < 1e-6 * METRE
    assert abs(there_y - lat) < 1e-6 * METRE


@given(st.floats(-180, 71.9), st.floats(-90, 90), st.sampled_from(list(DATUMS)))
def test_nothing_moves_west_of_china(lon, lat, datum):
    for move in (from_wgs84, to_wgs84):
        x, y = move(lon, lat, datum)
        assert (float(x), float(y)) == (lon, lat)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(24.94, 60.17), (139.7, 35.7), (-122.4, 37.8), (116.4, -34.0), (116.4, 56.0), (0, 0)],
)
@pytest.mark.parametrize("datum", DATUMS)
def test_nothing_moves_outside_china(lon, lat, datum):
    for move in (from_wgs84, to_wgs84):
        x, y = move([lon], [lat], datum)
        assert (x[0], y[0]) == (lon, lat)


@given(st.floats(71.9, 72.1), st.floats(0.7, 56))
def test_a_point_at_the_border_of_the_box_moves_all_the_way_or_not_at_all(lon, lat):
    x, y = to_wgs84(lon, lat, "gcj02")
    moved = np.hypot(x - lon, y - lat) / METRE
    assert moved == 0 or 30 < moved < 3000


def test_the_shift_in_tongzhou_is_as_large_as_a_service_radius():
    assert datum_shift_m(116.65, 39.91, "gcj02") == pytest.approx(515, abs=8)
    assert datum_shift_m(116.65, 39.91, "bd09") == pytest.approx(1326, abs=15)
    assert datum_shift_m(116.65, 39.91, "cgcs2000") == 0


def test_an_array_keeps_its_shape_and_a_scalar_stays_one():
    x, y = to_wgs84(np.full((2, 3), 116.0), np.full((2, 3), 39.0), "bd09")
    assert x.shape == y.shape == (2, 3)
    assert np.shape(to_wgs84(116.0, 39.0, "gcj02")[0]) == ()
    assert to_wgs84([], [], "bd09")[0].shape == (0,)


def test_an_unknown_datum_is_refused():
    for move in (from_wgs84, to_wgs84):
        with pytest.raises(DatumError, match="'mars'"):
            move(116, 39, "mars")


@given(st.floats(-170, 170), st.floats(-80, 80), st.floats(-0.3, 0.3), st.floats(-0.2, 0.2))
def test_local_metres_are_true_and_reversible(lon, lat, d_lon, d_lat):
    crs = local_crs([lon], [lat])
    x, y = metric([lon, lon + d_lon], [lat, lat + d_lat], crs)
    back = lonlat(x, y, crs)
    np.testing.assert_allclose(back, [[lon, lon + d_lon], [lat, lat + d_lat]], atol=1e-9)
    # A metre is a metre: against the great circle of the ellipsoid's local radii, to 0.1 %.
    middle = np.radians(lat + d_lat / 2)
    curve = 1 - 0.00669438 * np.sin(middle) ** 2
    east = np.radians(d_lon) * 6378137 / np.sqrt(curve) * np.cos(middle)
    north = np.radians(d_lat) * 6378137 * (1 - 0.00669438) / curve**1.5
    assert np.hypot(*np.diff([x, y]).ravel()) == pytest.approx(
        np.hypot(east, north), rel=2e-3, abs=0.5
    )


def test_a_firm_more_does_not_change_the_system():
    lon, lat = np.full(200, 116.63), np.full(200, 39.92)
    assert local_crs(lon, lat) == local_crs([*lon, 116.71], [*lat, 39.88])


def test_systems_are_known_by_their_datum():
    assert datum_of("EPSG:4490") == ("cgcs2000", True)
    assert datum_of("EPSG:4549") == ("cgcs2000", False)
    assert datum_of("EPSG:4326") == ("wgs84", True)
    assert datum_of("EPSG:32650") == ("wgs84", False)
    with pytest.raises(InputError, match="Unknown coordinate system: EPSG:0"):
        datum_of("EPSG:0")
    with pytest.raises(InputError, match="Unknown coordinate system"):
        transform([0], [0], "nonsense", "EPSG:4326")
    with pytest.raises(InputError, match="no coordinate system"):
        lonlat([0], [0], None)


def test_cgcs2000_equals_wgs84_here():
    x, y = transform([116.65], [39.91], "EPSG:4326", "EPSG:4490")
    assert (x[0], y[0]) == pytest.approx((116.65, 39.91), abs=1e-6 * METRE)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_many_points_are_converted_as_few_are(datum):
    rng = np.random.default_rng(2)
    lon, lat = rng.uniform(60, 140, 50_001), rng.uniform(0, 60, 50_001)
    lon[7], lat[8] = np.nan, np.nan
    whole = to_wgs84(lon, lat, datum)
    for k in (0, 7, 8, 16_383, 16_384, 32_768, 50_000):
        few = to_wgs84(lon[k : k + 1], lat[k : k + 1], datum)
        np.testing.assert_allclose([w[k] for w in whole], [f[0] for f in few], atol=1e-12)
