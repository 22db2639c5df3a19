"""What would meet a norm: fewest and cheapest sites, with a floor in each of twenty streets.

Checked first: plain loops over the firms of the smallest town say that each street has enough, and
the cheapest are those of a bisection over budgets, the way they were found before. Then partial
shares, where the relaxation alone is weak: a town of streets, and evenly spread firms in streets
and in districts, each beside HiGHS on the same model; both must say the same where both are proven.
"""

import math
import time

import numpy as np
import pandas as pd

from bench.measure import row
from geo import Demand, Sites, Straight, solve
from geo.errors import InfeasibleError
from geo.explain import compliance
from geo.norms import norm
from geo.solve import BudgetCover, Needs, Watch, ask_least
from geo.solve.exact import highs
from geo.solve.exact.compact import compact
from geo.solve.exact.program import Program

N_SITE, RADIUS_M, DETOUR, LIMIT_S = 100, 1000.0, 1.3, 60.0
UNIT_YUAN = 10_000
RULE = norm("life-circle-10").with_figure("radius_m", RADIUS_M, source="this benchmark")


def town(n_firm, seed=0):
    """Firms around forty places, some halls beside each; streets are blocks of the town."""
    chance = np.random.default_rng(seed)
    places = chance.uniform(0, 12_000, (40, 2))
    firms = places[chance.integers(0, 40, n_firm)] + chance.normal(0, 600, (n_firm, 2))
    halls = places[chance.integers(0, 40, N_SITE)] + chance.normal(0, 700, (N_SITE, 2))
    workers = np.maximum(1, np.round(chance.lognormal(1.8, 1.1, n_firm))).astype(int)
    block = np.clip(firms // (2400, 3000), 0, (4, 3)).astype(int)
    table = pd.DataFrame({"street": [f"S{a}-{b}" for a, b in block]})
    status = ["existing"] * 5 + ["candidate"] * (N_SITE - 5)
    demand = Demand.from_arrays(*firms.T, workers, table=table)
    cost = UNIT_YUAN * chance.integers(5, 60, N_SITE)
    return Straight(DETOUR).reach(demand, Sites.from_arrays(*halls.T, status, cost=cost))


def possible(reach):
    """Return the share that every street reaches with every venue open."""
    return int(compliance(RULE, reach, limit_s=0).possible_share * 100) / 100


def assert_enough(reach, new_ids, share):
    """Count by plain loops."""
    d, s = reach.demand, reach.sites
    stands = [*np.flatnonzero(s.is_existing), *new_ids]
    got, everybody = {}, {}
    for x, y, w, street in zip(d.x, d.y, d.weight, d.table["street"], strict=True):
        near = any(DETOUR * math.hypot(x - s.x[j], y - s.y[j]) <= RADIUS_M for j in stands)
        got[street] = got.get(street, 0) + int(w) * near
        everybody[street] = everybody.get(street, 0) + int(w)
    assert all(got[k] >= share * everybody[k] - 1e-9 for k in got)


def bisected(reach, share, high):
    """Return the least budget that is enough, from budgets that are and that are not."""
    low = -1
    while high - low > 1:
        middle = (low + high) // 2
        asked = BudgetCover(
            budget_yuan=middle * UNIT_YUAN, radius_m=RADIUS_M, floor_share=share, floor_by="street"
        )
        try:
            solve(asked, reach)
        except InfeasibleError:
            low = middle
        else:
            high = middle
    return high * UNIT_YUAN


def timed_once(work):
    """Return an answer and its seconds."""
    began = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - began


def run():
    """Check, then print seconds: those of a larger town may end without a proof."""
    small = town(10_000)
    share = possible(small)
    found, seconds = timed_once(lambda: compliance(RULE, small, share=share))
    assert_enough(small, found.fewest_ids, share)
    assert_enough(small, found.cheapest_ids, share)
    high = int(small.sites.cost[list(found.fewest_ids)].sum()) // UNIT_YUAN
    least, before = timed_once(lambda: bisected(small, share, high))
    assert least == found.cheapest_yuan
    row(f"{N_SITE} sites, 20 streets", "share", "fewest", "cheapest", "seconds")
    row("10,000 firms", share, len(found.fewest_ids), f"{least:,}", f"{seconds:.1f}")
    row("the same, cheapest by bisection alone", "", "", "", f"{before:.1f}")
    for n_firm in (100_000, 1_000_000):
        large = town(n_firm)
        share = possible(large)
        found, seconds = timed_once(
            lambda large=large, share=share: compliance(RULE, large, share=share, limit_s=LIMIT_S)
        )
        few = found.why_none or len(found.fewest_ids)
        cheap = found.why_not_cheapest or f"{found.cheapest_yuan:,}"
        row(f"{n_firm:,} firms", share, few, cheap, f"{seconds:.1f}")
    partial_shares()


def even(n_firm, blocks, seed=0):
    """Firms and halls spread evenly, in blocks by blocks of streets or districts."""
    chance = np.random.default_rng(seed)
    firms, halls = chance.uniform(0, 12_000, (n_firm, 2)), chance.uniform(0, 12_000, (N_SITE, 2))
    workers = np.maximum(1, np.round(chance.lognormal(1.8, 1.1, n_firm))).astype(int)
    block = np.clip(firms // (12_000 / np.array(blocks)), 0, np.array(blocks) - 1).astype(int)
    table = pd.DataFrame({"street": [f"S{a}-{b}" for a, b in block]})
    demand = Demand.from_arrays(*firms.T, workers, table=table)
    return Straight(DETOUR).reach(demand, Sites.from_arrays(*halls.T, "candidate"))


def needs(reach, radius_m, share):
    """Ask for a share in each street."""
    n = reach.demand.table["street"].nunique()
    stands, none = reach.sites.is_existing, np.zeros(len(reach.sites), bool)
    asked = Needs(radius_m, share, "street", (1,) * n)
    return ask_least(asked, reach, stands=stands, is_closed=none)


def by_highs(model):
    """Ask HiGHS the collapsed model; return the number of sites it proved, or None."""
    program = Program(model, compact(model))
    found = highs.run(program.mip(), limit_s=LIMIT_S, seed=0)
    return program.bound(found.bound) if found.status == "done" else None


def partial_shares():
    """Fewest sites at partial shares, beside HiGHS."""
    asked = [
        ("town, 10,000 firms, 20 streets, 1,000 m", town(10_000), 1000, (0.46, 0.4, 0.3)),
        ("town, 100,000 firms, 20 streets, 1,500 m", town(100_000), 1500, (0.6, 0.4)),
        ("even, 10,000 firms, 20 streets, 2,000 m", even(10_000, (5, 4)), 2000, (0.83, 0.66, 0.44)),
        ("even, 10,000 firms, 9 districts, 1,500 m", even(10_000, (3, 3)), 1500, (0.62, 0.41)),
        ("even, 10,000 firms, 4 districts, 2,000 m", even(10_000, (2, 2)), 2000, (0.73, 0.49)),
    ]
    row("", "share", "fewest", "seconds", "HiGHS, seconds")
    for name, reach, radius_m, shares in asked:
        for share in shares:
            question = needs(reach, radius_m, share)
            found, seconds = timed_once(lambda asked=question: asked.fewest(Watch(LIMIT_S)))
            n_old = int(reach.sites.is_existing.sum())
            other, beside = timed_once(lambda asked=question: by_highs(asked.model))
            if found.is_proven and other is not None:
                assert other == found.value + n_old
            said = f"{found.value}" if found.is_proven else f"{found.bound}..{found.value}"
            told = f"{beside:.1f}" if other is not None else f"not in {LIMIT_S:.0f}"
            row(name, share, said, f"{seconds:.2f}", told)
