"""A project comes back equal, and only what differs is written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import numpy as np
import pandas as pd
import pyogrio
import pytest

from geo.core import Scenario
from geo.errors import InputError
from geo.store import project as store
from geo.store.record import Families
from geo.travel import Straight

import made

FAMILIES = Families(made.PROBLEMS, made.MODES)


def a_project(town=None):
    return store.Project(made.study(town), Scenario(made.Question(), Straight(1.3)))


def kept_plan(name="甲", town=None):
    found = made.proposal(town)
    return store.KeptPlan(
        name, Scenario(made.Question(), Straight(1.3)), found.study, found.plan, found.served_pos
    )


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "永顺 镇.gpkg"
    store.create(path, a_project(), "张")
    return store.open_file(path, FAMILIES, who="张")


def again(file):
    return store.load(file.path, FAMILIES)


def with_status(project, pos, status):
    words = project.study.sites.status.astype("U9").copy()
    words[pos] = status
    sites = replace(project.study.sites, status=words)
    return replace(project, study=project.study.with_sites(sites))


def same_study(a, b):
    assert a.digest == b.digest
    assert (a.name, a.sources, a.small_firm_line) == (b.name, b.sources, b.small_firm_line)
    assert a.outline.equals(b.outline)
    assert a.streets.equals(b.streets)
    pd.testing.assert_frame_equal(a.rejected, b.rejected)


def same_plan(a, b):
    assert a.name == b.name
    assert a.scenario == b.scenario
    assert a.study.digest == b.study.digest == a.plan.data_digest
    assert a.plan == b.plan
    np.testing.assert_array_equal(a.served_pos, b.served_pos)


def test_a_project_comes_back_equal(tmp_path):
    town = made.Town(names=made.HOSTILE)
    project = replace(
        a_project(town), whom="small", remarks="两行\n备注", kept=(kept_plan(town=town),)
    )
    path = tmp_path / "p.gpkg"
    store.create(path, project, "张")
    back = store.load(path, FAMILIES)
    same_study(back.study, project.study)
    assert (back.scenario, back.whom, back.remarks) == (
        project.scenario,
        "small",
        "两行\n备注",
    )
    same_plan(back.kept[0], project.kept[0])
    assert back.lost == ()


def test_settings_come_back_and_are_taken_back(file):
    asked = {"years": {"news": [2, 0]}, "columns": {"firms": {"workers": "人数"}}}
    assert file.save(replace(file.project, settings=asked), "李")
    assert again(file).settings == asked
    assert file.undo("李")
    assert again(file).settings == {}


def test_an_id_that_was_given_out_is_never_free_again(file):
    moved = with_status(file.project, 2, "forbidden")
    assert file.save(replace(moved, used_ids=frozenset({"新1"})), "李")
    assert file.undo("李")
    assert again(file).used_ids == {"新1"}
    assert file.save(replace(with_status(file.project, 1, "forbidden"), used_ids=frozenset()), "张")
    assert again(file).used_ids == {"新1"}
    other = made.study(made.Town(names=made.HOSTILE))  # other lists: the file is written anew
    assert file.save(replace(file.project, study=other, used_ids=frozenset({"新2"})), "张")
    assert again(file).used_ids == {"新1", "新2"}


def test_a_gis_opens_it(file):
    found = dict(pyogrio.list_layers(file.path))
    assert found["firms"] == found["sites"] == "Point"
    assert found["xuanzhi_history"] is None
    for name in found:
        pyogrio.read_dataframe(file.path, layer=name)


def test_a_status_is_one_row(file):
    with closing(sqlite3.connect(file.path)) as base:
        before = base.execute("SELECT fid, * FROM firms").fetchall()
    new = with_status(file.project, 2, "forbidden")
    assert file.save(new, "李")
    with closing(sqlite3.connect(file.path)) as base:
        assert base.execute("SELECT fid, * FROM firms").fetchall() == before
    same_study(again(file).study, new.study)
    last = file.history()[0]
    assert (last.who, last.can_undo) == ("李", True)
    assert last.sentence == "2号场地: candidate → forbidden"
    with closing(sqlite3.connect(file.path)) as base:
        (undo,) = base.execute("SELECT undo FROM xuanzhi_history ORDER BY fid DESC").fetchone()
    assert undo == '[["change", "sites", 3, {"status": "candidate"}]]'


def test_every_part_is_saved_and_taken_back(file):
    start = file.project
    question = Scenario(made.Question(new=4, radius_m=900.0), Straight(1.2), note="x")
    changes = [
        replace(start, scenario=question),
        replace(start, scenario=question, whom="small"),
        replace(start, scenario=question, whom="small", remarks="备注"),
    ]
    changes.append(replace(changes[-1], kept=(kept_plan(),)))
    changes.append(replace(changes[-1], kept=()))
    changes.append(with_status(changes[-1], 4, "required"))
    for one in changes:
        assert file.save(one, "张")
        back = again(file)
        assert (back.scenario, back.whom, back.remarks) == (one.scenario, one.whom, one.remarks)
        assert [k.name for k in back.kept] == [k.name for k in one.kept]
        assert back.study.digest == one.study.digest
    for one in [*changes[:-1][::-1], start]:
        assert file.undo("张")
        back = file.project
        assert (back.scenario, back.whom, back.remarks) == (one.scenario, one.whom, one.remarks)
        assert [k.name for k in back.kept] == [k.name for k in one.kept]
        assert back.study.digest == one.study.digest
    assert not file.undo("张")


def test_a_kept_plan_brings_its_own_data(file):
    """Other sites, other weights: both come back though the layers hold neither."""
    found = kept_plan()
    study = found.study.with_demand(found.study.demand.with_weight(np.arange(120)))
    study = study.with_sites(study.sites.take(np.arange(9)))
    plan = replace(found, study=study, plan=replace(found.plan, data_digest=study.digest))
    assert file.save(replace(file.project, kept=(plan,)), "张")
    same_plan(again(file).kept[0], plan)


def test_firms_change_and_the_plan_still_knows_its_own(file):
    plan = kept_plan()
    weights = kept_plan("乙")
    other = weights.study.with_demand(weights.study.demand.with_weight(np.arange(120)))
    weights = replace(weights, study=other, plan=replace(weights.plan, data_digest=other.digest))
    assert file.save(replace(file.project, kept=(plan, weights)), "张")
    demand = file.project.study.demand
    fewer = demand.take(np.arange(3, 120))
    edited = replace(fewer, x=fewer.x + np.eye(1, 117)[0], weight=fewer.weight + 1)
    new = replace(file.project, study=file.project.study.with_demand(edited))
    assert file.save(new, "张")
    back = again(file)
    assert back.study.demand == edited
    same_plan(back.kept[0], plan)
    same_plan(back.kept[1], weights)
    assert file.undo("张")
    assert file.project.study.demand == demand
    shown = pyogrio.read_dataframe(file.path, layer="firms", bbox=(116, 39, 117, 40))
    assert len(shown) == 120


@pytest.mark.parametrize("way", ["order", "list"])
def test_another_list_takes_the_place_of_the_old_one(file, way):
    plan = kept_plan()
    assert file.save(replace(file.project, kept=(plan,)), "张")
    study = file.project.study
    if way == "order":
        study = study.with_demand(study.demand.take(np.arange(120)[::-1]))
    else:
        study = replace(made.study(made.Town(n=50, seed=9, place=(24.9, 60.2))), name="Other")
    assert file.save(replace(file.project, study=study), "张")
    same_study(again(file).study, study)
    same_plan(again(file).kept[0], plan)
    assert not file.undo("张")
    assert file.save(replace(file.project, remarks="x"), "张"), "the lock came along"
    assert [c.what for c in file.history()][-1] == "Project begun: {name}"


def test_columns_may_come_and_change_their_kind(file):
    study = file.project.study
    for column in ("free", 3, 2.5, True):
        table = study.sites.table.assign(**{'area "m2"': column})
        new = study.with_sites(replace(study.sites, table=table, cost=np.arange(10) * 7))
        assert file.save(replace(file.project, study=new), "张")
        assert again(file).study.sites == new.sites
        assert len(pyogrio.read_dataframe(file.path, layer="sites")) == 10
    for _n in range(4):
        assert file.undo("张")
    assert file.project.study.sites == study.sites


def test_firms_changed_by_another_program_are_said_to_be_lost(file):
    assert file.save(replace(file.project, kept=(kept_plan(),)), "张")
    frame = pyogrio.read_dataframe(file.path, layer="firms")
    frame["workers"] += 1
    pyogrio.write_dataframe(frame, file.path, layer="firms", append=False)
    back = again(file)
    assert back.kept == ()
    assert back.lost == ("甲",)
    assert back.study.demand.total == file.project.study.demand.total + 120


def test_a_name_that_is_taken_is_refused(file):
    with pytest.raises(InputError, match="choose another name"):
        store.create(file.path, a_project(), "张")


def test_no_file_no_project_no_room(tmp_path):
    with pytest.raises(InputError, match="no file"):
        store.open_file(tmp_path / "absent.gpkg", FAMILIES, who="张")
    text = tmp_path / "text.gpkg"
    text.write_text("no database at all, " * 60, encoding="utf-8")
    with pytest.raises(InputError, match=r"text\.gpkg"):
        store.open_file(text, FAMILIES, who="张")
    with pytest.raises(InputError, match="cannot be written"):
        store.create(tmp_path / "no" / "folder.gpkg", a_project(), "张")
    assert not store.is_project(text)
