"""Laws of every maker, found by listing the family."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo.candidates as family
from geo import words
from geo.candidates import MAKERS
from geo.core import Demand, Sites
from geo.errors import InputError

NOT_A_MAKER = {"family", "__init__", "intersections", "maker", "places", "__pycache__"}
BY_CLUSTER = ["kmeans", "density", "largest"]
NOWHERE = Sites.from_arrays([], [])

metres = st.integers(-3000, 3000).map(float)
firms = st.lists(st.tuples(metres, metres, st.integers(0, 300)), max_size=25)
places = st.lists(
    st.tuples(metres, metres, st.sampled_from(["existing", "candidate", "required", "forbidden"])),
    max_size=8,
)
every_maker = pytest.mark.parametrize("name", MAKERS)


def demand_of(rows):
    x, y, weight = zip(*rows, strict=True) if rows else ((), (), ())
    return Demand.from_arrays(x, y, weight)


def sites_of(rows):
    x, y, status = zip(*rows, strict=True) if rows else ((), (), ())
    return Sites.from_arrays(x, y, list(status), [f"v{k}" for k in range(len(rows))])


@every_maker
@settings(max_examples=40)
@given(firms=firms, places=places, n=st.integers(0, 30), seed=st.integers(0, 2**40))
def test_whatever_is_handed_in_the_candidates_are_usable(name, firms, places, n, seed):
    demand, sites = demand_of(firms), sites_of(places)
    made = MAKERS[name](demand, sites, n=n, seed=seed)
    assert made.is_usable.all()
    assert made.ids.is_unique
    assert len(made) <= (len(sites) if name == "venues" else n)
    usable = {
        f"v{k}": (x, y) for k, (x, y, s) in enumerate(places) if s in ("candidate", "required")
    }
    if usable and name != "hexgrid":
        assert {
            i: (x, y) for i, x, y in zip(made.ids, made.x, made.y, strict=True)
        }.items() <= usable.items()
    if name in BY_CLUSTER and firms and n:
        assert len(made)
    again = MAKERS[name](demand, sites, n=n, seed=seed)
    assert again == made


@every_maker
@given(firms=firms.filter(bool), places=places, order=st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_order_of_the_firms_does_not_matter(name, firms, places, order):
    shuffled = order.sample(firms, len(firms))
    a = MAKERS[name](demand_of(firms), sites_of(places), n=4, seed=1)
    b = MAKERS[name](demand_of(shuffled), sites_of(places), n=4, seed=1)
    assert a == b


@pytest.mark.parametrize("name", [*BY_CLUSTER, "hexgrid"])
@pytest.mark.parametrize(
    "rows",
    [
        [(120.0, 340.0, 9)],
        [(120.0, 340.0, 9)] * 50,
        [(120.0, 340.0, 0)] * 3,
        [(120.0, 340.0, 10**15), (120.0, 340.0, 1)],
    ],
    ids=["one firm", "all at one point", "nobody there", "a giant"],
)
def test_one_place_makes_one_candidate_there(name, rows):
    made = MAKERS[name](demand_of(rows), NOWHERE, n=5, seed=0)
    assert len(made) == 1
    assert (made.x[0], made.y[0]) == pytest.approx((120, 340), abs=0.01)
    assert made.ids[0] == f"{name}-1"


@pytest.mark.parametrize("name", [*BY_CLUSTER, "hexgrid"])
def test_a_firm_without_workers_attracts_nothing(name):
    rows = [(0.0, 0.0, 50), (90.0, 0.0, 40), (9000.0, 9000.0, 0)]
    made = MAKERS[name](demand_of(rows), NOWHERE, n=3, seed=0)
    assert len(made)
    assert made.x.max() < 1000


@pytest.mark.parametrize("name", [*BY_CLUSTER, "hexgrid"])
def test_a_free_point_never_takes_an_id_that_is_in_use(name):
    old = Sites.from_arrays([0], [0], "existing", [f"{name}-1"])
    made = MAKERS[name](demand_of([(0.0, 0.0, 5), (5000.0, 0.0, 5)]), old, n=2, seed=0)
    assert f"{name}-1" not in made.ids
    assert len(old.join(made)) == 1 + len(made)


@pytest.mark.parametrize("name", [*BY_CLUSTER, "hexgrid"])
def test_free_points_are_named_in_the_users_language(name):
    with words.in_language("zh"):
        made = MAKERS[name](demand_of([(0.0, 0.0, 5)]), NOWHERE, n=1, seed=0)
    assert made.names == [f"自由点 {name}-1"]
    assert made.table["kind"].tolist() == ["自由点（暂无场地）"]


@pytest.mark.parametrize("name", [*BY_CLUSTER, "hexgrid"])
def test_the_system_of_coordinates_is_the_demands(name):
    crs = "EPSG:32650"
    demand = Demand.from_arrays([0, 900], [0, 0], [5, 5], crs=crs)
    assert MAKERS[name](demand, NOWHERE, n=1, seed=0).crs == crs


@pytest.mark.parametrize("name", [*BY_CLUSTER, "hexgrid"])
def test_less_than_none_is_refused(name):
    with pytest.raises(InputError, match="0 or more, got -1"):
        MAKERS[name](demand_of([(0.0, 0.0, 5)]), NOWHERE, n=-1, seed=0)


@pytest.mark.parametrize("name", BY_CLUSTER)
def test_a_town_is_described_by_as_many_centres_as_asked_for(name):
    rng = np.random.default_rng(5)
    middles = np.array([[0, 0], [3000, 0], [0, 3000], [3000, 3000]])
    points = np.concatenate([m + rng.normal(0, 150, (60, 2)) for m in middles])
    demand = Demand.from_arrays(*points.T, rng.integers(1, 40, 240))
    made = MAKERS[name](demand, NOWHERE, n=4, seed=0)
    found = [
        min(range(4), key=lambda k: math.dist(middles[k], p))
        for p in zip(made.x, made.y, strict=True)
    ]
    assert sorted(found) == [0, 1, 2, 3]
    for k, (x, y) in zip(found, zip(made.x, made.y, strict=True), strict=True):
        assert math.dist(middles[k], (x, y)) < 150


def test_every_file_of_the_folder_is_in_the_family():
    files = {p.stem for p in Path(family.__file__).parent.iterdir()} - NOT_A_MAKER
    assert files == set(MAKERS)
    assert all(MAKERS[name].__module__ == f"geo.candidates.{name}" for name in MAKERS)
