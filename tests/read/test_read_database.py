"""Tables of a database: SQLite always, PostGIS where one is offered."""

from __future__ import annotations

import os
import sqlite3

import numpy as np
import pytest

from geo.errors import InputError, MissingColumnError
from geo.read.database import read_table
from geo.read.reading import Wish

pytest.importorskip("sqlalchemy", reason="the extra xuanzhi[sql] is not installed")


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


@pytest.mark.parametrize("name", ["none", 'x"; drop table 企业; --', "", "a.b.c"])
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


def test_a_real_postgis_gives_its_points():
    url = os.environ.get("XUANZHI_POSTGIS_URL")
    if not url:
        pytest.skip(
            "no PostGIS offered: set XUANZHI_POSTGIS_URL to a database that may be written to"
        )
    sql = pytest.importorskip("sqlalchemy")
    engine = sql.create_engine(url)
    with engine.begin() as link:
        link.execute(sql.text("create extension if not exists postgis"))
        link.execute(sql.text("drop table if exists xuanzhi_firms"))
        link.execute(
            sql.text("create table xuanzhi_firms (name text, n int, geom geometry(Point, 4548))")
        )
        link.execute(
            sql.text(
                "insert into xuanzhi_firms values ('甲', 5, "
                "st_transform(st_setsrid(st_point(116.65, 39.91), 4490), 4548)), ('乙', 6, null)"
            )
        )
    layer = read_table(url, "xuanzhi_firms", "firms")
    with engine.begin() as link:
        link.execute(sql.text("drop table xuanzhi_firms"))
    engine.dispose()
    np.testing.assert_allclose([layer.lon[0], layer.lat[0]], [116.65, 39.91], atol=1e-7)
    assert len(layer.rejected) == 1
