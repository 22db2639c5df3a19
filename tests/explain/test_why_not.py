"""Why not: against every plan there is, and every change one by one."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Demand, Sites
from geo.errors import InputError
from geo.explain import why_not
from geo.solve import BudgetCover, CloseCover, GradualCover, MaxCover, SetCover, solve
from geo.travel import Straight
from geo.words import in_language

from towns import Town, crowded, is_allowed, score, solvable_town

R = 300
QUESTIONS = [
    MaxCover(new=2, radius_m=R),
    MaxCover(new=1, radius_m=R, times=2),
    MaxCover(new=2, radius_m=R, spacing_m=300, floor_share=0.2, floor_by="street"),
    SetCover(radius_m=R, share=0.5),
    BudgetCover(budget_yuan=4, radius_m=R),
    GradualCover(new=2, radius_m=R, far_m=800),
    CloseCover(close=1, radius_m=R),
]
CROWDED = [MaxCover(new=1, radius_m=R), BudgetCover(budget_yuan=2, radius_m=R)]
COUNTING = [*CROWDED, QUESTIONS[0], QUESTIONS[4], QUESTIONS[6]]


class Stretched(Town):
    """A town in which one site is reached from farther away."""

    def metres(self, i, j):
        d = super().metres(i, j)
        site, own = self.own
        return min(d, R) if j == site and d <= own else d


def stretched(town, site, own):
    other = Stretched(town.firms, town.sites, town.detour, town.is_table)
    object.__setattr__(other, "own", (site, own))
    return other


def best(problem, town, site, is_in):
    sets = (
        [j for j, is_on in enumerate(bits) if is_on]
        for bits in product([False, True], repeat=len(town.sites))
    )
    values = [
        score(problem, town, s)
        for s in sets
        if (site in s) == is_in and is_allowed(problem, town, s)
    ]
    if not values:
        return None
    return max(values) if problem.sense == "max" else min(values)


def wins(problem, town, site):
    with_it, without = (best(problem, town, site, is_in) for is_in in (True, False))
    if with_it is None or without is None:
        return with_it is not None
    return with_it >= without if problem.sense == "max" else with_it <= without


def usable(town, site):
    x, y, status, cost = town.sites[site]
    status = "candidate" if status == "forbidden" else status
    sites = (*town.sites[:site], (x, y, status, cost), *town.sites[site + 1 :])
    return replace(town, sites=sites)


@pytest.mark.parametrize("problem", QUESTIONS, ids=lambda p: p.name)
@settings(max_examples=6)
@given(seed=st.integers(0, 10**6))
def test_each_answer_is_what_a_search_of_all_plans_finds(problem, seed):
    town, known = solvable_town(problem, seed)
    plan = solve(problem, town.reach())
    for site in range(len(town.sites)):
        check(problem, town, plan, known, site)


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), problem=st.sampled_from(CROWDED))
def test_so_it_is_where_many_sites_are_near(seed, problem):
    town = crowded(seed)
    plan = solve(problem, town.reach())
    for site in range(len(town.sites)):
        check(problem, town, plan, plan.value, site)


def check(problem, town, plan, known, site):
    reach = town.reach()
    said = why_not(plan, reach, f"site {site}")
    assert said.is_chosen == (f"site {site}" in plan.open_ids)
    if said.is_chosen:
        assert said.loss == 0
        return
    town = usable(town, site)
    with_it = best(problem, town, site, is_in=True)
    sign = 1 if problem.sense == "max" else -1
    assert said.loss == (None if with_it is None else sign * (known - with_it))
    assert said.loss is None or said.with_ids is not None
    if said.loss is not None and said.loss <= 0:
        return
    far = sorted({town.metres(i, site) for i in range(len(town.firms))})
    ways = [d for d in far if d > R and wins(problem, stretched(town, site, d), site)]
    assert said.own_radius_m == (ways[0] if ways else None)
    assert "own_radius_m" in said.sought
    assert ("extra_each" in said.sought) == (problem in COUNTING and said.loss is not None)
    assert ("cost_yuan" in said.sought) == (problem.name == "budget-cover")
    if problem in COUNTING and said.loss is not None:
        more = [e for e in range(1, 2 * said.loss + 3) if wins(problem, grown(town, site, e), site)]
        assert said.extra_each == (more[0] if more else None)
    else:
        assert said.extra_each is None
    if problem.name == "budget-cover":
        less = [c for c in range(town.sites[site][3]) if wins(problem, priced(town, site, c), site)]
        assert said.cost_yuan == (max(less) if less else None)
    else:
        assert said.cost_yuan is None


def grown(town, site, more):
    firms = tuple(
        (f[0], f[1], f[2] + more * (town.metres(i, site) <= R), f[3], f[4])
        for i, f in enumerate(town.firms)
    )
    return replace(town, firms=firms)


def priced(town, site, cost):
    x, y, status, _cost = town.sites[site]
    return replace(town, sites=(*town.sites[:site], (x, y, status, cost), *town.sites[site + 1 :]))


def line():
    firms = ((0, 0, 10, 0, "N"), (1000, 0, 4, 0, "N"), (1400, 0, 3, 0, "N"))
    sites = ((0, 0, "candidate", 1), (1000, 0, "candidate", 1), (5000, 0, "candidate", 1))
    return Town(firms, sites, 1.0, is_table=False)


def test_a_hall_is_told_what_would_make_it_win():
    reach = line().reach()
    said = why_not(solve(MaxCover(new=1, radius_m=R), reach), reach, "site 1")
    assert (said.loss, said.own_radius_m, said.extra_each) == (6, 1000, 6)
    assert str(said) == (
        "site 1: the best plan with it serves 6 fewer workers. It would win if people came to it "
        "from 1,000 m (now 300 m), or if each firm around it had 6 more at work."
    )
    with in_language("zh"):
        assert str(said).startswith("site 1：含此处的最优方案少服务 6 名职工。")


def test_a_hall_that_nothing_helps_is_told_so():
    firms = ((0, 0, 10, 0, "N"), (500, 0, 4, 0, "N"))
    sites = ((250, 0, "candidate", 1), (500, 0, "candidate", 1))
    reach = Town(firms, sites, 1.0, is_table=False).reach()
    reach = replace(reach, cutoff_m=R)
    said = why_not(solve(MaxCover(new=1, radius_m=R), reach), reach, "site 1")
    assert (said.own_radius_m, said.extra_each) == (None, None)
    assert str(said).endswith("No distance looked at would make it win.")


def test_an_unknown_site_is_refused():
    reach = line().reach()
    with pytest.raises(InputError, match="No site has the id"):
        why_not(solve(MaxCover(new=1, radius_m=R), reach), reach, "the castle")


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "far: the best plan with it serves more, by 4 workers; it may not be used."),
        ("zh", "far：包含它的最优方案多覆盖 4 名职工，但它被列为禁用。"),
    ],
)
def test_a_forbidden_venue_with_which_more_were_covered_is_not_said_to_lose(language, wanted):
    firms = Demand.from_arrays([0, 50], [0, 0], [5, 9])
    halls = Sites.from_arrays([0, 50], [0, 0], ["candidate", "forbidden"], ["near", "far"])
    reach = Straight().reach(firms, halls)
    said = why_not(solve(MaxCover(new=1, radius_m=5), reach), reach, "far")
    assert (said.loss, said.with_ids) == (-4, ("far",))
    with in_language(language):
        assert str(said) == wanted


def test_the_distance_told_is_one_at_which_it_wins():
    demand = Demand.from_arrays([0, 1000.4], [0, 0], [10, 12])
    sites = Sites.from_arrays([0, 0], [0, 0])
    reach = Straight(1.0).reach(demand, sites)
    plan = solve(MaxCover(new=1, radius_m=1000), reach)
    with in_language("en"):
        found = replace(why_not(plan, reach, 1), loss=2, own_radius_m=1000.4)
        assert "from 1,001 m (now 1,000 m)" in str(found)
