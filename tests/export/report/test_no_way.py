"""A firm without a distance: what that means is said below the list, and only there."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from test_pages import squeezed, text_of

import geo
from geo import words
from geo.core import Scenario
from geo.export import Choices, write_report
from geo.export.report import Findings, build
from geo.export.report.content import Paragraph, Table
from geo.solve import MaxCover
from geo.study import propose, run, solve
from geo.travel import Street
from geo.travel import Table as Distances

from cases import CASES
from paper import document, texts, undrawn

__all__ = ["undrawn"]

SAID = {
    "en": "A dash (-): no open home is within {far} m along the streets; longer ways are not "
    "measured.",
    "zh": "“-”：沿街道{far}米以内没有开放的职工之家；更远的不予量算。",
}


@cache
def along_streets(radius_m):
    return run(geo.demo("yongshun"), Scenario(MaxCover(new=1, radius_m=radius_m), Street()))


def annex_of(found, language):
    with words.in_language(language):
        made = build(found, Choices(norm=""), Findings())
    title = {"en": "Firms without a home near", "zh": "未覆盖企业名单"}[language]
    return next((a.blocks for a in made.annexes if a.title.endswith(title)), ())


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_it_is_said_below_the_table_where_a_way_is_missing(language):
    found = along_streets(500)
    blocks = annex_of(found, language)
    table = next(b for b in blocks if isinstance(b, Table))
    assert {row[-1] == "-" for row in table.rows} == {True, False}
    assert all(int(row[-1].replace(",", "")) <= 1000 for row in table.rows if row[-1] != "-")
    assert isinstance(blocks[-1], Paragraph)
    assert blocks[-1].text == SAID[language].format(far="1,000")
    assert blocks.index(table) == len(blocks) - 2


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_it_is_not_said_where_every_way_is_known(language):
    for made in (document("usual", language), document("no home today", language)):
        assert not any("“-”" in text or "A dash" in text for text in texts(made))
    far = along_streets(500)
    near = replace(far, nearest_m=np.minimum(far.nearest_m, 999.0))
    under = [b.text for b in annex_of(near, language) if isinstance(b, Paragraph)]
    assert not [text for text in under if text.startswith(("A dash", "“-”"))]


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(
    ("language", "part"), [("en", "the table of distances holds no way"), ("zh", "距离表中没有")]
)
def test_a_table_of_distances_says_so_itself(language, part):
    study = CASES["usual"][0].study()
    metres = np.full((len(study.demand), len(study.sites)), 100.0)
    metres[0] = np.inf
    metres[1] = 5000.0
    mode, question = Distances(metres), MaxCover(new=1, radius_m=600)
    plan = solve(question, mode.reach(study.demand, study.sites))
    found = propose(plan, study, with_regret=False)
    blocks = annex_of(found, language)
    assert part in blocks[-1].text


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_the_files_say_it(tmp_path, language, suffix):
    path = tmp_path / f"a{suffix}"
    with words.in_language(language):
        write_report(along_streets(500), [path], Choices(norm=""))
    assert squeezed(SAID[language].format(far="1,000")) in squeezed(text_of(path)).replace(
        "\xad", "-"
    )
