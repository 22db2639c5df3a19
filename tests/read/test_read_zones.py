"""Zones of metres: the table against PROJ's own, and the doctor where nobody says the zone."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import CRS, Transformer

from geo import read
from geo.core.crs import from_wgs84
from geo.errors import DatumError
from geo.read.cells.zones import OPEN_ZONE, central_meridian, rebased, zones
from geo.read.datum import as_given, diagnose, restate, settle
from geo.read.datum.writing import label

EAST, NORTH = 1 / 85_300, 1 / 111_000  # degrees a metre, near Tongzhou


def of_proj(code):
    """Return meridian and false easting of a system, as PROJ's database has them."""
    told = {p.name: p.value for p in CRS.from_epsg(code).coordinate_operation.params}
    return told["Longitude of natural origin"], told["False easting"]


@pytest.mark.parametrize("code", range(4491, 4555))
def test_the_table_of_zones_is_that_of_proj(code):
    meridian, easting = of_proj(code)
    assert central_meridian(f"EPSG:{code}") == meridian
    for given in (489_012.0, 39_489_012.0, 20_489_012.0):
        assert rebased(np.array([given]), f"EPSG:{code}") == 489_012.0 + easting - 500_000.0


def test_what_is_no_zone_stays():
    for plane in ("EPSG:3857", "EPSG:2433", "+proj=tmerc +lon_0=117 +x_0=0"):
        assert rebased(np.array([12_978_012.0]), plane) == 12_978_012.0
        assert central_meridian(plane) is None


def test_every_meridian_of_china_is_tried_once():
    meridians = [of_proj(int(z.removeprefix("EPSG:")))[0] for z in zones()]
    of_china, of_utm = meridians[:21], meridians[21:]
    assert of_china == list(range(75, 136, 3))
    assert of_utm == list(range(75, 136, 6))


@pytest.fixture
def put(tmp_path):
    def put(kind, x, y, names=None, *, head="x,y", datum="auto"):
        names = [f"地点{i}" for i in range(len(x))] if names is None else names
        lines = [f"{n},{a:.4f},{b:.4f},5" for n, a, b in zip(names, x, y, strict=True)]
        path = tmp_path / f"{kind}.csv"
        path.write_text(f"名称,{head},职工数\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return read.read_layer(path, kind, datum=datum)

    return put


def town(n, seed=1):
    """Return clustered places near Tongzhou, in degrees."""
    rng = np.random.default_rng(seed)
    middles = np.random.default_rng(5).normal(0, 2500, (25, 2))
    xy = middles[rng.integers(0, 25, n)] + rng.laplace(0, 90, (n, 2))
    return 116.65 + xy[:, 0] * EAST, 39.91 + xy[:, 1] * NORTH


def metres(lon, lat, plane):
    return Transformer.from_crs("EPSG:4326", plane, always_xy=True).transform(lon, lat)


@pytest.mark.parametrize("plane", ["EPSG:4548", "EPSG:4547", "EPSG:4549", "EPSG:32650"])
@pytest.mark.parametrize("is_named", [True, False])
def test_metres_of_an_unknown_zone_are_told_by_names_or_by_places(put, plane, is_named):
    lon, lat = town(200)
    firms = put("firms", *metres(lon, lat, plane))
    assert (firms.taken_for, firms.source.datum_known) == (OPEN_ZONE, False)
    names = [f"地点{i}" for i in range(5)] if is_named else [f"站{i}" for i in range(150)]
    n = len(names)
    known = put("homes", *(town(n, seed=1) if is_named else town(n, seed=9)), names,
                head="经度,纬度", datum="wgs84")  # fmt: skip
    if is_named:
        known = put("homes", lon[:5], lat[:5], names, head="经度,纬度", datum="wgs84")
    settled, verdicts = settle({"firms": firms, "homes": known})
    assert verdicts["firms"].datum == f"{plane}|wgs84"
    right = settled["firms"]
    np.testing.assert_allclose(right.lon, lon, atol=2e-7)
    np.testing.assert_allclose(right.lat, lat, atol=2e-7)
    assert right.taken_for == plane
    assert right.source.datum == ("wgs84" if plane == "EPSG:32650" else "cgcs2000")
    np.testing.assert_allclose(as_given(right), metres(lon, lat, plane), atol=1e-3)
    assert plane in label(str(verdicts["firms"].datum))
    read.build_study("s", right)


def test_metres_that_hold_gcj02_are_told(put):
    lon, lat = town(120)
    firms = put("firms", *metres(*from_wgs84(lon, lat, "gcj02"), "EPSG:4548"))
    known = put("homes", lon[:9], lat[:9], head="经度,纬度", datum="wgs84")
    settled, verdicts = settle({"firms": firms, "homes": known})
    assert verdicts["firms"].datum == "EPSG:4548|gcj02"
    np.testing.assert_allclose(settled["firms"].lon, lon, atol=2e-7)
    back = restate(settled["firms"], "EPSG:32650|wgs84")
    np.testing.assert_allclose(as_given(back), as_given(settled["firms"]), atol=1e-3)


def test_a_wrong_zone_in_the_statement_is_found(put):
    """Metres of 117°E stated as those of 114°E lie 255 km away; five names bring them back."""
    lon, lat = town(60)
    firms = put("firms", *metres(lon, lat, "EPSG:4548"), datum="EPSG:4547")
    known = put("homes", lon[:5], lat[:5], head="经度,纬度", datum="wgs84")
    verdict = diagnose(firms, trusted=[known])
    assert verdict.datum == "EPSG:4548|wgs84"
    assert np.hypot(*verdict.shift_m[verdict.datum]) == pytest.approx(256_000, rel=0.01)


def test_metres_of_an_open_zone_make_no_study(put):
    firms = put("firms", *metres(*town(30), "EPSG:4548"))
    with pytest.raises(DatumError, match="unknown zone"):
        read.build_study("s", firms)
    with pytest.raises(DatumError, match=r"firms.csv: lists can only be compared"):
        settle({"firms": firms})


def test_degrees_asked_as_auto_stay_open_and_unconverted(put):
    lon, lat = town(30)
    firms = put("firms", lon, lat, head="经度,纬度")
    assert (firms.taken_for, firms.source.datum_known) == (None, False)
    np.testing.assert_allclose(firms.lon, lon, atol=1e-4)


@pytest.mark.parametrize(
    ("written", "stated"), [("EPSG:4527", "EPSG:4548"), ("EPSG:4548", "EPSG:4527")]
)
def test_a_zone_is_read_with_or_without_its_number(put, written, stated):
    lon, lat = town(12)
    firms = put("firms", *metres(lon, lat, written), datum=stated)
    np.testing.assert_allclose(firms.lon, lon, atol=2e-7)
    np.testing.assert_allclose(as_given(firms), metres(lon, lat, stated), atol=1e-3)


def test_eastings_that_say_another_zone_are_refused(put):
    x, y = metres(*town(12), "EPSG:4527")
    with pytest.raises(DatumError, match=r"begin with the zone of 117°E .*120°E was stated"):
        put("firms", x, y, datum="EPSG:4549")
