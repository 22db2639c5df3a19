"""The nearest homes against plain loops, and opening hours against what is written beside them."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import demo
from geo.core import Demand, Sites, Study
from geo.errors import InputError
from geo.explain import Names, locate, place_at, place_of_firm
from geo.explain.opening import open_spans, openness
from geo.travel import Straight, Street, Table
from geo.words import in_language

NOON = datetime.fromisoformat("2026-07-03T12:00")  # a Friday
CRS = "EPSG:32650"
EAST, NORTH = 500_000.0, 4_400_000.0

places = st.lists(
    st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000)), min_size=1, max_size=12
)


def town(firms, sites, status="existing", **columns) -> Study:
    """Lay firms and sites out around a corner of Beijing, in whole metres."""

    def at(points):
        return [EAST + p[0] for p in points], [NORTH + p[1] for p in points]

    demand = Demand.from_arrays(
        *at(firms), [10] * len(firms), crs=CRS,
        table=pd.DataFrame({"name": [f"企业{i}" for i in range(len(firms))]}),
    )  # fmt: skip
    table = pd.DataFrame({"name": [f"职工之家{j}" for j in range(len(sites))], **columns})
    return Study("t", demand, Sites.from_arrays(*at(sites), status, crs=CRS, table=table))


@settings(max_examples=60)
@given(firm=st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000)), sites=places,
       n=st.integers(1, 5), detour=st.sampled_from([1.0, 1.3]))  # fmt: skip
def test_the_nearest_are_those_a_loop_finds(firm, sites, n, detour):
    study = town([firm], sites)
    found = locate(study, place_of_firm(study, 0), mode=Straight(detour), at=NOON, n=n)
    wanted = []
    for j, (x, y) in enumerate(sites):
        wanted.append((detour * math.sqrt((x - firm[0]) ** 2 + (y - firm[1]) ** 2), j))
    wanted.sort()
    assert [h.site_id for h in found.homes] == [j for _m, j in wanted[:n]]
    assert [h.metres for h in found.homes] == pytest.approx([m for m, _j in wanted[:n]], abs=1e-6)
    assert [h.minutes for h in found.homes] == pytest.approx([m / 80 for m, _j in wanted[:n]])


def test_only_open_homes_count_and_a_plan_opens_more():
    study = town([(0, 0)], [(10, 0), (20, 0), (30, 0)], ["forbidden", "candidate", "existing"])
    here = place_of_firm(study, 0)
    today = locate(study, here, mode=Straight(), at=NOON)
    assert [(h.site_id, h.is_new) for h in today.homes] == [(2, False)]
    planned = locate(study, here, mode=Straight(), at=NOON, open_ids=(2, 1))
    assert [(h.site_id, h.is_new) for h in planned.homes] == [(1, True), (2, False)]
    with pytest.raises(InputError, match="7"):
        locate(study, here, mode=Straight(), at=NOON, open_ids=(7,))


@pytest.mark.parametrize("name", ["yongshun", "helsinki"])
def test_along_streets_the_study_says_the_same(name):
    """One firm at a time finds what the whole reach holds, and the line is as long as it says."""
    study = demo(name)
    sites = study.sites.take(np.arange(len(study.sites)))
    study = replace(study, sites=replace(sites, status=np.full(len(sites), "existing")))
    few = study.demand.take(np.arange(0, len(study.demand), max(1, len(study.demand) // 12)))
    rule = Street()
    graph = rule.reach(study.demand, sites.take(np.arange(1)), 50.0).graph
    whole = replace(rule, graph=graph).reach(few, sites, 6000.0).distance_m.toarray()
    for i, firm_id in enumerate(few.ids):
        known = sorted(m for m in whole[i] if m > 0)[:3]
        found = locate(study, place_of_firm(study, firm_id), mode=rule, at=NOON, n=3)
        got = [h.metres for h in found.homes]
        assert got[: len(known)] == pytest.approx(known, abs=1e-3)
        for home in found.homes:
            if home.is_along_streets:
                assert length_m(home.line) == pytest.approx(home.metres, rel=0.01, abs=5)


def length_m(line) -> float:
    """Add up a line of degrees on the mean sphere."""
    total = 0.0
    for (lon_a, lat_a), (lon_b, lat_b) in pairwise(line):
        a, b = math.radians(lat_a), math.radians(lat_b)
        u = math.sin((b - a) / 2) ** 2
        v = math.cos(a) * math.cos(b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
        total += 2 * 6_371_008.8 * math.asin(math.sqrt(u + v))
    return total


def test_a_table_knows_its_firms_only():
    study = town([(0, 0), (5, 5)], [(10, 0), (20, 0)])
    mode = Table(np.array([[900.0, 300.0], [np.inf, 70.0]]))
    first = locate(study, place_of_firm(study, 0), mode=mode, at=NOON)
    assert [(h.site_id, h.metres) for h in first.homes] == [(1, 300.0), (0, 900.0)]
    second = locate(study, place_of_firm(study, "1"), mode=mode, at=NOON)
    assert [(h.site_id, h.metres) for h in second.homes] == [(1, 70.0)]
    point = place_at(study, second.place.lon, second.place.lat)
    with pytest.raises(InputError, match="firms of its list"):
        locate(study, point, mode=mode, at=NOON)


def test_what_a_home_is_comes_along():
    study = town([(0, 0)], [(80, 0)], hours=["Mo-Fr 9:00-18:00"], kind=["驿站"], host=[None],
                 area_m2=["60"], 服务=["饮水、充电"])  # fmt: skip
    home = locate(study, place_of_firm(study, 0), mode=Straight(), at=NOON).homes[0]
    assert (home.kind, home.host, home.area_m2, home.services) == ("驿站", "", 60.0, "饮水、充电")
    with in_language("en"):
        assert str(home) == "职工之家0: 80 m, 1 min on foot; open now, until 18:00"
    record = home.record()
    assert record["until"] == "2026-07-03T18:00"
    assert record["is_open"] is True


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("F0001", "firms", "示例食品001"),
        ("示例食品001", "firms", "示例食品001"),
        ("slsp001", "firms", "示例食品001"),
        ("chunhua", "areas", "示例春华社区"),
        ("hetangshequzhigongzhijia", "homes", "示例荷塘社区职工之家"),
    ],
)
def test_a_name_finds_its_place(text, kind, name):
    best = Names(demo("yongshun")).find(text)[0]
    assert (best.kind, best.name) == (kind, name)


def test_a_street_stands_for_its_middle_and_hides_the_area_of_its_name():
    study = demo("helsinki")
    graph = Street().reach(study.demand, study.sites, 50.0).graph
    hits = [p for p in Names(study, graph).find("Aleksanterinkatu") if p.name == "Aleksanterinkatu"]
    assert [p.kind for p in hits] == ["streets"]
    assert (hits[0].lon, hits[0].lat) == pytest.approx((24.9462, 60.1689), abs=0.003)


@pytest.mark.parametrize(("lon", "lat"), [(39.9, 116.65), (116.65, float("nan")), (24.9, 60.2)])
def test_a_place_that_cannot_be_meant_is_refused(lon, lat):
    with pytest.raises(InputError):
        place_at(demo("yongshun"), lon, lat)


# --- opening hours -------------------------------------------------------------------------------

MONDAY = datetime.fromisoformat("2026-06-29")
OPEN = {  # hours -> spans of minutes from Monday, written by hand
    "每日 9:00-21:00": [(d * 1440 + 540, d * 1440 + 1260) for d in range(7)],
    "周一至周五 11:30-13:30、17:30-21:00": [
        (d * 1440 + a, d * 1440 + b) for d in range(5) for a, b in ((690, 810), (1050, 1260))
    ],
    "Su-Th 22:00-02:00": [(d * 1440 + 1320, d * 1440 + 1560) for d in (-1, 0, 1, 2, 3, 6)],
    "24/7": [(0, 10080)],
}


@given(hours=st.sampled_from(sorted(OPEN)), minute=st.integers(0, 10079), s=st.integers(0, 59))
def test_open_now_is_what_the_hours_say(hours, minute, s):
    def is_open(m: int) -> bool:
        return any(a <= m % 10080 < b for a, b in OPEN[hours])

    said = openness(hours, MONDAY + timedelta(minutes=minute, seconds=s))
    assert said.is_open == is_open(minute)
    change = next((k for k in range(1, 10081) if is_open(minute + k) != is_open(minute)), None)
    wanted = None if change is None else MONDAY + timedelta(minutes=minute + change)
    assert said.until == wanted


@pytest.mark.parametrize("hours", sorted(OPEN))
def test_spans_hold_every_open_minute(hours):
    minutes = {m for a, b in open_spans(hours) for m in range(a, b)}
    assert minutes == {m % 10080 for a, b in OPEN[hours] for m in range(a, b)}


def test_what_cannot_be_read_is_not_known():
    assert openness("问门卫", NOON).is_open is None
    assert open_spans("问门卫") is None
    assert open_spans("Mo off") == ()


@pytest.mark.parametrize(
    ("hours", "at", "zh", "en"),
    [
        ("每日 9:00-21:00", NOON, "现在开放，至21:00", "open now, until 21:00"),
        ("周末 9:00-21:00", NOON, "现在未开放，周六09:00开放", "closed now, opens Saturday 09:00"),
        ("Mo-Fr 18:00-24:00", NOON, "现在未开放，18:00开放", "closed now, opens 18:00"),
        ("Mo-Fr 11:00-24:00", NOON, "现在开放，至24:00", "open now, until 24:00"),
        ("24/7", NOON, "全天开放", "open day and night"),
        ("Mo off", NOON, "不开放", "closed"),
        ("", NOON, "开放时间不详", "opening hours not known"),
    ],
)
def test_it_is_said_in_both_languages(hours, at, zh, en):
    said = openness(hours, at)
    with in_language("zh"):
        assert str(said) == zh
    with in_language("en"):
        assert str(said) == en
