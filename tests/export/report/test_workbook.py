"""The workbook: totals of empty lists, numbers and heads on one side, blanks that are explained."""

from __future__ import annotations

import re
import unicodedata
from math import ceil

import openpyxl
import pytest
from test_no_way import along_streets

from geo import words
from geo.export import export

from cases import proposal

NONE_OPEN = ("nobody covered", "opens nothing, covers nobody")
LINE_PT = 15  # of a row that says nothing of its height
BLANK = {
    "en": "Blank under “Way there, m”: ",
    "zh": "“路程（米）”栏空白：",
}
WHY = {
    "en": ("no home is open.", "no open home is within 1,000 m along the streets; longer ways"),
    "zh": ("没有开放的职工之家。", "沿街道1,000 米以内没有开放的职工之家；更远的"),
}


def book(found, path, language="en"):
    with words.in_language(language):
        return openpyxl.load_workbook(export(found, path / "plan.xlsx"))


def texts(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


@pytest.mark.parametrize("name", [*NONE_OPEN, "usual", "one firm"])
def test_totals_hold_where_a_list_is_empty(tmp_path, name):
    """A range that ends above its first row would count the head: reckoned cell by cell."""
    made = book(proposal(name), tmp_path)
    for label, formula, told, *_more in made["Totals"].iter_rows(min_row=2, values_only=True):
        for sheet, first, low, last, high in re.findall(
            r"(\w+)!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)", formula
        ):
            assert first == last
            assert 2 <= int(low) <= int(high), label
            cells = [row[0].value for row in made[sheet][f"{first}{low}:{last}{high}"]]
            if formula.startswith("=COUNTA("):
                assert told == sum(cell is not None for cell in cells)
            if formula.startswith("=COUNT("):
                assert told == sum(isinstance(cell, (int, float)) for cell in cells)


@pytest.mark.parametrize("name", ["usual", "nobody covered", "budget"])
def test_a_head_stands_over_its_numbers(tmp_path, name):
    made = book(proposal(name), tmp_path)
    for title in ("Sites", "Firms", "Firms not covered", "Totals"):
        head, *rows = made[title].iter_rows()
        for k, cell in enumerate(head):
            held = [row[k] for row in rows if row[k].value is not None]
            formulas = [one for one in held if str(one.value).startswith("=IF")]
            numbers = [
                one
                for one in held
                if one not in formulas
                and (isinstance(one.value, (int, float)) or str(one.value).startswith("="))
            ]
            assert not numbers or len(numbers) == len(held), cell.value
            if held:
                assert (cell.alignment.horizontal == "right") == bool(numbers), cell.value
            for one in numbers:
                assert one.number_format.endswith("_)"), "room before the words of the next column"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_note_has_room_for_all_its_lines(tmp_path, language):
    sheet = book(proposal("usual"), tmp_path, language).worksheets[-1]
    places = sheet.column_dimensions["A"].width
    for (cell,) in sheet.iter_rows():
        wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in cell.value)
        height = sheet.row_dimensions[cell.row].height or LINE_PT
        assert height >= LINE_PT * ceil(wide / places)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("is_open", [False, True])
def test_a_blank_in_place_of_a_way_is_explained(tmp_path, language, is_open):
    found = along_streets(500) if is_open else proposal("nobody covered")
    made = book(found, tmp_path, language)
    for sheet in (made.worksheets[0], made.worksheets[-1]):
        told = [text for text in texts(sheet) if text.startswith(BLANK[language])]
        assert len(told) == 1
        assert WHY[language][is_open].replace(" ", "") in told[0].replace(" ", "")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_where_every_way_is_known_no_blank_is_explained(tmp_path, language):
    made = book(proposal("usual"), tmp_path, language)
    assert not [t for sheet in made for t in texts(sheet) if t.startswith(BLANK[language])]


@pytest.mark.parametrize("name", [*NONE_OPEN, "nothing can be paid", "one firm"])
def test_what_can_be_chosen_in_one_way_only_is_compared_with_nothing(tmp_path, name):
    summary = texts(book(proposal(name), tmp_path)["Summary"])
    assert "Way of choosing" not in summary
    assert not [t for t in summary if "those ways of choosing" in t]
    path = tmp_path / "other"
    path.mkdir()
    assert "Way of choosing" in texts(book(proposal("close"), path)["Summary"])


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_thousandths_of_a_visit_are_not_told_as_visits(tmp_path, language):
    found = proposal("attendance")
    sheet = book(found, tmp_path, language).worksheets[0]
    told = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    wanted = {"en": "thousandths of a visit", "zh": "千分之一人次"}[language]
    raw = [label for label, value in told.items() if value == found.plan.value]
    assert len(raw) == 2
    assert all(wanted in label for label in raw)
    assert any(f"{found.plan.value / 1000:,.1f}" in text for text in texts(sheet))
