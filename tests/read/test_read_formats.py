"""Laws of all readers: every row is used or refused, and what a file says comes back."""

from __future__ import annotations

import importlib
import pkgutil
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import read
from geo.errors import InputError
from geo.read import formats
from geo.read.cells.terms import TOTALS
from geo.read.template import examples

import lists
from lists import GOOD, WRITERS, frame, shapefile, write

NAMES = [r.name for r in read.READERS]
formats_ = pytest.mark.parametrize("name", NAMES)


def test_every_reader_of_the_folder_is_in_the_tuple_and_has_a_writer_here():
    found = set()
    for module in pkgutil.iter_modules(formats.__path__):
        content = vars(importlib.import_module(f"geo.read.formats.{module.name}"))
        found |= {v.name for v in content.values() if isinstance(v, formats.Reader)}
    assert found == set(NAMES) == set(WRITERS)


@formats_
def test_a_good_list_comes_back_as_it_is(name, tmp_path):
    layer = read.read_layer(write(name, GOOD, tmp_path), "firms", datum="wgs84")
    assert layer.table["id"].tolist() == ["a1", "a2", "a3"]
    assert layer.table["name"].tolist() == ["甲公司", "乙,公司", '丙"公司"']
    assert layer.table["workers"].tolist() == [12, 7, 30]
    np.testing.assert_allclose(layer.lon, [116.65, 116.66, 116.67], atol=1e-9)
    np.testing.assert_allclose(layer.lat, [39.91, 39.92, 39.9], atol=1e-9)
    assert (layer.source.n_read, layer.source.n_rejected) == (3, 0)
    assert layer.source.datum_known
    assert len(layer.source.sha256) == 64


number = st.one_of(
    st.integers(-5, 50_000).map(str),
    st.sampled_from(["", "12.5", "约20人", "20-30", "abc", "１２", "1,200", "nan", "无"]),
)
degree = st.one_of(
    st.floats(70, 140).map(lambda v: f"{v:.5f}"), st.sampled_from(["", "0", "999", "-", "116.5"])
)
one_row = st.fixed_dictionaries(
    {
        "企业名称": st.text(
            st.characters(categories=("L", "N"), max_codepoint=0xFFFF), max_size=8
        ).filter(lambda name: name not in TOTALS | examples()),  # those are no firms
        "经度": degree,
        "纬度": st.one_of(st.floats(10, 50).map(lambda v: f"{v:.5f}"), degree),
        "职工数": number,
    }
)


@formats_
@settings(max_examples=25)
@given(rows=st.lists(one_row, min_size=1, max_size=12))
def test_rows_in_are_rows_used_plus_rows_refused(name, rows):
    rows = [row | {"企业编号": f"k{i}"} for i, row in enumerate(rows)]
    rows.append(GOOD[0])  # one usable row, else there is one clear error instead of a layer
    with tempfile.TemporaryDirectory() as folder:
        layer = read.read_layer(write(name, rows, Path(folder)), "firms")
    assert len(layer) + len(layer.rejected) == len(rows)
    assert layer.source.n_read == len(layer) == len(layer.table) == len(layer.lat)
    assert layer.source.n_rejected == len(layer.rejected) == len(layer.refused)
    assert layer.rejected["row"].is_unique
    assert set(layer.doubtful["row"]).isdisjoint(layer.rejected["row"])
    assert (layer.rejected[["reason", "remedy"]] != "").to_numpy().all()
    kept = {row["企业编号"] for row in rows if _is_usable(row)}
    assert kept <= set(layer.table["id"])
    assert np.isfinite(layer.lon).all()
    assert (layer.table["workers"] >= 0).all()


def _is_usable(row):
    """Say by plain rules, of our own, that a row must not be lost."""
    try:
        lon, lat, workers = float(row["经度"]), float(row["纬度"]), int(row["职工数"])
    except ValueError:
        return False
    return 90 < lon <= 180 and 0 < lat <= 90 and workers >= 0


@formats_
def test_row_numbers_are_those_the_user_sees(name, tmp_path):
    bad = GOOD[1] | {"职工数": "-4"}
    layer = read.read_layer(write(name, [GOOD[0], bad, GOOD[2]], tmp_path), "firms")
    seen = 3 if name in ("CSV", "Excel") else 2  # below the header; the second feature
    assert layer.rejected["row"].tolist() == [seen]
    assert layer.rejected["value"].tolist() == ["-4"]
    assert layer.rejected["source"].tolist() == [WRITERS[name][1]]
    assert layer.table["id"].tolist() == ["a1", "a3"]


@formats_
def test_a_wrong_suffix_does_not_matter(name, tmp_path):
    path = write(name, GOOD, tmp_path)
    other = path.rename(tmp_path / "list.dat")
    if name == "KML":
        other = other.rename(tmp_path / "list.csv")
    assert len(read.read_layer(other, "firms")) == 3


@pytest.mark.parametrize("name", ["GeoPackage", "Shapefile", "GeoParquet"])
@pytest.mark.parametrize("crs", ["EPSG:4548", "EPSG:32650", "EPSG:3857", "EPSG:4527", "EPSG:4490"])
def test_a_system_in_the_file_is_honoured(name, crs, tmp_path, monkeypatch):
    monkeypatch.setattr(lists, "frame", lambda rows: frame(rows).to_crs(crs))
    layer = read.read_layer(write(name, GOOD, tmp_path), "firms")
    np.testing.assert_allclose(layer.lon, [116.65, 116.66, 116.67], atol=2e-8)
    np.testing.assert_allclose(layer.lat, [39.91, 39.92, 39.9], atol=2e-8)
    assert layer.source.datum_known
    assert layer.source.datum == ("wgs84" if crs in ("EPSG:32650", "EPSG:3857") else "cgcs2000")


def test_geojson_and_kml_only_imply_their_datum(tmp_path):
    for name in ("GeoJSON", "KML", "CSV", "Excel"):
        layer = read.read_layer(write(name, GOOD, tmp_path), "firms")
        assert not layer.source.datum_known
        assert layer.source.datum == "wgs84"


def test_areas_become_a_point_inside_and_say_so(tmp_path):
    shapes = frame(GOOD)
    shapes["geometry"] = shapes.to_crs(32650).buffer(50).to_crs(4326)
    path = tmp_path / "areas.gpkg"
    shapes.to_file(path)
    layer = read.read_layer(path, "firms")
    assert len(layer.doubtful) == 3
    np.testing.assert_allclose(layer.lon, [116.65, 116.66, 116.67], atol=1e-3)


def test_layers_of_a_geopackage_are_asked_for(tmp_path):
    path = tmp_path / "two.gpkg"
    frame(GOOD).to_file(path, layer="一")
    frame(GOOD[:1]).to_file(path, layer="二")
    with pytest.raises(read.reading.InputError, match="several layers hold a list"):
        read.read_layer(path, "firms")
    assert len(read.read_layer(path, "firms", layer="二")) == 1
    with pytest.raises(read.reading.InputError, match="no layer 'x'"):
        read.read_layer(path, "firms", layer="x")


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
@pytest.mark.parametrize("has_cpg", [True, False])
def test_a_shapefile_may_have_any_usual_encoding(encoding, has_cpg, tmp_path):
    shapefile(GOOD, tmp_path / "a.zip", encoding=encoding)
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(tmp_path / "a.zip") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".dbf"):
                data = data[:29] + b"\0" + data[30:]  # no code page byte, as old tools leave it
                data = _heading(data, 0, "企业编号", encoding)
                data = _heading(data, 1, "企业名称", encoding)
            if has_cpg or not name.endswith(".cpg"):
                new.writestr("文件夹/" + name, data)
    table = read.read_layer(path, "firms").table
    assert table["name"].tolist()[0] == "甲公司"
    assert table["id"].tolist()[0] == "a1"


def _heading(dbf, k, text, encoding):
    """Write a heading as a tool does that cuts it at ten bytes, inside a character."""
    at = 32 + 32 * k
    return dbf[:at] + text.encode(encoding)[:10].ljust(11, b"\0") + dbf[at + 11 :]


@pytest.mark.parametrize("said", ["GB2312", "gbk", "GB18030", "big5"])
def test_a_kml_that_says_it_is_in_gbk(said, tmp_path):
    text = (
        f'<?xml version="1.0" encoding="{said}"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        "<Placemark><name>中山公園</name><Point><coordinates>116.6,39.9</coordinates></Point>"
        "</Placemark></kml>"
    )
    path = tmp_path / "homes.kml"
    path.write_bytes(text.encode("gb18030" if said.lower().startswith("gb") else said))
    assert read.read_layer(path, "homes").table["name"].tolist() == ["中山公園"]
    path.write_bytes(text.replace(said, "UTF-4").encode("utf-8"))
    with pytest.raises(InputError, match=r"homes\.kml.*utf-4"):
        read.read_layer(path, "homes")
