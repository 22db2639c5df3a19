"""Compliance against plain loops over every set of sites."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Demand, Sites
from geo.errors import InputError, MissingColumnError
from geo.explain import compliance
from geo.norms import norm
from geo.solve import MaxCover
from geo.travel import Straight, Table
from geo.words import in_language

from towns import crowded, has_enough, towns

R = 300
NEAR = (
    norm("double-15")
    .with_figure("radius_m", R, source="this test")
)  # fmt: skip


@settings(max_examples=60)
@given(
    town=towns(MaxCover(new=1, radius_m=R)) | st.integers(0, 10**6).map(crowded),
    share=st.sampled_from([1.0, 0.5, 0.7]),
    urban=st.sampled_from([(), ("North",), ("North", "South")]),
)
def test_the_fewest_sites_are_the_fewest_of_all_sets(town, share, urban):
    status = [s[2] for s in town.sites]
    known = {f[4] for f in town.firms if f[2]}
    found = compliance(NEAR, town.reach(), urban=[u for u in urban if u in known], share=share)
    old = [j for j, s in enumerate(status) if s == "existing"]
    usable = [j for j, s in enumerate(status) if s in ("candidate", "required")]
    required = {j for j, s in enumerate(status) if s == "required"}
    groups = found.groups
    if not known:
        assert groups.empty
        assert found.fewest_ids == ()
        return
    for row in groups.itertuples():
        firms = [i for i, f in enumerate(town.firms) if f[4] == row.group]
        near = {i: sum(town.metres(i, j) <= R for j in old) for i in firms}
        assert row.people == sum(town.firms[i][2] for i in firms)
        assert row.covered == sum(town.firms[i][2] for i in firms if near[i] >= 1)
        assert row.twice == sum(town.firms[i][2] for i in firms if near[i] >= 2)
        assert row.times == (2 if row.group in urban else 1)
        assert row.missing == max(
            row.wanted - sum(town.firms[i][2] for i in firms if near[i] >= row.times), 0
        )
        could = [j for j in range(len(status)) if j in old or j in usable]
        assert row.possible == sum(
            town.firms[i][2]
            for i in firms
            if sum(town.metres(i, j) <= R for j in could) >= row.times
        )
    is_met = has_enough(town, old, share, urban, R)
    assert groups["is_met"].all() == is_met
    assert (found.missing == 0) == is_met
    if is_met:
        assert found.fewest_ids == ()
        return
    sets = [
        some
        for n in range(len(usable) + 1)
        for some in combinations(usable, n)
        if required <= set(some) and has_enough(town, [*old, *some], share, urban, R)
    ]
    if not sets:
        assert found.fewest_ids is None
        assert found.cheapest_ids is None
        assert found.why_none
        return
    chosen = [int(str(i).split()[1]) for i in found.fewest_ids]
    assert len(chosen) == min(map(len, sets))
    assert has_enough(town, [*old, *chosen], share, urban, R)
    cost = [s[3] for s in town.sites]
    bought = [int(str(i).split()[1]) for i in found.cheapest_ids]
    assert found.cheapest_yuan == sum(cost[j] for j in bought)
    assert found.cheapest_yuan == min(sum(cost[j] for j in some) for some in sets)
    assert has_enough(town, [*old, *bought], share, urban, R)


def row_of_homes():
    demand = Demand.from_arrays(
        [0, 500], [0, 0], [5, 5], table=pd.DataFrame({"street": ["N", "S"]})
    )
    table = pd.DataFrame(
        {
            "area_m2": [11.9, 12, None],
            "hours": ["每日 9:00-21:00", "周一至周五 9:00-21:00", "ask"],
            "street": ["N", "N", "S"],
        }
    )
    sites = Sites.from_arrays([0, 400, 1400], [0, 0, 0], "existing", ["a", "b", "c"], table=table)
    return Straight().reach(demand, sites)


def test_spacing_and_area_and_hours_site_by_site():
    found = compliance(norm("shandong-station"), row_of_homes())
    assert list(found.sites["next_m"]) == [400, 400, 1000]
    assert list(found.sites["spacing_is_met"]) == [True, True, False]  # 1,000 m is not under it
    assert list(found.sites["area_is_met"]) == [False, True, None]
    dense = compliance(norm("shandong-station"), row_of_homes(), urban=None)
    assert list(dense.sites["spacing_is_met"]) == [True, True, False]
    hours = compliance(norm("shared-home"), row_of_homes())
    assert list(hours.sites["hours_is_met"]) == [True, False, None]
    by_rule = {f.rule: f for f in hours.findings}
    assert by_rule["hours"].is_met is False
    assert by_rule["area"].is_met is False
    assert hours.is_met is False
    only = compliance(norm("shared-home"), row_of_homes(), ["c"])
    assert {f.rule: f.is_met for f in only.findings}["hours"] is None


def test_a_site_alone_has_no_next_one():
    found = compliance(norm("shandong-station"), row_of_homes(), ["a"])
    assert found.sites["next_m"].tolist() == [math.inf]
    assert found.findings[0].is_met is False


def test_nobody_open_is_not_said_to_comply():
    found = compliance(norm("fuzhou-five-star"), row_of_homes(), [])
    assert found.is_met is None


def test_open_sites_of_a_plan_are_counted_and_kept():
    demand = Demand.from_arrays([0, 900, 1800], [0, 0, 0], [1, 1, 1])
    metres = np.abs(np.array([0, 900, 1800])[:, None] - np.array([0, 900, 1800])[None, :])
    sites = Sites.from_arrays([0, 900, 1800], [0, 0, 0], ids=["a", "b", "c"])
    reach = Table(metres.astype(float)).reach(demand, sites)
    near = NEAR.with_figure("radius_m", 100, source="this test")
    assert set(compliance(near, reach, ["a"], by="").fewest_ids) == {"b", "c"}
    assert set(compliance(near, reach, by="").fewest_ids) == {"a", "b", "c"}


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="share"):
        compliance(NEAR, row_of_homes(), share=0)
    with pytest.raises(InputError, match="West"):
        compliance(NEAR, row_of_homes(), urban=["West"])
    with pytest.raises(MissingColumnError):
        compliance(NEAR, row_of_homes(), by="town")


def test_it_is_said_in_both_languages():
    found = compliance(norm("shared-home"), row_of_homes())
    english = str(found)
    assert "opening hours: not met; met by 1 of 3 homes, 1 not known (" in english
    assert "2 of 2 areas (Published cases: 1,000 to 1,500 m; no standard found)." in english
    with in_language("zh"):
        assert "开放时间：未达标，3 处职工之家中 1 处达标，1 个无法判断" in str(found)
        found = compliance(norm("shared-home"), row_of_homes())
        assert "2 个片区中 2 个达标（已公布案例：1000至1500米；未见统一标准）。" in str(found)


def test_who_is_out_of_reach_is_told_with_the_reasons():
    demand = Demand.from_arrays([0, 5000], [0, 0], [10, 20], ids=["near", "far"])
    sites = Sites.from_arrays([0], [0], "candidate")
    reach = Table(np.array([[0.0], [5000.0]])).reach(demand, sites)
    asked = NEAR.with_figure("radius_m", 100, source="this test")
    found = compliance(asked, reach, [], by="")
    assert found.fewest_ids is None
    assert found.unreached_ids == ("far",)
    assert found.radius_would_m == 5000
    with in_language("zh"):
        assert "（far）" in compliance(asked, reach, [], by="").why_none
