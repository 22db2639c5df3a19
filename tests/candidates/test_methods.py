"""What each maker promises beyond the laws of the family; oracles with plain loops."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.candidates import density, hexgrid, kmeans, largest_clusters, venues
from geo.candidates.maker import as_sites
from geo.candidates.places import at_most, places
from geo.core import Demand, Sites
from geo.core.hexes import n_hexagons

NOWHERE = Sites.from_arrays([], [])
spot = st.tuples(st.integers(-900, 900), st.integers(-900, 900))


@given(
    centres=st.lists(
        st.tuples(spot, st.integers(1, 99)), min_size=1, max_size=6, unique_by=lambda c: c[1]
    ),
    there=st.lists(spot, min_size=1, max_size=6),
)
def test_centres_take_the_nearest_venue_that_is_left_the_fullest_first(centres, there):
    points = np.array([c for c, _w in centres], float)
    weight = np.array([w for _c, w in centres])
    sites = Sites.from_arrays(*zip(*there, strict=True))
    demand = Demand.from_arrays([-1000, 1000], [0, 0], [1, 1])
    made = as_sites(points, weight, demand, sites, word="x")
    left, wanted = list(range(len(there))), []
    for (cx, cy), _w in sorted(centres, key=lambda c: -c[1]):
        if left:
            best = min(left, key=lambda j: ((there[j][0] - cx) ** 2 + (there[j][1] - cy) ** 2, j))
            left.remove(best)
            wanted.append(best)
    assert made.ids.tolist() == wanted


def test_only_usable_venues_are_taken():
    sites = Sites.from_arrays(
        [0, 1, 2, 800],
        [0, 0, 0, 0],
        ["existing", "forbidden", "existing", "required"],
        list("abcd"),
    )
    demand = Demand.from_arrays([0], [0], [10])
    assert kmeans(demand, sites, n=1).ids.tolist() == ["d"]
    assert venues(demand, sites, n=1).ids.tolist() == ["d"]


def test_a_snapped_centre_keeps_all_that_is_known_of_the_venue():
    sites = Sites.from_arrays(
        [0, 500], [0, 0], "candidate", ["a", "b"], capacity=[10, 20], cost=[5, 6]
    )
    made = kmeans(Demand.from_arrays([490], [0], [3]), sites, n=1)
    assert (made.ids[0], made.capacity[0], made.cost[0]) == ("b", 20, 6)


def test_kmeans_stands_in_the_weighted_middle_of_whoever_is_nearest():
    rng = np.random.default_rng(11)
    x, y, w = rng.uniform(0, 5000, 300), rng.uniform(0, 5000, 300), rng.integers(1, 90, 300)
    made = kmeans(Demand.from_arrays(x, y, w), NOWHERE, n=6, seed=2)
    sums = [[0.0, 0.0, 0.0] for _ in range(6)]
    for px, py, pw in zip(x, y, w, strict=True):
        k = min(range(6), key=lambda j: math.hypot(px - made.x[j], py - made.y[j]))
        sums[k] = [sums[k][0] + pw * px, sums[k][1] + pw * py, sums[k][2] + pw]
    for k, (sx, sy, sw) in enumerate(sums):
        assert (made.x[k], made.y[k]) == pytest.approx((sx / sw, sy / sw), abs=1.0)


def test_kmeans_follows_the_workers_not_the_firms():
    demand = Demand.from_arrays([0, 100, 200, 300], [0, 0, 0, 0], [1, 1, 1, 97])
    made = kmeans(demand, NOWHERE, n=1)
    assert made.x[0] == pytest.approx((0 + 100 + 200 + 97 * 300) / 100, abs=0.1)


def test_density_passes_over_what_is_scattered():
    rng = np.random.default_rng(4)
    dense = [rng.normal(m, 60, (80, 2)) for m in ((1000, 1000), (4000, 4000))]
    scattered = rng.uniform(0, 5000, (60, 2))
    points = np.concatenate([*dense, scattered])
    made = density(Demand.from_arrays(*points.T, np.full(220, 10)), NOWHERE, n=2)
    ends = sorted(zip(made.x, made.y, strict=True))
    assert math.dist(ends[0], (1000, 1000)) < 60
    assert math.dist(ends[1], (4000, 4000)) < 60


def test_density_counts_workers_not_firms():
    rng = np.random.default_rng(4)
    many, few = rng.normal(0, 60, (90, 2)), rng.normal(4000, 60, (30, 2))
    weight = np.r_[np.full(90, 1), np.full(30, 50)]
    made = density(Demand.from_arrays(*np.concatenate([many, few]).T, weight), NOWHERE, n=1)
    assert math.dist((made.x[0], made.y[0]), (4000, 4000)) < 60


@pytest.mark.parametrize("side", [150.0, 700.0])
def test_nobody_is_farther_than_a_side_from_the_grid(side):
    rng = np.random.default_rng(8)
    x, y = rng.uniform(0, 5000, (2, 200))
    weight = rng.integers(0, 3, 200)
    made = hexgrid(Demand.from_arrays(x, y, weight), NOWHERE, n=1, side_m=side)
    for px, py, w in zip(x, y, weight, strict=True):
        near = min(math.hypot(px - sx, py - sy) for sx, sy in zip(made.x, made.y, strict=True))
        assert w == 0 or near <= side + 1e-6
    gaps = [
        math.dist(a, b)
        for a in zip(made.x, made.y, strict=True)
        for b in zip(made.x, made.y, strict=True)
        if a != b
    ]
    assert min(gaps) >= math.sqrt(3) * side - 1e-6


def test_the_grid_is_as_fine_as_the_number_allows():
    x, y = np.random.default_rng(8).uniform(0, 5000, (2, 500))
    demand = Demand.from_arrays(x, y, np.ones(500, int))
    for n in (7, 40, 200):
        assert 0.75 * n <= len(hexgrid(demand, NOWHERE, n=n)) <= n


def test_the_grid_stands_on_no_venue():
    made = hexgrid(Demand.from_arrays([0], [0], [5]), Sites.from_arrays([9], [9], ids=["v"]), n=1)
    assert made.ids.tolist() == ["hexgrid-1"]


def test_by_eye_takes_the_fullest_spots_the_fullest_first():
    rng = np.random.default_rng(1)
    middles = [(500, 500), (4500, 4500), (500, 4500)]
    points = np.concatenate(
        [rng.normal(m, 40, (30, 2)) for m in middles] + [rng.uniform(0, 5000, (40, 2))]
    )
    weight = np.r_[np.full(30, 30), np.full(30, 20), np.full(30, 10), np.full(40, 1)]
    made = largest_clusters(Demand.from_arrays(*points.T, weight), NOWHERE, n=3)
    assert math.dist((made.x[0], made.y[0]), middles[0]) < 150
    for middle in middles:
        found = min(math.dist(middle, p) for p in zip(made.x, made.y, strict=True))
        assert found < 150


def test_by_eye_does_not_take_two_halves_of_one_cluster():
    rng = np.random.default_rng(1)
    wide, small = rng.normal(0, 150, (300, 2)), rng.normal(6000, 50, (10, 2))
    demand = Demand.from_arrays(*np.concatenate([wide, small]).T, np.full(310, 10))
    made = largest_clusters(demand, NOWHERE, n=2)
    assert math.dist((made.x[1], made.y[1]), (made.x[0], made.y[0])) > 1000


@given(st.lists(st.tuples(spot, st.integers(0, 2**40)), max_size=60), st.integers(4, 80))
def test_places_lose_nobody(rows, most):
    demand = Demand.from_arrays(
        [r[0][0] for r in rows], [r[0][1] for r in rows], [r[1] for r in rows]
    )
    points, weight = places(demand, most=most)
    total = sum(r[1] for r in rows)
    assert sum(weight.tolist()) == (total or len(rows))
    assert len(points) <= max(most, 0)
    assert len(np.unique(points, axis=0)) == len(points)


@given(st.lists(spot, min_size=1, max_size=60), st.integers(4, 50))
def test_cells_are_never_more_than_asked_for(spots, n):
    points = np.array(spots, float)
    hexes, cell = at_most(points, np.ones(len(points), np.int64), n)
    assert len(hexes) <= n
    for (px, py), k in zip(spots, cell.tolist(), strict=True):
        assert math.hypot(px - hexes.x[k], py - hexes.y[k]) <= hexes.side_m * (1 + 1e-9)


def test_cells_of_many_points_are_nearly_as_many_as_asked_for():
    """Their size is sought by some of the points first."""
    points = np.random.default_rng(4).normal(0, 5000, (60_000, 2))
    for n in (50, 2000, 50_000):
        hexes, _cell = at_most(points, np.ones(len(points), np.int64), n)
        x, y = (points - points.min(axis=0) - np.ptp(points, axis=0) / 2).T
        assert len(hexes) <= n
        assert n_hexagons(x, y, side_m=hexes.side_m / 1.1) > n


def test_a_city_is_clustered_in_the_blink_of_an_eye():
    rng = np.random.default_rng(2)
    n = 200_000
    demand = Demand.from_arrays(*rng.normal(0, 5000, (2, n)), rng.integers(1, 50, n))
    for maker in (kmeans, density, largest_clusters, hexgrid):
        assert len(maker(demand, NOWHERE, n=10, seed=0)) >= 7
