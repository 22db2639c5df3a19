"""Homes and stations in the document: its numbers, parsed back, are those of plain loops."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest
from test_cases import document, texts, undrawn

from geo import words
from geo.core import Scenario
from geo.export import Choices
from geo.export.report import build
from geo.export.report.content import Heading, Table
from geo.export.report.findings import Findings, find
from geo.solve import MaxCover
from geo.study import run
from geo.travel import Straight

from cases import CASES, DETOUR, proposal

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
