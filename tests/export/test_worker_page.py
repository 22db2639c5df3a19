"""The page for workers, from file:// in Chromium with the network cut, at the size of a phone."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import geocoordinates_ffi as other
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import demo, words
from geo.cli import main
from geo.errors import InputError
from geo.export.worker import Edition, Poster, poster, worker_page
from geo.export.worker.links import navigation
from geo.travel import Straight, Street

import browser
import made

PHONE = (390, 844)
AREA = "示例春华社区"


@pytest.fixture(scope="module")
def chromium():
    with browser.opened() as running:
        yield running


def held(path) -> dict:
    """Read the page's data back, as its script does."""
    text = path.read_text(encoding="utf-8")
    return json.loads(re.search(r'type="application/json">(.*?)</script>', text, re.DOTALL)[1])


def test_no_firm_is_in_it(tmp_path):
    study = demo("yongshun")
    text = worker_page(study, tmp_path / "w.html", mode=Straight(1.3)).read_text(encoding="utf-8")
    names = set(study.demand.table["name"])
    assert len(names) > 1000
    assert not [name for name in names if name in text]
    assert not re.search(r"\bF\d{4}\b", text)
    assert "firms" not in json.dumps(held(tmp_path / "w.html"))


def test_an_area_of_few_is_not_told(tmp_path):
    """Two firms alone in an area would be told by its middle; so would twenty workers."""
    study = demo("yongshun")
    area = study.demand.table["street"].to_numpy().astype(object).copy()
    area[:2], area[2:5], area[5:8] = "两家", "三家人少", "三家人多"
    weight = np.array(study.demand.weight)
    weight[:2], weight[2:5], weight[5:8] = 500, 8, 9
    table = study.demand.table.assign(street=area)
    study = replace(study, demand=replace(study.demand, table=table, weight=weight))
    told = {
        p["name"]
        for p in held(worker_page(study, tmp_path / "w.html", mode=Straight(1.3)))["places"]
    }
    assert "三家人多" in told
    assert not told & {"两家", "三家人少"}
    few = Edition(least_firms=2, least_workers=1)
    page = worker_page(study, tmp_path / "w.html", mode=Straight(1.3), edition=few)
    assert {"两家", "三家人少", "三家人多"} <= {p["name"] for p in held(page)["places"]}
    for place in held(page)["places"]:
        assert place["lon"] == pytest.approx(round(place["lon"], 3), abs=1e-9)


def test_it_says_the_metres_of_the_study(tmp_path):
    """What stands beside a place is the distance by the rule, along streets too."""
    study = demo("yongshun")
    for mode, least in ((Straight(1.3), 1.3), (Street(), 1.0)):
        page = held(worker_page(study, tmp_path / "w.html", mode=mode))
        for place in page["places"][:5]:
            for home, metres in place["near"]:
                line = metres_between(place, page["homes"][home])
                assert metres >= least * line * 0.995 - 2
                assert mode.name == "street" or metres == pytest.approx(1.3 * line, rel=0.005)


def metres_between(a, b) -> float:
    lat = math.radians((a["lat"] + b["lat"]) / 2)
    north = (a["lat"] - b["lat"]) * 111_132.0 * 0.9992
    east = (a["lon"] - b["lon"]) * 111_412.84 * math.cos(lat)
    return math.hypot(north, east)


def test_a_worker_finds_a_home_on_a_phone(tmp_path, chromium):
    page = tmp_path / "职工之家.html"
    options = ["--publisher", "某镇总工会", "--review", "GS(2026)0001号", "--out", str(page)]
    assert main(["--lang", "zh", "worker-page", "--demo", "yongshun", *options]) == 0
    with browser.visit(page, size=PHONE, wait_for=".card", chromium=chromium) as seen:
        look = seen.page
        look.clock.set_fixed_time("2026-07-03T12:00:00")  # a Friday
        assert look.locator(".card").count() == 2
        assert "审图号：GS(2026)0001号" in look.locator("footer").inner_text()
        look.fill("#search", "chuhua")  # a slip of the pen
        assert AREA in look.locator("#hits").inner_text()
        look.fill("#search", "slchsq")  # initials
        look.press("#search", "Enter")
        first = look.locator(".card").first.inner_text()
        assert "示例文体产业园职工之家" in first
        near = next(p for p in held(page)["places"] if p["name"] == AREA)["near"][0][1]
        assert f"{round(near, -1)} 米" in first
        assert f"步行 {math.ceil(near / 80)} 分钟" in first
        assert "现在开放，至13:30" in first
        assert look.locator("#listed").inner_text() == f"从{AREA}出发"
        look.clock.set_fixed_time("2026-07-03T21:30:00")
        look.locator("#language").click()
        first = look.locator(".card").first.inner_text()
        assert "closed now, opens Saturday 09:00" in first
        look.locator("#only").check()
        assert look.locator(".card").count() == 0
        assert look.locator("#none").is_visible()
        look.locator("#only").uncheck()
        look.locator("#map").click(position={"x": 150, "y": 60})
        assert look.locator("#listed").inner_text() == "From the place on the map"
        assert "Straight line × 1.3" in look.locator("#how").inner_text()
        look.fill("#search", "qqqqqqq")
        assert "Nothing of that name" in look.locator("#message").inner_text()
        wide = look.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
        assert browser.painted(seen.shot("#map")) > 0.02
        small = look.evaluate(
            "[...document.querySelectorAll('button, .links a, .bar label')].filter(e => "
            "e.offsetHeight && e.offsetHeight < 28).map(e => e.outerHTML)"
        )
        assert not small
        assert seen.is_quiet, seen.complaints
        assert all(address.startswith(("file:", "data:")) for address in seen.requests)


def test_the_telephone_says_where_it_is(tmp_path, chromium):
    page = worker_page(demo("yongshun"), tmp_path / "w.html", mode=Straight(1.3))
    home = held(page)["homes"][1]
    there = {"latitude": home["lat"] + 0.0018, "longitude": home["lon"], "accuracy": 30}
    context = chromium.new_context(geolocation=there, permissions=["geolocation"])
    look = context.new_page()
    look.goto(page.resolve().as_uri())
    look.locator("#own").click()
    look.get_by_text("位置误差约 30 米").wait_for()
    first = look.locator(".card").first.inner_text()
    context.close()
    assert home["name"] in first
    assert "260 米" in first  # 200 m × 1.3


def test_no_name_runs(tmp_path, chromium):
    """Names that try to be scripts are text: on the cards, in the list of hits, in the title."""
    study = made.study(made.Town(names=made.HOSTILE))
    hours = [made.HOSTILE[j % len(made.HOSTILE)] for j in range(len(study.sites))]
    table = study.sites.table.assign(hours=hours, host=hours, kind=hours, services=hours)
    sites = replace(study.sites, table=table, status=np.full(len(study.sites), "existing"))
    evil = Edition(publisher=made.HOSTILE[4], review=made.HOSTILE[1])
    page = worker_page(
        study.with_sites(sites), tmp_path / "w.html", mode=Straight(1.3), edition=evil
    )
    with browser.visit(page, size=PHONE, wait_for=".card", chromium=chromium) as seen:
        seen.page.fill("#search", "alert")
        seen.page.locator("#hits button").first.click()
        cards = seen.page.locator("#cards").inner_text()
        assert made.HOSTILE[1] in cards
        seen.page.locator("#clear").click()
        assert made.HOSTILE[4] in seen.page.locator("#cards").inner_text()
        assert seen.page.locator("#cards img, #hits img, header img, #cards script").count() == 0
        for link in seen.page.locator(".links a").all():
            address = urlsplit(link.get_attribute("href"))
            assert address.scheme == "https"
            assert address.hostname in {"uri.amap.com", "api.map.baidu.com", "apis.map.qq.com"}
        assert seen.is_quiet, seen.complaints
        # Even a script that got in would not run, and nothing could be fetched.
        seen.page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=a()>')"
        )
        seen.page.wait_for_timeout(200)
        assert any("Content Security Policy" in said for said in seen.errors)


@given(st.text(max_size=40), st.floats(73, 135), st.floats(18, 53))
def test_a_link_leads_to_the_home(name, lon, lat):
    said = dict(navigation(name, lon, lat))
    if "osm" in said:  # outside China
        assert f"mlat={lat:.6f}&mlon={lon:.6f}" in said["osm"]
        return
    if other.out_of_china(lat, lon):  # it cuts more finely than the published box
        return
    gcj = other.wgs84_to_gcj02(other.Wgs84(lat=lat, lon=lon))
    amap, baidu, tencent = (parse_qs(urlsplit(said[k]).query, keep_blank_values=True)
                            for k in ("amap", "baidu", "tencent"))  # fmt: skip
    parts = amap["to"][0].split(",", 2)
    assert parts[2] == name
    assert amap["coordinate"] == ["gaode"]
    assert baidu["title"] == tencent["to"] == [name]
    assert baidu["coord_type"] == ["gcj02"]
    for a, b in ((parts[0], parts[1]), baidu["location"][0].split(",")[::-1],
                 tencent["tocoord"][0].split(",")[::-1]):  # fmt: skip
        assert (float(a), float(b)) == pytest.approx((gcj.lon, gcj.lat), abs=2e-6)


@pytest.mark.parametrize("code", words.LANGUAGES)
def test_the_poster_fills_one_sheet_and_can_be_scanned(code, tmp_path, chromium):
    study = made.study(made.Town(names=made.HOSTILE))
    sites = replace(study.sites, status=np.full(len(study.sites), "existing"))
    wanted = Poster("https://example.org/家?a=1&b=2", Edition("某镇总工会", "GS(2026)1"))
    with words.in_language(code):
        path = poster(study.with_sites(sites), wanted, tmp_path / "p.html")
    with browser.visit(path, size=(794, 1123), wait_for=".code svg", chromium=chromium) as seen:
        printed = seen.page.pdf(path=tmp_path / "p.pdf", prefer_css_page_size=True)
        low = seen.page.evaluate("document.querySelector('footer').getBoundingClientRect().bottom")
        last = seen.page.evaluate(
            "document.querySelector('li:last-child').getBoundingClientRect().bottom"
        )
        top = seen.page.evaluate("document.querySelector('footer').getBoundingClientRect().top")
        assert seen.is_quiet, seen.complaints
    assert low <= 1123
    assert last <= top + 1
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    assert (tmp_path / "p.pdf").stat().st_size
    for suffix in (".svg", ".png"):
        assert poster(study, wanted, tmp_path / f"q{suffix}").stat().st_size > 300


@pytest.mark.parametrize(
    ("code", "said"), [("zh", "合成数据，并非真实情况"), ("en", "Synthetic data")]
)
def test_a_poster_of_invented_homes_says_so(code, said, tmp_path):
    study, wanted = demo("yongshun"), Poster("https://example.org/home", Edition())
    real = replace(study, sources=tuple(replace(s, is_synthetic=False) for s in study.sources))
    with words.in_language(code):
        for one, is_told in ((study, True), (real, False)):
            text = poster(one, wanted, tmp_path / "p.html").read_text(encoding="utf-8")
            assert (said in text) == is_told


@pytest.mark.parametrize(
    "url", ["", "example.org", "javascript:alert(1)", "file:///etc", "https://" + "a" * 600]
)
def test_an_address_no_telephone_opens_is_refused(url):
    with pytest.raises(InputError):
        Poster(url, Edition())


def test_the_publishers_own_places_are_there(tmp_path, capsys):
    pd.DataFrame({"名称": ["春华地铁站"], "经度": [116.6615], "纬度": [39.9175]}).to_csv(
        tmp_path / "stops.csv", index=False
    )
    page = tmp_path / "w.html"
    base = ["--lang", "en", "worker-page", "--demo", "yongshun", "--out", str(page)]
    assert main([*base, "--places", str(tmp_path / "stops.csv")]) == 0
    assert "No map review number" in capsys.readouterr().out
    assert [p["kind"] for p in held(page)["places"] if p["name"] == "春华地铁站"] == ["place"]
    assert main([*base, "--poster", str(tmp_path / "p.html")]) == 2
    assert "--url" in capsys.readouterr().err
    assert main([*base, "--url", "https://a.cn", "--poster", str(tmp_path / "p.doc")]) == 2
