"""What it takes to say why: each explanation beside the plain solve of its question.

The answers are checked first: the cards by plain loops, a menu's plans by counting each again, the
plan of no doubt against the plan itself.
"""

import math

import numpy as np

from bench.measure import row, timed
from geo import Demand, MaxCover, Sites, Straight, solve
from geo.core import Study
from geo.explain import Errors, doubt, explain, least_regret, menu, regret_line, why_not
from geo.explain.draws import drawn

N_FIRM, N_SITE, RADIUS_M, NEW = 10_000, 200, 1000.0, 10
N_CHECKED = 10  # draws that are solved one by one first


def town(seed=0):
    """Firms around forty places, some halls beside each."""
    chance = np.random.default_rng(seed)
    places = chance.uniform(0, 12_000, (40, 2))
    firms = places[chance.integers(0, 40, N_FIRM)] + chance.normal(0, 600, (N_FIRM, 2))
    halls = places[chance.integers(0, 40, N_SITE)] + chance.normal(0, 700, (N_SITE, 2))
    workers = np.maximum(1, np.round(chance.lognormal(1.8, 1.1, N_FIRM))).astype(int)
    status = ["existing"] * 5 + ["candidate"] * (N_SITE - 5)
    demand = Demand.from_arrays(*firms.T, workers)
    return Straight(1.3).reach(demand, Sites.from_arrays(*halls.T, status))


def study(reach):
    """The same town, as a study."""
    return Study("town", reach.demand, reach.sites)


def covered(reach, open_ids):
    """Count by plain loops who is within the radius."""
    d, s = reach.demand, reach.sites
    here = [(s.x[j], s.y[j]) for j in open_ids]
    return sum(
        int(w)
        for x, y, w in zip(d.x, d.y, d.weight, strict=True)
        if any(1.3 * math.hypot(x - a, y - b) <= RADIUS_M for a, b in here)
    )


def assert_draws_are_solved(plan, reach, errors):
    """Solve a few draws as any other question is solved: the doubt must say the same of them."""
    said = doubt(plan, reach, errors, n=N_CHECKED, seed=7)
    losses = []
    for number in range(N_CHECKED):
        draw = drawn(errors, reach, seed=7, number=number)
        status = np.where(draw.is_gone, "forbidden", reach.sites.status)
        d, s = reach.demand.with_weight(draw.weight), reach.sites
        asked = MaxCover(new=NEW, radius_m=RADIUS_M * draw.speed)
        there = Straight(1.3).reach(d, Sites.from_arrays(s.x, s.y, status, ids=s.ids))
        stands = [i for i, gone in zip(s.ids, draw.is_gone, strict=True) if not gone]
        mine = there.coverage(asked.radius_m, [i for i in plan.open_ids if i in stands])
        losses.append(solve(asked, there).value - int(mine.weight[mine.times > 0].sum()))
    assert said.worst_regret == max(losses), (said.worst_regret, losses)


def run():
    """Check, then print each explanation's seconds and its ratio to the plain solve."""
    reach, problem = town(), MaxCover(new=NEW, radius_m=RADIUS_M)
    plan, _cold, base = timed(lambda: solve(problem, reach))
    assert covered(reach, plan.open_ids) == plan.value == plan.bound
    first = explain(plan, reach)[-1]
    assert first.reach == covered(reach, [first.site_id])
    dishes = menu(plan, reach, n=3, within_share=0.01).plans
    assert all(covered(reach, dish.open_ids) == dish.value for dish in dishes)
    assert doubt(plan, reach, Errors(), n=2).worst_regret == 0
    errors = Errors(0.3, 0.1), Errors(0.3, 0.1, 0.1), Errors(0.3, 0.1, 0.1, 0.1)
    for some in errors:
        assert_draws_are_solved(plan, reach, some)
    hall = next(i for i in reach.sites.ids if i not in plan.open_ids)
    rich = study(reach)
    known = doubt(plan, reach, Errors(0.3), n=200)
    assert least_regret(known, plan, reach).is_proven
    works = {
        "site cards": lambda: explain(plan, reach),
        "why not, one hall": lambda: why_not(plan, reach, hall),
        "menu of 10 within 1 %": lambda: menu(plan, reach, within_share=0.01),
        "regret line": lambda: regret_line(plan, rich),
        "cards, regret line and menu": lambda: (
            explain(plan, reach),
            regret_line(plan, rich),
            menu(plan, reach, within_share=0.01),
        ),
        "other ways over 200 draws": lambda: regret_line(plan, rich, errors=Errors(0.3, 0.1)),
        "doubt, 1,000 draws: headcounts, venues": lambda: doubt(plan, reach, errors[0], n=1000),
        "doubt, 1,000 draws: with missing firms": lambda: doubt(plan, reach, errors[1], n=1000),
        "doubt, 1,000 draws: with speed too": lambda: doubt(plan, reach, errors[2], n=1000),
        "least regret to proof, 200 draws of headcounts": lambda: least_regret(known, plan, reach),
    }
    row(f"{N_FIRM:,} firms x {N_SITE} sites, {NEW} new", "seconds", "x plain solve")
    row("plain solve", f"{base:.3f}", 1)
    for name, work in works.items():
        _answer, _cold, seconds = timed(work, 3)
        row(name, f"{seconds:.3f}", f"{seconds / base:.0f}")
