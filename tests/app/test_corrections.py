"""Lists read anew on page Data: what was corrected by hand stays corrected, or is told."""

from __future__ import annotations

import gc
import json
import tempfile
from dataclasses import replace
from types import SimpleNamespace

import geopandas
import numpy as np
import pytest
from reader import as_read
from shapely import LineString, box
from shapely.geometry import mapping
from streamlit.testing.v1 import AppTest

from geo import words
from geo.core.crs import lonlat
from geo.opening import read_project, streets_of, with_streets
from geo.travel import Street
from geo.travel.streets.drawn import drawn_streets

PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES

words.use(state.language())
frame.show(PAGES["data"].page)
"""
ROWS = [("甲厂", 116.65, 39.91, 5), ("乙厂", 116.66, 39.92, 6), ("丙厂", 116.67, 39.93, 7)]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path / "projects"))
    words.use("en")
    yield tmp_path / "projects"
    gc.collect()


def opened(project=None):
    app = AppTest.from_string(PAGE, default_timeout=120)
    app.session_state["language"] = "en"
    app.session_state["folder"] = SimpleNamespace(name=tempfile.mkdtemp())
    if project is not None:
        app.query_params["project"] = project
    app.run()
    assert not app.exception, app.exception
    return app


def pressed(app, label, k=0):
    [b for b in app.button if b.label == label][k].click()
    app.run()
    assert not app.exception, app.exception
    return app


def give(app, rows, heading="名称,经度,纬度,职工人数"):
    text = "\n".join([heading, *(",".join(map(str, row)) for row in rows)])
    app.file_uploader(key="firms_file").set_value(("厂.csv", text.encode(), "text/csv"))
    return pressed(app, "Read these lists")


def workers(app):
    demand = app.session_state["study"].demand
    return dict(zip(demand.table["name"], demand.weight.tolist(), strict=True))


def correct(app, *, rows=None, added=(), deleted=()):
    (table,) = (t for t in app.data_editor if str(t.key).startswith("edit-firms-table-"))
    app.session_state[table.key] = {
        "edited_rows": rows or {},
        "added_rows": list(added),
        "deleted_rows": list(deleted),
    }
    return pressed(app, "Apply the changes", -1)


def corrected():
    """Give three firms; the largest, listed first, is deleted, another corrected, one drawn."""
    app = give(opened(), ROWS)
    assert workers(app) == {"甲厂": 5, "乙厂": 6, "丙厂": 7}
    new = {"name": "新厂", "workers": 11, "lon": 116.655, "lat": 39.915}
    correct(app, rows={1: {"workers": 60}}, added=[new], deleted=[0])
    assert workers(app) == {"甲厂": 5, "乙厂": 60, "新厂": 11}
    return app


def test_a_list_given_again_keeps_what_was_corrected(home):
    app = give(corrected(), [*ROWS, ("丁厂", 116.66, 39.91, 8)])
    assert workers(app) == {"甲厂": 5, "乙厂": 60, "丁厂": 8, "新厂": 11}
    assert any("as by hand before: 3 rows" in as_read(s.value) for s in app.success)
    assert any("corrections carried over" in t.value for t in app.text)
    pressed(app, "Undo")  # one step, taken back as any other
    assert workers(app) == {"甲厂": 5, "乙厂": 6, "丙厂": 7, "丁厂": 8}
    pressed(app, "Redo")
    assert workers(app) == {"甲厂": 5, "乙厂": 60, "丁厂": 8, "新厂": 11}


def test_other_columns_and_another_datum_keep_what_was_corrected(home):
    app = corrected()
    pressed(app, "Read again with these columns")
    assert workers(app) == {"甲厂": 5, "乙厂": 60, "新厂": 11}
    next(b for b in app.selectbox if b.label == "Datum of the coordinates").set_value("gcj02")
    give(app, ROWS)
    assert workers(app) == {"甲厂": 5, "乙厂": 60, "新厂": 11}


def test_after_the_page_was_loaded_again_it_is_still_known_what_was_corrected(home):
    corrected()
    (file,) = home.rglob("*.gpkg")
    app = give(opened(file.stem), [("乙厂", 116.66, 39.92, 6), ("戊厂", 116.65, 39.91, 9)])
    assert workers(app) == {"乙厂": 60, "戊厂": 9, "新厂": 11}
    assert any(
        "Corrections by hand that could not be carried over: 1." in as_read(w.value)
        for w in app.warning
    )
    again = give(opened(file.stem), ROWS)
    assert workers(again) == {"甲厂": 5, "乙厂": 60, "新厂": 11}
    assert not any("could not be" in as_read(w.value) for w in again.warning)
    assert read_project(file).study.demand.weight.tolist() == [5, 60, 11]


def test_what_waits_is_listed_until_it_is_put_away(home):
    app = give(corrected(), [("己厂", 116.65, 39.91, 9)])
    (table,) = (t.value for t in app.dataframe if "done by hand" in t.value)
    assert sorted(table["name"]) == ["丙厂", "乙厂"]
    pressed(app, "Done: take this list away")
    assert not [t for t in app.dataframe if "done by hand" in t.value]


def test_what_was_tried_in_a_demo_town_is_not_carried_into_ones_own(home):
    app = opened()
    correct(app, deleted=[0])
    give(app, ROWS)
    assert workers(app) == {"甲厂": 5, "乙厂": 6, "丙厂": 7}
    assert not [t for t in app.dataframe if "done by hand" in t.value]


def walked(app):
    """Give the town streets of its own, and ask for ways along them."""
    study = app.session_state["study"]
    crs = study.demand.crs
    x, y = study.demand.x, study.demand.y
    edge, end = np.array([x.min(), y.min()]) - 900, np.array([x.max(), y.max()]) + 900
    graph = drawn_streets(LineString(np.column_stack(lonlat(*np.array([edge, end]).T, crs))), crs)
    app.session_state["study"] = with_streets(study, graph)
    asked = app.session_state["scenario"]
    app.session_state["scenario"] = replace(asked, mode=Street("walk"))
    app.run()
    assert not app.exception, app.exception
    return graph


def test_streets_given_by_hand_stay_with_the_town(home):
    app = give(opened(), ROWS)
    graph = walked(app)
    correct(app, rows={1: {"workers": 60}})
    assert isinstance(app.session_state["scenario"].mode, Street), "a firm changed, not the town"
    give(app, [*ROWS, ("丁厂", 116.66, 39.91, 8)])
    study = app.session_state["study"]
    assert workers(app)["乙厂"] == 60
    assert streets_of(study) == graph
    assert isinstance(app.session_state["scenario"].mode, Street)
    give(app, [("远厂", 121.47, 31.23, 5)])  # another town
    assert app.session_state["study"].ways is None
    assert not isinstance(app.session_state["scenario"].mode, Street)


def test_rows_that_could_not_be_used_are_remembered_and_stay_in_view(home):
    app = give(opened(), [*ROWS, ("坏厂", "east", 39.91, 8)])
    assert any("rejected" in t.label and "(1)" in t.label for t in app.tabs)
    (file,) = home.rglob("*.gpkg")
    other = opened(file.stem)  # as after the page was loaded again
    assert any("could not be used" in e.label for e in other.expander)
    assert "east" in str([t.value for t in other.dataframe])
    correct(other, rows={1: {"workers": 60}})
    app.run()  # told of that: what was found in the lists stands as before
    assert workers(app)["乙厂"] == 60
    assert any("rejected" in t.label and "(1)" in t.label for t in app.tabs)


def test_doubtful_rows_are_remembered_with_their_reasons(home):
    app = give(opened(), [*ROWS, ("丁厂", 116.66, 39.91, 0)])
    (label,) = [t.label for t in app.tabs if "doubtful" in t.label]
    assert "(0)" not in label
    told = app.session_state["layers"][0].doubtful
    (file,) = home.rglob("*.gpkg")
    other = opened(file.stem)  # as after the page was loaded again
    assert any("Doubtful rows" in e.label for e in other.expander)
    (shown,) = [t.value for t in other.dataframe if "what to do" in t.value]
    assert list(shown["reason"]) == list(told["reason"])
    app.run()
    assert not any("Doubtful rows" in e.label for e in app.expander), "the lists are at hand"


def districts():
    """Return two townships that lie side by side."""
    squares = [("西乡", 116.6, 116.655), ("东乡", 116.655, 116.7)]
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": mapping(box(a, 39.9, b, 40))}
        for name, a, b in squares
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_boundaries_given_are_in_the_project_and_name_the_next_list_too(home):
    app = opened()
    upload = next(f for f in app.file_uploader if f.key == "boundaries_file")
    upload.set_value(("乡镇.geojson", districts(), "application/json"))
    give(app, ROWS)
    assert any(
        "could not be compared" in as_read(c.value) for c in app.caption
    )  # no street is named
    firms = app.session_state["study"].demand.table
    assert dict(zip(firms["name"], firms["street"], strict=True)) == {
        "甲厂": "西乡",
        "乙厂": "东乡",
        "丙厂": "东乡",
    }
    (file,) = home.rglob("*.gpkg")
    assert list(geopandas.read_file(file, layer="boundaries")["name"]) == ["西乡", "东乡"]
    other = opened(file.stem)
    assert any("Boundaries of 2 areas" in as_read(c.value) for c in other.caption)
    give(other, [*ROWS, ("丁厂", 116.61, 39.91, 8)])
    assert list(other.session_state["study"].demand.table["street"])[-1] == "西乡"
    give(other, [("远厂", 121.47, 31.23, 5)])  # another town
    assert other.session_state["study"].areas is None
