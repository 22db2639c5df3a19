"""The door: without a login nothing is shown; a reader changes nothing; each keeps to a folder."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from reader import as_read
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from geo import demo, words
from geo.access import Users, users_file
from geo.app import autosave
from geo.core import Scenario
from geo.errors import InputError
from geo.solve import MaxCover
from geo.store.project import Project, create
from geo.travel import Straight

PASSWORD = "three green birds"  # noqa: S105 - of the tests
MAIN = """
from geo.app import frame
frame.run()
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path))
    monkeypatch.setenv("XUANZHI_SHARE", "1")
    with words.in_language("en"):
        users = Users(users_file())
        users.add("zhang", PASSWORD, role="editor")
        users.add("li", PASSWORD, role="reader", folder="zhang")
        users.add("wang", PASSWORD, role="editor")
        yield tmp_path
    autosave.belong_to(None)


def door() -> AppTest:
    app = AppTest.from_string(MAIN, default_timeout=120)
    app.session_state["language"] = "en"
    return app.run()


def come_in(name, password=PASSWORD) -> AppTest:
    app = door()
    app.text_input(key="login-name").set_value(name)
    app.text_input(key="login-password").set_value(password)
    return app.button[0].click().run()


def test_nothing_is_shown_before_the_login(home):
    app = door()
    assert not app.exception
    assert [title.value for title in app.title] == ["Please log in"]
    assert "study" not in app.session_state
    assert not app.sidebar.markdown


@pytest.mark.parametrize(
    ("brought", "title"),
    [
        ({}, "请登录"),
        ({"xuanzhi_language": "en"}, "Please log in"),
        ({"xuanzhi_language": "xx"}, "请登录"),
    ],
)
def test_the_door_speaks_the_language_of_the_browser(home, monkeypatch, brought, title):
    monkeypatch.setattr(ContextProxy, "cookies", brought)
    app = AppTest.from_string(MAIN, default_timeout=120).run()
    assert [one.value for one in app.title] == [title]
    app.button_group(key="language_control").set_value("en").run()
    assert [one.value for one in app.title] == ["Please log in"]
    app.text_input(key="login-name").set_value("zhang")
    app.text_input(key="login-password").set_value(PASSWORD)
    app.button[0].click().run()
    assert app.session_state["language"] == "en"
    app.button(key="log-out").click().run()
    assert [one.value for one in app.title] == ["Please log in"]


def test_five_wrong_passwords_lock_the_door(home):
    for _try in range(5):
        app = come_in("zhang", "wrong wrong wrong")
        assert "belong together" in as_read(app.error[0].value)
    app = come_in("zhang")
    assert "Too many wrong passwords" in as_read(app.error[0].value)
    assert "study" not in app.session_state


def test_an_editor_comes_in_and_goes(home):
    app = come_in("zhang")
    assert not app.exception
    assert not app.error
    assert "study" in app.session_state
    left = threading.Event()
    waits = SimpleNamespace(leave=lambda _is_here: left.set())
    app.session_state["aside-why"] = SimpleNamespace(running=waits, is_here=None, study=None)
    app.button(key="log-out").click().run()
    assert left.is_set(), "nothing is counted for who has gone"
    assert [title.value for title in app.title] == ["Please log in"]


CHANGE = """
from geo.app import state, work
from geo.errors import AccessError
import streamlit as st
from dataclasses import replace

study = state.study()
state.editing_venues()
sites = study.sites
fewer = study.with_sites(sites.take(__import__("numpy").arange(len(sites) - 1)))
for change in (
    lambda: state.edit_venues(fewer),
    lambda: state.keep_plan("a", state.scenario(), None),
    lambda: state.drop_plan("a"),
    lambda: state.keep_uploads(()),
    lambda: state.open_(study, ("a layer",)),
    work.undo,
    work.take_over,
    work.save_copy,
    lambda: work.name_study("by a reader", study),
    lambda: work.name_lists("by a reader"),
    lambda: work.adopt(__import__("pathlib").Path("handed over.gpkg")),
):
    try:
        change()
    except AccessError as error:
        st.text(str(error))
    else:
        st.text("CHANGED")
"""


def test_a_reader_changes_nothing(home):
    app = AppTest.from_string(CHANGE, default_timeout=120)
    app.session_state["language"] = "en"
    app.session_state["user"] = Users(users_file()).log_in("li", PASSWORD, now=0)
    app.run()
    assert not app.exception
    said = [text.value for text in app.text]
    assert len(said) == 11
    assert all("You are a reader here" in text for text in said)
    assert not list(home.rglob("*.gpkg"))


CLICKS = """
from geo import words
from geo.app import frame, state
from geo.app.alone import by_itself
import streamlit as st

@by_itself()
def part():
    st.button("in a part", key="part", on_click=lambda: heard("part"))
    st.text(f"part {state.may_change()}")

def heard(what):
    try:
        state.must_change()
    except Exception as error:
        st.session_state["heard"] = (what, type(error).__name__)
    else:
        st.session_state["heard"] = (what, "done")

from geo.app import login
words.use(state.language())
if login.enter():
    st.button("on the page", key="page", on_click=lambda: heard("page"))
    st.text("inside")
    part()
"""


@pytest.mark.parametrize("where", ["page", "part"])
def test_another_role_holds_at_the_next_click(home, where):
    """Also for what a click does before the page is written, and in a part that runs by itself."""
    users = Users(users_file())
    app = AppTest.from_string(CLICKS, default_timeout=120)
    app.session_state["language"] = "en"
    app.session_state["user"] = users.log_in("zhang", PASSWORD, now=0)
    app.run()
    app.button(key=where).click().run()
    assert app.session_state["heard"] == (where, "done")
    users.change("zhang", role="reader")
    app.button(key=where).click().run()
    assert app.session_state["heard"] == (where, "AccessError")
    assert "inside" in [text.value for text in app.text]
    users.change("zhang", role="editor")
    app.button(key=where).click().run()
    assert app.session_state["heard"] == (where, "done")
    users.remove("zhang")
    app.button(key=where).click().run()
    assert not app.exception
    assert "inside" not in [text.value for text in app.text]
    assert [title.value for title in app.title] == ["Please log in"]
    assert "log in again" in as_read(app.warning[0].value)
    assert "user" not in app.session_state


def test_parts_of_pages_run_by_one_rule():
    """A part of a page that runs by itself never passes the door, so it asks by itself."""
    app = Path(autosave.__file__).parent
    users = [
        path.name for path in app.rglob("*.py") if "st.fragment" in path.read_text(encoding="utf-8")
    ]
    assert users == ["alone.py"]


def test_everybody_keeps_to_their_folder(home):
    """A project of zhang's is open to zhang and to zhang's reader, to nobody else by any name."""
    autosave.belong_to("zhang")
    scenario = Scenario(MaxCover(new=1, radius_m=500), Straight())
    autosave.home().mkdir(parents=True)
    create(autosave.home() / "secret.gpkg", Project(demo("yongshun"), scenario), "zhang")
    assert [one.name for one in autosave.recent()] == ["secret"]
    autosave.belong_to("wang")
    assert autosave.recent() == ()
    for name in ("secret", "../zhang/secret", "..", str(home / "users" / "zhang" / "secret")):
        with pytest.raises(InputError):
            autosave.opened(name, "wang")
    autosave.belong_to("zhang")
    assert autosave.opened("secret", "li").name == "secret"
