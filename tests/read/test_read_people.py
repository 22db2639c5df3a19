"""People counted by others: rasters, polygons, points; totals conserved, estimates marked."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.transform import from_origin

from geo import read
from geo.cli import main
from geo.core.crs import from_wgs84, lonlat
from geo.errors import InputError, MissingColumnError
from geo.study import notes

# rasterio's writer, which only tests use, multiplies in a way its own library gives up.
pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")

WEST, EAST = shapely.box(116.60, 39.90, 116.65, 39.95), shapely.box(116.65, 39.90, 116.70, 39.95)


def streets(path, counts=(600, 200), shapes=(WEST, EAST), **columns):
    frame = gpd.GeoDataFrame(
        {"街道": ["西街道", "东街道"][: len(shapes)], "从业人员": counts, **columns},
        geometry=list(shapes), crs="EPSG:4326",
    )  # fmt: skip
    frame.to_file(path, driver="GPKG")
    return path


def firms(path, workers=("10", "", "约5人", "", "x")):
    places = [(116.61, 39.91), (116.62, 39.92), (116.66, 39.91), (116.67, 39.92), (116.68, 39.93)]
    lines = [
        f"企业{k},{lon},{lat},{n}"
        for k, ((lon, lat), n) in enumerate(zip(places, workers, strict=True))
    ]
    path.write_text("名称,经度,纬度,职工数\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def kept(path, **wish):
    return read.read_wish(path, "firms", read.Wish(keeps_uncounted=True, **wish))


def test_a_firm_without_a_headcount_is_kept_only_to_be_estimated(tmp_path):
    path = firms(tmp_path / "f.csv")
    assert read.read_layer(path, "firms").source.n_rejected == 3
    layer = kept(path)
    assert layer.source.n_rejected == 1  # "x" is a slip of the pen, not a missing number
    assert layer.table["is_estimated"].tolist() == [False, True, False, True]


def test_what_the_total_leaves_goes_where_the_people_are(tmp_path):
    density = read.read_density(streets(tmp_path / "s.gpkg"))
    layer = read.estimate(kept(firms(tmp_path / "f.csv")), total=95, density=density)
    assert layer.table["workers"].tolist() == [10, 60, 5, 20]  # 80 left, three to one
    told = layer.doubtful[layer.doubtful["reason"].str.contains("s.gpkg")]
    assert told["row"].tolist() == [3, 5]
    assert "no workers at all" not in set(layer.doubtful["reason"])
    study = read.build_study("t", layer)
    said = "Headcounts estimated, not counted: 2 of 4 (80 of all 95 workers)."
    assert said in notes(study)
    assert study.demand.table["is_estimated"].tolist() == [False, True, False, True]


def test_without_a_density_they_share_alike_and_a_wrong_total_is_refused(tmp_path):
    layer = kept(firms(tmp_path / "f.csv"))
    first, second, third, last = read.estimate(layer, total=18).table["workers"].tolist()
    assert (first, third) == (10, 5)
    assert sorted((second, last)) == [
        1,
        2,
    ]  # which of two alike gets the third is nobody's business
    with pytest.raises(InputError, match="sum to 15, the total is 14"):
        read.estimate(layer, total=14)
    with pytest.raises(InputError, match="2 firms have no number of workers"):
        read.estimate(layer)
    full = kept(firms(tmp_path / "g.csv", ("1", "2", "3", "4", "5")))
    assert "is_estimated" not in read.estimate(full, total=15).table
    with pytest.raises(InputError, match="sum to 15, the total is 16"):
        read.estimate(full, total=16)


def test_a_list_without_a_column_of_workers_can_be_estimated_whole(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("名称,经度,纬度\n甲,116.61,39.91\n乙,116.66,39.91\n", encoding="utf-8")
    with pytest.raises(MissingColumnError):
        read.read_layer(path, "firms")
    density = read.read_density(streets(tmp_path / "s.gpkg"))
    layer = read.estimate(kept(path), density=density)
    assert layer.table["workers"].tolist() == [600, 200]
    assert layer.table["is_estimated"].all()


@settings(max_examples=40)
@given(
    known=st.lists(st.one_of(st.none(), st.integers(0, 400)), min_size=1, max_size=12),
    more=st.integers(0, 10**6),
    counts=st.tuples(st.integers(1, 10**5), st.integers(1, 10**5)),
)
def test_whatever_is_missing_the_total_is_kept_and_what_was_counted_stays(
    tmp_path_factory, known, more, counts
):
    if None not in known:
        known = [*known, None]
    folder = tmp_path_factory.mktemp("d", numbered=True)
    lines = [f"{116.61 + k / 150},{39.91},{'' if n is None else n}" for k, n in enumerate(known)]
    (folder / "f.csv").write_text("lon,lat,workers\n" + "\n".join(lines) + "\n", encoding="utf-8")
    total = sum(n or 0 for n in known) + more
    density = polygons_of(counts)
    layer = read.estimate(kept(folder / "f.csv"), total=total, density=density)
    workers = layer.table["workers"].tolist()
    assert sum(workers) == total
    for said, n, guessed in zip(known, workers, layer.table["is_estimated"], strict=True):
        assert guessed == (said is None)
        assert guessed or n == said
        assert n >= 0


@cache
def two_streets():
    with tempfile.TemporaryDirectory() as folder:
        return read.read_density(streets(Path(folder) / "s.gpkg"))


def polygons_of(counts):
    """Put counts into streets that are written and read once: a file for each draw is slow."""
    return replace(two_streets(), counts=np.array(counts, np.int64))


def test_polygons_become_demand_of_their_own_inside_themselves(tmp_path):
    density = read.read_density(streets(tmp_path / "s.gpkg", (601, 3)))
    layer = density.as_layer()
    assert layer.table["workers"].sum() == 604
    by = layer.table.groupby("street")["workers"].sum()
    assert by.to_dict() == {"西街道": 601, "东街道": 3}
    for name, shape in (("西街道", WEST), ("东街道", EAST)):
        mine = (layer.table["street"] == name).to_numpy()
        assert shapely.contains_xy(shape, layer.lon[mine], layer.lat[mine]).all()
    assert layer.table["is_estimated"].all()
    spread = layer.lon[(layer.table["street"] == "西街道").to_numpy()]
    assert np.ptp(spread) > 0.04  # all over the street, not on one spot


def test_polygons_of_a_map_service_are_moved(tmp_path):
    corners = shapely.get_coordinates(WEST)
    shifted = shapely.Polygon(np.column_stack(from_wgs84(*corners.T, "gcj02")))
    path = streets(tmp_path / "s.gpkg", (600,), (shifted,))
    layer = read.read_density(path, datum="gcj02").as_layer()
    assert shapely.contains_xy(WEST.buffer(1e-6), layer.lon, layer.lat).all()
    plain = read.read_density(path).as_layer()
    assert not shapely.contains_xy(WEST, plain.lon, plain.lat).all()


def test_points_with_fractions_keep_their_total_and_rows_without_people_are_counted(tmp_path):
    path = tmp_path / "grid.csv"
    path.write_text(
        "lon,lat,night,day\n116.61,39.91,1,2.5\n116.62,39.92,1,7.25\n116.63,39.92,1,1.25\n"
        "116.64,39.92,1,0\n116.65,39.92,1,n/a\n", encoding="utf-8"
    )  # fmt: skip
    density = read.read_density(path, column="day")
    assert density.demand.weight.tolist() == [3, 7, 1]
    assert (density.source.n_read, density.source.n_rejected) == (4, 1)
    with pytest.raises(MissingColumnError, match="number of people"):
        read.read_density(path, column="noon")
    lon, lat = lonlat(density.demand.x, density.demand.y, density.demand.crs)
    np.testing.assert_allclose(lon, [116.61, 116.62, 116.63], atol=1e-9)
    np.testing.assert_allclose(lat, [39.91, 39.92, 39.92], atol=1e-9)


def test_a_raster_is_cut_to_the_boundaries(tmp_path):
    path = tmp_path / "people.tif"
    with rasterio.open(
        path, "w", driver="GTiff", height=5, width=10, count=1, dtype="float32", crs="EPSG:4326",
        transform=from_origin(116.60, 39.95, 0.01, 0.01),
    ) as made:  # fmt: skip
        made.write(np.full((5, 10), 2.0, "float32"), 1)
    density = read.read_density(path)
    assert density.as_layer().table["workers"].sum() == 100
    inside = read.boundaries(streets(tmp_path / "w.gpkg", (1,), (WEST,)), column="街道")
    assert density.as_layer(inside).table["workers"].sum() == 50
    far = shapely.box(110, 30, 110.1, 30.1)
    nowhere = read.boundaries(streets(tmp_path / "n.gpkg", (1,), (far,)), column="街道")
    with pytest.raises(InputError, match="inside the boundaries"):
        density.as_layer(nowhere)


def test_a_street_without_a_number_is_named(tmp_path):
    with pytest.raises(InputError, match="the first is row 2"):
        read.read_density(streets(tmp_path / "s.gpkg", ("600", "不详")))


def test_the_plan_command_estimates_marks_and_names_streets(tmp_path, capsys):
    path = firms(tmp_path / "f.csv")
    sites = tmp_path / "s.csv"
    sites.write_text("名称,经度,纬度\n甲,116.61,39.91\n乙,116.66,39.91\n", encoding="utf-8")
    people = streets(tmp_path / "p.gpkg")
    table = tmp_path / "plan.geojson"
    status = main([
        "--lang", "en", "plan", "--firms", str(path), "--sites", str(sites), "--new", "1",
        "--radius-m", "1500", "--density", str(people), "--town-total", "95", "--boundaries",
        str(people), "--boundaries-column", "街道", "--datum", "wgs84", "--out", str(table),
    ])  # fmt: skip
    said = capsys.readouterr().out
    assert status == 0, said
    assert "95 workers" in said
    assert "Headcounts estimated, not counted: 2 of 4 (80 of all 95 workers)." in said
    cells = [f["properties"] for f in json.loads(table.read_text(encoding="utf-8"))["features"]]
    found = [cell for cell in cells if "is_estimated" in cell]
    assert sorted(c["workers"] for c in found if c["is_estimated"]) == [20, 60]
    assert {c["street"] for c in found} == {"西街道", "东街道"}


def test_people_alone_are_a_plan_and_nothing_at_all_is_an_error(tmp_path, capsys):
    sites = tmp_path / "s.csv"
    sites.write_text("名称,经度,纬度\n甲,116.62,39.92\n", encoding="utf-8")
    people = streets(tmp_path / "p.gpkg")
    asked = ["--lang", "en", "plan", "--sites", str(sites), "--new", "1", "--radius-m", "1000"]
    assert main([*asked, "--density", str(people), "--datum", "wgs84"]) == 0
    assert "800 workers" in capsys.readouterr().out
    assert main(asked) == 2
    assert "--firms FILE, or --density FILE" in capsys.readouterr().err


RING = "<LinearRing><coordinates>{}</coordinates></LinearRing>"
PLACEMARK = (
    "<Placemark><name>{}</name><ExtendedData><Data name='从业人员'><value>{}</value></Data>"
    "</ExtendedData><Polygon><outerBoundaryIs>{}</outerBoundaryIs>{}</Polygon></Placemark>"
)


def ring(shape):
    return RING.format(" ".join(f"{x},{y},0" for x, y in shape.coords))


def streets_kml(path, counts, shapes):
    marks = []
    for name, people, shape in zip(("西街道", "东街道"), counts, shapes, strict=True):
        holes = "".join(f"<innerBoundaryIs>{ring(h)}</innerBoundaryIs>" for h in shape.interiors)
        marks.append(PLACEMARK.format(name, people, ring(shape.exterior), holes))
    path.write_text(f"<kml><Document>{''.join(marks)}</Document></kml>", encoding="utf-8")
    return path


def test_areas_of_kml_and_parquet_are_areas(tmp_path):
    holed = WEST.difference(shapely.box(116.61, 39.91, 116.64, 39.94))
    shapes, counts = (holed, EAST), (600, 200)
    frame = gpd.read_file(streets(tmp_path / "s.gpkg", counts, shapes))
    frame.to_crs("EPSG:4549").to_parquet(tmp_path / "s.parquet")
    frame.to_parquet(tmp_path / "unsaid.parquet", schema_version="0.4.0")
    kml = streets_kml(tmp_path / "s.kml", counts, shapes)
    for path in (kml, tmp_path / "s.parquet", tmp_path / "unsaid.parquet"):
        layer = read.read_density(path).as_layer()
        by = layer.table.groupby("street")["workers"].sum()
        assert by.to_dict() == {"西街道": 600, "东街道": 200}
        west = (layer.table["street"] == "西街道").to_numpy()
        assert shapely.contains_xy(holed.buffer(1e-6), layer.lon[west], layer.lat[west]).all()
        assert read.boundaries(path).names == ("西街道", "东街道")


def test_points_of_kml_and_parquet_are_no_areas(tmp_path):
    points = gpd.GeoDataFrame(
        {"name": ["a"], "从业人员": [7]}, geometry=[shapely.Point(116.6, 39.9)], crs="EPSG:4326"
    )
    points.to_parquet(tmp_path / "p.parquet")
    assert read.read_density(tmp_path / "p.parquet").as_layer().table["workers"].sum() == 7
    with pytest.raises(InputError, match="holds no areas"):
        read.boundaries(tmp_path / "p.parquet")
