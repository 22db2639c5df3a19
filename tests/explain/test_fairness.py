"""The fairness curve against every plan there is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Demand
from geo.errors import InputError, MissingColumnError, StoppedError
from geo.explain import fairness, size_classes
from geo.solve import GradualCover, MaxCover, SetCover
from geo.words import in_language

from towns import crowded, score

R = 300


def worst(problem, town, chosen):
    shares = []
    for street in {f[4] for f in town.firms}:
        firms = [i for i, f in enumerate(town.firms) if f[4] == street]
        near = {i: sum(town.metres(i, j) <= R for j in chosen) for i in firms}
        got = sum(town.firms[i][2] for i in firms if near[i] >= problem.times)
        shares.append(Fraction(got, sum(town.firms[i][2] for i in firms)))
    return min(shares)


@pytest.mark.parametrize(
    "problem",
    [
        MaxCover(new=2, radius_m=R),
        MaxCover(new=2, radius_m=R, times=2),
        MaxCover(new=2, radius_m=R, floor_share=0.9),
        GradualCover(new=2, radius_m=R, far_m=700),
    ],
    ids=["max", "twice", "floor set aside", "gradual"],
)
@settings(max_examples=20)
@given(seed=st.integers(0, 10**6))
def test_the_curve_is_the_frontier_of_all_plans(problem, seed):
    town = crowded(seed)
    old = [j for j, s in enumerate(town.sites) if s[2] == "existing"]
    new = [j for j, s in enumerate(town.sites) if s[2] == "candidate"]
    bare = replace(problem, floor_share=0)
    plans = [
        (worst(problem, town, [*old, *some]), score(bare, town, [*old, *some]))
        for some in combinations(new, 2)
    ]
    if not any(value for _floor, value in plans):
        return
    frontier = sorted(
        {
            (floor, value)
            for floor, value in plans
            if not any((f >= floor and v > value) or (f > floor and v >= value) for f, v in plans)
        }
    )
    found = fairness(problem, town.reach())
    assert found.is_complete
    assert [(p.floor_share, p.value) for p in found.points] == [(float(f), v) for f, v in frontier]
    values = [p.value for p in found.points]
    assert values == sorted(values, reverse=True)
    for point in found.points:
        chosen = [*old, *(int(str(i).split()[1]) for i in point.new_ids)]
        assert float(worst(problem, town, chosen)) == point.floor_share
    for ask in (0, 0.3, 0.5, 1):
        able = [v for f, v in frontier if float(f) >= ask]
        assert (None if (at := found.at(ask)) is None else at.value) == max(able, default=None)


def test_an_early_end_is_said():
    found = fairness(MaxCover(new=1, radius_m=R), crowded(5).reach(), n=1)
    assert len(found.points) == 1
    assert not found.is_complete
    with pytest.raises(StoppedError):
        fairness(MaxCover(new=2, radius_m=R, times=2), crowded(5).reach(), limit_s=0)


def test_bad_questions_are_refused():
    with pytest.raises(InputError, match="maximises"):
        fairness(SetCover(radius_m=R), crowded(1).reach())
    with pytest.raises(MissingColumnError):
        fairness(MaxCover(new=1, radius_m=R), crowded(1).reach(), by="town")


def test_size_classes():
    firms = Demand.from_arrays([0] * 6, [0] * 6, [0, 1, 19, 20, 299, 300])
    assert size_classes(firms).table["size_class"].tolist() == [
        *["1-19"] * 3, "20-99", "100-299", "300+",
    ]  # fmt: skip
    for wrong in ((), (20, 20), (100, 20), (0, 5)):
        with pytest.raises(InputError, match="rise"):
            size_classes(firms, wrong)


def test_it_is_said_in_both_languages():
    found = fairness(MaxCover(new=2, radius_m=R), crowded(2).reach())
    assert str(found).startswith("The best plan covers ")
    with in_language("zh"):
        assert str(found).startswith("最优方案")
