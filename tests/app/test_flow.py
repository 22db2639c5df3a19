"""The whole flow on the screen, in both languages, driven by widgets."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from reader import as_read
from streamlit.testing.v1 import AppTest

from geo import words
from geo.app import cache, state
from geo.app.pages import PAGES
from geo.app.widgets.question import solving
from geo.explain import site_sheet, with_site_sheet
from geo.solve import Progress

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


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """Wait for every answer: what a page shows meanwhile has a test of its own."""
    monkeypatch.setattr(solving, "PATIENCE_S", 240.0)


def opened(name: str, language: str) -> AppTest:
    """Open one page alone: AppTest cannot walk to pages that are functions."""
    app = AppTest.from_string(PAGE.format(name=name), default_timeout=120)
    app.session_state["language"] = language
    return app.run()


def texts(app: AppTest) -> str:
    shown = [app.markdown, app.caption, app.success, app.warning, app.info, app.error, app.title]
    words = [as_read(element.value) for kind in shown for element in kind]
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


def keep(app):
    next(b for b in app.button if b.label == "Keep for comparison").click().run()


def test_a_plan_is_kept_compared_and_handed_over():
    app = opened("propose", "en")
    assert not app.exception
    keep(app)
    slider = next(s for s in app.slider if s.key == "max-cover-new")
    slider.set_value(5).run()
    app.text_input(key="keep-name").set_value("Five [homes](x)")
    keep(app)
    kept = app.session_state["kept"]
    assert [one.name for one in kept] == ["Plan 1", "Five [homes](x)"]
    assert [len(one.found.plan.new_ids) for one in kept] == [3, 5]

    beside = same_visitor("compare", kept)
    assert not beside.exception
    assert "Plan 1" in texts(beside)
    shares = [m.value for m in beside.metric]
    assert len(shares) == 2
    assert [c.key for c in beside.get("button_group") if str(c.key).startswith("why-kept")] == [
        "why-kept-Plan 1",
        "why-kept-Five [homes](x)",
    ]
    beside.button(key="drop-Plan 1").click().run()
    assert [one.name for one in beside.session_state["kept"]] == ["Five [homes](x)"]

    out = same_visitor("export", kept)
    out.selectbox(key="export-plan-en").set_value("Five [homes](x)").run()
    out.radio(key="export-audience-en").set_value("public").run()
    assert out.session_state["release"].paper == "a4"
    out.selectbox(key="export-paper-en").set_value("a3").run()
    assert not out.exception
    assert out.session_state["release"].paper == "a3"
    assert out.session_state["release"].is_public
    assert out.metric[1].value == shares[1]


def test_panels_of_one_page_ask_the_same_of_wrong_lists():
    app = opened("propose", "en")
    keep(app)
    next(s for s in app.slider if s.key == "max-cover-new").set_value(5).run()
    keep(app)
    beside = same_visitor("compare", app.session_state["kept"])

    def missing():
        return [s for s in beside.slider if s.key.startswith("doubt-missing_share")]

    for panel in [g for g in beside.get("button_group") if str(g.key).startswith("why-kept")]:
        panel.set_value("doubt").run()
    for k, percent in ((0, 20), (1, 35), (0, 5), (1, 5), (0, 40)):
        missing()[k].set_value(percent).run()
        beside.run()
        assert not beside.exception, beside.exception
        assert [s.value for s in missing()] == [percent, percent]
        assert beside.session_state["list_errors"].missing_share == percent / 100


def same_visitor(name, kept):
    """Open another page of a visitor who kept plans."""
    app = AppTest.from_string(PAGE.format(name=name), default_timeout=120)
    app.session_state["language"] = "en"
    app.session_state["kept"] = kept
    return app.run()


def test_a_venue_typed_into_the_table_is_another_question():
    app = opened("propose", "en")
    before = covered(app, "en")
    study = app.session_state["study"]
    with words.in_language("en"):
        sheet = site_sheet(study)
    usable = sheet["status"] == "candidate"
    sheet.loc[usable, "status"] = ["forbidden"] * 10 + ["candidate"] * (int(usable.sum()) - 10)
    app.session_state["study"] = with_site_sheet(study, sheet)
    app.run()
    assert covered(app, "en") < before
    app.toggle(key="edit-venues-en").set_value(True).run()
    assert not app.exception
    assert any("11 ruled out" in c.value for c in app.caption), texts(app)


def test_a_long_search_is_shown_and_stopped(monkeypatch):
    """The search waits for the stop, as a hard one would; loaded again, the plan is there."""
    monkeypatch.setattr(solving, "PATIENCE_S", 0.2)
    true_run = solving.run
    begun = []

    def slow(study, scenario, *, progress, with_regret):
        begun.append(scenario)
        while progress(Progress(10, 20, 1.0)):
            time.sleep(0.01)
        found = true_run(study, scenario, with_regret=with_regret)
        return replace(
            found, plan=replace(found.plan, bound=2 * found.plan.value, status="feasible")
        )

    monkeypatch.setattr(solving, "run", slow)
    brings(monkeypatch, "0" * 32)
    app = opened("propose", "en")
    slider = next(s for s in app.slider if s.key == "max-cover-new")
    slider.set_value(7).run()
    labels = {m.label: m.value for m in app.metric}
    assert labels["Best so far"] == "10"
    assert labels["Gap"] == "100.00%"
    stop = next(b for b in app.button if "Stop" in b.label)
    stop.click().run()
    key = app.session_state["aside-plan"].key
    assert key
    assert app.session_state["aside-plan"].running.wait(60)
    app.run()
    assert not app.exception
    assert "Not proven" in texts(app)
    assert any("to the end" in b.label for b in app.button)
    app.run()
    other_ways = app.session_state["aside-regret"]
    app.run()
    assert app.session_state["aside-regret"] is other_ways, "counted anew with every run"
    searched = len(begun)
    anew = asked_anew(app)
    assert "Not proven" in texts(anew)
    assert covered(anew, "en") == covered(app, "en")
    assert len(begun) == searched
    brings(monkeypatch, "1" * 32)
    stranger = asked_anew(app)  # without a login all are called alike, but each has a mark
    assert len(begun) == searched + 1
    assert "Not proven" not in texts(stranger)
    stopped(stranger)
    brings(monkeypatch, "0" * 32)
    assert "Not proven" in texts(asked_anew(app))
    next(b for b in anew.button if "to the end" in b.label).click().run()
    assert len(begun) == searched + 2
    stopped(anew)
    for mark in "01":
        cache.forget("stopped", (mark * 32, *key))


def brings(monkeypatch, mark):
    """Let the browser bring this mark with each connection from now on."""
    monkeypatch.setattr(type(st.context), "cookies", {state.MARK: mark})


def stopped(app):
    next(b for b in app.button if "Stop" in b.label).click().run()


def asked_anew(app):
    """Open the page again with its question, as the address brings it back after a reload."""
    again = AppTest.from_string(PAGE.format(name="propose"), default_timeout=120)
    again.session_state["language"] = "en"
    again.session_state["scenario"] = app.session_state["scenario"]
    again.run()
    assert not again.exception
    return again
