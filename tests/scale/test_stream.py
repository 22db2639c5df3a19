"""Demand that streams by is answered as demand in memory is."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Demand, Sites
from geo.errors import InfeasibleError, InputError, OverflowWeightError, RadiusError, StoppedError
from geo.read import point_batches
from geo.scale import recount, stream
from geo.solve import GradualCover, MaxCover, SetCover, solve
from geo.travel import Straight

UTM = "EPSG:32650"


def made(seed, n=4000, m=25):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 1000, (2, n)).astype(float)
    site_x, site_y = rng.integers(0, 1000, (2, m)).astype(float)
    status = rng.choice(
        ["candidate", "existing", "forbidden", "required"], m, p=[0.8, 0.1, 0.05, 0.05]
    )
    sites = Sites.from_arrays(site_x, site_y, status, ids=[f"s{j}" for j in range(m)], crs=UTM)
    return Demand.from_arrays(x, y, rng.integers(0, 9, n), crs=UTM), sites


def cut(demand, limits):
    edges = [0, *sorted(limits), len(demand)]
    return [demand.take(np.arange(a, b)) for a, b in pairwise(edges)]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(0, 300), max_size=5), st.floats(20, 300))
def test_faces_are_those_of_the_whole(seed, limits, radius):
    demand, sites = made(seed, n=300, m=8)
    reach = stream(cut(demand, limits), sites, mode=Straight(), radius_m=radius)
    assert reach.collapsed == Straight().reach(demand, sites).faces(radius)
    assert reach.n_point == 300
    assert reach.demand.total == demand.total


@pytest.mark.parametrize("seed", range(4))
def test_plans_are_those_of_the_whole(seed):
    demand, sites = made(seed)
    radius = 100.0  # whole coordinates: some firms stand exactly on the border
    new = int(sites.is_required.sum()) + 3
    whole = Straight().reach(demand, sites)
    reach = stream(cut(demand, [10, 1000, 1000]), sites, mode=Straight(), radius_m=radius)
    for question in (
        MaxCover(new=new, radius_m=radius),
        MaxCover(new=new, radius_m=radius, times=2),
        MaxCover(new=new, radius_m=radius, spacing_m=50),
        SetCover(share=0.3, radius_m=radius),
    ):
        a, b = solve(question, whole), solve(question, reach)
        assert (a.value, a.bound, a.status) == (b.value, b.bound, b.status)
        assert (a.total, a.covered_before) == (b.total, b.covered_before)
    plan = solve(MaxCover(new=new, radius_m=radius), reach)
    assert plan.certificate is not None
    opened = np.flatnonzero(sites.ids.isin(plan.open_ids))
    counted = sum(
        w
        for x, y, w in zip(demand.x, demand.y, demand.weight, strict=True)
        if any((x - sites.x[j]) ** 2 + (y - sites.y[j]) ** 2 <= radius**2 for j in opened)
    )
    assert plan.value == counted
    assert recount(plan, cut(demand, [7]), sites) == counted


def test_parts_on_disk_with_rows_that_cannot_be_used(tmp_path):
    demand, sites = made(9)
    paths = []
    for k, part in enumerate(cut(demand, [1500, 3000])):
        table = {"x": [*part.x, None], "y": [*part.y, 0.0], "workers": [*part.weight, 1]}
        paths.append(tmp_path / f"{k}.parquet")
        pq.write_table(pa.table(table), paths[-1])
    batches = point_batches(paths, crs=UTM, rows=700)
    reach = stream(batches, sites, mode=Straight(), radius_m=90)
    assert reach.collapsed == Straight().reach(demand, sites).faces(90)
    assert reach.n_rejected == 3
    assert reach.rejected["source"].tolist() == ["0.parquet", "1.parquet", "2.parquet"]


def test_another_radius_is_an_error():
    demand, sites = made(1)
    reach = stream([demand], sites, mode=Straight(), radius_m=90)
    for radius in (89.0, 90.5):
        with pytest.raises(RadiusError, match="90 m"):
            solve(MaxCover(new=3, radius_m=radius), reach)


def test_questions_of_metres_are_refused():
    demand, sites = made(1)
    reach = stream([demand], sites, mode=Straight(), radius_m=90)
    for ask in (reach.pairs, lambda: reach.nearest(np.arange(3))):
        with pytest.raises(InputError, match="not kept"):
            ask()
    with pytest.raises(InputError):
        solve(GradualCover(new=3, radius_m=45, far_m=90), reach)


def test_what_cannot_be_met_is_said_without_metres():
    sites = Sites.from_arrays([0], [0])
    far = Demand.from_arrays([1000], [0], [5])
    reach = stream([far], sites, mode=Straight(), radius_m=90)
    with pytest.raises(InfeasibleError, match="No radius up to 90 m"):
        solve(MaxCover(new=1, radius_m=90), reach)


def test_within_and_count_agree_with_the_definition():
    demand, sites = made(2)
    reach = stream([demand], sites, mode=Straight(), radius_m=90)
    people = [
        int(demand.weight[np.hypot(demand.x - a, demand.y - b) <= 90].sum())
        for a, b in zip(sites.x, sites.y, strict=True)
    ]
    assert [
        int(reach.demand.weight[reach.within(90, j)].sum()) for j in range(len(sites))
    ] == people


def test_layers_of_faces_come_back():
    demand, sites = made(3)
    reach = stream([demand], sites, mode=Straight(), radius_m=90)
    twice = np.column_stack([2 * reach.demand.weight])
    faces = reach.faces(90, twice)
    assert (faces.layers[:, 0] == 2 * faces.weight).all()
    assert faces.out_layers.tolist() == [2 * faces.out_weight]
    assert reach.digest == stream([demand], sites, mode=Straight(), radius_m=90).digest


def test_progress_is_told_and_stops():
    demand, sites = made(4)
    told = []
    stream(cut(demand, [1000, 2500]), sites, mode=Straight(), radius_m=90, progress=told.append)
    assert [(p.n_part, p.n_point) for p in told] == [(1, 1000), (2, 2500), (3, 4000)]
    assert told[-1].total == demand.total
    with pytest.raises(StoppedError, match="2 parts"):
        stream(
            cut(demand, [1000, 2500]),
            sites,
            mode=Straight(),
            radius_m=90,
            progress=lambda part: part.n_part < 2,
        )


def test_nothing_and_too_much(tmp_path):
    _demand, sites = made(5)
    with pytest.raises(InputError, match="no demand"):
        stream([], sites, mode=Straight(), radius_m=90)
    pq.write_table(pa.table({"x": [np.nan, np.nan], "y": [1.0, 2.0], "n": [1, 1]}), tmp_path / "p")
    with pytest.raises(InputError, match="none of the 2 rows"):
        stream(point_batches([tmp_path / "p"], crs=UTM), sites, mode=Straight(), radius_m=90)
    half = Demand.from_arrays([0], [0], [2**62], crs=UTM)
    with pytest.raises(OverflowWeightError):
        stream([half, half], sites, mode=Straight(), radius_m=90)
