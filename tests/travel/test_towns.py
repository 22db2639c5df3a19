"""Small towns whose ways can be counted on the fingers."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.travel import Street
from geo.travel.on_foot import on_foot

from drawn import dense, firms, homes, oracle, town

SQUARE = [[(0, 0), (100, 0)], [(100, 0), (100, 100)], [(100, 100), (0, 100)], [(0, 100), (0, 0)]]


def walk(lines, starts, goals, cutoff_m=None, **how):
    graph = town(lines, **how)
    return Street(graph=graph).reach(firms(*starts), homes(*goals), cutoff_m)


def metres(lines, start, goal, **how):
    return dense(walk(lines, [start], [goal], **how))[0, 0]


def test_along_one_street_the_stretch_between_the_two_counts_and_both_access_legs():
    assert metres([[(0, 0), (1000, 0)]], (100, 30), (400, -20)) == 300 + 30 + 20


def test_a_firm_on_the_street_has_no_access_leg_and_any_other_has_one():
    reach = walk([[(0, 0), (1000, 0)]], [(100, 0), (100, 0.5)], [(100, 0)])
    assert reach.access_m.tolist() == [0.0, 0.5]
    assert dense(reach)[:, 0].tolist() == [0.0, 0.5]


def test_a_firm_attaches_to_the_middle_of_a_street_not_to_its_end():
    reach = walk([[(0, 0), (1000, 0)]], [(500, 10)], [(0, 0)])
    assert dense(reach)[0, 0] == 510
    assert (reach.firms.x[0], reach.firms.y[0]) == (500, 0)


def test_a_bent_street_is_as_long_as_its_line():
    assert metres([[(0, 0), (100, 0), (100, 200)]], (0, 0), (100, 200)) == 300


def test_two_places_on_one_street_may_be_nearer_round_the_block():
    lines = [[(0, 0), (0, 500), (10, 500), (10, 0)], [(0, 0), (10, 0)]]
    assert metres(lines, (0, 20), (10, 20)) == 20 + 10 + 20


def test_a_river_with_one_bridge():
    left, right = [(0, -1000), (0, 0)], [(200, -1000), (200, 0)]
    apart = [left, right]
    assert metres(apart, (0, -900), (200, -900)) == np.inf
    assert metres([*apart, [(0, 0), (200, 0)]], (0, -900), (200, -900)) == 900 + 200 + 900


def test_a_railway_cuts_a_grid_until_its_only_underpass():
    rows = [[(x, y), (x + 100, y)] for y in (0, 100, 300, 400) for x in (0, 100, 200)]
    columns = [[(x, y), (x, y + 100)] for y in (0, 300) for x in (0, 100, 200, 300)]
    underpass = [[(300, 100), (300, 300)]]
    assert metres([*rows, *columns], (0, 100), (0, 300)) == np.inf
    assert metres([*rows, *columns, *underpass], (0, 100), (0, 300)) == 300 + 200 + 300


def test_a_cul_de_sac_touches_its_neighbour_but_there_is_no_way_through():
    lines = [[(0, 0), (0, 300)], [(0, 0), (20, 0)], [(20, 0), (20, 290)]]
    assert metres(lines, (0, 290), (20, 290)) == 290 + 20 + 290


def test_a_one_way_stair_leads_down_but_not_up():
    lines = [[(0, 0), (0, 100)], [(0, 100), (400, 100), (400, 0), (0, 0)]]
    up, down = (0, 90), (0, 10)
    there = metres(lines, down, up, oneway=[0])
    back = metres(lines, up, down, oneway=[0])
    assert there == 80
    assert back == 10 + 400 + 100 + 400 + 10


def test_a_one_way_stair_merged_into_a_longer_chain_keeps_its_direction():
    lines = [[(0, 50), (0, 0)], [(0, 100), (0, 50)], [(0, 0), (300, 0), (300, 100), (0, 100)]]
    graph = town(lines, oneway=[0, 1])
    assert graph.n_edge == 2
    assert metres(lines, (0, 90), (0, 10), oneway=[0, 1]) == 80
    assert metres(lines, (0, 10), (0, 90), oneway=[0, 1]) == 10 + 300 + 100 + 300 + 10


def test_an_island_is_reported_with_its_firms_and_reaches_only_itself():
    island = [[(5000, 0), (5000, 300)]]
    reach = walk([*SQUARE, *island], [(50, 0), (5000, 100)], [(0, 50), (5000, 300)])
    got = dense(reach)
    assert got[0, 1] == got[1, 0] == np.inf
    assert got[1, 1] == 200
    assert reach.on_island.tolist() == [False, True]
    assert "not joined" in reach.findings()["reason"].iloc[0]
    assert reach.on_island_site.tolist() == [False, True]
    assert reach.findings()[["layer", "id"]].to_numpy().tolist() == [["firms", 1], ["sites", 1]]


def test_scrap_beside_longer_streets_is_left_out_listed_and_kept_with_them():
    graph = town([*SQUARE, [(150, 0), (150, 30)]], island_m=100)
    assert graph.islands[["x", "y", "length_m", "n_edge"]].to_numpy().tolist() == [[150, 0, 30, 1]]
    assert float(graph.length_m.sum()) == 400
    assert float(graph.left_out.length_m.sum()) == 30
    assert graph != replace(graph, left_out=None)


@pytest.mark.parametrize(
    "lines",
    [
        [*SQUARE, [(5000, 0), (5000, 30)]],  # far off: who stands there is nowhere else
        [*SQUARE, [(150, 0), (150, 50)]],  # more than a tenth of the longest
        [[(0, 0), (9000, 0)], [(4000, 10), (4000, 300)]],  # its far end is far
        [[(0, 0), (9000, 0)], [(4000, 10), (4100, 250), (4200, 10)]],  # its middle is
        [*SQUARE, *([(150 + k, 0), (150 + k, 35)] for k in range(12))],  # half of all street
        [[(k * 50, 0), (k * 50, 90)] for k in range(20)],  # nothing but scrap
    ],
)
def test_what_is_no_scrap_stays(lines):
    graph = town(lines, island_m=1000)
    assert graph.left_out is None
    assert not len(graph.islands)
    assert float(graph.length_m.sum()) == pytest.approx(
        sum(math.dist(a, b) for line in lines for a, b in pairwise(line)), abs=1e-5
    )


YARD = [*SQUARE, [(150, 0), (150, 30)]]


def test_whoever_stands_at_scrap_walks_from_the_next_street_and_is_marked():
    graph = town(YARD, island_m=100)
    reach = Street(graph=graph, max_access_m=60).reach(
        firms((140, 20), (160, 20), (50, 3), (102, 20), (900, 20)), homes((0, 50), (145, 10)), 5000
    )
    assert reach.measured.tolist() == ["beside", "beside", "streets", "streets", "far"]
    assert reach.is_beside_site.tolist() == [False, True]
    assert not reach.is_estimated.any()
    said = " ".join(reach.remarks())
    assert "For 2 firms the nearest street is a short piece" in said
    assert "For 1 site the nearest street is a short piece" in said
    assert dense(reach)[0, 0] == 40 + 20 + 100 + 50
    assert len(reach.findings()) == 4


def test_whoever_stands_at_scrap_alone_is_marked_so_and_never_guessed():
    graph = town(YARD, island_m=100)
    rule = Street(graph=graph, max_access_m=15, blank_m=30)
    reach = rule.reach(firms((160, 20), (135, 20), (900, 0)), homes((50, 0), (140, 20)), 5000)
    assert reach.measured.tolist() == ["scrap", "scrap", "detour"]
    assert np.isinf(dense(reach)[:2]).all()
    assert np.isinf(dense(reach)[2, 1]) or reach.is_estimated[2]
    assert "2 firms stand at a short piece" in " ".join(reach.remarks())
    assert "1 site stands at a short piece" in " ".join(reach.remarks())


SPOTS = [(50, 0), (900, 50), (1000, 60), (100, 40), (300, 0)]


def test_ways_from_and_to_where_no_streets_are_drawn_are_as_long_there_as_back():
    """Every pair with an end in the blank, by school geometry; the others along the square."""
    rule = Street(graph=town(SQUARE), max_access_m=100, blank_m=500)
    got = dense(rule.reach(firms(*SPOTS), homes(*SPOTS), 5000))
    assert np.array_equal(got, got.T)
    detour = rule.reach(firms(*SPOTS), homes(*SPOTS), 5000).detour
    blank = {1, 2}
    for i, one in enumerate(SPOTS):
        for j, two in enumerate(SPOTS):
            if blank & {i, j}:
                assert got[i, j] == pytest.approx(detour * math.dist(one, two), abs=1e-6)
            elif 4 in (i, j):  # too far from a street, but not in the blank: nothing is guessed
                assert np.isinf(got[i, j])
    assert got[0, 3] == 50 + 40


def test_a_firm_whose_home_stands_in_the_blank_is_marked_and_its_way_is_straight():
    rule = Street(graph=town(SQUARE), max_access_m=100, blank_m=500)
    reach = rule.reach(firms((50, 0), (900, 50)), homes((900, 0), (50, 10)), 5000)
    assert reach.is_estimated_site.tolist() == [True, False]
    assert not reach.is_lost_site.any()
    assert "For 1 site no streets are drawn" in reach.describe()
    walked = on_foot(reach, (0,), 2000)
    assert walked.measured.tolist() == ["home", "detour"]
    way = walked.way(0, 0)
    assert way.is_estimated
    assert way.metres == dense(reach)[0, 0]
    assert on_foot(reach, (0, 1), 2000).measured.tolist() == ["streets", "detour"]
    assert walked.merged[-1].n_firm == 2


def test_two_bridges_that_cross_without_meeting():
    over, under = [(-100, 0), (100, 0)], [(0, -100), (0, 100)]
    assert metres([over, under], (-50, 0), (0, 50)) == np.inf
    loop = [(100, 0), (100, 100), (0, 100)]
    assert metres([over, under, loop], (-50, 0), (0, 50)) == 150 + 100 + 100 + 50


def test_a_firm_far_from_any_street_is_listed_and_nothing_is_guessed():
    reach = walk([[(0, 0), (1000, 0)]], [(500, 251), (500, 250), (0, 0)], [(500, 0)])
    assert reach.is_lost.tolist() == [True, False, False]
    assert dense(reach)[:, 0].tolist() == [np.inf, 250, 500]
    listed = reach.findings()
    assert listed[["layer", "id", "distance_m"]].to_numpy().tolist() == [["firms", 0, 251.0]]


def test_a_site_in_the_sea_is_listed_and_covers_nobody():
    reach = walk([[(0, 0), (1000, 0)]], [(500, 0)], [(500, 0), (500, 40_000)], 5000)
    assert reach.is_estimated_site.tolist() == [False, True]
    assert dense(reach).tolist() == [[0, np.inf]]
    assert reach.site_access_m[1] == 40_000
    assert "For 1 site no streets are drawn" in reach.describe()


def test_where_no_streets_are_drawn_the_straight_line_is_stretched_and_marked():
    reach = walk(SQUARE, [(50, 0), (3000, 0)], [(50, 0), (3100, 0)], cutoff_m=2000)
    assert reach.is_estimated.tolist() == [False, True]
    assert reach.detour == 1.37  # too few streets to measure it: the usual figure
    assert dense(reach)[1].tolist() == [np.inf, pytest.approx(137)]
    assert "straight line × 1.37" in reach.describe()


def test_a_venue_with_two_entrances_is_as_near_as_its_nearer_one():
    graph = town([[(0, 0), (1000, 0)]])
    gates = {7: [(100, 5), (900, 10)]}
    sites = homes((500, 0))
    sites = type(sites).from_arrays([500], [0], ids=[7])
    reach = Street(graph=graph, entrances=gates).reach(firms((0, 0), (1000, 0), (200, 0)), sites)
    assert dense(reach)[:, 0].tolist() == [105, 110, 105]
    assert reach.site_access_m.tolist() == [5]


def test_the_border_is_inside():
    lines = [[(0, 0), (333.3, 0)], [(333.3, 0), (666.6, 0)], [(666.6, 0), (1000, 0)]]
    reach = walk(lines, [(1000, 0)], [(0, 0)], cutoff_m=1000, names=[*"abc"])
    assert reach.coverage(1000, [0]).covered == 1
    assert reach.coverage(np.nextafter(1000, 0), [0]).covered == 0


grid = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans(), st.booleans()),
    min_size=1,
    max_size=25,
    unique_by=lambda e: e[:3],
)
points = st.lists(
    st.tuples(st.integers(-30, 530), st.integers(-30, 530)), min_size=1, max_size=6, unique=True
)


@given(streets=grid, starts=points, goals=points)
def test_random_grids_equal_networkx(streets, starts, goals):
    """Odd coordinates keep feet away from corners, where two streets are equally near."""
    lines, oneway = [], []
    for n, (column, row, is_east, is_oneway) in enumerate(streets):
        x, y = 100 * column, 100 * row
        lines.append([(x, y), (x + 100, y) if is_east else (x, y + 100)])
        if is_oneway:
            oneway.append(n)
    starts, goals = ([(x + 0.37, y + 0.11) for x, y in g] for g in (starts, goals))
    graph = town(lines, oneway=oneway)
    far = Street(graph=graph, blank_m=np.inf).reach(firms(*starts), homes(*goals))
    want = oracle(lines, starts, goals, oneway=oneway)
    got = dense(far)
    assert np.array_equal(np.isfinite(got), np.isfinite(want))
    assert got[np.isfinite(got)] == pytest.approx(want[np.isfinite(want)], abs=1e-4)
