"""Two visitors in one project: the click of either stands, though neither saw the other's yet."""

from __future__ import annotations

import gc

import pytest
from streamlit.testing.v1 import AppTest

from geo import words
from geo.opening import read_project
from geo.study import with_statuses

PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES

words.use(state.language())
frame.show(PAGES[{name!r}].page)
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path / "projects"))
    yield tmp_path / "projects"
    gc.collect()


def visitor(name, project=None):
    words.use("en")
    app = AppTest.from_string(PAGE.format(name=name), default_timeout=120)
    app.session_state["language"] = "en"
    if project:
        app.query_params["project"] = project
    app.run()
    assert not app.exception, app.exception
    return app


def radius(app):
    return next(s for s in app.slider if "radius_m" in s.key)


def ask(app, metres):
    radius(app).set_value(metres).run()
    assert not app.exception, app.exception


def forbid(app, pos):
    """Do what the page does with a status that was chosen in its table."""
    study = app.session_state["study"]
    chosen = ["forbidden" if k == pos else s for k, s in enumerate(study.sites.status)]
    app.session_state["study"] = with_statuses(study, chosen)
    app.run()
    assert not app.exception, app.exception


def two(home):
    """Two visitors who see the same question of the same project."""
    first = visitor("gaps")
    ask(first, 1500)
    (path,) = home.glob("*.gpkg")
    return first, visitor("gaps", path.stem), path


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


def test_of_one_list_the_first_stands_and_the_other_is_told(home):
    first, second, path = two(home)
    forbid(first, 4)
    forbid(second, 5)
    assert any("Not taken" in e.value and "forbidden" in e.value for e in second.error)
    assert list(read_project(path).study.sites.status[4:6]) == ["forbidden", "candidate"]
    forbid(second, 5)
    assert not second.error
    assert list(read_project(path).study.sites.status[4:6]) == ["forbidden", "forbidden"]
