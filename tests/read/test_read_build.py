"""Layers into a study."""

from __future__ import annotations

import numpy as np
import pytest

from geo import read
from geo.core.crs import from_wgs84, lonlat
from geo.errors import InputError

FIRMS = """编号,名称,经度,纬度,职工数,街道
f1,甲,116.65,39.91,12,永顺
f2,乙,116.66,39.92,7,永顺
f3,丙,,39.92,7,永顺
"""
HOMES = "编号,名称,经度,纬度,状态\n1,老家,116.655,39.915,\n2,关了,116.657,39.915,已关闭\n"
VENUES = """编号,名称,经度,纬度,状态,容量,年费用
1,体育园,116.651,39.911,必选,300,20000
3,茶馆,116.661,39.921,,,0
4,棋院,116.66,39.92,禁用,50,1
"""


@pytest.fixture
def layers(tmp_path):
    def layers(**text):
        made = {}
        for kind, content in text.items():
            path = tmp_path / f"{kind}.csv"
            path.write_text(content, encoding="utf-8")
            made[kind] = read.read_layer(path, kind)
        return made

    return layers


def test_a_study_holds_what_was_read(layers):
    study = read.build_study(
        "永顺", **layers(firms=FIRMS, homes=HOMES, sites=VENUES), small_firm_line=25
    )
    assert study.demand.ids.tolist() == ["f1", "f2"]
    assert study.demand.weight.tolist() == [12, 7]
    assert study.demand.table["name"].tolist() == ["甲", "乙"]
    assert study.sites.ids.tolist() == ["H1", "H2", "V1", "V3", "V4"]
    assert study.sites.status.tolist() == [
        "existing",
        "forbidden",
        "required",
        "candidate",
        "forbidden",
    ]
    assert study.sites.table["name"].tolist() == ["老家", "关了", "体育园", "茶馆", "棋院"]
    assert [s.layer for s in study.sources] == ["firms", "homes", "sites"]
    assert study.rejected[["source", "row"]].to_numpy().tolist() == [["firms.csv", 4]]
    assert study.small_firm_line == 25
    lon, lat = lonlat(study.demand.x, study.demand.y, study.demand.crs)
    np.testing.assert_allclose(lon, [116.65, 116.66], atol=1e-10)
    np.testing.assert_allclose(lat, [39.91, 39.92], atol=1e-10)
    # One hundredth of a degree each way, on the sphere: 853 m east, 1,110 m north.
    assert np.hypot(np.diff(study.demand.x), np.diff(study.demand.y))[0] == pytest.approx(
        1401, rel=0.005
    )


def test_ids_that_do_not_clash_stay_as_they_are(layers):
    study = read.build_study(
        "s",
        **layers(
            firms=FIRMS, homes=HOMES.replace("1,老", "h1,老").replace("2,关", "h2,关"), sites=VENUES
        ),
    )
    assert study.sites.ids.tolist() == ["h1", "h2", "1", "3", "4"] or study.sites.ids.tolist() == [
        "h1",
        "h2",
        1,
        3,
        4,
    ]


def test_venues_alone_keep_capacity_and_cost_where_all_have_them(layers):
    study = read.build_study("s", **layers(firms=FIRMS, sites=VENUES))
    assert study.sites.capacity is None
    assert study.sites.cost.tolist() == [20000, 0, 1]


def test_firms_alone_are_a_study(layers):
    study = read.build_study("s", **layers(firms=FIRMS))
    assert len(study.sites) == 0
    assert study.sites.crs == study.demand.crs


@pytest.mark.parametrize("place", ["0.65,39.91", "39.91,16.65", "113.0,22.5"])
def test_places_far_from_every_firm_are_named(layers, place):
    text = f"编号,名称,经度,纬度\n9,远方,{place}\n"
    made = layers(firms=FIRMS, sites=text)
    with pytest.raises(
        InputError, match=r"sites.csv: 1 places lie more than 100 km from every firm: 远方"
    ):
        read.build_study("s", **made)


def test_a_folder_is_a_study(tmp_path):
    folder = tmp_path / "永顺镇"
    folder.mkdir()
    (folder / "企业.csv").write_bytes(FIRMS.encode("gb18030"))
    (folder / "职工之家.csv").write_bytes(HOMES.encode("gb18030"))
    (folder / "说明.txt").write_text("x", encoding="utf-8")
    study = read.read_study(folder)
    assert (study.name, len(study.demand), len(study.sites)) == ("永顺镇", 2, 2)
    (folder / "场地.csv").write_bytes(VENUES.encode("gb18030"))
    assert len(read.read_study(folder, datum="gcj02").sites) == 5
    (folder / "venues.csv").write_bytes(VENUES.encode("gb18030"))
    with pytest.raises(InputError, match=r"two files for one layer: venues.csv, 场地.csv"):
        read.read_study(folder)


def test_a_folder_without_firms_says_what_to_put_there(tmp_path):
    with pytest.raises(InputError, match=r"no list of firms. Put firms.xlsx"):
        read.read_study(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        read.read_study(tmp_path / "none")


def test_the_datum_moves_firms_by_half_a_kilometre(tmp_path):
    gx, gy = from_wgs84([116.65, 116.66], [39.91, 39.92], "gcj02")
    text = "经度,纬度,n\n" + "".join(f"{x:.9f},{y:.9f},1\n" for x, y in zip(gx, gy, strict=True))
    path = tmp_path / "f.csv"
    path.write_text(text, encoding="utf-8")
    taken, stated = read.read_layer(path, "firms"), read.read_layer(path, "firms", datum="gcj02")
    moved = np.hypot((taken.lon - stated.lon) * 85_300, (taken.lat - stated.lat) * 111_000)
    assert ((moved > 450) & (moved < 600)).all()
    assert (taken.source.datum_known, stated.source.datum_known) == (False, True)
