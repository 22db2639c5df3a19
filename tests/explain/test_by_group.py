"""Coverage by group, against plain loops; every firm is counted once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Demand, Sites
from geo.errors import MissingColumnError
from geo.explain import coverage_by_group, with_total
from geo.travel import Straight

CLASSES = (("1-19", 0, 20), ("20-99", 20, 100), ("100-299", 100, 300), ("300+", 300, 10**9))


def town(seed, n=60):
    chance = np.random.default_rng(seed)
    street = np.array(["东街", "西街", "", None, " ", "北街"], object)[chance.integers(0, 6, n)]
    demand = Demand.from_arrays(
        *chance.uniform(0, 1000, (2, n)),
        chance.integers(0, 500, n),
        table=pd.DataFrame({"street": street}),
    )
    sites = Sites.from_arrays(*chance.uniform(0, 1000, (2, 4)), ["existing"] * 3 + ["candidate"])
    return Straight().reach(demand, sites)


def by_loops(reach, radius_m, times, name_of):
    found = {}
    d, s = reach.demand, reach.sites
    for i in range(len(d)):
        near = sum(
            (d.x[i] - s.x[j]) ** 2 + (d.y[i] - s.y[j]) ** 2 <= radius_m**2
            for j in range(len(s))
            if s.is_existing[j]
        )
        row = found.setdefault(name_of(i), [0, 0, 0, 0])
        row[0] += 1
        row[1] += int(d.weight[i])
        row[2] += int(d.weight[i]) if near >= times else 0
        row[3] += near < times
    return found


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10**6),
    radius_m=st.sampled_from([150.0, 400.0, 900.0]),
    times=st.integers(1, 2),
    by=st.sampled_from(["street", "size_class"]),
)
def test_groups_are_counted_as_loops_count_them(seed, radius_m, times, by):
    reach = town(seed)
    street, weight = reach.demand.table["street"].tolist(), reach.demand.weight

    def name_of(i):
        if by == "size_class":
            return next(name for name, low, high in CLASSES if low <= weight[i] < high)
        blank = street[i] is None or pd.isna(street[i]) or not street[i].strip()
        return "none given" if blank else street[i]

    found = coverage_by_group(reach.demand, reach.coverage(radius_m), by=by, times=times)
    counted = {
        row["group"]: [row["firms"], row["workers"], row["covered"], row["left_firms"]]
        for _k, row in found.iterrows()
    }
    assert counted == by_loops(reach, radius_m, times, name_of)
    assert found["firms"].sum() == len(reach.demand)
    assert found["workers"].sum() == reach.demand.total
    for row in found.itertuples():
        assert row.share == (row.covered / row.workers if row.workers else 1.0)
    if by == "size_class":
        order = [name for name, _low, _high in CLASSES]
        assert found["group"].tolist() == sorted(found["group"], key=order.index)
    else:
        assert found["workers"].is_monotonic_decreasing


def test_a_column_that_is_not_there_is_named():
    reach = town(1)
    with pytest.raises(MissingColumnError, match="industry"):
        coverage_by_group(reach.demand, reach.coverage(100.0), by="industry")


def test_the_last_row_is_the_whole_town():
    reach = town(2)
    found = coverage_by_group(reach.demand, reach.coverage(400.0), by="street")
    *groups, last = with_total(found).itertuples(index=False)
    assert [tuple(row) for row in groups] == [tuple(r) for r in found.itertuples(index=False)]
    today = reach.coverage(400.0)
    assert (last.group, last.firms, last.workers) == ("all together", 60, reach.demand.total)
    assert (last.covered, last.share) == (today.covered, today.share)
    assert last.left_firms == found["left_firms"].sum()
    assert with_total(found.iloc[:0]).empty
