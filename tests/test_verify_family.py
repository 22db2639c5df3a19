"""Every question of the cover family: proven by its file, equal to trying every plan."""

from __future__ import annotations

import itertools
import json
import math
import shutil
import sqlite3
import zlib
from contextlib import closing
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from geo import store
from geo.core import Demand, Sites, Study
from geo.errors import GeoError
from geo.solve import BudgetCover, CloseCover, GradualCover, MaxCover, MoveCover, SetCover, solve
from geo.travel import Straight
from geo.verify import check_file

CRS = "EPSG:32650"
STATUS = ("existing", "existing", "existing", "required", "forbidden", *["candidate"] * 5)
QUESTIONS = {
    "twice": MaxCover(new=3, radius_m=1500, times=2),
    "weights": MaxCover(new=3, radius_m=1200, times=2, weights="weight + 3*members"),
    "spacing": MaxCover(new=3, radius_m=1200, spacing_m=1500),
    "floors": MaxCover(new=4, radius_m=1500, floor_share=0.4, floor_by="street"),
    "floor": MaxCover(new=3, radius_m=1500, times=2, floor_share=0.2),
    "fewest": SetCover(radius_m=1500, share=0.75),
    "fewest twice": SetCover(radius_m=2500, share=0.8, times=2),
    "fewest apart": SetCover(radius_m=1500, share=0.7, spacing_m=700),
    "budget": BudgetCover(budget_yuan=30, radius_m=1200),
    "budget apart": BudgetCover(budget_yuan=40, radius_m=1500, spacing_m=1000, times=2),
    "move": MoveCover(moves=2, radius_m=1200),
    "move and more": MoveCover(moves=1, new=1, radius_m=1200, times=2),
    "close": CloseCover(close=1, radius_m=1200),
    "close twice": CloseCover(close=1, radius_m=2500, times=2),
    "decay": GradualCover(new=3, radius_m=700, far_m=1900),
    "decay apart": GradualCover(new=3, radius_m=700, far_m=1900, spacing_m=1500),
    "decay floors": GradualCover(new=4, radius_m=1500, far_m=2500, floor_share=0.3),
}


def town(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.random((2, 60)) * 5000 + [[475_000], [4_417_000]]
    site_x, site_y = rng.random((2, 10)) * 5000 + [[475_000], [4_417_000]]
    table = pd.DataFrame(
        {"members": rng.integers(0, 9, 60), "street": rng.choice(["a", "b", None], 60)}
    )
    demand = Demand.from_arrays(x, y, rng.integers(1, 60, 60), crs=CRS, table=table)
    sites = Sites.from_arrays(
        site_x, site_y, np.array(STATUS), crs=CRS, cost=rng.integers(3, 20, 10)
    )
    return Study("Testing", demand, sites)


def plans(question, study):
    """Try every plan, by the definition, in plain loops."""
    d, s = study.demand, study.sites
    m, n = len(STATUS), len(d)
    near = [
        [math.hypot(d.x[i] - s.x[j], d.y[i] - s.y[j]) <= question.radius_m for j in range(m)]
        for i in range(n)
    ]
    worth = [int(w) for w in d.weight]
    if question.weights:
        worth = [w + 3 * int(k) for w, k in zip(worth, d.table["members"], strict=True)]
    for picked in itertools.product((False, True), repeat=m):
        if not allowed(question, picked, s):
            continue
        covered = [sum(map(bool.__and__, row, picked)) >= question.times for row in near]
        if question.name == "gradual-cover":
            if not question.floor_share or floors_met(question, d, covered):
                yield attendance(question, d, s, picked)
            continue
        if question.floor_share and not floors_met(question, d, covered):
            continue
        got = sum(w for w, c in zip(worth, covered, strict=True) if c)
        if question.name != "set-cover":
            yield got
        elif got >= Fraction(str(question.share)) * sum(worth):
            yield sum(picked)


def attendance(question, demand, sites, picked):
    total = 0
    for x, y, w in zip(demand.x, demand.y, demand.weight, strict=True):
        metres = min(
            math.hypot(x - sites.x[j], y - sites.y[j]) for j in range(len(picked)) if picked[j]
        )
        share = (question.far_m - metres) / (question.far_m - question.radius_m)
        come = 1000 if metres <= question.radius_m else max(0, min(999, math.floor(1000 * share)))
        total += int(w) * come
    return total


def allowed(question, picked, sites):
    old, name = [s == "existing" for s in STATUS], question.name
    opened = sum(p and not o for p, o in zip(picked, old, strict=True))
    closed = sum(o and not p for p, o in zip(picked, old, strict=True))
    if name != "close-cover" and (not picked[3] or picked[4]):
        return False
    right = {
        "max-cover": lambda: not closed and opened == question.new,
        "gradual-cover": lambda: not closed and opened == question.new,
        "set-cover": lambda: not closed,
        "budget-cover": lambda: (
            not closed
            and sum(int(sites.cost[j]) for j in range(3, 10) if picked[j]) <= question.budget_yuan
        ),
        "move-cover": lambda: closed <= question.moves and opened == closed + question.new,
        "close-cover": lambda: not opened and closed == question.close,
    }[name]()
    apart = all(
        math.hypot(sites.x[a] - sites.x[b], sites.y[a] - sites.y[b]) >= question.spacing_m
        for a, b in itertools.combinations(range(10), 2)
        if picked[a] and picked[b] and not (old[a] and old[b])
    )
    return right and apart


def floors_met(question, demand, covered):
    street = demand.table["street"]
    names = ["" if pd.isna(v) else v for v in street] if question.floor_by else [""] * len(demand)
    for name in set(names):
        everyone = sum(int(w) for w, k in zip(demand.weight, names, strict=True) if k == name)
        got = sum(
            int(w) for w, k, c in zip(demand.weight, names, covered, strict=True) if k == name and c
        )
        if got < Fraction(str(question.floor_share)) * everyone:
            return False
    return True


def study_of(question, seed):
    study = town(seed)
    if question.name != "close-cover":
        return study
    status = np.where(np.array(STATUS) == "required", "candidate", STATUS)
    s = study.sites
    return Study("Testing", study.demand, Sites.from_arrays(s.x, s.y, status, crs=CRS))


def saved(folder, question, seed):
    study = study_of(question, seed)
    plan = solve(question, Straight().reach(study.demand, study.sites))
    path = folder / "plan.gpkg"
    store.save(path, study, plan)
    return path, plan, study


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_the_best_of_all_plans_is_proven(tmp_path, question, seed):
    every = list(plans(question, study_of(question, seed)))
    if not every:
        with pytest.raises(GeoError):
            saved(tmp_path, question, seed)
        return
    path, plan, _study = saved(tmp_path, question, seed)
    best = min(every) if question.name == "set-cover" else max(every)
    assert plan.value == best
    assert str(check_file(path)) == f"PROVEN value = bound = {best}"


KINDS = ("twice", "floor", "fewest twice", "budget apart", "move")


@pytest.fixture(scope="module", params=KINDS)
def original(request, tmp_path_factory):
    path, plan, _study = saved(tmp_path_factory.mktemp("original"), QUESTIONS[request.param], 1)
    assert check_file(path).kind == "proven"
    return path, plan


@pytest.fixture
def copy(original, tmp_path):
    return shutil.copy(original[0], tmp_path / "copy.gpkg")


def change(path, *statements):
    with closing(sqlite3.connect(path)) as base, base:
        # The layers' own triggers need functions of a GIS; a hand at the file does not.
        names = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            base.execute(f'DROP TRIGGER "{name}"')
        for sql, *values in statements:
            assert base.execute(sql, values).rowcount > 0
    return check_file(path)


def certificate(path):
    with closing(sqlite3.connect(path)) as base:
        rows = base.execute("SELECT name, dtype, data FROM xuanzhi_certificate").fetchall()
    return {name: np.frombuffer(zlib.decompress(data), dtype) for name, dtype, data in rows}


def put(path, name, array):
    sql = "UPDATE xuanzhi_certificate SET dtype = ?, shape = ?, data = ? WHERE name = ?"
    packed = zlib.compress(array.tobytes())
    return change(path, (sql, array.dtype.str, str(len(array)), packed, name))


def key(name, value):
    return "UPDATE xuanzhi_plan SET value = ? WHERE key = ?", value, name


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE firms SET workers = workers + 1 WHERE fid = 7",
        "UPDATE sites SET x_m = x_m + 500 WHERE fid = 9",
        "UPDATE sites SET status = 'forbidden' WHERE fid = 9",
        "DELETE FROM sites WHERE fid = 9",
    ],
)
def test_changed_data_are_caught(copy, sql):
    assert change(copy, (sql,)).kind == "wrong"


@pytest.mark.parametrize("name", ["by_floor", "by_row", "by_face"])
def test_multipliers_taken_away_are_caught(copy, name):
    numbers = certificate(copy)[name]
    if not numbers.any():
        pytest.skip("this proof needs none of them")
    assert put(copy, name, np.zeros_like(numbers)).kind == "wrong"


@pytest.mark.parametrize("name", ["by_face", "node", "exponent", "site"])
def test_a_certificate_of_another_length_is_caught(copy, name):
    numbers = certificate(copy)[name]
    assert put(copy, name, np.append(numbers, numbers.dtype.type(1))).kind == "wrong"


def test_a_negative_multiplier_is_caught(copy):
    numbers = certificate(copy)["by_face"].copy()
    numbers[0] = -1
    assert put(copy, "by_face", numbers).kind == "wrong"


def test_a_tree_cut_short_is_caught(copy):
    assert put(copy, "node", np.zeros(0, np.int8)).kind == "wrong"
    assert put(copy, "node", np.array([1], np.int8)).kind == "wrong"


def test_sites_kept_apart_without_reason_are_caught(copy):
    put(copy, "clique_site", np.array([5, 6, 7, 8, 9], np.int32))
    assert put(copy, "clique", np.array([5], np.int32)).kind == "wrong"


@pytest.mark.parametrize("off", [-1, 1])
def test_another_value_or_bound_is_caught(original, copy, off):
    value = original[1].value + off
    assert change(copy, key("value", str(value)), key("bound", str(value))).kind == "wrong"
    # A bound that is true but not the sharpest leaves a gap; one that is false is wrong.
    worse = change(copy, key("value", str(original[1].value)), key("status", "feasible"))
    assert worse.kind != "proven"


def test_cuts_that_leave_out_too_much_are_caught(copy):
    found = certificate(copy)
    if not len(found["cut_face"]):
        pytest.skip("this proof needs no cuts")
    assert put(copy, "cut_omitted", np.append(found["cut_omitted"], [0])).kind == "wrong"
    assert put(copy, "cut_face", np.full_like(found["cut_face"], -1)).kind == "wrong"


def test_another_question_is_caught(original, copy):
    with closing(sqlite3.connect(copy)) as base:
        (text,) = base.execute("SELECT value FROM xuanzhi_plan WHERE key = 'problem'").fetchone()
    problem = json.loads(text)
    for field, value in (("new", 9), ("close", 2), ("moves", 0), ("budget_yuan", 1), ("share", 1)):
        if field in problem:
            changed = json.dumps(problem | {field: value})
            assert change(copy, key("problem", changed)).kind == "wrong"
    assert change(copy, key("problem", json.dumps(problem | {"radius_m": 2900}))).kind == "wrong"


def test_a_floor_that_the_plan_does_not_meet_is_caught(tmp_path):
    """A proof by cover says nothing of floors: a plan made without them must not pass with them."""
    path, plan, _study = saved(tmp_path, MaxCover(new=3, radius_m=900), 0)
    assert plan.certificate.kind == "max-cover/1"
    problem = {"name": "max-cover", "new": 3, "radius_m": 900.0, "times": 1, "floor_share": 0.95}
    verdict = change(path, key("problem", json.dumps(problem | {"floor_by": ""})))
    assert verdict.kind == "wrong"
    assert "fewer people" in str(verdict)


@pytest.mark.parametrize("name", ["by_face", "by_row", "by_floor", "node", "exponent"])
def test_numbers_that_are_not_whole_are_no_proof(copy, name):
    """Sums of floats lose what whole numbers keep: 2^60 + 1 - 2^60 is nothing."""
    verdict = put(copy, name, certificate(copy)[name].astype(np.float64))
    assert "no list of whole numbers" in str(verdict)


def without_evidence(path):
    return change(path, ("DELETE FROM xuanzhi_certificate",), key("certificate_kind", ""))


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [("budget", "budget_yuan", 1), ("move", "moves", 0), ("close", "close", 2)],
)
def test_without_evidence_a_plan_still_keeps_its_limits(tmp_path, name, field, value):
    path, _plan, _study = saved(tmp_path, QUESTIONS[name], 1)
    assert without_evidence(path).kind != "wrong"
    with closing(sqlite3.connect(path)) as base:
        (text,) = base.execute("SELECT value FROM xuanzhi_plan WHERE key = 'problem'").fetchone()
    verdict = change(path, key("problem", json.dumps(json.loads(text) | {field: value})))
    assert verdict.kind == "wrong"
    assert "limit" in str(verdict)


@pytest.mark.parametrize("detour", [0, -1, 0.5, "inf", "nan"])
def test_a_way_shorter_than_the_straight_line_is_refused(copy, detour):
    mode = json.dumps({"name": "straight", "detour": detour})
    assert "straight line" in str(change(copy, key("mode", mode)))


@pytest.mark.parametrize("share", ["1/0", "nan", [], None])
def test_a_damaged_question_is_said_in_words(tmp_path, share):
    path, _plan, _study = saved(tmp_path, QUESTIONS["fewest"], 1)
    problem = {"name": "set-cover", "radius_m": 1500.0, "share": share}
    assert change(path, key("problem", json.dumps(problem))).kind == "wrong"


def test_costs_that_leave_64_bits_do_not_fit_a_budget(tmp_path):
    """In 64 bits the costs of the sites chosen would add up to less than nothing."""
    path, plan, study = saved(tmp_path, BudgetCover(budget_yuan=60, radius_m=1200), 1)
    chosen = len(plan.new_ids) - int(study.sites.is_required.sum())
    assert chosen >= 2
    change(path, ("DELETE FROM xuanzhi_certificate",))
    verdict = change(path, ("UPDATE sites SET cost_yuan = ?", 2**63 // chosen + 1))
    assert "limit" in str(verdict)
