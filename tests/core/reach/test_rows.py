"""Canonical rows and pairs against plain Python."""

from itertools import pairwise
from math import hypot

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.core import Faces
from geo.core.reach.grid import count_within, nearest, pairs_within
from geo.core.reach.rows import canonical_rows, unlike_rows
from geo.errors import InputError

rows = st.lists(st.lists(st.integers(0, 7), unique=True, max_size=5).map(sorted), max_size=40)


def square(v):
    return v * v  # v ** 2 may differ in the last place


def sparse(lists):
    start = np.cumsum([0, *map(len, lists)])
    return start.astype(np.int64), np.array([j for row in lists for j in row], np.int32)


@given(rows)
def test_canonical_rows_are_the_sorted_set(lists):
    start, pos, group = canonical_rows(*sparse(lists))
    want = sorted({tuple(r) for r in lists if r})
    assert [tuple(pos[a:b].tolist()) for a, b in pairwise(start)] == want
    assert group.tolist() == [want.index(tuple(r)) if r else len(want) for r in lists]


@given(rows)
def test_unlike_rows_keep_the_first_of_each(lists):
    first, group = unlike_rows(*sparse(lists))
    kept = [tuple(lists[i]) for i in first]
    assert len(set(kept)) == len(kept) == len({tuple(r) for r in lists if r})
    assert all(group[i] == (kept.index(tuple(r)) if r else len(kept)) for i, r in enumerate(lists))
    assert first.tolist() == sorted(first.tolist())


def test_long_rows_differ_at_their_end():
    lists = [[*range(300), k] for k in range(900, 300, -7)] + [list(range(300))]
    start, pos, group = canonical_rows(*sparse(lists))
    assert group.tolist() == [len(lists) - 1 - i for i in range(len(lists) - 1)] + [0]
    assert pos[: start[1]].tolist() == list(range(300))


@pytest.mark.parametrize("radius", [0.05, 0.4, 3.0, np.inf])
def test_pairs_counts_and_nearest_by_hand(radius):
    rng = np.random.default_rng(2)
    x, y = rng.random((2, 300))
    site_x, site_y = rng.random((2, 40))
    start, pos, squared = pairs_within(x, y, site_x, site_y, radius * radius)
    for i in range(len(x)):
        d = [square(x[i] - a) + square(y[i] - b) for a, b in zip(site_x, site_y, strict=True)]
        want = [j for j, v in enumerate(d) if v <= radius * radius]
        assert pos[start[i] : start[i + 1]].tolist() == want
        assert squared[start[i] : start[i + 1]].tolist() == [d[j] for j in want]
    times = count_within(x, y, site_x, site_y, radius * radius)
    assert (times == np.diff(start)).all()
    near, least = nearest(x, y, site_x, site_y)
    for i in range(len(x)):
        d = [hypot(x[i] - a, y[i] - b) for a, b in zip(site_x, site_y, strict=True)]
        assert d[near[i]] == min(d) == pytest.approx(np.sqrt(least[i]))


def test_faces_of_other_sites_do_not_merge():
    one = Faces.from_rows([0, 1], [0], [3], [1], n_site=1)
    two = Faces.from_rows([0, 1], [0], [3], [1], n_site=2)
    assert one.merge(one).weight.tolist() == [6]
    with pytest.raises(InputError):
        one.merge(two)


def test_faces_count_and_transpose():
    faces = Faces.from_rows(
        [0, 2, 3, 3],
        [
            0,
            1,
            1,
        ],
        [5, 7, 2],
        [1, 1, 1],
        n_site=3,
    )
    assert faces.total == 14
    assert faces.covered(np.array([True, False, False])) == 5
    assert faces.covered(np.array([True, True, False]), times=2) == 5
    start, face = faces.by_site()
    assert (start.tolist(), face.tolist()) == ([0, 1, 3, 3], [0, 0, 1])
