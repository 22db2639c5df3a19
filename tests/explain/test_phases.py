"""Phases against every nested choice there is."""

from __future__ import annotations

import contextlib
import math
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Demand, Sites, Years
from geo.errors import GeoError, InfeasibleError, InputError, StoppedError
from geo.explain import phases
from geo.explain.phased import can_be_phased, even_years, over_years
from geo.solve import (
    PROBLEMS,
    BudgetCover,
    CloseCover,
    GradualCover,
    MaxCover,
    MoveCover,
    SetCover,
)
from geo.travel import Straight
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


KINDS = {
    MaxCover: lambda news, extra: MaxCover(new=sum(news), radius_m=R, **extra),
    GradualCover: lambda news, extra: GradualCover(new=sum(news), radius_m=200, far_m=450, **extra),
    BudgetCover: lambda news, extra: BudgetCover(budget_yuan=2 * sum(news), radius_m=R, **extra),
    MoveCover: lambda news, extra: MoveCover(moves=2, new=sum(news), radius_m=R, **extra),
}
EXTRAS = (
    {},
    {"times": 2},
    {"weights": "weight + 2*members"},
    {"spacing_m": 250},
    {"floor_share": 0.4, "floor_by": "street"},
)


def paths(town, n_year, *, may_close):
    """Every way in which each site changes once, in some year or never: open sets year by year."""
    choices = []
    for site in town.sites:
        if site[2] == "forbidden" or (site[2] == "existing" and not may_close):
            choices.append([n_year])
        else:
            choices.append(range(n_year + 1))
    for change in product(*choices):
        yield [
            [j for j, site in enumerate(town.sites) if (site[2] == "existing") != (change[j] <= t)]
            for t in range(n_year)
        ]


def is_year(problem, town, opened, told, t):
    """Whether a year's end keeps to its numbers and to the least distance, by plain counting."""
    status = [site[2] for site in town.sites]
    new = [j for j in opened if status[j] != "existing"]
    gone = [j for j, word in enumerate(status) if word == "existing" and j not in opened]
    for a, b in combinations(opened, 2):
        way = math.hypot(*(town.sites[a][k] - town.sites[b][k] for k in (0, 1)))
        if way < problem.spacing_m and {status[a], status[b]} != {"existing"}:
            return False
    if told["budgets_yuan"] and sum(town.sites[j][3] for j in new) > sum(
        told["budgets_yuan"][: t + 1]
    ):
        return False
    if told["moves"] and len(gone) > sum(told["moves"][: t + 1]):
        return False
    return told["news"] is None or len(new) - len(gone) == sum(told["news"][: t + 1])


@settings(max_examples=120, deadline=None)
@given(
    kind=st.sampled_from(list(KINDS)),
    seed=st.integers(0, 10**6),
    news=st.sampled_from([(1, 1), (0, 2), (1, 0, 1)]),
    weights=st.sampled_from([(1, 1, 1), (5, 2, 1), (0, 1, 3)]),
    extra=st.sampled_from(EXTRAS),
    statuses=st.sampled_from([("existing",), ("existing", "existing"), ("existing", "required")]),
    is_poor=st.booleans(),
)
def test_every_kind_of_question_is_the_best_of_all_paths(
    kind, seed, news, weights, extra, statuses, is_poor
):
    if kind is GradualCover and "times" in extra:
        extra = {}
    town = crowded(seed)
    for site, status in enumerate(statuses):
        town = with_status(town, site, status)
    problem, n_year = KINDS[kind](news, extra), len(news)
    told = {
        "news": None if kind is BudgetCover else news,
        "budgets_yuan": tuple(2 * n for n in news)
        if kind is BudgetCover
        else ((3,) * n_year if is_poor else None),
        "moves": (1, 1, 0)[:n_year] if kind is MoveCover else None,
    }
    weights = weights[:n_year]
    found = {}
    for path in paths(town, n_year, may_close=kind is MoveCover):
        ends = all(is_year(problem, town, one, told, t) for t, one in enumerate(path))
        if ends and is_allowed(problem, town, path[-1]):
            values = tuple(score(problem, town, one) for one in path)
            found[tuple(map(tuple, path))] = (
                sum(w * v for w, v in zip(weights, values, strict=True)),
                values,
            )
    call = {k: v for k, v in told.items() if k != "news"} | {"year_weights": weights}
    if not found or not max(total for total, _values in found.values()):
        with contextlib.suppress(GeoError):
            assert phases(problem, town.reach(), told["news"], **call).value == 0
            assert found
        return
    plan = phases(problem, town.reach(), told["news"], **call)
    assert plan.value == max(total for total, _values in found.values())
    path, stands = [], {j for j, s in enumerate(town.sites) if s[2] == "existing"}
    for year in plan.years:
        stands |= {int(i.split()[1]) for i in year.new_ids}
        stands -= {int(i.split()[1]) for i in year.closed_ids}
        path.append(tuple(sorted(stands)))
    assert found[tuple(path)] == (plan.value, tuple(year.value for year in plan.years))
    assert all(year.price >= 0 for year in plan.years)
    assert plan.unit == (
        "visits" if kind is GradualCover else "points" if "weights" in extra else "people"
    )
    for year in plan.years:
        undone = set(path[-1]) - {int(i.split()[1]) for i in year.new_ids}
        undone |= {int(i.split()[1]) for i in year.closed_ids}
        assert year.value_if_cut == score(problem, town, sorted(undone))


def test_a_home_kept_apart_from_one_that_still_stands_waits_until_that_is_given_up():
    firms = Demand.from_arrays([0, 350, 5000], [0, 0, 0], [10, 20, 1])
    halls = Sites.from_arrays(
        [0, 100, 5000], [0, 0, 0], ["existing", "candidate", "candidate"], ["old", "near", "far"]
    )
    reach = Straight().reach(firms, halls)
    problem = MoveCover(moves=1, new=1, radius_m=R, spacing_m=250)
    plan = phases(problem, reach, [1, 0], moves=[0, 1])
    assert [year.new_ids for year in plan.years] == [("far",), ("near",)]
    assert [year.closed_ids for year in plan.years] == [(), ("old",)]
    assert [year.value for year in plan.years] == [11, 31]


def test_a_site_that_adds_nobody_takes_no_money():
    firms = Demand.from_arrays([0], [0], [5])
    halls = Sites.from_arrays([0, 9000], [0, 0], ids=["near", "far"], cost=[3, 0])
    reach = Straight().reach(firms, halls)
    plan = phases(BudgetCover(budget_yuan=6, radius_m=R), reach, budgets_yuan=[3, 3])
    assert [year.new_ids for year in plan.years] == [("near",), ()]


@pytest.mark.parametrize("kind", PROBLEMS)
def test_a_question_has_years_or_says_that_it_has_none(kind):
    problem = {
        SetCover: SetCover(radius_m=R), CloseCover: CloseCover(close=1, radius_m=R),
    }.get(kind) or KINDS[kind]((1, 1), {})  # fmt: skip
    assert can_be_phased(problem) == (kind in KINDS)
    if kind in KINDS:
        years = even_years(problem)
        assert over_years(problem, years) == problem
        assert len(years.news) == 2 if kind is not BudgetCover else 3
        return
    for refused in (
        lambda: phases(problem, crowded(1).reach(), [1]),
        lambda: over_years(problem, Years()),
        lambda: even_years(problem),
    ):
        with pytest.raises(InputError, match="has no years"):
            refused()


def test_years_that_do_not_say_what_a_question_wants_are_completed():
    set_ = Years((1, 0), (2, 1))
    money = even_years(BudgetCover(budget_yuan=5, radius_m=R), set_)
    assert (money.budgets_yuan, money.weights) == ((3, 2), (2, 1))
    moved = even_years(MoveCover(moves=3, radius_m=R), set_)
    assert (moved.moves, moved.news) == ((2, 1), (1, 0))
    assert over_years(MoveCover(moves=3, radius_m=R, times=2), moved) == MoveCover(
        moves=3, new=1, radius_m=R, times=2
    )
    with pytest.raises(InputError, match="money"):
        over_years(BudgetCover(budget_yuan=5, radius_m=R), set_)
    with pytest.raises(InputError, match="moves homes"):
        over_years(MoveCover(moves=3, radius_m=R), set_)


def test_short_times_and_budgets_that_buy_nothing_are_refused():
    with pytest.raises(StoppedError):
        phases(MaxCover(new=2, radius_m=R), crowded(1).reach(), [1, 1], limit_s=0)
    with pytest.raises(InfeasibleError):
        phases(MaxCover(new=2, radius_m=R), crowded(1).reach(), [1, 1], budgets_yuan=[0, 0])
