"""Boundaries that were given are a layer; doubtful rows of the lists stay with their reasons."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from shapely import MultiPolygon, box

from geo.core import Areas, Scenario
from geo.store import load as load_plan
from geo.store import project as store
from geo.store import save as save_plan
from geo.store.record import Families
from geo.travel import Straight

import made

FAMILIES = Families(made.PROBLEMS, made.MODES)
COLUMNS = ["source", "row", "column", "value", "reason", "remedy"]


def areas(*shapes, source="乡镇.geojson"):
    held = np.array(shapes, dtype=object)
    return Areas(tuple(f"街道{k}" for k in range(len(shapes))), held, source)


WEST, EAST = box(116.6, 39.8, 116.7, 40.0), box(116.7, 39.8, 116.8, 40.0)
TWO = areas(WEST, MultiPolygon([EAST, box(116.9, 39.8, 117.0, 39.9)]))


def doubts(*rows):
    told = [("企业.xlsx", row, "workers", value, "约20人", "look") for row, value in rows]
    return pd.DataFrame(told, columns=COLUMNS)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "p.gpkg"
    asked = Scenario(made.Question(), Straight(1.3))
    store.create(path, store.Project(made.study(), asked), "张")
    return store.open_file(path, FAMILIES, who="张")


def save(file, **changes):
    study = replace(file.project.study, **changes)
    assert file.save(replace(file.project, study=study), "张")


def again(file):
    return store.load(file.path, FAMILIES).study


def same_areas(a, b):
    assert (a.names, a.source) == (b.names, b.source)
    assert all(x.equals(y) for x, y in zip(a.shapes, b.shapes, strict=True))


def test_boundaries_are_a_layer_of_polygons(file):
    assert again(file).areas is None
    save(file, areas=TWO)
    seen = gpd.read_file(file.path, layer="boundaries")
    assert seen.crs.to_epsg() == 4326
    assert set(seen.geom_type) == {"MultiPolygon"}
    assert list(seen["name"]) == list(TWO.names)
    assert pyogrio.read_info(file.path, layer="boundaries")["capabilities"]["fast_spatial_filter"]
    same_areas(again(file).areas, TWO)
    assert "Boundaries of 2 areas" in store.history(file.path)[0].what.format(n=2)


def test_boundaries_stay_with_whatever_else_is_saved(file):
    save(file, areas=TWO)
    assert file.save(replace(file.project, remarks="ein Klick"), "张")
    turned = file.project.study.demand.take(np.arange(len(file.project.study.demand))[::-1])
    save(file, demand=turned)
    same_areas(again(file).areas, TWO)


def test_other_boundaries_take_their_place(file):
    save(file, areas=TWO)
    save(file, areas=areas(EAST))
    same_areas(again(file).areas, areas(EAST))
    save(file, areas=areas(EAST, source="other.gpkg"))
    assert again(file).areas.source == "other.gpkg"


def test_the_same_boundaries_read_anew_write_nothing(file):
    save(file, areas=TWO)
    n = len(store.history(file.path))
    save(file, areas=areas(*TWO.shapes))
    assert len(store.history(file.path)) == n


def test_doubtful_rows_come_back_with_their_reasons(tmp_path):
    told = doubts((3, "约20人"), (3, ""), (9, None))
    study = replace(made.study(), doubtful=told)
    path = tmp_path / "p.gpkg"
    store.create(path, store.Project(study, Scenario(made.Question(), Straight(1.3))), "张")
    back = store.load(path, FAMILIES).study.doubtful
    assert list(back) == COLUMNS
    pd.testing.assert_frame_equal(back.fillna("-"), told.fillna("-"), check_dtype=False)


def test_a_plan_file_holds_boundaries_and_doubtful_rows_as_a_project_does(tmp_path):
    told = doubts((3, "约20人"), (9, None))
    found = made.proposal()
    study = replace(found.study, areas=TWO, doubtful=told)
    path = tmp_path / "plan.gpkg"
    save_plan(path, study, found.plan)
    back, _plan = load_plan(path, problems=made.PROBLEMS, modes=made.MODES)
    same_areas(back.areas, TWO)
    pd.testing.assert_frame_equal(back.doubtful.fillna("-"), told.fillna("-"), check_dtype=False)
    seen = gpd.read_file(path, layer="boundaries")
    assert list(seen["name"]) == list(TWO.names)
    assert (
        pyogrio.read_dataframe(path, layer="xuanzhi_doubtful")["reason"].tolist() == ["约20人"] * 2
    )


def test_doubtful_rows_change_with_their_list_and_are_taken_back(file):
    first, second = doubts((3, "约20人")), doubts((4, "a"), (5, "b"))
    assert again(file).doubtful.empty
    save(file, doubtful=first, name="one")
    save(file, doubtful=second, name="two")
    assert list(again(file).doubtful["row"]) == [4, 5]
    assert file.undo("张")
    assert list(again(file).doubtful["row"]) == [3]
    assert file.undo("张")
    assert again(file).doubtful.empty


def test_a_click_writes_no_doubtful_row_again(file):
    save(file, doubtful=doubts((3, "x")), name="one")
    for k in range(3):
        assert file.save(replace(file.project, remarks=str(k)), "张")
    with closing(sqlite3.connect(file.path)) as base:
        assert base.execute("SELECT count(*) FROM xuanzhi_doubtful").fetchone() == (1,)


def test_lists_that_are_replaced_bring_only_their_own_doubts(file):
    save(file, doubtful=doubts((3, "x")), name="one")
    turned = file.project.study.demand.take(np.arange(len(file.project.study.demand))[::-1])
    save(file, demand=turned, doubtful=doubts((7, "y")))
    assert list(again(file).doubtful["row"]) == [7]
    with closing(sqlite3.connect(file.path)) as base:
        assert base.execute("SELECT count(*) FROM xuanzhi_doubtful").fetchone() == (1,)


def test_a_project_of_form_3_knows_no_doubts_and_takes_some(file):
    with closing(sqlite3.connect(file.path)) as base, base:
        base.execute("DROP TABLE xuanzhi_doubtful")
        base.execute("DELETE FROM gpkg_contents WHERE table_name = 'xuanzhi_doubtful'")
        base.execute("DELETE FROM xuanzhi_project WHERE key = 'doubtful'")
        base.execute("UPDATE xuanzhi_project SET value = '3' WHERE key = 'schema'")
        base.execute("DELETE FROM xuanzhi_lock")
    before = file.path.read_bytes()
    assert again(file).doubtful.empty
    assert file.path.read_bytes() == before
    opened = store.open_file(file.path, FAMILIES, who="李")
    save(opened, doubtful=doubts((3, "x")), name="one")
    assert list(again(opened).doubtful["row"]) == [3]
