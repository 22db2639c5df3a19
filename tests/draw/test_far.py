"""A slip of the pen puts a firm into the next ocean: no map shrinks the town to a dot for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import geo
from geo.core.far import is_far
from geo.draw.paper.ground import frame_of
from geo.draw.stack import bounds
from geo.explain import notes


def with_one_far(study):
    x = study.demand.x.copy()
    x[7] += 4_000_000
    return study.with_demand(replace(study.demand, x=x))


@pytest.mark.parametrize("name", ["yongshun", "helsinki"])
def test_maps_show_the_town_and_the_notes_tell_of_the_firm(name):
    study = geo.demo(name)
    far = with_one_far(study)
    assert not study.is_far.any()
    assert np.flatnonzero(far.is_far).tolist() == [7]
    assert np.allclose(bounds(far), bounds(study), atol=0.02)
    before, after = (frame_of(one, 1000.0, 1.4) for one in (study, far))
    assert after.east - after.west <= 1.2 * (before.east - before.west)
    said = "maps leave them out"
    assert any(said in one for one in notes(far))
    assert not any(said in one for one in notes(study))


def test_two_towns_are_both_shown():
    x = np.r_[np.arange(50.0), 90_000 + np.arange(50.0)]
    assert not is_far(x, np.zeros(100)).any()
    assert not is_far(np.array([0.0, 1, 2, 9e6]), np.zeros(4)).any()
    assert is_far(np.array([0.0, 1, 2, 3, 9e6]), np.zeros(5)).tolist() == [False] * 4 + [True]


@pytest.mark.parametrize("spread_m", [500.0, 9_000.0])
def test_of_very_many_places_the_same_ones_are_far(spread_m):
    """Told from some of them, and not looked at one by one where their box is small."""
    chance = np.random.default_rng(3)
    x, y = chance.normal(0, spread_m, (2, 90_001))
    assert not is_far(x, y).any()
    gone = [0, 17, 45_000, 90_000]
    x[gone] += 2e6
    assert np.flatnonzero(is_far(x, y)).tolist() == gone
