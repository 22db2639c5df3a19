"""Homes and stations in the document: its numbers, parsed back, are those of plain loops."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import text_of

from geo import words
from geo.app import cache
from geo.cli import main
from geo.core import Release, Scenario, TwoLevels
from geo.export import Choices, export
from geo.export.report import build
from geo.export.report.asked.findings import Findings, find
from geo.export.report.content import Heading, Table
from geo.solve import MaxCover
from geo.study import run
from geo.travel import Straight

from cases import CASES, DETOUR, proposal
from paper import document, texts, undrawn

__all__ = ["undrawn"]

STATION_M, NEW_STATIONS = 1000, 1


def table_of(made):
    return next(
        b
        for b in made.blocks
        if isinstance(b, Table) and b.caption.endswith("counted by itself (workers)")
    )


def whole(cell):
    return int(re.match(r"[\d,]+", cell)[0].replace(",", ""))


@pytest.mark.usefixtures("undrawn")
def test_the_numbers_of_both_levels_are_those_of_loops():
    raw, question = CASES["stations"]
    stations = list(raw.stations)
    homes = [j for j in raw.today if j not in stations]
    free = [j for j, site in enumerate(raw.sites) if site[2] == "candidate"]
    best = max(
        raw.covered([*homes, *a], question.radius_m) + raw.covered([*stations, *b], STATION_M)
        for a in combinations(free, question.new)
        for b in combinations([j for j in free if j not in a], NEW_STATIONS)
    )
    alone = [
        max(raw.covered([*today, *a], radius) for a in combinations(free, n))
        for today, n, radius in (
            (homes, question.new, question.radius_m),
            (stations, NEW_STATIONS, STATION_M),
        )
    ]
    rows = table_of(document("stations")).rows
    total = sum(firm[2] for firm in raw.firms)
    for row, today, radius, n in zip(
        rows, (homes, stations), (question.radius_m, STATION_M), (question.new, NEW_STATIONS),
        strict=True,
    ):  # fmt: skip
        assert whole(row[1]) == radius
        assert (whole(row[2]), whole(row[3])) == (len(today), n)
        before = raw.covered(today, radius)
        assert row[4] == f"{before:,} ({before / total:.1%})"
    then = [whole(row[5]) for row in rows]
    assert sum(then) == best
    assert [whole(row[6]) for row in rows] == [a - b for a, b in zip(alone, then, strict=True)]


@pytest.mark.usefixtures("undrawn")
def test_the_sites_it_names_cover_what_it_counts():
    raw, question = CASES["stations"]
    made = document("stations")
    rows = table_of(made).rows
    said = next(t for t in texts(made) if t.startswith("Called a station"))
    homes, stations = re.search(r"new homes at (.*); new stations at (.*?)\.", said).groups()
    for row, names, today, radius in (
        (rows[0], homes, [j for j in raw.today if j not in raw.stations], question.radius_m),
        (rows[1], stations, list(raw.stations), STATION_M),
    ):
        chosen = [int(n) for n in re.findall(r"(\d+)号", names)]
        assert whole(row[5]) == raw.covered([*today, *chosen], radius)
    for j in raw.stations:
        assert f"{j}号驿站" in said
    more = [int(n.replace(",", "")) for n in re.findall(r"([\d,]+) workers? more", said)]
    assert more == [price for row in rows if (price := whole(row[6]))]


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_station_no_section_and_none_in_public(language):
    title = {"en": "Homes and stations together", "zh": "职工之家与驿站同时规划"}[language]

    def has(name, **choices):
        blocks = document(name, language, **choices).blocks
        return any(title in b.text for b in blocks if isinstance(b, Heading))

    assert has("stations")
    assert not has("usual")
    assert not has("stations", is_public=True, review_number="GS 1")


@pytest.mark.usefixtures("undrawn")
def test_what_the_venues_do_not_allow_is_left_out():
    raw = CASES["stations"][0]
    free = sum(site[2] == "candidate" for site in raw.sites)
    full = run(raw.study(), Scenario(MaxCover(new=free, radius_m=600), Straight(DETOUR)))
    assert find(full).levels is None
    assert find(full).late == ()
    found = proposal("stations")
    fair = replace(found.plan.problem, floor_share=0.01, floor_by="street")
    other = run(raw.study(), Scenario(fair, Straight(DETOUR)))
    assert find(other).levels is None, "a question with conditions of its own is another one"
    assert build(found, Choices(norm=""), Findings()).blocks


ASKED = TwoLevels(2, 2, 450.0, home_weight=1, station_weight=3, station_ids=("S2", "S3"))


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_the_study_asks_is_asked_and_said(language):
    raw, question = CASES["stations"]
    found = replace(proposal("stations"), two_levels=ASKED)
    with words.in_language(language):
        made = build(found, Choices(norm=""), find(found))
    names = {"en": "counted by itself (workers)", "zh": "分别计算"}
    table = next(b for b in made.blocks if isinstance(b, Table) and names[language] in b.caption)
    stations = [2, 3]
    homes = [j for j in raw.today if j not in stations]
    free = [j for j, site in enumerate(raw.sites) if site[2] == "candidate"]
    best = max(
        raw.covered([*homes, *a], question.radius_m) + 3 * raw.covered([*stations, *b], 450)
        for a in combinations(free, 2)
        for b in combinations([j for j in free if j not in a], 2)
    )
    rows = table.rows
    assert [whole(row[1]) for row in rows] == [question.radius_m, 450]
    assert [(whole(row[2]), whole(row[3])) for row in rows] == [(len(homes), 2), (2, 2)]
    assert whole(rows[0][5]) + 3 * whole(rows[1][5]) == best
    said = next(t for t in texts(made) if "450" in t and len(t) > 60)
    wanted = {
        "en": ("Stations among the homes open today: 2号场地 and 3号驿站.",
               "homes are counted within 600 m", "stations within 450 m, as the study is set",
               "with a home near counts 1, one with a station near 3."),
        "zh": ("作为驿站的：2号场地、3号驿站。", "方案的600米", "本项目设定的450米",
               "有驿站可达的每人计3。"),
    }  # fmt: skip
    for part in wanted[language]:
        assert part.lower() in said.lower()


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(
    ("language", "part"),
    [("en", "stations within 1,000 m, as a norm asks"), ("zh", "驿站按规范的1,000米计")],
)
def test_the_norm_says_how_far_a_station_reaches_where_the_study_does_not(language, part):
    assert any(part in t for t in texts(document("stations", language)))


@pytest.mark.usefixtures("undrawn")
def test_who_asks_for_stations_where_there_are_none_is_answered():
    found = replace(proposal("usual"), two_levels=TwoLevels(1, 1, 500.0))
    made = build(found, Choices(norm=""), find(found))
    assert any(t.startswith("No home open today is a station") for t in texts(made))
    none = replace(proposal("usual"), two_levels=TwoLevels(1, 0, 500.0))
    assert find(none).levels is None


def test_the_command_takes_the_distance(tmp_path, capsys):
    plan = export(proposal("stations"), tmp_path / "plan.gpkg")
    given = ["report", str(plan), "--out", str(tmp_path / "a.docx"), "--lang", "en"]
    assert main([*given, "--station-radius-m", "450"]) == 0
    said = text_of(tmp_path / "a.docx")
    assert "stations within 450 m, as the study is set" in said
    with pytest.raises(SystemExit):
        main([*given, "--station-radius-m", "near"])
    assert "a distance in metres is wanted" in capsys.readouterr().err


def test_the_screen_hands_its_settings_to_the_document(tmp_path):
    found = proposal("stations")
    for radius in (450.0, 700.0):  # not kept from the first time
        asked = replace(found, two_levels=replace(ASKED, radius_m=radius))
        made = cache.exported(asked, Release(), ".docx", tmp_path)
        (tmp_path / "b.docx").write_bytes(made)
        assert f"stations within {radius:.0f} m, as the study is set" in text_of(
            tmp_path / "b.docx"
        )


def test_what_nobody_changed_on_the_screen_is_not_asked():
    app = AppTest.from_string(
        "from geo.app import state\n"
        "from geo.core import TwoLevels\n"
        "import streamlit as st\n"
        "before = state.two_levels_if_asked()\n"
        "state.keep_two_levels(TwoLevels(radius_m=700.0))\n"
        "st.text(f'{before} {state.two_levels_if_asked().radius_m}')\n"
    ).run()
    assert [t.value for t in app.text] == ["None 700.0"]
