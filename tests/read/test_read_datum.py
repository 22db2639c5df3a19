"""The datum doctor: right where it answers, silent where it cannot know."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo import read
from geo.core.crs import from_wgs84, to_wgs84
from geo.errors import DatumError
from geo.read.datum import HYPOTHESES, as_given, diagnose, match_names, restate, settle
from geo.words import in_language

EAST, NORTH = 1 / 85_300, 1 / 111_000  # degrees a metre, near Tongzhou


def encode(hypothesis, lon, lat):
    if hypothesis == "over":
        return to_wgs84(lon, lat, "gcj02")
    if hypothesis == "other":
        return lon + 900 * EAST, lat - 700 * NORTH
    return from_wgs84(lon, lat, hypothesis)


@pytest.fixture
def layer(tmp_path):
    def layer(kind, lon, lat, names=None, datum=None):
        names = [f"地点{i}" for i in range(len(lon))] if names is None else names
        lines = [f"{n},{x:.8f},{y:.8f},5" for n, x, y in zip(names, lon, lat, strict=True)]
        path = tmp_path / f"{kind}.csv"
        path.write_text("名称,经度,纬度,职工数\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return read.read_layer(path, kind, datum=datum)

    return layer


def places(n, seed=1):
    rng = np.random.default_rng(seed)
    return 116.65 + rng.normal(0, 0.02, n), 39.91 + rng.normal(0, 0.02, n)


@pytest.mark.parametrize("truth", [*HYPOTHESES, "other"])
@pytest.mark.parametrize("wrong", [0, 2])
def test_eight_matched_names_settle_the_datum(layer, truth, wrong):
    lon, lat = places(8)
    rng = np.random.default_rng(4)
    x, y = lon + rng.normal(0, 30, 8) * EAST, lat + rng.normal(0, 30, 8) * NORTH
    x[:wrong] += 3000 * EAST
    firms = layer("firms", *encode(truth, x, y))
    verdict = diagnose(firms, trusted=[layer("homes", lon, lat, datum="wgs84")])
    assert verdict.datum == truth
    assert verdict.is_trusted == (truth != "other")
    assert sum(verdict.posterior.values()) == pytest.approx(1)
    if verdict.is_trusted:
        right = restate(firms, truth)
        np.testing.assert_allclose([right.lon, right.lat], [x, y], atol=1e-7)
        assert right.source.datum_known


def test_names_are_matched_with_small_differences_but_not_namesakes(layer):
    lon, lat = places(5)
    names = ["永顺体育文化园", "甲 公司", "同名", "同名", "远方的地方"]
    known = layer("homes", lon, lat, names, datum="wgs84")
    far = lon.copy()
    far[4] += 0.5
    firms = layer("firms", far, lat, ["永顺体育文化圆区", "甲公司", "同名", "x", "远方的地方"])
    rows, _x, _y = match_names(firms, known)
    assert rows.tolist() == [1]
    firms = layer("firms", far, lat, ["永顺镇体育文化公园A", "甲公司", "y", "x", "z"])
    assert match_names(firms, known)[0].tolist() == [1]


def test_nothing_to_compare_with_is_no_verdict(layer):
    firms = layer("firms", *places(50))
    verdict = diagnose(firms)
    assert verdict.datum is None
    assert "nothing to compare with" in verdict.sentence()
    assert "Match five names" in verdict.sentence()


def test_two_matches_are_too_few(layer):
    lon, lat = places(2)
    verdict = diagnose(layer("firms", lon, lat), trusted=[layer("homes", lon, lat, datum="wgs84")])
    assert verdict.datum is None


@pytest.mark.parametrize("times", [1, 3])
def test_a_place_that_is_listed_again_and_again_counts_once(layer, times):
    lon, lat = places(6)
    names = [f"站点{i}" for i in range(6)]
    known = layer("homes", *(np.tile(v, times) for v in (lon, lat)), names * times, datum="wgs84")
    firms = layer("firms", *(np.tile(v, 3) for v in encode("gcj02", lon, lat)), names * 3)
    once = layer("sites", *encode("gcj02", lon, lat), names)
    verdict, single = (diagnose(one, trusted=[known]) for one in (firms, once))
    assert "6 matched names" in verdict.sentence()
    assert verdict.datum == "gcj02"
    for one, other in zip(verdict.evidence, single.evidence, strict=True):
        for hypothesis, score in one.score.items():
            assert score == pytest.approx(other.score[hypothesis])


def test_two_places_listed_five_times_are_still_too_few(layer):
    lon, lat = (np.tile(v, 5) for v in places(2))
    names = ["站点甲", "站点乙"] * 5
    known = layer("homes", lon, lat, names, datum="wgs84")
    verdict = diagnose(layer("firms", *encode("gcj02", lon, lat), names), trusted=[known])
    assert verdict.datum is None
    assert not verdict.evidence


def test_outside_china_the_question_is_moot(layer):
    verdict = diagnose(layer("firms", [24.9, 24.95, 24.97], [60.1, 60.2, 60.15]))
    assert verdict.is_moot
    assert verdict.datum == "wgs84"
    assert "All datums are one here" in verdict.sentence()


def street_town(seed=9):
    """An irregular net of streets, and firms beside it."""
    rng = np.random.default_rng(seed)
    joint = rng.uniform(-4000, 4000, (500, 2))
    order = np.argsort(np.linalg.norm(joint[:, None] - joint[None], axis=2), axis=1)[:, 1:4]
    pairs = {tuple(sorted((i, int(j)))) for i in range(500) for j in order[i]}
    degrees = joint * [EAST, NORTH] + [116.65, 39.91]
    lines = [shapely.LineString(degrees[[i, j]]) for i, j in sorted(pairs)]
    firms = np.concatenate([shapely.get_coordinates(shapely.segmentize(g, 0.0008)) for g in lines])
    firms = firms[rng.choice(len(firms), 250, replace=False)]
    firms = firms + rng.normal(0, 10, firms.shape) * [EAST, NORTH]
    return shapely.MultiLineString(lines), firms[:, 0], firms[:, 1]


@pytest.mark.parametrize("truth", ["wgs84", "gcj02"])
def test_streets_alone_never_lead_to_a_wrong_verdict(layer, truth):
    streets, lon, lat = street_town()
    verdict = diagnose(layer("firms", *encode(truth, lon, lat)), streets=streets)
    known = {h: p for h, p in verdict.posterior.items() if h != "other"}
    assert max(known, key=known.get) == truth
    assert verdict.datum in (truth, None)
    assert [e.n for e in verdict.evidence] == [len(streets.geoms)]


@pytest.mark.parametrize("truth", ["wgs84", "gcj02", "bd09"])
def test_a_list_over_the_whole_area_at_random_is_no_witness(layer, truth):
    rng = np.random.default_rng(3)
    lon, lat = 116.6 + rng.random(150) * 0.1, 39.86 + rng.random(150) * 0.1
    known = layer("homes", *places(60, seed=8), names=[f"h{i}" for i in range(60)], datum="wgs84")
    assert diagnose(layer("firms", *encode(truth, lon, lat)), trusted=[known]).datum is None


def test_settling_converts_what_can_be_told_and_keeps_what_is_known(layer):
    lon, lat = places(8)
    layers = {
        "firms": layer("firms", *encode("bd09", lon, lat)),
        "homes": layer("homes", lon, lat, datum="wgs84"),
    }
    settled, verdicts = settle(layers)
    assert set(verdicts) == {"firms"}
    assert settled["homes"] is layers["homes"]
    np.testing.assert_allclose(settled["firms"].lon, lon, atol=1e-7)
    assert settled["firms"].source.datum == "bd09"
    assert float(settled["firms"].table["经度_original"][0]) == pytest.approx(
        layers["firms"].lon[0]
    )
    np.testing.assert_allclose(as_given(settled["firms"])[0], layers["firms"].lon, atol=1e-11)


def test_settling_stops_where_it_cannot_tell(layer):
    firms, homes = layer("firms", *places(30)), layer("homes", *places(8))
    with pytest.raises(DatumError, match=r"firms.csv: lists can only be compared with one another"):
        settle({"firms": firms, "homes": homes})
    lone = layer("homes", *places(2, seed=5), names=["a", "b"], datum="wgs84")
    with pytest.raises(DatumError, match=r"firms.csv: Cannot tell .*wgs84, gcj02, bd09"):
        settle({"firms": firms, "homes": lone})


def test_the_verdict_is_said_in_chinese(layer):
    lon, lat = places(8)
    verdict = diagnose(
        layer("firms", *encode("gcj02", lon, lat)),
        trusted=[layer("homes", lon, lat, datum="wgs84")],
    )
    with in_language("zh"):
        assert "GCJ-02" in verdict.sentence()
        assert "匹配" in verdict.sentence()
    east, north = verdict.shift_m["gcj02"]
    assert 490 < np.hypot(east, north) < 540
