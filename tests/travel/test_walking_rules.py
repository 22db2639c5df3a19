"""Who may walk where, read from extracts that are written here way by way."""

from __future__ import annotations

import numpy as np
import pytest
from extract import Extract

from geo.core import Demand, Sites
from geo.core.crs import metric
from geo.errors import InputError
from geo.travel import Street
from geo.travel.streets.files import read_streets

from drawn import dense

EAST, NORTH = 24.90, 60.10
STEP = 0.002  # degrees of longitude: some 111 m here
LONG = 0.03  # long enough a street not to be left out as scrap


def two_streets(tmp_path, *, node=None, middle=None, **tags):
    """A street, the way in question, a street, end to end: is there a way through, and back?"""
    town = Extract()
    a, b = town.node(EAST - LONG, NORTH), town.node(EAST + STEP, NORTH)
    between = [] if node is None else [town.node(EAST + 1.5 * STEP, NORTH, **node)]
    c, d = town.node(EAST + 2 * STEP, NORTH), town.node(EAST + LONG, NORTH)
    town.way([a, b], highway="residential", name="west")
    town.way([c, d], highway="residential", name="east")
    town.way([b, *between, c] if middle is None else middle(town, b, c), **tags)
    graph = read_streets(town.write(tmp_path / "town.osm.pbf"))
    x, y = metric([EAST - LONG, EAST + LONG], [NORTH, NORTH], graph.crs)
    both = Demand.from_arrays(x, y, [1, 1], crs=graph.crs)
    metres = dense(Street(graph=graph).reach(both, Sites.from_arrays(x, y, crs=graph.crs)))
    return np.isfinite(metres[0, 1]), np.isfinite(metres[1, 0])


OPEN = [
    {"highway": "footway"},
    {"highway": "steps"},
    {"highway": "pedestrian"},
    {"highway": "path"},
    {"highway": "footway", "footway": "crossing"},
    {"highway": "living_street"},
    {"highway": "service"},
    {"highway": "primary"},
    {"highway": "residential", "oneway": "yes"},  # one-way for cars
    {"highway": "cycleway", "foot": "designated"},
    {"highway": "cycleway", "segregated": "yes"},
    {"highway": "service", "access": "private", "foot": "yes"},
    {"highway": "residential", "access": "destination"},
    {"highway": "trunk", "motorroad": "yes", "foot": "yes"},
]
SHUT = [
    {"highway": "motorway"},
    {"highway": "motorway_link"},
    {"railway": "rail"},
    {"highway": "cycleway"},
    {"highway": "construction"},
    {"highway": "proposed"},
    {"highway": "service", "access": "private"},
    {"highway": "service", "service": "private"},
    {"highway": "residential", "foot": "no"},
    {"highway": "trunk", "motorroad": "yes"},
    {"waterway": "river"},
]


@pytest.mark.parametrize("tags", OPEN, ids=lambda t: " ".join(map("=".join, t.items())))
def test_one_may_walk_here(tags, tmp_path):
    assert two_streets(tmp_path, **tags) == (True, True)


@pytest.mark.parametrize("tags", SHUT, ids=lambda t: " ".join(map("=".join, t.items())))
def test_one_may_not_walk_here(tags, tmp_path):
    assert two_streets(tmp_path, **tags) == (False, False)


@pytest.mark.parametrize(
    ("tags", "there", "back"),
    [
        ({"highway": "steps", "conveying": "forward"}, True, False),
        ({"highway": "steps", "conveying": "backward"}, False, True),
        ({"highway": "footway", "oneway_foot": "yes"}, True, False),
        ({"highway": "footway", "oneway_foot": "-1"}, False, True),
        ({"highway": "steps", "foot": "designated", "oneway": "yes"}, True, False),
    ],
)
def test_some_ways_lead_one_way_on_foot(tags, there, back, tmp_path):
    assert two_streets(tmp_path, **tags) == (there, back)


def test_a_locked_gate_is_shut_and_an_open_one_is_not(tmp_path):
    way = {"highway": "footway"}
    locked = {"barrier": "gate", "access": "private"}
    assert two_streets(tmp_path, node=locked, **way) == (False, False)
    assert two_streets(tmp_path, node={"barrier": "gate"}, **way) == (True, True)
    let_in = {"barrier": "gate", "access": "private", "foot": "yes"}
    assert two_streets(tmp_path, node=let_in, **way) == (True, True)


def test_a_square_is_walked_along_its_edge(tmp_path):
    def ring(town, b, c):
        south = [town.node(EAST + 1.5 * STEP, NORTH - STEP / 4)]
        north = [town.node(EAST + 1.5 * STEP, NORTH + STEP / 4)]
        return [b, *south, c, *north, b]

    assert two_streets(tmp_path, middle=ring, highway="pedestrian", area="yes") == (True, True)


def test_a_bridge_over_a_street_has_no_way_down(tmp_path):
    """Ways that cross without a node in common do not meet, whatever their layers say."""
    town = Extract()
    west, east = town.node(EAST - LONG, NORTH), town.node(EAST + LONG, NORTH)
    south, north = town.node(EAST, NORTH - LONG), town.node(EAST, NORTH + LONG)
    town.way([west, east], highway="residential")
    town.way([south, north], highway="footway", bridge="yes", layer="1")
    graph = read_streets(town.write(tmp_path / "bridge.osm.pbf"))
    x, y = metric([EAST - LONG, EAST], [NORTH, NORTH + LONG], graph.crs)
    both = Demand.from_arrays(x, y, [1, 1], crs=graph.crs)
    reach = Street(graph=graph).reach(both, Sites.from_arrays(x[1:], y[1:], crs=graph.crs))
    assert np.isfinite(dense(reach)).ravel().tolist() == [False, True]


def test_a_hundred_pieces_are_one_town_and_a_list(tmp_path):
    """The long piece is the town; the scrap beside it is left out, the other pieces are kept."""
    town = Extract()
    main = [town.node(EAST + k * STEP, NORTH) for k in range(30)]
    town.way(main, highway="residential")
    for k in range(100):
        lat = NORTH + (0.01 + 0.002 * k if k % 2 else 0.0005 + 1e-5 * k)
        reach = LONG if k % 2 else STEP / 20
        town.way([town.node(EAST, lat), town.node(EAST + reach, lat)], highway="footway")
    graph = read_streets(town.write(tmp_path / "pieces.osm.pbf"))
    assert len(graph.islands) + int(graph.piece.max()) == 100
    assert len(graph.islands) == 50
    lat = NORTH + 0.01 + 0.002 * 1
    x, y = metric([EAST, EAST], [NORTH, lat], graph.crs)
    both = Demand.from_arrays(x, y, [3, 4], crs=graph.crs)
    reach = Street(graph=graph).reach(both, Sites.from_arrays(x[:1], y[:1], crs=graph.crs))
    assert reach.coverage(5000, [0]).covered == 3
    assert reach.remarks()


def test_an_extract_without_a_street_is_named(tmp_path):
    town = Extract()
    town.way([town.node(EAST, NORTH), town.node(EAST + STEP, NORTH)], waterway="river")
    with pytest.raises(InputError, match=r"river\.osm\.pbf holds no streets"):
        read_streets(town.write(tmp_path / "river.osm.pbf"))
