"""Countries small enough for enumeration and for HiGHS, and the laws every country obeys."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

import geo
from geo.core import Demand, Sites
from geo.errors import InputError, OverflowWeightError, RadiusError
from geo.scale.country import solve_country
from geo.solve import MaxCover
from geo.travel import Straight
from tests.scale.country.countries import is_proven, made, recount, whole


@pytest.fixture(autouse=True, params=[0, 100], ids=["in-parts", "at-once"])
def few(request, monkeypatch):
    """Run each test by the way of large countries too: nothing is small enough for one search."""
    monkeypatch.setattr("geo.scale.country.search._WHOLE", request.param)
    return request.param


def by_highs(parts, sites, new, radius):
    """The optimum by a model with a row for each firm: another collapse, another solver."""
    demand = whole(parts)
    near = np.hypot(demand.x[:, None] - sites.x, demand.y[:, None] - sites.y) <= radius
    n, m = near.shape
    rows = np.hstack([near.astype(float), -np.eye(n)])
    budget = np.concatenate([np.ones(m), np.zeros(n)])[None]
    found = milp(
        -np.concatenate([np.zeros(m), demand.weight]),
        constraints=[LinearConstraint(rows, 0, np.inf), LinearConstraint(budget, new, new)],
        bounds=Bounds(0, 1),
        integrality=np.concatenate([np.ones(m), np.zeros(n)]),
        options={"mip_rel_gap": 0},
    )
    assert found.success
    return round(-found.fun)


@pytest.mark.parametrize(("seed", "new"), [(0, 3), (1, 5), (2, 8), (3, 12)])
def test_agrees_with_highs_on_the_whole_model(seed, new):
    parts, sites = made(4, 60, 7, seed=seed)
    plan = solve_country(MaxCover(new=new, radius_m=700), parts, sites)
    best = by_highs(parts, sites, new, 700)
    assert plan.value <= best <= plan.bound
    assert is_proven(plan, parts, sites)
    assert plan.value == recount(parts, sites, plan.open_ids, 700)
    assert len(plan.open_ids) == new
    assert plan.gap < 0.02
    if plan.status == "optimal":
        assert plan.value == best


@st.composite
def countries(draw):
    """Points on a lattice of 300 m, so that many stand exactly on the border of a disc."""
    lattice = st.tuples(st.integers(0, 8), st.integers(0, 3))
    cities = draw(st.lists(st.lists(lattice, max_size=6), min_size=1, max_size=3))
    at = draw(st.lists(lattice, min_size=1, max_size=7))
    status = draw(st.lists(st.sampled_from("ccccerf"), min_size=len(at), max_size=len(at)))
    return cities, at, status, draw(st.integers(1, 4))


WORD = {"c": "candidate", "e": "existing", "r": "required", "f": "forbidden"}


@given(countries())
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_equals_enumeration_whatever_the_parts(country):
    cities, at, status, new = country
    usable = [j for j, s in enumerate(status) if s in "cr"]
    must = {j for j, s in enumerate(status) if s == "r"}
    if not len(must) <= new <= len(usable):
        return
    weight = [[1 + (3 * i + c) % 7 for i in range(len(city))] for c, city in enumerate(cities)]
    parts = [
        Demand.from_arrays([300 * x for x, _ in city], [300 * y for _, y in city], w)
        for city, w in zip(cities, weight, strict=True)
    ]
    sites = Sites.from_arrays(
        [300 * x for x, _ in at], [300 * y for _, y in at], [WORD[s] for s in status]
    )
    plan = solve_country(MaxCover(new=new, radius_m=300), parts, sites)
    is_old = {j for j, s in enumerate(status) if s == "e"}
    best = max(
        recount(parts, sites, is_old | set(chosen), 300)
        for chosen in combinations(usable, new)
        if must <= set(chosen)
    )
    assert plan.value <= best <= plan.bound
    assert is_proven(plan, parts, sites)
    assert plan.value == recount(parts, sites, plan.open_ids, 300)
    assert set(plan.open_ids) == is_old | set(plan.new_ids)
    assert must <= set(plan.new_ids) <= set(usable)
    assert len(plan.new_ids) == new


def test_one_city_equals_the_plain_solver(few):
    parts, sites = made(1, 3000, 40, seed=5)
    question = MaxCover(new=6, radius_m=600)
    plan = solve_country(question, parts, sites)
    plain = geo.solve(question, Straight().reach(parts[0], sites))
    assert plan.value == plain.value == plain.bound
    assert plan.bound >= plain.bound
    assert plan.gap < (0.01 if few == 0 else 1e-9)  # a priced number of sites may leave a gap


def test_the_order_of_the_parts_and_their_borders_do_not_matter():
    parts, sites = made(5, 400, 12, seed=8)
    question = MaxCover(new=11, radius_m=600)
    plan = solve_country(question, parts, sites)
    turned = solve_country(question, parts[::-1], sites)
    mixed = whole(parts)
    cut = [mixed.take(np.arange(k, len(mixed), 3)) for k in range(3)]
    for other in (turned, solve_country(question, cut, sites)):
        assert (other.open_ids, other.value, other.bound) == (plan.open_ids, plan.value, plan.bound)
        assert other.certificate == plan.certificate


def test_scaling_the_weights_scales_the_answer():
    parts, sites = made(3, 300, 10, seed=2)
    question = MaxCover(new=7, radius_m=600)
    one = solve_country(question, parts, sites)
    many = solve_country(question, [p.with_weight(p.weight * 1000) for p in parts], sites)
    assert many.value == 1000 * one.value
    assert many.gap == pytest.approx(one.gap, abs=1e-4)


def test_stopping_keeps_a_plan_and_a_true_bound():
    parts, sites = made(4, 2000, 25, seed=4)
    question = MaxCover(new=16, radius_m=600)
    full = solve_country(question, parts, sites)
    for calls in (1, 4, 6, 12, 30):
        told = []

        def stop(progress, told=told, calls=calls):
            told.append(progress)
            return len(told) < calls

        plan = solve_country(question, parts, sites, progress=stop)
        assert len(told) <= calls
        assert plan.value <= full.bound
        assert full.value <= plan.bound
        assert len(plan.open_ids) == 16
        assert plan.total == full.total
        assert is_proven(plan, parts, sites)
    at_once = solve_country(question, parts, sites, limit_s=0)
    assert full.value <= at_once.bound
    assert at_once.n_firm == 8000


def test_equal_seeds_give_equal_plans():
    parts, sites = made(3, 2000, 60, seed=6)
    question = MaxCover(new=24, radius_m=500)
    once, again = (solve_country(question, parts, sites, seed=3) for _ in range(2))
    assert once == again


def test_nothing_to_choose():
    parts, sites = made(2, 50, 3)
    every = solve_country(MaxCover(new=6, radius_m=900), parts, sites)
    assert every.value == every.bound == recount(parts, sites, range(6), 900)
    nobody = solve_country(MaxCover(new=2, radius_m=900), [], sites)
    assert (nobody.value, nobody.bound, nobody.share, len(nobody.open_ids)) == (0, 0, 0.0, 2)


@pytest.mark.parametrize(
    ("change", "error", "word"),
    [
        ({"new": 99}, InputError, "99"),
        ({"radius": 0}, RadiusError, "positive"),
        ({"problem": MaxCover(new=2, radius_m=500, times=2)}, InputError, "conditions"),
        ({"parts": ["a city"]}, InputError, "Part 0"),
        ({"parts": [Demand.from_arrays([0], [0], [2**61])]}, OverflowWeightError, "large"),
        ({"sites": Sites.from_arrays([], [])}, InputError, "no site"),
        ({"parts": [Demand.from_arrays([0], [0], [1], crs="EPSG:32650")]}, InputError, "32650"),
    ],
)
def test_bad_input_is_named(change, error, word):
    parts, sites = made(2, 30, 4)
    asked = MaxCover(new=change.get("new", 2), radius_m=change.get("radius", 500))
    problem = change.get("problem", asked)
    with pytest.raises(error, match=word):
        solve_country(problem, change.get("parts", parts), change.get("sites", sites))
