"""Explanations that take long: shown as they go on, stopped by a button or by another question."""

from __future__ import annotations

import time

import pytest
from reader import as_read
from streamlit.testing.v1 import AppTest

from geo import words
from geo.app.widgets.why import hall, near_best
from geo.app.widgets.why.doubt import most
from geo.app.widgets.why.doubt import panel as doubt
from geo.solve import Progress

PANEL = """
from geo import words
from geo.app import cache, frame, state, widgets
from geo.study import run

words.use(state.language())
key = cache.key_of(state.study(), state.scenario())
if cache.known("plan", key) is None:
    cache.remember("plan", key, run(state.study(), state.scenario(), with_regret=False))
frame.show(lambda: widgets.why(cache.known("plan", key), key={key!r}))
"""
ASKED = {
    "menu": (near_best, "menu", "Sites in every plan that good, known so far"),
    "hall": (hall, "why_not", "before a proof"),
    "doubt": (doubt, "doubt", "Stopped after 4 of 200 draws"),
}
"""Question -> where it is asked, what answers it, and what is said when it was stopped."""
WHOLE = {"menu": "other plans come within", "hall": "The best plan with it", "doubt": "200 draws"}


@pytest.fixture
def slow(monkeypatch):
    """Let an explanation wait for the stop, once; then it does as much as it could by then."""

    def make(part, calls=1):
        where, name, _said = ASKED[part]
        true, begun = getattr(where, name), []

        def waits(*given, progress, **further):
            begun.append(part)
            if len(begun) > calls:
                return true(*given, progress=progress, **further)
            while progress(Progress(0, 0, 0.0, 0.25, "a step of many")):
                time.sleep(0.01)
            if part == "doubt":
                found = true(*given, **{**further, "n": 4})
                return type(found)(**{**vars(found), "n_asked": further["n"]})
            return true(*given, progress=progress, **further)

        monkeypatch.setattr(where, name, waits)
        return begun

    return make


def opened(key):
    app = AppTest.from_string(PANEL.format(key=key), default_timeout=120)
    app.session_state["language"] = "en"
    return app.run()


def ask(app, key, part):
    next(g for g in app.button_group if g.key == f"why-{key}").set_value(part)
    return app.run()


def said(app):
    kinds = app.markdown, app.caption, app.warning, app.info
    bars = [str(element.proto.text) for element in app.get("progress")]
    return " ".join(
        [*(as_read(e.value) for kind in kinds for e in kind), *bars, *(m.label for m in app.metric)]
    )


def press(app, label):
    return next(b for b in app.button if b.label == label).click().run()


def ended(app, work):
    """Wait until a piece of work has ended, and look again."""
    running = app.session_state[f"aside-{work}"].running
    assert running.wait(240)
    app.run()
    assert not app.exception, app.exception
    return running


@pytest.mark.parametrize("part", ASKED)
def test_a_long_explanation_is_shown_and_stopped(part, slow):
    words.use("en")
    key = f"stop-{part}"
    begun = slow(part)
    app = ask(opened(key), key, part)
    assert "Counting…" in said(app)
    assert "· a step of many" in said(app)
    assert app.get("progress")[0].proto.value == 25
    assert not app.metric
    press(app, "Stop")
    running = ended(app, f"{part}-{key}")
    assert (running.is_stopped, running.is_cut, running.is_abandoned) == (True, True, False)
    assert ASKED[part][2] in said(app)
    app.run()  # looked at again, it is what was stopped, not a new count
    assert begun == [part]
    press(app, "Count to the end")
    ended(app, f"{part}-{key}")
    assert begun == [part] * 2
    assert WHOLE[part] in said(app)
    assert ASKED[part][2] not in said(app)
    assert not [b for b in app.button if b.label == "Count to the end"]


def test_what_one_visitor_stopped_is_not_the_answer_of_others(slow):
    words.use("en")
    begun = slow("menu")
    key = "stop-others"
    app = ask(opened(key), key, "menu")
    press(app, "Stop")
    ended(app, f"menu-{key}")
    assert "known so far" in said(app)
    other = ask(opened(key), key, "menu")
    ended(other, f"menu-{key}")
    assert begun == ["menu"] * 2
    assert "known so far" not in said(other)


def test_another_question_stops_the_one_before(slow):
    words.use("en")
    slow("menu")
    key = "stop-overtaken"
    app = ask(opened(key), key, "menu")
    running = app.session_state[f"aside-menu-{key}"].running
    assert not running.is_stopped
    ask(app, key, "sites")
    assert running.wait(240)
    assert running.is_stopped
    assert f"aside-menu-{key}" not in app.session_state


def test_other_ways_that_are_stopped_leave_the_rest_standing(monkeypatch):
    words.use("en")
    true, begun = most.regret_line, []

    def waits(*given, progress, **further):
        begun.append(further["n"])
        while progress(Progress(0, 0, 0.0, 0.5, "draw 7 of 200")):
            time.sleep(0.01)
        return true(*given, progress=progress, **further)

    monkeypatch.setattr(most, "regret_line", waits)
    key = "stop-ways"
    app = ask(opened(key), key, "doubt")
    if not app.metric:
        ended(app, f"doubt-{key}")
    assert "draw 7 of 200" in said(app)
    press(app, "Stop")
    ended(app, f"doubt-ways-{key}")
    assert "Counting the other ways was stopped." in said(app)
    while "in its own" not in said(app):
        app.run()
    assert app.code[0].value.count("n=200") == 2
    assert begun == [200]


def test_the_call_of_a_stopped_doubt_makes_as_many_draws(slow):
    words.use("en")
    slow("doubt")
    key = "stop-code"
    app = ask(opened(key), key, "doubt")
    press(app, "Stop")
    ended(app, f"doubt-{key}")
    while "Counting…" in said(app):
        app.run()
    assert app.code[0].value.count("n=4") == 2


def test_the_call_of_what_was_cut_short_says_that_it_counts_to_the_end(slow):
    words.use("en")
    slow("menu")
    key = "stop-menu-code"
    app = ask(opened(key), key, "menu")
    press(app, "Stop")
    ended(app, f"menu-{key}")
    assert "It counts to the end" in said(app)
