"""Road lines as bureaus keep them: where they meet, and what is wrong with them."""

from __future__ import annotations

import struct
import zipfile
from itertools import pairwise

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.core.crs import from_wgs84
from geo.errors import InputError, MissingColumnError
from geo.travel import Street
from geo.travel.build.noding import Lines, node
from geo.travel.streets.files import read_streets
from geo.travel.streets.layer import LineRules

from drawn import dense, firms, homes

METRES = "EPSG:32650"  # a plane in metres; the graph stays in it, so lengths are as drawn
X0, Y0 = 500_000, 4_400_000


def layer(path, lines, crs=METRES, shift=(X0, Y0), to="to_file", **columns):
    shapes = [None if p is None else shapely.LineString(np.array(p, float) + shift) for p in lines]
    getattr(gpd.GeoDataFrame(columns, geometry=shapes, crs=crs), to)(path)
    return path


def metres(graph, start, goal):
    a, b = (tuple(np.add(p, (X0, Y0))) for p in (start, goal))
    here, there = firms(a), homes(b)
    here = type(here).from_arrays(here.x, here.y, here.weight, crs=METRES)
    there = type(there).from_arrays(there.x, there.y, crs=METRES)
    return round(float(dense(Street(graph=graph).reach(here, there))[0, 0]), 2)


def read(path, **rules):
    return read_streets(path, METRES, rules=LineRules(**rules), island_m=0)


CROSS = [[(-100, 0), (100, 0)], [(0, -100), (0, 100)]]


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "shp"])
def test_lines_that_cross_are_joined_where_they_cross(tmp_path, suffix):
    graph = read(layer(tmp_path / f"roads.{suffix}", CROSS))
    assert graph.n_edge == 4
    assert metres(graph, (-50, 0), (0, 50)) == 100


def test_levels_keep_two_bridges_apart_but_a_ramp_joins_them(tmp_path):
    graph = read(layer(tmp_path / "roads.gpkg", CROSS, level=[1, 0]))
    assert metres(graph, (-50, 0), (0, 50)) == np.inf
    ramp = [*CROSS, [(100, 0), (100, 100), (0, 100)]]
    graph = read(layer(tmp_path / "ramp.gpkg", ramp, level=[1, 0, 1]))
    assert metres(graph, (-50, 0), (0, 50)) == 150 + 100 + 100 + 50


PLANAR = [[(-100, 0), (0, 0)], [(0, 0), (100, 0)], [(0, -100), (0, 0)], [(0, 0), (0, 100)]]


@pytest.mark.parametrize("off", [0, 0.3])
@pytest.mark.parametrize(
    ("lines", "level"),
    [
        (PLANAR, [0, 0, 1, 1]),
        (PLANAR, [-1, -1, 2, 2]),
        ([CROSS[0], *PLANAR[2:]], [0, 1, 1]),
        ([CROSS[0], *PLANAR[2:]], [1, 0, 0]),
    ],
)
def test_two_bridges_stay_apart_where_the_layer_is_cut_at_crossings(tmp_path, off, lines, level):
    lines = [np.add(line, (0, off * (k > 1))) for k, line in enumerate(lines)]
    graph = read(layer(tmp_path / "roads.gpkg", lines, level=level))
    assert metres(graph, (-50, 0), (0, 50)) == np.inf
    assert metres(graph, (-50, 0), (0, -50)) == np.inf
    assert metres(graph, (-50, 0), (50, 0)) == pytest.approx(100, abs=0.01)
    assert metres(graph, (0, -50), (0, 50)) == pytest.approx(100, abs=0.4)


def test_a_single_end_joins_what_passes_a_ramp_cut_or_not(tmp_path):
    for lines, level in (
        (PLANAR[:3], [0, 0, 1]),
        ([CROSS[0], PLANAR[2]], [0, 1]),
        ([CROSS[0], [(0, -100), (0, 0.3)]], [0, 1]),
        ([*PLANAR[:2], [(0, -100), (0, 0.3)]], [0, 0, 1]),
    ):
        graph = read(layer(tmp_path / "ramp.gpkg", lines, level=level))
        assert metres(graph, (-50, 0), (0, -50)) == pytest.approx(100, abs=0.7)


def test_a_level_that_changes_along_one_road_joins_and_so_does_a_fork(tmp_path):
    graph = read(layer(tmp_path / "road.gpkg", PLANAR[:2], level=[0, 1]))
    assert metres(graph, (-50, 0), (50, 0)) == 100
    graph = read(layer(tmp_path / "fork.gpkg", PLANAR[:3], level=[0, 1, 1]))
    assert metres(graph, (-50, 0), (50, 0)) == metres(graph, (-50, 0), (0, -50)) == 100


def test_of_two_roads_that_pass_a_ramp_joins_the_nearer_one(tmp_path):
    ramp = [(0, 0), (70, 70)]
    for level, joined, other in (
        (1, (50, 0), (0, 50)),
        (4, (0, 50), (50, 0)),
        (2, *((50, 0), (0, 50))),
    ):
        graph = read(layer(tmp_path / "r.gpkg", [*PLANAR, ramp], level=[0, 0, 4, 4, level]))
        assert metres(graph, (50, 50), joined) == pytest.approx(50 + 50 * 2**0.5, abs=0.01)
        assert metres(graph, (50, 50), other) == np.inf


def test_a_ring_that_begins_above_a_road_does_not_meet_it(tmp_path):
    ring = [(0, 0), (50, 50), (50, -50), (0, 0)]
    graph = read(layer(tmp_path / "ring.gpkg", [CROSS[0], ring], level=[0, 1]))
    assert metres(graph, (-50, 0), (50, 40)) == np.inf


def test_a_line_that_ends_on_another_or_just_short_of_it_meets_it(tmp_path):
    for gap, joined in ((0, True), (0.4, True), (0.6, False)):
        lines = [[(-100, 0), (100, 0)], [(0, gap), (0, 100)]]
        graph = read(layer(tmp_path / f"{gap}.gpkg", lines))
        want = pytest.approx(100, abs=0.5) if joined else np.inf
        assert metres(graph, (-50, 0), (0, 50)) == want


def test_a_wider_gap_can_be_asked_for(tmp_path):
    lines = [[(-100, 0), (-2, 0)], [(2, 0), (100, 0)]]
    path = layer(tmp_path / "roads.gpkg", lines)
    assert metres(read(path), (-50, 0), (50, 0)) == np.inf
    assert metres(read(path, gap_m=5), (-50, 0), (50, 0)) == 100


def test_a_line_that_crosses_itself_is_joined_there(tmp_path):
    loop = [(0, 0), (100, 0), (100, 100), (50, 100), (50, -100)]
    graph = read(layer(tmp_path / "roads.gpkg", [loop]))
    assert metres(graph, (20, 0), (50, -50)) == 30 + 50
    assert metres(graph, (90, 0), (50, 50)) == 40 + 50


def test_a_closed_ring_alone_can_be_walked_both_ways(tmp_path):
    graph = read(layer(tmp_path / "r.gpkg", [[(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]]))
    assert float(graph.length_m.sum()) == pytest.approx(400, abs=0.01)
    assert metres(graph, (50, 0), (0, 50)) == 100


def test_lines_drawn_upon_one_another_are_joined_at_both_ends_of_what_they_share(tmp_path):
    lines = [[(0, 0), (100, 0)], [(40, 0), (200, 0)], [(60, 0), (60, 50)]]
    graph = read(layer(tmp_path / "roads.gpkg", lines))
    assert metres(graph, (0, 0), (200, 0)) == 200
    assert metres(graph, (0, 0), (60, 50)) == 110


def test_bad_lines_are_listed_and_the_others_used(tmp_path):
    lines = [CROSS[0], None, [(5, 5), (5, 5)], CROSS[1]]
    graph = read(layer(tmp_path / "roads.gpkg", lines, name=list("abcd")))
    assert graph.n_edge == 4
    assert graph.rejected["row"].tolist() == [2, 3]
    assert graph.rejected["reason"].tolist() == ["There is no geometry.", "The line has no length."]
    assert set(graph.table["name"]) == {"a", "d"}


def test_motorways_and_railways_are_not_for_walking(tmp_path):
    kinds = ["residential", "motorway", "京津高速公路", "铁路"]
    lines = [[(0, k * 100), (500, k * 100)] for k in range(4)]
    graph = read(layer(tmp_path / "roads.gpkg", lines, fclass=kinds))
    assert graph.n_edge == 1
    assert graph.rejected["reason"].unique().tolist() == ["People on foot may not use it."]


@pytest.mark.parametrize(
    "kind", ["Motorway", " EXPRESSWAY ", "light_rail", "railway", "Tram", "subway", "轻轨"]
)
def test_no_spelling_lets_people_onto_a_railway(tmp_path, kind):
    lines = [[(0, k * 100), (500, k * 100)] for k in range(2)]
    graph = read(layer(tmp_path / "roads.gpkg", lines, fclass=["trail", kind]))
    assert graph.n_edge == 1
    assert graph.column("kind").tolist() == ["trail"]
    assert len(graph.rejected) == 1


def test_of_several_layers_one_is_named_never_guessed(tmp_path):
    path = layer(tmp_path / "town.gpkg", CROSS)
    more = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (9, 9)])], crs=METRES)
    more.to_file(path, layer="rails")
    places = gpd.GeoDataFrame(geometry=[shapely.Point(0, 0)], crs=METRES)
    with pytest.raises(InputError, match="several layers: town, rails"):
        read(path)
    assert read(path, layer="town").n_edge == 4
    alone = layer(tmp_path / "alone.gpkg", CROSS)
    places.to_file(alone, layer="halls")
    assert read(alone).n_edge == 4


@pytest.mark.filterwarnings("ignore:.crs. was not provided")
@pytest.mark.parametrize("shift", [(X0, Y0), (200, 0)])
def test_metres_in_a_file_that_means_degrees_are_refused(tmp_path, shift):
    path = layer(tmp_path / "roads.geojson", CROSS, crs=None, shift=shift)
    with pytest.raises(InputError, match="do not fit the coordinate system WGS 84"):
        read(path)
    assert read(path, source_crs=METRES).n_edge == 4


def test_degrees_of_a_map_service_are_moved_back(tmp_path):
    there = [[(116.60, 39.90), (116.61, 39.90)]]
    lon, lat = from_wgs84(*np.array(there[0]).T, "gcj02")
    moved = [list(zip(lon, lat, strict=True))]
    true = read(layer(tmp_path / "w.geojson", there, crs="EPSG:4326", shift=(0, 0)))
    back = read(layer(tmp_path / "g.geojson", moved, "EPSG:4326", (0, 0)), datum="gcj02")
    assert np.hypot(true.point_x - back.point_x, true.point_y - back.point_y).max() < 0.05


@pytest.mark.filterwarnings("ignore:invalid value encountered")
def test_a_coordinate_that_is_no_number_costs_its_line_alone(tmp_path):
    lines = [CROSS[0], [(0, -100), (0, 7), (0, 100)], CROSS[1]]
    path = layer(tmp_path / "roads.parquet", lines, to="to_parquet")
    drawn = gpd.read_parquet(path)
    wkb = shapely.to_wkb(drawn.geometry.array)
    seven, none = (struct.pack("<d", value) for value in (Y0 + 7, np.nan))
    drawn.geometry = shapely.from_wkb([w.replace(seven, none) for w in wkb])
    drawn.to_parquet(path)
    graph = read(path)
    assert graph.n_edge == 4
    assert graph.rejected["reason"].tolist() == ["A coordinate is not a number."]


@pytest.mark.parametrize("level", [0.4, np.inf])
def test_a_level_is_a_whole_number(tmp_path, level):
    with pytest.raises(InputError, match="a level is a whole number"):
        read(layer(tmp_path / "roads.gpkg", CROSS, level=[0.0, level]))


@pytest.mark.filterwarnings("ignore:.crs. was not provided")
def test_a_layer_without_a_coordinate_system_is_asked_for_it_never_guessed(tmp_path):
    degrees = layer(tmp_path / "d.shp", [[(116.6, 39.9), (116.61, 39.9)]], crs=None, shift=(0, 0))
    feet = layer(tmp_path / "f.shp", [[(0, 0), (3280.84, 0)]], crs=None)
    for path in (degrees, feet):
        with pytest.raises(InputError, match=r"does not say its coordinate system.*State it"):
            read(path)
    graph = read_streets(degrees, rules=LineRules(source_crs="EPSG:4326"))
    assert float(graph.length_m.sum()) == pytest.approx(855, abs=1)


def test_feet_are_turned_into_metres(tmp_path):
    # EPSG:2263 is New York in US survey feet.
    path = layer(tmp_path / "f.shp", [[(0, 0), (3280.8333, 0)]], "EPSG:2263", (984_250, 200_000))
    assert float(read_streets(path).length_m.sum()) == pytest.approx(1000, abs=0.1)


def test_a_zipped_shapefile_is_read_and_a_bomb_is_not(tmp_path):
    layer(tmp_path / "roads.shp", CROSS)
    with zipfile.ZipFile(tmp_path / "roads.zip", "w") as archive:
        for part in tmp_path.glob("roads.*"):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    assert read(tmp_path / "roads.zip").n_edge == 4
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("roads.shp", b"\0" * 50_000_000)
    with pytest.raises(InputError, match="far more than it holds"):
        read(tmp_path / "bomb.zip")


@pytest.mark.parametrize(
    "suffix", ["shp", "gpkg", "geojson", "zip", "parquet", "graphml", "osm.pbf"]
)
def test_noise_under_every_suffix_is_refused(tmp_path, suffix):
    path = tmp_path / f"noise.{suffix}"
    path.write_bytes(np.random.default_rng(0).bytes(4000))
    with pytest.raises(InputError, match=r"noise\."):
        read_streets(path)
    path.write_bytes(b"")
    with pytest.raises(InputError, match=r"noise\."):
        read_streets(path)


def test_points_are_no_roads_and_columns_must_exist(tmp_path):
    gpd.GeoDataFrame(geometry=[shapely.Point(0, 0)], crs=METRES).to_file(tmp_path / "p.gpkg")
    with pytest.raises(InputError, match="no lines that can be walked"):
        read(tmp_path / "p.gpkg")
    path = layer(tmp_path / "roads.gpkg", CROSS, z=["up", "0"])
    with pytest.raises(MissingColumnError, match=r"no column hight; it has z, geometry"):
        read(path, level="hight")
    with pytest.raises(InputError, match=r"row 1, column z is 'up'"):
        read(path, level="z")
    with pytest.raises(InputError, match="no file"):
        read(tmp_path / "absent.gpkg")


segments = st.lists(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=4, unique=True
    ),
    min_size=1,
    max_size=8,
)


def ways(parts):
    """Draw a network of coordinates, from lines that meet only in common points."""
    net = nx.Graph()
    for part in parts:
        for one, two in pairwise([tuple(p) for p in np.round(part, 3)]):
            net.add_edge(one, two, weight=np.hypot(one[0] - two[0], one[1] - two[1]))
    return net


@given(segments)
def test_ways_over_noded_lines_are_as_long_as_over_those_that_geos_nodes(drawn):
    """All on one level, small whole coordinates; every way between line ends is compared."""
    points = np.array([p for line in drawn for p in line], float) * 10
    start = np.cumsum([0, *map(len, drawn)])
    lines = Lines(start, points[:, 0], points[:, 1], np.zeros(len(drawn), np.int64))
    got = node(lines, 1e-4)
    limits = pairwise(got.start)
    mine = ways(np.column_stack([got.x[a:b], got.y[a:b]]) for a, b in limits)
    whole = shapely.union_all([shapely.LineString(np.multiply(d, 10)) for d in drawn])
    want = ways(shapely.get_coordinates(part) for part in shapely.get_parts(whole))
    for one in drawn:
        here = tuple(10.0 * v for v in one[0])
        ours = nx.single_source_dijkstra_path_length(mine, here)
        geos = nx.single_source_dijkstra_path_length(want, here)
        for two in drawn:
            there = tuple(10.0 * v for v in two[-1])
            assert ours.get(there) == pytest.approx(geos.get(there), abs=0.05)
