"""Surfaces of points and streets: each cell against a plain formula over all points."""

from __future__ import annotations

import math

import numpy as np
import pytest

from geo.read.datum.seen import surface
from geo.read.datum.seen.surface import point_surface

CELL, SIGMA = 20.0, 150.0


def middle_of(value, corner):
    """Return the middle of the cell of a coordinate, in cells."""
    return math.floor((value - corner) / CELL)


def expected(points, corner, i, j):
    """Return nearness and log density of a cell, point by point."""
    cells = [(middle_of(x, corner[0]), middle_of(y, corner[1])) for x, y in points.tolist()]
    far = min(CELL * math.hypot(a - i, b - j) for a, b in cells)
    reach = int(4 * SIGMA / CELL + 0.5)
    norm = sum(math.exp(-0.5 * (k * CELL / SIGMA) ** 2) for k in range(-reach, reach + 1)) ** 2
    density = sum(
        math.exp(-0.5 * ((a - i) ** 2 + (b - j) ** 2) * (CELL / SIGMA) ** 2) / norm
        for a, b in cells
        if max(abs(a - i), abs(b - j)) <= reach
    )
    return math.exp(-far / 60), math.log(1e-3 + density * (1000 / CELL) ** 2 / 10)


@pytest.mark.parametrize("is_stamped", [True, False])
def test_cells_hold_nearness_and_density(monkeypatch, is_stamped):
    monkeypatch.setattr(surface, "_SPARSE", 1 if is_stamped else 10**9)
    rng = np.random.default_rng(6)
    points = rng.normal(0, 600, (40, 2))
    points[:4] = points[4]  # some on one spot
    made = point_surface(points)
    at = rng.integers(100, 300, (150, 2))
    at[:40] = ((points - made.corner) / CELL).astype(int)
    for i, j in at.tolist():
        near, crowd = expected(points, made.corner, i, j)
        assert made.features[i, j, 0] == pytest.approx(near, abs=2e-5)
        assert made.features[i, j, 1] == pytest.approx(crowd, abs=2e-3)


def test_patches_and_filters_make_one_surface(monkeypatch):
    points = np.random.default_rng(7).normal(0, 3000, (200, 2))
    by_patch = point_surface(points)
    monkeypatch.setattr(surface, "_SPARSE", 10**9)
    np.testing.assert_allclose(by_patch.features, point_surface(points).features, atol=2e-5)
