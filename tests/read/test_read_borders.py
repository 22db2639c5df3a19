"""Boundaries are held against a list that names its streets, and never wrongly accused."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import read
from geo.cli import main
from geo.core.crs import from_wgs84

SIDE = 0.03  # degrees: streets of some 3 km
NAMES = [f"第{'甲乙丙丁戊己庚辛壬'[k]}" for k in range(9)]


def squares(datum, *, moved=(0.0, 0.0)):
    """Draw nine streets in a datum."""
    boxes = [
        shapely.box(
            116.6 + i * SIDE, 39.8 + j * SIDE, 116.6 + (i + 1) * SIDE, 39.8 + (j + 1) * SIDE
        )
        for i in range(3)
        for j in range(3)
    ]
    return [
        shapely.transform(box, lambda c: np.column_stack(from_wgs84(*(c + moved).T, datum)))
        for box in boxes
    ]


@pytest.fixture
def town(tmp_path):
    def town(datum="wgs84", *, n=150, moved=(0.0, 0.0), named=None, stated="wgs84", seed=3):
        rng = np.random.default_rng(seed)
        at = rng.uniform((116.6, 39.8), (116.6 + 3 * SIDE, 39.8 + 3 * SIDE), (n, 2))
        true = ((at - (116.6, 39.8)) / SIDE).astype(int) @ [3, 1]
        true = np.where(rng.random(n) < 0.1, rng.integers(0, 9, n), true)  # an office elsewhere
        rows = [
            f"企业{k},{x:.6f},{y:.6f},5,{NAMES[s] + '街道' if named is None else named}"
            for k, ((x, y), s) in enumerate(zip(at, true, strict=True))
        ]
        firms, borders = tmp_path / "firms.csv", tmp_path / "towns.gpkg"
        firms.write_text("\n".join(["名称,经度,纬度,职工数,街道", *rows]), encoding="utf-8")
        gpd.GeoDataFrame(
            {"name": [f"{n}地区办事处" for n in NAMES]},
            geometry=squares(datum, moved=moved),
            crs=4326,
        ).to_file(borders)
        return read.read_layer(firms, "firms", datum=stated), borders

    return town


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_boundaries_are_told_by_the_streets_that_firms_name(town, datum):
    firms, path = town(datum)
    told = read.borders(read.boundaries(path), firms)
    assert told.verdict.datum == datum
    assert told.is_wrong == (datum != "wgs84")
    stated = read.borders(read.boundaries(path, datum=datum), firms)
    assert not stated.is_wrong
    assert stated.share > 0.85  # a tenth names another street
    assert "the boundaries fit the list" in stated.sentence()


def test_what_fits_no_datum_accuses_nobody(town):
    firms, path = town(moved=(0.012, -0.009))
    told = read.borders(read.boundaries(path), firms)
    assert told.verdict.datum is None
    assert "does not tell the datum" in told.sentence()


@pytest.mark.parametrize("case", [{"n": 15}, {"named": ""}, {"named": "别处"}, {"stated": None}])
def test_what_cannot_be_compared_is_said(town, case):
    firms, path = town(**case)
    told = read.borders(read.boundaries(path), firms)
    assert told.verdict is None
    assert "could not be compared" in told.sentence()


def test_the_command_says_it(town, tmp_path, capsys):
    _firms, path = town("gcj02")
    listed, datum = (
        [str(tmp_path / "firms.csv"), "--datum", "wgs84"],
        ["--boundaries-datum", "gcj02"],
    )
    assert main(["check", *listed, "--boundaries", str(path)]) == 0
    assert "do not fit the list" in capsys.readouterr().out
    assert main(["check", *listed, "--boundaries", str(path), *datum]) == 0
    assert "the boundaries fit the list" in capsys.readouterr().out
