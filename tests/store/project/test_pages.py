"""A project whose layers are laid out page by page is like any other."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pyogrio
import pytest

from geo import store as plans
from geo.core import Scenario
from geo.store import layers, pages
from geo.store import project as store
from geo.store.record import Families
from geo.travel import Straight

import made

FAMILIES = Families(made.PROBLEMS, made.MODES)


@pytest.fixture
def laid(monkeypatch):
    """Lay out every layer here; list those that were."""
    told, true = [], pages.write_points

    def write(path, layer, *rest):
        told.append((layer, true(path, layer, *rest)))
        return told[-1][1]

    monkeypatch.setattr(layers, "_MANY", 1)
    monkeypatch.setattr(pages, "write_points", write)
    return told


def contents(path):
    """Every table of a file but its index, and the times in it."""
    with closing(sqlite3.connect(path)) as base:
        names = [
            row[0]
            for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not row[0].startswith(("rtree", "gpkg_contents", "xuanzhi_history"))
        ]
        return {name: base.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}  # noqa: S608 - of the file


def sound(path):
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for layer in ("firms", "sites"):
            checked = base.execute("SELECT rtreecheck(?)", (f"rtree_{layer}_geom",)).fetchone()
            assert checked == ("ok",)


@pytest.mark.parametrize("town", [made.Town(), made.Town(names=made.HOSTILE)])
def test_the_file_holds_the_same(town, tmp_path, laid, monkeypatch):
    project = store.Project(made.study(town), Scenario(made.Question(), Straight(1.3)))
    ours, theirs = tmp_path / "ours.gpkg", tmp_path / "theirs.gpkg"
    store.create(ours, project, "张")
    is_short = town.names is not made.HOSTILE  # a name of which is longer than a page
    assert laid == [("firms", is_short), ("sites", True)]
    monkeypatch.undo()
    store.create(theirs, project, "张")
    assert contents(ours) == contents(theirs)
    sound(ours)
    assert store.load(ours, FAMILIES).study.digest == project.study.digest


def test_it_is_worked_on_as_any_other(tmp_path, laid):
    path = tmp_path / "p.gpkg"
    project = store.Project(made.study(), Scenario(made.Question(), Straight(1.3)))
    store.create(path, project, "张")
    file = store.open_file(path, FAMILIES, who="张")
    study = file.project.study
    demand = study.demand.take(np.arange(3, 120)).with_weight(np.arange(117))
    assert file.save(store.Project(study.with_demand(demand), project.scenario), "张")
    sound(path)
    assert store.load(path, FAMILIES).study.demand == demand
    assert file.undo("张")
    sound(path)
    assert store.load(path, FAMILIES).study.digest == study.digest
    turned = study.with_demand(study.demand.take(np.arange(120)[::-1]))
    assert file.save(store.Project(turned, project.scenario), "张")  # the file is written anew
    sound(path)
    assert store.load(path, FAMILIES).study.digest == turned.digest
    assert laid == [("firms", True), ("sites", True)] * 2
    assert len(pyogrio.read_dataframe(path, layer="firms", bbox=(116, 39, 117, 40))) == 120


def test_a_plan_file_too(tmp_path, laid):
    found, path = made.proposal(), tmp_path / "plan.gpkg"
    plans.save(path, found.study, found.plan)
    assert laid == [("firms", True), ("sites", True)]
    sound(path)
    study, plan = plans.load(path, problems=made.PROBLEMS, modes=made.MODES)
    assert study.digest == found.study.digest
    assert plan.value == found.plan.value


def test_long_lists_are_laid_out_and_short_ones_not(tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(pages, "write_points", lambda _path, layer, *_rest: told.append(layer))
    for n in (120, 20_000):
        study = made.study(made.Town(n=n))
        layers.write_layers(
            tmp_path / f"{n}.gpkg",
            {"firms": layers.Points(layers.firm_rows(study.demand)[0], study.demand.crs)},
        )
        assert told == ["firms"] * (n > 120)
        assert len(pyogrio.read_dataframe(tmp_path / f"{n}.gpkg", layer="firms")) == n
