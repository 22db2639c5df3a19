"""Hexagons against a plain search for the nearest centre."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.core.hexes import corners, hexagons
from geo.errors import InputError

metres = st.floats(-5000, 5000)
points = st.lists(st.tuples(metres, metres, st.integers(0, 10**6)), max_size=40)


def nearest_centres(px, py, side):
    """Metres to the nearest two centres of the lattice, by trying all around the point."""
    found = []
    row0 = math.floor(py / (1.5 * side))
    for row in range(row0 - 2, row0 + 4):
        shift = 0.5 if row % 2 else 0.0
        col0 = math.floor(px / (math.sqrt(3) * side))
        for col in range(col0 - 3, col0 + 4):
            cx, cy = (col + shift) * math.sqrt(3) * side, row * 1.5 * side
            found.append((math.hypot(px - cx, py - cy), cx, cy))
    return sorted(found)[:2]


@given(points=points, side=st.sampled_from([7.5, 100.0, 333.0]))
def test_every_point_lies_in_the_cell_of_its_nearest_centre(points, side):
    x, y, weight = (list(c) for c in zip(*points, strict=True)) if points else ([], [], [])
    hexes, cell = hexagons(x, y, weight, side_m=side)
    for px, py, k in zip(x, y, cell.tolist(), strict=True):
        (best, *_), _second = nearest_centres(px, py, side)
        got = math.hypot(px - hexes.x[k], py - hexes.y[k])
        assert got <= best + 1e-6
        assert got <= side + 1e-6


@given(points=points, side=st.sampled_from([7.5, 100.0, 333.0]))
def test_totals_are_exact_and_no_cell_is_empty(points, side):
    x, y, weight = (list(c) for c in zip(*points, strict=True)) if points else ([], [], [])
    hexes, cell = hexagons(x, y, weight, side_m=side)
    assert sum(hexes.weight.tolist()) == sum(weight)
    for k in range(len(hexes)):
        inside = [w for w, c in zip(weight, cell.tolist(), strict=True) if c == k]
        assert hexes.count[k] == len(inside) > 0
        assert hexes.weight[k] == sum(inside)


def test_sums_beyond_the_floats_stay_exact():
    hexes, _cell = hexagons([0, 1, 2], [0, 0, 0], [2**60, 1, 1], side_m=50)
    assert hexes.weight.tolist() == [2**60 + 2]


def test_the_order_of_the_points_does_not_matter():
    rng = np.random.default_rng(3)
    x, y, w = rng.uniform(-900, 900, 200), rng.uniform(-900, 900, 200), rng.integers(0, 99, 200)
    order = rng.permutation(200)
    a, cell = hexagons(x, y, w, side_m=120)
    b, cell_again = hexagons(x[order], y[order], w[order], side_m=120)
    assert np.array_equal(a.x, b.x)
    assert np.array_equal(a.weight, b.weight)
    assert np.array_equal(cell[order], cell_again)


def test_corners_stand_one_side_from_the_centre_with_points_up():
    hexes, _cell = hexagons([5, 1000], [5, 2000], [1, 1], side_m=100)
    points = corners(hexes)
    assert points.shape == (2, 6, 2)
    for k in range(2):
        for a, b in zip(points[k], np.roll(points[k], -1, axis=0), strict=True):
            assert math.dist(a, (hexes.x[k], hexes.y[k])) == pytest.approx(100)
            assert math.dist(a, b) == pytest.approx(100)
        top = points[k][np.argmax(points[k][:, 1])]
        assert top == pytest.approx((hexes.x[k], hexes.y[k] + 100))


def test_neighbouring_cells_share_a_side():
    side = 100.0
    hexes, _cell = hexagons([0, math.sqrt(3) * side], [0, 0], [1, 1], side_m=side)
    left, right = ({tuple(np.round(p, 6)) for p in c} for c in corners(hexes))
    assert len(left & right) == 2


@pytest.mark.parametrize("side", [0, -5, math.nan, math.inf])
def test_a_side_that_is_none_is_refused(side):
    with pytest.raises(InputError, match="side of a hexagon"):
        hexagons([0], [0], [1], side_m=side)


def test_too_many_cells_are_refused():
    with pytest.raises(InputError, match="longer side"):
        hexagons([0, 1e9], [0, 1e9], [1, 1], side_m=1e-6)


def test_two_lengths_are_refused():
    with pytest.raises(InputError, match="y has 1"):
        hexagons([0, 1], [0], [1, 1], side_m=10)
