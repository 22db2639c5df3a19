"""What is typed into the table of sites becomes another study, or a sentence."""

from __future__ import annotations

import pytest

from geo.errors import InputError
from geo.explain import site_sheet, with_site_sheet

import made


def test_an_untouched_sheet_changes_nothing():
    study = made.study()
    assert with_site_sheet(study, site_sheet(study)) is study


def test_every_kind_of_figure_can_be_changed():
    study = made.study()
    sheet = site_sheet(study)
    assert list(sheet["capacity"]) == [100.0 * k for k in range(10)]
    sheet.loc[1, ["status", "hours", "area_m2", "capacity"]] = ["forbidden", "8-20", 320.5, 7]
    changed = with_site_sheet(study, sheet)
    assert study.sites.status[1] == "candidate"
    assert changed.sites.status[1] == "forbidden"
    assert changed.sites.capacity.tolist() == [0, 7, *range(200, 1000, 100)]
    assert changed.sites.table["hours"].tolist() == ["9-17", "8-20", *["9-17"] * 8]
    assert changed.sites.table["area_m2"].iloc[1] == 320.5
    assert changed.digest != study.digest
    assert site_sheet(changed).equals(sheet)


def test_a_cost_counts_once_every_site_has_one():
    study = made.study()
    sheet = site_sheet(study)
    sheet.loc[:8, "cost_yuan"] = 1000.0
    part = with_site_sheet(study, sheet)
    assert part.sites.cost is None
    assert site_sheet(part)["cost_yuan"].notna().sum() == 9
    sheet.loc[9, "cost_yuan"] = 0
    assert with_site_sheet(part, sheet).sites.cost.tolist() == [1000] * 9 + [0]
    sheet["cost_yuan"] = float("nan")
    assert with_site_sheet(part, sheet).sites.cost is None
    assert site_sheet(with_site_sheet(part, sheet))["cost_yuan"].isna().all()


@pytest.mark.parametrize(
    ("column", "value"), [("cost_yuan", -1), ("capacity", 2.5), ("area_m2", -3)]
)
def test_what_is_no_amount_is_a_sentence(column, value):
    sheet = site_sheet(made.study())
    sheet.loc[2, column] = value
    with pytest.raises(InputError, match="2号场地"):
        with_site_sheet(made.study(), sheet)


def test_rows_do_not_come_and_go():
    with pytest.raises(InputError, match="page Data"):
        with_site_sheet(made.study(), site_sheet(made.study()).iloc[1:])
