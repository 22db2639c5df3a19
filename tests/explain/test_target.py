"""Doubt about a target against plain loops over the same draws and every plan there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError, StoppedError
from geo.explain import Errors, doubt_target, drawn
from geo.solve import MaxCover, SetCover, solve
from geo.words import in_language

from towns import covered, crowded, is_allowed, solvable_town

R = 300
QUESTIONS = [
    SetCover(radius_m=R, share=0.5),
    SetCover(radius_m=R, share=0.4, times=2),
    SetCover(radius_m=R, share=0.6, spacing_m=250),
]
N = 5


def there(town, draw):
    """The town of a draw: other workers, and venues that fell through."""
    firms = tuple((*f[:2], int(w), *f[3:]) for f, w in zip(town.firms, draw.weight, strict=True))
    sites = tuple(
        (x, y, "forbidden" if is_gone else status, cost)
        for (x, y, status, cost), is_gone in zip(town.sites, draw.is_gone, strict=True)
    )
    return replace(town, firms=firms, sites=sites)


def fewest(problem, town):
    """Every set of sites that is allowed and has the fewest."""
    sets = (
        [j for j, is_in in enumerate(bits) if is_in]
        for bits in product([False, True], repeat=len(town.sites))
    )
    good = [frozenset(s) for s in sets if is_allowed(problem, town, s)]
    least = min(map(len, good), default=None)
    return least, {s for s in good if len(s) == least}


@pytest.mark.parametrize("problem", QUESTIONS, ids=["plain", "twice", "apart"])
@settings(max_examples=12)
@given(
    seed=st.integers(0, 10**6),
    errors=st.builds(Errors, *(st.sampled_from([0.0, v]) for v in (0.6, 0.3, 0.5, 0.3))),
)
def test_every_figure_is_counted_again_by_loops(problem, seed, errors):
    town, _known = solvable_town(problem, seed)
    reach = town.reach()
    plan = solve(problem, reach)
    mine = [int(i.split()[1]) for i in plan.open_ids]
    found = doubt_target(plan, reach, errors, n=N, seed=seed)
    met, shares, counts, kept, always, ever = 0, [], Counter(), 0, None, set()
    for number in range(N):
        draw = drawn(errors, reach, seed=seed, number=number)
        drawn_town, wide = there(town, draw), replace(problem, radius_m=R * draw.speed)
        stands = [j for j in mine if not draw.is_gone[j]]
        people = [f[2] for f in drawn_town.firms]
        shares.append(covered(wide, drawn_town, stands, people) / max(sum(people), 1))
        is_met = is_allowed(wide, drawn_town, stands)
        met += is_met
        least, sets = fewest(wide, drawn_town)
        if least is None:
            continue
        kept += 1
        counts[least] += 1
        sets = {frozenset(stands)} if is_met and len(stands) == least else sets
        in_all = frozenset.intersection(*sets)
        always = in_all if always is None else always & in_all
        ever |= frozenset.union(*sets)
    assert found.met_share == pytest.approx(met / N)
    ranked = sorted(shares)
    told = found.low, found.middle, found.high
    assert told == pytest.approx((ranked[0], ranked[N // 2], ranked[int(0.95 * N)]))
    assert dict(found.fewest) == pytest.approx({k: c / N for k, c in counts.items()})
    assert [k for k, _share in found.fewest] == sorted(counts)
    assert found.beyond_share == pytest.approx(1 - kept / N)
    new = {j for j, s in enumerate(town.sites) if s[2] != "existing"}
    chosen = {int(i.split()[1]): share for i, share in found.chosen}
    assert set(chosen) <= ever & new
    assert all(chosen[j] == 1 for j in (always or frozenset()) & new)
    old = len(town.sites) - len(new)
    if kept:
        mean = sum(k * c for k, c in counts.items()) / kept
        assert sum(chosen.values()) == pytest.approx(mean - old)


def test_no_error_returns_the_plan_itself():
    for seed in range(5):
        town, known = solvable_town(QUESTIONS[0], seed)
        plan = solve(QUESTIONS[0], town.reach())
        found = doubt_target(plan, town.reach(), Errors(), n=3)
        assert (found.met_share, found.beyond_share) == (1, 0)
        assert found.fewest == ((known, 1.0),)
        assert dict(found.chosen) == dict.fromkeys(plan.new_ids, 1.0)
        assert found.low == found.high >= 0.5


@settings(max_examples=10)
@given(seed=st.integers(0, 10**6), at=st.integers(1, 12))
def test_a_stopped_one_is_that_of_the_draws_it_made(seed, at):
    town, _known = solvable_town(QUESTIONS[0], seed)
    plan, told, errors = solve(QUESTIONS[0], town.reach()), [], Errors(0.5, 0.3)

    def report(progress):
        told.append(progress)
        return len(told) < at

    try:
        found = doubt_target(plan, town.reach(), errors, n=N, seed=seed, progress=report)
    except StoppedError:
        assert len(told) == at
        return
    whole = doubt_target(plan, town.reach(), errors, n=found.n_draws, seed=seed)
    assert replace(found, n_asked=found.n_draws) == whole
    assert found.n_asked == N
    assert found.is_complete == (f"Stopped after {found.n_draws} of {N} draws." not in str(found))


def test_what_makes_no_sense_is_refused():
    reach = crowded(4).reach()
    with pytest.raises(InputError, match="fewest sites"):
        doubt_target(solve(MaxCover(new=2, radius_m=R), reach), reach, Errors())
    town, _known = solvable_town(QUESTIONS[0], 1)
    plan = solve(QUESTIONS[0], town.reach())
    with pytest.raises(StoppedError):
        doubt_target(plan, town.reach(), Errors(0.3), limit_s=0)


def test_it_is_said_in_both_languages():
    town, _known = solvable_town(QUESTIONS[0], 1)
    found = doubt_target(solve(QUESTIONS[0], town.reach()), town.reach(), Errors(0.3, 0.5), n=9)
    whole = replace(found, met_share=0.5, beyond_share=0.25, fewest=((2, 0.5), (3, 0.25)))
    assert str(whole).startswith("In 50% of 9 draws the plan still reaches its target; it covers")
    assert "To reach it 2 to 3 homes are needed in all. In 25% of the draws no choice" in str(whole)
    assert np.isfinite([found.low, found.middle, found.high]).all()
    for k, said in ((1, "1 home is"), (2, "2 homes are")):
        one = replace(whole, fewest=((k, 0.75),))
        assert f" To reach it {said} needed in all." in str(one)
    with in_language("zh"):
        assert str(whole).startswith("在 9 次抽样中，该方案有 50% 仍达到目标")
