"""A home that the plan closes stands on every map of the screen, and only there."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from geo import words
from geo.core import Scenario
from geo.core.crs import lonlat
from geo.draw import block, proposal_map, proposal_tiles, study_map, study_tiles
from geo.draw.look import EXISTING, INK, PROPOSED
from geo.draw.pictures import HOME_SYMBOLS, legend_picture
from geo.export import export
from geo.solve import CloseCover, MaxCover, MoveCover
from geo.study import run
from geo.travel import Straight

import made

QUESTIONS = {
    "close": CloseCover(close=2, radius_m=700),
    "move": MoveCover(moves=1, new=0, radius_m=700),
}


def town():
    study = made.study(made.Town(names=made.HOSTILE))
    status = np.array(["existing"] * 4 + ["candidate"] * 6)
    return study.with_sites(replace(study.sites, status=status))


@pytest.fixture(scope="module", params=QUESTIONS)
def plan(request):
    found = run(town(), Scenario(QUESTIONS[request.param], Straight(1.3)))
    gone = [j for j in range(4) if f"S{j}" not in found.plan.open_ids]
    assert gone, "a case in which nothing closes tells nothing"
    return found, gone


def closing_of(found):
    roles = {c.role: c for c in found._children.values() if hasattr(c, "role")}
    return roles.get("closing")


def places(study, sites):
    lon, lat = lonlat(study.sites.x, study.sites.y, study.sites.crs)
    return [pytest.approx([lat[j], lon[j]], abs=1e-6) for j in sites]


def test_the_map_shows_it_where_it_stands(plan):
    found, gone = plan
    drawn = proposal_map(found)
    layer = closing_of(drawn)
    assert [row[:2] for row in layer.spec["rows"]] == places(found.study, gone)
    assert {layer.spec["symbols"][row[2]]["svg"] for row in layer.spec["rows"]} == {
        HOME_SYMBOLS["closed"]["svg"]
    }
    html = drawn.get_root().render()
    assert html.count("Home to be closed") > len(gone)  # in the legend, too
    assert "<img src=x" not in html
    assert "closed" in [entry.name for entry in drawn.legend]


def test_the_map_of_many_firms_shows_the_same(plan):
    found, gone = plan
    scene = proposal_tiles(found, block(found.study)).scene
    layer = next(one for one in scene["layers"] if one["id"] == "closing")
    assert [row[:2] for row in layer["rows"]] == places(found.study, gone)
    assert {row[2] for row in layer["rows"]} == {"closed"}
    assert scene["icons"]["closed"].startswith("<svg")
    assert "Home to be closed" in scene["legend"]
    assert all(len(row[5]) == len(layer["labels"]) for row in layer["rows"])
    homes = next((one["rows"] for one in scene["layers"] if one["id"] == "homes"), [])
    assert len(homes) == len(found.plan.open_ids)
    assert scene["picture"].count(f'stroke="{INK}"') == len(gone)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_where_none_closes_there_is_no_sign(language):
    said = {"en": "to be closed", "zh": "拟关闭"}[language]
    with words.in_language(language):
        study = town()
        found = run(study, Scenario(MaxCover(new=1, radius_m=700), Straight(1.3)))
        maps = proposal_map(found), study_map(study)
        scenes = proposal_tiles(found, block(study)).scene, study_tiles(study, block(study)).scene
    for drawn in maps:
        assert closing_of(drawn) is None
        assert said not in drawn.get_root().render()
    for scene in scenes:
        assert "closing" not in {one["id"] for one in scene["layers"]}
        assert said not in scene["legend"]


def test_its_sign_is_its_own_and_needs_no_colour():
    pictures = [one["svg"] for one in HOME_SYMBOLS.values()]
    assert len(set(pictures)) == len(pictures)
    assert not {EXISTING, PROPOSED} & set(re.findall(r"#\w+", HOME_SYMBOLS["closed"]["svg"]))
    assert legend_picture("closed") != legend_picture("existing")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_web_page_says_it(plan, language, tmp_path):
    found, _gone = plan
    with words.in_language(language):
        page = export(found, tmp_path / "a.html").read_text(encoding="utf-8")
    assert {"en": "Home to be closed", "zh": "拟关闭职工之家"}[language] in page
