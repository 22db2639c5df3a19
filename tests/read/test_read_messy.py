"""Forms in which offices really keep their lists: each is read, and every row is accounted for."""

from __future__ import annotations

import io

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import read
from geo.core.crs import transform
from geo.errors import DatumError, InputError

HEAD = ("企业名称", "经度", "纬度", "职工数")
ROWS = (("甲公司", 116.65123, 39.91123, 12), ("乙公司", 116.66123, 39.92123, 1200))
ZONED = "EPSG:4548"  # CGCS2000, three-degree zone of 117 degrees


def text(rows=ROWS, head=HEAD, sign=",", end="\n"):
    return end.join(sign.join(map(str, row)) for row in (head, *rows)) + end


def layer_of(tmp_path, data, name="企业.csv", **how):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return read.read_layer(path, "firms", **how)


def is_right(layer, workers=(12, 1200)):
    np.testing.assert_allclose(layer.lon, [116.65123, 116.66123], atol=2e-6)
    np.testing.assert_allclose(layer.lat, [39.91123, 39.92123], atol=2e-6)
    assert layer.table["workers"].tolist() == list(workers)
    return layer


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_encoding_with_every_separator(tmp_path, encoding, sign, end):
    is_right(layer_of(tmp_path, text(sign=sign, end=end).encode(encoding)))


def test_signs_of_four_bytes_in_gb18030(tmp_path):
    rows = (("㐀𠮷公司", *ROWS[0][1:]), ROWS[1])  # from the extensions A and B
    data = text(rows).encode("gb18030")
    assert is_right(layer_of(tmp_path, data)).table["name"].tolist() == ["㐀𠮷公司", "乙公司"]
    big = text(rows * 90_000).encode("gb18030")  # large files take another way
    names = layer_of(tmp_path, big).table["name"]
    assert set(names) == {"㐀𠮷公司", "乙公司"}
    assert len(names) == 180_000


def test_decimal_commas_with_semicolons(tmp_path):
    rows = [(n, str(x).replace(".", ","), str(y).replace(".", ","), w) for n, x, y, w in ROWS]
    is_right(layer_of(tmp_path, text(rows, sign=";")))
    is_right(layer_of(tmp_path, text(rows, sign="\t")))


@pytest.mark.parametrize(
    ("cell", "workers", "is_exact"),
    [
        ("１２００", 1200, True), ("1,200", 1200, True), ("１，２００人", 1200, True),
        ("1 200", 1200, True), ("约20人", 20, False), ("20-30", 25, False),
        ("20～30人", 25, False), ("10人以下", 5, False), ("500余人", 500, False),
        ("1.2万", 12000, True), ("30.0", 30, True), ("２０人", 20, True),
    ],
)  # fmt: skip
def test_counts_as_people_write_them(tmp_path, cell, workers, is_exact):
    rows = (ROWS[0], (*ROWS[1][:3], f'"{cell}"'))
    layer = is_right(layer_of(tmp_path, text(rows)), (12, workers))
    assert (cell.strip() not in " ".join(layer.doubtful["reason"])) == is_exact


@pytest.mark.parametrize(
    "pairs",
    [
        ("116.65123,39.91123", "116.66123,39.92123"),
        ("116.65123，39.91123", "116.66123，39.92123"),
        ("39.91123,116.65123", "39.92123,116.66123"),
        ("(116.65123 39.91123)", "(116.66123 39.92123)"),
        ("POINT (116.65123 39.91123)", "POINT(116.66123 39.92123)"),
        ("E116.65123 N39.91123", "N39.92123 E116.66123"),
        ("１１６．６５１２３，３９．９１１２３", "116.66123, 39.92123"),
        ("116°39′4.428″E, 39°54′40.428″N", "39°55′16.428″N 116°39′40.428″E"),
    ],
)
def test_both_coordinates_in_one_column(tmp_path, pairs):
    rows = [(row[0], f'"{pair}"', row[3]) for row, pair in zip(ROWS, pairs, strict=True)]
    is_right(layer_of(tmp_path, text(rows, ("企业名称", "坐标", "职工数"))))


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        ("116°39′4.428″", "39°54′40.428″"), ("116°39'4.428\"E", "39°54'40.428\"N"),
        ("东经116度39分4.428秒", "北纬39度54分40.428秒"), ("116 39 4.428", "39 54 40.428"),
        ("116:39:4.428", "39:54:40.428"), ("116.65123°", "39.91123°"),
        ("１１６．６５１２３", "39．91123"),
    ],
)  # fmt: skip
def test_degrees_minutes_seconds(tmp_path, lon, lat):
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in (lon, lat)]
    is_right(layer_of(tmp_path, text([(ROWS[0][0], *quoted, 12), ROWS[1]])))


@pytest.mark.parametrize("prefix", [0, 39])
@pytest.mark.parametrize("is_surveyor", [False, True])
def test_metres_of_a_zone(tmp_path, prefix, is_surveyor):
    zone = "EPSG:4527" if prefix else "EPSG:4548"
    meridian = 117
    x, y = transform([r[1] for r in ROWS], [r[2] for r in ROWS], "EPSG:4490", zone)
    assert abs(meridian - 116.65) < 1.5
    assert (int(x[0] // 1e6) == 39) == bool(prefix)
    # Surveyors call the northing X and the easting Y.
    first, second = (y, x) if is_surveyor else (x, y)
    rows = [
        (r[0], f"{a:.3f}", f"{b:.3f}", r[3]) for r, a, b in zip(ROWS, first, second, strict=True)
    ]
    data = text(rows, ("企业名称", "X坐标", "Y坐标", "职工数"))
    if prefix:
        is_right(layer_of(tmp_path, data))
        return
    with pytest.raises(DatumError, match="EPSG:4549"):
        layer_of(tmp_path, data)
    is_right(layer_of(tmp_path, data, datum=zone))


@pytest.mark.parametrize(
    ("lon", "lat"), [(116.65, 39.91), (75.99, 39.47), (87.6, 43.8), (80.1, 32.5)]
)
def test_lon_and_lat_the_wrong_way_round(tmp_path, lon, lat):
    """West of 90 degrees both numbers may be a latitude: only the map of China can tell."""
    rows = [(f"企业{k}", lat + k / 500, lon + k / 400, 5) for k in range(5)]
    layer = layer_of(tmp_path, text(rows))
    np.testing.assert_allclose(layer.lon, [lon + k / 400 for k in range(5)])
    assert (
        layer.doubtful["reason"] == "lon and lat were the wrong way round; they were exchanged"
    ).sum() == 5
    rows[2] = (rows[2][0], rows[2][2], rows[2][1], 5)  # one row is right among four
    np.testing.assert_allclose(
        layer_of(tmp_path, text(rows)).lat, [lat + k / 500 for k in range(5)]
    )


@pytest.mark.parametrize(("lon", "lat"), [(15.6, 78.2), (24.9, 60.2), (31.2, 30.1), (-58.4, -34.6)])
def test_places_abroad_are_left_where_they_are(tmp_path, lon, lat):
    rows = [(f"企业{k}", lon + k / 500, lat + k / 400, 5) for k in range(5)]
    layer = layer_of(tmp_path, text(rows))
    np.testing.assert_allclose(layer.lon, [lon + k / 500 for k in range(5)])


def book(fill):
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as made:
        fill(made)
    return data.getvalue()


def test_a_workbook_with_everything_around_the_list(tmp_path):
    def fill(made):
        hidden = made.add_worksheet("旧数据")
        hidden.write_row(0, 0, HEAD)
        hidden.write_row(1, 0, ("旧公司", 1, 2, 3))
        sheet = made.add_worksheet("企业")
        hidden.hide()
        sheet.activate()
        sheet.set_first_sheet()
        made.add_worksheet("空表")
        sheet.merge_range(0, 0, 0, 5, "某街道企业基本情况统计表")
        sheet.write(1, 0, "填报单位：某街道总工会")
        sheet.write_row(2, 0, ("所属街道", *HEAD, "职工数"))
        sheet.merge_range(3, 0, 4, 0, "永顺镇")
        for k, row in enumerate(ROWS):
            sheet.write_row(3 + k, 1, (*row, 99))
        sheet.write_row(5, 1, ("合计", "", "", 1212))
        sheet.write(7, 0, "注：数据截至上年底，如有疑问请联系工会。")

    layer = is_right(layer_of(tmp_path, book(fill), "企业.xlsx"))
    assert layer.table["street"].tolist() == ["永顺镇", "永顺镇"]
    assert layer.rows.tolist() == [4, 5]
    assert layer.source.n_read + layer.source.n_rejected == 4
    assert set(layer.rejected["row"]) == {6, 8}
    assert "职工数.2" in layer.table  # a heading that comes twice stays a column of its own


def test_an_empty_sheet_and_a_list_without_rows_say_so(tmp_path):
    with pytest.raises(InputError, match="empty"):
        layer_of(tmp_path, book(lambda made: made.add_worksheet("空表")), "a.xlsx")
    with pytest.raises(InputError, match="headings but no rows"):
        layer_of(
            tmp_path, book(lambda made: made.add_worksheet("空").write_row(0, 0, HEAD)), "b.xlsx"
        )
    with pytest.raises(InputError, match="headings but no rows"):
        layer_of(tmp_path, text(()))


CELLS = st.sampled_from(
    ["", " ", "12", "约20人", "20-30", "116.65", "39.91", "116.65123", "39.91123", "合计", "x",
     "-5", "1e400", "nan", "１２", "0", "=1+1", "116°39′", "北纬39°54′", "\u3000", "甲,乙",
     '"', "12.5"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8),
    kind=st.sampled_from(["csv", "xlsx"]),
)
def test_rows_in_are_rows_used_and_rows_rejected(tmp_path_factory, rows, kind):
    folder = tmp_path_factory.mktemp("m", numbered=True)
    good = (("好公司", "116.65", "39.91", "7"),)
    if kind == "csv":
        quoted = [['"' + c.replace('"', '""') + '"' for c in row] for row in (*rows, *good)]
        (folder / "a.csv").write_text(text(quoted), encoding="utf-8")
    else:
        sheet = openpyxl.Workbook()
        for row in (HEAD, *rows, *good):
            sheet.active.append([c.lstrip("=") for c in row])
        sheet.save(folder / "a.xlsx")
    layer = read.read_layer(folder / f"a.{kind}", "firms")
    given_rows = sum(any(c.strip() for c in row) for row in (*rows, *good))
    assert layer.source.n_read + layer.source.n_rejected == given_rows
    assert len(layer) == layer.source.n_read
    assert len(layer.rejected) == layer.source.n_rejected
    assert not set(layer.rows) & set(layer.rejected["row"])
