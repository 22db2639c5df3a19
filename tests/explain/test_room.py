"""Room: against every plan there is, every number of places, and the cut that bounds a flow."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import floor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.explain import why_not
from geo.explain.why_not.room import room_to_win
from geo.solve import BudgetCover, CloseCover, GradualCover, MaxCover, Watch, ask, solve
from geo.solve.room import best_with_room, seated
from geo.words import in_language

from towns import Town, crowded, is_allowed, solvable_town

R = 300
QUESTIONS = [
    MaxCover(new=2, radius_m=R),
    MaxCover(new=1, radius_m=R, spacing_m=200),
    BudgetCover(budget_yuan=4, radius_m=R),
    CloseCover(close=1, radius_m=R),
]


def subsets(n):
    return [
        [j for j, is_on in enumerate(bits) if is_on] for bits in product([0, 1], repeat=n)
    ]  # fmt: skip


def find_room(town, chosen, room):
    """People placed as well as can be, by Hall: the least of room here and people near the rest."""
    least = None
    for full in subsets(len(chosen)):
        rest = [chosen[k] for k in range(len(chosen)) if k not in full]
        people = sum(
            firm[2]
            for i, firm in enumerate(town.firms)
            if any(town.metres(i, j) <= R for j in rest)
        )
        both = sum(room[chosen[k]] for k in full) + people
        least = both if least is None else min(least, both)
    return least


def roomy(town, places):
    reach = town.reach()
    return replace(reach, sites=replace(reach.sites, capacity=np.array(places)))


def best(problem, town, room, site, is_in):
    values = [
        find_room(town, s, room)
        for s in subsets(len(town.sites))
        if (site in s) == is_in and is_allowed(problem, town, s)
    ]
    return max(values) if values else None


@pytest.mark.parametrize("problem", QUESTIONS, ids=lambda p: p.name)
@settings(max_examples=12)
@given(
    seed=st.integers(0, 10**6),
    places=st.lists(st.integers(0, 12), min_size=7, max_size=7),
    share=st.sampled_from([1.0, 0.5, 0.3]),
)
def test_the_fewest_places_are_what_a_search_of_all_plans_finds(problem, seed, places, share):
    town, _known = solvable_town(problem, seed)
    check(problem, town, places[: len(town.sites)], share)


@settings(max_examples=20)
@given(seed=st.integers(0, 10**6), n=st.integers(0, 15), share=st.sampled_from([1.0, 0.4]))
def test_so_it_is_where_many_sites_are_near(seed, n, share):
    town = crowded(seed)
    check(
        MaxCover(new=1, radius_m=R), town, [(n + 3 * j) % 11 for j in range(len(town.sites))], share
    )


def check(problem, town, places, share):
    reach = roomy(town, places)
    plan = solve(problem, reach)
    people = [floor(round(n / share, 9)) for n in places]
    for site in range(len(places)):
        said = why_not(plan, reach, f"site {site}", come_share=share)
        if said.is_chosen or said.loss is None or said.loss <= 0:  # below 0: forbidden, and better
            assert said.room is None
            continue
        x, y, status, cost = town.sites[site]
        status = "candidate" if status == "forbidden" else status
        other = replace(
            town, sites=(*town.sites[:site], (x, y, status, cost), *town.sites[site + 1 :])
        )
        without, with_it = (best(problem, other, people, site, is_in) for is_in in (False, True))
        assert (said.room.seated, said.room.seated_with) == (without, with_it)
        enough = [
            n
            for n in range(80)
            if best(
                problem,
                other,
                [floor(round(n / share, 9)) if j == site else p for j, p in enumerate(people)],
                site,
                is_in=True,
            )
            >= without
        ]
        assert said.room.places_to_win == (enough[0] if enough else None)
        assert said.room.wins == (with_it >= without)


@settings(max_examples=80)
@given(
    seed=st.integers(0, 10**6),
    room=st.lists(st.integers(0, 2**40), min_size=8, max_size=8),
    data=st.data(),
)
def test_people_are_placed_as_well_as_can_be(seed, room, data):
    town = crowded(seed)
    small = data.draw(st.booleans())
    places = [n % 9 if small else n for n in room[: len(town.sites)]]
    places += [5] * (len(town.sites) - len(places))
    chosen = data.draw(st.sets(st.integers(0, len(town.sites) - 1), max_size=6))
    is_open = np.isin(np.arange(len(town.sites)), sorted(chosen))
    found = seated(town.reach().faces(R), is_open, np.array(places))
    assert found == find_room(town, sorted(chosen), places)


def line():
    firms = ((0, 0, 10, 0, "N"), (1000, 0, 4, 0, "N"), (1400, 0, 3, 0, "N"))
    sites = ((0, 0, "candidate", 1), (1000, 0, "candidate", 1), (5000, 0, "candidate", 1))
    return Town(firms, sites, 1.0, is_table=False)


def test_it_is_said_in_words():
    reach = roomy(line(), [3, 2, 9])
    plan = solve(MaxCover(new=1, radius_m=R), reach)
    said = why_not(plan, reach, "site 1")
    assert (said.room.seated, said.room.seated_with, said.room.places_to_win) == (3, 2, 3)
    assert str(said).endswith(
        " Counting only those who find room (100% of the workers near come at the same time), it "
        "would win with 3 places (now 2)."
    )
    with in_language("zh"):
        assert "有 3 个位子就会胜出（现有 2 个）" in str(said)
    half = why_not(plan, reach, "site 1", come_share=0.5)
    assert (half.room.seated, half.room.places_to_win) == (6, None)  # 4 workers are all there are
    assert "no number of places" in str(half)
    ample = roomy(line(), [3, 4, 9])
    assert "a plan with it is as good" in str(why_not(solve(plan.problem, ample), ample, "site 1"))


def test_without_places_or_for_other_questions_nothing_is_said_of_room():
    reach = line().reach()
    assert why_not(solve(MaxCover(new=1, radius_m=R), reach), reach, "site 1").room is None
    full = roomy(line(), [3, 2, 9])
    decay = solve(GradualCover(new=1, radius_m=R, far_m=400), full)
    assert why_not(decay, full, "site 1").room is None
    plan = solve(MaxCover(new=1, radius_m=R), full)
    for share in (0, 1.5, -1):
        with pytest.raises(InputError, match="at the same time"):
            why_not(plan, full, "site 1", come_share=share)


def test_time_that_ends_leaves_the_rest_of_the_answer():
    full = roomy(line(), [3, 2, 9])
    asked = ask(MaxCover(new=1, radius_m=R), full)
    room = room_to_win(asked, 1, Watch(0), come_share=1.0)
    assert room is not None
    assert not room.is_proven
    assert "not proven in time" in str(room)
    assert best_with_room(asked, np.array([3, 2, 9]), Watch(), opened=1, shut=1) is None
