"""The whole flow on the screen, in both languages, driven by widgets."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo import words
from geo.app.pages import PAGES

MAIN = Path(__file__).resolve().parents[2] / "app.py"
SAID = {
    "zh": {"plan": "本方案覆盖", "proven": "已证明最优", "synthetic": "合成数据"},
    "en": {"plan": "Covered by this plan", "proven": "Proven best", "synthetic": "Synthetic data"},
}
PAGE = """
from geo import words
from geo.app import frame, state
from geo import words
from geo.app.pages import PAGES

words.use(state.language())
frame.show(PAGES[{name!r}].page)
"""


def opened(name: str, language: str) -> AppTest:
    """Open one page alone: AppTest cannot walk to pages that are functions."""
    app = AppTest.from_string(PAGE.format(name=name), default_timeout=120)
    app.session_state["language"] = language
    return app.run()


def texts(app: AppTest) -> str:
    shown = [app.markdown, app.caption, app.success, app.warning, app.info, app.error, app.title]
    words = [str(element.value) for kind in shown for element in kind]
    return " ".join([*words, *(metric.label for metric in app.metric)])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_app_starts_with_a_town_loaded(language):
    app = AppTest.from_file(str(MAIN), default_timeout=120)
    app.session_state["language"] = language
    app.run()
    assert not app.exception
    assert not app.error
    assert SAID[language]["synthetic"] in texts(app)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens(name, language):
    app = opened(name, language)
    assert not app.exception, app.exception
    assert not app.error, texts(app)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_asking_for_more_homes_covers_more(language):
    words.use(language)  # AppTest formats choices outside the page
    app = opened("propose", language)
    assert SAID[language]["proven"] in texts(app)
    before = covered(app, language)
    slider = next(s for s in app.slider if s.key == "max-cover-new")
    slider.set_value(slider.value + 2).run()
    assert not app.exception
    assert covered(app, language) > before
    radius = next(s for s in app.slider if s.key == "max-cover-radius_m")
    radius.set_value(200).run()
    assert not app.exception
    assert covered(app, language) < before


def covered(app: AppTest, language: str) -> int:
    metric = next(m for m in app.metric if m.label == SAID[language]["plan"])
    return int(metric.value.split()[0].replace(",", ""))


def test_the_fewest_homes_for_everybody_can_be_asked():
    app = opened("propose", "en")
    app.selectbox(key="problem-en").set_value("set-cover").run()
    assert not app.exception
    share = next(s for s in app.slider if s.key == "set-cover-share")
    share.set_value(0.3).run()
    assert not app.exception
    assert not app.error, texts(app)


def test_too_many_homes_is_a_sentence():
    app = opened("propose", "en")
    slider = next(s for s in app.slider if s.key == "max-cover-new")
    slider.set_value(20).run()
    assert not app.exception
    assert "20 new sites are wanted, but only 16 can be used" in texts(app)
