"""Visitors of the planner without a browser: a page, opened anew, or with a project named."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from geo import words

PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES

words.use(state.language())
frame.show(PAGES[{name!r}].page)
"""


def opened(name="start", project=None, language="en") -> AppTest:
    """Open a page as a new session does."""
    words.use(language)
    app = AppTest.from_string(PAGE.format(name=name), default_timeout=120)
    app.session_state["language"] = language
    if project:
        app.query_params["project"] = project
    app.run()
    assert not app.exception, app.exception
    return app


def radius(app: AppTest):
    """Return the slider of the service radius."""
    return next(s for s in app.slider if "radius_m" in s.key)


def ask(app: AppTest, metres: int) -> None:
    """Ask for another service radius."""
    radius(app).set_value(metres).run()
    assert not app.exception, app.exception


def button(app: AppTest, name: str):
    """Return a button by its name; its key says, too, how often it came to mean something else."""
    return next(b for b in app.button if re.split(r"[~.]", b.key)[0] == name)
