"""A plan along streets comes back with its streets: in another process, without any street file."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo import store
from geo.core import Scenario, Study
from geo.errors import InputError
from geo.export import export
from geo.solve import PROBLEMS, MaxCover
from geo.store.project import create, open_file
from geo.store.project.values import KeptPlan, Project
from geo.store.record import Families
from geo.study import demo, open_plan, open_study, propose, run, streets_of, with_streets
from geo.travel import MODES, Straight, Street
from geo.travel.route import Guide
from geo.travel.streets.keep import unpack
from geo.verify import check_file

from drawn import firms, homes, town

METRIC = "EPSG:32650"

REOPENED = """
import json, sys
import numpy as np
from geo.study import open_plan, propose
from geo.travel.route import Guide
study, plan = open_plan(sys.argv[1])
found = propose(plan, study, with_regret=False)
reach = plan.mode.reach(study.demand, study.sites, 2000)
covered = np.flatnonzero(found.covered_after)[:5]
routes = [Guide(reach, int(found.nearest_pos[i])).route(int(i)) for i in covered]
print(json.dumps({
    "digest": reach.graph.digest,
    "covered": int(study.demand.weight[found.covered_after].sum()),
    "nearest": found.nearest_m.tolist(),
    "routes": [[r.metres, r.x.tolist(), r.y.tolist(), r.steps["name"].tolist()] for r in routes],
}))
"""


def reopened(path):
    done = subprocess.run(
        [sys.executable, "-c", REOPENED, path], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def plan_on_helsinki(tmp_path_factory):
    study = demo("helsinki")
    found = run(study, Scenario(MaxCover(new=2, radius_m=500), Street()), with_regret=False)
    path = tmp_path_factory.mktemp("plan") / "helsinki.gpkg"
    export(found, path)
    return found, path


def test_a_street_plan_opens_in_another_process_as_it_was(plan_on_helsinki):
    found, path = plan_on_helsinki
    again = reopened(path)
    assert again["digest"] == found.plan.mode.graph.digest
    assert again["covered"] == found.plan.covered
    assert np.array_equal(again["nearest"], found.nearest_m)
    reach = found.plan.mode.reach(found.study.demand, found.study.sites, 2000)
    covered = np.flatnonzero(found.covered_after)[:5]
    for i, (metres, x, y, names) in zip(covered, again["routes"], strict=True):
        way = Guide(reach, int(found.nearest_pos[i])).route(int(i))
        assert metres == way.metres
        assert np.array_equal(x, way.x)
        assert np.array_equal(y, way.y)
        assert names == way.steps["name"].tolist()


def test_it_is_proven_and_its_file_is_still_a_geopackage(plan_on_helsinki):
    found, path = plan_on_helsinki
    assert str(check_file(path)) == f"PROVEN value = bound = {found.plan.value}"
    with closing(sqlite3.connect(path)) as base:
        tables = dict(base.execute("SELECT table_name, data_type FROM gpkg_contents"))
    assert tables["xuanzhi_streets"] == "attributes"


def test_streets_are_unpacked_once_however_often_they_are_laid(plan_on_helsinki):
    study, _plan = open_plan(plan_on_helsinki[1])
    first = streets_of(study)
    again = study.with_demand(study.demand.with_weight(np.ones(len(study.demand), np.int64)))
    assert streets_of(again) is first
    assert streets_of(open_study(plan_on_helsinki[1])) is first


def over_and_under():
    """Two bridges cross without meeting: drawn as lines they would be joined."""
    graph = town([[(-500, 0), (500, 0)], [(0, -500), (0, 500)], [(-500, 0), (0, -500)]])
    study = Study(
        "Bridges",
        *(
            replace(v, crs=METRIC)
            for v in (firms((300, 4), (-300, 4)), homes((4, 300), (-400, -3)))
        ),
    )
    return with_streets(study, replace(graph, crs=METRIC))


def test_bridges_that_do_not_meet_stay_apart_in_the_file(tmp_path):
    study = over_and_under()
    problem = MaxCover(new=1, radius_m=800)
    found = run(study, Scenario(problem, Street()), with_regret=False)
    path = tmp_path / "plan.gpkg"
    store.save(path, study, found.plan)
    study, plan = open_plan(path)
    again = propose(plan, study, with_regret=False)
    assert np.array_equal(again.nearest_m, found.nearest_m)
    assert again.nearest_m[0] == pytest.approx(4 + 700 + 3)
    reach = plan.mode.reach(study.demand, study.sites, 5000)
    i, j, metres = reach.pairs()
    far = dict(zip(zip(i.tolist(), j.tolist(), strict=True), metres, strict=True))
    assert far[0, 0] == pytest.approx(4 + 800 + 500 * 2**0.5 + 800 + 4)


def test_a_straight_plan_keeps_the_streets_it_was_given(tmp_path):
    study = over_and_under()
    found = run(study, Scenario(MaxCover(new=1, radius_m=800), Straight()), with_regret=False)
    store.save(tmp_path / "plan.gpkg", study, found.plan)
    assert streets_of(open_study(tmp_path / "plan.gpkg")) == study.ways.graph


def test_a_project_keeps_its_streets_and_those_of_its_plans(tmp_path):
    families = Families({p.name: p for p in PROBLEMS}, {m.name: m for m in MODES})
    study = replace(over_and_under(), rejected=pd.DataFrame({"row": []}))
    asked = Scenario(MaxCover(new=1, radius_m=800), Street())
    create(tmp_path / "p.gpkg", Project(replace(study, ways=None), asked), "me")
    file = open_file(tmp_path / "p.gpkg", families, who="me")
    found = run(study, asked, with_regret=False)
    served = np.where(found.covered_after, found.nearest_pos, -1)
    kept = KeptPlan("A", Scenario(asked.problem, found.plan.mode), study, found.plan, served)
    assert file.save(Project(replace(file.project.study, ways=study.ways), asked), "me")
    assert file.save(replace(file.project, kept=(kept,)), "me")
    again = open_file(tmp_path / "p.gpkg", families, who="me").project
    assert unpack(again.study.ways.packed(), "p") == study.ways.graph
    assert again.kept[0].study.ways.digest == found.plan.mode.graph.digest
    shown = propose(again.kept[0].plan, again.kept[0].study, with_regret=False)
    assert np.array_equal(shown.nearest_m, found.nearest_m)
    with closing(sqlite3.connect(tmp_path / "p.gpkg")) as base:
        count = "SELECT count(*) FROM xuanzhi_values WHERE kind = 'streets'"
        assert base.execute(count).fetchone() == (1,)


def test_streets_damaged_in_the_file_are_named(tmp_path):
    study = over_and_under()
    found = run(study, Scenario(MaxCover(new=1, radius_m=800), Street()), with_regret=False)
    path = tmp_path / "plan.gpkg"
    store.save(path, replace(study, name="Torn"), found.plan)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(
            "UPDATE xuanzhi_streets SET digest = 'x', data = substr(data, 1, length(data) - 40)"
        )
    with pytest.raises(InputError, match="Torn does not hold streets"):
        streets_of(open_study(path))
