"""Firms made, deleted and renamed in the table: done, said, taken back, saved; no other is lost."""

from __future__ import annotations

import gc

import pytest
from reader import as_read
from streamlit.testing.v1 import AppTest

from geo import words
from geo.app.pages import PAGES
from geo.core.edits import AddFirm, Batch, DropFirm, by_hand, firm_rows
from geo.draw import block
from geo.opening import read_project
from geo.study import demo

PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES

words.use(state.language())
frame.show(PAGES[{name!r}].page)
"""
APPLY = ("Apply the changes", "应用修改")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path / "projects"))
    yield tmp_path / "projects"
    gc.collect()


def opened(language="en", name="data", study=None):
    words.use(language)
    app = AppTest.from_string(PAGE.format(name=name), default_timeout=120)
    app.session_state["language"] = language
    if study is not None:
        app.session_state["study"] = study
    app.run()
    assert not app.exception, app.exception
    return app


def shown(app):
    """Return the table of firms that stands on the screen, and its key."""
    found = [t for t in app.data_editor if str(t.key).startswith("edit-firms-table-")]
    return found[0].value, found[0].key


def apply(app, *, rows=None, added=(), deleted=()):
    """Type into the table of firms as a browser tells it, and hand it over."""
    app.session_state[shown(app)[1]] = {
        "edited_rows": rows or {},
        "added_rows": list(added),
        "deleted_rows": list(deleted),
    }
    [b for b in app.button if b.label in APPLY][-1].click()  # that of the sites stands before
    app.run()
    assert not app.exception, app.exception


def pressed(app, key):
    next(b for b in app.button if b.key == key).click()
    app.run()
    assert not app.exception, app.exception


def test_what_is_typed_is_done_and_taken_back(home):
    app, town = opened(), demo("yongshun")
    table, _key = shown(app)
    assert len(table) == 300 < len(town.demand)
    at = {"lon": float(table["lon"].iloc[0]), "lat": float(table["lat"].iloc[0])}
    apply(
        app,
        rows={0: {"name": "甲厂"}, 1: {"street": "别街"}},
        added=[{"name": "新厂", "workers": 31, **at}],
        deleted=[2],
    )
    now = app.session_state["study"].demand
    gone = table["id"].iloc[2]
    assert len(now) == len(town.demand)  # one came, one went, none of those not shown
    assert set(map(str, town.demand.ids)) - set(map(str, now.ids)) == {gone}
    assert now.ids[-1] == "new-firm-1"
    assert now.weight[-1] == 31
    names = dict(zip(map(str, now.ids), now.table["name"], strict=True))
    assert names[table["id"].iloc[0]] == "甲厂"
    assert shown(app)[0]["id"].iloc[0] == "new-firm-1"  # where it is found again
    assert any("4 changes in the table" in t.value for t in app.text)
    (file,) = home.rglob("*.gpkg")
    saved = read_project(file)
    assert saved.study.demand.digest == now.digest
    assert "new-firm-1" in saved.used_ids
    pressed(app, "edit-undo")
    assert app.session_state["study"].demand.digest == town.demand.digest
    pressed(app, "edit-redo")
    assert app.session_state["study"].demand.digest == now.digest
    pressed(app, "edit-undo")
    apply(app, added=[{"workers": 1, **at}])
    assert app.session_state["study"].demand.ids[-1] == "new-firm-2"  # an id is given once


def test_those_found_by_name_are_all_that_can_be_deleted():
    app, town = opened(), demo("yongshun")
    next(t for t in app.text_input if str(t.key).startswith("edit-find")).set_value("F0900").run()
    table, _key = shown(app)
    assert table["id"].tolist() == ["F0900"]
    apply(app, deleted=[0])
    now = app.session_state["study"].demand
    assert list(now.ids) == [i for i in town.demand.ids if i != "F0900"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_is_said_and_nothing_changes(language):
    app, town = opened(language), demo("yongshun")
    apply(app, added=[{"name": "新厂", "lon": 116.6, "lat": 39.9}], deleted=[0])
    wanted = {"en": "number of workers is missing", "zh": "新厂"}[language]
    assert any(wanted in as_read(e.value) for e in app.error)
    assert app.session_state["study"].demand.digest == town.demand.digest


def test_all_that_the_map_does_the_table_does_too():
    """Of one firm drawn and one deleted, both ways come to the same list."""
    town = demo("yongshun")
    order = block(town).order
    at = firm_rows(town, "F0900", most=1).iloc[0]
    told = {"of": town.digest, "kind": "firm", "lon": at["lon"], "lat": at["lat"]}
    add = by_hand(town, {**told, "what": "add", "number": -1}, order=order)
    number = int((town.demand.ids[order] == "F0002").argmax())
    drop = by_hand(town, {**told, "what": "drop", "number": number}, order=order)
    assert isinstance(add, AddFirm)
    assert drop == DropFirm("F0002")
    mapped = drop.apply(add.apply(town))
    app = opened()
    apply(app, added=[{"workers": 0, "lon": float(at["lon"]), "lat": float(at["lat"])}])
    next(t for t in app.text_input if str(t.key).startswith("edit-find")).set_value("F0002").run()
    apply(app, deleted=[0])
    assert app.session_state["study"].demand.digest == mapped.demand.digest


@pytest.mark.parametrize("name", list(PAGES))
@pytest.mark.parametrize("town", ["yongshun", "helsinki"])
def test_every_page_shows_a_list_with_a_firm_of_which_little_is_known(town, name):
    study = demo(town)
    at = study.demand
    edits = (AddFirm("new-firm-1", float(at.x[3]), float(at.y[3])), DropFirm(at.ids[0]))
    app = opened(name=name, study=Batch(edits).apply(study))
    assert not app.error
