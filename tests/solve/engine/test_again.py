"""A question asked again with a site settled: against every plan, and against the plain search."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from geo.core import Demand, Sites
from geo.solve import MaxCover, Watch, again, ask
from geo.travel import Straight

RADIUS_M = 400.0


def town(seed, n_firm, n_site, n_existing):
    chance = np.random.default_rng(seed)
    status = ["existing"] * n_existing + ["candidate"] * (n_site - n_existing - 1) + ["forbidden"]
    demand = Demand.from_arrays(
        *chance.uniform(0, 3000, (2, n_firm)), chance.integers(1, 90, n_firm)
    )
    return Straight().reach(
        demand, Sites.from_arrays(*chance.uniform(0, 3000, (2, n_site)), status)
    )


def covered(reach, opened, radius_m=RADIUS_M, weight=None):
    d, s = reach.demand, reach.sites
    near = np.zeros(len(d), bool)
    for j in opened:
        near |= np.hypot(d.x - s.x[j], d.y - s.y[j]) <= radius_m
    return int((d.weight if weight is None else weight)[near].sum())


@pytest.mark.parametrize("new", [1, 3])  # of one, nothing is left to choose beside the opened
@pytest.mark.parametrize("seed", range(5))
def test_the_best_plan_with_a_site_and_without_it_is_that_of_all_plans(seed, new):
    reach = town(seed, 60, 11, 2)
    free = range(2, 10)
    plans = {frozenset(more): covered(reach, (0, 1, *more)) for more in combinations(free, new)}
    one = again(MaxCover(new=new, radius_m=RADIUS_M), reach)
    for j in free:
        for settled, some in (
            ({"opened": j}, [v for s, v in plans.items() if j in s]),
            ({"shut": j}, [v for s, v in plans.items() if j not in s]),
        ):
            found = one.with_site(**settled)
            assert found is not None
            assert found.value == max(some) == covered(reach, np.flatnonzero(found.is_open))
            assert found.is_open[j] == ("opened" in settled)
            assert found.is_open.sum() == 2 + new
            assert not found.is_open[10]


@pytest.mark.parametrize("seed", range(3))
def test_of_many_sites_it_says_what_the_plain_search_says(seed):
    reach = town(seed, 2500, 60, 3)
    question = MaxCover(new=8, radius_m=RADIUS_M)
    one, asked = again(question, reach), ask(question, reach)
    answered = 0
    for j in range(3, 59, 5):
        for settled in ({"opened": j}, {"shut": j}):
            found = one.with_site(**settled)
            if found is not None:
                answered += 1
                assert found.value == asked.best(Watch(), **settled).value
    assert answered >= 12  # of 24: the rest is for the plain search


@pytest.mark.parametrize("seed", range(6))
def test_each_draw_of_differing_radii_is_answered_by_the_best_of_all_plans(seed):
    """Places on a lattice: many pairs lie exactly on the radius of a draw or on a range's limit."""
    chance = np.random.default_rng(seed)
    firms, halls = chance.integers(0, 30, (2, 80)) * 100.0, chance.integers(0, 30, (2, 10)) * 100.0
    status = ["existing", *["candidate"] * 9]
    reach = Straight().reach(
        Demand.from_arrays(*firms, chance.integers(1, 90, 80)), Sites.from_arrays(*halls, status)
    )
    one = again(MaxCover(new=2, radius_m=500.0), reach, speed_share=0.2)
    speeds = [0.8, 1.2, 1.0, 0.9, 1.1, *(1 + 0.2 * chance.uniform(-1, 1, 10))]
    speeds += list(one.edges_m[1:-1] / 500.0)
    weights = [chance.integers(0, 90, 80) for _s in speeds]
    gone = [(chance.random(10) < 0.2) & ~reach.sites.is_existing for _s in speeds]
    turn = one.turn(weights, gone, speeds)
    some = np.zeros(10, bool)
    some[[0, 3, 7]] = True
    worth = one.worth(turn, one.picks([some, some ^ np.eye(10, dtype=bool)[5]]))
    for d, (found, weight, is_gone, speed) in enumerate(
        zip(one.best(turn), weights, gone, speeds, strict=True)
    ):
        radius = 500.0 * speed
        free = np.flatnonzero(~is_gone)[1:]
        plans = [covered(reach, (0, *two), radius, weight) for two in combinations(free, 2)]
        assert found is not None
        assert found.value == max(plans)
        assert found.value == covered(reach, np.flatnonzero(found.is_open), radius, weight)
        stands = [j for j in (0, 3, 7) if not is_gone[j]]
        assert worth[0, d] == covered(reach, stands, radius, weight)


def test_a_draw_beyond_the_radii_prepared_for_is_refused():
    reach = town(1, 60, 11, 2)
    one = again(MaxCover(new=3, radius_m=RADIUS_M), reach, speed_share=0.1)
    nobody = [np.zeros(11, bool)]
    with pytest.raises(ValueError, match="outside"):
        one.turn([reach.demand.weight], nobody, [1.2])
