"""Squares of a list are its witnesses: what they add, and how far they agree."""

from __future__ import annotations

import math

import numpy as np
import pytest

from geo.read.datum.hypotheses import OTHER, Frames
from geo.read.datum.seen.evidence import SHIFTS
from geo.read.datum.seen.neighbourhoods import Neighbourhoods, spread, squares_of
from geo.read.datum.seen.surface import point_surface, surface_evidence


def told(side_m, squares, seed):
    """Return what squares say of one hypothesis and three shifts, drawn."""
    rng = np.random.default_rng(seed)
    squares = np.array(squares)
    share = rng.random(len(squares))
    by_shift = rng.normal(0, 1, (3, len(squares))).astype(np.float32)
    score = {"wgs84": rng.normal(0, 1, len(squares))}
    return Neighbourhoods(side_m, squares, share / share.sum(), score, by_shift)


def expected(seen, shift):
    """Return the standard error over squares of 1 km, square by square."""
    ahead, share = {}, {}
    for one in seen:
        step = 1_000 / one.side_m
        for k, (i, j) in enumerate(one.squares.tolist()):
            key = math.floor(i / step), math.floor(j / step)
            gap = one.score["wgs84"][k] - float(one.by_shift[shift, k])
            ahead[key] = ahead.get(key, 0.0) + gap
            share[key] = share.get(key, 0.0) + one.share[k] / len(seen)
    n, whole = len(ahead), sum(ahead.values())
    off = [ahead[key] - share[key] * whole for key in ahead]
    return math.sqrt(sum(o * o for o in off) * n / (n - 1))


def test_the_error_is_that_of_squares_whatever_their_side():
    small = told(500.0, [[0, 0], [1, 0], [1, 1], [-1, 0], [-2, -1], [5, 7], [4, -9]], 1)
    large = told(1_000.0, [[0, 0], [-1, -1], [2, 3], [8, 8]], 2)
    for seen in ([small, large], [large, small]):
        np.testing.assert_allclose(spread(seen, "wgs84"), [expected(seen, s) for s in range(3)])


def test_what_is_said_twice_is_no_surer():
    one = told(500.0, [[0, 0], [3, 0], [1, 1], [-4, 0]], 3)
    np.testing.assert_allclose(spread([one, one], "wgs84"), 2 * spread([one], "wgs84"))


def test_fewer_than_four_squares_do_not_tell_their_error():
    four = [[2, 2], [9, 9], [-5, 1], [0, 7]]
    assert np.isinf(spread([told(500.0, four[:3], 4)], "wgs84")).all()
    assert np.isfinite(spread([told(500.0, four, 4)], "wgs84")).all()


@pytest.mark.parametrize("far_m", [3_000.0, 40_000.0])
def test_squares_are_as_many_as_can_be_weighed(far_m):
    xy = np.random.default_rng(5).uniform(-far_m, far_m, (2_000, 2))
    side, squares, of = squares_of(xy)
    assert len(squares) <= 512
    assert side == 500 or len(np.unique(np.floor(xy / (side / 2)), axis=0)) > 512
    for (x, y), (i, j) in zip(xy.tolist(), squares[of].tolist(), strict=True):
        assert i * side <= x < (i + 1) * side
        assert j * side <= y < (j + 1) * side


def test_squares_add_up_to_the_evidence():
    rng = np.random.default_rng(6)
    town = rng.normal(0, 1_500, (60, 2))
    xy = town[:40] + rng.normal(0, 60, (40, 2))
    at = {"wgs84": xy, "gcj02": xy + np.array([500, 120])}
    given = Frames("", at, {"wgs84": 0.5, "gcj02": 0.47, OTHER: 0.03}, "wgs84", xy)
    seen = surface_evidence(given, point_surface(town))
    parts = seen.places
    usual = parts.score["wgs84"].sum() - seen.score["wgs84"]
    np.testing.assert_allclose(parts.by_shift.sum(axis=1) - usual, seen.by_shift, atol=1e-4)
    assert parts.score["gcj02"].sum() - usual == pytest.approx(seen.score["gcj02"])
    assert parts.share.sum() == pytest.approx(1)
    # A square's part is what its own places alone would add.
    square = int(np.argmax(parts.share))
    _side, _squares, of = squares_of(xy)
    mine = xy[of == square]
    k = np.flatnonzero((SHIFTS == [450, -700]).all(axis=1))[0]
    surface = point_surface(town)
    factor = np.array(surface.weights) / surface.shifted(xy, np.full(40, 1 / 40), of)[0].std(axis=0)
    plain = sum(surface.at(one + SHIFTS[k]) @ factor / 40 for one in mine)
    assert parts.by_shift[k, square] == pytest.approx(plain, rel=0.05, abs=0.05)
