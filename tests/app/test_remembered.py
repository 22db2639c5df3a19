"""What a browser remembers over a reload: how large everything is shown, and in what language."""

from __future__ import annotations

import re

from geo.core.crs import lonlat
from geo.study import demo

import browser
from browser import calm
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
    a_click_on_an_enlarged_map_is_where_it_is_seen(page)
    page.get_by_text("投影").first.click()
    remembers(page, "xuanzhi_size=large", holds=False)
    reloaded(page)
    assert page.evaluate(FONT) == usual


def a_click_on_an_enlarged_map_is_where_it_is_seen(page):
    page.get_by_role("link", name="查找").first.click()
    page.frame_locator("iframe").locator(".xz-home").first.wait_for()
    settle(page)
    calm(page)
    shown = page.locator("iframe").bounding_box()
    column = page.locator("iframe").evaluate("e => e.parentElement.getBoundingClientRect().width")
    assert shown["width"] <= column + 1
    inside = page.frames[-1].evaluate(
        "() => { const home = document.querySelector('.xz-home').getBoundingClientRect();"
        " return [home.x + home.width / 2, home.bottom + 12, innerWidth]; }"
    )
    times = shown["width"] / inside[2]
    assert abs(times - 1.25) < 0.01
    page.mouse.click(shown["x"] + inside[0] * times, shown["y"] + inside[1] * times)
    said = page.get_by_text(re.compile(r"从116\.\d+, 39\.\d+")).first
    lon, lat = map(float, re.search(r"从([\d.]+), ([\d.]+)", said.inner_text()).groups())
    sites = demo("yongshun").sites
    (east,), (north,) = lonlat(sites.x[:1], sites.y[:1], sites.crs)
    assert abs(lon - east) < 6e-4
    assert -6e-3 < lat - north < 0


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
