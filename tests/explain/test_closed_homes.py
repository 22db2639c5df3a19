"""A home that the plan closes can take the place of a new one: brute force over all swaps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from geo import words
from geo.core import Demand, Plan, Sites
from geo.errors import InfeasibleError, InputError
from geo.explain import explain
from geo.solve import MoveCover, solve
from geo.travel import Straight

RADIUS = 5.0
SPOT = st.tuples(st.integers(0, 12), st.integers(0, 12))


@st.composite
def moves(draw):
    """A town with homes, and a plan of any choice that a move could make."""
    firms = draw(st.lists(SPOT, min_size=1, max_size=12))
    places = draw(st.lists(SPOT, min_size=2, max_size=8))
    weight = draw(st.lists(st.integers(0, 9), min_size=len(firms), max_size=len(firms)))
    words_ = st.sampled_from(["existing", "candidate", "forbidden"])
    status = draw(st.lists(words_, min_size=len(places), max_size=len(places)))
    times = draw(st.integers(1, 2))
    spacing = float(draw(st.integers(0, 6)))
    return firms, weight, places, status, times, spacing


def count(firms, weight, places, opened, times):
    return sum(
        w
        for f, w in zip(firms, weight, strict=True)
        if sum(math.dist(f, places[o]) <= RADIUS for o in opened) >= times
    )


def best_swap(town, opened, j):
    """Try every place for that of site ``j``: those that may be opened, and homes of today."""
    firms, weight, places, status, times, spacing = town
    kept, before, tried = [o for o in opened if o != j], count(*town[:3], opened, times), []
    for t, word in enumerate(status):
        if word == "forbidden" or t in opened:
            continue
        is_old = [word == status[o] == "existing" for o in kept]
        apart = [math.dist(places[t], places[o]) for o in kept]
        if any(d < spacing and not old for d, old in zip(apart, is_old, strict=True)):
            continue
        tried.append((before - count(firms, weight, places, [*kept, t], times), t))
    return min(tried, default=(None, None))


@given(moves(), st.data())
def test_the_best_alternative_is_named_be_it_a_venue_or_a_closed_home(town, data):
    firms, weight, places, status, times, spacing = town
    homes = [j for j, s in enumerate(status) if s == "existing"]
    venues = [j for j, s in enumerate(status) if s == "candidate"]
    assume(homes and venues)
    new = sorted(data.draw(st.sets(st.sampled_from(venues), min_size=1, max_size=len(homes))))
    gone = data.draw(st.sets(st.sampled_from(homes), min_size=len(new), max_size=len(new)))
    opened = [*(h for h in homes if h not in gone), *new]
    question = MoveCover(moves=len(new), radius_m=RADIUS, times=times, spacing_m=spacing)
    plan = Plan(
        question, tuple(opened), tuple(new), 0, 0, "feasible", 0, 0, 0, None, Straight(), 0.0, 0, ""
    )
    demand = Demand.from_arrays(*np.array(firms, float).T, weight)
    sites = Sites.from_arrays(*np.array(places, float).T, status)
    for card in explain(plan, Straight().reach(demand, sites)):
        wanted = best_swap(town, opened, card.site_id) if card.is_new else (None, None)
        assert (card.loss_if_swapped, card.runner_up_id) == wanted
        assert card.runner_up_is_home == (card.runner_up_id in gone)


@given(moves())
def test_no_swap_with_a_closed_home_is_better_than_a_proven_move(town):
    firms, weight, places, status, times, spacing = town
    homes = [j for j, s in enumerate(status) if s == "existing"]
    assume(homes and "candidate" in status and any(weight))
    demand = Demand.from_arrays(*np.array(firms, float).T, weight)
    sites = Sites.from_arrays(*np.array(places, float).T, status)
    reach = Straight().reach(demand, sites)
    question = MoveCover(moves=1, radius_m=RADIUS, times=times, spacing_m=spacing)
    try:
        plan = solve(question, reach)
    except (InfeasibleError, InputError):
        reject()
    for card in explain(plan, reach):
        if card.loss_if_swapped is not None:
            assert card.loss_if_swapped >= 0
            then = np.isin(np.arange(len(places)), [
                *(o for o in plan.open_ids if o != card.site_id), card.runner_up_id
            ])  # fmt: skip
            assert question.is_feasible(reach, then)
            assert plan.value - question.value(reach, then) == card.loss_if_swapped


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "next best in its place is home (open today), losing 4"),
     ("zh", "若换成次优的 home（现有），将少覆盖 4 名")],
)  # fmt: skip
def test_of_a_closed_home_it_is_said_that_it_is_open_today(language, said):
    demand = Demand.from_arrays([0, 50, 90], [0, 0, 0], [9, 5, 4])
    sites = Sites.from_arrays(
        [50, 0, 90], [0, 0, 0], ["existing", "candidate", "candidate"], ["home", "hall", "gym"]
    )
    reach = Straight().reach(demand, sites)
    plan = solve(MoveCover(moves=1, radius_m=RADIUS), reach)
    assert plan.new_ids == ("hall",)
    with words.in_language(language):
        assert str(explain(plan, reach)[0]).endswith(said)
