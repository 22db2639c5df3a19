"""Odd rasters and areas: refused or said, and never a person lost."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from rasterio import Affine
from shapely.geometry import box

from geo import read
from geo.cli import main
from geo.core.crs import from_wgs84
from geo.errors import InputError


@pytest.fixture
def tif(tmp_path):
    def tif(*bands, at=(116.61, 39.94), nodata=None, names=()):
        path = tmp_path / "people.tif"
        data = np.asarray(bands, np.float32)
        shape = {"count": len(data), "height": data.shape[1], "width": data.shape[2]}
        grid = Affine(0.005, 0, at[0], 0, -0.005, at[1])
        with rasterio.open(
            path, "w", driver="GTiff", dtype="float32", crs="EPSG:4326", transform=grid,
            nodata=nodata, **shape,
        ) as out:  # fmt: skip
            out.write(data)
            for k, name in enumerate(names, 1):
                out.set_band_description(k, name)
        return path

    return tif


@pytest.fixture
def firms(tmp_path):
    path = tmp_path / "firms.csv"
    rows = [f"企业{k},{116.62 + k / 1000},39.91,{'' if k % 2 else 10}" for k in range(10)]
    path.write_text("\n".join(["名称,经度,纬度,职工数", *rows]), encoding="utf-8")
    return path


def estimated(firms, density, total=900):
    layer = read.read_wish(firms, "firms", read.Wish(keeps_uncounted=True))
    return read.estimate(layer, total=total, density=density)


def test_of_several_bands_one_is_named(tif, firms, capsys):
    one, two = np.full((8, 8), 1.0), np.full((8, 8), 3.0)
    path = tif(one, two, names=("2020", "2021"))
    with pytest.raises(InputError, match=r"several bands \(2020, 2021\)") as caught:
        read.read_density(path)
    assert caught.value.option == "--layer density=2021"
    assert read.read_density(path, part="2021").demand.total == 192
    assert read.density_parts(path) == ("2020", "2021")
    assert read.density_parts(tif(one)) == ()
    assert read.density_parts(tif(one, two, names=("a", "a"))) == ("1", "2")
    with pytest.raises(InputError, match="several bands"):
        read.read_density(path, part="2019")
    given = ["check", str(firms), "--density", str(path), "--town-total", "900"]
    assert main([*given, "--layer", "density=2"]) == 0
    assert main(given) == 2


def test_empty_cells_that_are_filled_with_a_number_are_no_people(tif):
    people = np.full((8, 8), 2.0)
    people[:4] = 3.4e38
    with pytest.raises(InputError, match="mark it as nodata"):
        read.read_density(tif(people))
    assert read.read_density(tif(people, nodata=3.4e38)).demand.total == 64


@pytest.mark.parametrize("place", ["raster", "areas"])
def test_people_of_another_town_divide_nothing(tif, firms, tmp_path, place):
    if place == "raster":
        ends = ((118, 39), (116.62, 39.92))
        far, near = (read.read_density(tif(np.ones((4, 4)), at=at)) for at in ends)
    else:
        made = []
        for west in (118.0, 116.6):
            shapes = [box(west, 39.9, west + 0.05, 39.95)]
            path = tmp_path / f"{west}.gpkg"
            gpd.GeoDataFrame({"name": ["甲"], "人口": [5]}, geometry=shapes, crs=4326).to_file(path)
            made.append(read.read_density(path))
        far, near = made
    with pytest.raises(InputError, match="km away from the nearest of these firms"):
        estimated(firms, far)
    assert estimated(firms, near).table["workers"].sum() == 900


def areas(path, shapes, people, **more):
    named = {"name": [f"区{k}" for k in range(len(shapes))], "人口": people}
    gpd.GeoDataFrame(named, geometry=shapes, crs=4326).to_file(path, **more)
    return path


def test_people_of_areas_without_a_shape_are_not_lost(tmp_path):
    shapes = [box(116.6, 39.9, 116.7, 40), shapely.Polygon(), None]
    with pytest.raises(InputError, match=r"2 areas have people \(57\) but no shape .*row 2\)"):
        read.read_density(areas(tmp_path / "a.gpkg", shapes, [100, 50, 7]))
    whole = read.read_density(areas(tmp_path / "b.gpkg", shapes, [100, 0, 0]))
    assert whole.demand.total == 100


def test_overlapping_areas_lose_nobody_and_are_said(tmp_path, firms):
    shapes = [box(116.60, 39.9, 116.625, 40), box(116.623, 39.9, 116.7, 40)]
    path = areas(tmp_path / "a.gpkg", shapes, [100, 31])
    assert read.read_density(path).demand.total == 131
    layer = read.read_layer(firms, "firms", weight="1")
    named = read.name_streets(layer, read.boundaries(path))
    both = named.doubtful[named.doubtful["reason"].str.contains("several areas")]
    inside = [k for k in range(10) if 116.623 < 116.62 + k / 1000 < 116.625]
    assert both["row"].tolist() == [k + 2 for k in inside]
    assert set(both["value"]) == {"区0, 区1"}
    sides = [box(116.6, 39.9, 116.624, 40), box(116.624, 39.9, 116.7, 40)]
    touching = areas(tmp_path / "b.gpkg", sides, [1, 1])
    named = read.name_streets(layer, read.boundaries(touching))  # one firm stands on the border
    assert not named.doubtful["reason"].str.contains("several areas").any()


def test_boundaries_of_a_map_service_are_converted(tmp_path):
    square = box(116.62, 39.9, 116.63, 39.91)
    moved = shapely.transform(
        square, lambda xy: np.column_stack(from_wgs84(xy[:, 0], xy[:, 1], "gcj02"))
    )
    path = areas(tmp_path / "gcj.gpkg", [moved], [1])
    right = read.boundaries(path, datum="gcj02").shapes[0]
    assert right.symmetric_difference(square).area < 1e-9
    assert read.boundaries(path).shapes[0].symmetric_difference(square).area > 1e-5


def test_cells_that_cannot_be_are_left_out_and_told(tif, firms):
    people = np.full((8, 8), 2.0)
    people[2, 3], people[5, 1] = -7.0, -5.5
    people[4, 6] = np.inf
    people[0, 0] = np.nan  # an empty cell, as many programs write it
    density = read.read_density(tif(people))
    assert density.demand.total == 2 * 60
    assert density.source.n_doubtful == len(density.doubtful) == 2
    told = density.doubtful.set_index("row")
    assert told.loc[3, "value"] == "-7"
    assert "cells: 2; people: -12.5" in told.loc[3, "reason"]
    assert told.loc[3, "column"] == "cell 4 from the left"
    assert "infinitely many people (cells: 1)" in told.loc[5, "reason"]
    assert density.as_layer().doubtful.equals(density.doubtful)
    layer = estimated(firms, density)
    ours = layer.doubtful["source"] == "people.tif"
    assert ours.sum() == 2
    assert layer.source.n_doubtful == layer.doubtful[~ours]["row"].nunique()
    marked = read.read_density(tif(np.where(people < 0, -9999.0, people), nodata=-9999.0))
    assert marked.doubtful["row"].tolist() == [5]


def test_rows_of_counted_points_that_cannot_be_used_are_told(tmp_path, firms):
    path = tmp_path / "grid.csv"
    path.write_text("lon,lat,people\n116.62,39.91,500\n116.63,39.91,many\n,39.9,3\n")
    density = read.read_density(path)
    assert density.rejected["row"].tolist() == [3, 4]
    assert density.source.n_read + density.source.n_rejected == 3
    assert density.as_layer().rejected.equals(density.rejected)
    assert (estimated(firms, density).doubtful["source"] == "grid.csv").sum() >= 2
