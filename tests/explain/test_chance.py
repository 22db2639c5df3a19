"""What is drawn in compiled code is what NumPy draws from the same seed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.core import Demand, Sites
from geo.explain import Errors, drawn
from geo.explain.chance import off_by, under
from geo.travel import Straight

PEOPLE = st.lists(st.integers(0, 2**40), max_size=30).map(lambda some: np.array(some, np.int64))


@given(PEOPLE, st.floats(0, 0.99), st.floats(0, 0.99), st.integers(0, 99))
def test_the_same_numbers_come_from_numpy(people, share, odds, seed):
    chance = np.random.default_rng([seed, 1])
    factor = 1 + share * chance.uniform(-1, 1, len(people))
    found = np.rint(people * factor).astype(np.int64)
    beside = np.flatnonzero(chance.random(len(people)) < odds) if odds else np.zeros(0)
    after = chance.random()

    again = np.random.default_rng([seed, 1])
    assert off_by(people, share, again.random(len(people))).tolist() == found.tolist()
    if odds:
        assert under(again.random(len(people)), odds).tolist() == beside.tolist()
    assert again.random() == after


@pytest.mark.parametrize(
    ("errors", "total"),
    [
        (Errors(0.3), 51_462),
        (Errors(0.3, missing_share=0.1), 56_696),
        (Errors(missing_share=0.5), 75_411),
    ],
)
def test_a_draw_is_what_it_was(errors, total):
    """A plan's doubt is told with its seed: it must not change from one version to the next."""
    people = np.random.default_rng(0).integers(1, 100, 1000)
    demand = Demand.from_arrays(*np.zeros((2, 1000)), people)
    reach = Straight().reach(demand, Sites.from_arrays([0.0], [0.0], ["candidate"]))
    assert drawn(errors, reach, seed=3, number=7).weight.sum() == total
