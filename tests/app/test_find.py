"""The page Find: driven by widgets, and in Chromium at the width of a phone."""

from __future__ import annotations

import pytest
from reader import as_read
from streamlit.testing.v1 import AppTest

import browser
from served import downloaded, served, settle

PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import find

words.use(state.language())
frame.show(find.page)
"""
SAID = {
    "zh": ("示例文体产业园职工之家", "直线距离", "没有找到"),
    "en": ("示例文体产业园职工之家", "straight line", "Nothing of that name"),
}


def opened(language: str) -> AppTest:
    app = AppTest.from_string(PAGE, default_timeout=120)
    app.session_state["language"] = language
    return app.run()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_firm_finds_its_home(language, tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path))
    app = opened(language)
    assert not app.exception
    app.text_input[0].set_value("slsp001").run()
    assert not app.exception
    assert not app.error
    home, rule, nothing = SAID[language]
    assert any(home in text.value for text in app.text)
    assert any(rule in as_read(caption.value) for caption in app.caption)
    walks = [m.value for m in app.markdown if m.value.startswith("####")]
    assert "882" in walks[0]
    assert "12" in walks[0]
    app.text_input[0].set_value("qqqqqqq").run()
    assert any(nothing in as_read(info.value) for info in app.info)
    assert not any(m.value.startswith("####") for m in app.markdown)


CLICKS = """
import streamlit as st

from geo.app import state

st.session_state["new"] = [state.is_new_click(spot) for spot in {spots}]
"""


def test_the_same_spot_is_clicked_again_on_a_map_that_was_drawn_anew():
    spots = [None, (116.6, 39.9), (116.6, 39.9), None, (116.6, 39.9)]
    app = AppTest.from_string(CLICKS.format(spots=spots)).run()
    assert app.session_state["new"] == [False, True, False, False, True]


def test_the_page_for_workers_is_written_with_its_poster(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path))
    app = opened("en")
    app.text_input(key="find-url").set_value("javascript:alert(1)").run()
    assert "no address of a page" in as_read(app.error[0].value)
    app.text_input(key="find-url").set_value("https://example.org/homes").run()
    assert not app.error
    assert not app.exception


def test_it_is_found_on_a_phone(tmp_path, monkeypatch):
    if reason := browser.why_not():
        pytest.skip(reason)
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path))
    with (
        served(tmp_path / "log") as address,
        browser.visit(f"{address}/find", size=(390, 844), timeout_s=120) as seen,
    ):
        page = seen.page
        page.get_by_text("最近的职工之家在哪里？").first.wait_for()
        page.get_by_label("企业、片区、职工之家或道路").fill("slsp001")
        page.keyboard.press("Enter")
        page.get_by_text("882 米").first.wait_for()
        inside = page.frame_locator("iframe").first
        inside.locator(".xz-home").first.wait_for()
        page.wait_for_timeout(1500)
        page.screenshot(path=tmp_path / "phone.png", full_page=True)
        frame = page.locator("iframe").first
        assert browser.share_of(frame.screenshot(), "#D55E00") > 2e-4  # the way, and who walks it
        it_is_asked_by_keyboard_alone(page)
        frame.scroll_into_view_if_needed()
        box = frame.bounding_box()
        page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.6)
        page.get_by_text("从116.").first.wait_for()
        assert not page.get_by_text("882 米").count()
        settle(page)
        page.get_by_text("供职工使用的查找网页").first.click()
        written = tmp_path / "w.html"
        downloaded(page, "职工查找网页").save_as(written)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
        assert not seen.external
        assert not page.locator('[data-testid="stException"]').count()
    text = written.read_text(encoding="utf-8")
    assert "示例文体产业园职工之家" in text
    assert "示例食品001" not in text


def it_is_asked_by_keyboard_alone(page):
    """Enter asks from the cross-hair; the map that is drawn anew has the focus still."""
    keyed = "document.activeElement === document.querySelector('.leaflet-container.xz-keyed')"
    page.get_by_label("企业、片区、职工之家或道路").focus()
    for _time in range(30):
        page.keyboard.press("Tab")
        if (inside := page.frames[-1]).evaluate(f"document.hasFocus() && {keyed}"):
            break
    assert "选取十字处" in inside.locator(".xz-help").inner_text()
    page.keyboard.press("Shift+ArrowUp")
    at = inside.evaluate("() => { const at = map.getCenter(); return [at.lng, at.lat]; }")
    page.keyboard.press("Enter")
    page.get_by_text("从{:.5f}, {:.5f}出发".format(*at)).first.wait_for()
    page.wait_for_function("document.activeElement.tagName === 'IFRAME'")
    assert page.frames[-1].evaluate(keyed)
