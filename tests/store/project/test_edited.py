"""What was edited is there again when the project is opened: after every edit, from the file."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.core import Scenario
from geo.core.edits import (
    AddFirm,
    AddSite,
    ChangeFirm,
    ChangeSite,
    DropFirm,
    DropSite,
    MoveFirm,
    MoveSite,
    RenameFirm,
    WeighFirm,
)
from geo.opening import FAMILIES
from geo.solve import MaxCover
from geo.store.project import KeptPlan, Project, create, history, load, open_file, tell
from geo.study import demo, run
from geo.travel import Straight

ASKED = Scenario(MaxCover(new=3, radius_m=1000), Straight(1.3))
NEW = AddSite("new-1", -4968.1, 3769.6, (("name", "新场地 1"),))
FIRM = AddFirm("new-firm-1", -4968.1, 3769.6, 12, (("name", "新企业 1"), ("street", "示例街")))
EDITS = {
    "a site without cost or capacity": [NEW],
    "and a cost for it": [NEW, ChangeSite("new-1", (("cost", 5000),))],
    "and dropped again": [NEW, DropSite("new-1")],
    "a cost cleared": [ChangeSite("V01", (("cost", None),))],
    "a capacity cleared": [ChangeSite("V01", (("capacity", None),))],
    "another name": [ChangeSite("V02", (("name", "大礼堂"),))],
    "all costs cleared": [ChangeSite(f"V{k:02}", (("cost", None),)) for k in range(1, 17)],
    "moved": [MoveSite("V03", 10.5, -20.25)],
    "firms": [MoveFirm("F0001", 1.5, 2.5), WeighFirm("F0002", 77)],
    "a firm": [FIRM],
    "and more of it": [FIRM, ChangeFirm("new-firm-1", (("members", 8), ("is_unionised", True)))],
    "and deleted again": [FIRM, DropFirm("new-firm-1")],
    "firms deleted": [DropFirm("F0001"), DropFirm("F0900"), DropFirm("F1740")],
    "a firm put back": [DropFirm("F0900"), DropFirm("F0900").back(demo("yongshun"))],
    "firms renamed": [RenameFirm("F0001", "甲厂"), RenameFirm("F0001", "=1+1")],
    "one in the place of another": [DropFirm("F0002"), FIRM, RenameFirm("new-firm-1", "乙厂")],
}


def edited(edits):
    study = demo("yongshun")
    for edit in edits:
        study = edit.apply(study)
    return study


def assert_same(found, study):
    pd.testing.assert_frame_equal(found.sites.table, study.sites.table, check_dtype=False)
    assert list(found.sites.ids) == list(study.sites.ids)
    assert found.sites.digest == study.sites.digest
    pd.testing.assert_frame_equal(found.demand.table, study.demand.table)
    assert list(found.demand.ids) == list(study.demand.ids)
    assert found.demand.digest == study.demand.digest
    for name in ("cost", "capacity"):
        mine, theirs = getattr(found.sites, name), getattr(study.sites, name)
        assert (mine is None) == (theirs is None)
        assert mine is None or mine.tolist() == theirs.tolist()


@pytest.mark.parametrize("edits", EDITS.values(), ids=list(EDITS))
def test_a_project_begun_with_an_edited_study_opens(tmp_path, edits):
    file, study = tmp_path / "begun.gpkg", edited(edits)
    create(file, Project(study, ASKED), "me")
    assert_same(load(file, FAMILIES).study, study)


@pytest.mark.parametrize("edits", EDITS.values(), ids=list(EDITS))
def test_a_project_saved_after_each_edit_opens_each_time(tmp_path, edits):
    file = tmp_path / "saved.gpkg"
    create(file, Project(demo("yongshun"), ASKED), "me")
    opened = open_file(file, FAMILIES, who="me")
    for n in range(1, len(edits) + 1):
        study = edited(edits[:n])
        opened.save(Project(study, ASKED), "me")
        assert_same(load(file, FAMILIES).study, study)
    opened.undo("me")
    assert_same(load(file, FAMILIES).study, edited(edits[:-1]))


def test_a_kept_plan_keeps_its_firms_and_each_hand_its_name(tmp_path):
    file, study = tmp_path / "kept.gpkg", demo("yongshun")
    found = run(study, ASKED)
    kept = KeptPlan("before", ASKED, found.study, found.plan, found.served_pos)
    create(file, Project(study, ASKED, kept=(kept,)), "me")
    opened = open_file(file, FAMILIES, who="me")
    now = study
    for who, edit in (
        ("her", FIRM),
        ("him", DropFirm("F0900")),
        ("her", RenameFirm("F0001", "甲")),
    ):
        now = edit.apply(now)
        opened.save(Project(now, ASKED, kept=(kept,), used_ids=frozenset({"new-firm-1"})), who)
    project = load(file, FAMILIES)
    assert_same(project.study, now)
    assert project.used_ids == {"new-firm-1"}
    (one,) = project.kept
    assert one.study.demand.digest == study.demand.digest
    assert one.plan.value == found.plan.value
    told = [(change.who, change.sentence) for change in history(file)][:3]
    gone = study.demand.table["name"].iloc[899]
    assert told == [
        ("her", "Firms changed"),
        ("him", f"Firms removed: {gone}"),
        ("her", "Firms added: 新企业 1"),
    ]
    opened.save(Project(study, ASKED, kept=(kept,)), "me")
    assert history(file)[0].sentence == f"Firms added: {gone}; removed: 新企业 1"
    opened.undo("me")
    assert_same(load(file, FAMILIES).study, now)


@pytest.mark.parametrize("knows", [True, False])
def test_the_history_tells_no_union_that_the_list_does_not_tell(knows):
    study = demo("yongshun")
    if not knows:
        table = study.demand.table.drop(columns="is_unionised")
        study = replace(study, demand=replace(study.demand, table=table))
    was = Project(study, ASKED)
    sentence, _fields = tell(was, replace(was, whom="small"))
    assert ("unionised" in sentence) == knows
