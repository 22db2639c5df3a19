"""What is typed into a table of the lists and not applied: kept, shown again, never lost unsaid."""

from __future__ import annotations

import gc

import pytest
from reader import as_read
from visitors import button, opened

from geo.core.edits import DropSite
from geo.opening import read_project
from geo.study import demo


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path / "projects"))
    yield tmp_path / "projects"
    gc.collect()


def table(app, kind="firms"):
    return next(t for t in app.data_editor if str(t.key).startswith(f"edit-{kind}-table-"))


def typed(app, kind="firms", *, rows=None, added=(), deleted=()):
    """Type into a table as a browser tells it; nothing is applied."""
    app.session_state[table(app, kind).key] = {
        "edited_rows": rows or {},
        "added_rows": list(added),
        "deleted_rows": list(deleted),
    }
    app.run()
    assert not app.exception, app.exception


def again(app):
    """Load the page again: a session that knows nothing but the address."""
    return opened("data", project=address(app))


def address(app):
    given = app.query_params["project"]
    return given[0] if isinstance(given, list) else given


def pressed(app, name):
    button(app, name).click().run()
    assert not app.exception, app.exception


def said(app, text):
    kinds = (app.caption, app.info, app.warning, app.error)
    return any(text in as_read(one.value) for kind in kinds for one in kind)


@pytest.mark.filterwarnings("error::pandas.errors.Pandas4Warning")
def test_what_is_typed_is_there_after_a_reload_and_counts_once_it_is_applied():
    app, town = opened("data"), demo("yongshun")
    first, second = table(app).value["id"].iloc[:2]
    at = {"lon": 116.66, "lat": 39.9}
    typed(
        app, rows={0: {"name": "甲厂"}}, added=[{"name": "新厂", "workers": 3, **at}], deleted=[1]
    )
    typed(
        app, "sites", rows={0: {"capacity": 77}}, added=[{"name": "新馆"}]
    )  # some columns are empty
    typed(app, "sites", rows={0: {"capacity": 77}})
    assert app.session_state["study"].digest == town.digest
    assert said(app, "3 rows typed and not applied yet")
    app = again(app)
    assert app.session_state["study"].digest == town.digest
    assert said(app, "3 rows typed and not applied yet")
    assert said(app, "1 row typed and not applied yet")
    assert said(app, "Typed and not applied yet: Venues and homes, Firms.")
    shown = table(app).value
    assert shown.iloc[0][["id", "name"]].tolist() == [first, "甲厂"]
    assert second not in set(shown["id"])
    assert shown.iloc[-1]["name"] == "新厂"
    typed(app, rows={1: {"workers": 9}})  # on top of it
    assert said(app, "4 rows typed and not applied yet")
    pressed(app, "edit-firms-apply")
    now = again(app).session_state["study"].demand
    names = dict(zip(map(str, now.ids), now.table["name"], strict=True))
    assert (names[first], names["new-firm-1"]) == ("甲厂", "新厂")
    assert second not in names
    assert not said(app, "4 rows")
    assert said(app, "1 row typed and not applied yet")  # of the other list
    pressed(app, "edit-sites-apply")
    assert not said(app, "not applied yet")
    assert 77 in table(app, "sites").value["capacity"].tolist()


def test_of_other_firms_that_are_found_it_stays_typed():
    app = opened("data")
    firm = table(app).value["id"].iloc[0]
    typed(app, rows={0: {"name": "甲厂"}})
    next(t for t in app.text_input if str(t.key).startswith("edit-find")).set_value("F0900").run()
    typed(app, rows={0: {"name": "乙厂"}})
    assert said(app, "2 rows typed and not applied yet")
    fresh = again(app)
    assert table(fresh).value["id"].tolist()[:2] == sorted([firm, "F0900"])  # first of all
    pressed(fresh, "edit-firms-apply")
    now = fresh.session_state["study"].demand
    names = dict(zip(now.ids, now.table["name"], strict=True))
    assert (names[firm], names["F0900"]) == ("甲厂", "乙厂")


def test_a_list_that_was_changed_meanwhile_is_told_of():
    app = opened("data")
    ids = table(app, "sites").value["id"].tolist()
    typed(app, "sites", rows={0: {"name": "甲馆"}, 1: {"name": "乙馆"}})
    assert not said(app, "The list was changed")
    study = app.session_state["study"]
    app.session_state["study"] = DropSite(study.sites.ids[0]).apply(study)
    app.run()
    assert said(app, "The list was changed after this was typed")
    assert said(app, "Not in the list any more and left out: 1 row.")
    assert table(app, "sites").value["name"].iloc[0] == "乙馆"
    pressed(app, "edit-sites-apply")
    now = app.session_state["study"].sites
    assert list(map(str, now.ids)) == ids[1:]
    assert now.names[0] == "乙馆"


def test_what_cannot_be_applied_stays_typed_until_it_is_let_go(home):
    app, town = opened("data"), demo("yongshun")
    typed(app, added=[{"name": "新厂", "lon": 116.66, "lat": 39.9}])
    pressed(app, "edit-firms-apply")
    assert said(app, "number of workers is missing")
    fresh = again(app)
    assert table(fresh).value["name"].iloc[-1] == "新厂"
    assert fresh.session_state["study"].demand.digest == town.demand.digest
    pressed(fresh, "edit-firms-discard")
    assert not said(fresh, "not applied yet")
    assert len(table(fresh).value) == 300
    (file,) = home.rglob("*.gpkg")
    assert "typed" not in read_project(file).settings


def test_another_town_begins_with_nothing_typed():
    app = opened("data")
    typed(app, "sites", rows={0: {"name": "甲馆"}})
    start = opened("start", project=address(app))
    assert start.session_state["typed"]
    button(start, "open-helsinki").click().run()
    assert not start.exception, start.exception
    assert start.session_state["typed"] == {}


def test_two_windows_of_one_person_type_into_one_table():
    first = opened("data")
    typed(first, rows={0: {"name": "甲厂"}})
    second = again(first)
    typed(first, rows={0: {"name": "甲厂"}, 1: {"name": "乙厂"}})
    typed(second, rows={2: {"name": "丙厂"}}, added=[{"name": "新厂", "workers": 1}])
    shown = table(second).value["name"].tolist()
    assert {"甲厂", "乙厂", "丙厂"} == set(shown[:3])  # those typed into stand first
    assert shown[-1] == "新厂"
    first.run()
    assert table(first).value["name"].tolist() == shown
