"""Lists as union offices keep them: their own headings, merged cells, two zones, odd encodings."""

from __future__ import annotations

import zipfile

import geopandas as gpd
import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geo import read
from geo.core.crs import from_wgs84
from geo.errors import DatumError, InputError
from geo.words import in_language

LON, LAT = (116.65123, 116.66123, 116.64123), (39.91123, 39.92123, 39.90123)
PAIRS = [f"{x},{y}" for x, y in zip(LON, LAT, strict=True)]


def book(path, rows, *, merged=()):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    for cells in merged:
        made.active.merge_cells(cells)
    made.save(path)
    return path


def columns_of(path, kind="firms", **how):
    return read.read_layer(path, kind, **how).columns


@pytest.mark.parametrize(
    ("name", "workers", "lon", "lat"),
    [
        ("单位全称", "用工人数", "经度", "纬度"),
        ("企业全称", "员工总人数", "东经", "北纬"),
        ("用人单位", "在职职工人数", "经度(E)", "纬度(N)"),
        ("工会全称", "职工人数（人）", "经度（东经）", "纬度（北纬）"),
        ("企业名", "人员数量", "lng", "lat"),
        ("市场主体名称", "参保人数", "中心点经度", "中心点纬度"),
        ("入驻企业", "用工数", "GPS经度", "GPS纬度"),
        ("建会单位", "在册职工", "某列", "另一列"),
    ],
)
def test_headings_in_use_are_understood(tmp_path, name, workers, lon, lat):
    rows = [("甲公司", 20, LON[0], LAT[0]), ("乙公司", 30, LON[1], LAT[1])]
    layer = read.read_layer(book(tmp_path / "a.xlsx", [(name, workers, lon, lat), *rows]), "firms")
    assert layer.columns == {"name": name, "workers": workers, "lon": lon, "lat": lat}
    assert layer.table["name"].tolist() == ["甲公司", "乙公司"]
    np.testing.assert_allclose(layer.lon, LON[:2])


@pytest.mark.parametrize(
    ("field", "heading", "other"),
    [
        ("members", "工会会员", "女会员数"),
        ("members", "入会人数", "女职工数"),
        ("street", "镇街名称", "备注"),
        ("street", "属地", "备注"),
        ("is_unionised", "是否成立工会", "备注"),
    ],
)
def test_further_columns_are_understood(tmp_path, field, heading, other):
    head = ("企业名称", "职工数", "经度", "纬度", other, heading)
    path = book(tmp_path / "a.xlsx", [head, ("甲公司", 20, LON[0], LAT[0], 1, 5)])
    assert columns_of(path)[field] == heading


FORMS = {
    "plain": PAIRS,
    "swapped": [f"{y}，{x}" for x, y in zip(LON, LAT, strict=True)],
    "wkt": [f"POINT({x} {y})" for x, y in zip(LON, LAT, strict=True)],
    "hemispheres": [f"N{y} E{x}" for x, y in zip(LON, LAT, strict=True)],
}


@pytest.mark.parametrize("form", FORMS)
def test_a_column_of_pairs_is_told_by_its_content(tmp_path, form):
    head = ("企业名称", "职工数", "电话", "某某拾取")
    phone = "010 65551234"  # two numbers, and no place
    rows = [("甲公司", 5, phone, cell) for cell in FORMS[form]]
    layer = read.read_layer(book(tmp_path / "a.xlsx", [head, *rows]), "firms")
    assert layer.columns["place"] == "某某拾取"
    np.testing.assert_allclose(layer.lon, LON)
    np.testing.assert_allclose(layer.lat, LAT)


def test_degrees_minutes_seconds_are_told_by_their_content(tmp_path):
    rows = [("甲公司", 5, "116°39′00″", "39°54′36″"), ("乙公司", 5, "116°39′36″", "39°55′12″")]
    path = book(tmp_path / "a.xlsx", [("企业名称", "职工数", "某列", "另一列"), *rows])
    layer = read.read_layer(path, "firms")
    np.testing.assert_allclose(layer.lon, [116.65, 116.66])
    np.testing.assert_allclose(layer.lat, [39.91, 39.92])


def test_two_columns_of_pairs_are_left_to_the_user(tmp_path):
    rows = [("甲公司", 5, cell, cell) for cell in PAIRS]
    path = book(tmp_path / "a.xlsx", [("企业名称", "职工数", "这里", "那里"), *rows])
    with pytest.raises(InputError, match="no column with coordinates"):
        read.read_layer(path, "firms")


@pytest.mark.parametrize(
    ("heading", "datum"),
    [
        ("坐标(高德)", "gcj02"),
        ("腾讯坐标", "gcj02"),
        ("gcj02_lnglat坐标", "gcj02"),
        ("百度经纬度", "bd09"),
        ("坐标（BD-09）", "bd09"),
        ("坐标（WGS-84）", "wgs84"),
        ("坐标（国家2000）", "cgcs2000"),
    ],
)
@pytest.mark.parametrize("asked", [None, "auto"])
def test_a_heading_that_names_the_datum_states_it(tmp_path, heading, datum, asked):
    moved = from_wgs84(np.array(LON), np.array(LAT), datum)
    rows = [("甲公司", 5, f"{x:.8f},{y:.8f}") for x, y in zip(*moved, strict=True)]
    path = book(tmp_path / "a.xlsx", [("企业名称", "职工数", heading), *rows])
    layer = read.read_layer(path, "firms", datum=asked)
    assert layer.source.datum_known
    assert layer.source.datum == datum
    np.testing.assert_allclose(layer.lon, LON, atol=1e-7)
    np.testing.assert_allclose(layer.lat, LAT, atol=1e-7)
    assert layer.table[f"{heading}_original"].tolist() == [r[2] for r in rows]
    # The user's own word counts more.
    other = read.read_layer(path, "firms", datum="wgs84")
    np.testing.assert_allclose(other.lon, moved[0], atol=1e-7)


def test_a_heading_that_names_two_datums_states_none(tmp_path):
    rows = [("甲公司", 5, cell) for cell in PAIRS]
    path = book(tmp_path / "a.xlsx", [("企业名称", "职工数", "坐标（高德或百度）"), *rows])
    assert not read.read_layer(path, "firms").source.datum_known


HEADS = {
    "merged": (
        [("企业名称", "人数", "", "坐标", ""), ("", "总数", "其中女", "经度", "纬度")],
        ("A1:A2", "B1:C1", "D1:E1"),
    ),
    "bare": ([("企业名称", "人数", "", "坐标", ""), ("", "总数", "其中女", "经度", "纬度")], ()),
    "English": (
        [("企业名称", "职工数", "女", "经度", "纬度"), ("name", "workers", "women", "lon", "lat")],
        (),
    ),
    "titled": (
        [
            ("永顺镇花名册", "", "", "", ""),
            ("基本情况", "", "", "位置", ""),
            ("企业名称", "职工数", "女", "经度", "纬度"),
        ],
        ("A1:E1", "A2:C2", "D2:E2"),
    ),
}
BODY = [("甲公司", 20, 5, LON[0], LAT[0]), ("公司", 30, 6, LON[1], LAT[1])]


@pytest.mark.parametrize("form", HEADS)
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_headings_in_two_rows(tmp_path, form, suffix):
    head, merged = HEADS[form]
    path = tmp_path / f"a.{suffix}"
    if suffix == "xlsx":
        book(path, [*head, *BODY], merged=merged)
    else:
        path.write_text("\n".join(",".join(map(str, r)) for r in [*head, *BODY]), encoding="utf-8")
    layer = read.read_layer(path, "firms")
    assert layer.table["name"].tolist() == ["甲公司", "公司"]
    assert layer.table["workers"].tolist() == [20, 30]
    assert layer.rows.tolist() == [len(head) + 1, len(head) + 2]
    assert layer.rejected.empty
    np.testing.assert_allclose(layer.lon, LON[:2])


@pytest.mark.parametrize("weight", [None, "1"])
def test_a_list_without_headings_does_not_lose_its_first_firm(tmp_path, weight):
    rows = [("甲公司", 20, LON[0], LAT[0]), ("乙公司", 30, LON[1], LAT[1])]
    said = {} if weight else {"workers": "20"}
    for name in ("a.xlsx", "a.csv"):
        if name == "a.xlsx":
            book(tmp_path / name, [tuple(map(str, r)) for r in rows])
        else:
            (tmp_path / name).write_text(
                "\n".join(",".join(map(str, r)) for r in rows), encoding="utf-8"
            )
        with pytest.raises(InputError, match=r"first row is a place.*甲公司"):
            read.read_layer(tmp_path / name, "firms", columns=said, weight=weight)
    pairs = book(tmp_path / "b.xlsx", [("甲公司", PAIRS[0]), ("乙公司", PAIRS[1])])
    with pytest.raises(InputError, match="first row is a place"):
        read.read_layer(pairs, "firms", weight="1")


def test_a_number_merged_over_several_firms_is_doubtful(tmp_path):
    """Ten workers merged over three firms may be ten in all; a street is meant for each."""
    rows = [("甲", 10, *p, "永顺镇") for p in zip(LON, LAT, strict=True)]
    rows[1] = ("乙", None, LON[1], LAT[1], None)
    rows[2] = ("丙", None, LON[2], LAT[2], None)
    head = ("企业名称", "职工数", "经度", "纬度", "所属街道")
    more = ("丁", 4, 116.655, 39.915, "梨园镇")
    path = book(tmp_path / "a.xlsx", [head, *rows, more], merged=("B2:B4", "E2:E4"))
    layer = read.read_layer(path, "firms")
    assert layer.table["workers"].tolist() == [10, 10, 10, 4]
    assert layer.table["street"].tolist() == ["永顺镇"] * 3 + ["梨园镇"]
    said = layer.doubtful[layer.doubtful["reason"].str.contains("merged")]
    assert said["row"].tolist() == [2, 3, 4]
    assert set(said["column"]) == {"职工数"}
    assert layer.source.n_read == 4


@settings(max_examples=30, deadline=None)
@given(
    lons=st.lists(st.floats(117.6, 119.4), min_size=3, max_size=12),
    is_northing_first=st.booleans(),
    stated=st.booleans(),
)
def test_a_list_over_the_border_of_two_zones(tmp_path_factory, lons, is_northing_first, stated):
    """Each row says its zone: 39 west of 118.5 degrees, 40 east of it."""
    lon, lat = np.array([117.9, 117.95, *lons]), 39.6 + 0.001 * np.arange(len(lons) + 2)
    zone = np.where(lon < 118.5, 39, 40)
    xy = [
        Transformer.from_crs(4490, 4527 if z == 39 else 4528, always_xy=True).transform(x, y)
        for x, y, z in zip(lon, lat, zone, strict=True)
    ]
    cells = [(y, x) if is_northing_first else (x, y) for x, y in xy]
    text = "\n".join(f"f{k},5,{a!r},{b!r}" for k, (a, b) in enumerate(cells))
    path = tmp_path_factory.mktemp("z") / "a.csv"
    path.write_text(f"企业名称,职工数,X坐标,Y坐标\n{text}\n", encoding="utf-8")
    most = "EPSG:4527" if (zone == 39).sum() >= (zone == 40).sum() else "EPSG:4528"
    layer = read.read_layer(path, "firms", datum=most if stated else None)
    np.testing.assert_allclose(layer.lon, lon, atol=1e-8)
    np.testing.assert_allclose(layer.lat, lat, atol=1e-8)
    again = read.restate(layer, layer.taken_for)
    np.testing.assert_allclose(again.lon, lon, atol=1e-8)


def test_a_row_without_the_zone_that_the_others_have_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    rows = ["甲,5,39620248.3,4386053.3", "乙,5,620348.3,4386053.3", "丙,5,39620448.3,4386153.3"]
    path.write_text("企业名称,职工数,X坐标,Y坐标\n" + "\n".join(rows), encoding="utf-8")
    layer = read.read_layer(path, "firms")
    assert layer.table["name"].tolist() == ["甲", "丙"]
    assert layer.rejected["row"].tolist() == [3]
    assert "number of the zone" in layer.rejected["reason"].iloc[0]
    with pytest.raises(DatumError, match="zone of 120"):
        read.read_layer(path, "firms", datum="EPSG:4549")


NAMES = ["永顺公司", "北京春昇体育文化产业园", "梨园镇第三食品厂"]


def shapefile(folder, encoding, *, cpg=None, page=None, names=NAMES):
    frame = gpd.GeoDataFrame(
        {"name": names, "workers": range(len(names))},
        geometry=gpd.points_from_xy(LON[: len(names)], LAT[: len(names)]),
        crs=4326,
    )
    frame.to_file(folder / "a.shp", encoding=encoding)
    (folder / "a.cpg").unlink()
    if cpg is not None:
        (folder / "a.cpg").write_text(cpg)
    if page is not None:
        data = bytearray((folder / "a.dbf").read_bytes())
        data[29] = page
        (folder / "a.dbf").write_bytes(data)
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for part in sorted(folder.glob("a.*")):
            if part != path:
                packed.write(part, part.name)
    return path


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
@pytest.mark.parametrize(
    ("cpg", "page"),
    [(None, 0), ("UTF-8", 0), ("936", 0), ("GBK\r\n", 0), ("1252", 0)]
    + [(None, p) for p in (0x03, 0x57, 0x4D, 0x01)],
)
def test_a_shapefile_whose_encoding_is_stated_wrongly(tmp_path, encoding, cpg, page):
    layer = read.read_layer(shapefile(tmp_path, encoding, cpg=cpg, page=page), "firms")
    assert layer.table["name"].tolist() == NAMES


@pytest.mark.parametrize("page", [0x03, 0x57])
def test_western_letters_stay_western(tmp_path, page):
    names = ["Café Müller", "Grüße aus Köln"] if page == 0x03 else ["Cafe", "Bar"]
    path = shapefile(tmp_path, "cp1252", page=page, names=names)
    assert read.read_layer(path, "firms").table["name"].tolist() == names


def test_texts_of_utf8_cut_off_at_the_end_of_their_cell(tmp_path):
    long = "永" * 84 + "ab"  # 254 bytes, all that a .dbf gives; here its last sign is cut off
    shapefile(tmp_path, "utf-8", names=[long, *NAMES[1:]])
    data = (tmp_path / "a.dbf").read_bytes()
    assert data.count("永ab".encode()) == 1
    (tmp_path / "a.dbf").write_bytes(data.replace("永ab".encode(), "永顺".encode()[:5]))
    layer = read.read_layer(tmp_path / "a.shp", "firms")
    assert layer.table["name"].tolist() == ["永" * 84, *NAMES[1:]]


def test_geoparquet_that_says_nobody_knows_the_system(tmp_path):
    frame = gpd.GeoDataFrame(
        {"name": NAMES, "workers": 5}, geometry=gpd.points_from_xy(LON, LAT), crs=None
    )
    frame.to_parquet(tmp_path / "a.parquet")
    assert not read.read_layer(tmp_path / "a.parquet", "firms").source.datum_known
    frame.set_crs(4326).to_parquet(tmp_path / "b.parquet")
    assert read.read_layer(tmp_path / "b.parquet", "firms").source.datum_known


def test_a_kml_in_utf16(tmp_path):
    text = (
        '<?xml version="1.0" encoding="UTF-16"?><kml><Placemark><name>甲公司</name>'
        "<Point><coordinates>116.65123,39.91123</coordinates></Point></Placemark></kml>"
    )
    (tmp_path / "a.kml").write_bytes(text.encode("utf-16"))
    layer = read.read_layer(tmp_path / "a.kml", "firms", weight="1")
    assert layer.table["name"].tolist() == ["甲公司"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_list_with_the_headings_of_the_findings_goes_round(tmp_path, language):
    """A list that was made of findings has columns 原因 and reason of its own."""
    own = ("reason", "remedy", "value", "row", "原因", "怎么办")
    head = ("企业名称", "职工数", "经度", "纬度", *own)
    rows = [
        ("甲", 10, LON[0], LAT[0], *range(6)),
        ("乙", "多", LON[1], LAT[1], *range(6, 12)),
        ("丙", "很多", LON[2], LAT[2], *range(12, 18)),
    ]
    with in_language(language):
        layer = read.read_layer(book(tmp_path / "a.xlsx", [head, *rows]), "firms")
        back = read.write_findings(layer, tmp_path / "back.xlsx")
        sheet = openpyxl.load_workbook(back)
        first = sheet.worksheets[0]
        column = [c.value for c in first[1]].index("职工数") + 1
        first.cell(2, column).value = 30
        sheet.save(back)
        whole = read.amend(layer, back)
    assert whole.table["workers"].tolist() == [10, 30]
    assert whole.source.n_read + whole.source.n_rejected == 3
    assert whole.rejected["row"].tolist() == [4]
    assert whole.rejected["row"].dtype == np.int64
    for name, value in zip(own, range(6, 12), strict=True):
        assert int(float(whole.table[name].iloc[1])) == value


@pytest.mark.parametrize(
    ("heading", "cell", "yuan"),
    [
        ("年租金（万元）", "5", 50_000),
        ("年租金（万元）", 5, 50_000),
        ("年租金（万元）", "5万元", 50_000),
        ("年租金（万元）", "50000元", 50_000),
        ("年租金（千元）", "5千元", 5000),
        ("年租金", "5万", 50_000),
        ("年租金", "1,200元", 1200),
    ],
)
def test_a_cell_that_says_its_unit_is_not_multiplied_twice(tmp_path, heading, cell, yuan):
    head = ("场地名称", "经度", "纬度", heading)
    path = book(tmp_path / "a.xlsx", [head, ("甲", LON[0], LAT[0], cell)])
    assert read.read_layer(path, "sites").table["cost_yuan"].tolist() == [yuan]


@pytest.mark.parametrize(
    ("heading", "cell", "m2"),
    [
        ("面积", "1.5亩", 1000.0),
        ("面积", "300㎡", 300.0),
        ("面积（亩）", "3", 2000.0),
        ("面积（亩）", "300平方米", 300.0),
        ("面积", "2公顷", 20_000.0),
    ],
)
def test_floor_area_in_its_own_unit(tmp_path, heading, cell, m2):
    head = ("场地名称", "经度", "纬度", heading)
    path = book(tmp_path / "a.xlsx", [head, ("甲", LON[0], LAT[0], cell)])
    np.testing.assert_allclose(read.read_layer(path, "sites").table["area_m2"], [m2])


def test_true_is_no_number(tmp_path):
    rows = [("甲", True, LON[0], LAT[0]), ("乙", 3, True, LAT[1]), ("丙", 4, LON[2], LAT[2])]
    path = book(tmp_path / "a.xlsx", [("企业名称", "职工数", "经度", "纬度"), *rows])
    layer = read.read_layer(path, "firms")
    assert layer.table["name"].tolist() == ["丙"]
    assert layer.rejected["row"].tolist() == [2, 3]


def test_a_doubt_about_merged_cells_names_the_row_of_the_sheet(tmp_path):
    head = ("企业名称", "职工数", "经度", "纬度")
    rows = [(None,) * 4, ("甲", 8, LON[0], LAT[0]), ("乙", None, LON[1], LAT[1])]
    path = book(tmp_path / "a.xlsx", [("花名册",), head, *rows], merged=("B4:B5",))
    layer = read.read_layer(path, "firms")
    said = layer.doubtful[layer.doubtful["reason"].str.contains("merged")]
    assert said["row"].tolist() == [4, 5]
