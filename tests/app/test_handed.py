"""A file that cannot be written says why at its button, before the click where that is known."""

from __future__ import annotations

import pytest
from reader import as_read
from streamlit.testing.v1 import AppTest

from geo import words
from geo.app.widgets.shown.handed import Written
from geo.core import Release
from geo.errors import InputError
from geo.export import EXPORTERS, export

import browser
import made
from served import one_run, served, settle

MAPS = [form.suffix for form in EXPORTERS if form.has_map]
LACKS = {"en": "carries its review number", "zh": "公开的地图须标注审图号"}
PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES

words.use(state.language())
frame.show(PAGES["export"].page)
"""
REFUSED = """
import streamlit as st

from geo.app.widgets.shown.handed import hand
from geo.errors import InputError

def write():
    raise InputError("The disk is full.")

hand(st.container(), "File", write, file_name="a.csv", key="a")
"""


def test_all_forms_with_a_map_are_told():
    assert MAPS == [".docx", ".pdf", ".html"]


@pytest.mark.parametrize("suffix", [form.suffix for form in EXPORTERS])
def test_one_rule_for_every_form_with_a_map(suffix, tmp_path):
    path = tmp_path / f"plan{suffix}"
    if suffix in MAPS:
        with pytest.raises(InputError, match="carries its review number") as refused:
            export(made.proposal(), path, audience="public", review_number="  ")
        assert refused.value.option == "--review-number"
        assert not path.exists()
    else:
        assert export(made.proposal(), path, audience="public").exists()


@pytest.mark.parametrize("language", LACKS)
def test_the_sentence_stands_there_before_any_click(language):
    words.use(language)  # AppTest formats choices outside the page
    app = AppTest.from_string(PAGE, default_timeout=120)
    app.session_state["language"] = language
    app.session_state["release"] = Release("public")
    app.run()
    assert not app.exception
    assert any(LACKS[language] in as_read(box.value) for box in app.warning)
    off = {button.key for button in app.download_button if button.disabled}
    assert off == {f"download{suffix}" for suffix in MAPS}
    app.text_input(key="export-number").set_value("GS(2026)12").run()
    assert not app.warning or all(LACKS[language] not in as_read(box.value) for box in app.warning)
    assert not any(button.disabled for button in app.download_button)


def test_what_goes_wrong_while_writing_is_said_at_the_button():
    app = AppTest.from_string(REFUSED, default_timeout=60).run()
    assert not app.error
    app.download_button(key="a").click().run()
    assert not app.exception
    assert [as_read(box.value) for box in app.error] == ["The disk is full."]


def test_a_file_is_written_once_whoever_asks():
    asked = []
    written = Written(lambda: asked.append(1) or b"file")
    assert [written(), written()] == [b"file", b"file"]
    assert asked == [1]


def test_a_visitor_reads_why_there_is_no_file(tmp_path):
    """A click that is refused, in the browser: the sentence stands there, nothing is downloaded."""
    if reason := browser.why_not():
        pytest.skip(reason)
    with (
        served(tmp_path / "server.log") as url,
        browser.visit(f"{url}/export", timeout_s=120) as seen,
    ):
        page = seen.page
        settle(page)
        page.get_by_text("English", exact=True).first.click()
        page.get_by_text("Public: firms only in groups").click()
        page.get_by_text(LACKS["en"]).wait_for(state="visible")
        settle(page)
        for label in ("Word (proposal", "PDF (proposal", "Web page with map"):
            assert page.get_by_role("button", name=label).is_disabled()
        least = page.get_by_label("Least firms in a group")
        least.fill("999999")
        with one_run(page):  # a click before it asks for what the page offered until then
            least.press("Enter")
        page.get_by_role("button", name="CSV").click()
        refused = page.get_by_test_id("stAlertContentError").first
        refused.wait_for(state="visible")
        assert "firms" in refused.inner_text()
        assert not seen.external
