"""What two hands made of one project at the same time: nothing of either is lost in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.core import Demand, Scenario
from geo.store.project import KeptPlan, Project, join, open_file
from geo.store.project import create as begin
from geo.store.record import Families
from geo.travel import Straight

import made

FAMILIES = Families(made.PROBLEMS, made.MODES)
BASE = Project(
    made.study(made.Town()),
    Scenario(made.Question(), Straight(1.3)),
    settings={"columns": {"firms": {"workers": "人数"}}},
)
FOUND = made.proposal()


def asked(project, radius):
    problem = replace(project.scenario.problem, radius_m=radius)
    return replace(project, scenario=replace(project.scenario, problem=problem))


def with_status(project, pos, status):
    words = project.study.sites.status.astype("U9").copy()
    words[pos] = status
    sites = replace(project.study.sites, status=words)
    return replace(project, study=project.study.with_sites(sites))


def with_workers(project, pos, workers):
    firms = project.study.demand
    weight = firms.weight.copy()
    weight[pos] = workers
    return replace(project, study=replace(project.study, demand=firms.with_weight(weight)))


def named(name):
    return KeptPlan(name, BASE.scenario, FOUND.study, FOUND.plan, FOUND.served_pos)


ROW = {"of": "x", "cells": {"F1": {"name": "改"}}, "added": [], "gone": []}
CHANGES = {
    "firms": lambda p: with_workers(p, 0, 77),
    "sites": lambda p: with_status(p, 2, "forbidden"),
    "question": lambda p: asked(p, 1234.0),
    "whom": lambda p: replace(p, whom="small"),
    "remarks": lambda p: replace(p, remarks="看过了"),
    "kept": lambda p: replace(p, kept=(*p.kept, named("乙"))),
    "years": lambda p: replace(p, settings=p.settings | {"years": {"news": [2, 0]}}),
    "columns": lambda p: replace(p, settings={}),
    "typed": lambda p: replace(p, settings=p.settings | {"typed": {"甲": {"firms": ROW}}}),
}


def said(project):
    """All of a project that can be compared."""
    return (
        project.study.digest,
        project.study.small_firm_line,
        project.scenario,
        project.whom,
        project.remarks,
        [id(one) for one in project.kept],
        dict(project.settings),
        project.used_ids,
    )


def after(names, project=BASE):
    for name in names:
        project = CHANGES[name](project)
    return project


@given(st.sets(st.sampled_from(sorted(CHANGES))), st.sets(st.sampled_from(sorted(CHANGES))))
def test_what_only_one_hand_changed_is_there(mine, theirs):
    theirs = theirs - mine
    found = join(BASE, after(sorted(mine)), after(sorted(theirs)))
    both = after(sorted(mine | theirs))
    assert [one.name for one in found.project.kept] == [one.name for one in both.kept]
    assert said(replace(found.project, kept=())) == said(replace(both, kept=()))
    assert found.is_both
    assert not found.untaken


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_done_changes_nothing(name):
    there = CHANGES[name](BASE)
    assert said(join(BASE, BASE, there).project) == said(there)
    assert said(join(BASE, there, BASE).project) == said(there)


def test_of_two_questions_the_last_stands_and_both_remarks():
    mine, theirs = (
        replace(asked(BASE, radius), remarks=words)
        for radius, words in ((900.0, "甲"), (1100.0, "乙"))
    )
    found = join(BASE, mine, theirs).project
    assert found.scenario.problem.radius_m == 900
    assert found.remarks == "乙\n\n甲"
    again = join(BASE, mine, found).project  # told twice, as where a page was interrupted
    assert said(again) == said(found)


def test_words_that_stood_there_before_stand_there_once():
    base = replace(BASE, remarks="前言")
    found = join(base, replace(base, remarks="前言甲"), replace(base, remarks="前言乙"))
    assert found.project.remarks == "前言乙\n\n甲"


def test_numbers_of_one_question_go_together():
    mine = asked(BASE, 900.0)
    theirs = replace(BASE, scenario=replace(BASE.scenario, mode=Straight(1.5), seed=7))
    found = join(BASE, mine, theirs).project.scenario
    assert found.problem.radius_m == 900
    assert (found.mode, found.seed) == (Straight(1.5), 7)


def test_of_two_plans_of_one_name_none_is_lost(tmp_path):
    other = replace(named("甲"), plan=replace(FOUND.plan, value=FOUND.plan.value - 1))
    mine, theirs = replace(BASE, kept=(named("甲"),)), replace(BASE, kept=(other,))
    found = join(BASE, mine, theirs).project
    assert [one.name for one in found.kept] == ["甲", "甲 (2)"]
    assert [one.name for one in join(BASE, mine, found).project.kept] == ["甲", "甲 (2)"]


def test_a_plan_read_again_from_its_file_is_the_same_plan():
    base = replace(BASE, kept=(named("甲"), named("乙")))
    theirs = replace(base, kept=(named("甲"), named("乙")))  # as after something was taken back
    found = join(base, replace(base, kept=base.kept[:1]), theirs).project
    assert [one.name for one in found.kept] == ["甲"]


def test_a_correction_taken_back_is_none():
    base = replace(BASE, settings={"corrections": {"standing": [{"id": 0}]}})
    mine = after(["firms"], replace(base, settings={"corrections": {"standing": []}}))
    there = {"standing": [{"id": 0}, {"id": 2}]}
    theirs = after(["sites"], replace(base, settings={"corrections": there}))
    assert join(base, mine, theirs).project.settings["corrections"]["standing"] == [{"id": 2}]


def test_headings_of_two_lists_are_both_remembered():
    base = replace(BASE, settings={})
    mine = replace(base, settings={"columns": {"firms": {"workers": "人数"}}})
    theirs = replace(base, settings={"columns": {"sites": {"name": "名称"}}})
    kept = join(base, mine, theirs).project.settings["columns"]
    assert set(kept) == {"firms", "sites"}


@pytest.mark.parametrize("kind", ["firms", "sites"])
def test_a_list_that_both_changed_stays_as_saved_and_that_is_told(kind):
    theirs = CHANGES[kind](BASE)
    mine = with_workers(BASE, 1, 5) if kind == "firms" else with_status(BASE, 1, "forbidden")
    mine = replace(asked(mine, 1500.0), settings=mine.settings | {"corrections": {"standing": [1]}})
    theirs = replace(theirs, settings=theirs.settings | {"corrections": {"standing": [2]}})
    found = join(BASE, mine, theirs)
    assert found.project.study.digest == theirs.study.digest
    assert found.project.scenario.problem.radius_m == 1500
    assert found.project.settings["corrections"] == {"standing": [2]}
    ((what, _fields),) = found.untaken
    assert what == ("Firms changed" if kind == "firms" else "{name}: {before} → {after}")


def test_corrections_of_both_lists_are_noted_side_by_side():
    first = {"standing": [{"id": 0}], "n_carried": 0}
    base = replace(BASE, settings={"corrections": first})
    mine = after(
        ["firms"], replace(base, settings={"corrections": {"standing": [{"id": 0}, {"id": 1}]}})
    )
    there = {"standing": [{"id": 0}, {"id": 2}], "n_carried": 1}
    theirs = after(["sites"], replace(base, settings={"corrections": there}))
    found = join(base, mine, theirs).project
    noted = {"standing": [{"id": 0}, {"id": 2}, {"id": 1}], "n_carried": 1}
    assert found.settings == {"corrections": noted}


def test_a_plan_is_let_go_by_either_and_kept_anew_by_the_last():
    base = replace(BASE, kept=(named("甲"), named("乙")))
    mine = replace(base, kept=(base.kept[0],))
    theirs = replace(base, kept=(base.kept[1], named("丙")))
    assert [one.name for one in join(base, mine, theirs).project.kept] == ["丙"]
    again = replace(named("乙"), plan=replace(FOUND.plan, value=FOUND.plan.value - 1))
    found = join(base, replace(base, kept=(base.kept[0], again)), theirs).project
    assert [one.name for one in found.kept] == ["丙", "乙"]
    assert found.kept[-1].plan.value == again.plan.value


def test_a_late_hand_writes_over_nothing(tmp_path):
    path = tmp_path / "p.gpkg"
    begin(path, BASE, "张")
    file = open_file(path, FAMILIES, who="张")
    since, seen = file.latest()
    joined, version = file.save_from(asked(since, 1100.0), "李", since=since, seen=seen)
    assert (joined.is_both, version) == (False, seen + 1)
    late = replace(since, remarks="慢")
    joined, version = file.save_from(late, "张", since=since, seen=seen)
    assert (joined.is_both, version) == (True, seen + 2)
    assert file.project.scenario.problem.radius_m == 1100
    assert file.project.remarks == "慢"


def test_firms_in_other_coordinates_are_not_put_beside_the_sites():
    firms = BASE.study.demand
    moved = Demand.from_arrays(firms.x, firms.y, firms.weight, crs="EPSG:4549", table=firms.table)
    sites = replace(BASE.study.sites, crs=moved.crs)
    theirs = replace(BASE, study=replace(BASE.study, demand=moved, sites=sites))
    found = join(BASE, CHANGES["sites"](BASE), theirs)
    assert found.project.study is theirs.study
    assert found.untaken


def typing(cells, *added, of="x"):
    record = {"of": of, "cells": {i: {"name": i} for i in cells}, "added": [*added], "gone": []}
    return replace(BASE, settings={"typed": {"甲": {"firms": record}}})


def test_what_is_typed_in_two_windows_is_kept_cell_by_cell():
    since = typing(["F1", "F2"], {"name": "新"})
    mine, theirs = typing(["F1", "F3"], {"name": "一"}), typing(["F1", "F2", "F4"], {"name": "新"})
    found = join(since, mine, theirs).project.settings["typed"]["甲"]["firms"]
    assert set(found["cells"]) == {"F1", "F3", "F4"}  # F2 I let go
    assert found["added"] == [{"name": "一"}]
    applied = replace(with_workers(BASE, 0, 77), settings={})
    assert "typed" not in join(since, applied, since).project.settings


def test_what_was_applied_in_vain_stays_typed():
    since = typing(["F1"])
    mine = replace(with_workers(since, 0, 77), settings={})
    theirs = with_workers(since, 1, 88)
    joined = join(since, mine, theirs)
    assert joined.untaken
    assert joined.project.settings == since.settings
