"""The curve against every plan there is, and differences against plain loops."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Scenario
from geo.errors import InputError
from geo.explain import curve, difference, yearly_cost
from geo.solve import GradualCover, MaxCover, SetCover
from geo.study import run
from geo.travel import Straight

import made
from towns import best, crowded, is_hopeless, score, towns

R = 300
QUESTIONS = [
    MaxCover(new=1, radius_m=R),
    MaxCover(new=1, radius_m=R, times=2),
    MaxCover(new=1, radius_m=R, spacing_m=300),
    MaxCover(new=1, radius_m=R, weights="weight + 2*members"),
    GradualCover(new=1, radius_m=R, far_m=800),
]


@pytest.mark.parametrize("problem", QUESTIONS)
@settings(max_examples=25)
@given(data=st.data())
def test_each_point_is_the_best_of_all_plans(problem, data):
    town = data.draw(towns(problem))
    statuses = [site[2] for site in town.sites]
    usable = statuses.count("candidate") + statuses.count("required")
    wanted = {}
    for new in range(1, usable + 1):
        asked = replace(problem, new=new)
        known = best(asked, town)
        if known is not None and not is_hopeless(asked, town):
            wanted[new] = known
    if not wanted:
        return
    points = curve(problem, town.reach())
    some = {one.new for one in points[1::2]}
    assert curve(problem, town.reach(), news={*some, 99}) == tuple(points[1::2])
    assert {p.new: p.value for p in points} == wanted
    assert all(p.is_proven and p.bound == p.value for p in points)
    if not problem.spacing_m:
        values = [p.value for p in points]
        assert values == sorted(values)


def test_the_curve_ends_where_it_is_told_to():
    town = crowded(4)
    reach = town.reach()
    assert curve(QUESTIONS[2], reach, progress=lambda _p: False, limit_s=0) is not None
    stopped = curve(MaxCover(new=1, radius_m=R, times=2), reach, limit_s=0.0)
    everybody = score(replace(QUESTIONS[1], new=9), town, list(range(len(town.sites))))
    assert all(p.value <= p.bound and p.value <= everybody for p in stopped)


def test_people_covered_stand_beside_the_score():
    points = curve(GradualCover(new=1, radius_m=R, far_m=800), crowded(4).reach())
    assert all(0 <= p.covered <= p.value for p in points)


def test_a_question_without_a_number_has_no_curve():
    with pytest.raises(InputError, match="number of new"):
        curve(SetCover(radius_m=R), crowded(4).reach())


def test_the_difference_is_what_plain_loops_find():
    study = made.study()
    first, second = (
        run(study, Scenario(MaxCover(new=n, radius_m=r), Straight(1.3)), with_regret=False)
        for n, r in ((3, 400), (2, 700))
    )
    found = difference(first, second)
    ids = [str(i) for i in study.demand.ids]
    pairs = list(zip(ids, first.covered_after, second.covered_after, strict=True))
    assert sorted(found.gained["id"]) == sorted(i for i, a, b in pairs if b and not a)
    assert sorted(found.lost["id"]) == sorted(i for i, a, b in pairs if a and not b)
    assert len(found.gained)
    weight = dict(zip(ids, study.demand.weight.tolist(), strict=True))
    assert found.workers_gained == sum(weight[i] for i in found.gained["id"])
    assert found.workers_gained - found.workers_lost == second.plan.covered - first.plan.covered
    name = dict(zip(study.sites.ids, study.sites.names, strict=True))
    only = [i for i in first.plan.open_ids if i not in second.plan.open_ids]
    assert list(found.only_first) == [name[i] for i in only]
    assert list(found.gained["workers"]) == sorted(found.gained["workers"], reverse=True)


def test_a_firm_that_one_list_lacks_counts_as_not_covered():
    whole = made.proposal()
    fewer = made.study().demand.take(np.arange(60))
    part = run(
        made.study().with_demand(fewer),
        Scenario(MaxCover(new=2, radius_m=700), Straight(1.3)),
        with_regret=False,
    )
    lost = set(difference(whole, part).lost["id"])
    beyond = {
        str(i)
        for i, is_in in zip(whole.study.demand.ids[60:], whole.covered_after[60:], strict=True)
        if is_in
    }
    assert beyond <= lost


def test_cost_is_that_of_the_new_sites_only():
    found = made.proposal()
    assert yearly_cost(found) is None
    sites = replace(found.study.sites, cost=[10**k for k in range(10)])
    assert yearly_cost(replace(found, study=found.study.with_sites(sites))) == 10**1 + 10**3
