"""What the files say: the same figures, told by plain loops."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
from shapely import Point

from geo import words
from geo.export import export
from geo.travel import Table

import made


@pytest.fixture(scope="module")
def proposal():
    return made.proposal()


@pytest.fixture(scope="module")
def package(proposal, tmp_path_factory):
    return export(proposal, tmp_path_factory.mktemp("out") / "plan.gpkg")


@pytest.fixture(scope="module")
def book(proposal, tmp_path_factory):
    with words.in_language("en"):
        path = export(proposal, tmp_path_factory.mktemp("out") / "plan.xlsx")
    return openpyxl.load_workbook(path)


def test_the_geopackage_has_the_layers_of_the_contract(package):
    found = dict(pyogrio.list_layers(package))
    assert list(found)[:2] == ["firms", "sites"]
    assert {"existing", "proposed", "catchments", "outline", "streets"} <= set(found)
    assert found["catchments"] == "Polygon"


def test_firms_know_their_nearest_and_their_assigned_home(package, proposal):
    firms = gpd.read_file(package, layer="firms").set_index("firm_id")
    sites, demand = proposal.study.sites, proposal.study.demand
    for i, key in enumerate(demand.ids):
        row = firms.loc[key]
        metres = {
            s: 1.3 * np.hypot(demand.x[i] - sites.x[j], demand.y[i] - sites.y[j])
            for j, s in enumerate(sites.ids)
            if s in proposal.plan.open_ids
        }
        best = min(metres, key=metres.get)
        assert row["nearest_id"] == best
        assert row["nearest_m"] == pytest.approx(metres[best], abs=0.01)
        assert (row["served_by"] == best) == (metres[best] <= 700)
        assert row["covered_after"] == (metres[best] <= 700)
        assert row["x_m"] == demand.x[i]


def test_sites_say_who_is_open_and_what_it_brings(package, proposal):
    sites = gpd.read_file(package, layer="sites").set_index("site_id")
    assert list(sites.index[sites["is_open"]]) == ["S0", "S1", "S3"]
    assert list(sites.index[sites["is_new"]]) == ["S1", "S3"]
    assert sites.loc["S1", "reach"] == proposal.cards["reach"][1]
    assert pd.isna(sites.loc["S2", "reach"])
    existing, proposed = (gpd.read_file(package, layer=n) for n in ("existing", "proposed"))
    assert list(existing["site_id"]) == ["S0"]
    assert list(proposed["rank"]) == [1, 2]


def test_catchments_hold_the_firms_they_serve(package, proposal):
    shapes = gpd.read_file(package, layer="catchments").set_index("site_id").geometry
    firms = gpd.read_file(package, layer="firms")
    for row in firms.itertuples():
        if abs(row.nearest_m - 700) > 5:
            assert shapes[row.nearest_id].contains(Point(row.geometry)) == row.covered_after


def test_the_plan_can_be_run_again_from_the_file(package):
    plan = pyogrio.read_dataframe(package, layer="xuanzhi_plan").set_index("key")["value"]
    assert '[problem]\nname = "max-cover"' in plan["scenario"]
    assert plan["format"] == "xuanzhi-plan/1"


def test_distances_given_by_the_caller_are_kept_as_data(proposal, tmp_path):
    given = made.proposal(mode=Table(np.ones((120, 10))))
    path = export(given, tmp_path / "plan.gpkg")
    plan = pyogrio.read_dataframe(path, layer="xuanzhi_plan").set_index("key")["value"]
    assert "scenario" not in plan
    assert "xuanzhi_distances" in dict(pyogrio.list_layers(path))


def test_the_workbook_has_its_sheets(book, proposal):
    assert book.sheetnames == [
        *("Summary", "Sites", "Firms", "Firms not covered", "Totals"),
        *("Coverage by street", "Coverage by size of firm", "Served by home", "Notes"),
    ]
    rows = list(book["Firms"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(proposal.study.demand)
    assert book["Firms"].freeze_panes == "D2"
    missed = list(book["Firms not covered"].iter_rows(min_row=2, values_only=True))
    assert len(missed) == int((~proposal.covered_after).sum())
    head = [cell.value for cell in book["Firms not covered"][1]]
    workers = [row[head.index("Workers")] for row in missed]
    assert workers == sorted(workers, reverse=True)
    assert sum(workers) == proposal.plan.total - proposal.plan.covered


def test_the_summary_shows_before_after_and_bound(proposal, tmp_path):
    with words.in_language("en"):
        path = export(proposal, tmp_path / "plan.xlsx")
    stored = openpyxl.load_workbook(path, data_only=True)  # as one sees it who does not reckon
    said = {row[0]: row[1] for row in stored["Summary"].iter_rows(values_only=True)}
    total = proposal.plan.total
    assert said["Covered today"] == f"{proposal.plan.covered_before / total:.1%}"
    assert said["Covered by the plan"] == f"{proposal.plan.covered / total:.1%}"
    assert said["Workers covered by the plan"] == proposal.plan.covered
    assert said["Way of choosing"] == "Workers covered"
    assert said["exact plan"] == proposal.plan.covered


def test_chinese_sheets_and_headings(proposal, tmp_path):
    with words.in_language("zh"):
        path = export(proposal, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        *("概要", "点位", "企业", "未覆盖企业", "合计核对"),
        *("分街道（社区）覆盖情况", "按企业规模的覆盖情况", "各职工之家就近服务情况", "说明"),
    ]
    heads = [cell.value for sheet in book.worksheets[1:4] for cell in sheet[1]]
    assert not [head for head in heads if head.isascii()]


def test_a_workbook_prints_as_it_is_seen(book):
    for sheet in book:
        page = sheet.page_setup
        assert (page.orientation, int(page.paperSize)) == ("landscape", 9)
        assert page.fitToWidth in (None, 1)  # one page is what is meant where nothing is said
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for name in ("Sites", "Firms", "Firms not covered"):
        sheet = book[name]
        assert sheet.print_title_rows == "$1:$1"
        for cell in sheet[1]:  # every head has the lines that its column leaves it
            wide = sheet.column_dimensions[cell.column_letter].width
            assert sheet.row_dimensions[1].height >= 15 * len(cell.value) / wide
    summary = book["Summary"]
    for row in summary.iter_rows(min_row=3, max_row=18, min_col=2, max_col=2):
        said = "" if row[0].data_type == "f" else str(row[0].value or "")
        height = summary.row_dimensions[row[0].row].height or 15
        assert height >= 15 * len(said) / 30, said
