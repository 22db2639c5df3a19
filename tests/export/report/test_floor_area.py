"""Floor area in every form: the numbers, parsed back, are those of the list and of the norm."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pytest
from test_pages import squeezed, text_of

from geo import words
from geo.core import Scenario
from geo.export import Choices, export, write_report
from geo.export.report import build, find
from geo.export.report.content import Table
from geo.solve import MaxCover
from geo.study import run
from geo.travel import Straight

from cases import DETOUR, USUAL, grid, opened_by
from paper import texts, undrawn

__all__ = ["undrawn"]

ASKED_M2 = 300  # by the norm that a document is held against, geo/norms/shared_home.toml
CAPTION = {"en": "Floor area, home by home", "zh": "各职工之家面积"}
VERDICT = {"en": ("no", "yes", "not known"), "zh": ("否", "是", "无法判断")}


def town(areas, raw=USUAL, new=3):
    """The usual town with floor areas of its own, in the order of its sites."""
    study = raw.study()
    listed = study.sites.table.assign(area_m2=areas)
    study = study.with_sites(replace(study.sites, table=listed))
    return run(study, Scenario(MaxCover(new=new, radius_m=600), Straight(DETOUR)))


NAN = float("nan")
AREAS = [120.0, 1299.5, 310.0, 300.0, 299.5, 450.0, 80.0, NAN, NAN, 10.0, 305.0, 299.0]


@pytest.fixture(scope="module")
def found():
    return town(AREAS)


def wanted(found, language):
    """What a plain loop finds: name -> area, what it lacks, whether that is enough."""
    no, yes, unknown = VERDICT[language]
    said = {}
    for j in opened_by(found):
        area, name = AREAS[j], f"{j}号场地"
        if area != area:  # noqa: PLR0124 - NaN
            said[name] = (None, None, unknown)
        elif area < ASKED_M2:
            said[name] = (area, ASKED_M2 - area, no)
        else:
            said[name] = (area, 0.0, yes)
    return said


def number(cell):
    return None if cell in ("", "-", None) else float(str(cell).replace(",", ""))


def read_back(rows):
    return {row[0]: (number(row[2]), number(row[3]), row[4]) for row in rows}


def range_of(found):
    known = [area for j in opened_by(found) if (area := AREAS[j]) == area]
    return min(known), max(known)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_document_says_it_home_by_home(undrawn, found, language):
    with words.in_language(language):
        made = build(found, Choices(), find(found, "shared-home"))
    table = next(b for b in made.blocks if isinstance(b, Table) and CAPTION[language] in b.caption)
    assert read_back(table.rows) == wanted(found, language)
    lacking = [number(row[3]) for row in table.rows if number(row[3]) is not None]
    assert lacking == sorted(lacking, reverse=True)
    said = next(t for t in texts(made) if "要求不少于" in t or "are asked of each home" in t)
    low, high = range_of(found)
    unknown = sum(area is None for area, _lack, _enough in wanted(found, language).values())
    met = sum(lack == 0 for _area, lack, _enough in wanted(found, language).values())
    numbers = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", said)]
    assert sorted(numbers[:2]) == sorted([met, len(opened_by(found))])
    assert numbers[2] == unknown
    assert numbers[-3:] == [ASKED_M2, low, high]


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_word_and_pdf_carry_it(found, language, suffix, tmp_path):
    path = tmp_path / f"a.{suffix}"
    with words.in_language(language):
        write_report(found, [path], Choices())
    said = squeezed(text_of(path))
    after = said[said.rindex(squeezed(CAPTION[language])) :]
    for name, (area, lack, enough) in wanted(found, language).items():
        cells = [
            name,
            r"\w+?",
            *("-" if n is None else f"{n:,g}" for n in (area, lack)),
            enough,
        ]
        assert re.search("".join(cells).replace(" ", ""), after), cells


class Cells(HTMLParser):
    """The cells of every table below a heading, row by row."""

    def __init__(self):
        super().__init__()
        self.heading, self.tag, self.tables, self.said = "", "", {}, {}

    def handle_starttag(self, tag, _attrs):
        self.tag = tag
        if tag == "h2":
            self.heading = ""
        if tag == "tr":
            self.tables.setdefault(self.heading, []).append([])
        if tag in ("td", "th"):
            self.tables[self.heading][-1].append("")

    def handle_endtag(self, _tag):
        self.tag = ""

    def handle_data(self, data):
        if self.tag == "h2":
            self.heading += data
        if self.tag in ("td", "th"):
            self.tables[self.heading][-1][-1] += data
        if self.tag == "p":
            self.said[self.heading] = data


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_page_and_workbook_say_the_same(found, language, tmp_path):
    name = {"en": "Floor area", "zh": "面积"}[language]
    with words.in_language(language):
        page = Cells()
        page.feed(export(found, tmp_path / "a.html").read_text(encoding="utf-8"))
        book = openpyxl.load_workbook(export(found, tmp_path / "a.xlsx"))
    rows = [
        ["" if cell is None else cell for cell in row]
        for row in book[name].iter_rows(values_only=True)
    ]
    assert read_back(rows[1:]) == wanted(found, language)
    assert read_back(page.tables[name][1:]) == wanted(found, language)
    assert page.tables[name][0] == rows[0]
    summary = [c for row in book.worksheets[0].iter_rows(values_only=True) for c in row if c]
    assert any(str(c) in page.said[name] and str(ASKED_M2) in str(c) for c in summary)


@pytest.mark.parametrize("areas", [[NAN] * 12, None])
def test_nothing_is_said_where_no_floor_area_is_known(undrawn, areas, tmp_path):
    study = USUAL.study()
    bare = study.sites.table.drop(columns="area_m2")
    listed = bare if areas is None else bare.assign(area_m2=areas)
    study = study.with_sites(replace(study.sites, table=listed))
    found = run(study, Scenario(MaxCover(new=3, radius_m=600), Straight(DETOUR)))
    made = build(found, Choices(), find(found, "shared-home"))
    assert not [b for b in made.blocks if isinstance(b, Table) and "Floor area" in b.caption]
    assert "Floor area" not in openpyxl.load_workbook(export(found, tmp_path / "a.xlsx")).sheetnames
    assert "<h2>Floor area" not in export(found, tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_norm_without_floor_area_says_nothing_of_it(undrawn, found):
    made = build(found, Choices(norm="double-15"), find(found, "double-15"))
    assert not [t for t in texts(made) if "loor area" in t]


@pytest.mark.parametrize("step", [3.0, 7.0, 500.0])
def test_of_many_homes_those_that_lack_something_are_listed(undrawn, step):
    raw = grid(120, 40, today=2, spread=4000)
    areas = [100.0 + step * j for j in range(40)]
    many = town(areas, raw, new=34)
    made = build(many, Choices(), find(many, "shared-home", limit_s=0.2))
    tables = [b for b in made.blocks if isinstance(b, Table) and "lack most" in b.caption]
    lacking = sorted(a for j in opened_by(many) if (a := areas[j]) < ASKED_M2)[:30]
    assert [number(row[2]) for row in tables[0].rows] == lacking
    assert any(f"{len(opened_by(many))} homes" in t for t in texts(made) if "are asked of" in t)


@pytest.mark.parametrize(("areas", "said"), [
    ([200.0] * 12, "offered are 200 m²."),
    ([NAN, *[250.0] * 11], "offered, where it is known, are 250 m²."),
])  # fmt: skip
def test_one_size_is_no_range(undrawn, areas, said):
    found = town(areas)
    made = build(found, Choices(), find(found, "shared-home"))
    assert any(said in t for t in texts(made))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_public_edition_tells_it_too(undrawn, found, language):
    choices = Choices(is_public=True, review_number="GS 1")
    with words.in_language(language):
        made = build(found, choices, find(found, "shared-home"))
    table = next(b for b in made.blocks if isinstance(b, Table) and CAPTION[language] in b.caption)
    assert read_back(table.rows) == wanted(found, language)
