"""The planner in a real Chromium with the network cut."""

from __future__ import annotations

import csv
from urllib.parse import urlparse

import pytest

from geo.app.pages import PAGES

import browser
from served import served, settle, upload

SETTLED_MS = 120_000
HEADINGS = {
    "start": ("下一个建在哪里", "stand?"),
    "data": ("您的名单", "Your lists"),
    "gaps": ("谁的附近还没有", "no home nearby"),
    "propose": ("建在哪里", "should the next homes go"),
    "compare": ("哪个方案更好", "Which plan is better"),
    "export": ("交付方案", "Hand over a plan"),
    "find": ("最近的职工之家", "home is the nearest"),
    "phase": ("哪一年建", "in which year"),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    if reason := browser.why_not():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("app")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XUANZHI_HOME", str(folder / "projects"))  # nobody else's projects are listed
        with served(folder / "server.log") as url:
            yield url


@pytest.fixture(scope="module")
def chromium(address):
    with browser.opened() as running:
        yield running


def open_page(page, address, name, language):
    """Go to a page, in a language, and wait until it is there."""
    first = next(iter(PAGES))
    page.goto(f"{address}/{'' if name == first else name}", wait_until="load")
    settle(page)
    page.wait_for_function("() => window.xuanzhiWords")  # it says which language the page is in
    if page.evaluate("document.documentElement.lang") != language:
        page.get_by_text({"zh": "中文", "en": "English"}[language], exact=True).first.click()
    heading = page.locator("h1").filter(has_text=HEADINGS[name][language == "en"])
    heading.first.wait_for(state="visible", timeout=SETTLED_MS)
    settle(page)


@pytest.fixture(scope="module", params=["zh", "en"])
def visitor(request, address, chromium):
    """One who opens page after page from its address, in one language, and has no project."""
    with browser.visit(address, timeout_s=120, chromium=chromium) as seen:
        yield request.param, seen


@pytest.mark.parametrize("name", PAGES)
def test_page_offline(address, visitor, name):
    language, seen = visitor
    open_page(seen.page, address, name, language)
    assert not seen.page.locator('[data-testid="stException"]').count()
    assert not seen.page.locator('[data-testid="stAlertContentError"]').count()
    assert not seen.external, seen.external
    assert not seen.dialogs


def test_a_gbk_list_becomes_a_proposal(address, chromium, tmp_path):
    """Upload a GB18030 list with hostile names and a bad row; get a plan and the bad row back."""
    firms, venues = tmp_path / "企业名单.csv", tmp_path / "场地.csv"
    names = ["<img src=x onerror=alert(1)>", "=1+1", "${alert(1)}", "`x`", "普通企业"]
    rows = [(names[i % 5] + str(i), 116.65 + 0.002 * i, 39.9 + 0.001 * i, 5 + i) for i in range(30)]
    write(firms, ["单位名称", "经度", "纬度", "职工人数"], [*rows, ("坏行", "没有", 39.9, 7)])
    write(
        venues,
        ["名称", "经度", "纬度"],
        [(f"场地{j}", 116.66 + 0.01 * j, 39.905 + 0.005 * j) for j in range(4)],
    )
    with browser.visit(address, timeout_s=120, chromium=chromium) as seen:
        page = seen.page
        open_page(page, address, "data", "zh")
        upload(page, firms, venues)
        page.get_by_text("读取名单").first.click()
        page.get_by_text("30 家企业").first.wait_for(state="visible")
        page.get_by_text("1 行无法使用").first.wait_for(state="visible")
        page.get_by_role("link", name="方案").first.click()
        page.get_by_text("本方案覆盖").first.wait_for(state="visible")
        page.frame_locator("iframe").first.locator(".leaflet-container").wait_for(state="visible")
        browser.calm(page)
        assert not seen.dialogs
        assert not seen.external
        assert urlparse(page.url).path == "/propose"


def write(path, head, rows):
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([head, *rows])
