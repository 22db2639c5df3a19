"""Known optima: every plan must reach them, prove them, and be recounted in plain loops."""

from __future__ import annotations

import csv

import pytest

from geo.core import Demand, Sites
from geo.solve import MaxCover, SetCover, solve
from geo.travel import Straight


def nodes(shared, name):
    lines = (shared / "instances" / "sjc_cover" / f"{name}.txt").read_text("utf-8").splitlines()
    return [tuple(int(float(v)) for v in line.split()[:3]) for line in lines[1:] if line.strip()]


def reach_of(places):
    x, y, weight = zip(*places, strict=True)
    return Straight().reach(Demand.from_arrays(x, y, weight), Sites.from_arrays(x, y))


def covered(places, chosen, radius):
    total = 0
    for x, y, weight in places:
        if any((x - places[j][0]) ** 2 + (y - places[j][1]) ** 2 <= radius**2 for j in chosen):
            total += weight
    return total


@pytest.mark.parametrize("name", ["SJC324", "SJC402", "SJC708"])
@pytest.mark.parametrize(("p", "radius"), [(5, 800), (10, 800), (5, 1200)])
def test_maximal_cover_of_sao_jose_dos_campos(shared, name, p, radius):
    with (shared / "instances" / "known_values.csv").open(encoding="utf-8") as file:
        known = next(
            int(row["value"])
            for row in csv.DictReader(file)
            if (row["instance"], row["p"]) == (name, str(p)) and f"R={radius} m" in row["note"]
        )
    places = nodes(shared, name)
    plan = solve(MaxCover(new=p, radius_m=radius), reach_of(places))
    assert (plan.value, plan.bound, plan.status) == (known, known, "optimal")
    assert covered(places, plan.open_ids, radius) == known
    assert len(plan.open_ids) == p


@pytest.mark.parametrize("share", [1.0, 0.9])
def test_fewest_sites_agree_with_maximal_cover(shared, share):
    places = nodes(shared, "SJC324")
    reach = reach_of(places)
    plan = solve(SetCover(radius_m=800, share=share), reach)
    enough = share * sum(weight for _x, _y, weight in places)
    assert plan.status == "optimal"
    assert covered(places, plan.open_ids, 800) >= enough
    assert plan.value == len(plan.open_ids)
    if plan.value > 1:
        assert solve(MaxCover(new=plan.value - 1, radius_m=800), reach).bound < enough
