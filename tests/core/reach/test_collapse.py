"""The collapse against plain loops, and against itself in other orders, parts and places."""

from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Demand, Faces, Sites
from geo.core.reach import fold_faces
from geo.core.reach.collapse import Points, collapse
from geo.core.reach.discs import squared_limit
from geo.core.reach.grid import pairs_within
from geo.errors import InputError, OverflowWeightError
from geo.travel import Straight


def square(v):
    return v * v  # v ** 2 may differ in the last place


def by_hand(x, y, w, site_x, site_y, radius, detour):
    """Sets of covering sites and their weights, by the definition of distance."""
    sums = {}
    for i in range(len(x)):
        row = tuple(
            j
            for j in range(len(site_x))
            if detour * sqrt(square(x[i] - site_x[j]) + square(y[i] - site_y[j])) <= radius
        )
        people, points = sums.get(row, (0, 0))
        sums[row] = (people + int(w[i]), points + 1)
    out = sums.pop((), (0, 0))
    return [(row, *sums[row]) for row in sorted(sums)], out


def as_list(faces):
    rows = (
        [tuple(int(j) for j in r) for r in np.split(faces.site_pos, faces.start[1:-1])]
        if len(faces)
        else []
    )
    return list(zip(rows, faces.weight.tolist(), faces.count.tolist(), strict=True)), (
        faces.out_weight,
        faces.out_count,
    )


def faces_of(x, y, w, site_x, site_y, radius, detour=1.0):
    demand, sites = Demand.from_arrays(x, y, w), Sites.from_arrays(site_x, site_y)
    return Straight(detour).reach(demand, sites).faces(radius)


def plain_faces(x, y, w, site_x, site_y, radius):
    start, pos, _squared = pairs_within(x, y, site_x, site_y, squared_limit(radius, 1.0))
    return Faces.from_rows(start, pos, w, np.ones(len(x), np.int64), n_site=len(site_x))


whole_metres = st.integers(-12, 12)
places = st.lists(st.tuples(whole_metres, whole_metres), min_size=1, max_size=12)


@given(places, places, st.integers(1, 15), st.sampled_from([1.0, 1.3, 1.25]), st.randoms())
def test_whole_metres_by_hand(points, sites, radius, detour, random):
    # Whole coordinates put many points exactly on circles: 3-4-5, 5-12-13, straight along an axis.
    x, y = (np.array(c, float) for c in zip(*points, strict=True))
    site_x, site_y = (np.array(c, float) for c in zip(*sites, strict=True))
    w = np.array([random.randrange(5) for _ in x])
    assert as_list(faces_of(x, y, w, site_x, site_y, radius, detour)) == by_hand(
        x, y, w, site_x, site_y, radius, detour
    )


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([1e-3, 1.0, 1e5]),
    st.sampled_from([0.0, 4.4e6, -3e8]),
    st.sampled_from([0.02, 0.3, 5.0]),
)
@settings(max_examples=40)
def test_any_scale_and_place(seed, scale, shift, share):
    rng = np.random.default_rng(seed)
    x, y = rng.random((2, 80)) * scale + shift
    site_x, site_y = rng.random((2, 9)) * scale + shift
    w = rng.integers(0, 9, 80)
    radius = share * scale
    assert as_list(faces_of(x, y, w, site_x, site_y, radius)) == by_hand(
        x, y, w, site_x, site_y, radius, 1.0
    )


def test_border_points_on_every_circle():
    # Points at whole-number steps of Pythagorean circles, many per cell border.
    corners = np.array([(3, 4), (4, 3), (0, 5), (5, 0), (-3, 4), (-4, -3), (0, -5)], float) * 100
    rng = np.random.default_rng(1)
    site_x, site_y = rng.integers(-20, 20, (2, 30)) * 100.0
    x, y = (corners[:, None, :] + np.column_stack([site_x, site_y])[None]).reshape(-1, 2).T
    w = np.arange(len(x))
    assert as_list(faces_of(x, y, w, site_x, site_y, 500)) == by_hand(
        x, y, w, site_x, site_y, 500, 1.0
    )


@pytest.mark.parametrize(
    ("spread", "n_site", "radius"),
    [(1.0, 100, 0.1), (0.02, 150, 0.3), (0.0, 80, 0.3), (1.0, 40, 0.6)],
)
def test_many_points_equal_the_plain_path(spread, n_site, radius):
    # A spread of 0.02 gives cells crossed by far more than 64 circles; of 0 identical sites.
    rng = np.random.default_rng(3)
    x, y = rng.random((2, 60_000))
    site_x, site_y = 0.5 + spread * (rng.random((2, n_site)) - 0.5)
    w = rng.integers(0, 100, len(x))
    assert faces_of(x, y, w, site_x, site_y, radius) == plain_faces(x, y, w, site_x, site_y, radius)


def test_points_lie_outside_every_disc():
    faces = faces_of([0, 1e9, -1e9], [0, 0, 1e9], [1, 2, 4], [0], [0], 10)
    assert (faces.weight.tolist(), faces.out_weight, faces.out_count) == ([1], 6, 2)


def test_no_points_no_sites_one_place():
    assert faces_of([], [], [], [0], [0], 10).total == 0
    assert faces_of([1, 2], [0, 0], [3, 4], [], [], 10).out_weight == 7
    one_place = faces_of([5, 5, 5], [5, 5, 5], [1, 2, 3], [5, 5], [5, 5], 1e-6)
    assert as_list(one_place) == ([((0, 1), 6, 3)], (0, 0))


@pytest.mark.parametrize("radius", [1e-200, 1e20, 1e160, 1e300])
def test_absurd_radii(radius):
    faces = faces_of([0, 7], [0, 0], [1, 2], [0, 1e6], [0, 0], radius)
    want = [((0,), 1, 1)] if radius < 1 else [((0, 1), 3, 2)]
    assert as_list(faces)[0] == want


def test_layers_add_up_with_the_faces():
    rng = np.random.default_rng(5)
    x, y = rng.random((2, 30_000))
    layers = rng.integers(0, 50, (len(x), 3))
    demand = Demand.from_arrays(x, y, layers[:, 0])
    faces = (
        Straight().reach(demand, Sites.from_arrays(*rng.random((2, 30)))).faces(0.15, layers=layers)
    )
    assert (faces.layers[:, 0] == faces.weight).all()
    assert (faces.layers.sum(0) + faces.out_layers == layers.sum(0)).all()
    only_third = faces_of(x, y, layers[:, 2], *np.random.default_rng(5).random((2, 0)), 0.15)
    assert only_third.total == layers[:, 2].sum()


def test_order_and_parts_do_not_matter():
    rng = np.random.default_rng(8)
    x, y = rng.random((2, 25_000))
    w, site = rng.integers(0, 100, len(x)), rng.random((2, 60))
    sites = Sites.from_arrays(*site)
    whole = faces_of(x, y, w, *site, 0.1)
    shuffled = rng.permutation(len(x))
    assert faces_of(x[shuffled], y[shuffled], w[shuffled], *site, 0.1) == whole
    cuts = [0, 1, 1, 7000, 7001, 24_000, 25_000]
    parts = [Demand.from_arrays(x[a:b], y[a:b], w[a:b]) for a, b in pairwise(cuts)]
    assert fold_faces(iter(parts), sites, mode=Straight(), radius_m=0.1) == whole


def test_parts_of_different_towns_see_their_own_sites():
    sites = Sites.from_arrays([0, 1e6], [0, 0])
    towns = [Demand.from_arrays([0, 10], [0, 0], [1, 2]), Demand.from_arrays([1e6 - 10], [0], [4])]
    faces = fold_faces(towns, sites, mode=Straight(), radius_m=50)
    assert as_list(faces)[0] == [((0,), 3, 2), ((1,), 4, 1)]


def test_no_parts_at_all():
    assert fold_faces([], Sites.from_arrays([0], [0]), mode=Straight(), radius_m=5).total == 0


def test_sums_of_parts_must_fit():
    half = Demand.from_arrays([0], [0], [2**62])
    with pytest.raises(OverflowWeightError):
        fold_faces([half, half], Sites.from_arrays([0], [0]), mode=Straight(), radius_m=5)


def test_a_failing_part_fails_the_fold():
    def broken():
        yield Demand.from_arrays([0], [0], [1])
        yield Demand.from_arrays([float("nan")], [0], [1])

    with pytest.raises(InputError):
        fold_faces(broken(), Sites.from_arrays([0], [0]), mode=Straight(), radius_m=5)


def test_slices_of_a_long_input_add_up(monkeypatch):
    rng = np.random.default_rng(9)
    x, y = rng.random((2, 3000))
    w, site = rng.integers(0, 100, len(x)), rng.random((2, 20))
    limit = squared_limit(0.2, 1.0)
    points = Points(x, y, w, np.zeros((len(x), 0), np.int64))
    once = collapse(points, *site, limit)
    monkeypatch.setattr("geo.core.reach.collapse._SLICE", 700)
    assert collapse(points, *site, limit) == once
