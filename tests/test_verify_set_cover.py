"""The fewest sites, proven to somebody who trusts neither the solver nor the file."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import store
from geo.core import Demand, Sites, Study
from geo.solve import SetCover, solve
from geo.travel import Straight
from geo.verify import check_file

CRS = "EPSG:32650"
EAST, NORTH = 475_000, 4_417_000


def town(seed, n=40, m=9, fixed=("existing", "required", "forbidden")):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 31, (2, n)) * 100.0 + [[EAST], [NORTH]]
    site_x, site_y = rng.integers(0, 31, (2, m)) * 100.0 + [[EAST], [NORTH]]
    status = [*fixed, *["candidate"] * (m - len(fixed))]
    demand = Demand.from_arrays(x, y, rng.integers(1, 60, n), crs=CRS)
    return Study("Testing", demand, Sites.from_arrays(site_x, site_y, status, crs=CRS))


def fewest_by_hand(study, radius, share_percent):
    """Try all sets of sites, smallest first, with plain loops; None where none does."""
    d, s = study.demand, study.sites
    wanted = -(-share_percent * int(d.weight.sum()) // 100)
    must = [j for j in range(len(s)) if s.status[j] in ("existing", "required")]
    free = [j for j in range(len(s)) if s.status[j] == "candidate"]
    for k in range(len(free) + 1):
        for some in combinations(free, k):
            got = 0
            for i in range(len(d)):
                near = ((d.x[i] - s.x[j]) ** 2 + (d.y[i] - s.y[j]) ** 2 for j in (*must, *some))
                if any(square <= radius**2 for square in near):
                    got += int(d.weight[i])
            if got >= wanted:
                return len(must) + k
    return None


def saved(folder, study, problem):
    plan = solve(problem, Straight().reach(study.demand, study.sites))
    path = folder / "plan.gpkg"
    path.unlink(missing_ok=True)
    store.save(path, study, plan)
    return path, plan


@given(st.integers(0, 10_000), st.sampled_from([700, 1000, 1500]), st.sampled_from([40, 70, 100]))
@settings(max_examples=25, deadline=None)
def test_what_is_proven_is_the_fewest(tmp_path_factory, seed, radius, percent):
    study = town(seed)
    best = fewest_by_hand(study, radius, percent)
    if best is None:
        return
    path, plan = saved(
        tmp_path_factory.mktemp("few"), study, SetCover(radius_m=radius, share=percent / 100)
    )
    assert plan.value == best
    assert str(check_file(path)) == f"PROVEN value = bound = {best}"


@pytest.fixture
def plan_file(tmp_path):
    path, plan = saved(tmp_path, town(3, n=300, m=40, fixed=()), SetCover(radius_m=600, share=0.8))
    assert plan.value > 2
    assert check_file(path).kind == "proven"
    return path, plan


def changed(path, *statements):
    with closing(sqlite3.connect(path)) as base, base:
        names = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            base.execute(f'DROP TRIGGER "{name}"')
        for sql, *values in statements:
            assert base.execute(sql, values).rowcount > 0
    return check_file(path)


def set_key(key, value):
    return "UPDATE xuanzhi_plan SET value = ? WHERE key = ?", str(value), key


def test_a_bound_that_was_raised_is_caught(plan_file):
    path, plan = plan_file
    assert (
        changed(path, set_key("bound", plan.value + 1), set_key("status", "feasible")).kind
        == "wrong"
    )


def test_a_higher_share_is_not_proven_by_the_old_evidence(plan_file):
    path, plan = plan_file
    problem = {"name": "set-cover", "radius_m": 600.0, "share": 0.99, "times": 1}
    verdict = changed(path, set_key("problem", json.dumps(problem)))
    assert verdict.kind == "wrong"
    assert "wanted" in str(verdict)
    assert plan.value


def test_a_lower_share_needs_evidence_of_its_own(plan_file):
    path, _plan = plan_file
    problem = {"name": "set-cover", "radius_m": 600.0, "share": 0.3, "times": 1}
    assert changed(path, set_key("problem", json.dumps(problem))).kind == "wrong"


def test_one_site_more_is_not_the_fewest(plan_file):
    path, plan = plan_file
    others = [i for i in range(40) if i not in plan.open_ids]
    more = json.dumps([str(i) for i in (*plan.open_ids, others[0])])
    verdict = changed(
        path,
        *(set_key(key, more) for key in ("open_ids", "new_ids")),
        set_key("value", plan.value + 1),
        set_key("bound", plan.value + 1),
    )
    assert verdict.kind == "wrong"


def test_multipliers_of_nothing_prove_nothing(plan_file):
    path, _plan = plan_file
    zero = "UPDATE xuanzhi_certificate SET data = (SELECT zeroblob(8)) WHERE name = 'multiplier'"
    assert changed(path, (zero,)).kind == "wrong"
    dropped = "DELETE FROM xuanzhi_certificate"
    assert changed(path, (dropped,)).kind == "gap"
