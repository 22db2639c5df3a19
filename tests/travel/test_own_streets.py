"""A study's own streets are found by a mode that was handed none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from scipy.sparse import coo_array

import geo
from geo.cli import main
from geo.core import Demand, Scenario, Sites
from geo.core.crs import lonlat
from geo.core.entrances import said
from geo.errors import InputError, RadiusError
from geo.opening import streets_of, with_streets
from geo.solve import GradualCover
from geo.study import reach_of, run
from geo.travel import ground
from geo.travel.streets.drawn import drawn_streets
from geo.verify import check_file


@pytest.mark.parametrize("name", ["helsinki", "yongshun"])
def test_a_demo_is_walked_along_its_own_streets(name):
    study = geo.demo(name)
    walked = geo.Street("walk").reach(study.demand, study.sites, cutoff_m=2000)
    i, j, metres = walked.pairs()
    straight = np.hypot(study.demand.x[i] - study.sites.x[j], study.demand.y[i] - study.sites.y[j])
    assert len(metres)
    assert (metres >= straight - 0.001).all()
    assert ground.under(study.demand) is walked.graph  # made once


def test_other_weights_keep_the_streets():
    study = geo.demo("helsinki")
    half = study.demand.with_weight(study.demand.weight // 2)
    assert ground.under(half) == ground.under(study.demand)


def test_without_streets_the_message_says_what_to_give():
    demand = Demand.from_arrays([1.5, 2.5], [7.0, 8.0], [1, 1])
    with pytest.raises(InputError, match="no streets to walk on"):
        geo.Street("walk").reach(demand, Sites.from_arrays([0.0], [0.0]), cutoff_m=100)


def test_drawn_lines_meet_where_they_cross():
    cross = shapely.MultiLineString(
        [[(116.60, 39.90), (116.62, 39.90)], [(116.61, 39.89), (116.61, 39.91)]]
    )
    graph = drawn_streets(cross, "EPSG:32650")
    assert (graph.n_node, graph.n_edge) == (5, 4)


def test_a_shape_without_lines_is_refused():
    with pytest.raises(InputError, match="no streets"):
        drawn_streets(shapely.Point(116.6, 39.9), "EPSG:32650")


def test_the_command_line_walks_a_demo(capsys):
    status = main(["demo", "helsinki", "--mode", "street", "--new", "2"])
    said = capsys.readouterr().out
    assert status in (0, 4)
    assert "along streets" in said


def test_a_large_venue_is_entered_where_its_list_says_and_the_plan_keeps_it(tmp_path):
    study = geo.demo("helsinki")
    sites = study.sites
    at = int(np.argmin(np.abs(sites.x - np.median(sites.x)) + np.abs(sites.y - np.median(sites.y))))
    lon, lat = lonlat(sites.x[at] + np.array([-200, 200]), sites.y[[at, at]], sites.crs)
    cells = ["" if j != at else said(zip(lon, lat, strict=True)) for j in range(len(sites))]
    wide = study.with_sites(replace(sites, table=sites.table.assign(entrances=cells)))
    plain = geo.Street().reach(study.demand, sites, cutoff_m=500)
    reach = geo.Street().reach(wide.demand, wide.sites, cutoff_m=500)
    assert (reach.doors.site_pos == at).sum() == 2
    dense_plain, dense_wide = (
        {(i, j): m for i, j, m in zip(*r.pairs(), strict=True)} for r in (plain, reach)
    )
    others = {key: m for key, m in dense_plain.items() if key[1] != at}
    assert others == {key: m for key, m in dense_wide.items() if key[1] != at}
    mine = {key[0] for key in dense_wide if key[1] == at}
    assert mine
    assert mine != {key[0] for key in dense_plain if key[1] == at}
    required = replace(
        wide.sites, status=np.where(np.arange(len(sites)) == at, "required", sites.status)
    )
    town = wide.with_sites(required)
    asked = geo.Scenario(geo.MaxCover(new=2, radius_m=500), geo.Street())
    found = run(town, asked)
    file = geo.export(found, tmp_path / "plan.gpkg")
    assert "PROVEN" in str(check_file(file))
    back = geo.open_study(file)
    assert back.sites.table["entrances"][at] == cells[at]
    again = run(back, asked)
    assert again.plan.value == found.plan.value


def test_two_studies_of_the_same_firms_walk_each_on_its_own_streets(tmp_path):
    study = geo.demo("yongshun")
    whole = streets_of(study)
    half = (
        geo.Street(graph=whole, changes=closures(study))
        .reach(study.demand, study.sites, cutoff_m=1000)
        .mode.graph
    )
    question, mode = geo.MaxCover(new=3, radius_m=800), geo.Street("walk")
    mine, other = with_streets(study, whole), with_streets(study, half)
    apart = [geo.solve(question, reach_of(one, question, mode)).value for one in (other, mine)]
    assert apart[0] < apart[1]
    for one, value in ((mine, apart[1]), (other, apart[0]), (mine, apart[1])):
        assert geo.solve(question, reach_of(one, question, mode)).value == value
        assert run(one, Scenario(question, mode), with_regret=False).plan.value == value
    for k in range(10):  # studies that were opened in between push nothing out
        with_streets(replace(study, demand=study.demand.take(np.arange(20 + k))), whole)
    assert geo.solve(question, reach_of(other, question, mode)).value == apart[0]


def closures(study):
    """Wall off a cross through the middle of the firms."""
    x, y = np.median(study.demand.x), np.median(study.demand.y)
    ends = np.array([[-900, -900], [900, 900], [-900, 900], [900, -900]])
    lon, lat = lonlat(x + ends[:, 0], y + ends[:, 1], study.demand.crs)
    places = tuple(zip(lon.tolist(), lat.tolist(), strict=True))
    return ("block", places[:2]), ("block", places[2:])


def test_a_plan_with_rarer_visits_along_streets_is_recounted_from_its_file(tmp_path):
    study = geo.demo("yongshun")
    question = GradualCover(new=2, radius_m=400, far_m=1200)
    found = run(study, Scenario(question, geo.Street("walk")), with_regret=False)
    verdict = check_file(geo.export(found, tmp_path / "p.gpkg"))
    assert (verdict.kind, verdict.value) == ("proven", found.plan.value)


@pytest.mark.parametrize("cutoff", [float("nan"), 0.0, -5.0])
@pytest.mark.parametrize(
    "mode", [geo.Straight(1.3), geo.Table(np.ones((2, 1))), geo.Table(coo_array(np.ones((2, 1))))]
)
def test_what_is_no_distance_is_no_cutoff(mode, cutoff):
    demand = Demand.from_arrays([1.5, 2.5], [7.0, 8.0], [1, 1])
    with pytest.raises(RadiusError):
        mode.reach(demand, Sites.from_arrays([0.0], [0.0]), cutoff)
