"""Whom a site serves, how far they walk and from what ground, against plain loops."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo import words
from geo.core import Demand, Faces, Plan, Sites
from geo.explain import catchment_of, explain
from geo.scale import FacesReach
from geo.solve import MaxCover
from geo.study import propose
from geo.travel import Straight, Table

RADIUS = 5.0
SPOT = st.tuples(st.integers(0, 12), st.integers(0, 12))


def plan_of(opened, new, mode=None):
    return Plan(
        MaxCover(new=max(len(new), 1), radius_m=RADIUS), tuple(opened), tuple(new),
        0, 0, "feasible", 0, 0, 0, None, mode or Straight(), 0.0, 0, "",
    )  # fmt: skip


@given(
    st.lists(SPOT, min_size=1, max_size=12),
    st.lists(SPOT, min_size=1, max_size=7),
    st.sampled_from([1.0, 1.25]),
    st.data(),
)
def test_each_firm_is_served_once_by_the_nearest_open_site_within_the_radius(
    firms, places, detour, data
):
    weight = data.draw(st.lists(st.integers(0, 9), min_size=len(firms), max_size=len(firms)))
    opened = sorted(data.draw(st.sets(st.integers(0, len(places) - 1))))
    served = {j: [] for j in opened}
    for i, firm in enumerate(firms):
        apart = [(detour * math.dist(firm, places[j]), j) for j in opened]
        if apart and min(apart)[0] <= RADIUS:
            served[min(apart)[1]].append((min(apart)[0], weight[i]))
    demand = Demand.from_arrays(*np.array(firms, float).T, weight)
    sites = Sites.from_arrays(*np.array(places, float).T)
    mode = Straight(detour)
    cards = explain(plan_of(opened, opened, mode), mode.reach(demand, sites))
    for card in cards:
        mine = served[card.site_id]
        assert card.served == sum(w for _d, w in mine) <= card.reach
        assert card.served_firms == len(mine) <= card.firms
        assert card.longest_m == (pytest.approx(max(d for d, _w in mine)) if mine else None)
        assert card.catchment_m2 == pytest.approx(math.pi * (RADIUS / detour) ** 2)
    near = [i for i, f in enumerate(firms) if any(
        detour * math.dist(f, places[j]) <= RADIUS for j in opened
    )]  # fmt: skip
    assert sum(card.served_firms for card in cards) == len(near)
    assert sum(card.served for card in cards) == sum(weight[i] for i in near)


def test_a_table_tells_of_no_ground_and_faces_of_no_metres():
    demand = Demand.from_arrays([0, 3], [0, 4], [10, 5])
    sites = Sites.from_arrays([0, 100], [0, 0])
    table = Table(np.array([[0.0, 100.0], [5.0, 97.0]]))
    (card,) = explain(plan_of([0], [0], table), table.reach(demand, sites))
    assert (card.served, card.longest_m, card.catchment_m2) == (15, 5.0, None)
    straight = Straight().reach(demand, sites)
    faces: Faces = straight.faces(RADIUS)
    (card,) = explain(plan_of([0], [0]), FacesReach(faces, sites, Straight(), RADIUS))
    assert (card.reach, card.served, card.served_firms, card.longest_m) == (15, None, None, None)
    assert "serves" not in str(card)


@pytest.mark.parametrize("mode", [Straight(1.3), geo.Street("walk")], ids=["straight", "street"])
def test_card_and_proposal_measure_the_same_ground(mode):
    study = geo.demo("yongshun")
    reach = mode.reach(study.demand, study.sites, 1600)
    plan = geo.solve(MaxCover(new=2, radius_m=800), reach)
    found = propose(plan, study, mode=mode, with_regret=False)
    table = found.cards.set_index("site_id")
    cards = explain(plan, reach)
    for card in cards:
        assert card.catchment_m2 == catchment_of(found, card.site_id)
        row = table.loc[card.site_id]
        assert (row["served"], row["served_firms"]) == (card.served, card.served_firms)
        assert row["longest_m"] == pytest.approx(card.longest_m)
        mine = found.served_pos == study.sites.ids.get_loc(card.site_id)
        assert card.served == study.demand.weight[mine].sum()
    if mode.name == "street":
        assert len({card.catchment_m2 for card in cards}) == len(cards)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "; serves 15 in 2 firms, the farthest 5 m away"),
        ("zh", "；就近服务 2 家企业的 15 名职工，最远 5 米"),
    ],
)
def test_a_card_says_whom_it_serves(language, said):
    demand = Demand.from_arrays([0, 3], [0, 4], [10, 5])
    sites = Sites.from_arrays([0, 100], [0, 0], ids=["a", "b"])
    with words.in_language(language):
        (card,) = explain(plan_of(["a"], ["a"]), Straight().reach(demand, sites))
        assert said in str(card)
