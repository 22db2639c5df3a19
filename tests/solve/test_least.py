"""The fewest and the cheapest sites for needs of groups, against plain loops over every set."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InfeasibleError
from geo.solve import MaxCover, Needs, SetCover, Watch, ask_least, solve

from towns import crowded, towns

R = 300


def with_costs(town, costs):
    sites = zip(town.sites, costs, strict=False)
    return replace(town, sites=tuple((x, y, word, c) for (x, y, word, _c), c in sites))


def reach_of(town, column):
    """The town's reach; ``column`` names the group of each firm."""
    reach = town.reach()
    table = pd.DataFrame({"group": column})
    return replace(reach, demand=replace(reach.demand, table=table))


def is_enough(town, column, times, share, chosen):
    for name, wanted in times.items():
        firms = [i for i, group in enumerate(column) if group == name]
        got = sum(
            town.firms[i][2] for i in firms if sum(town.metres(i, j) <= R for j in chosen) >= wanted
        )
        if got < Fraction(str(share)) * sum(town.firms[i][2] for i in firms):
            return False
    return True


@settings(max_examples=150, deadline=None)
@given(
    town=towns(MaxCover(new=1, radius_m=R)) | st.integers(0, 10**6).map(crowded),
    per_firm=st.booleans(),
    share=st.sampled_from([1.0, 0.5, 0.7]),
    costs=st.lists(st.sampled_from([0, 1, 3, 2**45 + 1, 2**50]), min_size=6, max_size=6)
    | st.lists(st.integers(0, 9), min_size=6, max_size=6),
    data=st.data(),
)
def test_fewest_and_cheapest_are_the_least_of_all_sets(town, per_firm, share, costs, data):
    town = with_costs(town, costs)
    column = [f"g{i}" if per_firm else firm[4] for i, firm in enumerate(town.firms)]
    held = [g for g in dict.fromkeys(column) if any(
        f[2] for f, h in zip(town.firms, column, strict=True) if h == g)]  # fmt: skip
    if not held:
        return
    times = {name: data.draw(st.sampled_from([1, 1, 2, 3])) for name in held}
    status = [s[2] for s in town.sites]
    old = [j for j, word in enumerate(status) if word == "existing"]
    required = {j for j, word in enumerate(status) if word == "required"}
    usable = [j for j, word in enumerate(status) if word in ("candidate", "required")]
    sets = [
        some
        for n in range(len(usable) + 1)
        for some in combinations(usable, n)
        if required <= set(some) and is_enough(town, column, times, share, [*old, *some])
    ]
    reach = reach_of(town, column)
    sites = reach.sites
    needs = Needs(R, share, "group", tuple(times.values()))
    put = {"stands": sites.is_existing, "is_closed": sites.is_forbidden}
    if not sets:
        with pytest.raises(InfeasibleError):
            ask_least(needs, reach, **put)
        return
    asked = ask_least(needs, reach, **put)
    few, cheap = asked.fewest(Watch()), asked.cheapest(sites.cost, Watch())
    assert few.is_proven
    assert tuple(sorted(few.new_pos.tolist())) in sets
    assert few.value == few.bound == min(map(len, sets))
    least = min(sum(town.sites[j][3] for j in some) for some in sets)
    chosen = tuple(sorted(cheap.new_pos.tolist()))
    assert chosen in sets
    assert cheap.value == sum(town.sites[j][3] for j in chosen)
    assert cheap.bound <= least <= cheap.value
    if max(costs) < 10:
        assert cheap.is_proven
    if cheap.is_proven:  # and no free venue stands there for nothing
        assert all(
            tuple(k for k in chosen if k != j) not in sets for j in chosen if j not in required
        )


def test_many_groups_are_counted_some_at_a_time():
    town = crowded(7)
    n = 40
    firms = tuple((100 * (k % 6), 100 * (k % 5), 1 + k % 9, 0, "North") for k in range(n))
    town = replace(town, firms=firms)
    column = [f"g{k}" for k in range(n)]
    reach = reach_of(town, column)
    needs = Needs(R, 1.0, "group", (1,) * n)
    asked = ask_least(
        needs, reach, stands=reach.sites.is_existing, is_closed=reach.sites.is_forbidden
    )
    assert asked.model.faces.layers.shape[1] == n
    assert asked.model.faces.layers.sum() == sum(f[2] for f in firms)
    plan = solve(SetCover(radius_m=R), reach)
    assert asked.fewest(Watch()).value == plan.value - int(reach.sites.is_existing.sum())


def test_everybody_as_one_group_is_the_question_of_a_share():
    for seed in range(12):
        reach = crowded(seed).reach()
        old = int(reach.sites.is_existing.sum())
        put = {"stands": reach.sites.is_existing, "is_closed": reach.sites.is_forbidden}
        try:
            plan = solve(SetCover(radius_m=R, share=0.8), reach)
        except InfeasibleError as error:
            with pytest.raises(InfeasibleError, match=str(error)[:30]):
                ask_least(Needs(R, 0.8, "", (1,)), reach, **put)
            continue
        asked = ask_least(Needs(R, 0.8, "", (1,)), reach, **put)
        assert asked.fewest(Watch()).value == plan.value - old


def test_without_time_what_is_found_is_no_proof():
    reach = crowded(3).reach()
    asked = ask_least(
        Needs(R, 0.5, "street", (2, 1)),
        reach,
        stands=np.zeros(len(reach.sites), bool),
        is_closed=np.zeros(len(reach.sites), bool),
    )
    for found in (asked.fewest(Watch(0)), asked.cheapest(reach.sites.cost, Watch(0))):
        assert not found.is_proven
        assert found.bound == 0 < found.value
        assert asked.needs.are_met(reach, np.isin(np.arange(len(reach.sites)), found.new_pos))
