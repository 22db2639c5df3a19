"""Bulk reading against pyarrow's own writer, geopandas, and lists typed by hand."""

import json
import struct

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from pyproj import Transformer

from geo.errors import InputError, MissingColumnError
from geo.read import point_batches, read_points

UTM = "EPSG:32650"
RNG = np.random.default_rng(3)
X, Y = RNG.uniform(400_000, 500_000, 1000), RNG.uniform(3_000_000, 3_100_000, 1000)
W = RNG.integers(0, 500, 1000)


def made(path, *, crs=UTM, encoding="WKB", **columns):
    frame = gpd.GeoDataFrame({"workers": W, **columns}, geometry=gpd.points_from_xy(X, Y), crs=crs)
    frame.to_parquet(path, geometry_encoding=encoding, row_group_size=300)
    return path


def same(points, x=X, y=Y, w=W):
    assert points.demand.x.tolist() == list(x)
    assert points.demand.y.tolist() == list(y)
    assert points.demand.weight.tolist() == list(w)


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_points_of_geoparquet_are_those_written(tmp_path, encoding):
    points = read_points(made(tmp_path / "p.parquet", encoding=encoding))
    same(points)
    assert points.demand.crs == UTM
    assert points.n_rejected == 0


def test_interleaved_coordinates(tmp_path):
    flat = pa.array(np.column_stack([X, Y]).ravel())
    table = pa.table({"xy": pa.FixedSizeListArray.from_arrays(flat, 2), "workers": W})
    pq.write_table(table, tmp_path / "p.parquet")
    same(read_points(tmp_path / "p.parquet", columns={"place": "xy"}, crs=UTM))


def test_batches_are_the_whole_in_any_size(tmp_path):
    path = made(tmp_path / "p.parquet")
    for rows in (1, 7, 299, 300, 301, 5000):
        parts = list(point_batches([path, path], rows=rows))
        assert max(len(p.demand) for p in parts) <= rows
        assert np.concatenate([p.demand.x for p in parts]).tolist() == [*X, *X]


def test_plain_columns_named_or_known(tmp_path):
    path = tmp_path / "p.parquet"
    pq.write_table(pa.table({"横坐标": X, "纵坐标": Y, "职工人数": W, "other": W}), path)
    same(read_points(path, crs=UTM))
    same(read_points(path, crs=UTM, weight="1"), w=[1] * 1000)
    same(read_points(path, crs=UTM, weight="other"))
    with pytest.raises(MissingColumnError, match=r"no_such.*横坐标"):
        read_points(path, crs=UTM, columns={"lon": "no_such"})
    with pytest.raises(InputError, match="height"):
        read_points(path, crs=UTM, columns={"height": "other"})


def test_a_heading_twice_is_refused(tmp_path):
    (tmp_path / "p.csv").write_text("x,x,y,workers\n1,2,3,4\n")
    with pytest.raises(MissingColumnError, match="'x'"):
        read_points(tmp_path / "p.csv", crs=UTM)


def test_degrees_are_projected_or_refused(tmp_path):
    frame = gpd.GeoDataFrame({"workers": [5, 7]}, geometry=gpd.points_from_xy([117, 118], [32, 31]))
    frame.set_crs(4326).to_parquet(tmp_path / "p.parquet")
    with pytest.raises(InputError, match=r"p\.parquet.*degrees"):
        read_points(tmp_path / "p.parquet")
    points = read_points(tmp_path / "p.parquet", to=UTM)
    x, y = Transformer.from_crs(4326, 32650, always_xy=True).transform([117, 118], [32, 31])
    assert np.allclose([points.demand.x, points.demand.y], [x, y], atol=1e-6)


def test_a_service_s_degrees_are_moved(tmp_path):
    (tmp_path / "p.csv").write_text("lon,lat,workers\n117,32,5\n")
    wgs, gcj = (read_points(tmp_path / "p.csv", crs=c, to=UTM).demand for c in ("wgs84", "gcj02"))
    assert 100 < np.hypot(wgs.x - gcj.x, wgs.y - gcj.y)[0] < 1000


def test_the_system_must_be_stated_once(tmp_path):
    path = made(tmp_path / "none.parquet", crs=None)
    with pytest.raises(InputError, match=r"none\.parquet.*not stated"):
        read_points(path)
    same(read_points(path, crs=UTM))
    stated = made(tmp_path / "stated.parquet")
    same(read_points(stated, crs="epsg:32650"))
    with pytest.raises(InputError, match=r"EPSG:32650.*EPSG:32651"):
        read_points(stated, crs="EPSG:32651")


def test_a_file_that_says_nothing_means_degrees(tmp_path):
    path = made(tmp_path / "p.parquet")
    table = pq.read_table(path)
    about = json.loads(table.schema.metadata[b"geo"])
    del about["columns"]["geometry"]["crs"]
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(about)}), path)
    with pytest.raises(InputError, match="degrees"):
        read_points(path)


def test_rows_that_cannot_be_used_are_told_of(tmp_path):
    table = pa.table(
        {
            "x": [1.0, None, 3.0, float("nan"), float("inf"), 6.0, 7.0, 8.0],
            "y": [1.0, 2.0, None, 4.0, 5.0, float("-inf"), 7.0, 8.0],
            "workers": pa.array([5, 5, 5, 5, 5, 5, -1, None], pa.int32()),
        }
    )
    pq.write_table(table, tmp_path / "p.parquet")
    points = read_points(tmp_path / "p.parquet", crs=UTM)
    assert points.demand.x.tolist() == [1.0]
    assert points.n_rejected == 7
    assert points.rejected["row"].tolist() == [2, 4, 5, 3, 6, 7, 8]
    assert points.rejected["column"].tolist() == ["x"] * 3 + ["y"] * 2 + ["workers"] * 2
    assert points.rejected["value"].tolist() == ["", "", "inf", "", "-inf", "-1", ""]


def test_fractions_and_numbers_too_large_are_no_people(tmp_path):
    people = [1.0, 2.5, -1.0, float("nan"), float("inf"), 1e300]
    pq.write_table(pa.table({"x": [0.0] * 6, "y": [0.0] * 6, "n": people}), tmp_path / "p.parquet")
    points = read_points(tmp_path / "p.parquet", crs=UTM)
    assert (points.demand.total, points.n_rejected) == (1, 5)


def test_whole_numbers_stay_exact_beside_an_empty_cell(tmp_path):
    many = 2**53 + 1
    pq.write_table(pa.table({"x": [0.0] * 2, "y": [0.0] * 2, "n": [many, None]}), tmp_path / "p")
    assert read_points(tmp_path / "p", crs=UTM).demand.weight.tolist() == [many]


def test_the_list_of_refused_rows_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("geo.read.bulk.judge.MOST_LISTED", 3)
    table = pa.table({"x": [0.0, *[None] * 9], "y": [0.0] * 10})
    pq.write_table(table, tmp_path / "p.parquet")
    points = read_points(tmp_path / "p.parquet", crs=UTM, weight="1")
    assert (len(points.demand), points.n_rejected, len(points.rejected)) == (1, 9, 3)


def test_no_row_at_all_is_an_error(tmp_path):
    pq.write_table(pa.table({"x": [None, 1.0], "y": [1.0, None]}), tmp_path / "p.parquet")
    with pytest.raises(InputError, match=r"none of the 2 rows.*Row 1, column x"):
        read_points(tmp_path / "p.parquet", crs=UTM, weight="1")


def wkb_variants():
    a, b = 3.5, -7.25
    yield struct.pack("<BIdd", 1, 1, a, b), True
    yield struct.pack(">BIdd", 0, 1, a, b), True
    yield struct.pack("<BIddd", 1, 1001, a, b, 9), True
    yield shapely.to_wkb(shapely.Point(a, b, 9), flavor="extended"), True
    yield shapely.to_wkb(shapely.Point(a, b, 9), flavor="iso"), True
    yield shapely.to_wkb(shapely.set_srid(shapely.Point(a, b), 32650), include_srid=True), True
    yield shapely.to_wkb(shapely.Point()), False
    yield shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)])), False
    yield b"", False
    yield b"\x01" * 21, False
    yield None, False


def test_every_dialect_of_binary_points(tmp_path):
    cells, is_point = zip(*wkb_variants(), strict=True)
    for kind in (pa.binary(), pa.large_binary()):
        table = pa.table({"geometry": pa.array(cells, kind), "n": [1] * len(cells)})
        pq.write_table(table, tmp_path / "p.parquet")
        points = read_points(tmp_path / "p.parquet", crs=UTM)
        assert points.demand.x.tolist() == [3.5] * sum(is_point)
        assert points.demand.y.tolist() == [-7.25] * sum(is_point)
        assert points.rejected["row"].tolist() == [k + 1 for k, ok in enumerate(is_point) if not ok]


def test_nulls_among_geoarrow_points(tmp_path):
    column = pa.array([{"x": 1.0, "y": 2.0}, None, {"x": 3.0, "y": 4.0}])
    pq.write_table(pa.table({"geometry": column, "n": [1, 2, 3]}), tmp_path / "p.parquet")
    points = read_points(tmp_path / "p.parquet", crs=UTM)
    assert (points.demand.x.tolist(), points.n_rejected) == ([1.0, 3.0], 1)


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ({"x": ["1", "2"], "y": [1.0, 2.0], "workers": [1, 2]}, "x holds string"),
        ({"x": [1.0, 2.0], "y": [1.0, 2.0], "workers": ["1", "2"]}, "workers holds string"),
        ({"geometry": [1.0, 2.0], "workers": [1, 2]}, "geometry holds double"),
    ],
)
def test_a_column_of_another_type_is_named(tmp_path, columns, named):
    pq.write_table(pa.table(columns), tmp_path / "p.parquet")
    place = {"place": "geometry"} if "geometry" in columns else None
    with pytest.raises(InputError, match=rf"p\.parquet: column {named}"):
        read_points(tmp_path / "p.parquet", crs=UTM, columns=place)


def test_a_damaged_file_is_named(tmp_path):
    whole = made(tmp_path / "p.parquet").read_bytes()
    for cut in (whole[: len(whole) // 2], whole[:3000] + b"\x00" * 2000 + whole[5000:], b"PAR1"):
        (tmp_path / "cut.parquet").write_bytes(cut)
        with pytest.raises(InputError, match=r"cut\.parquet.*damaged"):
            read_points(tmp_path / "cut.parquet")
    with pytest.raises(InputError, match="no such file"):
        read_points(tmp_path / "none.parquet")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(InputError, match="empty"):
        read_points(tmp_path / "empty.csv")


def test_csv_accounts_for_every_line(tmp_path):
    lines = [
        "名称,经度x,x,y,workers",
        "a,,1,2,3",
        "b,,1.5e2, 7 ,4",
        "c,,x1,2,3",
        "d,1,2",
        "e,,5,6,",
    ]
    lines += ["f,,5,6,7,8", "g,,8,9,10", "h,,nan,1,1", "i,,1,1,2.5"]
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        (tmp_path / "p.csv").write_text("\n".join(lines) + "\n", encoding=encoding)
        points = read_points(tmp_path / "p.csv", crs=UTM)
        same(points, [1, 150, 8], [2, 7, 9], [3, 4, 10])
        assert sorted(points.rejected["row"]) == [4, 5, 6, 7, 9, 10]
        assert len(points.demand) + points.n_rejected == len(lines) - 1
        bad = points.rejected.set_index("row")
        assert bad.loc[4, ["column", "value"]].tolist() == ["x", "x1"]
        assert bad.loc[10, ["column", "value"]].tolist() == ["workers", "2.5"]


def test_lines_keep_their_numbers_over_many_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr("geo.read.bulk.delimited._LEAST_BLOCK", 4000)
    lines = [f"{k},{k},1" for k in range(2, 3002)]
    bad = RNG.choice(3000, 40, replace=False)
    for k in bad[:20]:
        lines[k] = "9,9"
    for k in bad[20:]:
        lines[k] = "9,no,1"
    (tmp_path / "p.csv").write_text("x,y,n\n" + "\n".join(lines))
    parts = list(point_batches([tmp_path / "p.csv"], crs=UTM, rows=10))
    assert len(parts) > 3
    told = [row for part in parts for row in part.rejected["row"]]
    assert sorted(told) == sorted(int(k) + 2 for k in bad)
    assert [x for part in parts for x in part.demand.x] == [
        k for k in range(2, 3002) if k - 2 not in set(bad)
    ]


def test_a_csv_with_both_in_one_column_is_refused(tmp_path):
    (tmp_path / "p.csv").write_text('where,n\n"1,2",3\n')
    with pytest.raises(InputError, match="two columns"):
        read_points(tmp_path / "p.csv", crs=UTM, columns={"place": "where"})


def test_a_batch_needs_a_row(tmp_path):
    with pytest.raises(InputError, match="batch"):
        list(point_batches([tmp_path / "p.csv"], rows=0))
