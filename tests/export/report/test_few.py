"""What is said where there is one of a thing, or none: neither false nor silly."""

from __future__ import annotations

import importlib
import re
from dataclasses import replace

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from geo import words
from geo.core import Scenario
from geo.explain import why_not
from geo.export import Choices, export
from geo.export.docx import write_document
from geo.export.figures import headline, settings
from geo.export.report import build, find
from geo.export.report.content import Paragraph, Table
from geo.solve import BudgetCover, MaxCover
from geo.study import run
from geo.travel import Straight

from cases import CASES, DETOUR, USUAL, Raw, proposal
from paper import document, texts, undrawn

__all__ = ["undrawn"]

pytestmark = pytest.mark.usefixtures("undrawn")

LAST = "nobody covered"  # its only home, which some are near, is to be closed


def said(name, language="en", **choices):
    return list(texts(document(name, language, **choices)))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_who_loses_the_last_home_is_not_told_that_there_was_none(language):
    raw, question = CASES[LAST]
    before = raw.covered(raw.today, question.radius_m)
    assert before > 0
    wrong = {"en": "No home is open today", "zh": "现状没有"}[language]
    right = {
        "en": f"Within 900 m of a home today: {before} workers",
        "zh": f"有职工之家的有{before}名",
    }
    none = {"en": "With it no home is open", "zh": "方案实施后没有职工之家"}[language]
    found = said(LAST, language)
    assert not [t for t in found if wrong in t]
    assert sum(right[language] in t and none in t for t in found) == 2, "in front, and in the plan"
    public = said(LAST, language, is_public=True, review_number="GS 1")
    assert [t for t in public if none in t]
    assert not [t for t in public if right[language] in t]
    assert [
        t for t in said("opens nothing, covers nobody") if "No home is open today and none" in t
    ]


def test_where_homes_are_closed_no_venue_could_be_used_for_a_new_one():
    for name, wanted in (("close", "The 4 homes that are open today"), (LAST, "The one home that")):
        found = said(name)
        assert [t for t in found if t.startswith(wanted)]
        assert not [t for t in found if "could be used for a new home" in t]
    assert [t for t in said("move") if "could be used for a new home" in t]


@pytest.mark.parametrize(("language", "word"), [("en", "to be closed"), ("zh", "拟关闭")])
@pytest.mark.parametrize("name", ["move", "close"])
def test_a_home_that_is_closed_is_no_existing_venue_that_was_left_over(name, language, word):
    annex = next(
        a
        for a in document(name, language).annexes
        if a.title in ("Venues not chosen", "未选用场地")
    )
    table = next(b for b in annex.blocks if isinstance(b, Table))
    raw, open_ids = CASES[name][0], set(proposal(name).plan.open_ids)
    closed = {f"S{j}" for j in raw.today} - open_ids
    assert closed
    assert {row[0] for row in table.rows if row[2] == word} == closed


def test_one_small_firm_is_one():
    small = [t for t in said("one firm") if t.startswith("The list holds")]
    assert "1 firm with 1 worker (100.0%) is small and unionised" in small[0]
    assert "are small" not in small[0]
    assert "their own" not in small[0]
    many = [t for t in said("usual") if t.startswith("The list holds")]
    assert "are small and unionised: fewer than 20 workers each" in many[0]


@pytest.mark.parametrize(("language", "silly"), [("en", "for all of whom"), ("zh", "且均只有")])
def test_one_worker_is_not_all_of_them(language, silly):
    cards = [
        b for b in document("one firm", language).blocks if isinstance(b, Paragraph) and b.lead
    ]
    assert len(cards) == 1
    assert silly not in cards[0].text
    assert [t for t in said("usual", language) if silly in t]


def test_one_worker_in_all_is_in_the_singular():
    assert [f.detail for f in headline(proposal("one firm"))] == [
        "0 of 1 worker", "1 of 1 worker", "1 of 1 worker",
    ]  # fmt: skip


def test_where_all_venues_are_opened_there_is_no_other_way_of_choosing():
    assert not [t for t in said("one site to choose from") if "Other ways of choosing" in t]
    assert [t for t in said("usual") if "Other ways of choosing" in t]


def test_visits_are_visits_in_front_too():
    found = proposal("attendance")
    raw = CASES["attendance"][0]
    detail = headline(found)[2].detail
    bound, most = (float(n.replace(",", "")) for n in re.findall(r"[\d,]+\.\d", detail))
    assert detail.endswith(" visits")
    assert most == sum(firm[2] for firm in raw.firms)
    assert bound == pytest.approx(found.plan.bound / 1000, abs=0.06)
    table = next(b for b in document("attendance").blocks if isinstance(b, Table))
    assert table.rows[2][2] == detail


def test_a_venue_that_would_win_at_no_cost_is_not_sold_for_nothing():
    found = run(
        USUAL.study(), Scenario(BudgetCover(budget_yuan=15_000, radius_m=600), Straight(DETOUR))
    )
    reach = Straight(DETOUR).reach(found.study.demand, found.study.sites)
    findings = replace(find(found), rivals=(why_not(found.plan, reach, "S4"),))
    made = list(texts(build(found, Choices(norm=""), findings)))
    assert not [t for t in made if "at 0 yuan" in t]
    assert [t for t in made if "or if it cost nothing" in t]


def test_a_long_name_of_a_way_is_not_cut_off_by_the_number_beside_it(tmp_path):
    path = export(proposal("stopped"), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(path)["Summary"]
    cell = next(c for c in sheet["A"] if "search was stopped (not" in str(c.value))
    assert len(cell.value) > sheet.column_dimensions["A"].width
    assert cell.alignment.wrap_text
    assert sheet.row_dimensions[cell.row].height >= 2 * 15, "two lines"


def test_sources_without_files_have_no_column_of_dashes():
    found = proposal("usual")
    bare = tuple(replace(s, sha256="") for s in found.study.sources)
    found = replace(found, study=replace(found.study, sources=bare))
    made = build(found, Choices(norm=""), find(found))
    table = next(b for b in made.blocks if isinstance(b, Table) and "Sources" in b.caption)
    assert "Fingerprint" not in table.heads
    assert "SHA-256" not in table.caption
    assert all(len(row) == len(table.heads) == 5 for row in table.rows)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_where_no_home_is_open_none_is_nearest(language):
    annex = document(LAST, language).annexes[0]
    table = next(b for b in annex.blocks if isinstance(b, Table))
    assert len(table.heads) == 3
    assert all(len(row) == 3 and "-" not in row for row in table.rows)
    assert max(table.numbers) == 2


def test_a_mark_of_an_axis_is_told_once(monkeypatch):
    """In a figure of one worker, marks at 0.2 and 0.4 were both called 0."""
    for name, draw in (
        ("bars", lambda m: m.size_bars([("1-19", 1, 0, 1)], below="x")),
        ("curve", lambda m: m.coverage_curve([(0, 0), (1, 1)], chosen=1, total=1)),
    ):
        module = importlib.import_module(f"geo.draw.paper.{name}")
        drawn = []
        monkeypatch.setattr(
            module, "picture", lambda sheet, drawn=drawn: drawn.append(sheet) or b""
        )
        draw(module)
        axes = drawn[0].axes[0]
        marks = [axes.yaxis.get_major_formatter()(v, 0) for v in axes.yaxis.get_majorticklocs()]
        assert len(set(marks)) == len(marks) >= 2


def test_nothing_stands_between_the_last_table_and_a_page_that_begins(tmp_path):
    """An empty line there is a page of its own, where the table ends with the page."""
    made = document("usual", paper="a3")
    write_document(made, tmp_path / "a.docx")
    body = list(docx.Document(str(tmp_path / "a.docx")).element.body)
    breaks = [e.find(f".//{qn('w:pageBreakBefore')}") for e in body]
    begun = [k for k, b in enumerate(breaks) if b is not None and b.get(qn("w:val")) != "0"]
    assert len(begun) == len(made.annexes) - 1, "a large map begins a section"
    for k in begun[1:]:
        assert body[k - 1].tag == qn("w:tbl")
    turned = next(e for e in body if e.find(f"./{qn('w:pPr')}/{qn('w:sectPr')}") is not None)
    assert turned.getprevious().tag == qn("w:tbl")
    assert turned.find(f".//{qn('w:spacing')}").get(qn("w:line")) == "20", "a point"


def test_the_first_rows_of_a_long_table_and_its_last_are_not_left_alone(tmp_path):
    write_document(document("forty new sites"), tmp_path / "a.docx")
    tables = docx.Document(str(tmp_path / "a.docx")).tables
    table = max(tables, key=lambda t: len(t._tbl.tr_lst))
    stays = [row.find(f".//{qn('w:keepNext')}") is not None for row in table._tbl.tr_lst]
    assert stays[:4] == [True, True, True, False]
    assert not any(stays[3:-2])
    assert stays[-2:] == [True, False]


def test_a_number_and_what_it_counts_stay_in_one_line():
    heads = ("方案", "减少的场地", "换入的场地", "数值", "与最优相差")
    names = "示例西郊创意园、示例北苑商务楼"
    rows = (("A", "-", "-", "8,712 名职工", "-"), ("D", names, names, "8,604名职工", "108名职工"))
    widths = Table("x", heads, rows).widths
    places = [width * 76 / sum(widths) for width in widths]
    assert places[3] >= len("8,604") + 2 * len("名职工")
    assert places[4] >= 2 * len(heads[4])


def test_heads_stand_in_one_line_where_there_is_room():
    heads = ("年份", "当年新建", "年末覆盖", "分期代价", "若本年取消，期末覆盖")
    widths = Table("x", heads, (("1", "7号场地", "542 (46.6%)", "0", "531"),)).widths
    assert widths[4] * 76 / sum(widths) >= 2 * len(heads[4])


def test_who_must_have_two_homes_near_is_not_called_covered_where_one_is_enough(tmp_path):
    raw, question = CASES["twice"]
    two = raw.covered(raw.today, question.radius_m, 2)
    one = raw.covered(raw.today, question.radius_m)
    today = headline(proposal("twice"))[0]
    assert today.label == "2 homes near, today"
    assert today.detail.startswith(f"{two:,} of")
    book = openpyxl.load_workbook(export(proposal("twice"), tmp_path / "a.xlsx"))
    summary, totals = (
        {row[0]: row[1:] for row in book[name].iter_rows(values_only=True)}
        for name in ("Summary", "Totals")
    )
    assert summary["Workers with 2 homes near today"][0] == two
    assert "Workers covered today" not in summary
    assert totals["Workers covered today"][1] == one
    assert headline(proposal("usual"))[0].label == "Covered today"


def test_not_quite_everybody_is_not_all():
    firms = ((0.0, 0.0, 9999), (5000.0, 0.0, 1))
    study = Raw(firms, ((10.0, 0.0, "candidate"),)).study()
    found = run(study, Scenario(MaxCover(new=1, radius_m=50), Straight(DETOUR)))
    assert [f.value for f in headline(found)[:2]] == ["0.0%", "99.9%"]


def test_a_list_without_streets_has_no_column_of_streets():
    annex = next(a for a in document("no columns").annexes if "without a home" in a.title)
    table = next(b for b in annex.blocks if isinstance(b, Table))
    assert table.heads == ("Name", "Workers", "Nearest home", "Way there, m")
    assert table.numbers == {1, 3}
    assert all(row[1].replace(",", "").isdigit() for row in table.rows)


@pytest.mark.parametrize("name", ["move", "close", LAST, "usual"])
def test_a_home_that_will_close_has_its_catchment_on_the_map_of_today(monkeypatch, name):
    maps = importlib.import_module("geo.draw.paper.maps")
    drawn = []
    monkeypatch.setattr(maps, "picture", lambda sheet: drawn.append(sheet) or b"")
    found, raw = proposal(name), CASES[name][0]
    for is_after, n in ((False, len(raw.today)), (True, len(found.plan.open_ids))):
        maps.paper_map(found, is_after=is_after, mark="x")
        edges = [line for line in drawn[-1].axes[0].lines if len(line.get_xdata()) > 60]
        assert len(edges) == n
    frames = [sheet.axes[0].get_xlim() for sheet in drawn]
    assert frames[0][1] - frames[0][0] == pytest.approx(frames[1][1] - frames[1][0], rel=0.2)


@pytest.mark.parametrize("name", ["move", "close", LAST, "usual"])
def test_a_home_that_closes_is_open_today_in_page_and_workbook(name, tmp_path):
    found, raw = proposal(name), CASES[name][0]
    closed = len(set(raw.today) - {int(i[1:]) for i in found.plan.open_ids})
    said = dict(settings(found))
    assert said["Homes open today"] == len(raw.today)
    assert said.get("Homes to be closed", 0) == closed
    book = openpyxl.load_workbook(export(found, tmp_path / "a.xlsx"))
    summary = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
    assert summary["Homes open today"] == len(raw.today)


def test_a_page_without_open_sites_has_no_table_of_heads(tmp_path):
    page = export(proposal(LAST), tmp_path / "a.html").read_text(encoding="utf-8")
    after = page[page.index("<h2>Open sites</h2>") :][:200]
    assert "No home is open, and none is proposed." in after
    assert "<table" not in after[: after.index("</p>")]


@pytest.mark.parametrize(("name", "stays"), [(LAST, False), ("move", True)])
def test_the_legend_names_no_home_that_is_not_on_the_map(monkeypatch, name, stays):
    maps = importlib.import_module("geo.draw.paper.maps")
    named = []
    monkeypatch.setattr(maps, "add_legend", lambda _axes, signs, _below: named.append(signs))
    for is_after in (False, True):
        maps.paper_map(proposal(name), is_after=is_after, mark="x")
    assert "existing" in named[0]
    assert ("existing" in named[1]) == stays
    assert "closed" in named[1]
