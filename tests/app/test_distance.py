"""Street mode on the screen: Helsinki along its own streets."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from geo import words
from geo.study import demo
from geo.travel import Straight, Street

PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES

words.use(state.language())
frame.show(PAGES[{name!r}].page)
"""


def opened(name, language):
    app = AppTest.from_string(PAGE.format(name=name), default_timeout=120)
    app.session_state["language"] = language
    return app


def texts(app):
    shown = [app.markdown, app.caption, app.success, app.info, app.error]
    return " ".join(str(element.value) for kind in shown for element in kind)


KEY = {"propose": "propose-rule-{}", "gaps": "gaps-rule-{}"}


def on_foot(name, language, town="helsinki"):
    words.use(language)
    app = opened(name, language)
    app.session_state["study"] = replace(demo(town), name="Helsinki")
    app.run()
    radio = next(r for r in app.radio if r.key == KEY[name].format(language))
    radio.set_value("street").run()
    return app


def proven(app, language):
    """Wait for the answer: a cold compiler takes longer than the page does before it shows more."""
    for _look in range(60):
        if {"zh": "已证明最优", "en": "Proven best"}[language] in texts(app):
            return True
        time.sleep(0.5)
        app.run()
    return False


@pytest.mark.parametrize("language", ["zh", "en"])
def test_helsinki_is_proposed_along_its_streets(language):
    app = on_foot("propose", language)
    assert not app.exception
    assert not app.error
    mode = app.session_state["scenario"].mode
    assert isinstance(mode, Street)
    assert mode.graph is not None
    assert proven(app, language)
    said = texts(app)
    assert {"zh": "沿街道，步行，每分钟 80 米", "en": "along streets, on foot, 80 m/min"}[
        language
    ] in said
    assert {"zh": "步行需 12.5 分钟", "en": "12.5 minutes on foot"}[language] in said


def test_a_slower_walker_takes_longer_and_straight_lines_come_back():
    app = on_foot("gaps", "en")
    older = next(r for r in app.radio if r.key == "gaps-who-en")
    older.set_value("older").run()
    assert app.session_state["scenario"].mode.speed == 60
    assert "16.7 minutes on foot" in texts(app)
    next(r for r in app.radio if r.key == "gaps-rule-en").set_value("straight").run()
    assert isinstance(app.session_state["scenario"].mode, Straight)
    assert not app.exception
