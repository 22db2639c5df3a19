"""One project in several hands, in a real Chromium; and a city of a million firms."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from geo.core import Demand, Scenario, Sites, Source, Study
from geo.core.crs import local_crs
from geo.solve import MaxCover
from geo.store.project import Project, create
from geo.travel import Straight

import browser
from served import downloaded, served, settle

FIRMS, VENUES = 1_000_000, 1_000
COVERS = re.compile(r"本方案覆盖")
SUMS = """(box) => box.view.map.querySourceFeatures("firms", { sourceLayer: "firms" })
  .reduce(([n, w], f) => [n + f.properties.n, w + f.properties.w], [0, 0])"""
# Nothing is handed back: an event of the map names the map, and all of it would travel to Python.
IDLE = """(box) => {
  const map = box.view.map;
  map.triggerRepaint();
  return new Promise((done) => map.once("idle", () => done()));
}"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("projects")


@pytest.fixture(scope="module")
def address(home):
    if reason := browser.why_not():
        pytest.skip(reason)
    with (
        pytest.MonkeyPatch.context() as patch,
        served_at(home, patch) as url,
    ):
        yield url


def served_at(home, patch):
    patch.setenv("XUANZHI_HOME", str(home))
    return served(home.parent / "shared-server.log")


def radius(page):
    """The radius that the page asks with, as its slider says."""
    handle = page.get_by_role("slider", name="服务半径").first
    handle.wait_for()
    return int(float(handle.input_value()))


def further(page):
    """Ask for a longer way, and wait until its plan stands there."""
    wanted = radius(page) + 50
    page.get_by_role("slider", name="服务半径").first.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text(f"使 {wanted:,} 米内覆盖的职工最多").first.wait_for()  # the question is heard
    settle(page)  # and its plan saved
    page.get_by_text(COVERS).first.wait_for()


def headline(page):
    """The tile with the number of workers that the plan covers."""
    said = page.get_by_test_id("stMetric").filter(has_text=COVERS).first.inner_text()
    assert re.search(r"\d,\d", said), said
    return said


def begin(page, address, name):
    page.goto(address)
    settle(page)
    page.get_by_label("名称", exact=True).first.fill(name)
    page.locator("label", has_text="永顺镇（合成示例）").first.click()
    page.get_by_role("button", name="新建", exact=True).click()
    page.get_by_role("button", name="下载本项目").wait_for()
    settle(page)


def test_one_project_in_several_hands(address, tmp_path):
    with (
        browser.opened() as chromium,
        browser.visit(address, timeout_s=120, chromium=chromium) as mine,
    ):
        page = mine.page
        begin(page, address, "二〇二六年")
        page.get_by_role("link", name="方案").first.click()
        page.get_by_text(COVERS).first.wait_for()
        further(page)
        asked, said = radius(page), headline(page)
        a_reload_in_the_middle_loses_nothing(page, asked, said)
        with browser.visit(page.url, timeout_s=120, chromium=chromium) as other:
            two_people_see_one_project(page, other.page, asked)
        handed_over_it_says_the_same(page, chromium, address, tmp_path)
        assert not mine.external
        assert not mine.dialogs


def a_reload_in_the_middle_loses_nothing(page, asked, said):
    page.get_by_role("slider", name="服务半径").first.focus()
    page.keyboard.press("ArrowRight")
    page.reload()  # while the new plan is still being made
    settle(page)
    page.get_by_text(COVERS).first.wait_for()
    assert radius(page) in (asked, asked + 50)
    if radius(page) == asked:
        assert headline(page) == said


def opened_anew(page):
    page.reload()
    settle(page)
    page.get_by_text(COVERS).first.wait_for()


def two_people_see_one_project(page, other, asked):
    opened_anew(other)
    opened_anew(page)  # the run that was left in the middle may have saved only now
    assert radius(other) == radius(page) >= asked
    further(other)
    opened_anew(page)
    assert radius(page) == radius(other)
    assert headline(page) == headline(other)


def handed_over_it_says_the_same(page, chromium, address, folder):
    said = headline(page)
    page.get_by_role("link", name="开始").first.click()
    page.get_by_role("button", name="下载本项目").wait_for()
    file = folder / "handed over.gpkg"
    downloaded(page, "下载本项目").save_as(file)
    with browser.visit(address, timeout_s=120, chromium=chromium) as seen:
        settle(seen.page)
        seen.page.locator('input[type="file"]').first.set_input_files(file)
        seen.page.get_by_text(file.name).first.wait_for()
        seen.page.get_by_role("button", name="打开该文件").click()
        seen.page.get_by_role("heading", name="handed over").wait_for()
        seen.page.get_by_role("link", name="方案").first.click()
        seen.page.get_by_text(COVERS).first.wait_for()
        assert headline(seen.page) == said


def city():
    """A million invented firms around three hundred invented centres."""
    draw = np.random.default_rng(1)
    crs, middle = local_crs(116.4, 39.9), draw.normal(0, 12_000, (300, 2))

    def spots(n):
        return middle[draw.integers(0, 300, n)] + draw.normal(0, 1_500, (n, 2))

    workers = np.maximum(1, np.round(draw.lognormal(1.8, 1.1, FIRMS))).astype(np.int64)
    table = pd.DataFrame({"name": [f"企业{k}" for k in range(FIRMS)]})
    status = np.where(np.arange(VENUES) < 40, "existing", "candidate")
    halls = pd.DataFrame({"name": [f"场地{k}" for k in range(VENUES)]})
    return Study(
        "合成城市",
        Demand.from_arrays(*spots(FIRMS).T, workers, crs=crs, table=table),
        Sites.from_arrays(*spots(VENUES).T, status, crs=crs, table=halls),
        sources=(Source("firms", "made city", is_synthetic=True),),
    )


def test_a_city_of_a_million_firms(address, home, tmp_path):
    study = city()
    question = Scenario(MaxCover(new=20, radius_m=1000), Straight(1.3))
    create(home / "city.gpkg", Project(study, question), "somebody")
    with (
        browser.opened(webgl=True) as chromium,
        browser.visit(
            f"{address}/gaps?project=city", size=(1280, 720), timeout_s=180, chromium=chromium
        ) as seen,
    ):
        page = seen.page
        box = page.locator(".xz-gl[data-scene]").first
        box.wait_for()
        settle(page)
        box.evaluate(IDLE)
        assert tuple(box.evaluate(SUMS)) == (FIRMS, study.demand.total)
        assert browser.painted(box.screenshot(path=tmp_path / "city.png")) > 0.05
        page.get_by_role("link", name="方案").first.click()
        page.get_by_text(COVERS).first.wait_for()
        page.get_by_text("已证明最优").first.wait_for()
        assert not page.locator('[data-testid="stException"]').count()
        assert not page.locator('[data-testid="stAlertContentError"]').count()
        assert not seen.external
