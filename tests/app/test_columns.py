"""The Data page shows what each column is taken for, and reads the list as it is corrected."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from geo import read

PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES

words.use(state.language())
frame.show(PAGES["data"].page)
"""
ROWS = [
    (f"{a}公司", 116.65 + k / 1000, 39.91 + k / 1000, 5 + k, 50) for k, a in enumerate("甲乙丙丁戊")
]
READ = "Read these lists"
AGAIN = "Read again with these columns"


@pytest.fixture
def page():
    app = AppTest.from_string(PAGE, default_timeout=120)
    app.session_state["language"] = "en"
    with tempfile.TemporaryDirectory() as folder:
        app.session_state["folder"] = SimpleNamespace(name=folder)
        yield app.run()


def gbk(headings, rows=ROWS):
    lines = [",".join(map(str, row)) for row in (headings, *rows)]
    return "\n".join(lines).encode("gb18030")


def messy():
    """A workbook as an office keeps it: two sheets, a title, merged cells, a sum, a note."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        for name, shift in (("2023", 0.0), ("2024", 0.01)):
            sheet = book.add_worksheet(name)
            sheet.merge_range(0, 0, 0, 4, "永顺镇企业情况表")
            sheet.write_row(2, 0, ["企业名称", "经度", "纬度", "从业人员", "其中职工"])
            for k, (firm, lon, lat, *counts) in enumerate(ROWS):
                sheet.write_row(k + 3, 0, [firm, lon + shift, lat, *counts])
            sheet.write_row(8, 0, ["己公司", "", "", "约20人", "10人以下"])
            sheet.write_row(9, 0, ["合　计", "", "", 55, 250])
    return data.getvalue()


def upload(app, key, name, data):
    app.file_uploader(key=key).set_value((name, data, "application/octet-stream"))
    return press(app, READ)


def press(app, label):
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception, app.exception
    return app


def box(app, meaning):
    return next(b for b in app.selectbox if b.label == meaning)


def firms(app):
    return next(layer for layer in app.session_state["layers"] if layer.kind == "firms")


def test_a_list_with_strange_headings_is_read_once_its_columns_are_named(page):
    upload(page, "firms_file", "企业.csv", gbk(["单位", "东", "北", "合同工", "临时工"]))
    assert any("no column with the number of workers" in e.value for e in page.error)
    shown = box(page, "number of workers").options
    assert "合同工  (5, 6, 7)" in shown
    box(page, "number of workers").set_value("合同工")
    press(page, AGAIN)
    assert not page.error
    assert firms(page).table["workers"].tolist() == [5, 6, 7, 8, 9]
    assert page.session_state["study"].demand.total == 35


def test_a_wrong_proposal_is_corrected_and_remembered_for_the_next_list(page):
    headings = ["企业名称", "经度", "纬度", "职工数", "实有人员"]
    upload(page, "firms_file", "企业.csv", gbk(headings))
    assert firms(page).table["workers"].sum() == 35
    box(page, "number of workers").set_value("实有人员")
    press(page, AGAIN)
    assert firms(page).table["workers"].sum() == 250
    upload(page, "firms_file", "企业2.csv", gbk(headings, ROWS[:2]))
    assert firms(page).table["workers"].tolist() == [50, 50]
    assert any("as you named them" in c.value for c in page.caption)


def test_each_firm_may_count_once(page):
    upload(page, "firms_file", "企业.csv", gbk(["企业名称", "经度", "纬度", "甲", "乙"]))
    box(page, "number of workers").set_value("\x001")
    press(page, AGAIN)
    assert firms(page).table["workers"].tolist() == [1] * 5


def test_a_messy_workbook_asks_for_its_sheet_and_takes_corrected_rows_back(page):
    upload(page, "firms_file", "名单.xlsx", messy())
    assert any("several sheets hold a list" in e.value for e in page.error)
    box(page, "Sheet or layer").set_value("2024").run()
    assert not page.exception
    layer = firms(page)
    assert layer.lon[0] == pytest.approx(116.66)
    assert (layer.source.n_read, layer.source.n_rejected) == (5, 2)
    # The refused rows go out in a workbook; one is corrected there and comes back.
    book = openpyxl.load_workbook(io.BytesIO(findings(layer)))
    sheet = book.worksheets[0]
    head = [c.value for c in sheet[1]]
    row = next(
        r for r in range(2, 5) if sheet.cell(r, head.index("企业名称") + 1).value == "己公司"
    )
    sheet.cell(row, head.index("经度") + 1).value = 116.66
    sheet.cell(row, head.index("纬度") + 1).value = 39.92
    back = io.BytesIO()
    book.save(back)
    uploader = next(u for u in page.file_uploader if u.key.startswith("corrected-firms"))
    uploader.set_value(("findings.xlsx", back.getvalue(), "application/octet-stream"))
    press(page, "Put the corrected rows back")
    layer = firms(page)
    assert (layer.source.n_read, layer.source.n_rejected) == (6, 1)
    assert layer.table["workers"].tolist()[-1] == 20
    assert layer.rows.tolist() == [4, 5, 6, 7, 8, 9]
    assert page.session_state["study"].demand.total == 55


def findings(layer):
    with tempfile.TemporaryDirectory() as folder:
        return read.write_findings(layer, Path(folder) / "f.xlsx").read_bytes()


def test_missing_headcounts_are_estimated_on_the_page_and_marked(page):
    rows = [(name, lon, lat, "" if k else 5, 9) for k, (name, lon, lat, *_n) in enumerate(ROWS)]
    data = gbk(["企业名称", "经度", "纬度", "职工数", "甲"], rows)
    next(n for n in page.number_input if "together" in n.label).set_value(105)
    grid = b"lon,lat,people\n116.65,39.91,1\n116.654,39.914,3\n"
    page.file_uploader(key="density_file").set_value(("grid.csv", grid, "text/csv"))
    upload(page, "firms_file", "企业.csv", data)
    assert not page.error
    table = firms(page).table
    assert table["workers"].sum() == 105
    assert table["is_estimated"].tolist() == [False, True, True, True, True]
    assert page.session_state["study"].demand.total == 105
