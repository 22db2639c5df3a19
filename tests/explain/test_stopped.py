"""What is known when an explanation is stopped: part of the whole, and told as that."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo.errors import InputError, StoppedError
from geo.explain import Errors, doubt, menu, regret_line, why_not
from geo.solve import MaxCover, SetCover, Watch, again, solve
from geo.words import in_language

from towns import Town, crowded, solvable_town

R = 300
PLAIN, TWICE = MaxCover(new=2, radius_m=R), MaxCover(new=1, radius_m=R, times=2)
QUESTIONS = [PLAIN, TWICE, SetCover(radius_m=R, share=0.5), MaxCover(2, R, spacing_m=300)]
ERRORS = Errors(0.4, 0.2, 0.2)


class Stop:
    """Says stop at the ``at``-th time it is called, and keeps what it is told."""

    def __init__(self, at):
        self.at, self.told = at, []

    def __call__(self, progress):
        self.told.append(progress)
        return len(self.told) < self.at

    @property
    def was_heard(self):
        return len(self.told) >= self.at


def only_told(stop):
    """Check what was told: parts of the whole that never shrink, and no word after the stop."""
    shares = [one.share for one in stop.told if one.share is not None]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    assert len(stop.told) <= stop.at


@pytest.mark.parametrize("problem", QUESTIONS, ids=lambda p: f"{p.name} {p.times}")
@settings(max_examples=12)
@given(
    seed=st.integers(0, 10**6),
    at=st.integers(1, 30),
    share=st.sampled_from([0.0, 0.1, 0.5]),
    differ=st.integers(1, 2),
)
def test_a_stopped_menu_is_the_beginning_of_the_whole(problem, seed, at, share, differ):
    town, _known = solvable_town(problem, seed)
    plan, stop = solve(problem, town.reach()), Stop(at)
    asked = {"n": 6, "within_share": share, "differ": differ}
    whole = menu(plan, town.reach(), **asked)
    found = menu(plan, town.reach(), **asked, progress=stop)
    only_told(stop)
    assert found.plans == whole.plans[: len(found.plans)]
    assert found.limit == whole.limit
    assert set(found.always_ids) <= set(whole.always_ids)
    assert set(found.never_ids) <= set(whole.never_ids)
    if not stop.was_heard:
        assert found == whole
    if found.is_complete:
        assert (whole.is_complete, found.plans) == (True, whole.plans)
    if found.has_all:
        assert (found.always_ids, found.never_ids) == (whole.always_ids, whole.never_ids)
    else:
        assert stop.was_heard
        assert "Cut short" in str(found)


def test_a_menu_that_is_stopped_at_once_has_the_plan_and_no_proof():
    town, _known = solvable_town(PLAIN, 3)
    plan, stop = solve(PLAIN, town.reach()), Stop(1)
    found = menu(plan, town.reach(), within_share=1, progress=stop)
    assert [dish.open_ids for dish in found.plans] == [plan.open_ids]
    assert (found.is_complete, found.has_all) == (False, False)
    assert (found.always_ids, found.never_ids) == ((), ())
    with in_language("zh"):
        assert str(found).endswith("尚未确定。")


@pytest.mark.parametrize("problem", QUESTIONS, ids=lambda p: f"{p.name} {p.times}")
@settings(max_examples=12)
@given(seed=st.integers(0, 10**6), at=st.integers(1, 40))
def test_a_stopped_why_not_tells_what_it_has_proven(problem, seed, at):
    town, _known = solvable_town(problem, seed)
    reach = town.reach()
    roomy = replace(reach, sites=replace(reach.sites, capacity=np.full(len(reach.sites), 4)))
    plan = solve(problem, roomy)
    out = [i for i in roomy.sites.ids if i not in plan.open_ids]
    if not out:
        return
    stop, whole = Stop(at), why_not(plan, roomy, out[0])
    assert whole.is_complete
    try:
        found = why_not(plan, roomy, out[0], progress=stop)
    except StoppedError:
        assert stop.was_heard
        return
    only_told(stop)
    if found.is_complete:
        assert found == whole
        return
    assert stop.was_heard
    assert (found.loss, found.with_open_ids) == (whole.loss, whole.with_open_ids)
    assert found.sought <= whole.sought
    assert all(getattr(found, name) == getattr(whole, name) for name in found.sought)
    assert found.room is None or not found.room.is_proven
    assert found.loss is None or str(found).endswith(
        "Not all that would make it win was looked for."
    )


def test_counting_places_hears_the_stop():
    firms = ((0, 0, 10, 0, "N"), (1000, 0, 4, 0, "N"), (1400, 0, 3, 0, "N"))
    sites = ((0, 0, "candidate", 1), (1000, 0, "candidate", 1), (5000, 0, "candidate", 1))
    reach = Town(firms, sites, 1.0, is_table=False).reach()
    roomy = replace(reach, sites=replace(reach.sites, capacity=np.array([9, 2, 1])))
    plan = solve(MaxCover(new=1, radius_m=R), roomy)
    steps = Stop(10**6)
    whole = why_not(plan, roomy, "site 1", progress=steps)
    assert whole.room.is_proven
    at = 1 + next(k for k, p in enumerate(steps.told) if p.step == "how many places it would need")
    for further in (0, 1, 2):
        found = why_not(plan, roomy, "site 1", progress=Stop(at + further))
        assert not found.room.is_proven
        assert not found.is_complete
        assert found.sought == {"own_radius_m", "extra_each"}


@pytest.mark.parametrize("problem", [PLAIN, TWICE], ids=["many in one go", "one by one"])
@settings(max_examples=10)
@given(seed=st.integers(0, 10**6), at=st.integers(1, 30), speed=st.sampled_from([0.0, 0.2]))
def test_a_stopped_doubt_is_that_of_the_draws_it_made(problem, seed, at, speed):
    reach, n = crowded(seed).reach(), 220 if problem is PLAIN else 8
    errors = replace(ERRORS, speed_share=speed)
    try:
        plan = solve(problem, reach)
        doubt(plan, reach, errors, n=n, seed=seed)
    except (InputError, geo.InfeasibleError, StoppedError):  # this town answers nothing
        return
    stop = Stop(at)
    try:
        found = doubt(plan, reach, errors, n=n, seed=seed, progress=stop)
    except StoppedError:
        assert stop.was_heard
        return
    only_told(stop)
    assert (found.seed, found.n_asked) == (seed, n)
    assert found.is_complete == (found.n_draws == n)
    assert stop.was_heard or found.is_complete
    again_asked = doubt(plan, reach, errors, n=found.n_draws, seed=seed)
    for told in ("n_unanswered", "best_share", "low", "middle", "high", "worst_regret"):
        assert getattr(found, told) == getattr(again_asked, told)
    if found.has_held_any:
        assert found.robust_regret <= found.worst_regret
    else:
        assert found.robust_regret == found.worst_regret
        assert set(found.robust_open_ids) == set(plan.open_ids)
        assert "plans compared" not in str(found)
    assert ("Stopped after" in str(found)) != found.is_complete


@pytest.mark.parametrize(("problem", "n", "k"), [(TWICE, 9, 4), (PLAIN, 220, 100)])
def test_a_doubt_stopped_after_some_draws_says_how_many(problem, n, k):
    reach = crowded(4).reach()
    plan, counted = solve(problem, reach), Stop(10**6)
    doubt(plan, reach, ERRORS, n=n, progress=counted)
    at = 1 + next(i for i, p in enumerate(counted.told) if p.step == f"draw {k} of {n}")
    found = doubt(plan, reach, ERRORS, n=n, progress=Stop(at))
    assert found.n_draws == k
    assert str(found).endswith(f"Stopped after {k} of {n} draws.")
    with in_language("zh"):
        assert str(found).endswith(f"要求抽样 {n} 次，做完 {k} 次即停止。")


def test_preparing_for_draws_hears_the_stop():
    watch = Watch(None, Stop(3))
    watch.begin(0.0)
    with pytest.raises(StoppedError):
        again(PLAIN, crowded(4).reach(), speed_share=0.2, watch=watch)
    assert again(PLAIN, crowded(4).reach(), speed_share=0.2, watch=Watch()) is not None


def test_other_ways_stop_between_two_draws():
    study = geo.demo("yongshun")
    plan = solve(MaxCover(2, 1000), geo.Straight(1.3).reach(study.demand, study.sites))
    steps = Stop(10**6)
    regret_line(plan, study, errors=ERRORS, n=3, progress=steps)
    assert [one.step for one in steps.told][-3:] == ["draw 1 of 3", "draw 2 of 3", "draw 3 of 3"]
    only_told(steps)
    stop = Stop(len(steps.told) - 1)
    with pytest.raises(StoppedError):
        regret_line(plan, study, errors=ERRORS, n=3, progress=stop)
    assert stop.told[-1].step == "draw 2 of 3"


def test_nothing_is_begun_once_stopped():
    watch = Watch(None, lambda _progress: False)
    assert watch.tick()  # nothing was told yet
    assert not watch.begin(0.5, "half")
    assert not watch.tick()
    with pytest.raises(StoppedError, match="before a proof"):
        raise watch.late()
