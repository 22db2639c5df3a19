"""Templates: what they offer is what the readers understand."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from geo import read
from geo.errors import InputError
from geo.words import in_language

PLACE = {"serial", "name", "lon", "lat", "street"}
FIELDS = {
    "firms": PLACE | {"workers", "members", "is_unionised", "industry", "credit_code"},
    "sites": PLACE | {"status", "capacity", "cost_yuan", "area_m2", "hours", "host", "entrances"},
    "homes": PLACE | {"capacity", "area_m2", "hours", "host", "entrances"},
}


@pytest.mark.parametrize("code", ["zh", "en"])
@pytest.mark.parametrize("kind", list(read.KINDS))
def test_every_heading_is_understood_and_the_example_is_left_out(kind, code, tmp_path):
    with in_language(code):
        path = read.write_template(kind, tmp_path / "t.xlsx")
        with pytest.raises(InputError, match=r"."):
            read.read_layer(path, kind)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    width = sheet.max_column
    example = [sheet.cell(2, c).value for c in range(1, width + 1)]
    for c, value in enumerate(example, start=1):
        sheet.cell(3, c, value)
    sheet.cell(3, 1, 2)
    sheet.cell(3, 2, "真的")
    book.save(path)
    layer = read.read_layer(path, kind)
    assert layer.table["name"].tolist() == ["真的"]
    assert layer.rejected["reason"].tolist() == ["the template's example row"]
    assert set(layer.columns) == FIELDS[kind]
    assert layer.doubtful.empty
    if kind == "firms":
        assert layer.table[["workers", "members", "is_unionised"]].to_numpy().tolist() == [
            [12, 9, True]
        ]
    if kind == "sites":
        assert layer.table[["status", "cost_yuan"]].to_numpy().tolist() == [["candidate", 20000]]


def test_cells_refuse_what_could_not_be_read(tmp_path):
    path = read.write_template("sites", tmp_path / "t.xlsx")
    rules = load_workbook(path).worksheets[0].data_validations.dataValidation
    kinds = sorted(r.type for r in rules)
    assert kinds == ["decimal", "decimal", "decimal", "decimal", "list", "whole"]
    assert (
        next(r for r in rules if r.type == "list").formula1
        == '"candidate,required,existing,forbidden"'
    )


def test_an_unknown_kind_has_no_template(tmp_path):
    with pytest.raises(InputError, match="Unknown kind 'shops'"):
        read.write_template("shops", tmp_path / "t.xlsx")
