"""Ground on foot as a table, and what changed streets bring: sums of what lies below."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import geopandas as gpd
import numpy as np
import pytest

from geo.core import Release, Scenario
from geo.core.crs import lonlat
from geo.errors import InputError, StoppedError
from geo.explain import brought, longest_table, walk_table, walks_today
from geo.export import EXPORTERS, export
from geo.export.edition import released
from geo.export.report import find
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
    with pytest.raises(StoppedError):
        brought(found, asked, progress=lambda told: told.share < 0.5)


@pytest.fixture(scope="module")
def planned(town):
    study, mode = town
    return run(study, Scenario(MaxCover(new=2, radius_m=RADIUS), mode), with_regret=False)


def test_the_longest_way_leads_from_the_farthest_firm_to_its_home(planned):
    demand, sites = planned.study.demand, planned.study.sites
    ways = planned.longest_ways
    opened = sites.ids.get_indexer(planned.plan.open_ids)
    served = [j for j in opened if (planned.served_pos == j).any()]
    assert [sites.ids.get_loc(way.site_id) for way in ways] == served
    for way, site in zip(ways, served, strict=True):
        mine = planned.served_pos == site
        assert mine[way.demand_pos]
        assert way.metres == planned.nearest_m[mine].max()
        assert way.minutes == pytest.approx(way.metres / 80)
        assert (way.x[0], way.y[0]) == pytest.approx(
            (demand.x[way.demand_pos], demand.y[way.demand_pos]), abs=1e-3
        )
        assert (way.x[-1], way.y[-1]) == pytest.approx((sites.x[site], sites.y[site]), abs=1e-3)
        drawn = float(np.hypot(np.diff(way.x), np.diff(way.y)).sum())
        assert drawn == pytest.approx(way.metres, rel=2e-3)  # the map's metres are true to scale
        assert sum(metres for _name, metres in way.steps) <= way.metres + 1e-6
    table = longest_table(planned)
    assert table["metres"].tolist() == [way.metres for way in ways]
    assert table["streets"].str.contains(" m").all()


def test_the_longest_ways_are_in_the_file_and_on_the_map(planned, tmp_path):
    path = export(planned, tmp_path / "p.gpkg")
    layer = gpd.read_file(path, layer="ways")
    assert len(layer) == len(planned.longest_ways) > 0
    assert layer["metres"].tolist() == [round(way.metres, 1) for way in planned.longest_ways]
    page = export(planned, tmp_path / "p.html").read_text(encoding="utf-8")
    assert "The longest way to each home" in page


@pytest.fixture(scope="module")
def answers(planned):
    """What a document says beside the plan, asked once and briefly: it is judged elsewhere."""
    return find(planned, limit_s=1)


@pytest.mark.parametrize("suffix", [e.suffix for e in EXPORTERS])
def test_a_plan_along_streets_can_be_made_public(planned, suffix, tmp_path, monkeypatch, request):
    """Whoever reads it learns the ground, not how one firm was measured or how far it walks."""
    if suffix in (".docx", ".pdf"):
        known = request.getfixturevalue("answers")
        report = import_module("geo.export.report.build")  # the package calls its function so, too
        monkeypatch.setattr(report, "find", lambda *_asked: known)
    number = "GS(2026)0001"
    path = export(planned, tmp_path / f"p{suffix}", audience="public", review_number=number)
    assert path.stat().st_size > 0
    if suffix in (".csv", ".geojson", ".html"):
        text = path.read_text(encoding="utf-8-sig")
        assert "access_m" not in text
        assert "The longest way" not in text
        only_firms = set(planned.study.demand.table["name"][:50]) - set(planned.study.sites.names)
        assert not any(name in text for name in only_firms)


def test_public_ground_counts_in_steps(planned):
    shown = released(planned, Release("public", least_firms=3, least_workers=25))
    assert shown.longest_ways == ()
    for walk in shown.on_foot.walks:
        assert (walk.n_firm % 3, walk.workers % 25) == (0, 0)
