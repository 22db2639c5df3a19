"""Formulas that no program has calculated are told as what they are, not as empty cells."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import read
from geo.errors import InputError
from geo.read.formats import formulas
from geo.words import in_language

HEADINGS = ("企业名称", "职工数", "会员数", "经度", "纬度", "备用")
NEEDED = {"职工数", "经度", "纬度"}
NEVER = "never calculated"


def listed(path, put=(), *, before=(), n=4):
    """Write a list in which ``put`` replaces cells: (row of the sheet, heading) -> formula."""
    book = openpyxl.Workbook()
    for title in before:
        book.create_sheet(title, 0).append(["说明"])
    sheet = book.worksheets[len(before)]
    for c, heading in enumerate(HEADINGS, 1):
        sheet.cell(1, c, heading)
    for r in range(2, n + 2):
        row = (f"企业{r}", 10 + r, r, 116.65123 + r / 1000, 39.91123, f"x{r}")
        for c, cell in enumerate(row, 1):
            sheet.cell(r, c, dict(put).get((r, HEADINGS[c - 1]), cell))
    book.save(path)
    return path


def _retype(path, old, new):
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data.replace(old, new))


def told(table):
    never = table[table["reason"].str.contains(NEVER)]
    return {(row.row, row.column): row.value for row in never.itertuples()}


@settings(max_examples=40, deadline=None)
@given(
    cells=st.sets(st.tuples(st.integers(2, 5), st.sampled_from(HEADINGS))),
    block=st.sampled_from([150, 400, 1 << 20]),
)
def test_each_is_told_once_and_no_row_is_lost(cells, block, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "formulas.xlsx"
    put = {cell: f'=IF(A{cell[0]}<>"",1,2)' for cell in cells}
    listed(path, {**put, (6, "备用"): "=1+1"}, n=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formulas, "_BLOCK", block)
        layer = read.read_layer(path, "firms")
    out = {row for row, column in cells if column in NEEDED}
    assert layer.source.n_read == 5 - len(out)
    assert set(layer.rejected["row"]) == out
    refused = told(layer.rejected)
    assert {row for row, _column in refused} == out
    assert all(column in NEEDED and put[row, column] == v for (row, column), v in refused.items())
    rest = {cell: put[cell] for cell in cells if cell[0] not in out}
    assert told(layer.doubtful) == {**rest, (6, "备用"): "=1+1"}


def test_what_to_do_is_said_in_both_languages(tmp_path):
    path = listed(tmp_path / "f.xlsx", {(3, "职工数"): "=B2*2"})
    assert "open the file in Excel" in read.read_layer(path, "firms").rejected["remedy"].iloc[0]
    with in_language("zh"):
        row = read.read_layer(path, "firms").rejected.iloc[0]
    assert "从未计算过的公式" in row["reason"]
    assert "打开文件后保存" in row["remedy"]


def test_a_list_of_nothing_else_says_so(tmp_path):
    cells = {(r, h): f"=Sheet2!A{r}" for r in range(2, 6) for h in HEADINGS}
    with pytest.raises(InputError, match=rf"none of the 4 rows .*{NEVER}.*=Sheet2!A2"):
        read.read_layer(listed(tmp_path / "f.xlsx", cells), "firms")


def test_a_prepared_line_is_no_firm(tmp_path):
    path = listed(tmp_path / "f.xlsx")
    book = openpyxl.load_workbook(path)
    for row in range(6, 40):
        book.active.cell(row, 1, "=ROW()-1")
    book.save(path)
    source = read.read_layer(path, "firms").source
    assert (source.n_read, source.n_rejected) == (4, 0)


def test_the_formulas_are_those_of_the_sheet_that_is_read(tmp_path):
    path = listed(tmp_path / "f.xlsx", {(4, "经度"): "=1+1"}, before=("甲", "乙"))
    book = openpyxl.load_workbook(path)
    book["甲"]["B3"] = "=2+2"
    book.save(path)
    assert told(read.read_layer(path, "firms").rejected) == {(4, "经度"): "=1+1"}


def test_a_firm_to_be_estimated_is_kept_and_marked(tmp_path):
    path = listed(tmp_path / "f.xlsx", {(3, "职工数"): "=B2*2"})
    layer = read.read_wish(path, "firms", read.Wish(keeps_uncounted=True))
    assert layer.table["is_estimated"].tolist() == [False, True, False, False]
    assert told(layer.doubtful) == {(3, "职工数"): "=B2*2"}


def test_counted_points_tell_them_too(tmp_path):
    path = listed(tmp_path / "f.xlsx", {(3, "职工数"): "=B2*2"})
    assert told(read.read_density(path).rejected) == {(3, "职工数"): "=B2*2"}


def test_a_formula_with_a_result_is_its_result(tmp_path):
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ["甲公司", 0, 3, 116.65123, 39.91123])
        sheet.write_formula("B2", "=2+3", value=5)
        sheet.write_formula("F2", '=IF(A2="",1,"")', value="")
    assert told(read.read_layer(path, "firms").doubtful) == {(2, "备用"): '=IF(A2="",1,"")'}
    _retype(path, b'<c r="F2">', b'<c r="F2" t="str">')  # Excel's result: a text without signs
    layer = read.read_layer(path, "firms")
    assert layer.table["workers"].tolist() == [5]
    assert not told(layer.doubtful)
