"""The map of many firms in a real Chromium with WebGL by the processor and the network cut."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from fit import faults

from geo.draw.look import COVERED, UNCOVERED
from geo.draw.tiles.scene import MOST_ON_FOLIUM

import browser
from served import served, upload

N = MOST_ON_FOLIUM + 1000
EVIL = "<img src=x onerror=alert(1)>${alert(2)}</script><script>alert(3)</script>"
FAR = (116.80, 39.99)  # where the firm of that name stands, alone
VENUES = [(116.66 + 0.02 * k, 39.91 + 0.01 * k) for k in range(5)]
SETTLED_MS = 120_000

SUMS = """(box) => {
  const seen = box.view.map.querySourceFeatures("firms", { sourceLayer: "firms" });
  return [0, 1].map((kind) => seen.filter((f) => f.properties.k === kind)
    .reduce(([n, w], f) => [n + f.properties.n, w + f.properties.w], [0, 0]));
}"""

# Nothing is handed back: an event of the map names the map, and all of it would travel to Python.
IDLE = """(box) => {
  const map = box.view.map;
  map.triggerRepaint();
  return new Promise((done) => map.once("idle", () => done()));
}"""

STANDING = """(box) => new Promise((done) =>
  box.view.map.isMoving() ? box.view.map.once("moveend", () => done()) : done())"""


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    folder, draw = tmp_path_factory.mktemp("lists"), np.random.default_rng(5)
    lon, lat = 116.70 + draw.normal(0, 0.02, N), 39.93 + draw.normal(0, 0.015, N)
    workers = draw.integers(1, 60, N)
    firms = [(f"企业{k}", lon[k], lat[k], workers[k]) for k in range(1, N)]
    firms.append((EVIL, *FAR, int(workers[0])))
    write(folder / "firms.csv", ["name", "lon", "lat", "workers"], firms)
    status = ["existing", *["candidate"] * 4]
    venues = [(f"场地{k}", *VENUES[k], status[k]) for k in range(5)]
    write(folder / "venues.csv", ["name", "lon", "lat", "status"], venues)
    return folder, int(workers.sum())


def write(path, head, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    if reason := browser.why_not():
        pytest.skip(reason)
    with served(tmp_path_factory.mktemp("tiles") / "server.log") as url:
        yield url


def settle(page):
    page.wait_for_function(
        "() => document.querySelector('[data-testid=\"stApp\"]')"
        "?.getAttribute('data-test-script-state') === 'notRunning'",
        timeout=SETTLED_MS,
    )


def idle(page):
    """Wait for the map on the page, until everything on it is drawn; return its box."""
    box = page.locator(".xz-gl[data-scene]").first
    box.wait_for(timeout=SETTLED_MS)
    settle(page)
    box.scroll_into_view_if_needed()
    box.evaluate(IDLE)
    return box


def spot(box, lon, lat):
    """Return where a place is on the screen."""
    x, y = box.evaluate(
        "(box, at) => { const p = box.view.map.project(at); return [p.x, p.y]; }", [lon, lat]
    )
    corner = box.bounding_box()
    return corner["x"] + x, corner["y"] + y


def places(box):
    """Return longitude and latitude of every site on the map."""
    return box.evaluate(
        "(box) => box.view.data.layers.filter((l) => l.kind !== 'areas')"
        ".flatMap((l) => l.rows.map((r) => [r[1], r[0]]))"
    )


def has(box, lon, lat, within=1e-4):
    return any(abs(a - lon) < within and abs(b - lat) < within for a, b in places(box))


def test_many_firms_are_drawn_moved_and_never_run(address, lists, tmp_path):
    folder, total = lists
    with (
        browser.opened(webgl=True) as running,
        browser.visit(f"{address}/data", size=(1280, 720), timeout_s=120, chromium=running) as seen,
    ):
        page = seen.page
        upload(page, folder / "firms.csv", folder / "venues.csv")
        page.get_by_text("读取名单").first.click()
        page.get_by_text(f"{N:,} 家企业").first.wait_for()
        a_venue_is_moved(page, tmp_path)
        a_firm_is_drawn_deleted_and_put_back(page, tmp_path)
        the_tools_are_used_by_keyboard_alone(page, tmp_path)
        page.get_by_role("link", name="现状").first.click()
        page.locator("h1").filter(has_text="谁的附近").first.wait_for()
        box = idle(page)
        every_firm_is_there(box, total, tmp_path)
        a_pan_asks_nothing(seen, box)
        the_evil_name_is_text(page, box)
        assert not seen.dialogs
        assert not seen.external, seen.external
        assert not any("map/gl" not in e and "404" not in e for e in seen.errors), seen.errors


def a_venue_is_moved(page, tmp_path):
    box = idle(page)
    assert has(box, *VENUES[2])
    x, y = spot(box, *VENUES[2])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=6)
    page.mouse.up()
    page.get_by_text("移动场地：场地2").first.wait_for()
    box = idle(page)
    assert not has(box, *VENUES[2])
    assert len(places(box)) == len(VENUES)
    page.screenshot(path=tmp_path / "moved.png")
    page.get_by_role("button", name="撤销").click()
    page.get_by_text("移动场地：场地2").first.wait_for(state="hidden")
    box = idle(page)
    assert has(box, *VENUES[2], within=1e-6)


def a_firm_is_drawn_deleted_and_put_back(page, tmp_path):
    box, at = idle(page), (FAR[0] + 0.003, FAR[1])
    box.evaluate("(box, at) => box.view.map.jumpTo({ center: at, zoom: 15 })", list(at))
    use(page, box, "add_firm", at)
    said(page, "新增企业：新企业 1", N + 1)
    use(page, idle(page), "drop", at)
    said(page, "删除企业：新企业 1", N)
    page.get_by_role("button", name="撤销").click()
    said(page, "新增企业：新企业 1", N + 1)
    idle(page).screenshot(path=tmp_path / "drawn.png")
    page.get_by_role("button", name="撤销").click()
    page.get_by_text("新增企业：新企业 1").first.wait_for(state="hidden")
    page.get_by_text(f"{N:,} 家企业").first.wait_for()
    use(page, idle(page), "drop", FAR)  # one that was read from the list
    said(page, "删除企业：", N - 1)
    page.get_by_role("button", name="撤销").click()
    page.get_by_text(f"{N:,} 家企业").first.wait_for()


def the_tools_are_used_by_keyboard_alone(page, tmp_path):
    """A venue is placed, carried, deleted, brought back; each is said, and the list holds it."""
    box, press = idle(page), page.keyboard.press
    box.evaluate("(box, at) => box.view.map.jumpTo({ center: at, zoom: 15 })", list(FAR))
    box.locator('[data-tool="move"]').focus()
    press("Tab")
    press("Enter")
    assert box.locator('[data-tool="add"]').get_attribute("aria-pressed") == "true"
    assert "回车键在十字处新增场地" in box.locator(".xz-help").inner_text()
    assert not faults(page)
    placed = pressed(page, "Shift+ArrowRight", "Enter", told="新增场地：新场地 1")
    assert (len(places(box)), has(box, *placed)) == (len(VENUES) + 1, True)
    press("Enter")
    heard(page, "已拿起新场地 1", "0 米")
    carried = pressed(page, "ArrowUp", "Shift+ArrowUp", "Enter", told="移动场地：新场地 1")
    heard(page, "已放下新场地 1", "米")
    assert (has(box, *placed), has(box, *carried)) == (False, True)
    page.screenshot(path=tmp_path / "keys.png")
    box.locator('[data-tool="drop"]').focus()
    press("Enter")
    pressed(page, "Enter", told="删除场地：新场地 1")
    heard(page, "已删除新场地 1", "米")
    assert not has(box, *carried)
    pressed(page, "Control+z", told="移动场地：新场地 1")
    heard(page, "已撤销", "")
    assert has(box, *carried)
    press("Escape")  # the tool that was left after the last change: the map is read
    press("Enter")
    box.locator(".xz-card").get_by_text("新场地 1").wait_for()


def pressed(page, *keys, told):
    """Press keys on the map, each once it stands; return where the cross-hair is in the end."""
    box = page.locator(".xz-gl[data-scene]").first
    for key in keys:
        page.keyboard.press(key)
        box.evaluate(STANDING)
    page.get_by_text(told).first.wait_for()
    return idle(page).evaluate("(box) => box.view.map.getCenter().toArray()")


def heard(page, *words):
    """Wait until it is read aloud in the map's live region."""
    said = page.locator(".xz-strip[role=status] .xz-said")
    said.filter(has_text=words[0]).wait_for()
    assert words[1] in said.inner_text()


def use(page, box, tool, at):
    """Take a tool of the map and click with it on a place."""
    box.evaluate(IDLE)
    box.locator(f'[data-tool="{tool}"]').click()
    page.mouse.click(*spot(box, *at))


def said(page, last, firms):
    page.get_by_text(last).first.wait_for()
    page.get_by_text(f"{firms:,} 家企业").first.wait_for()


def every_firm_is_there(box, total, tmp_path):
    """Sums of all tiles are exact: no firm is lost where they are drawn together."""
    (n0, w0), (n1, w1) = box.evaluate(SUMS)
    assert (n0 + n1, w0 + w1) == (N, total)
    assert min(n0, n1) > 0
    picture = box.screenshot(path=tmp_path / "gaps.png")
    assert browser.painted(picture) > 0.05
    assert browser.share_of(picture, COVERED) > 0.0002
    assert browser.share_of(picture, UNCOVERED) > 0.001


def a_pan_asks_nothing(seen, box):
    """Pan and zoom: no message to the server, no request, no new scene; new tiles all the same."""
    page, corner = seen.page, box.bounding_box()
    sent, asked = len(seen.sent), len(seen.requests)
    scene, tiles = box.get_attribute("data-scene"), box.evaluate("(box) => box.view.tiles")
    x, y = corner["x"] + corner["width"] / 2, corner["y"] + corner["height"] / 3
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 250, y + 40, steps=8)
    page.mouse.up()
    page.mouse.wheel(0, -600)
    page.wait_for_timeout(1500)
    box.evaluate(IDLE)
    assert box.evaluate("(box) => box.view.tiles") > tiles
    assert (len(seen.sent), len(seen.requests)) == (sent, asked)
    assert box.get_attribute("data-scene") == scene


def the_evil_name_is_text(page, box):
    box.evaluate("(box, at) => box.view.map.jumpTo({ center: at, zoom: 17 })", list(FAR))
    page.wait_for_timeout(500)
    page.mouse.move(*(v - 40 for v in spot(box, *FAR)))
    page.mouse.move(*spot(box, *FAR), steps=3)
    card = box.locator(".xz-card")
    card.get_by_text("onerror").wait_for()
    assert EVIL in card.inner_text()
    assert not card.locator("img").count()


def test_without_webgl_a_picture_stands_there(address, tmp_path):
    with browser.visit(f"{address}/data", size=(390, 800), timeout_s=120) as seen:
        seen.page.locator(".xz-flat img").first.wait_for(timeout=SETTLED_MS)
        settle(seen.page)
        assert "WebGL" in seen.page.locator(".xz-flat").first.inner_text()
        picture = seen.page.locator(".xz-flat img").first.screenshot(path=tmp_path / "flat.png")
        assert browser.painted(picture) > 0.05
        assert not seen.external
