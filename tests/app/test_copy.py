"""In a project that another process has open, what was tried out goes along into a copy."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest
from visitors import ask, button, opened, radius

from geo.opening import open_project, read_project
from geo.study import with_statuses


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path / "projects"))
    yield tmp_path / "projects"
    gc.collect()


def change_status(app, pos, status):
    """Do what the page does with a status that was chosen in its table."""
    study = app.session_state["study"]
    chosen = [status if k == pos else s for k, s in enumerate(study.sites.status)]
    app.session_state["study"] = with_statuses(study, chosen)
    app.run()
    assert not app.exception, app.exception


@pytest.fixture
def held(home):
    """A project, and somebody in another process who has it open."""
    first = opened("gaps")
    ask(first, 1500)
    (path,) = home.glob("*.gpkg")
    other = open_project(path, "王")
    assert other.take("王", by_force=True)
    return first, path, other


def copied(path):
    return read_project(path.with_name(f"{path.stem} 2.gpkg"))


def press(app, key):
    button(app, key).click().run()
    assert not app.exception, app.exception


@pytest.mark.parametrize("is_fresh", [False, True])
def test_trials_go_along(held, is_fresh):
    first, path, _other = held
    if is_fresh:
        del first
        gc.collect()
    app = opened("gaps", path.stem) if is_fresh else first
    ask(app, 1200)
    change_status(app, 4, "forbidden")
    ask(app, 900)
    press(app, "save-copy")
    assert radius(app).value == 900
    assert copied(path).scenario.problem.radius_m == 900
    assert copied(path).study.sites.status[4] == "forbidden"
    assert read_project(path).scenario.problem.radius_m == 1500


def test_a_trial_that_comes_with_the_press_goes_along(held):
    first, path, _other = held
    ask(first, 1200)
    radius(first).set_value(900)
    press(first, "save-copy")
    assert copied(path).scenario.problem.radius_m == 900


def test_trials_go_along_though_a_second_visitor_looks_on(held):
    first, path, _other = held
    second = opened("gaps", path.stem)
    ask(first, 1200)
    ask(second, 900)
    first.run()
    assert radius(first).value == 1200
    press(first, "save-copy")
    assert copied(path).scenario.problem.radius_m == 1200


def test_trials_stay_when_the_project_is_taken_over(held):
    first, path, other = held
    ask(first, 1200)
    change_status(first, 4, "forbidden")
    assert other.save(replace(other.project, remarks="von nebenan"), "王")
    press(first, "take-over")
    assert radius(first).value == 1200
    kept = read_project(path)
    assert kept.scenario.problem.radius_m == 1200
    assert kept.study.sites.status[4] == "forbidden"
    assert kept.remarks == "von nebenan"
