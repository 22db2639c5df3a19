"""Work beside the script that its visitor left: who waits for it, and when nobody does any more."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from visitors import ask

from geo import words
from geo.app import running, state
from geo.app.pages import PAGES
from geo.app.state import beside
from geo.app.widgets.question import solving
from geo.solve import Progress

PATIENCE_S = 60
SCRIPT = """
import time
import streamlit as st
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES
from geo.solve import Progress

words.use(state.language())

def explained():
    def work(report):
        while report(Progress(0, 0, 0.0)):
            time.sleep(0.01)
    if "question" in st.session_state:
        state.aside("why", (st.session_state["question"],), work)

frame.show(explained if st.session_state["at"] == "why" else PAGES[st.session_state["at"]].page)
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path / "projects"))
    words.use("en")


def visitor(at, question="") -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=120)
    app.session_state["language"] = "en"
    if question:
        app.session_state["question"] = question
    return go(app, at)


def go(app, at) -> AppTest:
    app.session_state["at"] = at
    app.run()
    assert not app.exception, app.exception
    return app


def work(app, name="why"):
    return app.session_state[f"aside-{name}"].running


def ends(one):
    return one.wait(PATIENCE_S) and one.is_stopped


@pytest.fixture
def searched(monkeypatch):
    """Let searches go on until they are told to go to their end; say how often one began."""
    true, begun, is_over = solving.run, [], []

    def slow(*given, progress, **further):
        begun.append(1)
        while progress(Progress(10, 20, 0.0)) and not is_over:
            time.sleep(0.01)
        return true(*given, progress=progress, **further)

    monkeypatch.setattr(solving, "run", slow)
    return begun, is_over


def test_a_search_goes_on_while_its_visitor_looks_at_other_pages(searched):
    begun, is_over = searched
    app = visitor("gaps")
    ask(app, 1350)  # no other test has the plan already
    search = work(go(app, "propose"), "plan")
    for other in PAGES:
        if other != "propose":
            go(app, other)
            assert not search.is_stopped, other
    is_over.append(True)
    assert search.wait(PATIENCE_S)
    go(app, "propose")
    assert any("Covered by this plan" in m.label for m in app.metric)
    assert len(begun) == 1


def test_another_question_on_another_page_stops_the_search(searched):
    begun, _is_over = searched
    app = visitor("gaps")
    ask(app, 1450)
    search = work(go(app, "propose"), "plan")
    ask(go(app, "gaps"), 1250)
    assert ends(search)
    assert len(begun) == 1
    assert "aside-plan" not in app.session_state


def test_an_explanation_goes_on_until_something_else_is_asked():
    app = visitor("why", "a")
    first = work(app)
    go(app, "why")
    assert work(app) is first
    app.session_state["question"] = "b"
    go(app, "why")
    assert ends(first)
    second = work(app)
    go(app, "gaps")
    assert not second.is_stopped
    ask(app, 1150)
    assert ends(second)


class Connections:
    """Who is connected: a page that was closed is not."""

    def __init__(self, monkeypatch):
        self.gone = set()
        server = SimpleNamespace(is_active_session=lambda one: one not in self.gone)
        monkeypatch.setattr(
            beside, "runtime", SimpleNamespace(exists=lambda: True, get_instance=lambda: server)
        )
        monkeypatch.setattr(
            beside, "get_script_run_ctx", lambda: SimpleNamespace(session_id=self.now)
        )
        monkeypatch.setattr(running, "GRACE_S", 0.0)
        self.now = ""


def test_work_ends_when_the_last_page_of_its_visitor_is_closed(monkeypatch):
    connections = Connections(monkeypatch)
    monkeypatch.setattr(type(st.context), "cookies", {state.MARK: "a" * 32})
    connections.now = "first"
    first = work(visitor("why", "a"))
    connections.now = "loaded again"
    again = visitor("why", "a")
    assert work(again) is first, "nothing runs twice"
    connections.gone.add("first")
    n = first.latest
    while first.latest is n:
        assert not first.is_done
    assert not first.is_stopped
    connections.gone.add("loaded again")
    assert ends(first)
    assert first.is_abandoned


def test_one_page_that_asks_something_else_takes_nothing_from_another(monkeypatch):
    monkeypatch.setattr(type(st.context), "cookies", {state.MARK: "b" * 32})
    one, other = visitor("why", "a"), visitor("why", "a")
    both = work(one)
    assert work(other) is both
    one.session_state["question"] = "b"
    go(one, "why")
    assert not both.is_stopped
    other.session_state["question"] = "c"
    go(other, "why")
    assert ends(both)
    for app in (one, other):
        ask(go(app, "gaps"), 950)
        assert "aside-why" not in app.session_state


@pytest.fixture
def strangers(monkeypatch):
    """Let two visitors ask the same, one after the other."""
    found = []
    for mark in "cd":
        monkeypatch.setattr(type(st.context), "cookies", {state.MARK: mark * 32})
        found.append(visitor("why", "a"))
    return found


def test_what_strangers_ask_goes_on_as_long_as_one_of_them_waits(strangers):
    first, second = (work(app) for app in strangers)
    assert first is not second
    ask(go(strangers[0], "gaps"), 1100)
    assert not first.wait(0.5), "the second waits for it"
    ask(go(strangers[1], "gaps"), 1100)
    assert ends(second)
    assert ends(first)


def test_a_stop_of_one_stranger_takes_nothing_from_the_other(strangers):
    first, second = (work(app) for app in strangers)
    while second.latest is None:
        assert not second.is_done
    assert "Somebody else" in second.latest.step
    first.stop()
    assert first.wait(PATIENCE_S)
    while "Somebody else" in (second.latest.step or ""):  # then it counts by itself
        assert not second.is_done
    assert not second.is_stopped
    second.stop()
    assert second.wait(PATIENCE_S)


@pytest.mark.parametrize("answers", [True, False])
def test_strangers_share_one_answer(searched, answers, monkeypatch):
    begun, is_over = searched
    apps = []
    for mark in "ef":
        monkeypatch.setattr(type(st.context), "cookies", {state.MARK: mark * 32})
        apps.append(visitor("gaps"))
        ask(apps[-1], 1550 if answers else 1650)  # no other test has the plan already
        go(apps[-1], "propose")
    first, second = (work(app, "plan") for app in apps)
    if not answers:
        second.stop()
        assert second.wait(PATIENCE_S), "who stops waiting gets what there is"
        assert not first.is_stopped
    is_over.append(True)
    assert first.wait(PATIENCE_S)
    assert second.wait(PATIENCE_S)
    assert (second.result() is first.result()) == answers
    assert len(begun) == (1 if answers else 2)


DOCTOR = """
import streamlit as st
from geo.app import state, widgets

widgets.datum_doctor((), state.study(), state.scenario(), lambda _lists: None)
st.session_state["told"] = state.was_overtaken()
"""


@pytest.mark.parametrize("is_late", [True, False])
def test_a_list_that_another_replaced_is_not_converted_and_that_is_told(is_late):
    app = AppTest.from_string(DOCTOR, default_timeout=120).run()
    key = next(k for k in app.session_state["buttons"] if "convert-firms" in k)
    if is_late:
        app.session_state["laid_studies"] = 1  # what another saved was laid out meanwhile
        app.session_state[key] = True
    app.run()
    assert not app.exception, app.exception
    assert app.session_state["told"] == is_late
