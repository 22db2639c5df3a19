"""The checker on plan files: what the product writes is proven, what was changed is caught."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo import store
from geo.cli import main
from geo.core import Demand, Plan, Sites, Study
from geo.scale.country import search, solve_country
from geo.solve import BudgetCover, GradualCover, MaxCover, SetCover, solve
from geo.solve.engine.proof import Twig
from geo.travel import Straight, Table
from geo.verify import check_file, fingerprint

CRS = "EPSG:32650"


def study(seed=2, n=400, m=30):
    rng = np.random.default_rng(seed)
    x, y = rng.random((2, n)) * 6000 + [[475_000], [4_417_000]]
    site_x, site_y = rng.random((2, m)) * 6000 + [[475_000], [4_417_000]]
    status = np.array(["existing", "required", "forbidden"] + ["candidate"] * (m - 3))
    table = pd.DataFrame({"members": rng.integers(0, 9, n), '=odd "name"': ["a"] * n})
    demand = Demand.from_arrays(x, y, rng.integers(1, 60, n), crs=CRS, table=table)
    sites = Sites.from_arrays(site_x, site_y, status, [f"hall {j}" for j in range(m)], crs=CRS)
    return Study("Testing", demand, sites)


def with_columns():
    plain = study()
    demand = plain.demand
    table = demand.table.assign(street=np.array(["north", "south"])[np.arange(len(demand)) % 2])
    sites = replace(plain.sites, cost=np.arange(30) % 7 + 1)
    return Study("Testing", replace(demand, table=table), sites)


def written(folder, problem, mode=None, the_study=None):
    the_study = the_study or study()
    plan = solve(problem, (mode or Straight(1.3)).reach(the_study.demand, the_study.sites))
    path = folder / "plan.gpkg"
    store.save(path, the_study, plan)
    return path, plan


def test_a_plan_file_may_carry_the_proof_of_a_country(tmp_path, monkeypatch):
    data, question = study(), MaxCover(new=8, radius_m=1000)
    monkeypatch.setattr(search, "_WHOLE", 0)
    monkeypatch.setattr(search, "_ZONE", 12)
    monkeypatch.setattr(search, "_proof", lambda cover, *_: Twig(int(cover.weight.sum()) + 1))
    country = solve_country(question, [data.demand], data.sites, mode=Straight(1.3))
    plan = solve(question, Straight(1.3).reach(data.demand, data.sites))
    assert country.certificate.kind == "zones/1"
    proof = {"bound": country.bound, "certificate": country.certificate}
    status = "optimal" if plan.value == country.bound else "feasible"
    store.save(tmp_path / "plan.gpkg", data, replace(plan, **proof, status=status))
    assert check_file(tmp_path / "plan.gpkg").bound == country.bound
    lower = proof | {"bound": country.bound - 1}
    store.save(tmp_path / "lower.gpkg", data, replace(plan, **lower, status="feasible"))
    assert check_file(tmp_path / "lower.gpkg").kind == "wrong"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    return written(tmp_path_factory.mktemp("original"), MaxCover(new=5, radius_m=1000))


@pytest.fixture
def copy(original, tmp_path):
    return shutil.copy(original[0], tmp_path / "copy.gpkg")


def tamper(path, *statements):
    with closing(sqlite3.connect(path)) as base, base:
        # The layers' own triggers need functions of a GIS; a hand at the file does not.
        for (name,) in base.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            base.execute(f'DROP TRIGGER "{name}"')
        for sql, *values in statements:
            assert base.execute(sql, values).rowcount > 0
    return check_file(path)


def set_key(key, value):
    return "UPDATE xuanzhi_plan SET value = ? WHERE key = ?", value, key


def test_a_plan_file_is_proven(original, capsys):
    path, plan = original
    assert isinstance(plan, Plan)
    assert str(check_file(path)) == f"PROVEN value = bound = {plan.value}"
    assert main(["verify", str(path)]) == 0
    assert capsys.readouterr().out.strip() == f"PROVEN value = bound = {plan.value}"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE firms SET workers = workers + 1 WHERE fid = 7",
        "UPDATE firms SET x_m = x_m + 0.001 WHERE fid = 7",
        "UPDATE firms SET y_m = y_m + 900 WHERE fid = 7",
        "UPDATE firms SET firm_id = 'other' WHERE fid = 7",
        "DELETE FROM firms WHERE fid = 7",
        "UPDATE sites SET x_m = x_m + 500 WHERE fid = 9",
        "UPDATE sites SET status = 'forbidden' WHERE fid = 9",
        "UPDATE sites SET status = 'candidate' WHERE fid = 3",
        "UPDATE sites SET site_id = 'elsewhere' WHERE fid = 9",
        "DELETE FROM sites WHERE fid = 9",
    ],
)
def test_changed_data_are_caught(copy, sql):
    verdict = tamper(copy, (sql,))
    assert (verdict.kind, verdict.exit_status) == ("wrong", 1)


def test_changed_data_are_caught_even_with_a_new_fingerprint(copy):
    def new_fingerprint():
        with closing(sqlite3.connect(copy)) as base:

            def column(name, table):
                sql = f"SELECT {name} FROM {table} ORDER BY fid"  # noqa: S608 - names of the test
                return [v for (v,) in base.execute(sql)]

            numbers = [
                np.array(column(c, t), k)
                for c, t, k in (
                    ("x_m", "firms", float),
                    ("y_m", "firms", float),
                    ("workers", "firms", np.int64),
                    ("x_m", "sites", float),
                    ("y_m", "sites", float),
                )
            ]
            return fingerprint(
                numbers,
                [column("status", "sites"), column("site_id", "sites"), column("firm_id", "firms")],
            )

    tamper(copy, ("UPDATE firms SET workers = workers + 40 WHERE fid < 90",))
    verdict = tamper(copy, set_key("data_sha256", new_fingerprint()))
    assert verdict.kind == "wrong"
    assert "recounted" in str(verdict)


def test_changed_claims_are_caught(copy, original):
    plan = original[1]
    some, other = (
        plan.new_ids[0],
        next(f"hall {j}" for j in range(29, 3, -1) if f"hall {j}" not in plan.open_ids),
    )
    swapped = [other if i == some else i for i in plan.open_ids]
    for statements in (
        [set_key("value", plan.value + 1)],
        [
            set_key("value", plan.value + 1),
            set_key("bound", plan.bound + 1),
            set_key("covered", plan.value + 1),
        ],
        [set_key("bound", plan.bound - 1)],
        [set_key("total", plan.total - 1)],
        [set_key("covered_before", plan.covered_before + 1)],
        [set_key("status", "feasible")],
        [set_key("open_ids", json.dumps(swapped))],
        [set_key("open_ids", json.dumps([*plan.open_ids, other]))],
        [set_key("open_ids", json.dumps(["nowhere"]))],
        [set_key("mode", json.dumps({"name": "straight", "detour": 1.0}))],
        [
            set_key(
                "problem",
                json.dumps({"name": "max-cover", "new": 6, "radius_m": 1000.0, "times": 1}),
            )
        ],
        [set_key("open_ids", "no json")],
        [set_key("new_ids", "[]")],
    ):
        path = shutil.copy(copy, copy.with_name("again.gpkg"))
        assert tamper(path, *statements).kind == "wrong", statements


def test_a_worse_plan_with_true_figures_is_not_proven(copy, original):
    # Everything is recounted rightly; only the proof can say that better plans exist.
    plan, the_study = original[1], study()
    reach = Straight(1.3).reach(the_study.demand, the_study.sites)
    others = [f"hall {j}" for j in range(3, 30) if f"hall {j}" not in plan.open_ids]
    worse = [*plan.open_ids[:-1], others[0]]
    value = reach.coverage(1000, worse).covered
    assert value < plan.value
    told = [
        set_key("open_ids", json.dumps(worse)),
        set_key("new_ids", json.dumps([*plan.new_ids[:-1], others[0]])),
        *(set_key(k, value) for k in ("value", "bound", "covered")),
    ]
    assert "multipliers" in str(tamper(copy, *told))
    gap = tamper(copy, set_key("bound", plan.value), set_key("status", "feasible"))
    assert str(gap) == f"GAP {value} < {plan.value}"
    assert gap.exit_status == 4


def test_a_changed_multiplier_is_caught(copy, original):
    arrays = original[1].certificate.arrays
    k = arrays["multiplier"]
    none = zlib.compress(np.zeros(len(k), k.dtype).tobytes())
    sql = "UPDATE xuanzhi_certificate SET data = ? WHERE name = 'multiplier'"
    assert tamper(copy, (sql, none)).kind == "wrong"
    assert tamper(copy, (sql, none[:-9])).kind == "wrong"
    assert tamper(copy, (sql, b"no zlib")).kind == "wrong"
    assert (
        tamper(
            copy,
            ("UPDATE xuanzhi_certificate SET shape = '999999999999' WHERE name = 'multiplier'",),
        ).kind
        == "wrong"
    )
    assert (
        tamper(copy, ("DELETE FROM xuanzhi_certificate WHERE name = 'multiplier'",)).kind == "wrong"
    )


def test_a_removed_certificate_leaves_a_gap(copy):
    verdict = tamper(copy, ("DELETE FROM xuanzhi_certificate",))
    assert verdict.kind == "gap"


def test_no_plan_file_is_said_so(tmp_path):
    assert "no file" in str(check_file(tmp_path / "none.gpkg"))
    (tmp_path / "text.gpkg").write_text("nothing", encoding="utf-8")
    assert check_file(tmp_path / "text.gpkg").exit_status == 1
    (tmp_path / "empty.gpkg").touch()
    assert check_file(tmp_path / "empty.gpkg").exit_status == 1


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (MaxCover(new=3, radius_m=1500, weights="weight + 2*members"), "proven"),
        (MaxCover(new=4, radius_m=1000, times=2), "proven"),
        (MaxCover(new=3, radius_m=1000, spacing_m=1500), "proven"),
        (SetCover(radius_m=1500, share=0.7), "proven"),
        (GradualCover(new=2, radius_m=500, far_m=1500), "proven"),
    ],
)
def test_every_question_is_told_honestly(tmp_path, problem, kind):
    path, plan = written(tmp_path, problem)
    verdict = check_file(path)
    assert verdict.kind == kind, str(verdict)
    assert verdict.value in (plan.value, 0)
    if kind == "gap" and problem.sense == "max" and verdict.bound:
        assert verdict.bound >= plan.bound
    if problem.sense == "min":
        assert verdict.bound <= plan.bound


def test_distances_of_the_caller_are_recounted(tmp_path):
    the_study = study(seed=4, n=60, m=12)
    dx = the_study.demand.x[:, None] - the_study.sites.x
    dy = the_study.demand.y[:, None] - the_study.sites.y
    table = Table(np.abs(dx) + np.abs(dy))
    path, plan = written(tmp_path, MaxCover(new=3, radius_m=1500), table, the_study)
    assert str(check_file(path)) == f"PROVEN value = bound = {plan.value}"
    shorter = zlib.compress((table.matrix / 2).tobytes())
    assert tamper(path, ("UPDATE xuanzhi_distances SET data = ?", shorter)).kind == "wrong"


@pytest.mark.parametrize(
    ("problem", "change"),
    [
        # The price of a forbidden site: the plan and its proof stand as they are.
        (
            BudgetCover(budget_yuan=20, radius_m=1000),
            "UPDATE sites SET cost_yuan = cost_yuan + 1 WHERE status = 'forbidden'",
        ),
        (
            MaxCover(new=3, radius_m=1000, floor_by="street", floor_share=0.01),
            "UPDATE firms SET street = 'south' WHERE fid = 1",
        ),
    ],
)
def test_a_column_of_the_question_that_was_changed_to_no_effect_is_caught(
    tmp_path, problem, change
):
    path, _plan = written(tmp_path, problem, None, with_columns())
    assert check_file(path).kind == "proven"
    assert "not those the plan was made from" in str(tamper(path, (change,)))


def test_counted_columns_that_were_changed_are_caught(tmp_path):
    question = MaxCover(new=3, radius_m=1000, weights="members")
    path, _plan = written(tmp_path, question, None, with_columns())
    assert check_file(path).kind == "proven"
    assert tamper(path, ("UPDATE firms SET members = 1",)).kind == "wrong"


def test_spacing_that_is_not_kept_is_caught(tmp_path):
    path, plan = written(tmp_path, MaxCover(new=3, radius_m=1000))
    problem = {"name": "max-cover", "new": 3, "radius_m": 1000.0, "times": 1, "spacing_m": 50_000.0}
    verdict = tamper(path, set_key("problem", json.dumps(problem)))
    assert "apart" in str(verdict)
    assert plan.value


@pytest.mark.parametrize("m", [4, 5])
def test_a_plan_that_opens_all_there_is_is_proven(tmp_path, m):
    """One candidate or two, all of them opened: nothing is left to choose."""
    path, plan = written(tmp_path, MaxCover(new=m - 2, radius_m=1000), None, study(m=m))
    assert str(check_file(path)) == f"PROVEN value = bound = {plan.value}"


def test_the_only_venue_is_proven(tmp_path):
    whole = study()
    only = Study("Testing", whole.demand, whole.sites.take(np.array([5])))
    path, plan = written(tmp_path, MaxCover(new=1, radius_m=1500), None, only)
    assert plan.value
    assert str(check_file(path)) == f"PROVEN value = bound = {plan.value}"
