"""How a plan stands where the lists are wrong, read back from document and workbook."""

from __future__ import annotations

import re
from dataclasses import replace

import docx
import openpyxl
import pytest

from geo import words
from geo.core import USUAL_ERRORS
from geo.explain import USUAL_DRAWS, doubt, doubt_target, least_regret
from geo.export import Choices, export
from geo.export.report import build, find
from geo.export.report.asked import drawn
from geo.export.report.asked.drawn import LEAST_DRAWS
from geo.export.report.content import Table

from cases import proposal
from paper import document, texts, undrawn

__all__ = ["undrawn"]

pytestmark = pytest.mark.usefixtures("undrawn")

MET = {
    "en": r"In (\d+)% of them what is left of this plan still reaches the target",
    "zh": r"其中(\d+)%的情形下，本方案剩余的点位仍能达到目标",
}
BAND = {
    "en": r"It covers between ([\d.]+)% and ([\d.]+)% in nine draws of ten, ([\d.]+)% in the",
    "zh": r"十次中有九次覆盖率在([\d.]+)%至([\d.]+)%之间，中位为([\d.]+)%",
}
NEEDED = {
    "en": r"To reach it, (\d+) to (\d+) homes are needed in all",
    "zh": r"达到目标共需(\d+)至(\d+)个职工之家（含现有）",
}
BEYOND = {
    "en": r"In (\d+)% of the draws no choice of venues reaches it",
    "zh": r"有(\d+)%的情形下，怎样选场地都达不到",
}
CAPTIONS = {
    "en": ("How many homes it takes to reach the target", "is among the fewest homes"),
    "zh": ("达到目标需要的职工之家数量", "入选最少点位的比例"),
}
WORST = {
    "en": r"At worst it falls short of the best by (\d+) workers; the plan found to fall short "
    r"least at its own worst does so by (\d+) workers\. That plan opens",
    "zh": r"最不利时，本方案比最优方案少(\d+)名职工；找到的最坏差距最小的方案最多少(\d+)名职工",
}
PROVEN = {
    "en": "It is proven that no plan falls short by less at its worst.",
    "zh": "已证明没有任何方案的最坏差距比这更小。",
}


PUBLIC = {"audience": "public", "review_number": "GS(2026)0001"}


def known(name="fewest"):
    """The doubt about the plan, asked anew."""
    plan, study = proposal(name).plan, proposal(name).study
    ask = doubt_target if plan.problem.sense == "min" else doubt
    reach = plan.mode.reach(study.demand, study.sites)
    return ask(plan, reach, USUAL_ERRORS, n=USUAL_DRAWS, seed=plan.seed), plan, reach


def numbers(pattern, text):
    """The numbers of a sentence that stands in a text once."""
    (found,) = re.findall(pattern, text)
    return tuple(map(float, found if isinstance(found, tuple) else (found,)))


def percents(*shares, digits=0):
    return pytest.approx([100 * share for share in shares], abs=0.5 * 10**-digits + 1e-9)


def assert_told(text, language):
    """Every number of the sentences is that of the doubt."""
    found, _plan, _reach = known()
    assert numbers(MET[language], text) == percents(found.met_share)
    assert numbers(BAND[language], text) == percents(found.low, found.high, found.middle, digits=1)
    assert numbers(NEEDED[language], text) == (found.fewest[0][0], found.fewest[-1][0])
    assert numbers(BEYOND[language], text) == percents(found.beyond_share)
    assert f"{USUAL_DRAWS}" in text


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_document_tells_how_the_fewest_homes_stand(language):
    found, _plan, _reach = known()
    made = document("fewest", language)
    assert_told(" ".join(texts(made)), language)
    tables = [b for b in made.blocks if isinstance(b, Table)]
    (needed,) = [t for t in tables if CAPTIONS[language][0] in t.caption]
    assert [int(n) for n, _s in needed.rows] == [k for k, _share in found.fewest]
    assert [float(s[:-1]) for _n, s in needed.rows] == percents(*(s for _k, s in found.fewest))
    (chosen,) = [t for t in tables if CAPTIONS[language][1] in t.caption]
    names = dict(zip(proposal("fewest").study.sites.ids, proposal("fewest").study.sites.names))  # noqa: B905
    yes = {"en": "yes", "zh": "是"}[language]
    assert [row[0] for row in chosen.rows] == [names[i] for i, _s in found.chosen[:15]]
    ours = {names[i] for i in proposal("fewest").plan.new_ids}
    assert all((row[1] == yes) == (row[0] in ours) for row in chosen.rows)
    assert [float(row[2][:-1]) for row in chosen.rows] == percents(
        *(s for _i, s in found.chosen[:15])
    )


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_word_and_workbook_say_the_same_of_the_fewest_homes(tmp_path, language):
    with words.in_language(language):
        for kind in ("docx", "xlsx"):
            export(proposal("fewest"), tmp_path / f"plan.{kind}")
    assert_told("".join(p.text for p in docx.Document(tmp_path / "plan.docx").paragraphs), language)
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert_told(" ".join(cells), language)


def test_the_public_is_told_how_often_but_of_no_share_of_the_workers(tmp_path):
    export(proposal("fewest"), tmp_path / "plan.docx", **PUBLIC)
    text = "".join(p.text for p in docx.Document(tmp_path / "plan.docx").paragraphs)
    assert re.search(MET["en"], text)
    assert re.search(NEEDED["en"], text)
    assert "It covers between" not in text
    export(proposal("fewest"), tmp_path / "plan.xlsx", **PUBLIC)
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert not [cell for cell in cells if "reaches the target" in cell]


def test_one_number_of_homes_is_no_range_and_too_few_draws_have_no_shares():
    said = " ".join(texts(document("fewest, none needed")))
    assert "To reach it, 1 homes are" not in said
    assert "To reach it, 1 home is needed in all, those of today included." in said
    found = find(proposal("fewest"))
    few = replace(found, target=replace(found.target, n_draws=LEAST_DRAWS - 1))
    said = " ".join(texts(build(proposal("fewest"), Choices(), few)))
    assert f"answered {LEAST_DRAWS - 1}, least wanted {LEAST_DRAWS}" in said
    assert "what is left of this plan" not in said


def test_the_least_regret_of_a_document_is_sought_in_steps_and_not_by_the_clock(monkeypatch):
    """However long each step takes, both languages of a document tell the same."""
    asked = []

    def least(*given, **limits):
        asked.append(limits)
        return least_regret(*given, **limits)

    monkeypatch.setattr(drawn, "least_regret", least)
    monkeypatch.setattr(drawn, "_LEAST_STEPS", 100)
    findings = find(proposal("usual"))
    found = findings.least
    assert not found.is_proven
    (limits,) = asked
    known_so, plan, reach = known("usual")
    assert found == least_regret(known_so, plan, reach, limit_steps=limits["limit_steps"])
    said = " ".join(texts(build(proposal("usual"), Choices(), findings)))
    assert "cut short before a proof" in said


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_document_tells_the_least_regret_and_that_it_is_proven(language):
    found, plan, reach = known("usual")
    least = least_regret(found, plan, reach)
    assert least.is_proven
    assert not least.is_own
    text = " ".join(texts(document("usual", language)))
    assert numbers(WORST[language], text) == (found.worst_regret, least.regret)
    assert PROVEN[language] in text
    names = dict(zip(reach.sites.ids, reach.sites.names, strict=True))
    assert all(names[i] in text for i in least.new_ids)
