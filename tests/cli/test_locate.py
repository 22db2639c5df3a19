"""``xuanzhi locate``: the same answer as the room, clear words, exit status 0 and 2."""

from __future__ import annotations

import json
import time
from datetime import datetime

import pytest

from geo import demo, words
from geo.cli import main
from geo.core.crs import from_wgs84
from geo.explain import locate, place_of_firm
from geo.travel import Straight

WHEN = "2026-07-03T12:00"


@pytest.fixture(autouse=True)
def _english():
    with words.in_language("en"):
        yield


def asked(capsys, *options):
    status = main(["--lang", "en", "locate", "--when", WHEN, *options])
    return status, *capsys.readouterr()


def figures(capsys, *options):
    status, out, err = asked(capsys, *options, "--json", "-")
    assert status == 0, err
    return json.loads(out)


def test_a_firm_finds_its_homes(capsys):
    said = figures(capsys, "--demo", "yongshun", "--name", "F0001", "--n", "2")
    study = demo("yongshun")
    want = locate(
        study, place_of_firm(study, "F0001"), mode=Straight(1.3),
        at=datetime.fromisoformat(WHEN), n=2,
    )  # fmt: skip
    assert said == json.loads(json.dumps(want.record()))
    assert said["homes"][0]["metres"] == pytest.approx(882, abs=1)


def test_a_click_on_a_chinese_map_is_moved(capsys):
    """A point read off a GCJ-02 map finds what its true place finds."""
    lon, lat = 116.66, 39.92
    (glon,), (glat,) = from_wgs84([lon], [lat], "gcj02")
    true = figures(capsys, "--demo", "yongshun", "--at", f"{lon},{lat}")
    moved = figures(
        capsys, "--demo", "yongshun", "--at", f"{glon:.8f},{glat:.8f}", "--datum", "gcj02"
    )
    taken = figures(capsys, "--demo", "yongshun", "--at", f"{glon:.8f},{glat:.8f}")
    said = asked(capsys, "--demo", "yongshun", "--at", f"{glon:.8f},{glat:.8f}")[1]
    assert "WGS-84 taken for --at" in said
    assert moved["homes"][0]["metres"] == pytest.approx(true["homes"][0]["metres"], abs=0.01)
    assert abs(taken["homes"][0]["metres"] - true["homes"][0]["metres"]) > 50


def test_a_saved_plan_opens_its_homes_too(capsys, tmp_path):
    plan = tmp_path / "p.gpkg"
    assert main(["demo", "yongshun", "--out", str(plan)]) == 0
    capsys.readouterr()
    today = figures(capsys, "--project", str(plan), "--name", "F0001")
    planned = figures(capsys, "--plan", str(plan), "--name", "F0001")
    assert not any(home["is_new"] for home in today["homes"])
    assert any(home["is_new"] for home in planned["homes"])
    status, out, _err = asked(capsys, "--plan", str(plan), "--name", "F0001", "--json",
                              str(tmp_path / "f.json"))  # fmt: skip
    assert status == 0
    assert "planned, not open yet" in out
    assert json.loads((tmp_path / "f.json").read_text(encoding="utf-8")) == planned


def test_a_plan_along_streets_is_walked_along_them(capsys, tmp_path):
    plan = tmp_path / "p.gpkg"
    made = ["demo", "helsinki", "--new", "1", "--radius-m", "600", "--mode", "street"]
    assert main([*made, "--out", str(plan)]) == 0
    capsys.readouterr()
    asked_of = ["--plan", str(plan), "--at", "24.94,60.17"]
    own, older = figures(capsys, *asked_of), figures(capsys, *asked_of, "--walker", "older")
    straight = figures(capsys, *asked_of, "--mode", "straight")
    status, said, _err = asked(capsys, *asked_of)
    assert status == 0
    assert "along streets" in said
    assert older["homes"][0]["metres"] == own["homes"][0]["metres"]
    assert older["homes"][0]["minutes"] > own["homes"][0]["minutes"]
    assert straight["homes"][0]["metres"] != own["homes"][0]["metres"]


def test_lists_do_as_well(capsys, tmp_path):
    (tmp_path / "f.csv").write_text("名称,经度,纬度,职工数\n甲厂,116.65,39.91,5\n", "utf-8")
    (tmp_path / "h.csv").write_text("名称,经度,纬度\n职工之家,116.66,39.91\n", "utf-8")
    lists = ["--firms", str(tmp_path / "f.csv"), "--homes", str(tmp_path / "h.csv")]
    said = figures(capsys, *lists, "--name", "jiachang", "--detour", "1")
    assert said["homes"][0]["metres"] == pytest.approx(855, abs=2)


def test_the_streets_are_named(capsys):
    status, out, _err = asked(
        capsys, "--demo", "helsinki", "--name", "Aleksanterinkatu", "--mode", "street", "--n", "1"
    )
    assert status == 0
    assert "Aleksanterinkatu 302 m →" in out


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--demo", "yongshun", "--name", "外滩"], "Nothing here is called"),
        (["--demo", "yongshun", "--name", "示例十品0O1"], "Did you mean"),
        (["--demo", "yongshun", "--at", "39.9,116.6"], "longitude comes first"),
        (["--demo", "yongshun", "--at", "here"], "--at wants"),
        (["--demo", "yongshun", "--at", "116.6,39.9", "--n", "0"], "At least one home"),
        (["--name", "x"], "Say once where"),
        (["--demo", "yongshun", "--project", "x.gpkg", "--name", "x"], "Say once where"),
        (["--project", "none.gpkg", "--name", "x"], "none.gpkg"),
    ],
)
def test_bad_input_is_one_sentence(capsys, options, word):
    status, out, err = asked(capsys, *options)
    assert status == 2
    assert word in err
    assert "Traceback" not in err + out


def test_a_moment_that_is_none_is_a_sentence(capsys):
    assert main(["--lang", "en", "locate", "--demo", "yongshun", "--at", "1,1", "--when", "x"]) == 2
    assert "--when wants" in capsys.readouterr().err


def test_a_moment_of_another_clock_is_that_moment_here(monkeypatch, capsys):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        options = ("--demo", "yongshun", "--name", "F0001", "--json", "-")
        assert main(["locate", *options, "--when", "2026-07-03T12:00+00:00"]) == 0
        far = capsys.readouterr().out
        assert main(["locate", *options, "--when", "2026-07-03T20:00"]) == 0
        assert far == capsys.readouterr().out
        assert main(["locate", *options, "--when", "2026-07-03T12:00"]) == 0
        assert far != capsys.readouterr().out
    finally:
        monkeypatch.undo()
        time.tzset()
