"""Catchments: the disc of radius / detour, or the hull of the firms served."""

from __future__ import annotations

import numpy as np
from shapely import Point

from geo.draw import catchments, to_lonlat
from geo.travel import Table

import made


def test_a_disc_is_the_radius_over_the_detour():
    proposal = made.proposal(made.Town(detour=1.3))
    sites = proposal.study.sites
    found = catchments(proposal)
    assert [c.site_id for c in found] == list(proposal.plan.open_ids)
    assert [c.is_new for c in found] == [False, True, True]
    for catchment in found:
        j = sites.ids.get_loc(catchment.site_id)
        edge = np.asarray(catchment.shape.exterior.coords)
        far = np.hypot(edge[:, 0] - sites.x[j], edge[:, 1] - sites.y[j])
        assert catchment.kind == "disc"
        np.testing.assert_allclose(far, 700 / 1.3, rtol=1e-9)


def test_firms_well_inside_a_disc_are_those_covered():
    proposal = made.proposal()
    shapes = [c.shape for c in catchments(proposal)]
    demand = proposal.study.demand
    for i in range(len(demand)):
        metres = proposal.nearest_m[i]
        if abs(metres - 700) < 5:  # the polygon has corners, the disc has none
            continue
        inside = any(shape.contains(Point(demand.x[i], demand.y[i])) for shape in shapes)
        assert inside == bool(proposal.covered_after[i])


def test_without_a_straight_line_it_is_the_hull_of_those_served():
    rule = Table(np.zeros((120, 10)))
    proposal = made.proposal(mode=rule)
    demand = proposal.study.demand
    for catchment in catchments(proposal):
        assert catchment.kind == "hull"
        j = proposal.study.sites.ids.get_loc(catchment.site_id)
        for i in np.flatnonzero(proposal.served_pos == j):
            assert catchment.shape.contains(Point(demand.x[i], demand.y[i]))


def test_lon_comes_before_lat():
    proposal = made.proposal()
    shape = to_lonlat(catchments(proposal)[0].shape, proposal.study.sites.crs)
    assert 116 < shape.centroid.x < 117
    assert 39 < shape.centroid.y < 41
