"""Every page of both demos in both languages, on a laptop, a projector and a phone."""

from __future__ import annotations

import pytest
from fit import SIZES, crowded, english, faults

from geo.app.pages import PAGES

import browser
from served import served, settle

LANGUAGES = {"zh": "中文", "en": "English"}
TOWNS = {"yongshun": "永顺镇", "helsinki": "赫尔辛基"}
MAPS = {"start": 1, "gaps": 1, "propose": 1, "compare": 1, "find": 1}  # frames on a page


@pytest.fixture(scope="module", params=TOWNS)
def town(request, tmp_path_factory):
    """A demo in which two plans were kept, on one page that the tests share."""
    if reason := browser.why_not():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XUANZHI_HOME", str(folder / "projects"))
        with served(folder / "server.log") as url, browser.visit(url, timeout_s=90) as seen:
            begin(seen.page, request.param)
            yield request.param, seen


def begin(page, name):
    settle(page)
    page.locator(f".st-key-open-{name}").get_by_role("button", name="打开").click()
    page.get_by_test_id("stSidebar").get_by_text(TOWNS[name]).first.wait_for()
    settle(page)
    go(page, "propose")
    keep(page, "方案甲")
    page.get_by_role("slider", name="服务半径").first.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("使 1,050 米内覆盖的职工最多").first.wait_for()
    settle(page)
    keep(page, "方案乙")


def keep(page, name):
    page.get_by_text("本方案覆盖").first.wait_for()
    page.get_by_label("方案名称").fill(name)
    page.get_by_role("button", name="留存以便比较").click()
    page.get_by_text(f"{name}").first.wait_for()
    settle(page)


def go(page, name):
    page.get_by_test_id("stSidebarNavLink").nth(list(PAGES).index(name)).click()
    page.wait_for_timeout(300)
    settle(page)


def speak(page, language):
    if page.evaluate("document.documentElement.lang") != language:
        page.get_by_text(LANGUAGES[language], exact=True).first.click()
        page.wait_for_function(f"document.documentElement.lang === {language!r}")
        settle(page)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)  # changed once: a change makes the page anew
def test_a_page_is_fit_to_be_shown(town, name, language, tmp_path):
    which, seen = town
    page = seen.page
    resize(page, "laptop")
    speak(page, language)
    go(page, name)
    maps_stand(page, name)
    for size in SIZES:
        resize(page, size)
        page.screenshot(path=tmp_path / f"{which}-{language}-{name}-{size}.png")
        assert crowded(page) == [], size
        maps_are_painted(page, size)
        if size == "laptop" or (size, language) == ("phone", "zh"):  # it is what takes the time
            assert faults(page) == [], size
    if name == "propose":
        other_ways_show_every_column(page, language)
    if language == "zh" and which == "yongshun":  # Helsinki's own names are in Latin letters
        assert english(page) == []
    assert not page.locator(
        '[data-testid="stException"], [data-testid="stAlertContentError"]'
    ).count()
    assert not seen.external
    assert not seen.dialogs


def other_ways_show_every_column(page, language):
    """The table of other ways of choosing, the first of the page, needs no scroll on a laptop."""
    resize(page, "laptop")
    page.get_by_text(
        {"zh": "换别的办法选", "en": "Chosen in other ways"}[language]
    ).first.wait_for()
    tables = page.locator(".dvn-scroller")
    tables.nth(2).wait_for(state="attached")  # of the homes in short, and in full
    assert tables.first.evaluate("grid => grid.scrollWidth - grid.clientWidth") == 0


def resize(page, size):
    width, height = SIZES[size]
    if page.viewport_size != {"width": width, "height": height}:
        page.set_viewport_size({"width": width, "height": height})
        browser.calm(page)
        settle(page)


def maps_stand(page, name):
    for k in range(MAPS.get(name, 0)):
        page.locator("iframe").nth(k).scroll_into_view_if_needed()
        inside = page.frame_locator("iframe").nth(k)
        inside.locator(".leaflet-container").first.wait_for(state="visible")
    browser.calm(page)  # charts come to rest


def maps_are_painted(page, size):
    for frame in page.locator("iframe").all():
        if frame.is_visible():
            assert browser.painted(frame.screenshot()) > 0.05, size
