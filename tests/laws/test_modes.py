"""Laws that every rule of distance obeys; a rule is tested by being listed in MODES."""

from __future__ import annotations

import ast
import math
import sys
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Demand, Scenario, Sites
from geo.errors import RadiusError
from geo.solve import MaxCover, solve
from geo.travel import MODES, Straight, Street, Table
from geo.travel.build.assemble import Pieces, assemble
from geo.words import in_language

TRAVEL = Path(sys.modules["geo.travel"].__file__).parent


def _blocks():
    """Draw a grid of 100 m blocks, 900 m wide, with a few streets missing."""
    corners = [(x, y) for x in range(10) for y in range(10)]
    sides = [((x, y), (x + dx, y + dy)) for x, y in corners for dx, dy in ((1, 0), (0, 1))]
    sides = [s for n, s in enumerate(sides) if max(s[1]) < 10 and n % 7]
    number = {c: n for n, c in enumerate(corners)}
    points = np.array([p for side in sides for p in side], float) * 100
    ends = np.array([[number[a], number[b]] for a, b in sides])
    none = np.zeros(len(sides))
    start = np.arange(0, len(points) + 1, 2)
    return assemble(
        Pieces(*ends.T, start, *points.T, none.astype(bool), none), crs=None, island_m=0
    )


BLOCKS = _blocks()


def matrix(demand, sites):
    """Walk by city blocks: a table that is symmetric and longer than straight."""
    return np.abs(demand.x[:, None] - sites.x) + np.abs(demand.y[:, None] - sites.y)


EXAMPLES = {
    Straight: lambda _d, _s: Straight(1.3),
    Street: lambda _d, _s: Street("walk", graph=BLOCKS),
    Table: lambda d, s: Table(matrix(d, s)),
}
EVERY = pytest.mark.parametrize("kind", MODES, ids=lambda k: k.name)

place = st.integers(-50, 950).map(float)
spots = st.lists(st.tuples(place, place), min_size=1, max_size=12, unique=True)


def made(firms, homes):
    demand = Demand.from_arrays(*np.array(firms).T, np.arange(1, len(firms) + 1))
    return demand, Sites.from_arrays(*np.array(homes).T)


def far(kind, demand, sites, cutoff_m=None):
    """Spread the pairs of a reach over a full table; what is absent is infinite."""
    out = np.full((len(demand), len(sites)), np.inf)
    i, j, metres = EXAMPLES[kind](demand, sites).reach(demand, sites, cutoff_m).pairs()
    out[i, j] = metres
    return out


def test_every_mode_has_an_example():
    assert set(EXAMPLES) == set(MODES)
    assert len({m.name for m in MODES}) == len(MODES)


def test_every_file_that_defines_a_mode_is_in_the_family():
    found = set()
    for path in TRAVEL.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                parts = {getattr(n, "name", None) for n in node.body}
                if {"reach", "describe"} <= parts:
                    found.add(node.name)
    assert found == {m.__name__ for m in MODES}


@EVERY
@given(firms=spots, homes=spots)
@settings(max_examples=40)
def test_distances_are_never_shorter_than_the_straight_line(kind, firms, homes):
    demand, sites = made(firms, homes)
    got = far(kind, demand, sites)
    for i in range(len(demand)):
        for j in range(len(sites)):
            assert got[i, j] >= math.dist(firms[i], homes[j]) - 1e-3


@EVERY
@given(firms=spots, homes=spots, cutoff=st.integers(1, 1500))
@settings(max_examples=40)
def test_the_cutoff_is_honoured_and_changes_no_distance(kind, firms, homes, cutoff):
    demand, sites = made(firms, homes)
    whole, near = far(kind, demand, sites), far(kind, demand, sites, cutoff)
    for i in range(len(demand)):
        for j in range(len(sites)):
            assert near[i, j] == (whole[i, j] if whole[i, j] <= cutoff else np.inf)


@EVERY
@given(firms=spots, homes=spots, seed=st.integers(0, 999))
@settings(max_examples=30)
def test_the_order_of_rows_does_not_matter(kind, firms, homes, seed):
    demand, sites = made(firms, homes)
    rng = np.random.default_rng(seed)
    p, q = rng.permutation(len(firms)), rng.permutation(len(homes))
    whole, mixed = far(kind, demand, sites), far(kind, demand.take(p), sites.take(q))
    assert np.array_equal(mixed, whole[p][:, q])


@EVERY
@given(firms=spots, homes=spots)
@settings(max_examples=30)
def test_there_is_as_far_as_back_where_no_street_is_one_way(kind, firms, homes):
    there = far(kind, *made(firms, homes))
    back = far(kind, *made(homes, firms))
    assert np.array_equal(there, back.T)


@EVERY
@given(firms=spots, homes=spots, radius=st.integers(1, 1500))
@settings(max_examples=30)
def test_covered_means_within_the_radius_border_included(kind, firms, homes, radius):
    demand, sites = made(firms, homes)
    whole = far(kind, demand, sites)
    reach = EXAMPLES[kind](demand, sites).reach(demand, sites, 1500)
    edge = whole[np.isfinite(whole) & (whole > 0) & (whole <= 1500)]
    for r in {float(radius), *edge[:3]}:  # radii that are somebody's exact distance, too
        times = [sum(whole[i, j] <= r for j in range(len(sites))) for i in range(len(demand))]
        got = reach.coverage(r, list(sites.ids))
        assert got.times.tolist() == times
        assert reach.faces(r).out_count == times.count(0)
        assert reach.within(r, 0).tolist() == [i for i in range(len(demand)) if whole[i, 0] <= r]


@EVERY
def test_a_radius_beyond_the_cutoff_is_an_error_never_an_undercount(kind):
    demand, sites = made([(0.0, 0.0), (300.0, 0.0)], [(0.0, 0.0)])
    reach = EXAMPLES[kind](demand, sites).reach(demand, sites, 500)
    with pytest.raises(RadiusError):
        reach.coverage(500.5)
    with pytest.raises(RadiusError):
        reach.faces(0)


@EVERY
def test_modes_are_values_that_say_their_rule_in_both_languages(kind):
    demand, sites = made([(0.0, 0.0)], [(5.0, 0.0)])
    mode = EXAMPLES[kind](demand, sites)
    with pytest.raises(FrozenInstanceError):
        setattr(mode, fields(mode)[0].name, None)
    english = mode.describe()
    with in_language("zh"):
        assert mode.describe() != english
    assert mode.reach(demand, sites).mode.describe() == english


@EVERY
def test_a_plan_is_solved_over_any_reach(kind):
    demand, sites = made([(0.0, 0.0), (0.0, 100.0), (900.0, 900.0)], [(0.0, 50.0), (900.0, 850.0)])
    plan = solve(MaxCover(new=1, radius_m=200), EXAMPLES[kind](demand, sites).reach(demand, sites))
    assert (plan.status, plan.value, list(plan.open_ids)) == ("optimal", 3, [0])


@pytest.mark.parametrize("mode", [Straight(1.3), Street("older", graph=BLOCKS, crossing_s=20)])
def test_a_choice_of_distance_survives_a_scenario_file(mode):
    """The streets themselves are data: their digest stands for them."""
    text = Scenario(MaxCover(new=1, radius_m=200), mode).to_toml()
    again = Scenario.from_toml(text, problems=[MaxCover], modes=MODES).mode
    assert again.describe() == mode.describe()
    assert getattr(again, "streets", "") == getattr(mode, "streets", "")
