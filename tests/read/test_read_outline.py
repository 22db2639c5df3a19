"""The outline as evidence: a veto, held against plain loops; exchanged columns."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from geo import read
from geo.core.crs import from_wgs84, lonlat
from geo.read.datum import diagnose, restate, says
from geo.read.datum.hypotheses import OTHER, Frames
from geo.read.datum.seen.evidence import SHIFTS
from geo.read.datum.seen.outline import outline_evidence
from geo.words import in_language

CRS = "+proj=tmerc +lat_0=39.9 +lon_0=116.7 +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"
CORNERS = [
    (-2000.0, -1500.0),
    (2500.0, -1800.0),
    (1200.0, 300.0),
    (2600.0, 1900.0),
    (-1700.0, 1600.0),
]


def is_inside(x, y):
    """Cast a ray: no library knows of this polygon here."""
    crossed = False
    for k, (ax, ay) in enumerate(CORNERS):
        bx, by = CORNERS[k - 1]
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            crossed = not crossed
    return crossed


def border():
    ring = np.array(CORNERS)
    return shapely.Polygon(np.column_stack(lonlat(ring[:, 0], ring[:, 1], CRS)))


def framed(xy, *others):
    places = {"wgs84": xy} | {f"h{k}": xy + np.array(move) for k, move in enumerate(others)}
    prior = dict.fromkeys([*places, OTHER], 1 / (len(places) + 1))
    return Frames(CRS, places, prior, "wgs84", xy)


@pytest.mark.parametrize("seed", range(5))
def test_the_share_inside_is_that_of_plain_loops(seed):
    rng = np.random.default_rng(seed)
    xy = rng.normal(0, 1300, (80, 2))
    moves = [(700.0, 0.0), (0.0, -1100.0), (40_000.0, 0.0)]
    seen = outline_evidence(framed(xy, *moves), border())
    for name, move in zip(seen.score, [(0.0, 0.0), *moves], strict=True):
        inside = sum(is_inside(x + move[0], y + move[1]) for x, y in xy.tolist())
        assert seen.score[name] == pytest.approx(8 * math.log((inside + 1) / 81), abs=1e-6)
    best = max(seen.score.values())
    for at in rng.integers(0, len(SHIFTS), 60).tolist():
        moved = (xy + SHIFTS[at]).tolist()
        counts = [
            sum(is_inside(x + e, y + n) for x, y in moved)
            for e in (-50, 0, 50)
            for n in (-50, 0, 50)
        ]
        low, high = (min(best, 8 * math.log((c + 1) / 81)) for c in (min(counts), max(counts)))
        assert low - 0.4 <= seen.by_shift[at] <= high + 0.4


def test_a_border_far_away_says_no_and_nothing_else():
    xy = np.random.default_rng(1).normal(0, 500, (30, 2)) + 90_000
    seen = outline_evidence(framed(xy), border())
    assert seen.score["wgs84"] == pytest.approx(8 * math.log(1 / 31))
    assert set(np.round(seen.by_shift - seen.score["wgs84"], 9).tolist()) == {0.0}


@pytest.fixture
def put(tmp_path):
    def put(kind, first, second, head="经度,纬度", datum=None):
        lines = [
            f"{kind}{k},{a:.7f},{b:.7f},5"
            for k, (a, b) in enumerate(zip(first, second, strict=True))
        ]
        path = tmp_path / f"{kind}.csv"
        path.write_text(f"名称,{head},职工数\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return read.read_layer(path, kind, datum=datum)

    return put


def test_a_small_border_vetoes_a_datum_but_decides_none(put):
    """A township 1.4 km wide, filled by its firms: BD-09 would put nearly all of them outside."""
    rng = np.random.default_rng(4)
    lon, lat = 116.65 + rng.uniform(-0.008, 0.008, 120), 39.91 + rng.uniform(-0.006, 0.006, 120)
    township = shapely.box(116.6418, 39.9038, 116.6582, 39.9162)
    verdict = diagnose(put("firms", *from_wgs84(lon, lat, "gcj02")), outline=township)
    assert verdict.ranking[0] == "gcj02"
    assert verdict.posterior["bd09"] < 0.01
    wide = township.buffer(0.05)
    assert diagnose(put("firms", *from_wgs84(lon, lat, "gcj02")), outline=wide).datum is None


def test_a_list_that_reaches_beyond_its_border_is_not_called_shifted(put):
    rng = np.random.default_rng(8)
    lon, lat = 116.65 + rng.normal(0, 0.01, 200), 39.925 + rng.normal(0, 0.006, 200)
    half = shapely.box(116.6, 39.87, 116.70, 39.924)
    verdict = diagnose(put("firms", lon, lat), outline=half)
    assert verdict.datum is None
    assert verdict.posterior[OTHER] < 0.1


def test_columns_the_wrong_way_round_outside_china_are_told_by_what_is_known(put):
    """60.2, 24.9 is a place in Iran: only the known homes in Helsinki tell."""
    rng = np.random.default_rng(2)
    lon, lat = 24.94 + rng.normal(0, 0.03, 90), 60.19 + rng.normal(0, 0.015, 90)
    firms = put("firms", lat, lon, head="x,y")
    homes = put("homes", lon[:30] + 1e-4, lat[:30], datum="wgs84")
    verdict = diagnose(firms, trusted=[homes])
    assert verdict.datum == "swapped|wgs84"
    assert verdict.sentence().startswith("lon and lat exchanged")
    right = restate(firms, verdict.datum)
    np.testing.assert_allclose(right.lon, lon, atol=1e-6)
    with in_language("zh"):
        assert "对调" in says(verdict.datum)
    # As it should be, nothing is to be done.
    assert diagnose(put("firms", lon, lat), trusted=[homes]).datum == "wgs84"
