"""A study's own streets are found by a mode that was handed none."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import geo
from geo.cli import main
from geo.core import Demand, Sites
from geo.errors import InputError
from geo.travel import ground
from geo.travel.streets.drawn import drawn_streets


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
    with pytest.raises(InputError, match="--streets FILE"):
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
