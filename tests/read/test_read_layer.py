"""Files as offices keep them, and what is said about those that cannot be used."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from old_excel import write_xls

from geo import read
from geo.core.crs import from_wgs84, transform
from geo.errors import DatumError, DuplicateIdError, InputError, MissingColumnError

from lists import GOOD, csv_text


@pytest.fixture
def put(tmp_path):
    """Write text or bytes under a name and read it."""

    def put(content, kind="firms", name="firms.csv", **wish):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read.read_layer(path, kind, **wish)

    return put


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators(put, encoding, separator):
    layer = put(csv_text(GOOD, separator).encode(encoding))
    assert layer.table["name"].tolist() == ["甲公司", "乙,公司", '丙"公司"']
    assert layer.lon.tolist() == [116.65, 116.66, 116.67]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends(put, end, last):
    text = csv_text(GOOD[:1]).replace("\r\n", end)
    assert len(put(text if last else text.rstrip())) == 1


def test_titles_blank_lines_and_totals(put):
    text = (
        "永顺镇企业名单,,,,\n制表日期：2024年5月,,,,\n\n"
        + csv_text(GOOD[:2])
        + ",,,,\n\n,合计,,,19\n,,,,\n"
    )
    layer = put(text)
    assert layer.table["workers"].tolist() == [12, 7]
    assert layer.rejected[["row", "reason"]].to_numpy().tolist() == [
        [9, "a sum of other rows, not a place"]
    ]


def test_a_line_with_too_many_cells_is_refused_alone(put):
    layer = put("name,lon,lat,workers\na,116.1,39.1,5\nb,c,116.1,39.1,5\nd,116.2,39.2,6\ne,116.2\n")
    assert layer.table["name"].tolist() == ["a", "d"]
    assert layer.rejected["row"].tolist() == [3, 5]
    assert layer.rejected["reason"].tolist() == ["5 cells where the header has 4", "no coordinates"]


def test_a_line_break_inside_a_cell_is_one_row(put):
    layer = put('name,lon,lat,workers\n"a\nb",116.1,39.1,5\nc,116.1,39.1,-5\n')
    assert layer.table["name"].tolist() == ["a\nb"]
    assert layer.rejected["row"].tolist() == [3]


def test_a_quotation_mark_never_closed_swallows_nothing(put):
    with pytest.raises(InputError, match=r"firms.csv: row 3 .* quotation mark"):
        put('name,lon,lat,workers\na,116.1,39.1,5\n"b,116.1,39.1,5\nc,116.1,39.1,5\n')


def test_fast_and_careful_reading_agree(put):
    rng = np.random.default_rng(5)
    rows = [
        {
            "企业编号": f"k{i}",
            "企业名称": f"企业{i}",
            "经度": f"{116 + rng.random():.6f}",
            "纬度": f"{39 + rng.random():.6f}",
            "职工数": str(rng.integers(-3, 90)),
        }
        for i in range(500)
    ]
    plain = csv_text(rows)
    quoted = plain.replace("企业7,", '"企业7",', 1)
    fast, careful = put(plain), put(quoted)
    pd.testing.assert_frame_equal(fast.table, careful.table)
    pd.testing.assert_frame_equal(fast.rejected, careful.rejected)


def test_ids(put):
    def ids(column, values):
        lines = [f"{v},116.1,39.1,5" for v in values]
        return put(f"{column},lon,lat,workers\n" + "\n".join(lines)).table["id"].tolist()

    assert ids("id", [1, 2, 3]) == [1, 2, 3]
    assert ids("编号", ["007", "008"]) == ["007", "008"]
    assert ids("序号", [1, 2, 1]) == [2, 3, 4]
    assert ids("别的", [1, 1]) == [2, 3]
    assert ids("信用代码", ["91110112MA01", "91110112MA02"]) == ["91110112MA01", "91110112MA02"]
    assert ids("id", ["a", "", "b"]) == ["a", "row 3", "b"]
    with pytest.raises(
        DuplicateIdError,
        match=r"column id gives 2 ids more than once: 'a' in rows 2, 4; 'b' in rows 3, 5",
    ):
        ids("id", ["a", "b", "a", "b", "c"])


def test_a_repeated_id_on_a_refused_row_is_no_obstacle(put):
    assert put("id,lon,lat,workers\na,116.1,39.1,5\na,,,5\n").table["id"].tolist() == ["a"]


def test_workers_must_be_known(put):
    with pytest.raises(
        MissingColumnError,
        match=r"firms.csv: no column with the number of workers. The file has: 名, lon, lat, 人头",
    ):
        put("名,lon,lat,人头\na,116.1,39.1,5\n")
    assert put("名,lon,lat,人头\na,116.1,39.1,5\n", weight="人头").table["workers"].tolist() == [5]
    assert put("名,lon,lat,人头\na,116.1,39.1,5\n", columns={"workers": "人头"}).table[
        "workers"
    ].tolist() == [5]
    assert put("名,lon,lat\na,116.1,39.1\n", weight="1").table["workers"].tolist() == [1]
    with pytest.raises(MissingColumnError, match=r"there is no column '人数'"):
        put("名,lon,lat,人头\na,116.1,39.1,5\n", weight="人数")
    assert len(put("名,lon,lat\na,116.1,39.1\n", kind="sites")) == 1
    assert len(put("名,lon,lat\na,116.1,39.1\n", kind="homes")) == 1


def test_members_can_be_the_weight_and_stay_members(put):
    layer = put("lon,lat,职工数,会员数\n116.1,39.1,9,5\n", weight="会员数")
    assert layer.table[["workers", "members"]].to_numpy().tolist() == [[5, 5]]


def test_the_user_s_word_wins(put):
    text = "lon,lat,经,纬,人数,职工总数\n1,2,116.1,39.1,5,50\n"
    layer = put(text, columns={"lon": "经", "lat": "纬", "workers": "职工总数", "capacity": "xyz"})
    assert (layer.lon[0], layer.lat[0], layer.table["workers"][0]) == (116.1, 39.1, 50)
    assert layer.columns["workers"] == "职工总数"
    assert {"lon", "lat", "人数", "经_original", "纬_original"} <= set(layer.table)
    with pytest.raises(
        MissingColumnError, match=r"no column 'zzz' .wanted for lon.*The file has: lon, lat"
    ):
        put(text, columns={"lon": "zzz"})
    with pytest.raises(InputError, match="Unknown column name 'size'"):
        put(text, columns={"size": "人数"})


def test_no_coordinates_is_one_clear_error(put):
    with pytest.raises(
        MissingColumnError, match=r"firms.csv: no column with coordinates. The file has: 名, 人数"
    ):
        put("名,人数\na,5\n")


@pytest.mark.parametrize(
    ("lon", "lat", "reason"),
    [
        ("", "39", "no coordinates"), ("116", "", "no coordinates"),
        ("nan", "39", "not a coordinate"), ("inf", "39", "not a coordinate"),
        ("-inf", "39", "not a coordinate"),
        ("0", "0", "coordinates 0, 0: what a failed address search writes"),
        ("181", "39", "outside the range of coordinates (lon -180 to 180, lat -90 to 90)"),
        ("x", "39", "not a coordinate"),
        ("116.1", "1e30", "outside the range of coordinates (lon -180 to 180, lat -90 to 90)"),
    ],
)  # fmt: skip
def test_a_bad_coordinate_is_refused_with_its_reason(put, lon, lat, reason):
    layer = put(f"lon,lat,n\n116.1,39.1,5\n{lon},{lat},6\n116.2,39.2,7\n")
    assert layer.table["workers"].tolist() == [5, 7]
    assert layer.rejected[["row", "reason"]].to_numpy().tolist() == [[3, reason]]


def test_exchanged_columns_are_put_right_and_said(put):
    layer = put("lon,lat,n\n39.123,116.123,5\n39.234,116.234,6\n")
    assert layer.lon.tolist() == [116.123, 116.234]
    assert layer.lat.tolist() == [39.123, 39.234]
    assert layer.doubtful["row"].tolist() == [2, 3]
    assert "wrong way round" in layer.doubtful["reason"][0]


@pytest.mark.parametrize("lon", [90.001, 91.123, 180.0])
def test_exchanged_columns_are_seen_from_ninety_degrees_on(put, lon):
    layer = put(f"lon,lat,n\n29.654,{lon},5\n")
    assert (layer.lon[0], layer.lat[0]) == (lon, 29.654)
    assert put("lon,lat,n\n10.5,90.0,5\n").lon.tolist() == [10.5]  # the pole is a place


def test_nothing_usable_is_one_clear_error(put):
    with pytest.raises(
        InputError,
        match=r"none of the 2 rows can be used. Row 2, column lon: no coordinates .*fill in lon",
    ):
        put("lon,lat,n\n,,5\n,,6\n")


@pytest.mark.parametrize(
    ("cells", "swapped"),
    [
        (["116.1,39.1", "116.2,39.2"], False),
        (["39.1,116.1", "39.2，116.2"], True),
        (["(116.1 39.1)", "POINT(116.2 39.2)"], False),
    ],
)
def test_one_column_of_coordinates(put, cells, swapped):
    layer = put("坐标;n\n" + "\n".join(f"{c};5" for c in cells))
    assert layer.lon.tolist() == [116.1, 116.2]
    assert layer.lat.tolist() == [39.1, 39.2]


def test_an_undecided_pair_goes_by_its_heading(put):
    assert put("坐标;n\n24.9,60.2;5\n").lon.tolist() == [24.9]
    assert put("lat/lng;n\n60.2,24.9;5\n", columns={"place": "lat/lng"}).lon.tolist() == [24.9]
    assert put("纬度经度;n\n60.2,24.9;5\n").lon.tolist() == [24.9]


@pytest.mark.parametrize(
    ("system", "stated", "headings"),
    [
        ("EPSG:4548", "EPSG:4548", "x,y"),
        ("EPSG:4527", None, "x,y"),
        ("EPSG:4498", None, "x,y"),
        ("EPSG:4548", "EPSG:4548", "y,x"),
        ("EPSG:4527", None, "y,x"),
        ("EPSG:32650", "EPSG:32650", "x,y"),
        ("EPSG:3857", "EPSG:3857", "x,y"),
    ],
)
def test_metres_are_read_in_their_zone(put, system, stated, headings):
    x, y = transform([116.65, 117.1], [39.91, 39.95], "EPSG:4326", system)
    text = f"{headings},n\n" + "".join(f"{a:.4f},{b:.4f},5\n" for a, b in zip(x, y, strict=True))
    layer = put(text, datum=stated)
    np.testing.assert_allclose(layer.lon, [116.65, 117.1], atol=2e-9)
    np.testing.assert_allclose(layer.lat, [39.91, 39.95], atol=2e-9)
    assert layer.source.datum_known


def test_metres_of_an_unknown_zone_are_not_guessed(put):
    with pytest.raises(
        DatumError, match=r"firms.csv: the coordinates are metres .*State it.*EPSG:4549"
    ):
        put("x,y,n\n489012.1,4417000.2,5\n")
    with pytest.raises(DatumError, match="degrees, but a system of metres was stated"):
        put("x,y,n\n116.1,39.2,5\n", datum="EPSG:4548")
    with pytest.raises(InputError, match="Unknown coordinate system: EPSG:1"):
        put("x,y,n\n489012.1,4417000.2,5\n", datum="EPSG:1")


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09", "cgcs2000", None])
def test_the_stated_datum_is_converted_and_the_columns_kept(put, datum):
    x, y = from_wgs84([116.65], [39.91], datum or "wgs84")
    layer = put(f"经度,纬度,n\n{x[0]:.12f},{y[0]:.12f},5\n", datum=datum)
    assert abs(layer.lon[0] - 116.65) < 1e-11
    assert abs(layer.lat[0] - 39.91) < 1e-11
    assert float(layer.table["经度_original"][0]) == pytest.approx(x[0])
    assert (layer.source.datum, layer.source.datum_known) == (datum or "wgs84", datum is not None)


def test_an_unknown_datum_names_the_choices(put):
    with pytest.raises(DatumError, match="'mars'; wanted one of wgs84, gcj02, bd09, cgcs2000"):
        put("lon,lat,n\n116,39,5\n", datum="mars")


def test_venues_keep_what_is_known_of_them(put):
    layer = put(
        "场地名称,经度,纬度,状态,可容纳人数,年费用（万元）,建筑面积,营业时间,依托单位,类型\n"
        "体育园,116.1001,39.1001,必选,约300人,3.5,600㎡,9:00-21:00,春昇,体育\n"
        "茶馆,116.2001,39.2001,,,,abc,,,\n",
        kind="sites",
    )
    first = layer.table.iloc[0]
    assert first[
        ["status", "capacity", "cost_yuan", "area_m2", "hours", "host", "kind"]
    ].tolist() == [*("required", 300, 35000, 600.0, "9:00-21:00", "春昇", "体育")]
    second = layer.table.iloc[1]
    assert second["status"] == "candidate"
    assert pd.isna(second[["capacity", "cost_yuan", "area_m2"]]).all()
    assert layer.doubtful[["row", "column"]].to_numpy().tolist() == [
        [2, "可容纳人数"],
        [3, "建筑面积"],
    ]


def test_hostile_names_stay_text(put):
    names = ["=1+1", "<img src=x onerror=alert(1)>", "${alert(1)}", "🏭工厂", "'; DROP TABLE x;--"]
    rows = "".join(f"{n},116.1,39.1,5\n" for n in names)
    assert put("name,lon,lat,n\n" + rows).table["name"].tolist() == names


def book(rows, tmp_path, *, name="b.xlsx", merge=(), more=()):
    path = tmp_path / name
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("名单")
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell is not None:
                    sheet.write(r, c, cell)
        for area, value in merge:
            sheet.merge_range(area, value)
        for title, cells in more:
            other = made.add_worksheet(title)
            for r, row in enumerate(cells):
                other.write_row(r, 0, row)
    return path


def test_excel_with_titles_merged_cells_and_totals(tmp_path):
    rows = [
        [],
        [None, None, None, None, None],
        ["街道", "企业名称", "经度", "纬度", "职工数"],
        [None, "甲", 116.1, 39.1, 5],
        [None, "乙", 116.2, 39.2, "１，２００"],
        [None, "丙", "116°12′E", 39.3, 7.0],
        [],
        ["合计", None, None, None, 1212],
    ]
    path = book(rows, tmp_path, merge=[("A2:E2", "企业名单"), ("A4:A6", "永顺镇")])
    layer = read.read_layer(path, "firms")
    assert layer.table["street"].tolist() == ["永顺镇"] * 3
    assert layer.table["workers"].tolist() == [5, 1200, 7]
    assert layer.table["id"].tolist() == [4, 5, 6]
    assert layer.rejected["row"].tolist() == [8]


def test_excel_sheets(tmp_path):
    rows = [["name", "lon", "lat", "n"], ["a", 116.1, 39.1, 5]]
    notes = ("说明", [["请在第一页填写"], ["经度纬度用小数"]])
    assert len(read.read_layer(book(rows, tmp_path, more=[notes]), "firms")) == 1
    two = book(rows, tmp_path, name="two.xlsx", more=[("二月", [*rows, ["b", 116.2, 39.2, 6]])])
    assert read.sheet_names(two) == ("名单", "二月")
    with pytest.raises(InputError, match=r"several sheets hold a list .名单, 二月."):
        read.read_layer(two, "firms")
    assert len(read.read_layer(two, "firms", sheet="二月")) == 2
    with pytest.raises(InputError, match="there is no sheet '三月'; the file has: 名单, 二月"):
        read.read_layer(two, "firms", sheet="三月")


def test_excel_kinds_of_cells(tmp_path):
    rows = [
        ["id", "lon", "lat", "n", "年份", "已建会"],
        ["007", 116.1, 39.1, 5.0, 2024, True],
        [8, "116.2", "39.2", "6", "x", "否"],
    ]
    layer = read.read_layer(book(rows, tmp_path), "firms")
    assert layer.table["id"].tolist() == ["007", "8"]
    assert layer.table["is_unionised"].tolist() == [True, False]
    assert layer.table["年份"].tolist() == ["2024", "x"]


def test_an_old_workbook_and_open_document_are_read(tmp_path):
    pytest.importorskip("odf", reason="no writer of .ods installed")
    frame = pd.DataFrame({"name": ["a"], "lon": [116.1], "lat": [39.1], "n": [5]})
    data = io.BytesIO()
    frame.to_excel(data, engine="odf", index=False)
    path = tmp_path / "a.ods"
    path.write_bytes(data.getvalue())
    assert len(read.read_layer(path, "firms")) == 1


def test_a_workbook_of_excel_97_is_read(tmp_path):
    head = ["企业名称", "经度", "纬度", "职工数"]
    rows = [
        ["甲公司", 116.651, 39.911, 12],
        ["乙公司", "", 39.912, 7],
        ["丙", 116.653, 39.913, "约20人"],
    ]
    layer = read.read_layer(write_xls(tmp_path / "firms.xls", [head, *rows]), "firms")
    assert layer.table["name"].tolist() == ["甲公司", "丙"]
    assert layer.table["workers"].tolist() == [12, 20]
    assert layer.lon.tolist() == [116.651, 116.653]
    assert layer.rejected["row"].tolist() == [3]
    assert layer.doubtful["row"].tolist() == [4]
