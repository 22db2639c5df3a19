"""The engine against enumeration, on questions small enough to try everything."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Demand, Faces, Sites
from geo.errors import OverflowWeightError
from geo.solve.engine import fits, max_cover
from geo.solve.progress import Watch
from geo.travel import Straight


def enumerate_best(rows, weight, n_site, new, is_open, is_closed):
    """The most people that any choice of ``new`` free sites covers, beside the open ones."""
    free = [j for j in range(n_site) if not is_open[j] and not is_closed[j]]
    fixed = {j for j in range(n_site) if is_open[j]}
    best = 0
    for chosen in combinations(free, min(new, len(free))):
        opened = fixed | set(chosen)
        best = max(best, sum(w for row, w in zip(rows, weight, strict=True) if opened & set(row)))
    return best


def faces_of(rows, weight, n_site):
    start = np.cumsum([0, *map(len, rows)])
    pos = [j for row in rows for j in row]
    return Faces.from_rows(start, pos, weight, np.ones(len(rows)), n_site=n_site)


@st.composite
def questions(draw):
    n_site = draw(st.integers(1, 9))
    row = st.lists(st.integers(0, n_site - 1), unique=True, max_size=4).map(sorted)
    rows = draw(st.lists(row, max_size=25))
    weight = draw(st.lists(st.integers(0, 30), min_size=len(rows), max_size=len(rows)))
    state = draw(st.lists(st.sampled_from("fffoc"), min_size=n_site, max_size=n_site))
    n_free = state.count("f")
    return rows, weight, n_site, draw(st.integers(0, n_free)), state


@given(questions())
@settings(max_examples=150)
def test_equals_enumeration(question):
    rows, weight, n_site, new, state = question
    is_open, is_closed = (np.array([s == c for s in state]) for c in "oc")
    found = max_cover(faces_of(rows, weight, n_site), new=new, is_open=is_open, is_closed=is_closed)
    best = enumerate_best(rows, weight, n_site, new, is_open, is_closed)
    opened = set(found.open_pos.tolist())
    assert (found.value, found.bound, found.status) == (best, best, "optimal")
    assert sum(w for row, w in zip(rows, weight, strict=True) if opened & set(row)) == best
    assert len(opened) == is_open.sum() + new
    assert not opened & set(np.flatnonzero(is_closed))
    assert opened >= set(np.flatnonzero(is_open))


def uniform_faces(n_site, radius, *, n=20_000, seed=3):
    rng = np.random.default_rng(seed)
    demand = Demand.from_arrays(*rng.random((2, n)), rng.integers(1, 101, n))
    return Straight().reach(demand, Sites.from_arrays(*rng.random((2, n_site)))).faces(radius)


def nothing(n):
    return np.zeros(n, bool)


@pytest.mark.parametrize(("radius", "new"), [(0.2, 4), (0.3, 3), (0.12, 5)])
def test_high_overlap_equals_enumeration(radius, new):
    faces = uniform_faces(22, radius)
    found = max_cover(faces, new=new, is_open=nothing(22), is_closed=nothing(22))
    best = 0
    covers = np.zeros((22, len(faces)), bool)
    covers[faces.site_pos, faces.row_of_pair] = True
    for chosen in combinations(range(22), new):
        best = max(best, int(faces.weight[covers[list(chosen)].any(axis=0)].sum()))
    assert (found.value, found.bound) == (best, best)


def test_branching_is_needed_and_repeats_exactly():
    faces = uniform_faces(60, 0.16)
    once, again = (
        max_cover(faces, new=8, is_open=nothing(60), is_closed=nothing(60), seed=1)
        for _ in range(2)
    )
    assert once.n_node > 4
    assert once.status == "optimal"
    assert (once.open_pos == again.open_pos).all()
    assert once.certificate == again.certificate
    other_seed = max_cover(faces, new=8, is_open=nothing(60), is_closed=nothing(60), seed=9)
    assert other_seed.value == once.value


def test_a_stopped_search_keeps_its_plan_and_a_true_bound():
    faces = uniform_faces(60, 0.16)
    best = max_cover(faces, new=8, is_open=nothing(60), is_closed=nothing(60)).value
    for calls in range(1, 5):
        told = []

        def stop_after(progress, told=told, calls=calls):
            told.append(progress)
            return len(told) < calls

        watch = Watch(None, stop_after)
        found = max_cover(faces, new=8, is_open=nothing(60), is_closed=nothing(60), watch=watch)
        assert len(told) == calls
        assert found.value <= best <= found.bound
        assert faces.covered(np.isin(np.arange(60), found.open_pos)) == found.value
        assert (found.status == "optimal") == (found.value == found.bound)
        assert told[-1].bound >= best


def test_no_time_at_all_still_gives_a_plan():
    faces = uniform_faces(30, 0.2)
    found = max_cover(faces, new=3, is_open=nothing(30), is_closed=nothing(30), watch=Watch(0.0))
    assert (len(found.open_pos), found.status) == (3, "feasible")
    assert found.bound == faces.weight.sum()


def test_scaling_the_weights_scales_the_answer():
    faces = uniform_faces(40, 0.2)
    one = max_cover(faces, new=5, is_open=nothing(40), is_closed=nothing(40))
    rows = (faces.start, faces.site_pos, faces.weight * 1000, faces.count)
    thousand = max_cover(
        Faces.from_rows(*rows, n_site=40), new=5, is_open=nothing(40), is_closed=nothing(40)
    )
    assert thousand.value == thousand.bound == 1000 * one.value


def test_weights_near_the_limit_of_64_bits():
    huge = faces_of([[0, 1], [1, 2], [0, 2]], [2**55, 2**55 + 1, 2**55 + 2], 3)
    assert fits(huge)
    found = max_cover(huge, new=1, is_open=nothing(3), is_closed=nothing(3))
    assert found.value == found.bound == 2**56 + 3
    too_huge = faces_of([[0, 1]], [2**61], 2)
    assert not fits(too_huge)
    with pytest.raises(OverflowWeightError):
        max_cover(too_huge, new=1, is_open=nothing(2), is_closed=nothing(2))


def test_monotone_in_the_number_of_sites():
    faces = uniform_faces(40, 0.15)
    values = [
        max_cover(faces, new=p, is_open=nothing(40), is_closed=nothing(40)).value for p in range(9)
    ]
    assert values == sorted(values)
    assert values[0] == 0
