"""Millions of points straight into arrays: three encodings, two columns, text; batch by batch."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import crs as crs_room
from geo.errors import InputError, MissingColumnError
from geo.read.bulk import Columns, point_batches, read_points

ZONE = "EPSG:4549"
X = np.array([441_000.5, 441_000.0, 442_345.25, 440_001.125])
Y = np.array([4_419_000.0, 4_418_000.5, 4_417_123.75, 4_418_999.0])
PEOPLE = np.array([5, 0, 120, 7])


def geo_file(path, encoding="WKB", crs=ZONE, **columns):
    frame = gpd.GeoDataFrame(
        {"people": PEOPLE, **columns}, geometry=gpd.points_from_xy(X, Y), crs=crs
    )
    frame.to_parquet(path, geometry_encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
@pytest.mark.parametrize("rows", [1, 3, 100])
def test_geoparquet_gives_the_points_that_geopandas_wrote(tmp_path, encoding, rows):
    path = geo_file(tmp_path / "firms.parquet", encoding)
    found = read_points(path, Columns("people"), rows=rows)
    assert found.x.tolist() == X.tolist()
    assert found.y.tolist() == Y.tolist()
    assert found.weight.tolist() == PEOPLE.tolist()
    assert "4549" in found.crs
    assert [len(part) for part in point_batches(path, Columns("people"), rows=3)] == [3, 1]


def test_without_a_column_of_people_every_row_counts_one(tmp_path):
    assert read_points(geo_file(tmp_path / "a.parquet"), Columns()).weight.tolist() == [1] * 4


@given(
    st.lists(
        st.tuples(*[st.floats(-1e6, 1e6, allow_nan=False)] * 2, st.integers(0, 2**40)),
        max_size=40,
    ),
    st.integers(1, 9),
)
@settings(max_examples=40, deadline=None)
def test_two_columns_come_back_to_the_bit(tmp_path_factory, given_rows, rows):
    path = tmp_path_factory.mktemp("bulk") / "p.parquet"
    x, y, w = (np.array([r[k] for r in given_rows], t) for k, t in enumerate((float, float, "i8")))
    pq.write_table(pa.table({"e": x, "n": y, "w": w}), path, row_group_size=5)
    found = read_points(path, Columns("w", "e", "n", crs=ZONE), rows=rows)
    assert found.x.tobytes() == x.tobytes()
    assert found.y.tobytes() == y.tobytes()
    assert found.weight.tolist() == w.tolist()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_by_its_headings(tmp_path, encoding):
    path = tmp_path / "firms.csv"
    table = pd.DataFrame(
        {"企业名称": ["甲厂", "乙店"], "横坐标": [1.5, 2], "纵坐标": [3, 4], "职工数": [7, 8]}
    )
    table.to_csv(path, index=False, encoding=encoding)
    found = read_points(path, Columns("职工数", "横坐标", "纵坐标", crs=ZONE))
    assert found.x.tolist() == [1.5, 2.0]
    assert found.y.tolist() == [3.0, 4.0]
    assert found.weight.tolist() == [7, 8]


def test_degrees_are_brought_into_metres_and_a_datum_is_undone(tmp_path):
    lon, lat = np.array([116.65, 116.70]), np.array([39.91, 39.92])
    path = tmp_path / "degrees.parquet"
    gcj = crs_room.from_wgs84(lon, lat, "gcj02")
    pq.write_table(pa.table({"lon": gcj[0], "lat": gcj[1]}), path)
    found = read_points(path, Columns("", "lon", "lat", crs="EPSG:4326", datum="gcj02", into=ZONE))
    wanted = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=4326).to_crs(4549)
    assert np.abs(found.x - wanted.x).max() < 1e-3
    assert np.abs(found.y - wanted.y).max() < 1e-3


def test_a_geoparquet_that_says_nothing_of_its_system_means_degrees(tmp_path):
    path = tmp_path / "a.parquet"
    gpd.GeoDataFrame(
        {"w": [1]}, geometry=gpd.points_from_xy([116.6], [39.9]), crs="OGC:CRS84"
    ).to_parquet(path)
    with pytest.raises(InputError, match=r"degrees.*into="):
        read_points(path, Columns("w"))
    assert len(read_points(path, Columns("w", into=ZONE))) == 1


def test_a_file_that_does_not_know_its_system_is_asked_for(tmp_path):
    path = geo_file(tmp_path / "a.parquet", crs=None)
    with pytest.raises(InputError, match="crs='EPSG:4549'"):
        read_points(path, Columns("people"))
    assert read_points(path, Columns("people", crs=ZONE)).crs == ZONE


@pytest.mark.parametrize(
    ("columns", "match"),
    [
        ({"w": [1, -2, 3]}, r"row 2, column w: -2"),
        ({"w": [1, 2, 2.5]}, r"row 3, column w: 2.5"),
        ({"w": [1.0, float("nan"), 3]}, r"row 2, column w: nan"),
        ({"x": [0.0, 1.0, float("inf")]}, r"row 3, column x: inf"),
        ({"y": [None, 1.0, 2.0]}, r"row 1, column y: nan"),
        ({"w": ["a", "b", "c"]}, r"column w: numbers are wanted"),
        ({"w": [2**60, 2**60, 2**60, 2**63 - 1]}, "64-bit"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path, columns, match):
    n = len(next(iter(columns.values())))
    table = {"x": [0.0] * n, "y": [0.0] * n, "w": [1] * n} | columns
    path = tmp_path / "bad.parquet"
    pq.write_table(pa.table(table), path)
    with pytest.raises(InputError, match=match):
        read_points(path, Columns("w", "x", "y", crs=ZONE))


def test_a_missing_row_of_geometry_is_named(tmp_path):
    path = tmp_path / "gap.parquet"
    points = gpd.GeoSeries([*gpd.points_from_xy(X, Y)[:2], None], crs=ZONE)
    gpd.GeoDataFrame({"w": [1, 2, 3]}, geometry=points).to_parquet(path)
    with pytest.raises(InputError, match="row 3, column geometry"):
        read_points(path, Columns("w"))


def test_shapes_that_are_no_points_are_refused(tmp_path):
    path = tmp_path / "areas.parquet"
    areas = gpd.GeoSeries(gpd.points_from_xy(X, Y), crs=ZONE).buffer(3)
    gpd.GeoDataFrame({"w": PEOPLE}, geometry=areas).to_parquet(path)
    with pytest.raises(InputError, match="plain points"):
        read_points(path, Columns("w"))


def test_text_with_a_word_among_the_numbers_is_refused(tmp_path):
    path = tmp_path / "word.csv"
    path.write_text("x,y,w\n1,2,3\n1,two,3\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"word.csv.*two"):
        read_points(path, Columns("w", "x", "y", crs=ZONE))


def test_files_that_are_none_are_refused(tmp_path):
    with pytest.raises(InputError, match="no file"):
        read_points(tmp_path / "none.parquet", Columns())
    whole = geo_file(tmp_path / "whole.parquet").read_bytes()
    for name, data in (
        ("cut.parquet", whole[: len(whole) // 2]),
        ("noise.bin", bytes(range(256)) * 9),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError, match=name):
            read_points(tmp_path / name, Columns("w", "x", "y", crs=ZONE))
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(InputError, match=r"empty.csv"):
        read_points(tmp_path / "empty.csv", Columns("w", "x", "y", crs=ZONE))


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path):
    with pytest.raises(MissingColumnError, match=r"'workers'.*people"):
        read_points(geo_file(tmp_path / "a.parquet"), Columns("workers"))


def test_damaged_notes_and_half_a_place_are_refused(tmp_path):
    path = tmp_path / "notes.parquet"
    schema = pa.schema([("x", pa.float64())], metadata={b"geo": b"{broken"})
    pq.write_table(pa.table({"x": [1.0]}, schema=schema), path)
    with pytest.raises(InputError, match="notes are damaged"):
        read_points(path, Columns())
    with pytest.raises(InputError, match="both columns"):
        Columns("w", "x")
