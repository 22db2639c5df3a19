"""Doubt against plain loops over the same draws and every plan there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError, RadiusError, StoppedError
from geo.explain import Errors, doubt, drawn
from geo.solve import GradualCover, MaxCover, SetCover, solve
from geo.words import in_language

from towns import crowded, score

R = 300
QUESTIONS = [
    MaxCover(new=2, radius_m=R),
    MaxCover(new=1, radius_m=R, times=2),
    GradualCover(new=2, radius_m=R, far_m=700),
]


def worth(problem, town, draw, chosen):
    firms = tuple((*f[:2], int(w), *f[3:]) for f, w in zip(town.firms, draw.weight, strict=True))
    drawn_town = replace(town, firms=firms)
    wide = {"radius_m": problem.radius_m * draw.speed}
    if hasattr(problem, "far_m"):
        wide["far_m"] = problem.far_m * draw.speed
    return score(replace(problem, **wide), drawn_town, [j for j in chosen if not draw.is_gone[j]])


@pytest.mark.parametrize("problem", QUESTIONS, ids=lambda p: f"{p.name} {p.times}")
@settings(max_examples=15)
@given(
    seed=st.integers(0, 10**6),
    errors=st.builds(
        Errors,
        *(st.sampled_from([0.0, v]) for v in (0.5, 0.3, 0.4, 0.3)),
    ),
)
def test_every_figure_is_counted_again_by_loops(problem, seed, errors):
    town = crowded(seed)
    reach = town.reach()
    old = [j for j, s in enumerate(town.sites) if s[2] == "existing"]
    new = [j for j, s in enumerate(town.sites) if s[2] == "candidate"]
    if score(problem, town, [*old, *new]) == 0 or len(new) < problem.new:
        return
    plan = solve(problem, reach)
    mine = [int(i.split()[1]) for i in plan.open_ids]
    found = doubt(plan, reach, errors, n=6, seed=seed)
    values, best, count = [], [], 0
    draws = [drawn(errors, reach, seed=seed, number=k) for k in range(6)]
    kept = []
    for draw in draws:
        usable = [j for j in new if not draw.is_gone[j]]
        all_open = worth(problem, town, draw, [*old, *usable])
        if len(usable) < problem.new or not all_open:
            count += 1
            continue
        kept.append(draw)
        values.append(worth(problem, town, draw, mine))
        best.append(
            max(
                worth(problem, town, draw, [*old, *some])
                for some in combinations(usable, problem.new)
            )
        )
    assert found.n_draws == 6
    assert found.n_unanswered == count
    assert f" of {len(kept)} draws" in str(found)
    assert ("more no plan could be made" in str(found)) == bool(count)
    ranked = sorted(values)
    assert (found.low, found.high) == (ranked[0], ranked[-1])
    assert found.middle == ranked[len(ranked) // 2]
    assert found.worst_regret == max(b - v for b, v in zip(best, values, strict=True))
    assert found.best_share == pytest.approx(
        sum(b == v for b, v in zip(best, values, strict=True)) / len(kept)
    )
    robust = [*old, *(int(i.split()[1]) for i in found.robust_ids)]
    losses = [b - worth(problem, town, d, robust) for b, d in zip(best, kept, strict=True)]
    assert found.robust_regret == max(losses) <= found.worst_regret
    assert sum(share for _site, share in found.chosen) == pytest.approx(problem.new)


def test_no_error_returns_the_plan_itself():
    for seed in range(5):
        plan = solve(QUESTIONS[0], crowded(seed).reach())
        found = doubt(plan, crowded(seed).reach(), Errors(), n=3)
        assert {site for site, share in found.chosen if share == 1} == set(plan.new_ids)
        assert len(found.chosen) == len(plan.new_ids)
        assert (found.low, found.middle, found.high) == (plan.value,) * 3
        assert (found.best_share, found.worst_regret, found.robust_regret) == (1, 0, 0)
        assert set(found.robust_ids) == set(plan.new_ids)
        assert found.share("nowhere") == 0


def test_a_seed_settles_the_draws():
    reach = crowded(4).reach()
    plan = solve(QUESTIONS[0], reach)
    errors = Errors(0.4, 0.2, 0.2, 0.2)
    assert doubt(plan, reach, errors, n=5, seed=1) == doubt(plan, reach, errors, n=5, seed=1)
    one, other = (drawn(errors, reach, seed=s, number=0) for s in (1, 2))
    assert (one.weight != other.weight).any()


def test_draws_are_as_large_as_said():
    reach = crowded(4).reach()
    errors = Errors(headcount_share=0.25, speed_share=0.1)
    for k in range(50):
        draw = drawn(errors, reach, seed=0, number=k)
        off = np.abs(draw.weight - reach.demand.weight)
        assert (off <= 0.25 * reach.demand.weight + 0.5).all()
        assert 0.9 <= draw.speed <= 1.1
        assert not draw.is_gone.any()
    gone = [drawn(Errors(venue_share=0.5), reach, seed=0, number=k).is_gone for k in range(200)]
    usable = reach.sites.is_usable
    assert not np.array(gone)[:, ~usable].any()
    assert 0.4 < np.array(gone)[:, usable].mean() < 0.6
    more = [
        drawn(Errors(missing_share=0.5), reach, seed=0, number=k).weight.sum() for k in range(200)
    ]
    assert 1.4 < np.mean(more) / reach.demand.total < 1.6


def test_what_makes_no_sense_is_refused():
    town = crowded(4)
    plan = solve(QUESTIONS[0], town.reach())
    with pytest.raises(InputError, match="venue_share"):
        Errors(venue_share=1)
    with pytest.raises(InputError, match="maximises"):
        doubt(solve(SetCover(radius_m=R, share=0.1), town.reach()), town.reach(), Errors())
    with pytest.raises(StoppedError):
        doubt(plan, town.reach(), Errors(0.3), limit_s=0)
    near = replace(town.reach(), cutoff_m=R)
    with pytest.raises(RadiusError):
        doubt(solve(QUESTIONS[0], near), near, Errors(speed_share=0.1))


def test_it_is_said_in_both_languages():
    plan = solve(QUESTIONS[0], crowded(4).reach())
    found = doubt(plan, crowded(4).reach(), Errors(0.3), n=4, seed=7)
    assert str(found).endswith("(seed 7).")
    with in_language("zh"):
        assert str(found).startswith("在 4 次抽样中")


def test_one_draw_and_one_plan_are_not_several():
    town = crowded(3)
    plan = solve(QUESTIONS[0], town.reach())
    said = str(doubt(plan, town.reach(), Errors(), n=1))
    assert said.startswith("In 100% of 1 draw the plan is as good as any")
    assert "plans compared" not in said
