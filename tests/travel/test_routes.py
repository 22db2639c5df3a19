"""Ways and catchments: what is drawn is what was measured."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely

from geo.core import Demand, Sites
from geo.errors import InputError, RadiusError
from geo.travel import Street
from geo.travel.catchment import ground
from geo.travel.paths import attach
from geo.travel.route import Guide

from drawn import dense, firms, homes, town

CORNER = [[(0, 0), (100, 0)], [(100, 0), (100, 300)], [(100, 300), (100, 400)]]


def crowded(graph, n=150, m=6, seed=0, cutoff_m=1200, **how):
    rng = np.random.default_rng(seed)
    x = rng.uniform(graph.node_x.min(), graph.node_x.max(), n)
    y = rng.uniform(graph.node_y.min(), graph.node_y.max(), n)
    demand = Demand.from_arrays(x, y, rng.integers(1, 50, n), crs=graph.crs)
    sites = Sites.from_arrays(x[:m], y[:m], crs=graph.crs)
    return Street(graph=graph, **how).reach(demand, sites, cutoff_m)


def length(route):
    return float(np.hypot(np.diff(route.x), np.diff(route.y)).sum())


def test_a_route_is_told_street_by_street():
    graph = town(CORNER, names=["East street", "North street", "North street"])
    route = Guide(Street(graph=graph).reach(firms((20, 5)), homes((110, 350))), 0).route(0)
    assert np.column_stack([route.x, route.y]).tolist() == [
        [20, 5], [20, 0], [100, 0], [100, 300], [100, 350], [110, 350]
    ]  # fmt: skip
    assert route.steps[["name", "metres"]].to_numpy().tolist() == [
        ["East street", 80.0],
        ["North street", 350.0],
    ]
    assert (route.metres, route.access_m) == (5 + 80 + 350 + 10, (5.0, 10.0))
    assert route.minutes == 445 / 80


def test_a_route_along_one_street_does_not_go_round_by_its_ends():
    graph = town([[(0, 0), (500, 0)]])
    route = Guide(Street(graph=graph).reach(firms((300, 0)), homes((100, 0))), 0).route(0)
    assert (route.x.tolist(), route.y.tolist()) == ([300, 100], [0, 0])


def test_a_route_goes_round_a_one_way_stair():
    lines = [[(0, 0), (0, 100)], [(0, 100), (400, 100), (400, 0), (0, 0)]]
    graph = town(lines, oneway=[0])
    reach = Street(graph=graph).reach(firms((0, 90)), homes((0, 10)))
    route = Guide(reach, 0).route(0)
    assert length(route) == route.metres == 10 + 400 + 100 + 400 + 10


def test_no_way_is_said():
    graph = town([[(0, 0), (100, 0)], [(300, 0), (400, 0)]])
    reach = Street(graph=graph).reach(firms((0, 0)), homes((400, 0)), 5000)
    with pytest.raises(InputError, match="no way on foot from 0 to 0 within 5000 m"):
        Guide(reach, 0).route(0)


def test_where_no_streets_are_drawn_the_route_is_a_straight_line_and_says_so():
    graph = town([[(0, 0), (100, 0)]])
    reach = Street(graph=graph).reach(firms((5000, 0)), homes((5100, 0)))
    route = Guide(reach, 0).route(0)
    assert route.is_estimated
    assert (route.x.tolist(), round(route.metres)) == ([5000, 5100], 137)


def test_routes_are_as_long_as_the_distances_and_lie_on_streets(city):
    reach = crowded(city)
    far, seen = dense(reach), 0
    lines = [
        shapely.LineString(np.column_stack([city.point_x[a:b], city.point_y[a:b]]))
        for a, b in pairwise(city.point_start)
    ]
    tree = shapely.STRtree(lines)
    for j in range(6):
        guide = Guide(reach, j)
        for i in np.flatnonzero(
            np.isfinite(far[:, j]) & ~reach.is_estimated & ~reach.is_estimated_site[j]
        )[:30]:
            route, seen = guide.route(int(i)), seen + 1
            assert route.metres == far[i, j]
            assert length(route) == pytest.approx(route.metres, abs=0.01)
            middle = [(v[1:-2] + v[2:-1]) / 2 for v in (route.x, route.y)]
            walked = shapely.points(*middle)
            found = np.unique(tree.query(walked, "dwithin", 0.01)[0])
            assert len(found) == len(walked)
            legs = route.steps["metres"].sum() + sum(route.access_m)
            assert legs == pytest.approx(route.metres, abs=0.01)
    assert seen > 20


def test_a_route_waits_where_its_metres_do(helsinki):
    reach = crowded(helsinki, crossing_s=30)
    far = dense(reach)
    for i in np.flatnonzero(np.isfinite(far[:, 0]))[:40]:
        route = Guide(reach, 0).route(int(i))
        assert length(route) <= route.metres + 0.01
        steps = route.steps["metres"].sum() + sum(route.access_m)
        assert steps == pytest.approx(route.metres, abs=0.01)


def catchments(reach, minutes, sites=None):
    """Draw the catchments of sites, site by site, minutes by minutes."""
    return [
        ground(reach, (int(j),), reach.mode.metres(time))
        for j in (range(len(reach.sites)) if sites is None else sites)
        for time in minutes
    ]


def test_a_catchment_follows_its_streets_and_is_no_circle():
    graph = town([[(0, 0), (1000, 0)], [(0, 500), (1000, 500)]])
    reach = Street(graph=graph).reach(firms((100, 0), (100, 500)), homes((0, 0)), 800)
    (one,) = catchments(reach, [5])
    assert one.cutoff_m == 400
    assert one.shape.covers(shapely.Point(300, 20))
    assert not one.shape.intersects(shapely.LineString([(0, 500), (1000, 500)]))
    assert not one.shape.covers(shapely.Point(401, 0))
    assert (one.n_firm, one.workers) == (1, 1)


def test_catchments_grow_with_time_and_nobody_inside_is_late(city):
    reach = crowded(city, n=400)
    for j in np.flatnonzero(~(reach.is_lost_site | reach.is_estimated_site))[:3]:
        five, ten, fifteen = catchments(reach, [5, 10, 15], [j])
        assert fifteen.shape.buffer(0.01).covers(ten.shape)
        assert ten.shape.buffer(0.01).covers(five.shape)
        assert five.area_m2 <= ten.area_m2 <= fifteen.area_m2
        assert set(five.demand_pos) <= set(ten.demand_pos) <= set(fifteen.demand_pos)
        assert fifteen.workers == int(reach.demand.weight[reach.within(1200, j)].sum())
        circle = shapely.Point(reach.firms.own_x[j], reach.firms.own_y[j]).buffer(1200, 64)
        assert circle.buffer(1).covers(fifteen.shape)
        assert fifteen.area_m2 < 0.8 * circle.area
        # Points inside, measured: on time, but for those whose nearest street is another.
        box = fifteen.shape.bounds
        rng = np.random.default_rng(j)
        x, y = rng.uniform(box[0], box[2], 600), rng.uniform(box[1], box[3], 600)
        inside = shapely.contains_xy(fifteen.shape, x, y)
        late = crowd_distance(city, x[inside], y[inside], reach, j) > 1200
        assert late.mean() < 0.1


def crowd_distance(graph, x, y, reach, j):
    demand = Demand.from_arrays(x, y, np.ones(len(x), int), crs=graph.crs)
    return dense(Street(graph=graph).reach(demand, reach.sites))[:, j]


def test_a_catchment_of_several_sites_counts_nobody_twice(helsinki):
    reach = crowded(helsinki, n=300)
    parts = catchments(reach, [10])
    whole = ground(reach, tuple(range(6)), 800)
    assert whole.site_pos == tuple(range(6))
    assert set(whole.demand_pos) == set().union(*(c.demand_pos for c in parts))
    assert whole.workers == reach.coverage(800, list(range(6))).covered
    assert max(c.area_m2 for c in parts) <= whole.area_m2 <= sum(c.area_m2 for c in parts) + 1
    with pytest.raises(RadiusError):
        catchments(reach, [16])


def test_a_site_without_a_street_has_an_empty_catchment():
    graph = town([[(0, 0), (1000, 0)]])
    reach = Street(graph=graph).reach(firms((0, 0)), homes((0, 9000)), 800)
    (one,) = catchments(reach, [5])
    assert one.shape.is_empty
    assert attach(graph, [0], [9000]).leg_m[0] == 9000


def test_a_way_is_as_long_back_as_there(helsinki):
    """Firms and homes change places; streets of a level town are walked alike both ways."""
    there = crowded(helsinki, n=60, m=60)
    graph = helsinki.take(helsinki.there_m == helsinki.back_m)
    demand, sites = there.demand, there.sites
    firms_at = Sites.from_arrays(demand.x, demand.y, crs=demand.crs)
    homes_at = Demand.from_arrays(sites.x, sites.y, np.ones(60, int), crs=sites.crs)
    one = dense(Street(graph=graph).reach(demand, sites, 1200))
    other = dense(Street(graph=graph).reach(homes_at, firms_at, 1200))
    assert np.isfinite(one).any()
    assert np.array_equal(one, other.T)


def test_a_longer_cutoff_adds_ways_and_changes_none(helsinki):
    near, far = (dense(crowded(helsinki, cutoff_m=metres)) for metres in (500, 1200))
    assert np.isfinite(near).sum() < np.isfinite(far).sum()
    assert np.array_equal(near, np.where(far <= 500, far, np.inf))
