"""Two visitors in one project: the click of either stands, though neither saw the other's yet."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest
from reader import as_read
from streamlit.testing.v1 import AppTest
from visitors import ask, button, opened, radius

from geo.app import autosave
from geo.errors import InputError
from geo.opening import read_project
from geo.study import with_statuses


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path / "projects"))
    yield tmp_path / "projects"
    gc.collect()


def forbid(app, pos):
    """Do what the page does with a status that was chosen in its table."""
    study = app.session_state["study"]
    chosen = ["forbidden" if k == pos else s for k, s in enumerate(study.sites.status)]
    app.session_state["study"] = with_statuses(study, chosen)
    app.run()
    assert not app.exception, app.exception


def two(home):
    """Two visitors who see the same question of the same project."""
    first = opened("gaps")
    ask(first, 1500)
    (path,) = home.glob("*.gpkg")
    return first, opened("gaps", path.stem), path


def test_a_click_is_heard_though_the_other_was_faster(home):
    first, second, path = two(home)
    ask(first, 1700)
    assert radius(second).value == 1500  # not told yet
    ask(second, 900)
    assert radius(second).value == 900
    assert read_project(path).scenario.problem.radius_m == 900
    first.run()
    assert radius(first).value == 900
    assert read_project(path).scenario.problem.radius_m == 900


def test_who_does_nothing_writes_nothing_over(home):
    first, second, path = two(home)
    ask(first, 1700)
    second.run()
    assert radius(second).value == 1700
    assert read_project(path).scenario.problem.radius_m == 1700


def test_different_things_go_together(home):
    first, second, path = two(home)
    forbid(first, 4)
    ask(second, 900)
    assert second.session_state["study"].sites.status[4] == "forbidden"
    kept = read_project(path)
    assert kept.study.sites.status[4] == "forbidden"
    assert kept.scenario.problem.radius_m == 900


EDITING = """
import streamlit as st
from geo import words
from geo.app import frame, state
from geo.core.edits import Batch, site_changes, site_rows

words.use(state.language())

def page():
    st.title("Sites")
    if st.button("rename", key="rename"):
        study = state.study()
        rows = site_rows(study)
        rows.loc[rows.index[0], "name"] = "AAA"
        state.edit(Batch(site_changes(study, rows, taken=state.used_ids())))
        st.rerun()
    st.text(f"can be undone: {bool(state.edits().done)}")

frame.show(page)
"""


def test_a_change_that_begins_its_page_anew_is_not_held_against_itself(home):
    first, _second, path = two(home)
    editing = AppTest.from_string(EDITING, default_timeout=120)
    editing.session_state["language"] = "en"
    editing.query_params["project"] = path.stem
    editing.run()
    ask(first, 1700)
    editing.button(key="rename").click().run()
    assert not editing.exception, editing.exception
    assert not editing.warning, editing.warning[0].value
    kept = read_project(path)
    assert kept.study.sites.names[0] == "AAA"
    assert kept.scenario.problem.radius_m == 1700
    assert editing.session_state["scenario"].problem.radius_m == 1700
    assert [t.value for t in editing.text] == ["can be undone: True"]


def test_of_one_list_the_first_stands_and_the_other_is_told(home):
    first, second, path = two(home)
    forbid(first, 4)
    forbid(second, 5)
    assert any(
        "Not taken" in as_read(w.value) and "forbidden" in as_read(w.value) for w in second.warning
    )
    ask(first, 1800)
    second.run()  # shown anew once more: still told
    assert any("Not taken" in as_read(w.value) for w in second.warning)
    assert list(read_project(path).study.sites.status[4:6]) == ["forbidden", "candidate"]
    forbid(second, 5)
    assert not any("Not taken" in as_read(w.value) for w in second.warning)
    assert list(read_project(path).study.sites.status[4:6]) == ["forbidden", "forbidden"]


def detour(app):
    return next(s for s in app.slider if "detour" in s.key)


def test_who_only_looks_puts_no_way_of_measuring_back(home):
    first, second, path = two(home)
    detour(first).set_value(1.5).run()
    for app in (second, first, second, first):
        app.run()
        assert detour(app).value == 1.5
        assert read_project(path).scenario.mode.detour == 1.5


def test_every_control_of_a_question_follows_what_is_taken_back(home):
    first, _second, path = two(home)
    detour(first).set_value(1.4).run()
    detour(first).set_value(1.6).run()
    button(first, "undo").click().run()
    assert detour(first).value == 1.4
    assert read_project(path).scenario.mode.detour == 1.4


def test_for_whom_files_are_follows_too(home):
    _first, _second, path = two(home)
    app, other = opened("export", path.stem), opened("export", path.stem)
    audience = next(r for r in app.radio if "export-audience" in r.key)
    audience.set_value("public").run()
    for one in (other, app, other):
        one.run()
        assert read_project(path).settings["release"]["audience"] == "public"


def test_what_is_pressed_on_an_old_page_is_not_done_and_told(home):
    first, second, path = two(home)
    ask(first, 1700)
    button(second, "undo").click().run()
    assert not second.exception
    assert read_project(path).scenario.problem.radius_m == 1700
    assert any("Press again" in as_read(w.value) for w in second.warning)
    button(second, "undo").click().run()
    assert read_project(path).scenario.problem.radius_m == 1500


def test_numbers_of_one_question_go_together(home):
    first, second, path = two(home)
    ask(first, 1700)
    detour(second).set_value(1.5).run()
    kept = read_project(path).scenario
    assert (kept.problem.radius_m, kept.mode.detour) == (1700, 1.5)
    assert radius(second).value == 1700


SLOW = """
import streamlit as st
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

words.use(state.language())

def page():
    PAGES[{name!r}].page()
    if "click" in st.session_state:  # the visitor clicks while the page is being made
        told = WidgetStates()
        told.widgets.append(st.session_state.pop("click"))
        raise RerunException(RerunData(widget_states=told))

frame.show(page)
"""


def test_a_click_into_a_page_that_is_being_made_is_heard(home):
    first, _second, path = two(home)
    app = late(path)
    ask(first, 1900)
    app.session_state["click"] = radius(app).set_value(900)._widget_state
    radius(app)._value = None
    app.run()
    assert not app.exception, app.exception
    assert radius(app).value == 900
    assert read_project(path).scenario.problem.radius_m == 900


def test_a_project_that_is_gone_is_a_sentence(home):
    first, _second, path = two(home)
    path.unlink()
    first.run()
    assert not first.exception, first.exception
    assert any(path.name in as_read(e.value) for e in first.error)


def test_own_lists_stay_though_no_project_can_be_begun(home, monkeypatch):
    first, _second, _path = two(home)
    own = replace(first.session_state["study"], name="Our town")

    def full(*_given):
        raise InputError("no room on this disk")

    monkeypatch.setattr(autosave.store, "create", full)
    first.session_state["study"] = own
    for _time in range(2):
        first.run()
        assert first.session_state["study"].name == "Our town"
        assert any("no room" in as_read(e.value) for e in first.error)
    monkeypatch.undo()
    monkeypatch.setenv("XUANZHI_HOME", str(home))
    first.run()
    assert {p.stem for p in home.glob("*.gpkg")} >= {"Our town"}


def pressed_late(app, old, value):
    """Let what was pressed on an older rendering of a control arrive after the page was redrawn."""
    app.session_state["click"] = old.set_value(value)._widget_state
    app.run()
    assert not app.exception, app.exception


def late(path, name="gaps"):
    app = AppTest.from_string(SLOW.format(name=name), default_timeout=120)
    app.session_state["language"] = "en"
    app.query_params["project"] = path.stem
    app.run()
    assert not app.exception, app.exception
    return app


def test_a_press_on_a_control_that_nobody_else_changed_is_heard_late(home):
    first, _second, path = two(home)
    app = late(path)
    old = detour(app)
    ask(first, 1900)
    app.run()
    assert radius(app).value == 1900
    assert detour(app).key == old.key, "only what shows another value begins anew"
    pressed_late(app, old, 1.5)
    assert (radius(app).value, detour(app).value) == (1900, 1.5)
    kept = read_project(path).scenario
    assert (kept.problem.radius_m, kept.mode.detour) == (1900, 1.5)


def test_a_press_on_the_very_control_that_another_changed_is_heard_late(home):
    first, _second, path = two(home)
    app = late(path)
    old = radius(app)
    ask(first, 1900)
    app.run()
    assert radius(app).value == 1900
    assert radius(app).key != old.key
    pressed_late(app, old, 900)
    assert radius(app).value == 900
    assert read_project(path).scenario.problem.radius_m == 900
    app.run()
    first.run()
    assert radius(app).value == radius(first).value == 900


def test_a_browser_that_was_not_told_yet_puts_nothing_back(home):
    first, _second, path = two(home)
    app = late(path)
    old = radius(app)
    ask(first, 1900)
    app.run()
    pressed_late(app, old, 1500)  # what the old control says all along, sent with another press
    assert radius(app).value == 1900
    assert read_project(path).scenario.problem.radius_m == 1900


def test_a_search_that_was_typed_stays_while_another_changes_the_question(home):
    first, _second, path = two(home)
    app = opened("find", path.stem)
    app.text_input[0].set_value("slsp001").run()
    ask(first, 1900)
    app.run()
    assert not app.exception, app.exception
    assert app.session_state["scenario"].problem.radius_m == 1900
    assert app.text_input[0].value == "slsp001"


def test_controls_follow_what_is_changed_to_and_fro(home):
    first, second, path = two(home)
    for one, other, metres in [(first, second, 1700), (second, first, 900), (first, second, 1500)]:
        ask(one, metres)
        other.run()
        assert radius(other).value == metres
    ask(second, 1500 + 50)
    for app in (first, second, first):
        app.run()
        assert radius(app).value == 1550
    assert read_project(path).scenario.problem.radius_m == 1550


def is_told(app):
    return any("Press again" in as_read(w.value) for w in app.warning)


def test_to_take_back_on_an_old_page_is_told_however_late_it_comes(home):
    """What would be taken back is what the other did, which this visitor has not seen."""
    first, _second, path = two(home)
    app = late(path)
    old = button(app, "undo")
    ask(first, 1900)
    app.run()  # the page was made anew, but the browser still shows the old one
    pressed_late(app, old, value=True)
    assert is_told(app)
    assert read_project(path).scenario.problem.radius_m == 1900
    pressed_late(app, button(app, "undo"), value=True)
    assert read_project(path).scenario.problem.radius_m == 1500


def test_taken_back_twice_by_the_same_hand_is_heard_twice(home):
    first, _second, path = two(home)
    for metres in (1700, 1900):
        ask(first, metres)
    app = late(path)
    old = button(app, "undo")
    pressed_late(app, old, value=True)
    pressed_late(app, old, value=True)  # the browser was not told of the first yet
    assert not is_told(app)
    assert read_project(path).scenario.problem.radius_m == 1500


def keep(app):
    return next(b for b in app.button if b.label == "Keep for comparison")


def test_to_keep_a_plan_is_heard_late_where_it_is_the_plan_that_was_seen(home):
    first, _second, path = two(home)
    app, wordy = late(path, "propose"), opened("start", path.stem)
    old = keep(app)
    next(a for a in wordy.text_area if "remarks" in a.key).set_value("Agreed with all.").run()
    app.run()
    pressed_late(app, old, value=True)
    assert not is_told(app)
    (kept,) = read_project(path).kept
    assert kept.scenario.problem.radius_m == 1500
    old = keep(app)
    ask(first, 1900)
    app.run()
    pressed_late(app, old, value=True)
    assert is_told(app)
    assert len(read_project(path).kept) == 1


def test_what_was_typed_for_another_list_is_told_not_applied(home):
    first, _second, path = two(home)
    app = late(path, "data")
    old = next(b for b in app.button if b.label == "Apply the changes")
    ask(first, 1900)
    app.run()
    pressed_late(app, old, value=True)
    assert not is_told(app), "the list is the same"
    forbid(first, 4)
    app.run()
    pressed_late(app, old, value=True)
    assert is_told(app)
