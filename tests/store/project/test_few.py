"""A few firms of a long list change: only their rows are written, and all is there again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.core import Demand, Scenario, Sites, Study
from geo.core.edits import (
    AddFirm,
    Batch,
    ChangeFirm,
    DropFirm,
    MoveFirm,
    RenameFirm,
    WeighFirm,
)
from geo.opening import FAMILIES
from geo.solve import MaxCover
from geo.store import columns, layers
from geo.store.project import Project, create, few, load, open_file, write
from geo.travel import Straight

ASKED = Scenario(MaxCover(new=1, radius_m=1000), Straight(1.3))
N = 400
KINDS = {
    "name": pd.array([f"企业{k}" for k in range(N)], dtype="str"),
    "street": np.array(["东", None] * (N // 2), dtype=object),
    "members": np.arange(N, dtype=np.int64),
    "is_unionised": np.arange(N) % 3 == 0,
    "some": pd.array([1, None] * (N // 2), dtype="Int64"),
    "area": np.where(np.arange(N) % 7 == 0, np.nan, np.arange(N) / 3),
    "since": pd.to_datetime(["2020-01-01", None] * (N // 2)),
}
IDS = {
    "rows": None,
    "numbers": [*range(2, N + 2)],
    "texts": [f"F{k:03}" for k in range(N)],
    "both": ["new-firm-7", *range(1, N)],
}


def town(ids, columns=tuple(KINDS)):
    x = np.arange(N) * 10.0
    table = pd.DataFrame({name: KINDS[name] for name in columns})
    demand = Demand.from_arrays(x, x / 2, np.arange(N) % 50, ids, crs="EPSG:4549", table=table)
    return Study("镇", demand, Sites.from_arrays([5.0], [5.0], crs="EPSG:4549"))


def steps(study):
    """Return edits, one after another: at the end, at the beginning, in the middle."""
    i = study.demand.ids
    yield AddFirm("new-firm-1", 3.0, 4.0, 5, (("name", "新厂"),))  # its members are not known
    yield WeighFirm("new-firm-1", 9)
    yield ChangeFirm("new-firm-1", (("members", 3), ("street", "西")))
    yield MoveFirm(i[0], 1.0, 2.0)
    yield DropFirm(i[200])
    yield RenameFirm(i[201], "乙厂")
    yield Batch((DropFirm(i[3]), AddFirm("new-firm-2", 8.0, 9.0), WeighFirm(i[2], 7)))
    yield DropFirm("new-firm-1")


@pytest.fixture
def counted(monkeypatch):
    """Refuse to look at all rows; count what was written."""
    n = []
    true = few.few_steps

    def counting(base, was, now, notes):
        found = true(base, was, now, notes)
        assert found is not None
        n.append(len(found[0]))
        return found

    monkeypatch.setattr(write.few, "few_steps", counting)
    return n


def assert_same(found, study):
    assert found.demand.digest == study.demand.digest
    assert list(found.demand.ids) == list(study.demand.ids)
    assert [*map(type, found.demand.ids[[0, -1]].tolist())] == [
        *map(type, study.demand.ids[[0, -1]].tolist())
    ]
    pd.testing.assert_frame_equal(found.demand.table, study.demand.table)


@pytest.mark.parametrize("ids", IDS.values(), ids=list(IDS))
def test_each_edit_writes_its_rows_alone(tmp_path, ids, counted):
    file, study = tmp_path / "p.gpkg", town(ids)
    create(file, Project(study, ASKED), "me")
    opened, every = open_file(file, FAMILIES, who="me"), [study]
    for edit in steps(study):
        study = edit.apply(study)
        assert opened.save(replace(opened.project, study=study), "me")
        assert_same(load(file, FAMILIES).study, study)
        every.append(study)
    assert counted == [1, 1, 1, 1, 1, 1, 3, 1]
    for before in every[-2::-1]:
        assert opened.undo("me")
        assert_same(opened.project.study, before)


@pytest.mark.parametrize("ids", IDS.values(), ids=list(IDS))
def test_a_firm_taken_back_into_the_middle_stands_where_it_stood(tmp_path, ids, counted):
    file, study = tmp_path / "p.gpkg", town(ids)
    create(file, Project(study, ASKED), "me")
    opened, drop = open_file(file, FAMILIES, who="me"), DropFirm(study.demand.ids[200])
    for now in (drop.apply(study), drop.back(study).apply(drop.apply(study))):
        assert opened.save(replace(opened.project, study=now), "me")
        assert_same(load(file, FAMILIES).study, now)
    assert counted == [1, 1]


def test_what_does_not_fit_in_is_looked_at_row_by_row(tmp_path):
    """Another order, other columns, a text among numbers, a file that somebody else changed."""
    study = town(IDS["numbers"], ("name", "members"))
    demand = study.demand
    turned = demand.take(np.arange(N)[::-1].copy())
    wider = replace(demand, table=demand.table.assign(more="x"))
    mixed = replace(demand, table=demand.table.assign(members=["viele", *range(1, N)]))
    for k, other in enumerate((turned, wider, mixed)):
        file = tmp_path / f"{k}.gpkg"
        create(file, Project(study, ASKED), "me")
        opened = open_file(file, FAMILIES, who="me")
        with write.database.changing(file) as base:
            assert few.few_steps(base, demand, other, layers.firm_rows(demand)[1]) is None
        assert opened.save(replace(opened.project, study=study.with_demand(other)), "me")
        assert_same(load(file, FAMILIES).study, study.with_demand(other))
    moved = MoveFirm(5, 1.0, 2.0).apply(study)
    with closing(sqlite3.connect(tmp_path / "0.gpkg")) as base:
        notes = layers.firm_rows(demand)[1]
        assert few.few_steps(base, demand, moved.demand, notes) is None  # turned round meanwhile


def test_whole_numbers_with_gaps_of_an_older_project_are_read_and_changed(tmp_path, monkeypatch):
    file, study = tmp_path / "p.gpkg", town(None)
    monkeypatch.setattr(columns, "WITH_GAPS", {})  # it knew of no gaps among numbers
    create(file, Project(study, ASKED), "me")
    monkeypatch.undo()
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("UPDATE xuanzhi_project SET value = '2' WHERE key = 'schema'")
        base.execute("DROP TABLE xuanzhi_doubtful")
        base.execute("DELETE FROM gpkg_contents WHERE table_name = 'xuanzhi_doubtful'")
        assert base.execute("SELECT some FROM firms").fetchone() == ("1",)
    assert_same(load(file, FAMILIES).study, study)
    opened = open_file(file, FAMILIES, who="me")
    i = study.demand.ids
    for edit in (
        ChangeFirm(i[4], (("some", 12),)),
        Batch(tuple(ChangeFirm(one, (("some", 5),)) for one in i[:350])),  # too many to be few
        AddFirm("new-firm-1", 3.0, 4.0),
    ):
        study = edit.apply(study)
        assert opened.save(replace(opened.project, study=study), "me")
        assert_same(load(file, FAMILIES).study, study)
