"""How a search behaves: progress, stopping, and what the pieces promise."""

from __future__ import annotations

import numpy as np
import pytest

from geo.core import Demand, Sites
from geo.solve import (
    BudgetCover,
    GradualCover,
    MaxCover,
    MoveCover,
    Progress,
    SetCover,
    greedy,
    solve,
)
from geo.solve.conditions import needed
from geo.solve.conditions.weights import terms
from geo.solve.exact import highs
from geo.solve.exact.highs import Mip
from geo.travel import Straight


def town(n=400, m=40, *, seed=0, side=6000):
    rng = np.random.default_rng(seed)
    x, y = rng.random((2, n)) * side
    sx, sy = rng.random((2, m)) * side
    status = np.where(np.arange(m) < 4, "existing", "candidate")
    demand = Demand.from_arrays(x, y, rng.integers(1, 60, n))
    return Straight().reach(demand, Sites.from_arrays(sx, sy, status, cost=rng.integers(1, 9, m)))


QUESTIONS = [
    MaxCover(6, 900),
    MaxCover(6, 900, times=2),
    MaxCover(5, 900, spacing_m=1500),
    SetCover(900, 0.7),
    SetCover(1500, 0.9),
    BudgetCover(20, 900),
    GradualCover(5, 600, 1500),
    MoveCover(2, 900, new=2),
]


@pytest.mark.parametrize("problem", QUESTIONS, ids=str)
def test_progress_closes_in_on_the_answer(problem):
    seen: list[Progress] = []
    plan = solve(problem, town(), progress=seen.append)
    assert plan.status == "optimal"
    sign = 1 if problem.sense == "max" else -1
    for step in seen:
        assert sign * step.value <= sign * plan.value <= sign * step.bound
    assert [s.seconds for s in seen] == sorted(s.seconds for s in seen)
    assert all(s.seconds <= plan.seconds for s in seen)


@pytest.mark.parametrize("problem", QUESTIONS, ids=str)
def test_a_caller_who_says_no_gets_the_best_plan_so_far(problem):
    reach = town()
    best = solve(problem, reach).value
    asked = []
    plan = solve(problem, reach, progress=lambda step: asked.append(step) is not None)
    assert len(asked) <= 3
    sign = 1 if problem.sense == "max" else -1
    assert sign * plan.value <= sign * best <= sign * plan.bound
    assert plan.status == ("optimal" if plan.value == plan.bound else "feasible")


@pytest.mark.parametrize("problem", QUESTIONS, ids=str)
def test_the_same_seed_gives_the_same_plan(problem):
    assert solve(problem, town(), seed=3).open_ids == solve(problem, town(), seed=3).open_ids


def test_useless_sites_are_filled_up_by_their_reach():
    demand = Demand.from_arrays([0, 0, 5000], [0, 10, 0], [5, 5, 3])
    sites = Sites.from_arrays([0, 1, 20000, 5000], [0, 0, 0, 0], ids=["a", "b", "far", "c"])
    reach = Straight().reach(demand, sites)
    for question in (MaxCover(3, 100), MaxCover(3, 100, floor_share=0.5)):
        plan = solve(question, reach)
        assert plan.value == 13
        assert len(plan.new_ids) == 3
    assert solve(MaxCover(3, 100), reach).new_ids == ("a", "b", "c")
    assert greedy(MaxCover(3, 100), reach).new_ids == ("a", "b", "c")


def test_greedy_is_what_it_says():
    # The middle site reaches most, and is then worth nothing: the textbook trap.
    demand = Demand.from_arrays([0, 400, 600, 1000], [0] * 4, [5, 4, 4, 5])
    reach = Straight().reach(demand, Sites.from_arrays([200, 500, 800], [0] * 3))
    assert greedy(MaxCover(1, 200), reach).open_ids == (0,)
    three = Demand.from_arrays([0, 300, 500, 700, 1000], [0] * 5, [4, 5, 1, 5, 4])
    reach = Straight().reach(three, Sites.from_arrays([150, 500, 850], [0] * 3))
    by_hand, best = greedy(MaxCover(2, 200), reach), solve(MaxCover(2, 200), reach)
    assert by_hand.new_ids == (0, 1)
    assert (by_hand.value, best.value) == (15, 18)
    assert by_hand.status == "feasible"
    assert by_hand.bound == 19


def test_a_question_that_counts_several_weights_knows_what_all_would_be():
    reach = town()
    plan = solve(GradualCover(5, 600, 1500), reach)
    assert plan.most == 1000 * reach.demand.total
    assert plan.bound_share == plan.bound / plan.most
    assert solve(MaxCover(5, 600), reach).most is None


@pytest.mark.parametrize(
    ("share", "total", "wanted"),
    [(1.0, 7, 7), (0.7, 10, 7), (0.1, 30, 3), (0.29, 100, 29), (0.5, 3, 2), (1e-9, 10, 1)],
)
def test_a_share_is_the_decimal_that_was_written(share, total, wanted):
    assert needed(share, total) == wanted


def test_weights_are_read_as_columns_and_factors():
    assert terms(" members ") == (("members", 1),)
    assert terms("3 * members+weight") == (("members", 3), ("weight", 1))


def knapsack(n=60, seed=0):
    """A program that HiGHS does not solve at once: correlated knapsacks."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(100, 1000, (8, n)).astype(float)
    cost = -(rows.mean(axis=0) + rng.integers(1, 50, n)).round()
    inf = np.full(8, np.inf)
    start = np.arange(9) * n
    column = np.tile(np.arange(n), 8)
    half = rows.sum(axis=1) / 2
    return Mip(cost, np.zeros(n), np.ones(n, bool), start, column, rows.ravel(), -inf, half)


def test_highs_can_be_stopped_by_time_and_by_hand_and_says_so():
    late = highs.run(knapsack(), limit_s=0.2, seed=0)
    assert late.status == "stopped"
    assert late.bound <= knapsack().cost @ late.x
    calls = []
    by_hand = highs.run(
        knapsack(), limit_s=60, seed=0, report=lambda *news: calls.append(news) is not None
    )
    assert by_hand.status == "stopped"
    assert len(calls) >= 1


def test_highs_says_infeasible():
    program = knapsack(4)
    wrong = Mip(
        program.cost,
        program.low,
        program.is_whole,
        program.start,
        program.column,
        program.value,
        np.full(8, 1e9),
        np.full(8, np.inf),
    )
    found = highs.run(wrong, limit_s=10, seed=0)
    assert (found.status, found.x) == ("infeasible", None)


def test_beyond_the_radius_not_quite_everybody_comes():
    question = GradualCover(new=1, radius_m=1, far_m=1e9)
    metres = np.array([0.0, 1.0, np.nextafter(1.0, 2.0), 5e8, 1e9, np.inf])
    assert question.attendance(metres).tolist() == [1000, 1000, 999, 500, 0, 0]
