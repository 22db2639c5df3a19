"""The checker walks the streets of a plan file itself, and notices a changed street."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from geo import store
from geo.core import Study
from geo.solve import MaxCover, solve
from geo.travel import Street
from geo.verify import check_file
from geo.verify.count.recount import Data
from geo.verify.count.streets import Streets, check_walked
from geo.verify.verdict import Wrong

from drawn import dense, firms, homes, oracle, town

LINES = [
    [(0, 0), (400, 0)], [(400, 0), (800, 0)], [(0, 300), (400, 300)], [(400, 300), (800, 300)],
    [(0, 0), (0, 300)], [(400, 0), (400, 300)], [(800, 0), (800, 300)],
]  # fmt: skip
FIRMS = [(30, 5), (390, -7), (500, 310), (400, 0), (780, 150), (100, 0), (5000, 0)]
HOMES = [(50, 3), (420, 290), (800, 0), (700, 12)]
ONEWAY = (0, 5)


@pytest.fixture
def walk():
    graph = town(LINES, oneway=ONEWAY)
    return Street(graph=graph, blank_m=2000).reach(firms(*FIRMS), homes(*HOMES), 3000)


def raw(reach):
    demand, sites = reach.demand, reach.sites
    return Data(demand.x, demand.y, demand.weight, sites.x, sites.y, sites.status)


def test_its_metres_are_those_of_networkx_and_of_the_reach(walk):
    streets = Streets(walk.evidence())
    own = np.column_stack([streets.metres_to(j, 3000.0) for j in range(len(HOMES))])
    on = np.arange(len(FIRMS) - 1)  # the last is far from any street: it is estimated
    want = oracle(LINES, FIRMS, HOMES, oneway=ONEWAY)
    np.testing.assert_allclose(own[on], want[on], atol=1e-4)
    np.testing.assert_allclose(own[on], dense(walk)[on], atol=1e-9)
    assert np.isinf(own[-1]).all()


def test_the_border_is_inside(walk):
    streets = Streets(walk.evidence())
    far = dense(walk)[0, 1]
    assert streets.metres_to(1, far)[0] == far
    assert np.isinf(streets.metres_to(1, far - 1e-3)[0])


def test_true_distances_pass(walk):
    check_walked(walk.evidence(), raw(walk), np.arange(len(HOMES)), 3000.0, walk.pairs())


def test_a_changed_distance_is_caught(walk):
    row, column, metres = walk.pairs()
    metres = metres.copy()
    metres[3] -= 1.0
    with pytest.raises(Wrong, match="walked again"):
        check_walked(
            walk.evidence(), raw(walk), np.arange(len(HOMES)), 3000.0, (row, column, metres)
        )


def test_a_pair_left_out_is_caught(walk):
    row, column, metres = (a[1:] for a in walk.pairs())
    with pytest.raises(Wrong, match="walked again"):
        check_walked(
            walk.evidence(), raw(walk), np.arange(len(HOMES)), 3000.0, (row, column, metres)
        )


def test_a_shortened_street_is_caught(walk):
    ways = walk.evidence()
    ways["street_back_um"] = ways["street_back_um"] / 2
    with pytest.raises(Wrong, match="walked again"):
        check_walked(ways, raw(walk), np.arange(len(HOMES)), 3000.0, walk.pairs())


def test_a_plan_file_is_proven_and_a_street_shortened_in_it_is_caught(walk, tmp_path):
    study = Study("Testing", *(replace(v, crs="EPSG:32650") for v in (walk.demand, walk.sites)))
    mode = Street(graph=replace(walk.mode.graph, crs="EPSG:32650"), blank_m=2000)
    reach = mode.reach(study.demand, study.sites, 3000)
    plan = solve(MaxCover(new=1, radius_m=420), reach)
    path = tmp_path / "plan.gpkg"
    store.save(path, study, plan)
    assert str(check_file(path)) == f"PROVEN value = bound = {plan.value}"
    with closing(sqlite3.connect(path)) as base, base:
        (dtype, packed) = base.execute(
            "SELECT dtype, data FROM xuanzhi_distances WHERE name = 'street_there_um'"
        ).fetchone()
        shorter = np.frombuffer(zlib.decompress(packed), dtype) // 2
        sql = "UPDATE xuanzhi_distances SET data = ? WHERE name = 'street_there_um'"
        assert base.execute(sql, (zlib.compress(shorter.tobytes()),)).rowcount == 1
    assert "walked again" in str(check_file(path))
