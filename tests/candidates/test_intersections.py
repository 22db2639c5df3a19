"""Anywhere: no point of the plane covers more, against exact fractions."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.candidates import intersections
from geo.core import Demand, Sites
from geo.errors import InputError, RadiusError
from geo.solve import MaxCover, SetCover, solve
from geo.travel import Straight

NOWHERE = Sites.from_arrays([], [])
lattice = st.tuples(*[st.integers(0, 8).map(lambda k: 100 * k)] * 2)


def squared_radius(points):
    """Squared radius of the smallest circle around points, exactly."""
    if len(points) == 1:
        return Fraction(0)
    best = None
    for size in (2, 3):
        for some in combinations(points, size):
            centre = _centre(*some)
            if centre is None:
                continue
            around = max(_squared(centre, p) for p in points)
            best = around if best is None else min(best, around)
    return best


def _squared(a, b):
    return Fraction(a[0] - b[0]) ** 2 + Fraction(a[1] - b[1]) ** 2


def _centre(a, b, c=None):
    if c is None:
        return Fraction(a[0] + b[0], 2), Fraction(a[1] + b[1], 2)
    bx, by, cx, cy = b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]
    area = 2 * (bx * cy - by * cx)
    if area == 0:
        return None
    bb, cc = bx * bx + by * by, cx * cx + cy * cy
    return a[0] + Fraction(cy * bb - by * cc, area), a[1] + Fraction(bx * cc - cx * bb, area)


def coverable(points, radius):
    """All largest groups of points that one disc covers, as sets of positions."""
    found = []
    for size in range(len(points), 0, -1):
        for some in combinations(range(len(points)), size):
            if (
                not any(set(some) <= group for group in found)
                and squared_radius([points[i] for i in some]) <= Fraction(radius) ** 2
            ):
                found.append(set(some))
    return found


def groups(made, points, radius, detour=1.0):
    """Who is covered from each candidate, by the definition of covered."""
    return [
        {
            i
            for i, p in enumerate(points)
            if detour * math.sqrt((p[0] - x) ** 2 + (p[1] - y) ** 2) <= radius
        }
        for x, y in zip(made.x, made.y, strict=True)
    ]


def as_set(found):
    return {frozenset(group) for group in found}


@settings(max_examples=60)
@given(
    points=st.lists(lattice, min_size=1, max_size=6, unique=True),
    radius=st.sampled_from([100, 150, 200, 250, 300, 500]),
)
def test_every_largest_group_that_a_disc_covers_has_its_candidate(points, radius):
    x, y = zip(*points, strict=True)
    made = intersections(Demand.from_arrays(x, y, [1] * len(x)), NOWHERE, radius_m=radius)
    found = groups(made, points, radius)
    assert as_set(found) == as_set(coverable(points, radius))
    assert len(made) == len(as_set(found))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("detour", [1.0, 1.3])
def test_free_points_are_as_good_as_any_point(seed, detour):
    rng = np.random.default_rng(seed)
    points = [tuple(map(int, p)) for p in rng.integers(0, 2000, (8, 2))]
    weight = rng.integers(1, 20, 8)
    demand = Demand.from_arrays(*zip(*points, strict=True), weight)
    made = intersections(demand, NOWHERE, radius_m=600, detour=detour)
    reach = Straight(detour).reach(demand, made)
    every = coverable(points, Fraction(600) / Fraction(str(detour)))
    most = max(sum(weight[i] for i in a | b) for a in every for b in every)
    assert solve(MaxCover(new=2, radius_m=600), reach).value == most
    few = next(
        k
        for k in range(1, 9)
        if any(len(set().union(*some)) == 8 for some in combinations(every, k))
    )
    assert solve(SetCover(radius_m=600), reach).value == few


@pytest.mark.parametrize("seed", range(3))
def test_no_random_point_covers_more(seed):
    rng = np.random.default_rng(seed)
    points = rng.random((120, 2)) * 2000
    demand = Demand.from_arrays(*points.T, np.ones(120, int))
    made = groups(intersections(demand, NOWHERE, radius_m=300), points, 300)
    shots = Sites.from_arrays(*(rng.random((400, 2)) * 2000).T)
    for group in groups(shots, points, 300):
        assert any(group <= one for one in made)
    for one in made:
        assert not any(one < other for other in made)


def test_three_firms_exactly_on_one_circle_are_covered_together():
    demand = Demand.from_arrays([0, 600, 300], [0, 0, 300], [5, 5, 8])
    made = intersections(demand, NOWHERE, radius_m=300)
    assert (made.x.tolist(), made.y.tolist()) == ([300.0], [0.0])


def test_ids_and_system_suit_the_sites_there_are():
    demand = Demand.from_arrays([0, 5000], [0, 0], [5, 0], crs="EPSG:32650")
    there = Sites.from_arrays([0], [0], "existing", ["anywhere-1"], crs="EPSG:32650")
    made = intersections(demand, there, radius_m=300)
    assert list(made.ids) == ["anywhere-2"]
    assert there.join(made).crs == "EPSG:32650"


def test_nobody_needs_no_candidate():
    assert len(intersections(Demand.from_arrays([1], [1], [0]), NOWHERE, radius_m=300)) == 0
    assert len(intersections(Demand.from_arrays([], [], []), NOWHERE, radius_m=300)) == 0


@pytest.mark.parametrize("radius", [0, -1, float("nan"), float("inf")])
def test_a_radius_that_is_none_is_refused(radius):
    with pytest.raises(RadiusError):
        intersections(Demand.from_arrays([1], [1], [1]), NOWHERE, radius_m=radius)


def test_too_many_places_are_refused_in_words(monkeypatch):
    module = __import__("sys").modules["geo.candidates.intersections.maker"]
    monkeypatch.setattr(module, "_MOST_PAIRS", 10)
    points = np.random.default_rng(0).random((2, 30)) * 500
    with pytest.raises(InputError, match="smaller radius"):
        intersections(Demand.from_arrays(*points, np.ones(30, int)), NOWHERE, radius_m=400)
