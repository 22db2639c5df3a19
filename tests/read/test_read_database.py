"""Tables of a database: SQLite always, PostGIS where one is offered."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import numpy as np
import pytest

from geo.errors import InputError, MissingColumnError, MissingExtraError
from geo.read import database, read_remembered, remember, remembered
from geo.read.database import DatabaseTable, read_table, table_names
from geo.read.reading import Wish, read_layer
from geo.read.taken import take_table

from postgis import schema


@pytest.fixture
def url(tmp_path):
    path = tmp_path / "union.db"
    with sqlite3.connect(path) as db:
        db.execute(
            'create table 企业 (编号 text, 名称 text, 经度 real, 纬度 real, "职工数" integer)'
        )
        rows = [
            ("a", "甲", 116.65123, 39.91123, 5),
            ("b", "乙", None, 39.9, 6),
            ("c", "丙", 116.66123, 39.92123, 7),
        ]
        db.executemany("insert into 企业 values (?,?,?,?,?)", rows)
        db.execute("create table shapes (name text, n integer, geom text)")
        db.execute(
            "insert into shapes values ('x', 4, "
            "'0101000020E6100000B81E85EB51295D40F4FDD478E9F64340')"
        )
        db.execute("create table words (a text)")
        db.execute("insert into words values ('x')")
    db.close()
    return f"sqlite:///{path}"


def test_every_row_of_a_table_is_used_or_refused(url):
    layer = read_table(url, "企业", "firms")
    assert layer.table["id"].tolist() == ["a", "c"]
    assert layer.table["workers"].tolist() == [5, 7]
    assert layer.rejected[["row", "reason"]].to_numpy().tolist() == [[2, "no coordinates"]]
    assert layer.source.name == "企业"
    assert read_table(url, "企业", "firms", wish=Wish(datum="gcj02")).source.datum_known


def test_geometry_in_binary_brings_its_system(url):
    layer = read_table(url, "shapes", "firms")
    np.testing.assert_allclose([layer.lon[0], layer.lat[0]], [116.6456, 39.929], atol=0.01)
    assert layer.source.datum_known


@pytest.mark.parametrize("name", ["none", 'x"; drop table 企业; --', " ", "a.b.c"])
def test_a_table_that_is_not_there_is_one_clear_error(url, name):
    with pytest.raises(InputError, match="the database cannot give this table"):
        read_table(url, name, "firms")
    assert len(read_table(url, "企业", "firms")) == 2


def test_a_password_is_never_shown():
    with pytest.raises(InputError) as caught:
        read_table("postgresql+psycopg://me:geheim@127.0.0.1:1/x", "firms", "firms")
    assert "geheim" not in str(caught.value)
    with pytest.raises(InputError):
        read_table("nonsense", "firms", "firms")


def test_a_table_without_places_and_an_unknown_kind(url):
    with pytest.raises(MissingColumnError, match="words: no column with coordinates"):
        read_table(url, "words", "sites")
    with pytest.raises(InputError, match="Unknown kind"):
        read_table(url, "words", "shops")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://me:geheim@127.0.0.1:port/x",
        "geheim",
        "nonsense://me:geheim@h/x",
    ],
)
def test_an_address_that_cannot_be_understood_is_not_repeated(url):
    with pytest.raises(InputError, match="cannot give this table") as caught:
        read_table(url, "firms", "firms")
    assert "geheim" not in str(caught.value)


def test_a_driver_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg2", None)  # as if it were not installed
    with pytest.raises(MissingExtraError, match=r"driver psycopg2 .* is not installed") as caught:
        read_table("postgresql+psycopg2://me:geheim@h/x", "firms", "firms")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("most", [2, 3])
def test_rows_beyond_the_limit_are_refused_never_dropped(url, most, monkeypatch):
    monkeypatch.setattr(database, "_MOST_ROWS", most)
    if most == 3:  # exactly as many as there are
        assert read_table(url, "企业", "firms").source.n_read == 2
        return
    with pytest.raises(InputError, match="企业: more than 2 rows"):
        read_table(url, "企业", "firms")


def test_a_database_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(InputError, match="there is no such file"):
        read_table(f"sqlite:///{tmp_path / 'none.db'}", "firms", "firms")
    assert not (tmp_path / "none.db").exists()


def test_a_table_is_read_like_a_file_and_remembers_nothing(url):
    listed = DatabaseTable(url, "企业")
    wish = Wish({"name": "编号"}, "gcj02", "1")
    layer, by_hand = (
        read_remembered(listed, "firms", wish=wish),
        read_table(url, "企业", "firms", wish=wish),
    )
    assert layer.table.equals(by_hand.table)
    assert layer.table["name"].tolist() == ["a", "c"]
    assert layer.table["workers"].tolist() == [1, 1]
    assert remembered(listed, "firms") == {}
    with pytest.raises(InputError, match="remembered beside files only"):
        remember(listed, "firms", {"name": "编号"})


def alike(layer, other):
    assert layer.rows.tolist() == other.rows.tolist()
    np.testing.assert_array_equal([layer.lon, layer.lat], [other.lon, other.lat])
    kept = ["id", "name", "workers"]
    assert layer.table[kept].equals(other.table[kept])
    parts = ["row", "column", "reason"]
    assert layer.rejected[parts].equals(other.rejected[parts])
    assert layer.doubtful[parts].equals(other.doubtful[parts])
    one, two = layer.source, other.source
    assert (one.name, one.datum, one.datum_known) == (two.name, two.datum, two.datum_known)


@pytest.mark.parametrize(("table", "kind"), [("企业", "firms"), ("shapes", "firms")])
def test_a_table_that_was_taken_is_the_table(url, tmp_path, table, kind):
    path = take_table(url, table, tmp_path)
    assert path == tmp_path / table
    assert b"sqlite" not in path.read_bytes()
    alike(read_layer(path, kind), read_table(url, table, kind))


def test_cells_of_every_type_are_taken(tmp_path):
    at = tmp_path / "odd.db"
    with sqlite3.connect(at) as db:
        db.execute("create table 'a/b' (name, lon, lat, n, geometry, more)")
        rows = [
            ("甲", "116.65123", 39.91123, "约20人", "x", 1),
            (7, 116.66123, "39.92123", 3, None, 2.5),
            (None, None, 39.9, 4, "y", "丙"),
        ]
        db.executemany("insert into 'a/b' values (?,?,?,?,?,?)", rows)
    db.close()
    url = f"sqlite:///{at}"
    path = take_table(url, "a/b", tmp_path)
    assert path.name == "a_b"
    taken, direct = read_layer(path, "firms"), read_table(url, "a/b", "firms")
    assert taken.table["workers"].tolist() == direct.table["workers"].tolist() == [20, 3]
    assert taken.table["name"].tolist() == direct.table["name"].tolist() == ["甲", "7"]
    np.testing.assert_array_equal(taken.lon, direct.lon)
    assert taken.rejected["row"].tolist() == direct.rejected["row"].tolist() == [3]


def test_tables_and_views_are_named(url, tmp_path):
    with sqlite3.connect(tmp_path / "union.db") as db:
        db.execute("create view 小企业 as select * from 企业 where 职工数 < 6")
    db.close()
    assert table_names(url) == ("shapes", "words", "企业", "小企业")
    with pytest.raises(InputError, match="there is no such file"):
        table_names(f"sqlite:///{tmp_path / 'none.db'}")
    for wrong in ("postgresql+psycopg://me:geheim@127.0.0.1:1/x?nonsense=1", "geheim://x"):
        with pytest.raises(InputError, match="cannot give this table") as caught:
            table_names(wrong)
        assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///C:/union.db", "C:/union.db"),
        ("sqlite+pysqlite:////srv/union.db?timeout=3", "/srv/union.db"),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("sqlite:///file:x?uri=true", None),
        ("postgresql+psycopg:///union", None),
        ("postgresql+psycopg://me:geheim@h/union", None),
    ],
)
def test_what_is_shown_of_a_table_is_its_name(url, file):
    listed = DatabaseTable(url, "union.firms")
    assert listed.file == (None if file is None else Path(file))
    assert (str(listed), listed.stem) == ("union.firms", "firms")
    assert "geheim" not in repr(listed)


@pytest.fixture
def postgis():
    with schema("xuanzhi_test") as made:
        yield made.url, made.run


@pytest.mark.parametrize("column", ["geom", "wz"])
def test_a_real_postgis_gives_its_points(postgis, column, tmp_path):
    url, run = postgis
    run(
        f"create table xuanzhi_test.firms (name text, n int, {column} geometry(Point, 4548))",
        "insert into xuanzhi_test.firms values ('甲', 5, "
        "st_transform(st_setsrid(st_point(116.65, 39.91), 4490), 4548)), ('乙', 6, null)",
    )
    layer = read_table(url, "xuanzhi_test.firms", "firms")
    np.testing.assert_allclose([layer.lon[0], layer.lat[0]], [116.65, 39.91], atol=1e-7)
    assert layer.source.datum_known
    assert layer.source.datum == "cgcs2000"
    assert layer.rejected[["row", "reason"]].to_numpy().tolist() == [[2, "no coordinates"]]
    assert "xuanzhi_test.firms" in table_names(url)
    assert "spatial_ref_sys" not in table_names(url)
    alike(read_layer(take_table(url, "xuanzhi_test.firms", tmp_path), "firms"), layer)


def test_a_real_postgis_gives_polygons_geography_and_views(postgis):
    url, run = postgis
    run(
        "create table xuanzhi_test.blocks (name text, n int, area geography(Polygon, 4326))",
        "insert into xuanzhi_test.blocks values ('甲', 5, 'SRID=4326;POLYGON((116.6 39.9, "
        "116.7 39.9, 116.7 40.0, 116.6 40.0, 116.6 39.9))')",
        "create view xuanzhi_test.big as select * from xuanzhi_test.blocks where n > 3",
    )
    for table in ("blocks", "big"):
        layer = read_table(url, f"xuanzhi_test.{table}", "firms")
        assert 116.6 <= layer.lon[0] <= 116.7
        assert 39.9 <= layer.lat[0] <= 40.0


def test_a_real_postgres_gives_plain_columns_of_every_type(postgis):
    url, run = postgis
    run(
        'create table xuanzhi_test.plain ("名称" text, "经度" numeric(9, 6), "纬度" float8,'
        ' "职工数" varchar(20), since date, tags text[], extra jsonb)',
        "insert into xuanzhi_test.plain values "
        "('甲', 116.651234, 39.912345, '约20人', '2020-02-29', '{a,b}', '{\"k\": 1}'), "
        "('乙', null, 39.9, '7', null, null, null)",
    )
    layer = read_table(url, "xuanzhi_test.plain", "firms")
    assert layer.table["workers"].tolist() == [20]
    np.testing.assert_allclose([layer.lon[0], layer.lat[0]], [116.651234, 39.912345])
    assert len(layer.rejected) == 1
