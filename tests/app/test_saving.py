"""Every click is saved: a new session with the project in its address shows what was done."""

from __future__ import annotations

import gc
import time
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from visitors import button, opened

from geo.app import autosave
from geo.core import USUAL_ERRORS, Errors
from geo.errors import InputError
from geo.opening import open_project, read_project
from geo.read import demos
from geo.study import with_statuses


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path / "projects"))
    yield tmp_path / "projects"
    gc.collect()


def texts(app):
    kinds = [
        app.markdown,
        app.caption,
        app.success,
        app.warning,
        app.info,
        app.error,
        app.subheader,
    ]
    return " ".join(str(element.value) for kind in kinds for element in kind)


def address(app):
    given = app.query_params.get("project")
    return given[0] if isinstance(given, list) else given


def statuses(app):
    return list(app.session_state["study"].sites.status)


def change_status(app, pos, status):
    """Do what the page does with a status that was chosen in its table."""
    app.session_state["study"] = with_status(app.session_state["study"], pos, status)
    app.run()
    assert not app.exception, app.exception


def with_status(study, pos, status):
    return with_statuses(
        study, [status if k == pos else s for k, s in enumerate(study.sites.status)]
    )


@pytest.mark.parametrize("name", ["start", "gaps", "propose", "compare", "data"])
def test_looking_around_saves_nothing(home, name):
    app = opened(name)
    app.run()
    assert not home.exists()
    assert address(app) is None
    assert "not saved yet" in texts(app)


def test_a_status_survives_a_new_session(home):
    app = opened("start")
    change_status(app, 4, "forbidden")
    name = address(app)
    assert name == demos.demo("yongshun").name.replace("*", "_")
    assert [p.stem for p in home.glob("*.gpkg")] == [name]
    assert "saved" in texts(app)
    fresh = opened("propose", project=name)
    assert statuses(fresh)[4] == "forbidden"
    assert statuses(fresh) == statuses(app)


def test_a_question_survives_and_is_taken_back(home):
    app = opened("gaps")
    slider = next(s for s in app.slider if "radius_m" in s.key)
    first = slider.value
    slider.set_value(1500).run()
    assert not app.exception, app.exception
    name = address(app)
    slider = next(s for s in app.slider if "radius_m" in s.key)
    slider.set_value(1700).run()
    fresh = opened("gaps", project=name)
    assert next(s for s in fresh.slider if "radius_m" in s.key).value == 1700
    button(fresh, "undo").click().run()
    assert not fresh.exception, fresh.exception
    assert next(s for s in fresh.slider if "radius_m" in s.key).value == 1500
    assert first == 1000
    assert read_project(home / f"{name}.gpkg").scenario.problem.radius_m == 1500
    app.run()  # the other tab sees what was taken back
    assert next(s for s in app.slider if "radius_m" in s.key).value == 1500
    assert read_project(home / f"{name}.gpkg").scenario.problem.radius_m == 1500


def test_years_survive_and_are_taken_back(home):
    app = opened("phase")
    next(n for n in app.number_input if n.label == "Years").set_value(2).run()
    assert not app.exception, app.exception
    next(n for n in app.number_input if n.label == "New homes").set_value(3).run()
    assert not app.exception, app.exception
    fresh = opened("phase", project=address(app))
    assert fresh.session_state["years"].news == (3, 1)
    button(fresh, "undo").click().run()
    assert not fresh.exception, fresh.exception
    assert fresh.session_state["years"].news == (1, 1)
    assert [n.value for n in fresh.number_input if n.label == "New homes"] == [1, 1]


def test_years_that_were_set_to_the_usual_are_asked_all_the_same(home):
    app = opened("phase")
    for n in (2, 3):
        next(one for one in app.number_input if one.label == "Years").set_value(n).run()
        assert not app.exception, app.exception
    [one for one in app.number_input if one.label == "New homes"][2].set_value(1).run()
    (path,) = home.glob("*.gpkg")
    assert read_project(path).settings["years"]["news"] == [1, 1, 1]
    assert opened("phase", project=path.stem).session_state["years"].news == (1, 1, 1)


def test_what_stands_on_the_page_for_workers_survives(home):
    app = opened("find")
    app.text_input(key="find-publisher").set_value("永顺镇总工会").run()
    assert not app.exception, app.exception
    app.text_input(key="find-url").set_value("https://example.org/home").run()
    fresh = opened("find", project=address(app))
    typed = [t.value for t in fresh.text_input if t.key and t.key.startswith("find-")]
    assert {"永顺镇总工会", "https://example.org/home"} <= set(typed)


def test_the_language_of_the_poster_survives_and_is_the_posters(home):
    app = opened("find")
    app.text_input(key="find-url").set_value("https://example.org/home").run()

    def spoken(app):
        return next(s for s in app.selectbox if s.label == "Language of the poster")

    def poster(app):
        return app.session_state["handed-find-poster.html"]().decode()

    assert '<html lang="en">' in poster(app)
    spoken(app).set_value("zh").run()
    assert not app.exception, app.exception
    assert '<html lang="zh-CN">' in poster(app)
    fresh = opened("find", project=address(app))
    assert spoken(fresh).value == "zh"
    assert '<html lang="zh-CN">' in poster(fresh)
    assert "where the page will be found" in " ".join(t.label.lower() for t in fresh.text_input)


def test_what_is_asked_of_two_levels_survives(home):
    app = opened("gaps")
    next(g for g in app.button_group if g.key == "gaps-part").set_value("levels").run()
    next(n for n in app.number_input if n.label == "New stations").set_value(4).run()
    today = next(m for m in app.multiselect if m.key.startswith("levels-today"))
    today.set_value(["H1"]).run()
    assert not app.exception, app.exception
    fresh = opened("gaps", project=address(app))
    assert fresh.session_state["two_levels"].stations == 4
    assert fresh.session_state["two_levels"].station_ids == ("H1",)
    button(fresh, "undo").click().run()
    assert not fresh.exception, fresh.exception
    assert fresh.session_state["two_levels"].station_ids is None


def test_how_wrong_the_lists_may_be_survives(home):
    def speed(app):
        return next(s for s in app.slider if s.key.startswith("doubt-speed_share"))

    app = opened("propose")
    next(g for g in app.button_group if g.key == "why-propose").set_value("doubt").run()
    assert speed(app).value == 100 * USUAL_ERRORS.speed_share
    speed(app).set_value(45).run()
    speed(app).set_value(30).run()
    assert not app.exception, app.exception
    fresh = opened("propose", project=address(app))
    wrong = replace(USUAL_ERRORS, speed_share=0.3)
    assert fresh.session_state["list_errors"] == wrong
    next(g for g in fresh.button_group if g.key == "why-propose").set_value("doubt").run()
    assert speed(fresh).value == 30
    button(fresh, "undo").click().run()
    assert not fresh.exception, fresh.exception
    assert fresh.session_state["list_errors"].speed_share == 0.45
    assert speed(fresh).value == 45


ASKED = """
from geo import words
from geo.app.widgets.why.doubt.errors_asked import ask_for_errors

words.use("en")
ask_for_errors("one")
"""


def test_how_wrong_the_lists_may_be_is_taken_as_the_command_line_has_it(home):
    wrong = Errors(headcount_share=0.8, venue_share=0.125, missing_share=0.95)
    app = AppTest.from_string(ASKED, default_timeout=120)
    app.session_state["list_errors"] = wrong
    app.run()
    assert not app.exception, app.exception
    assert [s.value for s in app.slider] == [80, 12, 95, 0]
    assert app.session_state["list_errors"] == wrong


def test_the_norm_survives_as_it_is_set(home):
    def given(app, key, kind):
        return next(one for one in getattr(app, kind) if one.key.startswith(key))

    app = opened("gaps")
    next(g for g in app.button_group if g.key == "gaps-part").set_value("norm").run()
    given(app, "norm-double-15-radius_m", "number_input").set_value(1400).run()
    given(app, "norm-share", "slider").set_value(80).run()
    streets = given(app, "norm-urban", "multiselect")
    street = streets.options[0]
    streets.set_value([street]).run()
    assert not app.exception, app.exception
    (path,) = home.glob("*.gpkg")
    kept = {"name": "double-15", "urban": [street], "share": 0.8}
    figures = [["double-15", "radius_m", 1400]]
    assert read_project(path).settings["norm"] == kept | {"figures": figures}
    fresh = opened("gaps", project=address(app))
    next(g for g in fresh.button_group if g.key == "gaps-part").set_value("norm").run()
    assert given(fresh, "norm-double-15-radius_m", "number_input").value == 1400
    assert given(fresh, "norm-share", "slider").value == 80
    assert given(fresh, "norm-urban", "multiselect").value == [street]
    button(fresh, "undo").click().run()
    assert not fresh.exception, fresh.exception
    assert fresh.session_state["norm"].urban == ()
    given(fresh, "norm-name", "selectbox").set_value("shared-home").run()
    given(fresh, "norm-shared-home-area_m2", "number_input").set_value(250).run()
    assert not fresh.exception, fresh.exception
    now = fresh.session_state["norm"]
    assert now.name == "shared-home"
    assert now.value("shared-home", "area_m2") == 250
    assert now.value("double-15", "radius_m") == 1400


def test_a_kept_plan_survives(home):
    app = opened("propose")
    for _try in range(300):  # solved beside the script
        if any("Keep for comparison" in b.label for b in app.button):
            break
        time.sleep(0.2)
        app.run()
    button = next(b for b in app.button if "Keep for comparison" in b.label)
    button.click().run()
    assert not app.exception, app.exception
    fresh = opened("compare", project=address(app))
    assert "No plan is kept yet" not in texts(fresh)
    kept = fresh.session_state["kept"]
    was = app.session_state["kept"]
    assert [(k.name, k.found.plan.value) for k in kept] == [
        (k.name, k.found.plan.value) for k in was
    ]


def test_a_project_is_begun_by_name(home):
    app = opened("start")
    app.text_input(key="begin-name").set_value('永顺/2027 "*"')
    app.radio(key="begin-with-en").set_value("yongshun")
    next(b for b in app.button if b.label == "Begin").click().run()
    assert not app.exception, app.exception
    assert address(app) == "永顺_2027 ___".rstrip()
    app.text_area[0].set_value("说好了 <b>").run()
    assert read_project(next(home.glob("*.gpkg"))).remarks == "说好了 <b>"
    app.text_input(key="begin-name~1").set_value(" ")
    next(b for b in app.button if b.label == "Begin").click().run()
    assert "Give the project a name first" in texts(app)


def test_a_project_is_opened_from_the_list(home):
    change_status(opened("start"), 4, "forbidden")
    app = opened("start")
    (name,) = (p.stem for p in home.glob("*.gpkg"))
    app.button(key=f"open-project-{name}").click().run()
    assert not app.exception, app.exception
    assert address(app) == name
    assert statuses(app)[4] == "forbidden"
    app.button(key="open-helsinki").click().run()
    assert address(app) is None
    assert len(list(home.glob("*.gpkg"))) == 1


def test_a_project_that_is_not_there_is_a_sentence(home):
    for name in ("nothing", "../../etc/passwd"):
        app = opened("start", project=name)
        assert "There is no project" in texts(app)
        assert address(app) is None


def test_a_project_that_another_machine_has_open_is_looked_at(home):
    app = opened("start")
    change_status(app, 4, "forbidden")
    path = next(home.glob("*.gpkg"))
    other = open_project(path, "somebody")  # another object: as another process would have it
    assert other.holder is not None
    assert other.take("王", by_force=True)
    change_status(app, 5, "forbidden")
    assert "王 on" in texts(app)
    assert read_project(path).study.sites.status[5] != "forbidden"
    button(app, "take-over").click().run()
    change_status(app, 5, "required")
    assert read_project(path).study.sites.status[5] == "required"
    assert other.take("王", by_force=True)
    change_status(app, 6, "forbidden")
    button(app, "save-copy").click().run()
    assert address(app) == f"{path.stem} 2"
    assert read_project(path.with_name(f"{path.stem} 2.gpkg")).study.sites.status[5] == "required"


def test_a_folder_that_cannot_be_made_is_said_and_work_goes_on(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path / "file" / "projects"))
    app = opened("start")
    change_status(app, 4, "forbidden")
    assert "cannot be made" in texts(app)
    assert statuses(app)[4] == "forbidden"


@pytest.mark.parametrize(
    ("typed", "name"),
    [("a/b", "a_b"), (" .. ", None), ("CON", "CON_"), ("x" * 99, "x" * 60), ("\x00", "_")],
)
def test_names_that_no_system_allows(typed, name, home):
    if name is None:
        with pytest.raises(InputError, match="name first"):
            autosave._safe(typed)
    else:
        assert autosave._safe(typed) == name


def test_documents_are_the_home_of_projects(tmp_path, monkeypatch):
    monkeypatch.delenv("XUANZHI_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert autosave.home() == tmp_path / "xuanzhi"
    (tmp_path / "Documents").mkdir()
    assert autosave.home() == tmp_path / "Documents" / "xuanzhi"
    assert autosave.recent() == ()


def test_a_project_or_a_plan_that_was_handed_over_is_taken_in(home, tmp_path):
    app = opened("start")
    change_status(app, 4, "forbidden")
    path = next(home.glob("*.gpkg"))
    copy = tmp_path / "from a colleague.gpkg"
    copy.write_bytes(path.read_bytes())
    file = autosave.adopt(copy, "李")
    assert file.name == "from a colleague"
    assert file.may_write
    assert file.project.study.sites.status[4] == "forbidden"
    wrong = tmp_path / "wrong.gpkg"
    wrong.write_bytes(b"no database")
    with pytest.raises(InputError, match="wrong"):
        autosave.adopt(wrong, "李")
    assert {one.name for one in autosave.recent()} == {path.stem, "from a colleague"}
