"""Several weights at once beside a floor: the fewest sites, against all sets of sites."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from geo.core import Demand, Sites
from geo.solve import SetCover, solve
from geo.travel import Straight


@pytest.mark.parametrize("seed", range(4))
def test_the_fewest_sites_for_workers_and_members_together(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.random((2, 60)) * 4000
    at, on = rng.random((2, 8)) * 4000
    workers, members = rng.integers(1, 60, 60), rng.integers(0, 9, 60)
    demand = Demand.from_arrays(x, y, workers, table=pd.DataFrame({"members": members}))
    reach = Straight().reach(demand, Sites.from_arrays(at, on))
    near = np.hypot(x[:, None] - at, y[:, None] - on) <= 1500
    worth = workers + members
    wanted = -(-worth.sum() * 4 // 10)
    fewest = next(
        n
        for n in range(1, 9)
        for chosen in combinations(range(8), n)
        if worth[near[:, chosen].any(axis=1)].sum() >= wanted
    )
    question = SetCover(radius_m=1500, share=0.4, weights="weight + members", floor_share=0.1)
    plan = solve(question, reach)
    assert (plan.value, plan.status) == (fewest, "optimal")
