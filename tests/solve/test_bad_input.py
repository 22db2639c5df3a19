"""Questions that do not fit the data: each is named, and says what to do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo import words
from geo.core import Demand, Sites, Study
from geo.core.edits import AddFirm, ChangeFirm
from geo.errors import (
    InfeasibleError,
    InputError,
    MissingColumnError,
    OverflowWeightError,
    RadiusError,
    StoppedError,
)
from geo.solve import (
    BudgetCover,
    CloseCover,
    GradualCover,
    MaxCover,
    MoveCover,
    Needs,
    SetCover,
    Watch,
    ask_least,
    greedy,
    solve,
)
from geo.travel import Straight, Table
from geo.words import in_language

IDS = ["a", "b", "c", "d"]


def reach(*, statuses=("candidate", "candidate", "existing"), weight=(5, 5, 8, 2), **sites):
    table = pd.DataFrame({"street": ["N", "N", "S", "S"], "members": [1, 2, 3, 4]})
    demand = Demand.from_arrays([0, 300, 900, 2000], [0] * 4, weight, IDS, table=table)
    there = Sites.from_arrays([0, 900, 400], [0] * 3, statuses, ["x", "y", "z"], **sites)
    return Straight().reach(demand, there)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: MaxCover(new=0, radius_m=300), "New sites must be"),
        (lambda: MaxCover(new=1.5, radius_m=300), "a whole number is wanted"),
        (lambda: MaxCover(new=1, radius_m=-1), "Service radius must be"),
        (lambda: MaxCover(new=1, radius_m=float("nan")), "Service radius"),
        (lambda: MaxCover(new=1, radius_m=300, spacing_m=-1), "Least distance"),
        (lambda: MaxCover(new=1, radius_m=300, floor_share=1.1), "Least share"),
        (lambda: SetCover(radius_m=300, share=0), "Share to cover"),
        (lambda: SetCover(radius_m=300, share=1.01), "Share to cover"),
        (lambda: GradualCover(new=1, radius_m=300, far_m=300), "must be the larger"),
        (lambda: BudgetCover(budget_yuan=-1, radius_m=300), "Budget for yearly costs must be"),
    ],
)
def test_a_question_with_a_senseless_number_cannot_be_asked(make, words):
    with pytest.raises(InputError, match=words):
        make()


@pytest.mark.parametrize(
    ("problem", "changes", "words"),
    [
        (MaxCover(3, 300), {}, "3 new sites are wanted, but only 2 can be used"),
        (GradualCover(3, 300, 900), {}, "3 new sites are wanted, but only 2 can be used"),
        (MaxCover(1, 300), {"statuses": ["required"] * 3}, "3 sites are required, but only 1"),
        (MaxCover(1, 300), {"weight": [0] * 4}, "Every weight is 0"),
        (SetCover(300), {"weight": [0] * 4}, "Every weight is 0"),
        (
            MaxCover(1, 300, weights="staff"),
            {},
            "no column 'staff'; it has weight, street, members",
        ),
        (MaxCover(1, 300, weights="2*"), {}, "no column '2*'"),
        (MaxCover(1, 300, weights="weight + "), {}, "cannot be read"),
        (MaxCover(1, 300, weights="street"), {}, "street: whole numbers wanted"),
        (MaxCover(1, 300, floor_share=0.5, floor_by="town"), {}, "no column 'town'"),
        (BudgetCover(5, 300), {}, "needs the yearly cost"),
        (
            BudgetCover(5, 300),
            {"statuses": ["required", "candidate", "candidate"], "cost": [6, 1, 1]},
            "required sites cost 6 yuan a year, the budget is 5 yuan a year",
        ),
        (MoveCover(1, 300), {"statuses": ["candidate"] * 3}, "no existing site to move"),
        (MoveCover(1, 300, new=3), {}, "3 new sites are wanted, but only 2"),
        (
            MoveCover(1, 300),
            {"statuses": ["required", "required", "existing"]},
            "2 sites are required, but only 1",
        ),
        (CloseCover(2, 300), {}, "2 sites are to be closed, but only 1 exist"),
        (
            CloseCover(1, 300),
            {"statuses": ["required", "existing", "existing"]},
            "this question opens none",
        ),
        (
            MaxCover(2, 300, spacing_m=1000),
            {"statuses": ["required", "required", "candidate"]},
            "Sites x and y must both be open but stand less than 1,000 m apart",
        ),
        (
            MaxCover(1, 300, spacing_m=500),
            {"statuses": ["required", "candidate", "existing"]},
            "Sites x and z must both be open but stand less than 500 m apart",
        ),
    ],
)
def test_a_question_that_does_not_fit_the_data_is_named(problem, changes, words):
    with pytest.raises(InputError, match=words.replace("*", r"\*")):
        solve(problem, reach(**changes))


@pytest.mark.parametrize("radius", [0, float("inf")])
def test_a_radius_of_nothing_or_everything_is_refused(radius):
    with pytest.raises(InputError, match="radius"):
        solve(MaxCover(1, radius), reach())


def test_no_demand_and_no_sites_are_said():
    town = reach()
    with pytest.raises(InputError, match="list of firms is empty"):
        solve(MaxCover(1, 300), replace(town, demand=Demand.from_arrays([], [], [])))
    with pytest.raises(InputError, match="no site to choose from"):
        solve(MaxCover(1, 300), replace(town, sites=Sites.from_arrays([], [])))


def test_what_is_no_question_is_refused():
    with pytest.raises(InputError, match="is not a question"):
        solve("max-cover", reach())


@pytest.mark.parametrize("wrong", [-1, float("nan")])
def test_a_time_limit_that_is_none_is_refused(wrong):
    with pytest.raises(InputError, match="time limit"):
        solve(MaxCover(1, 300), reach(), limit_s=wrong)


@pytest.mark.parametrize(
    "problem", [MaxCover(1, 500), SetCover(500), GradualCover(1, 300, 500), MaxCover(1, 500, 2)]
)
def test_a_radius_beyond_the_cutoff_is_an_error_not_an_undercount(problem):
    with pytest.raises(RadiusError, match="beyond the cutoff of 400 m"):
        solve(problem, replace(reach(), cutoff_m=400))


def test_weights_that_leave_64_bits_are_refused():
    huge = reach(weight=[2**60, 1, 1, 1])
    with pytest.raises(OverflowWeightError, match="64-bit"):
        solve(GradualCover(1, 300, 900), huge)
    with pytest.raises(OverflowWeightError, match="64-bit"):
        solve(MaxCover(1, 300, weights="8*weight + members"), huge)


def test_huge_weights_are_still_added_up_exactly():
    weight = [2**59 + 1, 2**59 + 3, 2**58 + 1, 2**57 + 1]
    for problem in (MaxCover(1, 300), MaxCover(1, 300, spacing_m=100)):
        plan = solve(problem, reach(statuses=["candidate"] * 3, weight=weight))
        assert plan.value == sum(weight[:2])
        assert plan.bound >= plan.value
        assert (plan.status == "optimal") == (plan.bound == plan.value)


def test_an_unknown_column_is_a_missing_column():
    with pytest.raises(MissingColumnError):
        solve(MaxCover(1, 300, floor_share=0.1, floor_by="street, town"), reach())


def test_nobody_in_reach_names_the_firms_and_the_radius_that_would_do():
    demand = Demand.from_arrays([500, 700, 900], [0] * 3, [1, 0, 2], ["a", "b", "c"])
    town = Straight(1.2).reach(demand, Sites.from_arrays([0], [0]))
    with pytest.raises(InfeasibleError, match=r"a, c.*A radius of 600 m would do") as caught:
        solve(MaxCover(1, 400), town)
    assert caught.value.ids == ("a", "c")
    assert caught.value.radius_m == pytest.approx(600)
    assert solve(MaxCover(1, caught.value.radius_m), town).value == 1


@pytest.mark.parametrize(("share", "times"), [(1, 1), (0.9, 1), (1, 2), (0.9, 2)])
def test_a_share_out_of_reach_names_the_radius_that_just_does(share, times):
    town = reach(statuses=["candidate", "candidate", "existing"])
    with pytest.raises(InfeasibleError) as caught:
        solve(SetCover(50, share, times), town)
    radius = caught.value.radius_m
    assert str(int(np.ceil(radius))) in str(caught.value).replace(",", "")
    assert solve(SetCover(radius, share, times), town).status == "optimal"
    with pytest.raises(InfeasibleError):
        solve(SetCover(radius - 0.01, share, times), town)


def test_many_firms_out_of_reach_are_all_listed_but_five_are_named():
    demand = Demand.from_arrays(np.arange(9) * 1000.0, np.zeros(9), np.ones(9, int))
    town = Straight().reach(demand, Sites.from_arrays([0], [0]))
    with pytest.raises(InfeasibleError, match=r"8 \(1, 2, 3, 4, 5, …\)") as caught:
        solve(SetCover(100), town)
    assert caught.value.ids == tuple(range(1, 9))


def test_where_no_radius_would_do_the_error_says_so():
    matrix = np.array([[100.0, np.inf], [np.inf, np.inf]])
    town = Table(matrix).reach(
        Demand.from_arrays([0, 1], [0, 0], [1, 1]), Sites.from_arrays([0, 1], [0, 0])
    )
    with pytest.raises(InfeasibleError, match="No radius up to") as caught:
        solve(SetCover(200), town)
    assert caught.value.radius_m is None
    with pytest.raises(InfeasibleError, match="No radius up to"):
        solve(SetCover(200, times=2), town)
    with pytest.raises(InfeasibleError, match="fewer usable sites than times"):
        solve(SetCover(200, times=3), town)


def test_a_floor_that_cannot_be_met_names_the_group_and_the_radius():
    with pytest.raises(InfeasibleError, match=r"street = S: .* 8 of 10 .* 9 are wanted") as caught:
        solve(MaxCover(2, 300, floor_share=0.85, floor_by="street"), reach())
    assert caught.value.ids == ("d",)
    assert caught.value.radius_m == pytest.approx(1100)


def test_conditions_that_exclude_one_another_are_told_apart():
    spaced = MaxCover(new=2, radius_m=300, spacing_m=1000)
    with pytest.raises(InfeasibleError, match="without the least distance") as caught:
        solve(spaced, reach(statuses=["candidate"] * 3))
    assert "1 new sites fit at most" in str(caught.value)
    both = MaxCover(new=1, radius_m=300, floor_share=0.5, floor_by="street")
    with pytest.raises(InfeasibleError, match="without the least share") as caught:
        solve(both, reach(statuses=["candidate"] * 3))
    with in_language("zh"), pytest.raises(InfeasibleError, match="最低覆盖比例"):
        solve(both, reach(statuses=["candidate"] * 3))


def test_greedy_that_ends_in_a_broken_condition_says_so():
    # The site in the middle adds most, and shuts out the two on either side.
    demand = Demand.from_arrays([0, 500, 1000], [0] * 3, [4, 1, 4])
    town = Straight().reach(demand, Sites.from_arrays([0, 500, 1000], [0] * 3))
    problem = MaxCover(new=2, radius_m=500, spacing_m=600)
    with pytest.raises(StoppedError, match="one after another"):
        greedy(problem, town)
    with pytest.raises(StoppedError, match="before any plan"):
        solve(problem, town, limit_s=0)
    assert solve(problem, town).open_ids == (0, 2)


def test_a_firm_without_a_group_is_in_a_group_of_its_own():
    table = pd.DataFrame({"street": ["N", None]})
    demand = Demand.from_arrays([0, 5000], [0, 0], [1, 1], table=table)
    town = Straight().reach(demand, Sites.from_arrays([0], [0]))
    with pytest.raises(InfeasibleError, match="street = none given"):
        solve(MaxCover(1, 300, floor_share=0.5, floor_by="street"), town)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_firm_without_a_number_is_named_and_what_to_do(language):
    """Of a list with a gap and of a firm just drawn alike: a gap is never counted as 0."""
    table = pd.DataFrame({"name": ["甲厂", "乙厂"], "members": pd.array([3, None], dtype="Int64")})
    listed = Demand.from_arrays([0, 10], [0, 0], [5, 6], ["F1", "F2"], table=table)
    sites = Sites.from_arrays([5.0], [0.0])
    full = listed.take(np.array([0]))
    drawn = AddFirm("new-firm-1", 3.0, 0.0, cells=(("name", "新厂"),)).apply(Study("", full, sites))
    for demand, said in ((listed, "乙厂 (F2)"), (drawn.demand, "新厂 (new-firm-1)")):
        reach = Straight().reach(demand, sites)
        with (
            words.in_language(language),
            pytest.raises(
                InputError, match={"en": "on page Data", "zh": "“数据”页"}[language]
            ) as e,
        ):
            solve(MaxCover(1, 300, weights="2*members"), reach)
        assert said in str(e.value)
        assert solve(MaxCover(1, 300), reach).value == demand.total
    told = ChangeFirm("new-firm-1", (("members", 4),)).apply(drawn).demand
    assert solve(MaxCover(1, 300, weights="2*members"), Straight().reach(told, sites)).value == 14


def far_apart(n=400):
    """Firms, and too few sites near most of them."""
    rng = np.random.default_rng(0)
    demand = Demand.from_arrays(*rng.uniform(0, 5000, (2, n)), np.ones(n, int))
    return Straight().reach(demand, Sites.from_arrays(*rng.uniform(0, 5000, (2, 6))))


def test_the_search_for_a_radius_ends_with_the_clock():
    town = far_apart()
    with pytest.raises(InfeasibleError, match=r"A radius of [0-9,]+ m would do\.") as caught:
        solve(SetCover(50, times=2), town)
    with pytest.raises(InfeasibleError, match="Time ended before a radius was found") as late:
        solve(SetCover(50, times=2), town, limit_s=0)
    assert late.value.ids == caught.value.ids
    assert late.value.radius_m is None


def test_the_search_for_a_radius_is_stopped_and_says_what_it_knows():
    town = far_apart()
    with pytest.raises(InfeasibleError) as caught:
        solve(SetCover(50, times=2), town)
    least = caught.value.radius_m
    known = []
    for n_told in (1, 3, 20, 40):
        told = []

        def progress(now, told=told, n_told=n_told):
            assert now.step == "the radius that would do"
            told.append(now)
            return len(told) < n_told

        with pytest.raises(InfeasibleError) as stopped:
            solve(SetCover(50, times=2), town, progress=progress)
        assert len(told) == n_told
        known.append(stopped.value.radius_m)
    assert known[:2] == [None, None]
    assert known[2] > known[3] > least  # both do, and neither is the least
    assert "perhaps a smaller one too" in str(stopped.value)
    assert solve(SetCover(known[3], times=2), town).status == "optimal"


def test_the_needs_of_groups_are_refused_within_the_clock():
    town = far_apart()
    none = np.zeros(len(town.sites), bool)
    with pytest.raises(InfeasibleError, match="Time ended before"):
        ask_least(Needs(50, 1.0, "", (2,)), town, stands=none, is_closed=none, watch=Watch(0))
