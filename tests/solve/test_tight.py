"""Backup cover: the cuts against every plan, the hull against a linear program, plans too."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from geo.core import Demand, Sites
from geo.solve import MaxCover, SetCover, solve
from geo.solve.engine.cover import Cover
from geo.solve.engine.swap import greedy_and_swap, shaken_swaps
from geo.solve.exact import highs
from geo.solve.exact.compact import compact
from geo.solve.exact.program import Program
from geo.solve.exact.tight.groups import groups_of
from geo.solve.exact.tight.hull import GroupHull
from geo.solve.exact.tight.loop import tighten
from geo.solve.exact.tight.rows import row_cuts
from geo.solve.progress import Watch
from geo.travel import Straight


def town(n_firm, n_site, *, seed, side=3000, statuses="candidate"):
    rng = np.random.default_rng(seed)
    firm, site = rng.random((2, n_firm)) * side, rng.random((2, n_site)) * side
    demand = Demand.from_arrays(*firm, rng.integers(1, 60, n_firm))
    return Straight().reach(demand, Sites.from_arrays(*site, statuses))


def small_model(seed, *, times=2, n_site=6, new=3):
    """A model of six sites, two of them open already for every other seed: needs differ."""
    old = seed % 2
    statuses = ["existing"] * old + ["candidate"] * (n_site - old)
    reach = town(40, n_site, seed=seed, side=1500, statuses=statuses)
    model = MaxCover(new=new, radius_m=600, times=times).model(reach)
    return model, compact(model)


def columns_of(small, chosen):
    """What the program's columns are for a choice of free sites, by plain counting."""
    z = []
    for f in range(len(small.weight)):
        sites = small.pos[small.start[f] : small.start[f + 1]]
        z.append(float(sum(chosen[j] for j in sites) >= small.need[f]))
    return np.array([*map(float, chosen), *z])


@st.composite
def halves(draw, times=(2, 3)):
    model, small = small_model(draw(st.integers(0, 500)), times=draw(st.sampled_from(times)))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    return model, small, rng.random(len(small.free)) ** 2, np.ones(len(small.weight))


@given(halves())
@settings(max_examples=60, deadline=None)
def test_every_plan_meets_every_cut(made):
    _model, small, y, z = made
    cuts = row_cuts(small, y, z)
    for group in groups_of(small):
        cut = GroupHull(group, len(small.free)).cut(y, z, np.inf)
        cuts += [] if cut is None else [cut]
    here = np.r_[y, z]
    for cut in cuts:
        assert cut.value @ here[cut.column] < cut.low
    for chosen in product([0, 1], repeat=len(small.free)):
        plan = columns_of(small, chosen)
        for cut in cuts:
            assert cut.value @ plan[cut.column] >= cut.low


@given(halves())
@settings(max_examples=30, deadline=None)
def test_a_group_lists_what_its_choices_cover(made):
    _model, small, _y, _z = made
    for group in groups_of(small):
        inside = set(group.site.tolist())
        rows = [
            set(small.pos[a:b].tolist())
            for a, b in zip(small.start[:-1], small.start[1:], strict=True)
        ]
        assert group.row.tolist() == [f for f, row in enumerate(rows) if row <= inside]
        for choice, worth in enumerate(group.table.tolist()):
            opened = {j for k, j in enumerate(group.site.tolist()) if choice >> k & 1}
            covered = [f for f in group.row if len(rows[f] & opened) >= small.need[f]]
            assert worth == sum(int(small.weight[f]) for f in covered)


@given(halves())
@settings(max_examples=30, deadline=None)
def test_a_plane_is_the_hull_itself(made):
    """The most that any mixture of choices with these shares of open sites covers on average."""
    _model, small, y, z = made
    for group in groups_of(small):
        k, here = len(group.site), y[group.site]
        open_in = np.array([[c >> j & 1 for c in range(1 << k)] for j in range(k)])
        mixture = linprog(
            -group.table, A_eq=np.vstack([open_in, np.ones(1 << k)]), b_eq=np.r_[here, 1]
        )
        cut = GroupHull(group, len(small.free)).cut(y, z, np.inf)
        most = int(group.table[-1])
        if cut is None:
            assert most <= -mixture.fun + 1e-3 * most
            continue
        plane = (cut.value[:k] @ here - cut.low) * most
        assert plane == pytest.approx(-mixture.fun, abs=1e-4 * most)
        assert plane >= -mixture.fun - 1e-6


@pytest.mark.parametrize("times", [2, 3])
def test_the_hull_of_a_row_leaves_nothing_to_cut(times):
    """One row with n sites: as much as a mixture of choices covers it, and no more."""
    demand = Demand.from_arrays([0], [0], [7])
    reach = Straight().reach(demand, Sites.from_arrays(range(5), [0] * 5))
    small = compact(MaxCover(new=3, radius_m=50, times=times).model(reach))
    open_in = np.array([[c >> j & 1 for c in range(32)] for j in range(5)])
    covers = open_in.sum(axis=0) >= times
    rng = np.random.default_rng(1)
    for _try in range(40):
        y = rng.random(5) ** 2
        best = -linprog(-covers.astype(float), A_eq=[*open_in, [1] * 32], b_eq=[*y, 1]).fun
        is_cut = bool(row_cuts(small, y, np.array([best + 1e-3])))
        is_plain = times * (best + 1e-3) > y.sum()  # the condition the program has anyway
        assert is_cut or is_plain or best > 1 - 1e-9
        assert not row_cuts(small, y, np.array([best - 1e-9]))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("times", [2, 3])
def test_the_plan_is_the_one_that_the_plain_program_proves(seed, times):
    reach = town(300, 30, seed=seed)
    question = MaxCover(new=8, radius_m=600, times=times)
    model = question.model(reach)
    plain = Program(model, compact(model))
    known = highs.run(plain.mip(), limit_s=np.inf, seed=0)
    plan = solve(question, reach)
    assert plan.status == "optimal"
    assert plan.value == plan.bound == model.value(plain.sites(known.x)) == plain.bound(known.bound)


def test_fewest_sites_for_a_share_that_needs_two_each():
    reach = town(200, 20, seed=5)
    question = SetCover(radius_m=900, share=0.6, times=2)
    model = question.model(reach)
    plain = Program(model, compact(model))
    known = highs.run(plain.mip(), limit_s=np.inf, seed=0)
    plan = solve(question, reach)
    assert plan.value == plan.bound == int(plain.sites(known.x).sum())


def test_cuts_bring_the_bound_down_and_a_stop_keeps_it():
    reach = town(1000, 40, seed=2)
    model = MaxCover(new=10, radius_m=600, times=2).model(reach)
    small = compact(model)
    whole = tighten(model, small, None, Watch(), seed=0)
    assert model.holds(whole.is_open)
    best = solve(MaxCover(new=10, radius_m=600, times=2), reach)
    assert model.value(whole.is_open) <= best.value <= whole.bound
    plain = highs.Lp(Program(model, small).mip())
    plain.solve(np.inf)
    gap, gap_before = whole.bound - best.value, -plain.bound - best.value
    assert gap < gap_before / 5
    told = []
    stopped = tighten(
        model, small, None, Watch(None, lambda step: told.append(step) or len(told) < 3), seed=0
    )
    assert len(told) == 3
    assert model.value(stopped.is_open) <= best.value <= stopped.bound == told[-1].bound


@pytest.mark.parametrize("times", [1, 2, 3])
def test_swaps_end_where_no_swap_helps(times):
    model, small = small_model(12, times=times, n_site=14, new=5)
    cover = Cover(small.start, small.pos.astype(np.int32), small.weight, len(small.free))
    value, picks = greedy_and_swap(cover, np.arange(5), small.need)

    def worth(chosen):
        plan = columns_of(small, [j in chosen for j in range(len(small.free))])
        return int(small.weight @ plan[len(small.free) :])

    assert value == worth(picks.tolist())
    for old in picks.tolist():
        for new in set(range(len(small.free))) - set(picks.tolist()):
            assert worth({*picks.tolist(), new} - {old}) <= value
    shaken, better = shaken_swaps(cover, picks, rounds=30, seed=1, need=small.need)
    assert shaken == worth(better.tolist()) >= value
    assert len(set(better.tolist())) == 5
    assert model.n_open == 5
