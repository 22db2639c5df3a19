"""Other ways of choosing over draws, against plain loops over the same draws."""

from __future__ import annotations

import math

import pytest

import geo
from geo.explain import Errors, drawn, regret_line

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
