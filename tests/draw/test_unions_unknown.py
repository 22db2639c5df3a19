"""Where the list does not say who has a union, no sign and no heading says that anybody has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo import words
from geo.core import Demand
from geo.draw import legend_html, proposal_map, study_map
from geo.draw.paper import maps, paper_map
from geo.export import tables

import made

SAID = {"en": "unionised", "zh": "建会单位"}


def untold():
    """The usual small proposal; its list has no word on unions."""
    found = made.proposal()
    d = found.study.demand
    table = d.table.drop(columns="is_unionised")
    demand = Demand.from_arrays(d.x, d.y, d.weight, d.ids, crs=d.crs, table=table)
    return replace(found, study=replace(found.study, demand=demand))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_legend_on_screen(language):
    with words.in_language(language):
        for found, is_told in ((made.proposal(), True), (untold(), False)):
            for shown in (proposal_map(found), study_map(found.study)):
                assert (SAID[language] in legend_html(shown.legend)) == is_told


def test_the_legend_on_paper(monkeypatch):
    for found, is_told in ((made.proposal(), True), (untold(), False)):
        sheets = []
        monkeypatch.setattr(maps, "picture", lambda sheet, kept=sheets: kept.append(sheet) or b"")
        paper_map(found, is_after=True, mark="")
        said = " ".join(t.get_text() for t in sheets[0].axes[0].get_legend().get_texts())
        assert ("unionised" in said) == is_told
        assert "Small" in said


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("column", ["is_small_unionised", "small_firms"])
def test_the_headings_of_tables(language, column):
    with words.in_language(language):
        assert SAID[language] in tables.heading(column, made.proposal())
        assert SAID[language] not in tables.heading(column, untold())
