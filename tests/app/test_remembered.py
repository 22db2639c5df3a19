"""What a browser remembers over a reload: how large everything is shown, and in what language."""

from __future__ import annotations

import re

import browser
from served import running, settle

FONT = "getComputedStyle(document.documentElement).fontSize"


def remembers(page, said, *, holds=True):
    """Wait until the browser would bring this after a reload: a script writes it after the page."""
    told = "([said, holds]) => document.cookie.includes(said) === holds"
    page.wait_for_function(told, arg=[said, holds])
    settle(page)


def reloaded(page):
    page.reload()
    settle(page)


def test_a_page_comes_back_as_this_browser_had_it(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path / "projects"))
    with (
        running(tmp_path / "server.log") as (url, _server),
        browser.visit(url, timeout_s=60) as seen,
    ):
        page = seen.page
        settle(page)
        its_size_stays(page)
        its_language_stays(page)


def its_size_stays(page):
    usual = page.evaluate(FONT)
    page.get_by_text("投影").first.click()
    remembers(page, "xuanzhi_size=large")
    large = page.evaluate(FONT)
    assert large != usual
    reloaded(page)
    assert page.evaluate(FONT) == large
    page.get_by_text("投影").first.click()
    remembers(page, "xuanzhi_size=large", holds=False)
    reloaded(page)
    assert page.evaluate(FONT) == usual


def its_language_stays(page):
    title = page.get_by_role("heading", level=1)
    chinese = title.inner_text()
    assert re.search("[一-鿿]", chinese), "Chinese until something else is chosen"
    page.get_by_text("English", exact=True).first.click()
    remembers(page, "xuanzhi_language=en")
    reloaded(page)
    english = title.inner_text()
    assert not re.search("[一-鿿]", english)
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_text("中文", exact=True).first.click()
    remembers(page, "xuanzhi_language=zh")
    reloaded(page)
    assert title.inner_text() == chinese
