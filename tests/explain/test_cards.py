"""Site cards against plain loops, and the laws between their numbers."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

import geo
from geo import words
from geo.core import Demand, Plan, Sites, Study
from geo.errors import InfeasibleError
from geo.explain import card_table, explain, is_all_weighed
from geo.solve import (
    PROBLEMS,
    BudgetCover,
    CloseCover,
    GradualCover,
    MaxCover,
    MoveCover,
    SetCover,
    solve,
)
from geo.travel import Straight

RADIUS = 5.0


@st.composite
def towns(draw):
    point = st.tuples(st.integers(0, 12), st.integers(0, 12))
    firms = draw(st.lists(point, min_size=1, max_size=12))
    places = draw(st.lists(point, min_size=2, max_size=7))
    weight = draw(st.lists(st.integers(0, 9), min_size=len(firms), max_size=len(firms)))
    status = draw(
        st.lists(
            st.sampled_from(["existing", "candidate", "forbidden"]),
            min_size=len(places),
            max_size=len(places),
        )
    )
    chosen = draw(st.sets(st.integers(0, len(places) - 1)))
    return firms, weight, places, status, chosen


def near(a, b):
    return math.dist(a, b) <= RADIUS


def covered(firms, weight, places, opened, times=1):
    """Count who has so many open places near, firm by firm."""
    return sum(
        w
        for f, w in zip(firms, weight, strict=True)
        if sum(near(f, places[o]) for o in opened) >= times
    )


def swapped(town, opened, j, *, times=1, spacing_m=0.0, allows=lambda _opened: True):
    """Try every venue in the place of site ``j``: the best one's loss and position, or None."""
    firms, weight, places, status, _chosen = town
    kept = [o for o in opened if o != j]
    before = covered(firms, weight, places, opened, times)
    tried = []
    for t, word in enumerate(status):
        if word not in ("candidate", "required") or t in opened:
            continue
        if any(math.dist(places[t], places[o]) < spacing_m for o in kept) or not allows([*kept, t]):
            continue
        tried.append((before - covered(firms, weight, places, [*kept, t], times), t))
    return min(tried, default=None)


@given(towns())
def test_cards_equal_plain_loops(town):
    firms, weight, places, status, chosen = town
    demand = Demand.from_arrays(*np.array(firms, float).T, weight)
    sites = Sites.from_arrays(*np.array(places, float).T, status=status)
    old = [j for j, s in enumerate(status) if s == "existing"]
    new = [j for j in sorted(chosen) if status[j] == "candidate"]
    is_open = [*old, *new]
    plan = Plan(
        MaxCover(new=max(len(new), 1), radius_m=RADIUS), tuple(is_open), tuple(new),
        0, 0, "feasible", 0, 0, 0, None, Straight(), 0.0, 0, "",
    )  # fmt: skip
    cards = explain(plan, Straight().reach(demand, sites))
    assert [c.site_id for c in cards] == is_open
    for card in cards:
        j = card.site_id
        here = [i for i, f in enumerate(firms) if near(f, places[j])]
        assert card.firms == len(here)
        assert card.reach == sum(weight[i] for i in here)
        fresh = [i for i in here if not any(near(firms[i], places[o]) for o in old)]
        assert card.new == sum(weight[i] for i in fresh)
        assert card.new_firms == len(fresh)
        alone = [i for i in here if not any(near(firms[i], places[o]) for o in is_open if o != j)]
        assert card.only_here == sum(weight[i] for i in alone)
        assert card.only_here_firms == len(alone)
        best = swapped(town, is_open, j) if j in new else None
        assert (card.loss_if_swapped, card.runner_up_id) == (best or (None, None))
        if j in new:
            assert card.only_here <= card.new <= card.reach
        apart = [(math.dist(places[o], places[j]), o) for o in old if o != j]
        assert card.nearest_home_id == (min(apart)[1] if apart else None)
        assert card.nearest_home_m == (pytest.approx(min(apart)[0]) if apart else None)


@st.composite
def questions(draw, n_site):
    """A question with conditions that a swap keeps to, and what its sites cost."""
    further = {
        "radius_m": RADIUS,
        "times": draw(st.integers(1, 3)),
        "spacing_m": float(draw(st.integers(0, 6))),
    }
    cost = draw(st.lists(st.integers(0, 9), min_size=n_site, max_size=n_site))
    if draw(st.booleans()):
        return BudgetCover(budget_yuan=draw(st.integers(0, 25)), **further), cost
    return MaxCover(new=draw(st.integers(1, 3)), **further), cost


def within_budget(question, cost, status):
    """Return a test of the sites opened: whether the new ones of them can be paid."""
    budget = getattr(question, "budget_yuan", math.inf)
    return lambda opened: sum(cost[o] for o in opened if status[o] != "existing") <= budget


@given(towns(), st.data())
def test_a_runner_up_is_the_best_of_all_swaps_that_the_question_allows(town, data):
    """The plan is any choice of sites, as one that was stopped, or keeps to no condition at all."""
    firms, weight, places, status, chosen = town
    status = ["required" if data.draw(st.booleans()) and s == "candidate" else s for s in status]
    town = firms, weight, places, status, chosen
    question, cost = data.draw(questions(len(places)))
    demand = Demand.from_arrays(*np.array(firms, float).T, weight)
    sites = Sites.from_arrays(*np.array(places, float).T, status, cost=cost)
    old = [j for j, s in enumerate(status) if s == "existing"]
    new = [j for j in sorted(chosen) if status[j] in ("candidate", "required")]
    plan = Plan(
        question, (*old, *new), tuple(new), 0, 0, "feasible", 0, 0, 0, None, Straight(), 0.0, 0, "",
    )  # fmt: skip
    for card in explain(plan, Straight().reach(demand, sites)):
        best = None
        if card.site_id in new:
            best = swapped(
                town,
                [*old, *new],
                card.site_id,
                times=question.times,
                spacing_m=question.spacing_m,
                allows=within_budget(question, cost, status),
            )
        assert (card.loss_if_swapped, card.runner_up_id) == (best or (None, None))


@given(towns(), st.data())
def test_no_swap_is_better_than_what_is_proven(town, data):
    """And its loss is the plan's value less that of the best plan with another in its place."""
    firms, weight, places, status, _chosen = town
    question, cost = data.draw(questions(len(places)))
    n_new = sum(s == "candidate" for s in status)
    assume(n_new and any(weight))
    if isinstance(question, MaxCover):
        question = replace(question, new=min(question.new, n_new))
    demand = Demand.from_arrays(*np.array(firms, float).T, weight)
    sites = Sites.from_arrays(*np.array(places, float).T, status, cost=cost)
    reach = Straight().reach(demand, sites)
    try:
        plan = solve(question, reach)
    except InfeasibleError:  # not so many stand that far apart
        reject()
    assert plan.status == "optimal"
    for card in explain(plan, reach):
        best = None
        if card.is_new:
            best = swapped(
                town,
                list(plan.open_ids),
                card.site_id,
                times=question.times,
                spacing_m=question.spacing_m,
                allows=within_budget(question, cost, status),
            )
        if best is None:
            assert card.loss_if_swapped is None
            continue
        kept = [*(o for o in plan.open_ids if o != card.site_id), card.runner_up_id]
        others = covered(firms, weight, places, kept, question.times)
        assert card.loss_if_swapped == plan.value - others == best[0] >= 0
        assert card.is_all_weighed


def test_whom_another_venue_newly_covers_counts_in_the_demonstration_town():
    """V04 wins back nobody of V03's, and covers all but 40 as many others."""
    study = geo.demo("yongshun")
    reach = Straight(1.3).reach(study.demand, study.sites)
    plan = solve(MaxCover(new=2, radius_m=600), reach)
    card = next(c for c in explain(plan, reach) if c.site_id == "V03")
    assert (card.runner_up_id, card.loss_if_swapped) == ("V04", 40)


def test_of_equally_good_venues_the_first_of_the_list_is_named():
    demand = Demand.from_arrays([0, 50, 90], [0, 0, 0], [9, 4, 4])
    sites = Sites.from_arrays([0, 90, 50, 50], [0, 0, 0, 0], ids=["a", "c", "b", "d"])
    plan = solve(MaxCover(new=1, radius_m=RADIUS), reach := Straight().reach(demand, sites))
    (card,) = explain(plan, reach)
    assert (card.site_id, card.runner_up_id, card.loss_if_swapped) == ("a", "c", 5)


def test_where_two_homes_must_be_near_a_swap_does_not_put_two_in_one_place():
    """Who has the site alone near stays with one home near when another stands in its place."""
    demand = Demand.from_arrays([0, 50], [0, 0], [9, 4])
    sites = Sites.from_arrays(
        [0, 50, 0, 50], [0] * 4, ["candidate", "existing"] + ["candidate"] * 2
    )
    plan = Plan(
        MaxCover(new=1, radius_m=RADIUS, times=2), (1, 0), (0,), 0, 4, "feasible",
        13, 0, 13, None, Straight(), 0.0, 0, "",
    )  # fmt: skip
    card = explain(plan, Straight().reach(demand, sites))[1]
    assert (card.runner_up_id, card.loss_if_swapped, card.only_here) == (3, -4, 9)


def test_what_costs_just_the_budget_or_stands_just_so_far_is_allowed():
    demand = Demand.from_arrays([0, 50, 100], [0, 0, 0], [9, 5, 4])
    for cost, rival in (([3, 7, 6], 1), ([3, 8, 6], 2)):
        sites = Sites.from_arrays([0, 50, 100, 200], [0] * 4, cost=[*cost, 4])
        plan = Plan(
            BudgetCover(budget_yuan=11, radius_m=RADIUS), (0, 3), (0, 3), 9, 9, "optimal",
            18, 0, 9, None, Straight(), 0.0, 0, "",
        )  # fmt: skip
        first = explain(plan, Straight().reach(demand, sites))[0]
        assert first.runner_up_id == rival
    for spacing, rival in ((50.0, 1), (50.5, 3)):
        status = ["candidate", "candidate", "existing", "candidate"]
        sites = Sites.from_arrays([0, 50, 100, 200], [0] * 4, status)
        reach = Straight().reach(demand, sites)
        plan = solve(MaxCover(new=1, radius_m=RADIUS, spacing_m=spacing), reach)
        assert explain(plan, reach)[1].runner_up_id == rival


def asked(kind, **further):
    """Ask a question of a kind, its own conditions first."""
    own = {
        MaxCover: {"new": 1}, SetCover: {}, BudgetCover: {"budget_yuan": 9},
        GradualCover: {"new": 1, "far_m": 9}, MoveCover: {"moves": 1}, CloseCover: {"close": 1},
    }  # fmt: skip
    return kind(**own[kind], radius_m=RADIUS, **further)


@pytest.mark.parametrize("kind", PROBLEMS)
def test_a_swap_weighs_places_costs_and_distances_and_nothing_else(kind):
    weighed = kind not in (SetCover, GradualCover)
    assert is_all_weighed(asked(kind)) == weighed
    assert is_all_weighed(asked(kind, spacing_m=3, floor_by="street")) == weighed
    if "times" in {f.name for f in fields(kind)}:
        assert is_all_weighed(asked(kind, times=2)) == weighed
    assert not is_all_weighed(asked(kind, floor_share=0.1))
    assert not is_all_weighed(asked(kind, weights="2*weight"))


SAID = {
    "en": {
        4: "next best in its place is b, losing 4",
        0: "next best in its place is b, with as many covered",
        -4: "best in its place is b, with which 4 more would be covered",
        "times": "Counted in that are those with 2 homes near.",
        "floor": "What else the question asks for is not weighed in that.",
    },
    "zh": {
        4: "若换成次优的 b，将少覆盖 4 名",
        0: "若换成次优的 b，覆盖人数不变",
        -4: "若换成最优的 b，将多覆盖 4 名",
        "times": "这一比较按身边同时有2个职工之家的职工计数。",
        "floor": "问题的其他要求未计入这一比较。",
    },
}


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize(("here", "there"), [(9, 5), (5, 5), (5, 9)])
def test_a_card_says_truly_whether_a_swap_loses_or_wins(language, here, there):
    demand = Demand.from_arrays([0, 50], [0, 0], [here, there])
    sites = Sites.from_arrays([0, 50], [0, 0], ids=["a", "b"])
    plan = Plan(
        MaxCover(new=1, radius_m=RADIUS), ("a",), ("a",), here, 14, "feasible",
        14, 0, here, None, Straight(), 0.0, 0, "",
    )  # fmt: skip
    (card,) = explain(plan, Straight().reach(demand, sites))
    assert card.loss_if_swapped == here - there
    said = SAID[language]
    with words.in_language(language):
        assert str(card).endswith(said[here - there])
        assert said["times"] not in str(card)
        twice = str(replace(card, times=2))
        more = str(replace(card, is_all_weighed=False))
        assert twice.endswith(said["times"])
        assert more.endswith(said["floor"])
        assert said[here - there] in twice
        assert said[here - there] in more


def test_what_is_alike_in_all_cards_is_no_column():
    demand = Demand.from_arrays([0, 50], [0, 0], [9, 5])
    study = Study("town", demand, Sites.from_arrays([0, 50], [0, 0]))
    reach = Straight().reach(demand, study.sites)
    cards = explain(solve(MaxCover(new=1, radius_m=RADIUS), reach), reach)
    table = card_table(cards, reach, study, RADIUS)
    assert not {"times", "is_all_weighed"} & set(table.columns)
    assert {"runner_up_id", "runner_up_name", "loss_if_swapped"} <= set(table.columns)


def test_a_card_reads_as_a_sentence():
    demand = Demand.from_arrays([0, 3], [0, 4], [10, 5])
    sites = Sites.from_arrays([0, 100], [0, 0], ids=["a", "b"])
    plan = Plan(
        MaxCover(new=1, radius_m=RADIUS), ("a",), ("a",), 15, 15, "optimal",
        15, 0, 15, None, Straight(), 0.0, 0, "",
    )  # fmt: skip
    (card,) = explain(plan, Straight().reach(demand, sites))
    assert str(card) == (
        "a: reaches 15 workers in 2 firms, 15 of them new, 15 only here; serves 15 in 2 firms, "
        "the farthest 5 m away; "
        "next best in its place is b, losing 15"
    )


def test_a_card_tells_hours_and_what_a_worker_costs_where_that_is_known():
    demand = Demand.from_arrays([0, 3, 100], [0, 4, 0], [10, 5, 7])
    table = pd.DataFrame({"hours": ["9:00-17:00", None, "daily"]})
    status = ["candidate", "candidate", "existing"]
    sites = Sites.from_arrays([0, 200, 100], [0, 0, 0], status, cost=[300, 50, 9], table=table)
    plan = Plan(
        MaxCover(new=2, radius_m=RADIUS), (2, 0, 1), (0, 1), 22, 22, "optimal",
        22, 7, 22, None, Straight(), 0.0, 0, "",
    )  # fmt: skip
    home, near_firms, far_off = explain(plan, Straight(1.3).reach(demand, sites))
    assert (home.cost_yuan, home.cost_per_new_yuan, home.hours) == (None, None, "daily")
    assert home.nearest_home_m is None
    assert (near_firms.cost_yuan, near_firms.hours, near_firms.nearest_home_m) == (
        300,
        "9:00-17:00",
        100,
    )
    assert near_firms.new == 10
    assert near_firms.cost_per_new_yuan == 30
    assert (far_off.cost_yuan, far_off.cost_per_new_yuan, far_off.hours) == (50, None, "")


@given(towns(), st.data())
def test_small_unionised_firms_are_counted_by_plain_loops(town, data):
    firms, weight, places, status, chosen = town
    has_union = data.draw(st.lists(st.booleans(), min_size=len(firms), max_size=len(firms)))
    table = pd.DataFrame({"is_unionised": has_union})
    demand = Demand.from_arrays(*np.array(firms, float).T, weight, table=table)
    sites = Sites.from_arrays(*np.array(places, float).T, status=status)
    study = Study("town", demand, sites, small_firm_line=5)
    old = [j for j, s in enumerate(status) if s == "existing"]
    new = [j for j in sorted(chosen) if status[j] == "candidate"]
    plan = Plan(
        MaxCover(new=max(len(new), 1), radius_m=RADIUS), (*old, *new), tuple(new),
        0, 0, "feasible", 0, 0, 0, None, Straight(), 0.0, 0, "",
    )  # fmt: skip
    reach = Straight().reach(demand, sites)
    small = {i for i, w in enumerate(weight) if w < 5 and has_union[i]}
    for card in card_table(explain(plan, reach), reach, study, RADIUS).to_dict("records"):
        j = card["site_id"]
        here = {i for i in small if near(firms[i], places[j])}
        fresh = {i for i in here if not any(near(firms[i], places[o]) for o in old)}
        others = [o for o in (*old, *new) if o != j]
        alone = {i for i in here if not any(near(firms[i], places[o]) for o in others)}
        counted = [
            card[n] for n in ("small_firms", "new_small_firms", "only_here_small_firms")
        ]  # fmt: skip
        assert counted == [len(here), len(fresh), len(alone)]
        if j in new:
            assert alone <= fresh <= here


def test_one_worker_in_one_firm_is_not_several():
    demand = Demand.from_arrays([0], [0], [1])
    sites = Sites.from_arrays([0, 100], [0, 0], ids=["a", "b"])
    plan = Plan(
        MaxCover(new=1, radius_m=RADIUS), ("a",), ("a",), 1, 1, "optimal",
        1, 0, 1, None, Straight(), 0.0, 0, "",
    )  # fmt: skip
    (card,) = explain(plan, Straight().reach(demand, sites))
    assert str(card) == (
        "a: reaches 1 worker in 1 firm, 1 of them new, 1 only here; serves 1 in 1 firm, the "
        "farthest 0 m away; next best in its place is b, losing 1"
    )
