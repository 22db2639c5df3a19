"""How wrong the lists are taken to be, as it was asked: in document, workbook and command."""

from __future__ import annotations

import argparse
from dataclasses import replace

import docx
import openpyxl
import pytest

from geo import words
from geo.app import cache
from geo.cli import main
from geo.cli.options.wrong import add_errors, errors
from geo.core import USUAL_ERRORS, Errors, Release
from geo.explain import USUAL_DRAWS, doubt, regret_line
from geo.export import Choices, export
from geo.export.report import build, find
from geo.export.report.content import Table
from geo.store.project.asked import asked_errors

from cases import proposal
from paper import texts, undrawn

__all__ = ["undrawn"]

ASKED = Errors(headcount_share=0.35, venue_share=0.25, missing_share=0.15, speed_share=0.05)
SAID = {
    "en": ("by up to 35%", "odds of 25%", "odds of 15%", "up to 5% farther"),
    "zh": ("35%", "25%", "15%", "5%"),
}


def told(found, language="en"):
    with words.in_language(language):
        return build(found, Choices(norm=""), find(found, limit_s=60))


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_document_draws_what_was_asked_and_says_so(language):
    found = replace(proposal("usual"), errors=ASKED)
    document = told(found, language)
    (drawn,) = [t for t in texts(document) if f"{USUAL_DRAWS}" in t and SAID[language][0] in t]
    assert all(part in drawn for part in SAID[language])
    plan = found.plan
    reach = plan.mode.reach(found.study.demand, found.study.sites)
    known = doubt(plan, reach, ASKED, n=USUAL_DRAWS, seed=plan.seed)
    usual = doubt(plan, reach, USUAL_ERRORS, n=USUAL_DRAWS, seed=plan.seed)
    assert round(100 * known.best_share) != round(100 * usual.best_share)
    assert any(f"{known.best_share:.0%}" in t for t in texts(document) if t != drawn)


@pytest.mark.usefixtures("undrawn")
def test_other_ways_of_choosing_are_drawn_alike_in_document_and_workbook(tmp_path):
    found = replace(proposal("usual"), errors=ASKED)
    drawn = {"errors": ASKED, "n": USUAL_DRAWS, "seed": found.plan.seed}
    line = regret_line(found.plan, found.study, **drawn)["as_good_share"].tolist()
    (table,) = [b for b in told(found).blocks if isinstance(b, Table) and "other ways" in b.caption]
    assert [row[-1] for row in table.rows] == [f"{share:.0%}" for share in line]
    sheet = openpyxl.load_workbook(export(found, tmp_path / "plan.xlsx")).worksheets[0]
    shares = [row[4] for row in sheet.iter_rows(values_only=True) if row[4] is not None]
    assert shares[-len(line) :] == pytest.approx(line)


@pytest.mark.usefixtures("undrawn")
def test_command_and_screen_hand_them_to_the_document(tmp_path, capsys):
    plan, out = export(proposal("usual"), tmp_path / "plan.gpkg"), tmp_path / "a.docx"
    given = ["report", str(plan), "--out", str(out), "--lang", "en", "--norm", "none"]
    assert main([*given, "--headcount-share", "0.35", "--speed-share", "0"]) == 0
    text = "".join(p.text for p in docx.Document(out).paragraphs)
    assert "by up to 35%" in text
    assert "up to 0% farther" in text
    for wrong in (ASKED, Errors(0.45)):  # not kept from the first time
        found = replace(proposal("usual"), errors=wrong)
        out.write_bytes(cache.exported(found, Release(), ".docx", tmp_path))
        text = "".join(p.text for p in docx.Document(out).paragraphs)
        assert f"by up to {wrong.headcount_share:.0%}" in text
    for no_share in ("1", "-0.1", "many", "nan"):
        with pytest.raises(SystemExit):
            main([*given, f"--venue-share={no_share}"])
        assert "a share from 0 and below 1 is wanted" in capsys.readouterr().err


def test_options_come_before_the_project_and_both_before_what_is_usual():
    parser = argparse.ArgumentParser()
    add_errors(parser)
    nothing, one = parser.parse_args([]), parser.parse_args(["--venue-share", "0.3"])
    assert errors(nothing, None) is None
    assert errors(nothing, ASKED) == ASKED
    assert errors(one, ASKED) == replace(ASKED, venue_share=0.3)
    assert errors(one, None) == replace(USUAL_ERRORS, venue_share=0.3)


def test_a_project_keeps_them():
    assert asked_errors({"errors": vars(ASKED)}) == ASKED
    for odd in ({}, {"errors": {"huts": 1}}, {"errors": {"venue_share": 7}}):
        assert asked_errors(odd) is None
