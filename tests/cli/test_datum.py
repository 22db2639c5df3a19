"""``--datum auto`` converts what can be told, and stops with status 2 and the choices where not."""

from __future__ import annotations

import math
import re
from itertools import combinations

import numpy as np
import pytest
from pyproj import Transformer

from geo.cli import main
from geo.core.crs import from_wgs84

TRADES = ("印刷", "食品", "物流", "电子", "包装")
NAMES = [f"{a}{b}公司" for a in ("永顺", "潞城", "梨园") for b in TRADES]
CHOICES = ("WGS-84 or CGCS2000", "GCJ-02", "BD-09", "corrected once too often", "another shift")
EAST, NORTH = 1 / 85_300, 1 / 111_000


def town(n, seed):
    rng = np.random.default_rng(seed)
    middles = np.random.default_rng(5).normal(0, 2500, (25, 2))
    xy = middles[rng.integers(0, 25, n)] + rng.laplace(0, 90, (n, 2))
    return 116.65 + xy[:, 0] * EAST, 39.91 + xy[:, 1] * NORTH


@pytest.fixture
def put(tmp_path):
    def put(name, x, y, names=None, head="经度,纬度"):
        names = [f"{name}{k}" for k in range(len(x))] if names is None else names
        lines = [f"{n},{a:.7f},{b:.7f},7" for n, a, b in zip(names, x, y, strict=True)]
        path = tmp_path / f"{name}.csv"
        path.write_text(f"名称,{head},职工数\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return path

    return put


def plan(capsys, *more, firms, sites):
    args = ["plan", "--firms", firms, "--sites", sites, "--new", 2, "--radius-m", 700, *more]
    status = main([str(a) for a in args])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_auto_converts_by_known_places_and_says_what_that_changes(put, capsys):
    lon, lat = town(15, 1)
    firms = put("firms", *from_wgs84(lon, lat, "gcj02"), NAMES)
    known = put("known", lon[:7], lat[:7], NAMES[:7])
    sites = put("venues", *from_wgs84(lon[:8], lat[:8], "gcj02"), NAMES[:8])
    status, said, _err = plan(capsys, "--datum", "auto", "--known", known, firms=firms, sites=sites)
    assert status == 0
    assert "firms.csv: GCJ-02 (Amap, Tencent), 100.0% sure (by 7 matched names)" in said
    assert "venues.csv: GCJ-02" in said
    assert "do not fit" not in said
    claimed, true = map(int, re.findall(r"claimed (\d+) covered .* cover (\d+)\.", said)[0])
    spots, here = list(zip(lon, lat, strict=True)), from_wgs84(lon, lat, "gcj02")
    pairs = [[spots[i], spots[j]] for i, j in combinations(range(8), 2)]
    claims = [covered(list(zip(*here, strict=True)), pair) for pair in pairs]
    assert claimed == max(claims)
    best = [pair for pair, claim in zip(pairs, claims, strict=True) if claim == claimed]
    assert true in {covered(spots, pair) for pair in best}


def covered(firms, sites):
    """Count workers within 700 m, by plain loops."""

    def apart(a, b):
        return math.hypot((a[0] - b[0]) / EAST, (a[1] - b[1]) / NORTH)

    return 7 * sum(any(apart(firm, site) <= 700 for site in sites) for firm in firms)


def test_auto_stops_with_the_choices_where_it_cannot_tell(put, capsys):
    lon, lat = town(40, 1)
    firms, sites = put("firms", lon, lat), put("venues", *town(10, 2))
    known = put("known", lon[:2], lat[:2])
    status, _said, err = plan(capsys, "--datum", "auto", "--known", known, firms=firms, sites=sites)
    assert status == 2
    for choice in CHOICES:
        assert choice in err
    assert "Match five names" in err
    assert "Traceback" not in err


def test_auto_without_anything_known_says_that_lists_are_only_compared(put, capsys):
    firms = put("firms", *from_wgs84(*town(200, 1), "gcj02"))
    status, _said, err = plan(
        capsys, "--datum", "auto", firms=firms, sites=put("venues", *town(150, 2))
    )
    assert status == 2
    assert "can only be compared with one another" in err
    assert "firms.csv and venues.csv do not fit" in err


def test_auto_finds_the_zone_of_metres(put, capsys):
    lon, lat = town(15, 1)
    move = Transformer.from_crs("EPSG:4326", "EPSG:32650", always_xy=True)
    firms = put("firms", *move.transform(lon, lat), NAMES, head="x,y")
    known = put("known", *town(15, 1), NAMES)
    sites = put("venues", *town(150, 1))
    status, said, _err = plan(capsys, "--datum", "auto", "--known", known, firms=firms, sites=sites)
    assert status == 0
    assert "metres of EPSG:32650, WGS-84 or CGCS2000" in said


def test_a_zone_can_be_stated_and_nonsense_cannot(put, capsys):
    move = Transformer.from_crs("EPSG:4326", "EPSG:4548", always_xy=True)
    firms = put("firms", *move.transform(*town(30, 1)), head="x,y")
    sites = put("venues", *move.transform(*town(30, 2)), head="x,y")
    assert plan(capsys, "--datum", "EPSG:4548", firms=firms, sites=sites)[0] == 0
    with pytest.raises(SystemExit) as stop:
        plan(capsys, "--datum", "wgs48", firms=firms, sites=sites)
    assert stop.value.code == 2
    assert "wgs48" in capsys.readouterr().err


def test_lists_that_do_not_fit_are_named_though_their_datum_was_stated(put, capsys):
    firms = put("firms", *from_wgs84(*town(200, 1), "bd09"))
    sites = put("venues", *town(150, 2))
    status, said, _err = plan(capsys, "--datum", "wgs84", firms=firms, sites=sites)
    assert status == 0
    assert "firms.csv and venues.csv do not fit" in said
    lon, lat = from_wgs84(116.65, 39.91, "bd09")
    far = math.hypot((lon - 116.65) / EAST, (lat - 39.91) / NORTH)
    metres = int(said.split("they lie ")[1].split(" m")[0])
    assert abs(metres - far) < 60
    again = put("firms", *town(200, 1))
    assert "do not fit" not in plan(capsys, "--datum", "wgs84", firms=again, sites=sites)[1]


def test_check_takes_a_zone_and_says_the_datum(put, capsys):
    move = Transformer.from_crs("EPSG:4326", "EPSG:4548", always_xy=True)
    firms = put("firms", *move.transform(*town(30, 1)), head="x,y")
    assert main(["check", str(firms)]) == 2
    remedy = re.search(r"--datum (EPSG:\d+)", capsys.readouterr().err)
    assert remedy is not None
    assert main(["check", str(firms), "--datum", remedy[1]]) == 0
    assert re.search(r"datum +CGCS2000", capsys.readouterr().out)
    degrees = put("firms", *town(30, 1))
    assert main(["check", str(degrees)]) == 0
    assert "WGS-84 (taken, not known)" in capsys.readouterr().out
    shifted = put("firms", *from_wgs84(*town(30, 1), "gcj02"), head="高德经度,高德纬度")
    assert main(["check", str(shifted)]) == 0
    assert re.search(r"GCJ-02 -> WGS-84 \(5\d\d m\)", capsys.readouterr().out)
    with pytest.raises(SystemExit) as stop:
        main(["check", str(degrees), "--datum", "mars"])
    assert stop.value.code == 2
    metres = put("metres", *move.transform(*town(30, 1)), head="x,y")
    assert main(["check", str(metres), "--datum", "auto"]) == 2  # no zone, so no places to speak of
    assert "rows =" not in capsys.readouterr().out


def test_nothing_is_said_of_plans_where_there_are_no_sites_yet(put, capsys):
    x, y = town(60, 1)
    firms = put("firms", *from_wgs84(x, y, "gcj02"))
    known = put("known", x[:8], y[:8], [f"firms{k}" for k in range(8)])
    call = ["plan", "--firms", str(firms), "--known", str(known), "--datum", "auto"]
    assert main([*call, "--candidates", "kmeans", "--new", "2", "--radius-m", "800"]) == 0
    said = capsys.readouterr().out
    assert "GCJ-02" in said
    assert "would have claimed" not in said


def check(capsys, path, *more):
    status = main([str(a) for a in ("check", path, "--datum", "auto", *more)])
    told = capsys.readouterr()
    return status, told.out, told.err


@pytest.mark.parametrize("kind", ["firms", "sites"])
@pytest.mark.parametrize("truth", ["gcj02", "wgs84"])
def test_check_finds_the_datum_before_anything_is_planned(put, capsys, kind, truth):
    lon, lat = town(15, 1)
    path = put("list", *from_wgs84(lon, lat, truth), NAMES)
    known = put("known", lon[:7], lat[:7], NAMES[:7])
    status, said, _err = check(capsys, path, "--kind", kind, "--known", known)
    assert status == 0
    assert "15 rows = 15 used + 0 rejected" in said
    assert "by 7 matched names" in said
    assert ("GCJ-02 -> WGS-84" in said) == (truth == "gcj02")


def test_check_says_all_else_where_it_cannot_tell_the_datum(put, capsys, tmp_path):
    lon, lat = town(15, 1)
    path, out = put("list", lon, lat, NAMES), tmp_path / "found.xlsx"
    status, said, err = check(capsys, path, "--out", out)
    assert status == 2
    assert "15 rows = 15 used + 0 rejected" in said
    assert "Give places of known position" in err
    assert "or state the datum of one" in err
    assert "On the command line: --known … / --datum …" in err
    assert out.is_file()
    known = put("known", lon[:2], lat[:2], NAMES[:2])
    status, _said, err = check(capsys, path, "--known", known)
    assert status == 2
    assert "Match five names" in err
