"""A layer of points laid out here is the one that GDAL would have written."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.store import layers, shapes
from geo.store.pages import tree, write_points

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=70)
LONG = st.builds(lambda sign, n: sign * n, st.sampled_from("a企𠮷"), st.integers(0, 900))
EDGES = [0, 1, *(sign * 2**b + d for b in (7, 8, 15, 16, 23, 31, 47, 62) for d in (-1, 0, 1)
                 for sign in (1, -1)), 2**63 - 1, -(2**63)]  # fmt: skip
WHOLE = st.sampled_from(EDGES) | st.integers(-(2**63), 2**63 - 1)
REAL = st.floats(allow_nan=False) | st.sampled_from([0.0, -0.0, 7.0, 5e-324])


@st.composite
def tables(draw):
    n = draw(st.integers(1, 60))

    def column(values, dtype):
        return pd.Series(draw(st.lists(values, min_size=n, max_size=n)), dtype=dtype)

    few = st.integers(-128, 127)
    return pd.DataFrame(
        {
            "firm_id": column(TEXT, "str"),
            "企业": column(LONG, "str"),
            "gaps": column(st.none() | TEXT, object),
            "workers": column(WHOLE, "int64"),
            "some": column(st.just(pd.NA) | WHOLE, "Int64"),
            "few": column(few, "int8"),
            "many": column(st.integers(0, 2**32 - 1), "uint32"),
            "is_small": column(st.booleans(), bool),
            "is_known": column(st.just(pd.NA) | st.booleans(), "boolean"),
            "x_m": column(REAL | st.just(np.nan), "float64"),
            "half": column(st.floats(width=32, allow_nan=False), "float32"),
        }
    )


def places(n, seed=0):
    rng = np.random.default_rng(seed)
    return 116 + rng.normal(0, 0.1, n), 40 + rng.normal(0, 0.1, n)


def by_gdal(path, rows, lon, lat):
    frame = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")
    frame.to_file(path, layer="firms", driver="GPKG", engine="pyogrio", use_arrow=True)
    return path


def here(path, rows, lon, lat):
    assert write_points(path, "firms", rows, lon, lat)
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("SELECT rtreecheck('rtree_firms_geom')").fetchone() == ("ok",)
    return path


def told(path):
    """All that the file says of its layer and all rows, with the kind of each value."""
    with closing(sqlite3.connect(path)) as base:
        names = [row[1] for row in base.execute("PRAGMA table_info(firms)")]
        kinds = ", ".join(f'typeof("{name}"), "{name}"' for name in names)
        tables = ("geometry_columns", "extensions", "ogr_contents")
        asked = (
            "SELECT type, name, sql FROM sqlite_master ORDER BY name",
            "SELECT table_name, data_type, identifier, srs_id FROM gpkg_contents",
            *(f"SELECT * FROM gpkg_{table}" for table in tables),  # noqa: S608 - three names
            "SELECT * FROM sqlite_sequence",
            f"SELECT {kinds} FROM firms ORDER BY fid",  # noqa: S608 - our own columns
        )
        return [base.execute(one).fetchall() for one in asked]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rows=tables())
def test_it_is_the_layer_that_gdal_writes(rows, tmp_path_factory):
    folder, at = tmp_path_factory.mktemp("layer"), places(len(rows))
    ours, theirs = here(folder / "a.gpkg", rows, *at), by_gdal(folder / "b.gpkg", rows, *at)
    assert told(ours) == told(theirs)
    extents = [pyogrio.read_info(path, layer="firms")["total_bounds"] for path in (ours, theirs)]
    assert extents[0] == pytest.approx(extents[1], rel=1e-15)  # GDAL writes it as decimals
    frames = [pyogrio.read_dataframe(path, layer="firms") for path in (ours, theirs)]
    pd.testing.assert_frame_equal(*frames)


def test_columns_without_any_value(tmp_path):
    rows = pd.DataFrame({"none": [None] * 3, "gaps": pd.array([pd.NA] * 3, "Int64"), "x": np.nan})
    ours, theirs = (
        way(tmp_path / f"{k}.gpkg", rows, *places(3)) for k, way in enumerate((here, by_gdal))
    )
    assert told(ours) == told(theirs)


def test_very_many_columns(tmp_path):
    """What tells the kinds of such a row is longer than a byte can say."""
    rows = pd.DataFrame({f"c{k}": ["企业" * (k % 9), None, "a"] for k in range(70)}, dtype="str")
    rows = rows.assign(**{f"n{k}": [k, -k, 2**k % 1000] for k in range(70)})
    ours, theirs = (
        way(tmp_path / f"{k}.gpkg", rows, *places(3)) for k, way in enumerate((here, by_gdal))
    )
    assert told(ours) == told(theirs)


@pytest.mark.parametrize(
    "odd",
    [
        {"name": ["a", "企" * 1400, "b"]},  # longer than a page
        {"name": ["a", "b\0c", "d"]},
        {"many": np.array([1, 2, 2**64 - 1], "uint64")},
        {"since": pd.to_datetime(["2020-01-01"] * 3)},
    ],
)
def test_what_is_not_laid_out_here_is_left_to_gdal(odd, tmp_path, monkeypatch):
    rows = pd.DataFrame({"firm_id": ["1", "2", "3"], "x_m": 0.0, "y_m": 1.0} | odd)
    assert not write_points(tmp_path / "a.gpkg", "firms", rows, *places(3))
    monkeypatch.setattr(layers, "_MANY", 1)
    points = layers.Points(rows, "EPSG:4549")
    layers.write_layers(tmp_path / "b.gpkg", {"firms": points, "sites": points})
    lon, lat = layers.lonlat(rows["x_m"], rows["y_m"], "EPSG:4549")
    by_gdal(tmp_path / "c.gpkg", rows, lon, lat)
    of = [told(tmp_path / name) for name in ("b.gpkg", "c.gpkg")]
    assert of[0][-1] == of[1][-1]
    assert len(pyogrio.read_dataframe(tmp_path / "b.gpkg", layer="sites")) == 3


def test_a_point_that_is_nowhere_is_left_to_gdal(tmp_path):
    rows = pd.DataFrame({"x_m": [1.0, 2.0]})
    assert not write_points(tmp_path / "a.gpkg", "f", rows, np.array([1, np.inf]), np.zeros(2))


@pytest.mark.parametrize("n", [1, 2, 51, 52, 51 * 51, 51 * 51 + 1, 7000])
@pytest.mark.parametrize("kind", ["spread", "one place", "a line", "both sides of zero"])
def test_the_index_finds_what_lies_there(n, kind, tmp_path):
    lon, lat = places(n)
    if kind == "one place":
        lon, lat = np.full(n, 116.3), np.full(n, 39.9)
    elif kind == "a line":
        lat = np.zeros(n)
    elif kind == "both sides of zero":
        lon, lat = lon - 116, lat - 40
    path = here(tmp_path / "a.gpkg", pd.DataFrame({"x_m": lon}), lon, lat)
    rng = np.random.default_rng(n)
    with closing(sqlite3.connect(path)) as base:
        for _time in range(40):
            (west, east), (south, north) = (
                sorted(rng.choice(at, 2) + rng.normal(0, 1e-3, 2)) for at in (lon, lat)
            )
            found = base.execute(
                "SELECT i.id FROM rtree_firms_geom i JOIN firms f ON f.fid = i.id "
                "WHERE i.maxx >= ? AND i.minx <= ? AND i.maxy >= ? AND i.miny <= ?",
                (west, east, south, north),
            )
            inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
            near = (np.abs(lon - np.clip(lon, west, east)) < 1e-5) & (
                np.abs(lat - np.clip(lat, south, north)) < 1e-5
            )  # boxes are of single precision
            got = {row[0] - 1 for row in found}
            assert set(np.flatnonzero(inside).tolist()) <= got <= set(np.flatnonzero(near).tolist())
        held = base.execute("SELECT * FROM rtree_firms_geom ORDER BY id").fetchall()
    boxes = np.array(held)
    assert (boxes[:, 1] <= lon).all()
    assert (boxes[:, 2] >= lon).all()
    assert (boxes[:, 3] <= lat).all()
    assert (boxes[:, 4] >= lat).all()


def test_later_edits_keep_the_index(tmp_path):
    n = 4000
    lon, lat = places(n)
    path = here(tmp_path / "a.gpkg", pd.DataFrame({"x_m": lon}), lon, lat)
    rng = np.random.default_rng(5)
    with closing(sqlite3.connect(path)) as base:
        shapes.teach(base)
        for fid in rng.choice(n, 500, replace=False) + 1:
            base.execute("DELETE FROM firms WHERE fid = ?", (int(fid),))
        for fid in rng.choice(n, 500, replace=False) + 1:
            lon[fid - 1], lat[fid - 1] = place = 117 + rng.normal(), 41 + rng.normal()
            base.execute(
                "UPDATE firms SET geom = ? WHERE fid = ?", (shapes.of_point(*place), int(fid))
            )
        for _time in range(500):
            blob = shapes.of_point(116 + rng.normal(), 40 + rng.normal())
            number = base.execute("INSERT INTO firms (geom) VALUES (?)", (blob,)).lastrowid
        assert number == n + 500
        base.commit()
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("SELECT rtreecheck('rtree_firms_geom')").fetchone() == ("ok",)
        assert base.execute("SELECT feature_count FROM gpkg_ogr_contents").fetchone() == (n,)
    found = pyogrio.read_dataframe(path, layer="firms", bbox=(115, 39, 116, 41))
    shown = pyogrio.read_dataframe(path, layer="firms").cx[115:116, 39:41]
    assert len(found) == len(shown) > 0
    pyogrio.write_dataframe(shown, path, layer="firms", append=True)  # as a GIS adds rows
    assert len(pyogrio.read_dataframe(path, layer="firms")) == n + len(shown)


def test_pieces_of_rows_join(tmp_path, monkeypatch):
    rows = pd.DataFrame({"name": [f"企业{k}" * (k % 13) for k in range(500)]})
    monkeypatch.setattr(tree, "_AT_ONCE", 7)
    ours, theirs = (
        way(tmp_path / f"{k}.gpkg", rows, *places(500)) for k, way in enumerate((here, by_gdal))
    )
    assert told(ours) == told(theirs)
