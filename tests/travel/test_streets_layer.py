"""Streets that were given stand in the project as a layer of lines, true to what is walked on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.core import Areas, Scenario, Study
from geo.export import export
from geo.solve import PROBLEMS, MaxCover
from geo.store import shapes
from geo.store.project import VERSION, create, open_file
from geo.store.project.values import Project
from geo.store.record import Families
from geo.study import open_plan, run, with_streets
from geo.travel import MODES, Straight, Street
from geo.travel.streets.keep import unpack
from geo.verify import check_file

from drawn import firms, homes, town

METRIC = "EPSG:32650"
LAYER = "walking_streets"
FAMILIES = Families({p.name: p for p in PROBLEMS}, {m.name: m for m in MODES})
ONE = [[(-500, 0), (0, 0), (0, 500)], [(0, 0), (0, -500)], [(-500, 0), (0, -500)]]
OTHER = [[(-500, 0), (0, 0)], [(0, 0), (0, -500)]]


def streets(lines):
    graph = town(lines)
    names = [f"街{k}" for k in range(graph.n_edge)]
    return replace(graph, crs=METRIC, table=pd.DataFrame({"name": names, "kind": "path"}))


def bare():
    spots = (firms((300, 4), (-300, 4)), homes((4, 300), (-400, -3)))
    return Study("桥", *(replace(one, crs=METRIC) for one in spots))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "p.gpkg"
    create(path, Project(bare(), Scenario(MaxCover(new=1, radius_m=800), Straight())), "me")
    return open_file(path, FAMILIES, who="me")


def give(file, lines):
    given = with_streets(file.project.study, streets(lines))
    assert file.save(replace(file.project, study=given), "me")
    return given.ways.graph


def is_layer(path):
    return LAYER in {name for name, _kind in pyogrio.list_layers(path)}


def is_true_to(path, graph):
    """GDAL sees the lines of the streets that are walked on, to the millimetre."""
    seen = gpd.read_file(path, layer=LAYER)
    assert set(seen.geom_type) == {"LineString"}
    assert seen.crs.to_epsg() == 4326
    lines = shapely.linestrings(
        np.column_stack([graph.point_x, graph.point_y]),
        indices=np.repeat(np.arange(graph.n_edge), np.diff(graph.point_start)),
    )
    back = seen.geometry.to_crs(METRIC)
    assert len(back) == len(lines)
    assert (shapely.hausdorff_distance(back.to_numpy(), lines) < 0.001).all()
    np.testing.assert_allclose(seen["length_m"], graph.length_m)
    assert list(seen["name"]) == list(graph.column("name"))
    return seen


def is_sound(path):
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("SELECT rtreecheck(?)", (f"rtree_{LAYER}_geom",)).fetchone() == ("ok",)
        keys = dict(base.execute("SELECT key, value FROM xuanzhi_project"))
    assert keys["ways_drawn"] == keys["ways"]


def test_streets_given_are_a_layer_for_a_gis(file):
    assert not is_layer(file.path)
    graph = give(file, ONE)
    seen = is_true_to(file.path, graph)
    is_sound(file.path)
    told = pyogrio.read_info(file.path, layer=LAYER)
    assert told["geometry_type"] == "LineString"
    assert told["capabilities"]["fast_spatial_filter"]
    np.testing.assert_allclose(told["total_bounds"], seen.total_bounds)


def test_a_plan_file_shows_the_streets_it_was_walked_on(tmp_path):
    study = with_streets(bare(), streets(ONE))
    found = run(study, Scenario(MaxCover(new=1, radius_m=800), Street()), with_regret=False)
    path = export(found, tmp_path / "plan.gpkg")
    is_true_to(path, study.ways.graph)
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("SELECT rtreecheck(?)", (f"rtree_{LAYER}_geom",)).fetchone() == ("ok",)
        told = base.execute(
            "SELECT description FROM gpkg_contents WHERE table_name = ?", (LAYER,)
        ).fetchone()[0]
    assert all(note in told for note in found.notes)
    assert "not read" in told or "不会被读取" in told
    assert unpack(open_plan(path)[0].ways.packed(), "p") == study.ways.graph
    assert str(check_file(path)) == f"PROVEN value = bound = {found.plan.value}"


def test_a_plan_file_for_the_public_shows_no_more_than_before(tmp_path):
    study = with_streets(bare(), streets(ONE))
    doubtful = pd.DataFrame({"source": ["a"], "row": [3], "column": ["b"], "value": ["c"],
                             "reason": ["d"], "remedy": ["e"]})  # fmt: skip
    areas = Areas(("一",), np.array([shapely.box(116, 39, 117, 40)], dtype=object), "乡镇")
    found = run(study, Scenario(MaxCover(new=1, radius_m=800), Street()), with_regret=False)
    found = replace(found, study=replace(study, doubtful=doubtful, areas=areas))
    own = export(found, tmp_path / "plan.gpkg")
    path = export(found, tmp_path / "p.gpkg", audience="public", review_number="审1", floor=(2, 1))
    only_ours = {"boundaries", LAYER, "xuanzhi_doubtful", "xuanzhi_plan", "xuanzhi_streets"}
    assert only_ours <= {name for name, _kind in pyogrio.list_layers(own)}
    assert not only_ours & {name for name, _kind in pyogrio.list_layers(path)}


def test_a_part_is_found_by_its_place(file):
    graph = give(file, ONE)
    seen = is_true_to(file.path, graph)
    for line in seen.geometry:
        west, south, east, north = line.bounds
        box = (west - 1e-6, south - 1e-6, (west + east) / 2, (south + north) / 2)
        found = pyogrio.read_dataframe(file.path, layer=LAYER, bbox=box)
        wanted = seen[seen.intersects(shapely.box(*box))]
        assert set(found["name"]) == set(wanted["name"])
        assert len(found)


def test_other_streets_take_their_place_and_are_taken_back(file):
    graph = give(file, ONE)
    other = give(file, OTHER)
    is_true_to(file.path, other)
    assert file.undo("me")
    is_true_to(file.path, graph)
    is_sound(file.path)
    assert file.undo("me")
    assert not is_layer(file.path)
    with closing(sqlite3.connect(file.path)) as base:
        for told in ("contents", "geometry_columns", "extensions"):
            sql = f"SELECT count(*) FROM gpkg_{told} WHERE table_name = ?"  # noqa: S608 - of the file
            assert base.execute(sql, (LAYER,)).fetchone() == (0,)


def test_a_click_does_not_touch_the_layer(file):
    give(file, ONE)
    with closing(sqlite3.connect(file.path)) as base:
        shapes.teach(base)
        base.execute(f"UPDATE {LAYER} SET name = 'still the same rows'")  # noqa: S608 - of the test
        base.commit()
    assert file.save(replace(file.project, remarks="a click"), "me")
    assert set(gpd.read_file(file.path, layer=LAYER)["name"]) == {"still the same rows"}


def test_lists_that_are_replaced_keep_the_layer(file):
    graph = give(file, ONE)
    project = file.project
    turned = project.study.demand.take(np.arange(len(project.study.demand))[::-1])
    study = replace(project.study, demand=turned, name="neu")
    assert file.save(replace(project, study=study), "me")
    is_true_to(file.path, graph)
    is_sound(file.path)


def test_a_gis_may_change_the_layer_and_distances_stay(file):
    graph = give(file, ONE)
    seen = gpd.read_file(file.path, layer=LAYER)
    pyogrio.write_dataframe(seen.iloc[:1], file.path, layer=LAYER, append=True)
    assert len(gpd.read_file(file.path, layer=LAYER)) == len(seen) + 1
    is_sound(file.path)
    again = open_file(file.path, FAMILIES, who="me").project.study
    assert unpack(again.ways.packed(), "p") == graph


def test_a_project_of_an_older_form_gets_the_layer_when_it_is_opened(file):
    graph = give(file, ONE)
    with closing(sqlite3.connect(file.path)) as base, base:
        base.execute("DELETE FROM xuanzhi_project WHERE key IN ('ways_drawn', 'doubtful')")
        base.execute("UPDATE xuanzhi_project SET value = '3' WHERE key = 'schema'")
        base.execute("DROP TABLE xuanzhi_doubtful")
        base.execute(f"DROP TABLE rtree_{LAYER}_geom")
        base.execute(f"DROP TABLE {LAYER}")
        for told in ("contents", "geometry_columns", "extensions"):
            names = (LAYER, "xuanzhi_doubtful")
            base.execute(f"DELETE FROM gpkg_{told} WHERE table_name IN (?, ?)", names)  # noqa: S608
        base.execute("DELETE FROM xuanzhi_lock")
    open_file(file.path, FAMILIES, who="me")
    is_true_to(file.path, graph)
    is_sound(file.path)
    with closing(sqlite3.connect(file.path)) as base:
        held = dict(base.execute("SELECT key, value FROM xuanzhi_project"))
    assert held["schema"] == str(VERSION)


def test_streets_that_cannot_be_read_are_no_layer_and_no_error(file):
    give(file, ONE)
    with closing(sqlite3.connect(file.path)) as base, base:
        base.execute("UPDATE xuanzhi_values SET data = x'00' WHERE kind = 'streets'")
        base.execute("DELETE FROM xuanzhi_project WHERE key = 'ways_drawn'")
        base.execute("DELETE FROM xuanzhi_lock")
    assert open_file(file.path, FAMILIES, who="me").may_write
    assert not is_layer(file.path)
