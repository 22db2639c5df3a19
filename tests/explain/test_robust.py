"""Which of the plans that draws brought up loses least at its worst: against all of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.explain.answers import Answered
from geo.explain.robust import _first_of_most, least_worst


class Table:
    """Draws whose counts stand in a table; it tells what was asked of it."""

    def __init__(self, values):
        self.values, self.n_asked = values, 0

    def worth(self, plans, numbers, wanted=None):
        which = [int("".join(str(int(bit)) for bit in plan), 2) for plan in plans]
        found = self.values[np.ix_(which, numbers)]
        self.n_asked += found.size if wanted is None else int(wanted.sum())
        return found if wanted is None else np.where(wanted, found, 0)


def as_sites(number, n_site):
    return np.array([bit == "1" for bit in f"{number:0{n_site}b}"])


def a_case(seed, n_plan, n_draw, high):
    chance = np.random.default_rng(seed)
    n_site = 7
    values = chance.integers(0, high, (2**n_site, n_draw))
    best = values[: n_plan + 1].max(axis=0)
    gone = chance.random((n_draw, n_site)) < 0.2
    plans = [as_sites(k, n_site) for k in range(n_plan + 1)]
    solved = [
        Answered(d, int(best[d]), plans[0], int(values[0, d]), gone[d]) for d in range(n_draw)
    ]
    return Table(values), plans, solved, (best - values[: n_plan + 1]).max(axis=1)


@given(
    seed=st.integers(0, 10**6),
    n_plan=st.integers(0, 30),
    n_draw=st.integers(1, 40),
    high=st.sampled_from([2, 10, 1000]),
)
def test_no_plan_that_was_seen_loses_less_at_its_worst(seed, n_plan, n_draw, high):
    draws, plans, solved, worst = a_case(seed, n_plan, n_draw, high)
    found, regret = least_worst(draws, plans[0], solved, plans[1:])
    assert regret == worst.min()
    at = next(k for k, plan in enumerate(plans) if plan is found)
    assert worst[at] == regret
    assert at == 0 or worst[0] > regret  # of equals the plan in doubt


def test_most_plans_are_held_against_a_few_draws_only():
    """Where plans lose by what falls through; elsewhere each plan may be counted."""
    chance = np.random.default_rng(1)
    n_plan, n_draw = 100, 400
    plans = [as_sites(k, 7) for k in range(1, n_plan + 2)]
    gone = chance.random((n_draw, 7)) < 0.2
    lost = 1000 * np.stack(plans) @ gone.T + chance.integers(0, 500, (n_plan + 1, n_draw))
    best = lost.max()
    draws = Table(np.vstack([np.zeros(n_draw, int), best - lost]))
    solved = [
        Answered(d, int(best), plans[0], int(best - lost[0, d]), gone[d]) for d in range(n_draw)
    ]
    _plan, regret = least_worst(draws, plans[0], solved, plans[1:])
    assert regret == lost.max(axis=1).min()
    assert draws.n_asked < 0.1 * n_plan * n_draw


@given(
    seed=st.integers(0, 10**6),
    n_plan=st.integers(1, 12),
    n_draw=st.integers(1, 30),
    odds=st.sampled_from([0.0, 0.1, 0.5, 1.0]),
    most=st.integers(1, 12),
)
def test_first_come_the_draws_in_which_most_sites_are_gone(seed, n_plan, n_draw, odds, most):
    chance = np.random.default_rng(seed)
    plans, gone = chance.random((n_plan, 9)) < 0.4, chance.random((9, n_draw)) < odds
    marked = _first_of_most(plans, gone.astype(np.int32), most)
    for plan, which in zip(plans, marked, strict=True):
        n_gone = [sum(map(bool, plan & draw)) for draw in gone.T]
        wanted = sorted(range(n_draw), key=lambda d: (-n_gone[d], d))[:most]
        assert sorted(wanted) == np.flatnonzero(which).tolist()
