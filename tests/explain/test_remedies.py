"""What would meet a norm, against plain loops over every set of sites that may be proposed."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Demand, Sites
from geo.explain import compliance
from geo.norms import norm
from geo.solve import MaxCover
from geo.travel import Straight
from geo.words import in_language

from towns import crowded, has_enough, towns

R, AREA, BELOW, DENSE = 300, 300, 300, 200
ALL_WEEK, NO_WEEKEND = "每日 9:00-21:00", "周一至周五 9:00-21:00"
ASKED = (
    norm("double-15")
    .with_figure("radius_m", R, source="this test")
    .with_figure("area_m2", AREA, source="this test")
    .with_figure("hours", ("lunch", "weekend"), source="this test")
)
SPACED = ASKED.with_figure("spacing_below_m", BELOW, source="this test").with_figure(
    "spacing_dense_below_m", DENSE, source="this test"
)
TOLD = st.tuples(
    st.sampled_from([None, 299.9, 300, 500, 500]),
    st.sampled_from([ALL_WEEK, ALL_WEEK, NO_WEEKEND, "ask"]),
    st.sampled_from(["North", "South"]),
)


def with_told(town, told):
    """The town's reach, its sites with floor area, hours and street."""
    reach = town.reach()
    area, hours, street = (list(c) for c in zip(*told, strict=True))
    table = pd.DataFrame({"area_m2": area, "hours": hours, "street": street})
    x, y, status, cost = (list(c) for c in zip(*town.sites, strict=True))
    names = [f"site {j}" for j in range(len(x))]
    sites = Sites.from_arrays(x, y, status, names, cost=cost, table=table)
    return replace(reach, sites=sites)


def has_next(town, told, j, stands, urban):
    limit = DENSE if told[j][2] in urban else BELOW
    x, y = town.sites[j][:2]
    gaps = [math.hypot(x - town.sites[k][0], y - town.sites[k][1]) for k in stands if k != j]
    return min(gaps, default=math.inf) < limit


@settings(max_examples=120, deadline=None)
@given(
    town=towns(MaxCover(new=1, radius_m=R)) | st.integers(0, 10**6).map(crowded),
    share=st.sampled_from([1.0, 0.5, 0.7]),
    urban=st.sampled_from([(), ("North",), ("North", "South")]),
    is_spaced=st.booleans(),
    data=st.data(),
)
def test_what_is_proposed_breaks_nothing_and_is_the_least_of_all_sets(
    town, share, urban, is_spaced, data
):
    m = len(town.sites)
    told = data.draw(st.lists(TOLD, min_size=m, max_size=m))
    known = {f[4] for f in town.firms if f[2]}
    urban = tuple(u for u in urban if u in known)
    rule = SPACED if is_spaced else ASKED
    found = compliance(rule, with_told(town, told), urban=urban, share=share)
    status = [s[2] for s in town.sites]
    old = [j for j in range(m) if status[j] == "existing"]
    usable = [j for j in range(m) if status[j] in ("candidate", "required")]
    if not known or has_enough(town, old, share, urban, R):
        assert found.fewest_ids == ()
        return

    def suffices(j):
        area, hours, _street = told[j]
        return not (area is not None and area < AREA) and hours != NO_WEEKEND

    def is_kept(some):
        stands = [*old, *some]
        return not is_spaced or all(has_next(town, told, j, stands, urban) for j in some)

    free = [j for j in usable if suffices(j)]
    every = [s for n in range(len(free) + 1) for s in combinations(free, n) if is_kept(s)]
    could = {j for some in every for j in some}
    assert set(found.unfit_ids) == {f"site {j}" for j in usable if j not in could}
    required = {j for j in could if status[j] == "required"}
    sets = [
        some
        for some in every
        if required <= set(some) and has_enough(town, [*old, *some], share, urban, R)
    ]
    for row in found.groups.itertuples():
        firms = [i for i, f in enumerate(town.firms) if f[4] == row.group]
        stands = [*old, *could]
        assert row.possible == sum(
            town.firms[i][2]
            for i in firms
            if sum(town.metres(i, j) <= R for j in stands) >= row.times
        )
    if not sets:
        assert found.fewest_ids is None
        assert found.cheapest_ids is None
        assert found.why_none
        return
    fewest = [int(str(i).split()[1]) for i in found.fewest_ids]
    cheapest = [int(str(i).split()[1]) for i in found.cheapest_ids]
    cost = [s[3] for s in town.sites]
    ordered = {tuple(sorted(some)) for some in sets}
    assert tuple(sorted(fewest)) in ordered
    assert tuple(sorted(cheapest)) in ordered
    assert len(fewest) == min(map(len, sets))
    assert found.cheapest_yuan == sum(cost[j] for j in cheapest)
    assert found.cheapest_yuan == min(sum(cost[j] for j in some) for some in sets)
    doubtful = {j for j in {*fewest, *cheapest} if told[j][0] is None or told[j][1] == "ask"}
    assert set(found.unknown_ids) == {f"site {j}" for j in doubtful}
    for some, then in ((fewest, found.fewest_then), (cheapest, found.cheapest_then)):
        holds(then, town, told, [*old, *some], urban)


def holds(then, town, told, stands, urban):
    """The findings are those of plain loops over the sites that would stand."""
    by_rule = {one.rule: one for one in then}
    assert by_rule["coverage"].is_met
    assert ("cross" in by_rule) == (not urban)
    areas, hours = [told[j][0] for j in stands], [told[j][1] for j in stands]
    assert by_rule["area"].n_met == sum(a is not None and a >= AREA for a in areas)
    assert by_rule["area"].n_unknown == areas.count(None)
    assert by_rule["hours"].n_met == hours.count(ALL_WEEK)
    if "spacing" in by_rule:
        near = [has_next(town, told, j, stands, urban) for j in stands]
        assert by_rule["spacing"].n_met == sum(near)


def one_firm(area=(10, 400), cost=(1, 5), hours=("", "")):
    demand = Demand.from_arrays([0], [0], [9], table=pd.DataFrame({"street": ["N"]}))
    table = pd.DataFrame({"area_m2": list(area), "hours": list(hours)})
    sites = Sites.from_arrays([0, 10], [0, 0], ids=["closet", "hall"], cost=list(cost), table=table)
    return Straight().reach(demand, sites)


def test_a_closet_is_not_proposed_as_a_home():
    found = compliance(norm("shared-home"), one_firm(hours=(ALL_WEEK, ALL_WEEK)))
    assert (found.fewest_ids, found.cheapest_ids, found.cheapest_yuan) == (("hall",), ("hall",), 5)
    assert (found.unfit_ids, found.unfit_rules) == (("closet",), ("area",))
    assert all(one.is_met for one in found.fewest_then)
    said = str(found)
    assert "The cheapest that would cost 5 yuan a year (1 site)." in said
    assert "1 venue was left out, as it cannot meet the norm: floor area." in said
    assert said.count("With these, all that is asked is met.") == 1
    assert "sites)" not in said


def test_what_is_not_known_may_be_proposed_and_is_said():
    found = compliance(norm("shared-home"), one_firm(area=(None, 10)))
    assert found.fewest_ids == found.unknown_ids == ("closet",)
    said = str(found)
    assert (
        "Not known even then: floor area (not known of 1), opening hours (not known of 1)" in said
    )
    assert "is not known of them: closet." in said
    with in_language("zh"):
        said = str(found)
        assert "届时仍无法判断：面积（1 处无法判断）、开放时间（1 处无法判断）。" in said
        assert "另有 1 处场地不符合该规范（面积），未列入。" in said


def test_a_home_that_stands_and_is_too_small_is_not_said_to_be_mended():
    reach = one_firm(hours=(ALL_WEEK, ALL_WEEK))
    far = norm("shared-home").with_figure("times", 2, source="this test")
    found = compliance(far, reach, ["closet"])
    assert found.fewest_ids == ("hall",)
    assert "Not met even then: floor area (met by 1 of 2 homes)." in str(found)


@pytest.mark.parametrize("name", ["shandong-station", "fuzhou-five-star"])
@pytest.mark.parametrize(
    ("language", "part"), [("en", "names no distance"), ("zh", "未规定服务距离")]
)
def test_why_no_sites_are_sought_is_said(name, language, part):
    with in_language(language):
        found = compliance(norm(name), one_firm(), ["closet"])
        assert found.is_met is False
        assert part in str(found)
        assert part not in str(compliance(norm("shared-home"), one_firm(), ["closet"]))


def test_cross_coverage_that_was_not_asked_is_not_called_met():
    reach = one_firm()
    for urban, is_met in (((), None), (("N",), False), (None, False)):
        found = compliance(norm("double-15"), reach, ["closet"], urban=urban)
        assert found.is_met is is_met
        assert found.is_met_as_asked is (urban == ())
        assert ("not asked, as no area is named" in str(found)) is (urban == ())
    assert "2 homes in N." in str(compliance(norm("double-15"), reach, urban=["N"]))
    with in_language("zh"):
        said = str(compliance(norm("double-15"), reach, ["closet"], urban=["N"], share=0.8))
        assert (
            "要求：每个片区 80% 的职工在 1,000 米以内有 1 处职工之家，N须有 2 处职工之家。" in said
        )
    met = compliance(norm("double-15"), reach, ["closet", "hall"], urban=["N"])
    assert met.is_met is True
    assert met.unasked == ()


def large(n=4000, m=120):
    draw = np.random.default_rng(5)
    x, y = draw.uniform(0, 12_000, (2, n))
    table = pd.DataFrame({"street": [f"S{k % 7}" for k in range(n)]})
    demand = Demand.from_arrays(x, y, draw.integers(1, 60, n), table=table)
    sx, sy = draw.uniform(0, 12_000, (2, m))
    sites = Sites.from_arrays(sx, sy, cost=draw.integers(100, 9000, m))
    return Straight().reach(demand, sites)


def test_time_that_ends_is_said_and_proves_nothing():
    rule = norm("double-15").with_figure("radius_m", 2000, source="this test")
    found = compliance(rule, large(), share=0.8, limit_s=0)
    assert found.is_late
    assert found.fewest_ids is None
    assert found.cheapest_ids is None
    assert "could not be proven" in str(found)
    assert not found.groups.empty


def test_it_stops_where_it_is_told_to():
    asked = []

    def report(progress):
        asked.append(progress)
        return len(asked) < 4

    rule = norm("double-15").with_figure("radius_m", 2000, source="this test")
    found = compliance(rule, large(), share=0.8, progress=report)
    assert len(asked) == 4
    assert found.is_late or found.why_not_cheapest
