"""Homes and stations against plain loops over every choice of both."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InfeasibleError, InputError, StoppedError
from geo.explain import LevelWish, levels
from geo.solve import MaxCover
from geo.words import in_language

from towns import crowded, towns


def covered(town, chosen, radius):
    return sum(
        firm[2]
        for i, firm in enumerate(town.firms)
        if any(town.metres(i, j) <= radius for j in chosen)
    )


@settings(max_examples=60)
@given(
    town=towns(MaxCover(new=1, radius_m=300)) | st.integers(0, 10**6).map(crowded),
    news=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    weights=st.tuples(st.integers(0, 3), st.integers(1, 3)),
    data=st.data(),
)
def test_both_levels_are_the_best_of_all_choices(town, news, weights, data):
    status = [s[2] for s in town.sites]
    old = [j for j, s in enumerate(status) if s == "existing"]
    usable = [j for j, s in enumerate(status) if s in ("candidate", "required")]
    required = {j for j, s in enumerate(status) if s == "required"}
    stations = data.draw(st.sets(st.sampled_from(old)) if old else st.just(set()))
    radii = (300, 200)
    today = ([j for j in old if j not in stations], sorted(stations))
    wishes = [LevelWish(n, r, w) for n, r, w in zip(news, radii, weights, strict=True)]
    choices = [
        (a, b)
        for a in combinations(usable, news[0])
        for b in combinations([j for j in usable if j not in a], news[1])
        if required <= {*a, *b}
    ]
    names = [f"site {j}" for j in stations]
    if not choices:
        with pytest.raises(InfeasibleError):
            levels(town.reach(), *wishes, station_ids=names)
        return
    found = levels(town.reach(), *wishes, station_ids=names)
    scores = [
        sum(
            w * covered(town, [*stand, *new], r)
            for w, stand, new, r in zip(weights, today, choice, radii, strict=True)
        )
        for choice in choices
    ]
    assert found.value == max(scores)
    chosen = tuple(
        tuple(int(str(i).split()[1]) for i in one.new_ids) for one in (found.homes, found.stations)
    )
    assert chosen in choices
    assert scores[choices.index(chosen)] == found.value
    for t, one in enumerate((found.homes, found.stations)):
        assert one.covered == covered(town, [*today[t], *chosen[t]], radii[t])
        assert one.covered_before == covered(town, today[t], radii[t])
        assert one.free_covered == max(
            covered(town, [*today[t], *some], radii[t]) for some in combinations(usable, news[t])
        )
        assert one.price >= 0


def test_what_makes_no_sense_is_refused_and_time_may_end():
    town = crowded(3)
    with pytest.raises(InputError, match="none below 0"):
        LevelWish(-1, 300)
    with pytest.raises(InputError, match="must count"):
        levels(town.reach(), LevelWish(1, 300, 0), LevelWish(1, 300, 0))
    candidate = next(f"site {j}" for j, s in enumerate(town.sites) if s[2] == "candidate")
    with pytest.raises(InputError, match="open today"):
        levels(town.reach(), LevelWish(1, 300), LevelWish(1, 300), station_ids=[candidate])
    with pytest.raises(StoppedError):
        levels(town.reach(), LevelWish(1, 300), LevelWish(1, 200), limit_s=0)


def test_the_levels_are_said_in_both_languages():
    town = crowded(3)
    found = levels(town.reach(), LevelWish(1, 300), LevelWish(1, 200))
    assert str(found).startswith("Homes: ")
    with in_language("zh"):
        assert "驿站" in str(found)
