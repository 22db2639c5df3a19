"""The synthetic town against the published figures; everything is counted with plain loops."""

import math
import statistics
import subprocess
import sys

import numpy as np
import pytest
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from geo import words
from geo.core.crs import lonlat, metric
from geo.read.demos import demo


@pytest.fixture(scope="module")
def town():
    return demo("yongshun")


def around(town, x, y, radius_m=1000):
    """Firms and workers within a radius of a point."""
    d = town.demand
    near = [
        w
        for fx, fy, w in zip(d.x.tolist(), d.y.tolist(), d.weight.tolist(), strict=True)
        if math.hypot(fx - x, fy - y) <= radius_m
    ]
    return len(near), sum(near)


def test_a_firm_has_13_workers_at_the_mean_and_most_are_small(town):
    workers = town.demand.weight.tolist()
    assert statistics.mean(workers) == pytest.approx(4000 / 300, rel=0.03)
    assert min(workers) >= 1
    assert sum(w < 20 for w in workers) / len(workers) == pytest.approx(0.82, abs=0.02)
    assert statistics.stdev(math.log(w) for w in workers) == pytest.approx(1.2, rel=0.1)


def test_92_unions_more_than_half_of_them_under_20(town):
    workers = town.demand.weight[town.demand.table["is_unionised"].to_numpy()].tolist()
    assert len(workers) == 92
    assert 0.5 < sum(w < 20 for w in workers) / 92 < 0.6
    assert town.is_small_unionised.sum() == sum(w < 20 for w in workers)


def test_nearly_300_firms_with_nearly_4000_workers_stand_around_the_park(town):
    park = town.sites.names.index("示例文体产业园职工之家")
    assert town.sites.is_existing[park]
    firms, workers = around(town, town.sites.x[park], town.sites.y[park])
    assert 280 <= firms < 300
    assert 3700 <= workers < 4000


def test_the_median_firm_has_290_firms_and_3600_workers_within_a_kilometre(town):
    d = town.demand
    found = [around(town, x, y) for x, y in zip(d.x[::7], d.y[::7], strict=True)]
    assert statistics.median(f for f, _w in found) == pytest.approx(290, rel=0.1)
    assert statistics.median(w for _f, w in found) == pytest.approx(3600, rel=0.1)


def test_members_are_part_of_the_workers_and_only_where_there_is_a_union(town):
    table, workers = town.demand.table, town.demand.weight
    members = table["members"].to_numpy()
    assert (members <= workers).all()
    assert ((members > 0) == table["is_unionised"]).all()


def test_everything_lies_inside_the_real_outline_of_tongzhou(town):
    outline = town.outline
    assert shapely.area(outline) > 0
    for part in (town.demand, town.sites):
        assert shapely.contains_xy(outline, *lonlat(part.x, part.y, part.crs)).all()
    assert shapely.contains(outline, town.streets)


def test_the_outline_is_the_districts_own_and_not_shifted(town):
    # Tongzhou's government stands at 116.66 E, 39.91 N; the district measures about 906 km².
    flat = shapely.transform(
        town.outline, lambda c: np.column_stack(metric(c[:, 0], c[:, 1], town.demand.crs))
    )
    assert shapely.contains_xy(town.outline, 116.66, 39.91)
    assert shapely.area(flat) / 1e6 == pytest.approx(906, rel=0.03)


def test_venues_and_homes_are_as_many_as_a_town_has_and_fully_described(town):
    sites = town.sites
    assert sites.is_existing.sum() == 2
    assert 12 <= sites.is_usable.sum() <= 20
    assert len(set(sites.names)) == len(sites)
    for column in ("name", "host", "kind"):
        assert (sites.table[column].str.len() > 0).all()
    assert (sites.table["hours"][~sites.is_forbidden].str.len() > 0).all()
    assert (sites.table["area_m2"] > 12).all()
    assert (sites.cost[sites.is_usable] > 0).all()


def test_every_name_says_that_it_is_an_example(town):
    for names in (town.demand.table["name"], town.demand.table["street"], town.sites.table["name"]):
        assert names.str.startswith("示例").all()
    assert town.demand.table["name"].is_unique


def test_every_invented_layer_is_labelled_in_both_languages(town):
    assert town.is_synthetic
    assert {s.layer for s in town.sources if s.is_synthetic} == {"firms", "sites", "streets"}
    for code in words.LANGUAGES:
        with words.in_language(code):
            assert "合成示例" in words._(town.name)
            assert all("合成示例" in words._(s.name) for s in town.sources if s.is_synthetic)
    (outline,) = (s for s in town.sources if not s.is_synthetic)
    assert outline.layer == "outline"
    assert outline.datum == "cgcs2000"


def test_the_streets_hang_together_and_lengthen_the_way_as_real_ones_do(town):
    ends = np.array([line.coords for line in town.streets.geoms])
    flat = np.column_stack(metric(*ends.reshape(-1, 2).T, town.demand.crs))
    nodes, at = np.unique(np.round(flat, 0), axis=0, return_inverse=True)
    a, b = at.reshape(-1, 2).T
    length = np.hypot(*(nodes[a] - nodes[b]).T)
    graph = coo_array((length, (a, b)), shape=(len(nodes), len(nodes))).tocsr()
    pieces, _piece = connected_components(graph, directed=False)
    assert pieces == 1
    some = np.arange(0, len(nodes), 9)
    straight = np.hypot(*(nodes[some, None] - nodes[None]).T).T
    walked = dijkstra(graph, directed=False, indices=some)
    near = (straight > 200) & (straight < 2000)
    detour = walked[near] / straight[near]
    assert 1.34 <= np.median(detour) <= 1.40
    assert np.quantile(detour, 0.9) == pytest.approx(2, abs=0.2)


def test_another_process_draws_the_same_town_to_the_digit(town):
    code = "from geo.read.demos import demo; print(demo('yongshun').digest)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == town.digest


def test_the_town_is_the_one_of_the_documents(town):
    # Pinned: a change of these figures is a change of the demo and belongs into the changelog.
    assert (len(town.demand), town.demand.total) == (1740, 23230)
    assert (town.demand.x.sum(), town.demand.y.sum()) == pytest.approx(
        (-6099257.9, 3671639.4), abs=0.01
    )
