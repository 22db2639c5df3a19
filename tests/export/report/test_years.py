"""Year by year in the document: as the study sets it; its numbers are those of phases and loops."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate, combinations

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import text_of

from geo import words
from geo.app import cache
from geo.cli import main
from geo.core import Release, Scenario, Years
from geo.errors import InputError
from geo.explain import asked_in_years, even_years, over_years, phases
from geo.export import Choices, export
from geo.export.report import build
from geo.export.report.asked.findings import find
from geo.export.report.content import Table
from geo.store import project as store
from geo.store.project.asked import asked_two_levels, asked_years

from cases import CASES, proposal
from paper import document, texts, undrawn

__all__ = ["undrawn"]

RAW, QUESTION = CASES["usual"]
ASKED = {
    "as many, weighted": Years((2, 1), (1, 5)),
    "more": Years((1, 0, 3), (3, 2, 1)),
    "fewer": Years((1, 1), (1, 1)),
    "one year": Years((3,), (1,)),
    "budgets": Years((1, 2), (1, 1), (4_000, 30_000)),
}


def made(asked, language="en", **choices):
    found = replace(proposal("usual"), years=asked)
    with words.in_language(language):
        return build(found, Choices(norm="", **choices), find(found))


def rows_of(document):
    return next(
        b for b in document.blocks if isinstance(b, Table) and b.caption.endswith("Phases")
    ).rows


def whole(cell):
    return int(re.match(r"[\d,]+", cell)[0].replace(",", ""))


def chains(free, news):
    if not news:
        yield ()
        return
    for some in combinations(free, news[0]):
        for rest in chains([j for j in free if j not in some], news[1:]):
            yield (some, *rest)


def is_payable(chain, budgets):
    """Whether what was spent up to each year was there; site j costs 1,000 (j + 1) yuan."""
    if budgets is None:
        return True
    spent = accumulate(sum(1000 * (j + 1) for j in some) for some in chain)
    return all(a <= b for a, b in zip(spent, accumulate(budgets), strict=True))


def reached(chain):
    ends = accumulate(chain, lambda before, some: [*before, *some], initial=RAW.today)
    return [RAW.covered(opened, QUESTION.radius_m) for opened in list(ends)[1:]]


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("name", ASKED)
def test_the_years_that_are_set_are_those_of_phases_and_of_loops(name):
    asked = ASKED[name]
    rows = rows_of(made(asked))
    found = proposal("usual")
    reach = found.plan.mode.reach(found.study.demand, found.study.sites, None)
    told = phases(
        replace(QUESTION, new=sum(asked.news)), reach, asked.news,
        year_weights=asked.weights, budgets_yuan=asked.budgets_yuan,
    )  # fmt: skip
    assert len(rows) == len(asked.news)
    for row, year in zip(rows, told.years, strict=True):
        assert whole(row[2]) == year.value
        assert whole(row[3]) == year.price
        assert whole(row[4]) == year.value_if_cut
    chain = [tuple(int(n) for n in re.findall(r"(\d+)号", row[1])) for row in rows]
    assert [len(some) for some in chain] == list(asked.news)
    assert is_payable(chain, asked.budgets_yuan)
    assert [whole(row[2]) for row in rows] == reached(chain)
    free = [j for j, site in enumerate(RAW.sites) if site[2] == "candidate"]
    best = max(
        sum(w * v for w, v in zip(asked.weights, reached(one), strict=True))
        for one in chains(free, asked.news)
        if is_payable(one, asked.budgets_yuan)
    )
    got = sum(w * whole(row[2]) for w, row in zip(asked.weights, rows, strict=True))
    assert got == best


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(
    ("name", "language", "parts", "never"),
    [
        ("more", "en", ("4", "as the study is set", "years count 3, 2 and 1 in turn",
                        "Together they open 4; the plan above opens 3"), "To be spent"),
        ("more", "zh", ("依次新建1、0、3个", "按本项目的设定", "权重依次为3、2、1",
                        "合计新建4个，上述方案新建3个"), "年费用"),
        ("budgets", "en", ("may add 4,000 and 30,000 yuan of yearly costs",), "years count"),
        ("budgets", "zh", ("年费用合计依次不超过4,000、30,000元",), "权重"),
        ("one year", "en", ("All new homes are opened in one year.",), "Together they"),
        ("one year", "zh", ("均在一年内开设。",), "上述方案"),
    ],
)  # fmt: skip
def test_it_says_what_is_set(name, language, parts, never):
    title = {"en": "as the study is set", "zh": "按本项目的设定"}[language]
    said = next(t for t in texts(made(ASKED[name], language)) if title in t)
    for part in parts:
        assert part in said
    assert never not in said


@pytest.mark.usefixtures("undrawn")
def test_a_year_without_a_home_opens_none():
    assert rows_of(made(ASKED["more"]))[1][1] == "none"


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(
    ("language", "part"),
    [("en", "shared out evenly here; the study sets nothing"), ("zh", "由本文平均分配")],
)
def test_where_nothing_is_set_three_years_share_evenly(language, part):
    assert any(part in t for t in texts(document("usual", language)))
    if language == "en":
        names = [row[1] for row in rows_of(document("usual"))]
        assert [len(re.findall("号", one)) for one in names] == [1, 1, 1]


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(
    "asked",
    [Years((1, 1), (1, 1), (0, 0)), Years((0, 0), (1, 1)), Years((40, 1), (1, 1))],
)
@pytest.mark.parametrize(
    ("language", "part"), [("en", "no choice of venues can keep"), ("zh", "没有任何选址能满足")]
)
def test_what_no_plan_can_keep_to_is_said(asked, language, part):
    assert any(part in t for t in texts(made(asked, language)))
    assert not any(part in t for t in texts(document("usual", language)))


@pytest.mark.usefixtures("undrawn")
def test_the_public_reads_whole_groups_by_the_same_years():
    rows = rows_of(made(ASKED["more"], is_public=True, review_number="GS 1"))
    assert [len(re.findall("号", row[1])) for row in rows] == [1, 0, 3]
    assert {len(row) for row in rows} == {3}


@pytest.mark.parametrize(
    "wrong",
    [
        {"news": ()},
        {"news": (1, 2)},
        {"news": (1, -1), "weights": (1, 1)},
        {"news": (1.5,), "weights": (1,)},
        {"budgets_yuan": (1, 2)},
    ],
)
def test_numbers_that_are_no_years_are_refused(wrong):
    with pytest.raises(InputError):
        Years(**wrong)
    kept = {k: list(v) for k, v in wrong.items()}
    assert asked_years({"years": kept}) is None


def test_settings_of_another_version_are_not_asked():
    assert asked_years({}) is None
    assert asked_years({"years": {"months": [1]}}) is None
    assert asked_two_levels({"levels": {"huts": 1}}) is None


def test_the_screen_hands_its_years_to_the_document(tmp_path):
    found = proposal("usual")
    for new in (4, 5):  # not kept from the first time
        asked = Years((1, new - 1), (1, 1))
        made = cache.exported(replace(found, years=asked), Release(), ".docx", tmp_path)
        (tmp_path / "b.docx").write_bytes(made)
        assert f"Together they open {new}; the plan above opens 3" in text_of(tmp_path / "b.docx")


def test_what_nobody_changed_on_the_screen_is_not_asked():
    app = AppTest.from_string(
        "from geo.app import state\n"
        "import streamlit as st\n"
        "before = state.years_if_asked()\n"
        "state.keep_years(state.Years((2, 1), (1, 1)))\n"
        "st.text(f'{before} {state.years_if_asked().news}')\n"
    ).run()
    assert [t.value for t in app.text] == ["None (2, 1)"]


def test_the_command_takes_the_years_or_those_of_the_project(tmp_path, capsys):
    found = proposal("usual")
    plan = export(found, tmp_path / "plan.gpkg")
    screen = tmp_path / "project.gpkg"
    settings = {
        "years": {"news": [1, 4], "weights": [2, 1], "budgets_yuan": None},
        "levels": {"homes": 1, "stations": 1, "radius_m": 450.0},
    }
    asked = Scenario(found.plan.problem, found.plan.mode)
    store.create(screen, store.Project(found.study, asked, settings=settings), "张")
    given = ["report", str(plan), "--out", str(tmp_path / "a.docx"), "--lang", "en"]
    assert main([*given, "--project", str(screen)]) == 0
    said = text_of(tmp_path / "a.docx")
    assert "Together they open 5; the plan above opens 3" in said
    assert "years count 2 and 1 in turn" in said
    assert "stations within 450 m, as the study is set" in said
    years = ["--years", "1", "1", "--year-weights", "1", "9", "--year-budgets-yuan", "9000", "70"]
    assert main([*given, "--project", str(screen), *years]) == 0
    said = text_of(tmp_path / "a.docx")
    assert "Together they open 2; the plan above opens 3" in said
    assert "years count 1 and 9 in turn" in said
    assert "may add 9,000 and 70 yuan of yearly costs" in said
    assert main([*given, "--year-weights", "1"]) != 0
    assert "give --years, too" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*given, "--years", "two"])
    assert "a whole number is wanted" in capsys.readouterr().err


def of_case(name, language="en", *, years=None, **choices):
    found = replace(proposal(name), years=years)
    with words.in_language(language):
        return found, build(found, Choices(norm="", **choices), find(found))


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("name", ["budget", "nothing can be paid", "attendance", "move", "weights"])
def test_the_years_of_other_questions_are_asked_as_the_question_is(name):
    found, document = of_case(name, years=Years((1, 1), (1, 2)))
    asked = even_years(found.plan.problem, found.years)
    question = over_years(found.plan.problem, asked)
    reach = found.plan.mode.reach(found.study.demand, found.study.sites)
    told = phases(question, reach, **asked_in_years(question, asked))
    rows = rows_of(document)
    assert len(rows) == len(told.years) == 2
    for row, year in zip(rows, told.years, strict=True):
        number = row[3 if any(y.closed_ids for y in told.years) else 2]
        if told.unit == "visits":
            assert number.startswith(f"{year.value / 1000:,.1f} visits (")
        else:
            assert whole(number) == year.value
    text = " ".join(texts(document))
    if question.name == "budget-cover":
        assert "What yearly cost each year may add is shared out evenly here" in text
        budgets = [f"{n:,}" for n in asked.budgets_yuan]
        assert f"may add {budgets[0]} and {budgets[1]} yuan of yearly costs in turn" in text
    if question.name == "move-cover":
        assert "homes of today may be moved in turn" in text


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(("language", "part"), [("en", "has none"), ("zh", "无法分年")])
def test_years_of_a_question_that_has_none_are_not_answered_by_another(language, part):
    names = [n for n, (_raw, asked) in CASES.items() if asked.name in {"set-cover", "close-cover"}]
    assert names
    for name in names:
        _found, document = of_case(name, language, years=Years((1, 1), (1, 1)))
        assert part in " ".join(texts(document))
        assert not [b for b in document.blocks if isinstance(b, Table) and "Phases" in b.caption]
        _found, document = of_case(name, language)
        assert part not in " ".join(texts(document))


def test_the_command_refuses_years_of_a_question_that_has_none(tmp_path, capsys):
    name = next(n for n, (_raw, asked) in CASES.items() if asked.name == "set-cover")
    plan, out = export(proposal(name), tmp_path / "plan.gpkg"), tmp_path / "a.docx"
    given = ["report", str(plan), "--out", str(out), "--lang", "en", "--years", "1", "1"]
    assert main(given) == 2
    assert "has no years" in capsys.readouterr().err
    assert not out.exists()
