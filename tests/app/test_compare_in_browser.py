"""From a question to files in a real Chromium with the network cut: stop, keep, compare, export."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from fit import crowded, is_fit

from geo.app.look import style

import browser
from served import downloaded, served, settle, upload


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    if reason := browser.why_not():
        pytest.skip(reason)
    with served(tmp_path_factory.mktemp("app") / "server.log") as url:
        yield url


def hard_lists(folder):
    """Write lists on which backup coverage takes minutes to prove."""
    rng = np.random.default_rng(7)
    paths = folder / "firms.csv", folder / "venues.csv"
    for path, n, kind in ((paths[0], 1500, "firm"), (paths[1], 150, "hall")):
        lon, lat = 116.6 + rng.uniform(0, 0.07, n), 39.9 + rng.uniform(0, 0.054, n)
        workers = rng.integers(1, 60, n)
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["name", "lon", "lat", "workers"])
            out.writerows((f"{kind}{k}", lon[k], lat[k], workers[k]) for k in range(n))
    return paths


def slide(page, number, key, times):
    handle = page.get_by_role("slider").nth(number)
    handle.focus()
    for _time in range(times):
        page.keyboard.press(key)
    page.wait_for_timeout(400)
    settle(page)


def keep(page, name):
    page.get_by_label("方案名称").fill(name)
    page.get_by_role("button", name="留存以便比较").click()
    page.get_by_text(re.compile(f"已留存：.*{name}")).wait_for(state="visible")
    settle(page)


def test_stop_keep_compare_and_hand_over(address, tmp_path):
    with browser.visit(f"{address}/data", timeout_s=120) as seen:
        settle(seen.page)
        read_lists(seen.page, *hard_lists(tmp_path))
        stop_and_keep(seen.page)
        compare(seen.page)
        hand_over(seen.page)
        assert not seen.external, seen.external
        assert not seen.dialogs


def test_a_large_number_in_a_narrow_column_wraps(tmp_path):
    """Four plans beside one another on a laptop: Streamlit would end the number in dots."""
    file = tmp_path / "narrow.html"
    cut = "overflow: hidden; text-overflow: ellipsis; white-space: nowrap"
    file.write_text(
        f"""{style(is_large=False)}<style>.cut, .cut p {{ {cut} }}</style>
        <div style="width: 120px"><div data-testid="stMetricValue"><div class="cut">
        13,278 (57.2%)</div></div><div class="cut">13,278 inhabitants of it</div></div>"""
    )
    with browser.visit(file) as seen:
        assert crowded(seen.page) == ["clipped: 13,278 inhabitants of it"]


def test_an_explanation_that_takes_long_is_stopped(address, tmp_path):
    with browser.visit(f"{address}/data", timeout_s=120) as seen:
        page = seen.page
        settle(page)
        read_lists(page, *hard_lists(tmp_path))
        page.get_by_role("link", name="方案").first.click()
        page.get_by_text("本方案覆盖").first.wait_for(state="visible")
        settle(page)
        slide(page, 0, "ArrowRight", 4)
        page.get_by_text("几乎同样好的方案").first.click()
        page.get_by_text("方案最多可差").wait_for(state="visible")
        settle(page)
        page.get_by_role("slider").last.focus()
        page.keyboard.press("End")
        page.get_by_role("spinbutton").last.fill("4")
        page.keyboard.press("Enter")
        page.get_by_text(re.compile("正在计算.*个方案，至多 10 个")).wait_for(state="visible")
        page.get_by_role("button", name="停止").click()
        page.get_by_text("清单未算完").wait_for(state="visible")
        page.get_by_role("button", name="重新计算，直到算完").wait_for(state="visible")
        assert is_fit(page)
        page.get_by_role("button", name="重新计算，直到算完").click()
        page.get_by_role("button", name="停止").wait_for(state="visible")
        page.get_by_text(
            "为什么选这些"
        ).first.click()  # another question, and nobody waits any more
        page.get_by_role("button", name="停止").wait_for(state="detached")
        assert not seen.external, seen.external


def read_lists(page, firms, venues):
    assert is_fit(page)
    upload(page, firms, venues)
    page.get_by_role("button", name="读取名单").click()
    page.get_by_text("1,500 家企业").first.wait_for(state="visible")


def stop_and_keep(page):
    page.get_by_role("link", name="方案").first.click()
    page.get_by_text("本方案覆盖").first.wait_for(state="visible")
    keep(page, "三个点位")
    slide(page, 0, "ArrowRight", 12)
    slide(page, 2, "ArrowRight", 1)
    page.get_by_text("目前最好", exact=True).wait_for(state="visible")
    page.get_by_role("button", name="停止").click()
    page.get_by_text("未证明最优").first.wait_for(state="visible")
    settle(page)
    page.reload()  # the plan that was stopped is there, not searched again
    page.get_by_text("未证明最优").first.wait_for(state="visible")
    page.get_by_role("button", name="重新计算").wait_for(state="visible")
    settle(page)
    stranger = page.context.browser.new_page()  # another browser is not shown what this one stopped
    stranger.goto(page.url, wait_until="load")
    stranger.get_by_text("目前最好", exact=True).wait_for(state="visible", timeout=120_000)
    stranger.close()
    keep(page, "两次覆盖")
    assert is_fit(page)


def compare(page):
    page.get_by_role("link", name="比较").first.click()
    page.get_by_text("哪个方案更好").wait_for(state="visible")
    page.get_by_text("未证明（差距").wait_for(state="visible")
    inside = page.frame_locator("iframe").first
    inside.locator(".leaflet-container").nth(1).wait_for(state="visible")
    page.wait_for_timeout(1500)
    scales = inside.locator(".leaflet-control-scale-line")
    before = scales.all_inner_texts()
    inside.locator(".leaflet-control-zoom-in").first.click()
    page.wait_for_timeout(1000)
    after = scales.all_inner_texts()
    assert before[0] == before[1] != after[0] == after[1], "maps move as one"
    assert browser.painted(page.locator("iframe").first.screenshot()) > 0.05
    assert is_fit(page)


def hand_over(page):
    page.get_by_role("link", name="导出").first.click()
    page.get_by_text("交付方案").wait_for(state="visible")
    page.get_by_text("公开：企业只按组显示").click()
    page.get_by_text("每组最少企业数").wait_for(state="visible")
    settle(page)
    assert is_fit(page)
    for label, suffix in (("GeoJSON", ".geojson"), ("CSV", ".csv")):
        file = downloaded(page, label)
        text = Path(file.path()).read_text(encoding="utf-8-sig")
        assert file.suggested_filename.endswith(f"公开{suffix}")
        assert "公开版" in text
        assert not re.search(r"firm\d", text)
