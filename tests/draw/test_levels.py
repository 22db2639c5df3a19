"""Homes and stations on one map: each site once, with the sign of its level, in both languages."""

from __future__ import annotations

import math

import numpy as np
import pytest

from geo import words
from geo.core.crs import lonlat
from geo.draw import Standing, block, levels_map
from geo.travel import Straight

import made

RADIUS = 600.0


@pytest.fixture(scope="module")
def case():
    """A study with hostile names; a home of today, two homes and a station proposed."""
    study = made.proposal().study
    sites = study.sites
    today, free = np.flatnonzero(sites.is_existing), np.flatnonzero(sites.is_usable)
    homes = Standing("homes", today[:1].tolist(), free[:1].tolist(), (11, 22))
    stations = Standing("stations", today[1:2].tolist(), free[1:2].tolist(), (7,) * 2)
    if len(today) < 2:
        stations = Standing("stations", [], free[1:2].tolist(), (7,))
    at = [*stations.today, *stations.new]
    near = np.array(
        [
            any(
                math.hypot(x - sites.x[j], y - sites.y[j]) <= RADIUS for j in at
            )
            for x, y in zip(study.demand.x, study.demand.y, strict=True)
        ]
    )  # fmt: skip
    return study, (homes, stations), (1, RADIUS, near)


def by_role(found):
    return {layer.role: layer for layer in found._children.values() if hasattr(layer, "spec")}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_level_has_its_signs_and_nothing_stands_twice(case, language):
    study, levels, shown = case
    with words.in_language(language):
        found = levels_map(study, levels, shown, Straight())
        layers = by_role(found)
        lon, lat = lonlat(study.sites.x, study.sites.y, study.sites.crs)
        for one in levels:
            rows = layers[one.level].spec["rows"]
            at = [*one.today, *one.new]
            spots = [[round(lat[j], 7), round(lon[j], 7)] for j in at]
            assert [row[:2] for row in rows] == spots
            assert [row[5] for row in rows] == [0] * len(one.today) + [
                k + 1 for k in range(len(one.new))
            ]
            assert [row[4] for row in rows] == [[f"{n:,}"] for n in one.reach]
        taken = {tuple(row[:2]) for one in levels for row in layers[one.level].spec["rows"]}
        assert not taken & {tuple(row[:2]) for row in layers["venues"].spec["rows"]}
        assert {"proposed", "new_station"} <= {entry.name for entry in found.legend}
        html = found.get_root().render()
        assert "alert(1)</script>" not in html
        assert ("驿站" in html) == (language == "zh")


def test_firms_and_catchments_are_those_of_the_level_shown(case):
    study, levels, shown = case
    layers = list(levels_map(study, levels, shown, Straight())._children.values())
    firms = [len(v.spec["rows"]) for v in layers if getattr(v, "role", "") == "firms"]
    covered = int(shown[2].sum())
    assert sorted(firms) == sorted(n for n in (covered, len(study.demand) - covered) if n)
    discs = next(v for v in layers if getattr(v, "role", "") == "catchments")
    assert len(discs.spec["rows"]) == len(levels[1].today) + len(levels[1].new)


def test_a_map_of_many_firms_shows_the_same_sites(case):
    study, levels, shown = case
    scene = levels_map(study, levels, shown, Straight(), block=block(study)).scene
    places = {layer["id"]: layer["rows"] for layer in scene["layers"]}
    signs = [row[2] for one in levels for row in places[one.level]]
    assert all(sign in scene["icons"] for sign in signs)
    assert {"proposed-1", "new_station-1"} <= set(signs)
    drawn = by_role(levels_map(study, levels, shown, Straight()))
    for one in levels:
        assert [row[:2] for row in places[one.level]] == [
            row[:2] for row in drawn[one.level].spec["rows"]
        ]
