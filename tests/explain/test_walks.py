"""Ground on foot as a table, and what changed streets bring: sums of what lies below."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.core import Scenario
from geo.core.crs import lonlat
from geo.errors import InputError
from geo.explain import brought, walk_table, walks_today
from geo.solve import MaxCover
from geo.study import demo, run, streets_of
from geo.travel import Straight, Street
from geo.travel.changes import Change

RADIUS = 500


@pytest.fixture(scope="module")
def town():
    study = demo("helsinki")
    return study, Street(graph=streets_of(study))


def test_the_table_counts_those_whose_own_way_is_short_enough(town):
    study, mode = town
    walked = walks_today(study, Scenario(MaxCover(new=1, radius_m=RADIUS), mode))
    rows = walk_table(walked, study)
    existing = study.sites.ids[study.sites.is_existing]
    reach = mode.reach(study.demand, study.sites, 2 * RADIUS)
    for _k, row in rows.iterrows():
        ids = existing if row["site"] == "all together" else existing[
            [study.sites.names[j] == row["site"] for j in reach.positions(existing)]
        ]  # fmt: skip
        now = reach.coverage(row["metres"], ids)
        assert row["workers"] == now.covered
        assert row["firms"] == int(now.is_covered.sum())
        assert row["minutes"] == pytest.approx(row["metres"] / 80)
    assert (rows["site"] == "all together").sum() == len(set(rows["metres"]))


def test_no_ground_without_streets_or_without_homes(town):
    study, mode = town
    question = MaxCover(new=1, radius_m=RADIUS)
    assert walks_today(study, Scenario(question, Straight(1.3))) is None
    none = replace(study, sites=study.sites.take(~study.sites.is_existing))
    assert walks_today(none, Scenario(question, mode)) is None


def test_what_a_way_brings_is_the_difference_of_two_counts(town):
    study, mode = town
    graph = mode.graph
    ends = [graph.edge_from[10], graph.edge_to[400]]
    lon, lat = lonlat(graph.node_x[ends], graph.node_y[ends], graph.crs)
    bridge = Change("link", tuple(zip(lon.tolist(), lat.tolist(), strict=True)))
    asked = replace(mode, changes=(bridge,))
    found = run(study, Scenario(MaxCover(new=1, radius_m=RADIUS), asked), with_regret=False)
    both = brought(found, asked)
    before = mode.reach(study.demand, found.study.sites, 2 * RADIUS)
    assert both.plan.covered_before == before.coverage(RADIUS, found.plan.open_ids).covered
    assert both.plan.covered_after == found.plan.covered
    assert both.today.covered_after >= both.today.covered_before
    with pytest.raises(InputError, match="nothing to compare"):
        brought(found, mode)
