"""Other ways of choosing over draws, against plain loops over the same draws."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

import geo
from geo.core import Demand, Sites, Study
from geo.errors import StoppedError
from geo.explain import WAYS, Errors, drawn, regret, regret_line, ways_left_out
from geo.solve import CloseCover, MoveCover

N = 25


@pytest.fixture(scope="module")
def town():
    study = geo.demo("yongshun")
    reach = geo.Straight(1.3).reach(study.demand, study.sites)
    return study, geo.solve(geo.MaxCover(new=2, radius_m=1000), reach), reach


def test_each_way_is_counted_again_in_every_draw(town):
    study, plan, reach = town
    errors = Errors(0.3, 0.2, 0.1, 0.1)
    line = regret_line(plan, study, errors=errors, n=N, seed=7).set_index("way")
    sites = study.sites
    at = {i: (sites.x[j], sites.y[j], j) for j, i in enumerate(sites.ids)}
    old = [i for i in sites.ids if sites.status[at[i][2]] == "existing"]
    values = {"greedy": [], "exact": []}
    for number in range(N):
        draw = drawn(errors, reach, seed=7, number=number)
        for way, found in values.items():
            open_at = [at[i] for i in (*old, *line.loc[way, "open_ids"])]
            stands = [(x, y) for x, y, j in open_at if not draw.is_gone[j]]
            found.append(
                sum(
                    int(w)
                    for x, y, w in zip(study.demand.x, study.demand.y, draw.weight, strict=True)
                    if any(1.3 * math.hypot(x - a, y - b) <= 1000 * draw.speed for a, b in stands)
                )
            )
    for way, found in values.items():
        good = sum(a >= b for a, b in zip(found, values["exact"], strict=True))
        assert line.loc[way, "as_good_share"] == good / N
        ranked = sorted(found)
        assert [line.loc[way, c] for c in ("low", "middle", "high")] == [
            ranked[int(q * N)] for q in (0.05, 0.5, 0.95)
        ]
    assert line.loc["exact", "as_good_share"] == 1


def test_no_error_leaves_every_way_as_it_is_and_equal_seeds_agree(town):
    study, plan, _reach = town
    line = regret_line(plan, study, errors=Errors(), n=3)
    assert (line["low"] == line["value"]).all()
    assert (line["high"] == line["value"]).all()
    assert list(line["as_good_share"]) == [float(v >= plan.covered) for v in line["value"]]
    some = [regret_line(plan, study, errors=Errors(0.2), n=9, seed=s) for s in (1, 1, 2)]
    assert some[0].equals(some[1])
    assert not some[0].equals(some[2])
    assert "as_good_share" not in regret_line(plan, study)


@pytest.mark.parametrize("times", [1, 2])
def test_who_needs_two_homes_near_is_counted_so_in_every_way(town, times):
    study, _plan, reach = town
    plan = geo.solve(geo.MaxCover(new=3, radius_m=1000, times=times), reach)
    line = regret_line(plan, study, errors=Errors(), n=1).set_index("way")
    sites = study.sites
    old = [i for i, status in zip(sites.ids, sites.status, strict=True) if status == "existing"]
    at = dict(zip(sites.ids, zip(sites.x, sites.y, strict=True), strict=True))
    for way in ("greedy", "exact"):
        open_at = [at[i] for i in (*old, *line.loc[way, "open_ids"])]
        people = 0
        for x, y, w in zip(study.demand.x, study.demand.y, study.demand.weight, strict=True):
            near = sum(1.3 * math.hypot(x - a, y - b) <= 1000 for a, b in open_at)
            people += int(w) if near >= times else 0
        assert line.loc[way, "value"] == people == line.loc[way, "middle"]
    assert (line["loss"] >= 0).all()


def test_a_stopped_plan_is_not_called_exact(town):
    study, plan, _reach = town
    stopped = replace(plan, status="feasible", bound=plan.value + 5)
    line = regret_line(stopped, study)
    assert list(line["way"])[-1] == "stopped"
    assert "exact" not in set(line["way"])
    assert not line["is_proven"].any()
    assert "not proven" in WAYS["stopped"]
    assert list(regret_line(plan, study)["is_proven"]) == [False, False, False, False, True]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "question", [CloseCover(close=1, radius_m=600), MoveCover(moves=2, new=1, radius_m=600)]
)
def test_other_ways_answer_the_same_question(question, seed):
    draw = np.random.default_rng(seed)
    demand = Demand.from_arrays(*draw.uniform(0, 2000, (2, 50)), draw.integers(1, 40, 50))
    status = ["existing"] * 3 + ["candidate"] * 7
    sites = Sites.from_arrays(*draw.uniform(0, 2000, (2, 10)), status)
    study = Study("town", demand, sites)
    reach = geo.Straight().reach(demand, sites)
    plan = geo.solve(question, reach)
    line = regret_line(plan, study)
    assert (line["loss"] >= 0).all()
    assert list(line["way"])[-1] == "exact"
    gone = set(range(3)) - set(plan.open_ids)
    if gone:
        assert set(line["way"]) <= {"greedy", "exact"}
        assert "greedy" in set(line["way"]) or isinstance(question, MoveCover)
        assert "not which one to close" in ways_left_out(line)
    else:
        assert {len(ids) for ids in line["open_ids"]} == {len(plan.new_ids)}
        assert ways_left_out(line) == ""


def test_a_condition_that_greed_breaks_leaves_greed_out():
    demand = Demand.from_arrays([0, 10, 5000], [0, 0, 0], [50, 50, 3])
    sites = Sites.from_arrays([0, 5, 5000], [0, 0, 0])
    demand = replace(demand, table=demand.table.assign(street=["N", "N", "S"]))
    study = Study("town", demand, sites)
    question = geo.MaxCover(new=1, radius_m=100, floor_share=0.0001, floor_by="street")
    reach = geo.Straight().reach(demand, sites)
    with pytest.raises(geo.InfeasibleError):
        geo.solve(question, reach)
    plan = geo.solve(replace(question, floor_share=0.0, floor_by=""), reach)
    assert "greedy" not in set(regret_line(replace(plan, problem=question), study)["way"])


def test_a_line_that_nobody_waits_for_ends_between_two_ways(town):
    (study, plan, _reach), asked = town, []

    def go_on(progress):
        asked.append(progress)
        return len(asked) < 3

    with pytest.raises(StoppedError):
        regret_line(plan, study, progress=go_on)
    assert [one.value for one in asked] == [plan.value] * 3
    assert len(regret_line(plan, study, progress=lambda _progress: None)) == 5


@pytest.mark.parametrize("held", [np.asarray, csr_array])
def test_a_table_of_the_same_distances_says_the_same(town, held):
    study, plan, _reach = town
    d, s = study.demand, study.sites
    metres = 1.3 * np.hypot(d.x[:, None] - s.x, d.y[:, None] - s.y)
    table = geo.Table(held(metres))
    errors = Errors(0.3, 0.2, 0.1)
    said = regret_line(plan, study, mode=table, errors=errors, n=5)
    assert said.equals(regret_line(plan, study, errors=errors, n=5))
    found = geo.run(study, geo.Scenario(plan.problem, table))
    assert found.plan.value == plan.value
    assert set(found.regret["way"]) == set(WAYS) - {"stopped"}


def test_a_table_says_nothing_of_places_that_are_no_venues(town, monkeypatch):
    study, plan, _reach = town
    d, s = study.demand, study.sites
    metres = 1.3 * np.hypot(d.x[:, None] - s.x, d.y[:, None] - s.y)
    free = Sites.from_arrays([s.x[0] + 5, s.x[1] + 5], [s.y[0], s.y[1]], crs=s.crs, ids=["a", "b"])
    monkeypatch.setitem(regret._CLUSTERS, "kmeans", lambda *_args, **_n: free)
    line = regret_line(plan, study, mode=geo.Table(metres))
    assert "kmeans" not in set(line["way"])
    assert "density" in set(line["way"])
