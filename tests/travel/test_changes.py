"""A footbridge, a gate, a hill: what a planner changes, and what it brings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Scenario, Sites
from geo.core.crs import lonlat, metric
from geo.errors import InputError
from geo.export import export
from geo.solve import MaxCover
from geo.study import demo, open_plan, run, streets_of
from geo.travel import Street
from geo.travel.changes import Change, changed, close, gain, heights, link, with_slope
from geo.travel.graph import StreetGraph
from geo.travel.paths import attach
from geo.travel.streets.keep import load, save
from geo.verify import check_file

from drawn import dense, firms, homes, town

METRES = "EPSG:32650"
BANKS = [[(0, 0), (1000, 0)], [(0, 200), (1000, 200)], [(0, 0), (0, 200)]]


def metres(graph, start, goal):
    return float(dense(Street(graph=graph).reach(firms(start), homes(goal)))[0, 0])


def test_a_footbridge_joins_two_banks_in_the_middle_of_their_streets():
    graph = town(BANKS)
    assert metres(graph, (900, 0), (900, 200)) == 900 + 200 + 900
    bridge = link(graph, [[(850, 10), (850, 190)]])
    assert metres(bridge, (900, 0), (900, 200)) == 50 + 200 + 50
    assert metres(graph, (900, 0), (900, 200)) == 2000  # the old streets are as they were


def test_links_may_begin_at_one_place_and_end_on_corners():
    graph = link(
        town(BANKS), [[(500, 0), (500, 200)], [(500, 0), (1000, 200)], [(500, 0), (1000, 200)]]
    )
    assert metres(graph, (500, 0), (500, 200)) == 200
    assert metres(graph, (500, 0), (1000, 200)) == pytest.approx(np.hypot(500, 200), abs=1e-5)
    assert metres(graph, (400, 0), (600, 0)) == 200


def test_what_a_footbridge_brings_is_counted_in_people():
    before = town(BANKS)
    after = link(before, [[(900, 0), (900, 200)]])
    here, sites = firms((900, 200), (700, 200), (500, 0)), Sites.from_arrays([900], [0], "existing")
    reaches = [Street(graph=g).reach(here.with_weight([5, 7, 9]), sites) for g in (before, after)]
    got = gain(*reaches, 500)
    assert (got.covered_before, got.covered_after) == (9, 9 + 5 + 7)
    assert got.gained_pos.tolist() == [0, 1]
    assert got.lost_pos.tolist() == []
    assert got.saved_m == 5 * (2000 - 200) + 7 * (1800 - 400)
    assert "9 people are within reach before, 21 after: +12" in got.describe()
    other = Street(graph=after).reach(here.with_weight([5, 7, 8]), sites)
    with pytest.raises(InputError, match="same firms"):
        gain(reaches[0], other, 500)


def test_a_wall_cuts_every_street_it_crosses_and_a_gate_only_its_own():
    block = [[(0, 0), (500, 0)], [(0, 100), (500, 100)], [(0, 0), (0, 100)], [(500, 0), (500, 100)]]
    graph = town(block)
    walled = close(graph, [[(250, -50), (250, 150)]])
    assert metres(walled, (200, 0), (300, 0)) == np.inf
    assert metres(walled, (200, 0), (240, 0)) == 40
    assert metres(walled, (200, 0), (200, 100)) == 500
    gated = close(graph, [[(250, 3)]])
    assert metres(gated, (200, 0), (300, 0)) == 200 + 100 + 500 + 100 + 200
    assert float(gated.length_m.sum()) == float(graph.length_m.sum())


def test_a_gate_on_a_corner_cuts_one_street_and_a_wall_through_it_all():
    cross = [[(0, 0), (100, 0)], [(100, 0), (200, 0)], [(100, 0), (100, 100)]]
    graph = town(cross, names=list("abc"))
    walled = close(graph, [[(50, -50), (150, 50)]])
    assert metres(walled, (0, 0), (200, 0)) == metres(walled, (0, 0), (100, 100)) == np.inf


def test_nobody_lives_on_a_footbridge():
    """A firm under a long new bridge keeps its own street; a new path may still join the bridge."""
    graph = town([[(0, 0), (1000, 0)], [(0, 300), (1000, 300)], [(0, 0), (0, 300)]])
    bridge = link(graph, [[(500, 0), (500, 300)]])
    assert metres(bridge, (495, 120), (0, 0)) == metres(graph, (495, 120), (0, 0)) == 120 + 495
    stair = link(bridge, [[(500, 100), (900, 0)]])
    assert metres(stair, (900, 0), (500, 300)) == pytest.approx(np.hypot(400, 100) + 200, abs=1e-5)
    gate = close(bridge, [[(500, 150)]])
    assert metres(gate, (500, 0), (500, 300)) == metres(graph, (500, 0), (500, 300))


LATTICE = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda p: (100 * p[0], 100 * p[1]))
PLACE = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda p: (50.0 * p[0], 50.0 * p[1]))
BLOCK = st.builds(
    lambda p, east: (p, (p[0] + 100, p[1]) if east else (p[0], p[1] + 100)), LATTICE, st.booleans()
)


@given(
    st.lists(BLOCK, min_size=1, max_size=9, unique=True),
    st.lists(st.lists(PLACE, min_size=2, max_size=3, unique=True), min_size=1, max_size=2),
    st.lists(PLACE, min_size=1, max_size=4),
    st.lists(PLACE, min_size=1, max_size=3),
)
@settings(max_examples=150)
def test_a_link_lengthens_no_way_and_a_closure_shortens_none(lines, drawn, starts, goals):
    """Streets and points lie on a lattice, so many are as near to one street as to another."""
    graph = town(lines)
    before = dense(Street(graph=graph).reach(firms(*starts), homes(*goals)))
    more = link(graph, drawn, snap_m=np.inf)
    linked = dense(Street(graph=more).reach(firms(*starts), homes(*goals)))
    assert (linked <= before + 1e-5).all()
    try:
        cut = close(more, drawn, snap_m=np.inf)
    except InputError:  # the line meets no street
        return
    closed = dense(Street(graph=cut).reach(firms(*starts), homes(*goals)))
    assert (closed >= linked - 1e-5).all()


def test_a_scenario_keeps_changes_in_degrees_and_a_plan_says_them(tmp_path):
    study = demo("helsinki")
    graph = streets_of(study)
    ends = [graph.edge_from[10], graph.edge_to[400]]
    lon, lat = lonlat(graph.node_x[ends], graph.node_y[ends], graph.crs)
    bridge = Change("link", tuple(zip(lon.tolist(), lat.tolist(), strict=True)))
    wall = Change("block", ((24.9400, 60.1600), (24.9400, 60.1800)))
    asked = Scenario(MaxCover(new=1, radius_m=400), Street("walk", changes=(bridge, wall)))
    again = Scenario.from_toml(asked.to_toml(), problems=[MaxCover], modes=[Street])
    assert again == asked
    found = run(study, again)
    assert found.plan.mode.altered == (1, 1)
    assert "ways added 1, closed 1" in found.plan.mode.describe()
    assert found.plan.mode.graph == changed(graph, (bridge, wall))
    path = export(found, tmp_path / "changed.gpkg")
    assert check_file(path).kind == "proven"
    opened, plan = open_plan(path)
    assert plan.mode.altered == (1, 1)
    reach = plan.mode.reach(opened.demand, opened.sites, 400)
    assert reach.coverage(400, plan.open_ids).covered == plan.covered
    assert streets_of(study) == graph  # the study's own streets are as they were


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ([["link", [[24.9, 60.1]]]], "two places"),
        ([["link", [[24.9, 60.1], [249.0, 60.1]]]], "no degrees"),
        ([["tunnel", [[24.9, 60.1], [24.9, 60.2]]]], "two places"),
        ([["block", [["a", "b"]]]], "longitude, latitude"),
        ([["block"]], "longitude, latitude"),
    ],
)
def test_changes_that_are_none_are_named(changes, word):
    with pytest.raises(InputError, match=word):
        Street(changes=changes)


def test_degrees_say_nothing_on_a_plane_of_its_own():
    with pytest.raises(InputError, match="plane of their own"):
        changed(town(BANKS), (Change("block", ((24.9, 60.1),)),))


def test_changed_streets_can_be_kept(tmp_path):
    graph = close(link(town(BANKS), [[(900, 0), (900, 200)]]), [[(500, -10), (500, 10)]])
    save(graph, tmp_path / "s.parquet")
    assert load(tmp_path / "s.parquet") == graph
    assert len(np.unique(np.r_[graph.edge_from, graph.edge_to])) == graph.n_node


def test_nonsense_is_refused():
    graph = town(BANKS)
    with pytest.raises(InputError, match="Link 1: two or more points"):
        link(graph, [[(0, 0)]])
    with pytest.raises(InputError, match="Link 2 ends 300 m from the nearest street"):
        link(graph, [[(0, 0), (0, 200)], [(500, 0), (500, -300)]])
    with pytest.raises(InputError, match="Barrier 1 meets no street"):
        close(graph, [[(500, 50), (600, 50)]])
    with pytest.raises(InputError, match="Barrier 1 meets no street"):
        close(graph, [[(500, 100)]])


def test_uphill_takes_longer_and_downhill_is_never_shorter():
    graph = town([[(0, 0), (1000, 0)]])
    up = with_slope(graph, np.where(graph.node_x > 500, 100.0, 0.0))
    assert metres(up, (0, 0), (1000, 0)) == pytest.approx(1000 * np.exp(3.5 * 0.1), abs=1e-3)
    assert metres(up, (1000, 0), (0, 0)) == pytest.approx(1000, abs=1e-3)
    steep = with_slope(graph, np.where(graph.node_x > 500, 300.0, 0.0))
    assert metres(steep, (1000, 0), (0, 0)) == pytest.approx(1000 * np.exp(3.5 * 0.2), abs=1e-3)
    assert with_slope(graph, np.full(graph.n_node, np.nan)).there_m.tolist() == [1000]
    assert with_slope(graph, np.full(graph.n_node, 55.0)) == graph
    with pytest.raises(InputError, match="node_height_m: 2 values wanted"):
        with_slope(graph, [1.0])


def test_climbs_are_said_and_counted_once():
    graph = town([[(0, 0), (1000, 0)], [(1000, 0), (1000, 900)]], oneway=[1])
    height = np.where(graph.node_x > 500, 100.0, 0.0)
    up = with_slope(graph, height)
    assert with_slope(up, height) == up
    assert with_slope(up, np.zeros(graph.n_node)) == graph
    assert up.is_sloped
    assert not graph.is_sloped
    assert "slower uphill" in Street(graph=up).describe()
    assert "uphill" not in Street(graph=graph).describe()


def test_changed_streets_say_so_wherever_they_go(tmp_path):
    drawn = (Change("link", ((116.6, 39.9), (116.6, 39.902))), Change("block", ((116.603, 39.9),)))
    x, y = metric([116.599, 116.604, 116.599, 116.604], [39.9, 39.9, 39.902, 39.902], METRES)
    banks = [[(x[0], y[0]), (x[1], y[1])], [(x[2], y[2]), (x[3], y[3])]]
    graph = changed(replace(town(banks), crs=METRES), drawn)
    assert graph.altered == (1, 1)
    save(graph, tmp_path / "s.parquet")
    kept = load(tmp_path / "s.parquet")
    assert kept.altered == (1, 1)
    assert "ways added 1, closed 1" in Street(graph=kept).describe()
    assert changed(kept, drawn[1:]).altered == (1, 2)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_place_that_is_no_number_is_refused(value):
    graph = town(BANKS)
    with pytest.raises(InputError, match="finite"):
        attach(graph, [value], [0.0])
    for barrier in ([(value, 0)], [(value, 0), (5, 5)]):
        with pytest.raises(InputError, match="Barrier 1: points"):
            close(graph, [barrier])
    rule = Street(graph=graph, entrances={0: [(value, 0)]})
    with pytest.raises(InputError, match="finite"):
        rule.reach(firms((0, 0)), homes((10, 0)), 1000)


def test_streets_of_another_place_are_no_streets():
    with pytest.raises(InputError, match="the streets of another place"):
        Street(graph=town(BANKS)).reach(firms((0, 50_000)), homes((0, 0)), 1000)


def test_nobody_waits_for_ever():
    with pytest.raises(InputError, match="for ever"):
        Street(crossing_s=np.inf)


def test_heights_come_from_a_raster(helsinki, tmp_path):
    import rasterio  # noqa: PLC0415 - slow to import

    path = tmp_path / "hill.tif"
    west, south, step = helsinki.node_x.min() - 50, helsinki.node_y.min() - 50, 20.0
    wide = int(np.ptp(helsinki.node_x) / step) + 10
    high = int(np.ptp(helsinki.node_y) / step) + 10
    form = {"driver": "GTiff", "width": wide, "height": high, "count": 1, "dtype": "float32"}
    place = rasterio.Affine(step, 0, west, 0, -step, south + high * step)
    cells = np.tile(np.arange(wide, dtype=np.float32) * 2, (high, 1))  # ten in a hundred, eastward
    with rasterio.open(path, "w", crs=helsinki.crs, transform=place, **form) as file:
        file.write(cells, 1)
    found = heights(helsinki, path)
    want = np.floor((helsinki.node_x - west) / step) * 2
    assert np.array_equal(found, want)
    hilly = with_slope(helsinki, found)
    assert hilly.is_directed
    assert hilly.there_m.sum() > helsinki.there_m.sum()
    path.write_bytes(b"noise")
    with pytest.raises(InputError, match=r"hill\.tif cannot be read"):
        heights(helsinki, path)


def test_streets_refuse_what_does_not_fit():
    good = town(BANKS)
    with pytest.raises(InputError, match="do not fit"):
        StreetGraph(
            good.node_x, good.node_y, good.edge_from, good.edge_to + 9, good.there_m, good.back_m,
            good.waits, good.point_start, good.point_x, good.point_y,
        )  # fmt: skip
