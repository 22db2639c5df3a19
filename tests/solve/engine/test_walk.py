"""Sets counted through below a bound: all that are worth enough, held against every set."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.solve.engine.again import Bounded, Wanted, walk
from geo.solve.engine.again.largest import least_of_largest
from geo.solve.engine.again.prices import certain, totals
from geo.solve.engine.cover import CLOSED, OPEN, Cover, transposed

MANY = 1_000_000


@st.composite
def problems(draw):
    """A few faces, whole multipliers in quarters of people, good or bad ones alike."""
    n_site = draw(st.integers(1, 7))
    near = draw(
        st.lists(
            st.sets(st.integers(0, n_site - 1), min_size=1).map(sorted), min_size=1, max_size=9
        )
    )
    weight = np.array([draw(st.integers(1, 9)) for _ in near])
    lam = np.array([draw(st.integers(0, 4 * int(w))) for w in weight])
    start = np.r_[0, np.cumsum([len(some) for some in near])]
    cover = Cover(start, np.concatenate(near).astype(np.int32), weight, n_site)
    return Bounded(cover, transposed(cover), lam, 4), near


def worth(of, near, chosen):
    return sum(int(w) for w, some in zip(of.cover.weight, near, strict=True) if chosen & set(some))


@settings(max_examples=300, deadline=None)
@given(problems(), st.data())
def test_it_meets_the_best_sets_that_are_worth_enough(problem, data):
    of, near = problem
    p = data.draw(st.integers(0, of.cover.n_site))
    forced = data.draw(st.integers(-1, of.cover.n_site - 1))
    n, least = data.draw(st.integers(0, 4)), data.draw(st.integers(0, 40))
    sites = np.array([j for j in range(of.cover.n_site) if j != forced], np.int64)
    always = {forced} - {-1}
    every = [worth(of, near, {*some, *always}) for some in combinations(sites.tolist(), p)]
    enough = sorted((v for v in every if v >= least), reverse=True)

    found = walk(of, sites, p, forced, Wanted(n, 4 * least, MANY))
    assert found.n_node <= MANY
    values = found.value[: found.n].tolist()
    if n == 0:
        assert len(values) == min(len(enough), 1)
    else:
        assert sorted(values, reverse=True) == enough[:n]
    sets = [frozenset(row[:p].tolist()) for row in found.picks[: found.n]]
    assert len(set(sets)) == len(sets)
    assert [worth(of, near, {*some, *always}) for some in sets] == values
    assert all(len(some) == p and forced not in some for some in sets)


def test_a_walk_that_is_cut_short_says_so():
    cover = Cover(np.arange(5), np.arange(4, dtype=np.int32), np.ones(4, np.int64), 4)
    of = Bounded(cover, transposed(cover), np.zeros(4, np.int64), 4)
    assert walk(of, np.arange(4), 2, -1, Wanted(6, 8, 3)).n_node > 3
    assert walk(of, np.arange(4), 2, -1, Wanted(6, 8, MANY)).n == 6


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-3, 40), min_size=1, max_size=150), st.data())
def test_the_least_of_the_largest_stands_where_sorting_puts_it(values, data):
    n = data.draw(st.integers(1, len(values)))
    assert least_of_largest(np.array(values), n) == sorted(values, reverse=True)[n - 1]


@settings(max_examples=300, deadline=None)
@given(problems(), st.data())
def test_what_is_certain_holds_for_every_set_that_is_worth_enough(problem, data):
    of, near = problem
    n = of.cover.n_site
    if n == 1:
        return
    p, least = data.draw(st.integers(1, n - 1)), data.draw(st.integers(0, 40))
    rest, rho = totals(of.cover, of.lam, 2)
    state = certain(rest, rho, p, 4 * least)
    assert np.sum(state == OPEN) <= p
    assert np.sum(state == CLOSED) <= n - p
    for some in combinations(range(n), p):
        if worth(of, near, set(some)) >= least:
            assert all(j in some for j in np.flatnonzero(state == OPEN))
            assert not any(j in some for j in np.flatnonzero(state == CLOSED))
