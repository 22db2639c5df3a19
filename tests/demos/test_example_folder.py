"""The lists in data/example can be read as they are, and are what they say they are."""

from pathlib import Path

import numpy as np
import pytest

from geo.core.crs import lonlat
from geo.read import read_study
from geo.read.demos import demo

FOLDER = Path(__file__).resolve().parents[2] / "data" / "example"


@pytest.fixture(scope="module")
def study():
    return read_study(FOLDER)


def test_no_row_is_lost(study):
    for name, part in {"firms": study.demand, "homes": None, "venues": study.sites}.items():
        rows = len((FOLDER / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()) - 1
        if name == "firms":
            assert len(part) == rows == 200
    assert len(study.rejected) == 0
    assert study.sites.status.tolist().count("existing") == 2
    assert study.sites.status.tolist().count("forbidden") == 1
    assert len(study.sites) == 19


def test_the_rows_are_those_of_the_demo(study):
    town = demo("yongshun")
    at = town.demand.ids.get_indexer(study.demand.ids.astype(str))
    assert (at >= 0).all()
    assert np.array_equal(study.demand.weight, town.demand.weight[at])
    here = np.column_stack(lonlat(study.demand.x, study.demand.y, study.demand.crs))
    there = np.column_stack(lonlat(town.demand.x[at], town.demand.y[at], town.demand.crs))
    assert np.abs(here - there).max() < 1e-6
    for column in ("name", "street", "industry"):
        assert study.demand.table[column].tolist() == town.demand.table[column].iloc[at].tolist()
    assert study.demand.table["name"].str.startswith("示例").all()
    assert (study.sites.cost == town.sites.cost[town.sites.ids.get_indexer(study.sites.ids)]).all()
