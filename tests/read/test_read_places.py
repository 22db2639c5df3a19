"""Areas, names and groups that may be shown."""

from __future__ import annotations

from itertools import combinations, product

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import read
from geo.errors import InputError, MissingColumnError
from geo.read.places import Gazetteer, districts, name_streets, public_groups, read_areas

LINES = """名称,经度,纬度,职工数,街道
永顺体育文化园,116.65123,39.91123,5,
甲食品公司,116.66123,39.91123,6,老街道
乙公司,116.75123,39.91123,7,
"""


@pytest.fixture
def firms(tmp_path):
    path = tmp_path / "firms.csv"
    path.write_text(LINES, encoding="utf-8")
    return read.read_layer(path, "firms")


@pytest.fixture
def towns(tmp_path):
    boxes = [shapely.box(116.6, 39.9, 116.655, 39.95), shapely.box(116.655, 39.9, 116.7, 39.95)]
    frame = gpd.GeoDataFrame({"街道": ["西镇", "东镇"]}, geometry=boxes, crs="EPSG:4326")
    path = tmp_path / "towns.gpkg"
    frame.to_crs("EPSG:4548").to_file(path)
    return path


def test_districts_come_without_internet():
    found = districts("通州区")
    assert set(found.names) == {"通州区"}
    assert (found.containing([116.65, 121.05, 24.9], [39.91, 32.07, 60.2]) >= 0).tolist() == [
        True,
        True,
        False,
    ]
    with pytest.raises(InputError, match="No district is called '无此地'"):
        districts("无此地")


def test_each_firm_gets_its_street_and_those_outside_are_told(firms, towns):
    named = name_streets(firms, read_areas(towns))
    assert named.table["street"].tolist() == ["西镇", "老街道", ""]
    assert named.doubtful["row"].tolist() == [4]
    assert named.doubtful["reason"].tolist() == ["outside all areas of towns.gpkg"]
    assert len(named) == len(firms)


def test_a_point_on_a_border_lies_in_the_first_area(towns):
    areas = read_areas(towns)
    assert areas.containing([116.655, 116.6549, 116.6551], [39.92] * 3).tolist() in (
        [0, 0, 1],
        [1, 0, 1],
    )


def test_areas_that_cannot_be_used_say_why(tmp_path, towns):
    with pytest.raises(MissingColumnError, match="no column with the names of the areas"):
        read_areas(towns, column="zzz")
    path = tmp_path / "points.gpkg"
    gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.Point(1, 2)], crs="EPSG:4326").to_file(path)
    with pytest.raises(InputError, match="holds no areas"):
        read_areas(path)
    path.write_bytes(b"noise" * 99)
    with pytest.raises(InputError, match=r"points.gpkg: the file cannot be read"):
        read_areas(path)


ASKED = ("永顺体育文化园", "体育文化", "永顺体育文化圆", "永顺 体育")
# Signs of the same sound, traditional ones, one left out, and more than the name.
SLIPS = ("永顺体育文画园", "泳顺体育", "永順體育文化園", "永体育文化", "北京永顺体育文化园有限公司")
TYPED = ("yongshuntiyu", "ystywhy", "ysty", "yongshuntyu")


@pytest.mark.parametrize("text", [*ASKED, *SLIPS, *TYPED])
def test_a_place_is_found_by_signs_pinyin_initials_and_with_slips(firms, text):
    hits = Gazetteer([firms]).find(text)
    assert hits[0].name == "永顺体育文化园"
    assert (hits[0].lon, hits[0].lat, hits[0].kind) == (116.65123, 39.91123, "firms")


def test_nothing_alike_is_nothing_found(firms):
    gazetteer = Gazetteer([firms])
    assert gazetteer.find("上海外滩") == gazetteer.find("") == gazetteer.find("qqqqqq") == ()
    assert len(gazetteer) == 3
    assert len(gazetteer.find("公司", n=1)) == 1


cells = st.lists(
    st.tuples(st.floats(-5e3, 5e3), st.floats(-5e3, 5e3), st.integers(0, 8), st.integers(0, 90)),
    max_size=25,
)


@given(cells, st.integers(2, 5), st.integers(1, 60))
def test_no_group_is_under_the_floor_and_nothing_is_lost(found, least_firms, least_workers):
    xy = np.array([c[:2] for c in found]).reshape(-1, 2)
    firms = np.array([c[2] for c in found], np.int64)
    workers = np.array([c[3] if c[2] else 0 for c in found], np.int64)
    groups = public_groups(xy, firms, workers, least_firms=least_firms, least_workers=least_workers)
    enough = sum(firms) >= least_firms and sum(workers) >= least_workers
    for k in range(len(found)):
        assert (groups[k] >= 0) == (enough and firms[k] > 0)
    for group in set(groups.tolist()) - {-1}:
        members = [k for k in range(len(found)) if groups[k] == group]
        assert sum(firms[k] for k in members) >= least_firms
        assert sum(workers[k] for k in members) >= least_workers


def test_a_floor_of_nothing_is_refused():
    with pytest.raises(InputError, match="must be 1 or more"):
        public_groups(np.zeros((1, 2)), np.array([3]), np.array([30]), least_workers=0)
    with pytest.raises(InputError, match="1 values wanted"):
        public_groups(np.zeros((1, 2)), np.array([3]), np.array([30, 3]))


def test_workers_that_the_groups_would_lack_are_refused():
    """A cell without a firm is in no group: its workers would be total minus groups."""
    xy, firms = np.array([[0.0, 0], [1, 0]]), np.array([4, 0])
    for workers in ([40, 7], [40, -7]):
        with pytest.raises(InputError, match="workers without a firm"):
            public_groups(xy, firms, np.array(workers))


@given(cells, st.integers(2, 5), st.integers(1, 60))
def test_the_groups_add_up_to_the_totals_so_no_remainder_tells_anything(found, least, workers):
    xy = np.array([c[:2] for c in found]).reshape(-1, 2)
    firms = np.array([c[2] for c in found], np.int64)
    people = np.array([c[3] if c[2] else 0 for c in found], np.int64)
    groups = public_groups(xy, firms, people, least_firms=least, least_workers=workers)
    shown = {g: (0, 0) for g in groups.tolist() if g >= 0}
    for k, group in enumerate(groups.tolist()):
        if group >= 0:
            shown[group] = (shown[group][0] + int(firms[k]), shown[group][1] + int(people[k]))
    if shown:
        assert tuple(map(sum, zip(*shown.values(), strict=True))) == (sum(firms), sum(people))


few = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 4), st.integers(0, 40)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(few, st.integers(2, 5), st.integers(1, 60))
def test_no_sum_of_published_figures_tells_less_than_the_floor(found, least, people):
    """The attack: add and subtract groups and totals in any way, for every set of cells there is.

    What can be computed is exactly what lies in the row space of the published sums.
    """
    xy = np.array([c[:2] for c in found], float)
    firms = np.array([c[2] for c in found], np.int64)
    workers = np.array([c[3] if c[2] else 0 for c in found], np.int64)
    groups = public_groups(xy, firms, workers, least_firms=least, least_workers=people)
    if (groups < 0).all():
        return  # then nothing is published
    there = [k for k in range(len(found)) if firms[k] > 0]
    sums = [[float(groups[k] == g) for k in there] for g in set(groups.tolist()) - {-1}]
    sums.append([1.0] * len(there))  # the total
    published = np.array(sums)
    rank = np.linalg.matrix_rank(published)
    for n in range(1, len(there) + 1):
        for some in combinations(range(len(there)), n):
            wanted = np.zeros(len(there))
            wanted[list(some)] = 1.0
            if np.linalg.matrix_rank(np.vstack([published, wanted])) == rank:
                assert sum(int(firms[there[k]]) for k in some) >= least
                assert sum(int(workers[there[k]]) for k in some) >= people


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 2), st.integers(0, 4)), min_size=2, max_size=5),
    st.integers(2, 4),
    st.integers(1, 6),
)
def test_a_small_cell_can_be_anything_as_far_as_the_publication_tells(found, least, people):
    """The attack: list every town that fits what is published; a hidden number must not be one."""
    n = len(found)
    xy = np.column_stack([np.arange(n) * 100.0, np.zeros(n)])
    firms = np.array([c[0] for c in found], np.int64)
    workers = np.array([c[1] for c in found], np.int64)
    groups = public_groups(xy, firms, workers, least_firms=least, least_workers=people)
    for g in set(groups.tolist()) - {-1}:
        members = [k for k in range(n) if groups[k] == g]
        whole = sum(int(workers[k]) for k in members)
        towns = [t for t in product(range(whole + 1), repeat=len(members)) if sum(t) == whole]
        for place, k in enumerate(members):
            if firms[k] < least or workers[k] < people:
                assert len({t[place] for t in towns}) > 1
