"""Phases against every nested choice there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeoError, InfeasibleError, InputError, StoppedError
from geo.explain import phases
from geo.solve import MaxCover, SetCover
from geo.words import in_language

from towns import crowded, is_allowed, score

R = 300


def chains(usable, news):
    """Every way to open so many in each year."""
    if not news:
        yield ()
        return
    for some in combinations(usable, news[0]):
        for rest in chains([j for j in usable if j not in some], news[1:]):
            yield (some, *rest)


def with_status(town, site, status):
    x, y, _status, cost = town.sites[site]
    return replace(town, sites=(*town.sites[:site], (x, y, status, cost), *town.sites[site + 1 :]))


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10**6),
    news=st.sampled_from([(1, 1), (1, 0, 1), (0, 2), (1, 1, 1), (2, 1)]),
    weights=st.sampled_from([(1, 1, 1), (5, 2, 1), (0, 1, 3), (1, 0, 0)]),
    extra=st.sampled_from(
        [{}, {"times": 2}, {"spacing_m": 250}, {"floor_share": 0.4, "floor_by": "street"}]
    ),
    budget=st.sampled_from([None, 2, 4]),
    required=st.booleans(),
)
def test_the_years_are_the_best_of_all_nested_choices(seed, news, weights, extra, budget, required):
    town = crowded(seed)
    if required:
        town = with_status(town, 5, "required")
    weights = weights[: len(news)]
    if not any(weights):
        weights = (1,) * len(news)
    old = [j for j, s in enumerate(town.sites) if s[2] == "existing"]
    usable = [j for j, s in enumerate(town.sites) if s[2] in ("candidate", "required")]
    problem = MaxCover(new=sum(news), radius_m=R, **extra)

    def is_paid(chosen, t):
        spent = sum(town.sites[j][3] for j in chosen if j not in old)
        return budget is None or spent <= budget * (t + 1)

    found = []
    for chain in chains(usable, news):
        upto = [[*old, *(j for year in chain[: t + 1] for j in year)] for t in range(len(news))]
        if not is_allowed(problem, town, upto[-1]):
            continue
        if all(is_paid(open_, t) for t, open_ in enumerate(upto)):
            found.append([score(problem, town, open_) for open_ in upto])
    known = max(
        (sum(w * v for w, v in zip(weights, values, strict=True)) for values in found),
        default=None,
    )
    budgets = None if budget is None else [budget] * len(news)
    call = {"year_weights": weights, "budgets_yuan": budgets}
    if known is None or not score(problem, town, [*old, *usable]):
        with pytest.raises(GeoError):
            phases(problem, town.reach(), news, **call)
        return
    plan = phases(problem, town.reach(), news, **call)
    assert plan.value == known
    opened = list(old)
    for t, (year, n) in enumerate(zip(plan.years, news, strict=True)):
        assert (year.year, len(year.new_ids)) == (t + 1, n)
        opened += [int(i.split()[1]) for i in year.new_ids]
        assert len(set(opened)) == len(opened)
        assert year.value == score(problem, town, opened)
        assert is_paid(opened, t)
        eased = replace(problem, new=max(sum(news[: t + 1]), 1), floor_share=0)
        is_last = t == len(news) - 1
        status_free = town if is_last or not required else with_status(town, 5, "candidate")
        free = [
            score(problem, town, [*old, *some])
            for some in combinations(usable, sum(news[: t + 1]))
            if is_paid(some, t)
            and (not some or is_allowed(problem if is_last else eased, status_free, [*old, *some]))
        ]
        assert year.free_value == max(free)
        assert year.price >= 0
    final = list(opened)
    for year in plan.years:
        kept = [j for j in final if f"site {j}" not in year.new_ids]
        assert year.value_if_cut == score(problem, town, kept)
    assert is_allowed(problem, town, sorted(final))


def test_the_greedy_order_is_not_always_best():
    from geo.core import Demand, Sites  # noqa: PLC0415 - used by one test
    from geo.travel import Straight  # noqa: PLC0415 - the same

    firms = Demand.from_arrays([-10, -4, 4, 10], [0] * 4, [5, 5, 5, 5])
    halls = Sites.from_arrays([-7, 0, 7], [0] * 3, ids=["west", "middle", "east"])
    reach = Straight().reach(firms, halls)
    even = phases(MaxCover(new=2, radius_m=5), reach, [1, 1])
    assert [y.value for y in even.years] == [10, 20]
    assert [y.price for y in even.years] == [0, 0]
    assert [y.value_if_cut for y in even.years] == [10, 10]
    assert str(even.years[0]).startswith("Year 1: open ")
    with in_language("zh"):
        assert str(even).startswith("第 1 年：开设 ")


@pytest.mark.parametrize(
    "wrong",
    [
        {"news": [1]},
        {"news": []},
        {"news": [1, 0.5, 0.5]},
        {"news": [3, -1]},
        {"news": [1, 1], "year_weights": [1]},
        {"news": [1, 1], "year_weights": [0, 0]},
        {"news": [1, 1], "budgets_yuan": [1]},
    ],
)
def test_numbers_that_do_not_fit_are_refused(wrong):
    with pytest.raises(InputError):
        phases(MaxCover(new=2, radius_m=R), crowded(1).reach(), **wrong)


def test_other_questions_and_short_times_are_refused():
    with pytest.raises(InputError, match="MaxCover"):
        phases(SetCover(radius_m=R), crowded(1).reach(), [1])
    with pytest.raises(StoppedError):
        phases(MaxCover(new=2, radius_m=R), crowded(1).reach(), [1, 1], limit_s=0)
    with pytest.raises(InfeasibleError):
        phases(MaxCover(new=2, radius_m=R), crowded(1).reach(), [1, 1], budgets_yuan=[0, 0])
