"""The planner in a real Chromium with the network cut."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import urlparse

import pytest

from geo.app.pages import PAGES

import browser
from served import served, settle, upload

SETTLED_MS = 120_000
FILLS = """(map) => new Promise((done) => {  // Leaflet learns of it with the next picture
  const whole = () => map.clientHeight === innerHeight && window.map.getSize().y === innerHeight;
  let left = 100;
  const look = () => whole() || !left-- ? done(whole()) : requestAnimationFrame(look);
  look();
})"""
BUSY = """() => addEventListener("keydown", () => {  // so that Enter follows close upon a letter
  for (const from = performance.now(); performance.now() < from + 20;) { continue; }
})"""
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


def test_projector_mode_leaves_no_map_cut_off(address, chromium):
    """The frame of a map takes another height, and the map in it with it, on and off again."""
    with browser.visit(f"{address}/gaps", timeout_s=30, chromium=chromium) as seen:
        page = seen.page
        settle(page)
        inside = page.frame_locator("iframe").first.locator("#map_div")
        inside.wait_for()
        for height in (448, 560):
            page.get_by_text("投影模式").first.click()
            page.wait_for_function(f"() => document.querySelector('iframe').height == {height}")
            assert inside.evaluate(FILLS), height


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


def test_what_is_typed_survives_another_page_and_is_no_formula_in_the_file(address, chromium):
    with browser.visit(address, timeout_s=30, chromium=chromium) as seen:
        page = seen.page
        page.add_init_script("delete window.showSaveFilePicker")  # a dialog that no test can press
        open_page(page, address, "data", "zh")
        page.evaluate(BUSY)
        type_into_name(page, 0, '=HYPERLINK("http://x","甲, 乙")')
        page.keyboard.press("Enter")
        page.get_by_text("已键入 1 行，尚未应用").wait_for()
        type_into_name(page, 1, "甲馆")
        page.get_by_test_id("stSidebarNavLink").nth(list(PAGES).index("export")).click()
        page.locator("h1").filter(has_text="交付方案").wait_for()
        page.get_by_test_id("stSidebarNavLink").nth(list(PAGES).index("data")).click()
        page.get_by_text("已键入 2 行，尚未应用").wait_for()
        settle(page)
        grid = page.locator('[class*="st-key-edit-sites-table"]').first
        grid.hover()
        assert grid.get_by_role("button", name="搜索").is_visible()  # all others stand
        with page.expect_download() as asked:
            grid.get_by_role("button", name="下载为 CSV").click()
        text = Path(asked.value.path()).read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert rows[2][1] == "甲馆"
        assert rows[1][1] == """'=HYPERLINK("http://x","甲, 乙")"""
        assert [len(row) for row in rows] == [len(rows[0])] * len(rows)
        page.get_by_role("button", name="应用修改").first.click()
        page.get_by_text("已修改 1 次").first.wait_for()
        assert not seen.external


def type_into_name(page, row, text):
    """Type into a name of the table of venues; a table that still moves is asked again."""
    grid = page.locator('[class*="st-key-edit-sites-table"]').first
    for _time in range(3):
        grid.scroll_into_view_if_needed()
        browser.calm(page)
        box = grid.bounding_box()
        page.mouse.dblclick(box["x"] + 130, box["y"] + 52 + 35 * row)
        page.wait_for_timeout(500)
        if page.locator("#portal textarea, #portal input").count():
            break
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
