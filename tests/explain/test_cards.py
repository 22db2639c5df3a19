"""Site cards against plain loops, and the laws between their numbers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.core import Demand, Plan, Sites, Study
from geo.explain import card_table, explain
from geo.solve import MaxCover
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
        closed = [o for o in range(len(places)) if status[o] == "candidate" and o not in is_open]
        if j in new and closed:
            kept = max(sum(weight[i] for i in alone if near(firms[i], places[o])) for o in closed)
            assert card.loss_if_swapped == card.only_here - kept
        else:
            assert card.loss_if_swapped is None
        if j in new:
            assert card.only_here <= card.new <= card.reach
        apart = [(math.dist(places[o], places[j]), o) for o in old if o != j]
        assert card.nearest_home_id == (min(apart)[1] if apart else None)
        assert card.nearest_home_m == (pytest.approx(min(apart)[0]) if apart else None)


def test_a_card_reads_as_a_sentence():
    demand = Demand.from_arrays([0, 3], [0, 4], [10, 5])
    sites = Sites.from_arrays([0, 100], [0, 0], ids=["a", "b"])
    plan = Plan(
        MaxCover(new=1, radius_m=RADIUS), ("a",), ("a",), 15, 15, "optimal",
        15, 0, 15, None, Straight(), 0.0, 0, "",
    )  # fmt: skip
    (card,) = explain(plan, Straight().reach(demand, sites))
    assert str(card) == (
        "a: reaches 15 workers in 2 firms, 15 of them new, 15 only here; "
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
