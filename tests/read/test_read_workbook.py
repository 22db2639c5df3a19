"""Numbers and far cells of workbooks: what was typed is kept, however far down it stands."""

from __future__ import annotations

import zipfile
from decimal import Decimal

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from geo import read
from geo.errors import InputError
from geo.read.cells.kinds import of_one_kind
from geo.read.formats.base import Ask
from geo.read.formats.excel import EXCEL

HEAD = ["企业名称", "经度", "纬度", "职工数", "电话", "统一社会信用代码", "面积", 2023.0]
GOOD = "91350100M000100Y43"


def book(path, rows):
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell is not None:
                    sheet.write(r, c, cell)
    return path


def firms(path, phones, codes):
    rows = [
        [f"企业{k}", 116.6 + k / 999, 39.9 + k / 999, k + 1, phone, code, 12.5 if k else 12, None]
        for k, (phone, code) in enumerate(zip(phones, codes, strict=True))
    ]
    return read.read_layer(book(path, [HEAD, *rows]), "firms")


def test_phones_stay_as_they_were_typed(tmp_path):
    whole = firms(tmp_path / "a.xlsx", [13800000000, None, 13900000001], [GOOD] * 3)
    assert whole.table["电话"].astype(object).tolist() == [13800000000, pd.NA, 13900000001]
    mixed = firms(tmp_path / "b.xlsx", [13800000000, "010-1234", None], [GOOD] * 3)
    assert mixed.table["电话"].tolist() == ["13800000000", "010-1234", ""]
    assert mixed.table["面积"].tolist() == [12.0, 12.5, 12.5]
    assert "2023" in mixed.table.columns
    assert not mixed.doubtful["value"].str.contains("e+", regex=False).any()


def test_a_code_that_the_workbook_rounded_is_doubtful(tmp_path):
    code = 913501001234567891  # 18 digits: a workbook keeps 15 of them
    layer = firms(tmp_path / "a.xlsx", [None, 999999999999999, None], [code, GOOD, f"{code}"])
    assert layer.table["credit_code"].tolist() == ["913501001234568000", GOOD, f"{code}"]
    found = layer.doubtful[layer.doubtful["reason"].str.contains("the workbook keeps 15")]
    assert found[["row", "column", "value"]].to_numpy().tolist() == [
        [2, "统一社会信用代码", "913501001234568000"]
    ]


def test_long_numbers_of_refused_rows_come_back_whole(tmp_path):
    rows = [HEAD, ["甲", None, None, 5, 10000000000000, None], ["乙", 116.6, 39.9, 6, 1, None]]
    layer = read.read_layer(book(tmp_path / "a.xlsx", rows), "firms")
    path = read.write_findings(layer, tmp_path / "f.xlsx")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    column = next(c for c in sheet.iter_cols(values_only=True) if c[0] == "电话")
    assert column[1] == "10000000000000"  # as a number, 1E+13 would be shown


CELLS = st.one_of(
    st.none(),
    st.just(""),
    st.integers(-(10**12), 10**12),
    st.floats(-1e6, 1e6).filter(lambda v: not v.is_integer()),
    st.text("甲乙01-.", min_size=1, max_size=5),
    st.booleans(),
)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=12))
def test_of_one_kind_loses_nothing(rows):
    table = pd.DataFrame(rows, columns=["a", "b"], dtype=object)
    kept = of_one_kind(table)
    assert list(kept.columns) == ["a", "b"]
    for name in table:
        for before, now in zip(table[name], kept[name], strict=True):
            if before is None or before == "" or pd.isna(before):
                assert now is None or now is pd.NA or now == "" or now != now  # noqa: PLR0124 - NaN
            elif isinstance(before, bool | str):
                assert now == before
            else:
                assert Decimal(str(now)) == Decimal(str(before))


def test_cells_that_hold_several_values_are_left_alone():
    table = pd.DataFrame({"a": pd.Series([[3, 4], [1], None], dtype=object)})
    assert of_one_kind(table)["a"].tolist() == [[3, 4], [1], None]
    arrays = pd.DataFrame({"a": pd.Series([np.array([3, 4]), np.array([1]), None], dtype=object)})
    assert of_one_kind(arrays)["a"].iloc[0].tolist() == [3, 4]


@pytest.mark.parametrize("last", [1_048_575, 40])
def test_one_cell_far_below_brings_no_rows_of_its_own(tmp_path, last):
    rows = [["企业名称", "经度", "纬度", "职工数"]]
    rows += [[f"企业{k}", 116.6 + k / 999, 39.9, k] for k in range(1, 31)]
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        for r, row in enumerate(rows):
            sheet.write_row(r, 0, row)
        sheet.merge_range(1, 4, last - 1, 4, "甲街道")
        sheet.write(last, 0, "备注：完")
    raw = EXCEL.read(path, Ask())
    assert raw.rows.tolist() == [*range(2, 32), last + 1]
    layer = read.read_layer(path, "firms")
    assert layer.rows.tolist() == list(range(2, 32))
    assert layer.rejected["row"].tolist() == [last + 1]
    assert set(layer.table["column_5"]) == {"甲街道"}


def ods(path, between, columns, last="<text:p>完</text:p>"):
    """Write as little of an OpenDocument sheet as a list needs, with one cell far from the rest."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )

    def cell(value):
        if isinstance(value, str):
            return (
                '<table:table-cell office:value-type="string">'
                f"<text:p>{value}</text:p></table:table-cell>"
            )
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    def row(cells, times=1):
        return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'

    def gap(times):
        return f'<table:table-cell table:number-columns-repeated="{times}"/>'

    rows = [["名称", "经度", "纬度", "职工数"], ["甲", 116.6, 39.9, 5], ["乙", 116.61, 39.9, 6]]
    body = "".join(row("".join(map(cell, one))) for one in rows)
    body += row(gap(columns), between)
    body += row(gap(columns) + cell("完")) if last else ""
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        f'<office:body><office:spreadsheet><table:table table:name="a">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def test_a_far_cell_of_an_open_document_is_bounded_too(tmp_path):
    layer = read.read_layer(ods(tmp_path / "a.ods", 1000, 2), "firms")
    assert layer.rows.tolist() == [2, 3]
    assert layer.rejected["row"].tolist() == [1004]
    with pytest.raises(InputError, match="spans 1,048,576 rows and 91 columns"):
        read.read_layer(ods(tmp_path / "b.ods", 1_048_572, 90), "firms")
    # LibreOffice writes the empty rest of a sheet like this: it is no reason to refuse the list.
    empty = ods(tmp_path / "c.ods", 1_048_573, 16_384, last="")
    assert np.isfinite(read.read_layer(empty, "firms").lon).all()
