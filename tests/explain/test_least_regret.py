"""The least regret against plain loops over the same draws and every plan the question allows."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import geo
from geo.errors import InfeasibleError, InputError, StoppedError
from geo.explain import Errors, doubt, drawn, least_regret
from geo.explain.least_regret import search
from geo.solve import BudgetCover, CloseCover, GradualCover, MaxCover, MoveCover, solve
from geo.solve.exact import highs
from geo.words import in_language

from towns import is_allowed, score, solvable_town

R, N = 300, 6
QUESTIONS = [
    MaxCover(new=2, radius_m=R),
    MaxCover(new=2, radius_m=R, weights="weight + 2*members"),
    MaxCover(new=1, radius_m=R, times=2),
    MaxCover(new=2, radius_m=R, spacing_m=250),
    MaxCover(new=2, radius_m=R, floor_share=0.3, floor_by="street"),
    GradualCover(new=2, radius_m=R, far_m=700),
    BudgetCover(budget_yuan=6, radius_m=R),
    MoveCover(moves=1, radius_m=R),
    CloseCover(close=1, radius_m=R),
]
ERRORS = st.builds(Errors, *(st.sampled_from([0.0, v]) for v in (0.5, 0.3, 0.4, 0.3)))


def there(problem, town, draw):
    """The town and the question of a draw."""
    firms = tuple((*f[:2], int(w), *f[3:]) for f, w in zip(town.firms, draw.weight, strict=True))
    sites = tuple(
        (x, y, "forbidden" if is_gone else status, cost)
        for (x, y, status, cost), is_gone in zip(town.sites, draw.is_gone, strict=True)
    )
    wide = {"radius_m": problem.radius_m * draw.speed}
    if hasattr(problem, "far_m"):
        wide["far_m"] = problem.far_m * draw.speed
    return replace(town, firms=firms, sites=sites), replace(problem, **wide)


def every_plan(problem, town):
    """Every set of sites that the question allows."""
    bits = product([False, True], repeat=len(town.sites))
    sets = ([j for j, is_in in enumerate(some) if is_in] for some in bits)
    return [some for some in sets if is_allowed(problem, town, some)]


def regrets(problem, town, known, errors, seed):
    """What each plan loses in its worst draw, by its sites."""
    lost = {}
    for number, _best in known.best:
        draw = drawn(errors, town.reach(), seed=seed, number=number)
        drawn_town, wide = there(problem, town, draw)
        best = max(score(wide, drawn_town, some) for some in every_plan(wide, drawn_town))
        for some in every_plan(problem, town):
            stands = [j for j in some if not draw.is_gone[j]]
            loss = best - score(wide, drawn_town, stands)
            lost[tuple(some)] = max(lost.get(tuple(some), 0), loss)
    return lost


def asked(problem, seed, errors):
    """A town, its plan and the doubt about it; examples without any are not looked at."""
    town, _known = solvable_town(problem, seed)
    try:
        plan = solve(problem, town.reach())
        return town, plan, doubt(plan, town.reach(), errors, n=N, seed=seed)
    except (InputError, InfeasibleError, StoppedError):
        reject()


@pytest.mark.parametrize("problem", QUESTIONS, ids=lambda p: p.sentence()[:40])
@settings(max_examples=12)
@given(seed=st.integers(0, 10**6), errors=ERRORS)
def test_no_plan_loses_less_and_that_is_proven(problem, seed, errors):
    town, plan, known = asked(problem, seed, errors)
    found = least_regret(known, plan, town.reach())
    lost = regrets(problem, town, known, errors, seed)
    assert found.regret == found.bound == min(lost.values())
    assert found.is_proven
    assert lost[tuple(sorted(int(i.split()[1]) for i in found.open_ids))] == found.regret
    mine = tuple(sorted(int(i.split()[1]) for i in plan.open_ids))
    assert lost[mine] == found.own_regret == known.worst_regret
    assert found.regret <= known.robust_regret
    assert found.is_own == (set(found.open_ids) == set(plan.open_ids))
    old = {i for i, s in zip(town.reach().sites.ids, town.sites, strict=True) if s[2] == "existing"}
    assert set(found.new_ids) == set(found.open_ids) - old
    assert (found.n_draws, found.seed) == (len(known.best), seed)


@pytest.mark.parametrize("problem", [QUESTIONS[0], QUESTIONS[2]], ids=["quick", "one by one"])
@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), errors=ERRORS, at=st.integers(1, 30))
def test_a_stopped_search_claims_no_more_than_it_knows(problem, seed, errors, at):
    town, plan, known = asked(problem, seed, errors)
    told = []

    def stop(progress):
        told.append(progress)
        return len(told) < at

    try:
        found = least_regret(known, plan, town.reach(), progress=stop)
    except StoppedError:
        assert len(told) == at
        return
    least = min(regrets(problem, town, known, errors, seed).values())
    assert found.bound <= least <= found.regret <= found.own_regret == known.worst_regret
    assert len(told) <= at
    assert all(0 <= one.share <= 1 for one in told if one.share is not None)


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6), errors=ERRORS)
def test_the_last_proof_alone_finds_the_plan(seed, errors):
    """Without weights and swaps each step is a plan better by at least one, or none is left."""
    town, plan, known = asked(QUESTIONS[0], seed, errors)
    known = replace(known, robust_open_ids=plan.open_ids)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "swapped", lambda *_given, **_named: None)
        patch.setattr(search, "_weighed", lambda *_given: np.zeros(len(known.best)))
        found = least_regret(known, plan, town.reach())
    lost = regrets(QUESTIONS[0], town, known, errors, seed)
    assert found.regret == found.bound == min(lost.values())


def test_without_errors_nothing_is_lost():
    for seed in range(5):
        town, _known = solvable_town(QUESTIONS[0], seed)
        plan = solve(QUESTIONS[0], town.reach())
        known = doubt(plan, town.reach(), Errors(), n=N)
        found = least_regret(known, plan, town.reach())
        assert (found.regret, found.bound, found.own_regret) == (0, 0, 0)
        assert found.open_ids == plan.open_ids


@pytest.fixture(scope="module")
def demo():
    study = geo.demo("yongshun")
    reach = geo.Straight(1.3).reach(study.demand, study.sites)
    plan = solve(MaxCover(new=3, radius_m=1000), reach)
    return plan, reach, doubt(plan, reach, Errors(0.2, 0.1, 0.05), n=60)


def test_the_demo_town_is_proven_and_better_than_the_plans_compared(demo):
    plan, reach, known = demo
    found = least_regret(known, plan, reach)
    assert found.is_proven
    assert found.regret < known.robust_regret < known.worst_regret
    assert found == least_regret(known, plan, reach)


def test_steps_end_the_search_at_the_same_point_whatever_the_clock(demo, monkeypatch):
    plan, reach, known = demo
    whole = least_regret(known, plan, reach)
    short = least_regret(known, plan, reach, limit_steps=300)
    assert short.bound < whole.regret <= short.regret
    assert str(short).endswith("The search was cut short before a proof.")
    with in_language("zh"):
        assert str(short).endswith("搜索在得出证明之前中止。")
    true = highs.run

    def slow(*given, **named):
        time.sleep(0.05)
        return true(*given, **named)

    monkeypatch.setattr(highs, "run", slow)
    assert least_regret(known, plan, reach, limit_steps=300) == short
    assert least_regret(known, plan, reach, limit_steps=10**9) == whole


def test_no_time_is_no_answer(demo):
    plan, reach, known = demo
    with pytest.raises(StoppedError):
        least_regret(known, plan, reach, limit_s=0)


def test_what_makes_no_sense_is_refused(demo):
    plan, reach, known = demo
    with pytest.raises(InputError, match="no draws"):
        least_regret(replace(known, best=()), plan, reach)
    other = solve(MaxCover(new=2, radius_m=1000), reach)
    with pytest.raises(InputError, match="another plan"):
        least_regret(known, other, reach)


@pytest.mark.parametrize(
    ("bound", "own", "said", "said_zh"),
    [
        (5, 5, "no plan loses less in its own worst draw (proven over 60", "已在 60 次抽样上证明"),
        (3, 5, "none can lose less than 3 (60 draws", "任何方案都不可能少于 3"),
        (
            5,
            9,
            "the plan that loses least in its own loses 5 (proven over 60",
            "已在 60 次抽样上证明",
        ),
        (
            3,
            9,
            "one was found that loses 5 in its own, and none can lose less than 3",
            "不可能少于 3",
        ),
    ],
)
def test_it_is_said_in_both_languages(demo, bound, own, said, said_zh):
    plan, reach, known = demo
    found = replace(least_regret(known, plan, reach), regret=5, bound=bound, own_regret=own)
    assert said in str(found)
    assert str(found).startswith(f"In its worst draw the plan loses {own}")
    with in_language("zh"):
        assert said_zh in str(found)
        assert "最不利的一次抽样" in str(found)
