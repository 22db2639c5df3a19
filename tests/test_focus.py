"""Where only small unionised firms count, no other firm is in any number that is told."""

from __future__ import annotations

import math

import pytest

import geo
from geo.core import Scenario
from geo.explain import explain
from geo.study import focus, reach_of, run

RADIUS_M = 900.0


@pytest.mark.parametrize("name", ["yongshun", "helsinki"])
def test_cards_and_totals_tell_of_small_unionised_firms_alone(name):
    study = geo.demo(name)
    small, demand, sites = focus(study, "small"), study.demand, study.sites
    n_small = int(study.is_small_unionised.sum())
    assert 0 < n_small < len(demand)
    assert len(small.demand) == small.is_small_unionised.sum() == n_small
    question = geo.MaxCover(new=2, radius_m=RADIUS_M)
    found = run(small, Scenario(question, geo.Straight()), with_regret=False)
    told = found.cards.set_index("site_id")["small_firms"]
    mine = [i for i in range(len(demand)) if study.is_small_unionised[i]]
    for card in explain(found.plan, reach_of(small, question, geo.Straight())):
        j = sites.ids.get_loc(card.site_id)
        near = [
            i for i in mine
            if math.hypot(demand.x[i] - sites.x[j], demand.y[i] - sites.y[j]) <= RADIUS_M
        ]  # fmt: skip
        assert card.reach == sum(int(demand.weight[i]) for i in near)
        assert told[card.site_id] == len(near)
    assert focus(study, "all") is study
