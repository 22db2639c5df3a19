"""Laws that every question obeys; a question is tested by being listed in PROBLEMS."""

from __future__ import annotations

import ast
import sys
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import asks
from geo.errors import GeoError, InfeasibleError, InputError, StoppedError
from geo.solve import (
    PROBLEMS,
    BudgetCover,
    CloseCover,
    GradualCover,
    MaxCover,
    MoveCover,
    SetCover,
    greedy,
    solve,
)
from geo.words import in_language

from towns import best, is_allowed, is_hopeless, scaled, score, shuffled, solvable_town, towns

R = 300
SOLVE = Path(sys.modules["geo.solve.run"].__file__).parent
PLAIN = {
    MaxCover: MaxCover(new=2, radius_m=R),
    SetCover: SetCover(radius_m=R, share=0.6),
    BudgetCover: BudgetCover(budget_yuan=5, radius_m=R),
    GradualCover: GradualCover(new=2, radius_m=R, far_m=800),
    MoveCover: MoveCover(moves=1, radius_m=R),
    CloseCover: CloseCover(close=1, radius_m=R),
}
CONDITIONS = {
    "plain": {},
    "backup": {"times": 2},
    "spacing": {"spacing_m": 500},
    "floor": {"floor_share": 0.4, "floor_by": "street"},
    "floor of all": {"floor_share": 0.5},
    "weights": {"weights": "weight + 2*members"},
    "together": {"times": 2, "spacing_m": 300, "floor_share": 0.2, "floor_by": "street"},
}


def _examples():
    for kind, plain in PLAIN.items():
        known = {f.name for f in fields(kind)}
        for words, changes in CONDITIONS.items():
            usable = {k: v for k, v in changes.items() if k in known}
            if usable or not changes:
                yield pytest.param(replace(plain, **usable), id=f"{kind.name}, {words}")


EXAMPLES = list(_examples())
EVERY = pytest.mark.parametrize("problem", EXAMPLES)
EVERY_PLAIN = pytest.mark.parametrize("problem", PLAIN.values(), ids=lambda p: p.name)
FULL = SetCover(radius_m=R), SetCover(radius_m=R, times=2), MoveCover(moves=2, radius_m=R, new=1)


SEED = st.integers(0, 10**6)


def chosen(plan):
    return [int(str(i).split()[1]) for i in plan.open_ids]


def test_every_problem_has_an_example():
    assert set(PLAIN) == set(PROBLEMS)


def test_every_file_that_defines_a_problem_is_in_the_family():
    found = set()
    for path in SOLVE.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found |= {
                    node.name
                    for line in node.body
                    if isinstance(line, ast.AnnAssign)
                    and getattr(line.target, "id", "") == "sense"
                    and line.value is not None
                }
    assert found == {kind.__name__ for kind in PROBLEMS}


def test_names_are_unique():
    assert len({kind.name for kind in PROBLEMS}) == len(PROBLEMS)


@pytest.mark.parametrize("problem", [*EXAMPLES, *FULL])
@settings(max_examples=25)
@given(data=st.data())
def test_the_plan_is_as_good_as_any_and_proven(problem, data):
    town = data.draw(towns(problem))
    known = best(problem, town)
    if known is None or is_hopeless(problem, town):
        with pytest.raises((InputError, InfeasibleError)):
            solve(problem, town.reach())
        return
    plan = solve(problem, town.reach())
    assert is_allowed(problem, town, chosen(plan))
    assert score(problem, town, chosen(plan)) == plan.value
    assert (plan.value, plan.bound, plan.status) == (known, known, "optimal")
    assert plan.gap == 0


@EVERY
@settings(max_examples=8)
@given(seed=SEED)
def test_greedy_is_allowed_and_never_better(problem, seed):
    town, known = solvable_town(problem, seed)
    try:
        plan = greedy(problem, town.reach())
    except StoppedError:
        return
    assert is_allowed(problem, town, chosen(plan))
    assert score(problem, town, chosen(plan)) == plan.value
    sign = 1 if problem.sense == "max" else -1
    assert sign * plan.value <= sign * known <= sign * plan.bound


@EVERY
@settings(max_examples=8)
@given(seed=SEED)
def test_a_stopped_search_keeps_a_plan_and_its_true_gap(problem, seed):
    town, known = solvable_town(problem, seed)
    try:
        plan = solve(problem, town.reach(), limit_s=0)
    except StoppedError:
        return
    sign = 1 if problem.sense == "max" else -1
    assert sign * plan.value <= sign * known <= sign * plan.bound
    assert (plan.status == "optimal") == (plan.value == plan.bound)
    assert is_allowed(problem, town, chosen(plan))


@EVERY_PLAIN
@settings(max_examples=8)
@given(seed=SEED)
def test_the_order_of_rows_does_not_matter(problem, seed):
    town, known = solvable_town(problem, seed)
    assert solve(problem, shuffled(town, seed).reach()).value == known


@EVERY
@settings(max_examples=8)
@given(seed=SEED, more=st.integers(1, 4))
def test_a_larger_radius_is_never_worse(problem, seed, more):
    town, known = solvable_town(problem, seed)
    wider = solve(replace(problem, radius_m=R + 100 * more), town.reach()).value
    assert wider >= known if problem.sense == "max" else wider <= known


@pytest.mark.parametrize(
    ("problem", "name", "sign"),
    [
        (PLAIN[MaxCover], "new", 1),
        (replace(PLAIN[MaxCover], times=2), "new", 1),
        (PLAIN[GradualCover], "new", 1),
        (PLAIN[BudgetCover], "budget_yuan", 1),
        (PLAIN[MoveCover], "moves", 1),
        (PLAIN[CloseCover], "close", -1),
    ],
)
@settings(max_examples=8)
@given(seed=SEED)
def test_more_sites_are_never_worse(problem, name, sign, seed):
    town, known = solvable_town(problem, seed)
    more = replace(problem, **{name: getattr(problem, name) + 1})
    if best(more, town) is None:
        return
    assert sign * solve(more, town.reach()).value >= sign * known


@EVERY
@settings(max_examples=8)
@given(seed=SEED, factor=st.integers(2, 1000))
def test_scaled_weights_scale_the_value(problem, seed, factor):
    town, known = solvable_town(problem, seed)
    plan = solve(problem, scaled(town, factor).reach())
    assert plan.value == (factor * known if problem.sense == "max" else known)
    assert plan.status == "optimal"


@EVERY_PLAIN
@settings(max_examples=8)
@given(seed=SEED)
def test_a_firm_split_in_two_changes_nothing(problem, seed):
    town, known = solvable_town(problem, seed)
    x, y, workers, members, street = town.firms[0]
    halves = ((x, y, 1, members, street), (x, y, workers - 1, 0, street))
    split = replace(town, firms=(*town.firms[1:], *halves))
    assert solve(problem, split.reach()).value == known


@EVERY_PLAIN
@settings(max_examples=8)
@given(seed=SEED)
def test_what_a_plan_says_of_people_is_counted(problem, seed):
    town, _known = solvable_town(problem, seed)
    plan = solve(problem, town.reach())
    old = [j for j, site in enumerate(town.sites) if site[2] == "existing"]
    for said, sites in ((plan.covered_before, old), (plan.covered, chosen(plan))):
        near = [any(town.metres(i, j) <= R for j in sites) for i in range(len(town.firms))]
        assert said == sum(f[2] for f, is_near in zip(town.firms, near, strict=True) if is_near)
    assert plan.total == sum(f[2] for f in town.firms)
    order = [(town.sites[j][2] != "existing", j) for j in chosen(plan)]
    assert order == sorted(order)
    assert plan.new_ids == tuple(f"site {j}" for is_new, j in order if is_new)


@EVERY
def test_a_question_is_a_frozen_value_that_can_be_said(problem):
    assert problem == replace(problem)
    assert hash(problem) == hash(replace(problem))
    with pytest.raises(FrozenInstanceError):
        problem.radius_m = 1
    said = {}
    for language in ("en", "zh"):
        with in_language(language):
            said[language] = problem.sentence()
    assert said["en"] != said["zh"]
    assert said["en"].endswith(".")
    assert said["zh"].endswith("。")
    assert not any(
        c.isascii() and c.isalpha()
        for c in said["zh"].replace("weight", "").replace("members", "").replace("street", "")
    )
    assert f"{problem.radius_m:,.0f}" in said["en"]
    assert f"{problem.radius_m:,.0f}" in said["zh"]


@EVERY_PLAIN
def test_numbers_outside_their_range_are_refused(problem):
    for name, asked in asks(type(problem)).items():
        for wrong in (asked.low - 1, float("nan"), "two", None):
            with pytest.raises(InputError):
                replace(problem, **{name: wrong})
        whole = next(f.type for f in fields(problem) if f.name == name) == "int"
        if whole:
            with pytest.raises(InputError):
                replace(problem, **{name: asked.low + 0.5})


@EVERY_PLAIN
def test_a_radius_beyond_the_cutoff_is_an_error(problem):
    town, _known = solvable_town(problem, 1)
    reach = replace(town.reach(), cutoff_m=R - 1)
    with pytest.raises(GeoError, match="beyond the cutoff"):
        solve(problem, reach)


def towns_with_everything():
    from towns import Town  # noqa: PLC0415 - used by one test

    firms = ((0, 0, 5, 1, "North"), (300, 0, 4, 0, "South"))
    sites = ((0, 0, "existing", 1), (300, 0, "candidate", 1), (600, 0, "candidate", 1))
    return Town(firms, sites, 1.0, is_table=False)
