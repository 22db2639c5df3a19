"""The curve goes through every field, from each to one beside it."""

from __future__ import annotations

import numpy as np
import pytest

from geo.store.pages.hilbert import along, around


@pytest.mark.parametrize("side", [2, 4, 32])
def test_neighbours_on_the_curve_touch(side):
    x, y = (a.ravel().astype(float) for a in np.meshgrid(np.arange(side), np.arange(side)))
    mixed = np.random.default_rng(0).permutation(side * side)
    order = along(x[mixed], y[mixed])
    assert sorted(order) == list(range(side * side))
    steps = np.abs(np.diff(x[mixed][order])) + np.abs(np.diff(y[mixed][order]))
    assert (steps == 1).all()


def test_points_of_one_place_keep_their_order():
    assert along(np.full(9, 3.5), np.full(9, -1.0)).tolist() == list(range(9))


def test_boxes_hold_their_points_closely():
    values = np.concatenate([np.random.default_rng(0).normal(0, 100, 999), [0.0, 0.5, 116.25]])
    box = around(values, -values, np.arange(len(values))).astype(float)
    for least, most, at in ((box[:, 0], box[:, 1], values), (box[:, 2], box[:, 3], -values)):
        assert (least <= at).all()
        assert (at <= most).all()
        assert (most - least <= np.abs(at) * 2.0**-23).all()
        assert (most == least)[-3:].all()
