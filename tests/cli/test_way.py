"""The options of the way: what a footbridge brings, what a closure takes, how fast people walk."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from geo.cli import main
from geo.core.crs import lonlat
from geo.study import demo, streets_of

DEMO = ["--lang", "en", "demo", "helsinki", "--new", "1", "--radius-m", "400", "--mode", "street"]
CHANGED = re.compile(r"with the changed streets: ([\d,]+) people .* before, ([\d,]+) after")


def people(capsys, *options):
    assert main([*DEMO, *options]) == 0
    said = CHANGED.findall(capsys.readouterr().out)
    return [tuple(int(n.replace(",", "")) for n in pair) for pair in said]


def test_a_second_way_beside_a_street_takes_nobody_away_from_today_or_the_plan(capsys):
    graph = streets_of(demo("helsinki"))
    ends = [graph.edge_from[10], graph.edge_to[10]]
    lon, lat = lonlat(graph.node_x[ends], graph.node_y[ends], graph.crs)
    found = people(capsys, "--link", *(f"{a},{b}" for a, b in zip(lon, lat, strict=True)))
    assert len(found) == 2
    assert all(after >= before > 0 for before, after in found)


def test_a_wall_brings_nobody_nearer(capsys):
    found = people(capsys, "--block", "24.9400,60.1600", "24.9400,60.1800", "--speed", "60")
    assert all(after <= before for before, after in found)


def test_links_need_streets_and_places_need_two_numbers(capsys):
    straight = [*DEMO[:-1], "straight"]
    assert main([*straight, "--link", "24.93,60.16", "24.94,60.16"]) == 2
    assert "--mode street" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*DEMO, "--link", "24.93"])
    assert "LON,LAT" in capsys.readouterr().err


def test_waiting_and_climbing_cover_no_more_people(capsys, tmp_path):
    """A hill that rises eastward over the town, and a minute at every crossing with lights."""
    import rasterio  # noqa: PLC0415 - slow to import

    form = {"driver": "GTiff", "width": 80, "height": 80, "count": 1, "dtype": "float32"}
    place = rasterio.Affine(0.09 / 80, 0, 24.90, 0, -0.06 / 80, 60.20)
    cells = np.tile(np.linspace(0, 500, 80, dtype=np.float32), (80, 1))
    with rasterio.open(tmp_path / "h.tif", "w", crs="EPSG:4326", transform=place, **form) as file:
        file.write(cells, 1)
    covered = []
    for options in ([], ["--crossing-s", "60"], ["--heights", str(tmp_path / "h.tif")]):
        assert main([*DEMO, *options, "--json", "-"]) == 0
        out = capsys.readouterr().out
        covered.append(json.loads(out[out.index("{") : out.rindex("}") + 1])["covered_after"])
    assert covered[1] <= covered[0]
    assert covered[2] < covered[0]


def test_a_speed_of_zero_is_refused(capsys):
    assert main([*DEMO, "--speed", "0"]) == 2
    assert "more than 0 m/min" in capsys.readouterr().err


def test_options_that_speak_of_streets_are_heard_without_the_mode(capsys):
    bare = DEMO[: DEMO.index("--mode")]
    for options in (["--walker", "older"], ["--crossing-s", "20"]):
        assert main([*bare, *options, "--json", "-"]) == 0
        out = capsys.readouterr().out
        assert json.loads(out[out.index("{") : out.rindex("}") + 1])["mode"] == "street"
    assert main([*bare, "--streets", "there_is_none.gpkg"]) == 2
    assert "there_is_none.gpkg" in capsys.readouterr().err


def test_options_that_do_not_count_are_said(capsys):
    assert main([*DEMO[:-1], "straight", "--walker", "older"]) == 0
    assert "--walker does not count" in capsys.readouterr().err
    assert main([*DEMO, "--detour", "1.5"]) == 0
    assert "--detour does not count" in capsys.readouterr().err


def test_a_plan_is_walked_with_other_waits(capsys, tmp_path):
    plan = tmp_path / "plan.gpkg"
    assert main([*DEMO, "--out", str(plan)]) == 0
    capsys.readouterr()
    asked = ["--lang", "en", "locate", "--plan", str(plan), "--at", "24.94,60.17"]
    assert main([*asked, "--crossing-s", "45"]) == 0
    assert "45 s at crossings with lights" in capsys.readouterr().out
