"""The menu against every plan there is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.explain import menu
from geo.explain.menu import Dish, Menu
from geo.solve import BudgetCover, CloseCover, GradualCover, MaxCover, MoveCover, SetCover, solve
from geo.words import in_language

from towns import best, crowded, is_allowed, score, solvable_town

R = 300
QUESTIONS = [
    MaxCover(new=2, radius_m=R),
    MaxCover(new=2, radius_m=R, times=2),
    MaxCover(new=2, radius_m=R, spacing_m=300, floor_share=0.2, floor_by="street"),
    SetCover(radius_m=R, share=0.5),
    BudgetCover(budget_yuan=5, radius_m=R),
    BudgetCover(budget_yuan=8, radius_m=R, times=2),
    GradualCover(new=2, radius_m=R, far_m=800),
    MoveCover(moves=1, radius_m=R, new=1),
    CloseCover(close=1, radius_m=R),
]


def every_plan(problem, town):
    sets = (
        frozenset(j for j, is_in in enumerate(bits) if is_in)
        for bits in product([False, True], repeat=len(town.sites))
    )
    return {
        s: score(problem, town, sorted(s)) for s in sets if is_allowed(problem, town, sorted(s))
    }


def difference(a, b):
    return max(len(a - b), len(b - a))


def as_set(ids):
    return frozenset(int(str(i).split()[1]) for i in ids)


@pytest.mark.parametrize("problem", QUESTIONS, ids=lambda p: p.name)
@settings(max_examples=12)
@given(
    seed=st.integers(0, 10**6),
    share=st.sampled_from([0.0, 0.1, 0.25, 0.5]),
    differ=st.integers(1, 2),
    n=st.sampled_from([1, 3, 99]),
)
def test_a_menu_is_what_a_search_of_all_plans_finds(problem, seed, share, differ, n):
    town, known = solvable_town(problem, seed)
    check(problem, town, known, share=share, differ=differ, n=n)


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10**6),
    problem=st.sampled_from([MaxCover(new=k, radius_m=R) for k in (1, 2, 3)] + [QUESTIONS[1]]),
    share=st.sampled_from([0.0, 0.05, 0.1, 0.25, 0.5]),
    differ=st.integers(1, 2),
)
def test_so_it_is_where_many_sites_are_near(seed, problem, share, differ):
    town = crowded(seed)
    known = best(problem, town)
    if not known:
        return
    check(problem, town, known, share=share, differ=differ, n=4)


@pytest.mark.parametrize("seed", range(12))
def test_plans_of_unequal_numbers_of_sites_differ_as_is_said(seed):
    """Two sites more make a difference of two, and so do two swaps."""
    for problem in (BudgetCover(budget_yuan=5 + seed % 6, radius_m=R), QUESTIONS[3]):
        town, known = solvable_town(problem, seed)
        check(problem, town, known, share=0.5, differ=2 + seed % 2, n=6)


def check(problem, town, known, *, share, differ, n):
    reach = town.reach()
    plan = solve(problem, reach)
    found = menu(plan, reach, n=n, within_share=share, differ=differ)
    plans = every_plan(problem, town)
    part = Fraction(str(share))
    near = {
        s: v
        for s, v in plans.items()
        if (v >= known * (1 - part) if problem.sense == "max" else v <= known * (1 + part))
    }
    listed = [as_set(p.open_ids) for p in found.plans]
    assert listed[0] == as_set(plan.open_ids)
    assert all(s in near and near[s] == p.value for s, p in zip(listed, found.plans, strict=True))
    assert all(p.loss == abs(known - p.value) for p in found.plans)
    assert all(difference(a, b) >= differ for a, b in combinations(listed, 2))
    sign = 1 if problem.sense == "max" else -1
    for k in range(1, len(listed)):
        others = [v for s, v in near.items() if all(difference(s, b) >= differ for b in listed[:k])]
        assert sign * near[listed[k]] == max(sign * v for v in others)
    more = [s for s in near if all(difference(s, b) >= differ for b in listed)]
    assert found.is_complete == (not more)
    assert len(listed) <= n if found.is_complete else len(listed) == n
    settled = {"forbidden", "required"} | (
        {"existing"} if problem.name not in ("move-cover", "close-cover") else set()
    )
    if problem.name == "close-cover":
        settled = {"forbidden", "required", "candidate"}
    free = [j for j, s in enumerate(town.sites) if s[2] not in settled]
    assert found.has_all
    always = {j for j in free if all(j in s for s in near)}
    never = {j for j in free if not any(j in s for s in near)}
    spaced = problem.spacing_m > 0  # what stands too near a settled site is settled, too
    assert as_set(found.always_ids) == always
    assert as_set(found.never_ids) <= never if spaced else as_set(found.never_ids) == never


def test_no_time_is_said():
    town, _known = solvable_town(QUESTIONS[0], 3)
    plan = solve(QUESTIONS[0], town.reach())
    found = menu(plan, town.reach(), within_share=1, limit_s=0)
    assert len(found.plans) == 1
    assert not found.is_complete


@pytest.mark.parametrize("wrong", [{"n": 0}, {"differ": 0}, {"within_share": 1.1}])
def test_numbers_without_sense_are_refused(wrong):
    town, _known = solvable_town(QUESTIONS[0], 3)
    plan = solve(QUESTIONS[0], town.reach())
    with pytest.raises(InputError):
        menu(plan, town.reach(), **wrong)


def test_a_plan_of_other_data_is_refused():
    town, _known = solvable_town(QUESTIONS[0], 3)
    other, _known = solvable_town(QUESTIONS[0], 4)
    with pytest.raises(InputError, match="other data"):
        menu(solve(QUESTIONS[0], town.reach()), other.reach())


def test_it_is_said_in_both_languages():
    town, _known = solvable_town(QUESTIONS[0], 3)
    found = menu(solve(QUESTIONS[0], town.reach()), town.reach(), n=2, within_share=1)
    assert str(found).startswith("2 plans that differ, the last of them")
    with in_language("zh"):
        assert str(found).startswith("共 2 个互不相同的方案")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"is_complete": True}, "No other plan comes within the limit of 7."),
        (
            {"is_complete": True, "differ": 2},
            "No plan that differs in 2 sites or more comes within the limit of 7.",
        ),
        (
            {"is_complete": False},
            "Whether another plan comes within the limit of 7 is not told.",
        ),
        (
            {"is_complete": True, "plans": (Dish((), (), 9, 0), Dish((), (), 9, 0))},
            "2 plans that differ, all as good as the best.",
        ),
        (
            {
                "is_complete": False,
                "differ": 3,
                "plans": (Dish((), (), 9, 0), Dish((), (), 7, 2)),
            },
            "2 plans, each 3 sites or more from any other, the last of them 2 worse than the best.",
        ),
    ],
)
def test_a_line_claims_what_the_list_holds(changed, said):
    one = Menu((Dish((), (), 9, 0),), 7, (), (), is_complete=True, has_all=True)
    told = str(replace(one, **changed))
    assert told.startswith(said + " Of the sites left to choose, none is in every plan that good.")
    several = len(changed.get("plans", ())) > 1
    assert told.endswith("There may be more.") == (several and not changed["is_complete"])
    assert told.endswith("There are no more.") == (several and changed["is_complete"])
