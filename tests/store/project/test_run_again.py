"""A kept plan solved again is identical to the digit, or it is said what differs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from geo import demo, open_study
from geo.cli import main
from geo.core import Scenario
from geo.kept import found_again, kept_plan, project_of, rerun
from geo.opening import open_project, read_project
from geo.solve import MaxCover
from geo.store import project as store
from geo.study import focus, run
from geo.travel import Straight, Street


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A project with three kept plans: straight, for small firms with made sites, along streets."""
    study = demo("yongshun")
    straight = Scenario(MaxCover(new=3, radius_m=1000), Straight(1.3))
    made = replace(straight, makers=("kmeans",), seed=4)
    walked = Scenario(MaxCover(new=2, radius_m=800), Street("walk"))
    plans = [
        kept_plan(name, scenario, run(data, scenario, with_regret=False))
        for name, scenario, data in (
            ("直线", straight, study),
            ("小企业", made, focus(study, "small")),
            ("沿街", walked, study),
        )
    ]
    path = tmp_path_factory.mktemp("project") / "永顺.gpkg"
    store.create(path, store.Project(study, straight, kept=tuple(plans)), "张")
    return path


def test_identical_to_the_digit(written, capsys):
    assert [one.differences for one in rerun(read_project(written))] == [(), (), ()]
    assert main(["--lang", "en", "rerun", str(written)]) == 0
    assert capsys.readouterr().out.count("identical to the digit") == 3


def test_what_differs_is_said(written, tmp_path, capsys):
    path = tmp_path / "spoilt.gpkg"
    path.write_bytes(written.read_bytes())
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(
            "UPDATE xuanzhi_plan_texts SET value = value - 1 WHERE plan = 1 AND key = 'value'"
        )
    said = rerun(read_project(path))
    assert [bool(one.differences) for one in said] == [True, False, False]
    assert said[0].differences[0].startswith("value: ")
    assert main(["--lang", "en", "rerun", str(path)]) == 1
    assert "differs" in capsys.readouterr().out


def test_a_kept_plan_speaks_as_it_did(written):
    kept = read_project(written).kept[0]
    found = found_again(kept)
    np.testing.assert_array_equal(found.served_pos, kept.served_pos)
    assert found.plan.status == "optimal"


def test_a_study_is_opened_from_a_project(written, capsys):
    assert open_study(written).digest == demo("yongshun").digest
    asked = ["plan", "--project", str(written), "--new", "2", "--radius-m", "800"]
    assert main(["--lang", "en", *asked]) == 0
    assert "1,740 firms" in capsys.readouterr().out
    assert main(["--lang", "en", *asked, "--homes", str(written)]) == 2
    assert "leave --sites and --homes out" in capsys.readouterr().err


def test_a_plan_file_is_a_project_with_one_plan(tmp_path, capsys):
    path = tmp_path / "plan.gpkg"
    assert main(["demo", "yongshun", "--out", str(path)]) == 0
    project = project_of(path)
    assert [kept.name for kept in project.kept] == ["plan"]
    assert main(["--lang", "en", "rerun", str(path)]) == 0
    target = tmp_path / "project.gpkg"
    store.create(target, project, "张")
    assert open_project(target, "李").project.kept[0].plan.value == project.kept[0].plan.value


def test_a_project_without_plans_says_so(tmp_path, capsys):
    path = tmp_path / "p.gpkg"
    study = demo("yongshun")
    store.create(
        path, store.Project(study, Scenario(MaxCover(new=1, radius_m=500), Straight())), ""
    )
    assert main(["--lang", "en", "rerun", str(path)]) == 2
    assert "keeps no plan" in capsys.readouterr().err
