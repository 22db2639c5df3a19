"""Files nobody can use, by accident or on purpose: refused with one clear sentence, and soon."""

from __future__ import annotations

import json
import re
import resource
import sqlite3
import struct
import time
import tracemalloc
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from old_excel import SECTOR, write_xls

from geo import read
from geo.errors import GeoError, InputError

from lists import GOOD, csv_text, write

SECONDS = 10.0  # generous: the bound is on the order, other processes share the machine
MEGABYTES = 400


@pytest.fixture
def refused(tmp_path):
    """Write bytes under a name; they must be refused soon, in little memory, by name."""

    def refused(content, name, match="."):
        path = tmp_path / name
        path.write_bytes(content)
        return refuse(path, match)

    return refused


def refuse(path, match="."):
    tracemalloc.start()
    begun = time.perf_counter()
    try:
        with pytest.raises(InputError, match=match) as caught:
            read.read_layer(path, "firms")
    finally:
        taken, peak = time.perf_counter() - begun, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert path.name in str(caught.value)
    assert len(str(caught.value)) < 1500
    assert taken < SECONDS
    assert peak < MEGABYTES << 20
    return str(caught.value)


def read_or_refuse(path):
    """Damage may leave a readable file; if not, there is one clear error and nothing else."""
    try:
        layer = read.read_layer(path, "firms")
    except GeoError as error:
        said = str(error)
    else:
        said = layer.source.name
        assert len(layer) == layer.source.n_read > 0
    assert path.name in said


@pytest.mark.parametrize("suffix", read.SUFFIXES)
def test_an_empty_file(refused, suffix):
    refused(b"", f"a{suffix}", "the file is empty")
    refused(b" \r\n\t\n", f"b{suffix}", "the file is empty")


@pytest.mark.parametrize("suffix", read.SUFFIXES)
def test_noise_under_every_suffix(refused, suffix):
    for seed in range(3):
        refused(np.random.default_rng(seed).bytes(5000), f"n{seed}{suffix}")


HEADS = [
    b"PK\x03\x04",
    b"SQLite format 3\x00",
    b"PAR1",
    b"{",
    b"<kml",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x00\x00\x27\x0a",
    b"name,lon,lat,n\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'{"type":"FeatureCollection","features":[',
]


@settings(max_examples=60)
@given(
    head=st.sampled_from(HEADS), body=st.binary(max_size=300), suffix=st.sampled_from(read.SUFFIXES)
)
def test_noise_behind_every_known_beginning(head, body, suffix, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / f"noise{suffix}"
    path.write_bytes(head + body)
    read_or_refuse(path)


@pytest.mark.parametrize("name", [r.name for r in read.READERS])
def test_a_file_cut_or_scratched_anywhere(name, tmp_path):
    whole = write(name, GOOD, tmp_path).read_bytes()
    chance = np.random.default_rng(7)
    for k in range(25):
        data = bytearray(whole)
        if k % 2:
            data = data[: int(chance.integers(len(data)))]
        else:
            for _hit in range(20):
                data[int(chance.integers(len(data)))] = int(chance.integers(256))
        path = tmp_path / f"damaged{k}.bin"
        path.write_bytes(bytes(data))
        read_or_refuse(path)


def test_headings_without_rows(refused):
    refused(b"name,lon,lat,n\n", "a.csv", "there are headings but no rows")
    refused(b"name,lon,lat,n\n,,,\n", "b.csv", "there are headings but no rows")
    refused(json.dumps({"type": "FeatureCollection", "features": []}).encode(), "c.geojson")


def test_text_in_no_known_encoding(refused):
    refused(
        b"name,lon,lat,n\n" + b"\x81\x20\xff\xff,116,39,5\n",
        "a.csv",
        "row 2 is not text in UTF-8, GB18030 or UTF-16",
    )


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read.read_layer(tmp_path / "none.csv", "firms")
    with pytest.raises(InputError, match="no such file"):
        read.read_layer(tmp_path, "firms")


def test_an_unknown_kind_says_so(tmp_path):
    with pytest.raises(InputError, match="Unknown kind 'shops'"):
        read.read_layer(tmp_path / "a.csv", "shops")


def test_a_web_page_under_the_name_of_a_table(refused):
    refused(
        b"<html><table><tr><td>lon</td></tr></table></html>",
        "export.xls",
        "web page under the name of a table",
    )


def test_a_workbook_with_a_password(refused):
    entry = "EncryptedPackage".encode("utf-16-le")
    refused(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + entry + bytes(2000),
        "a.xlsx",
        "has a password",
    )


def test_a_zip_bomb(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.shp", "a.dbf", "a.shx"):
            with archive.open(name, "w", force_zip64=True) as member:
                for _mb in range(60):
                    member.write(bytes(1 << 20))
    refuse(path, "unpacks to 180 MB")


def test_a_workbook_that_is_a_zip_bomb(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member,
    ):
        for _mb in range(100):
            member.write(b" " * (1 << 20))
    refuse(path, "unpacks to 100 MB")


@pytest.mark.parametrize(
    "name", ["../evil.shp", "/etc/evil.shp", "C:\\evil.shp", "a/../../evil.shp", "..\\evil.shp"]
)
def test_an_archive_that_leaves_its_folder(tmp_path, name):
    path = tmp_path / "walk.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")
        archive.writestr("a.dbf", b"x")
    refuse(path, "leaves its folder")


def test_a_sheet_with_a_giant_rectangle(tmp_path):
    path = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["name", "lon", "lat", "n"])
        sheet.write(1_048_575, 16_383, "x")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refuse(path, r"spans 1,048,576 rows and 16,384 columns")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEGABYTES << 10


def test_a_workbook_whose_dimension_lies(tmp_path):
    good = write("Excel", GOOD, tmp_path)
    path = tmp_path / "lies.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1:XFD1048576"', data)
                assert b"XFD1048576" in data
            new.writestr(name, data)
    assert len(read.read_layer(path, "firms")) == 3


def test_an_entity_bomb(refused):
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a "'
        + "x" * 1000
        + '">'
        + "".join(f'<!ENTITY {chr(98 + k)} "{f"&{chr(97 + k)};" * 20}">' for k in range(8))
    )
    refused(
        (bomb + "]><kml><Placemark><name>&i;</name></Placemark></kml>").encode(),
        "bomb.kml",
        "declares entities of its own",
    )
    outside = '<?xml version="1.0"?><!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><name>&x;</name></kml>'
    refused(outside.encode(), "outside.kml", "declares entities of its own")


def test_ten_megabytes_in_one_cell(refused, tmp_path):
    big = "x" * (10 << 20)
    refused(
        f"name,lon,lat,n\na,116,39,5\n{big},116,39,5\n".encode(),
        "plain.csv",
        "row 3 .* a cell of more than",
    )
    refused(
        f'name,lon,lat,n\na,116,39,5\n"{big}",116,39,5\n'.encode(),
        "quoted.csv",
        "row 3 .* a cell of more than",
    )


def test_a_geopackage_with_a_bad_schema(tmp_path):
    path = tmp_path / "bad.gpkg"
    with sqlite3.connect(path) as db:
        db.execute("create table gpkg_contents (table_name int)")
        db.execute("insert into gpkg_contents values (1)")
    db.close()
    refuse(path)


def test_a_geopackage_that_holds_no_place(tmp_path):
    path = tmp_path / "none.gpkg"
    with sqlite3.connect(path) as db:
        db.execute("create table t (a text)")
    db.close()
    refuse(path)


def test_geometry_that_is_nowhere(tmp_path):
    features = [
        {"type": "Feature", "properties": {"n": "5", "name": f"f{k}"}, "geometry": g}
        for k, g in enumerate(
            [
                None,
                {"type": "Point", "coordinates": []},
                {"type": "Point", "coordinates": [1e308, -1e308]},
                {"type": "Point", "coordinates": [116.1, 39.1]},
            ]
        )
    ]
    path = tmp_path / "a.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    layer = read.read_layer(path, "firms")
    assert layer.table["name"].tolist() == ["f3"]
    assert layer.rejected["row"].tolist() == [1, 2, 3]


OUTSIDE = ("1e999", "-1E+999", "NaN", "-Infinity", "9" * 400, "-" + "9" * 400 + ".5")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_number_beyond_all_range_costs_its_own_row_alone(tmp_path, encoding):
    given = [*OUTSIDE, "116.1", "116.1e000", "11610000e-005"]
    features = ",".join(
        f'{{"type":"Feature","properties":{{"n":5,"name":"甲\\"1e999 {k}",'
        f'"note":"{"9" * 400}","size":1e999}},'
        f'"geometry":{{"type":"Point","coordinates":[{lon},39.1]}}}}'
        for k, lon in enumerate(given)
    )
    path = tmp_path / "a.geojson"
    path.write_bytes(f'{{"type":"FeatureCollection","features":[{features}]}}'.encode(encoding))
    layer = read.read_layer(path, "firms")
    assert layer.lon.tolist() == pytest.approx([116.1] * 3)
    assert layer.table["name"].tolist() == [f'甲"1e999 {k}' for k in (6, 7, 8)]
    assert layer.table["note"].tolist() == ["9" * 400] * 3
    assert layer.rejected["row"].tolist() == [1, 2, 3, 4, 5, 6]
    assert set(layer.rejected["reason"]) == {"not a coordinate"}
    assert layer.rejected["value"].tolist()[:4] == [
        f"{v}, 39.1" for v in ("inf", "-inf", "nan", "-inf")
    ]


@pytest.mark.parametrize(
    "body",
    [
        '"' + '\\"' * 200_000,
        "9" * 2_000_000,
        "1." * 1_000_000,
        "1e" * 1_000_000,
        '"' * 300_001,
        "[" + "1e999," * 300_000,
    ],
    ids=["a text without an end", "digits", "points", "exponents", "quotes", "numbers"],
)
def test_numbers_without_an_end_are_refused_soon(refused, body):
    refused(f'{{"type":"FeatureCollection","a":1e999,"features":{body}'.encode(), "a.geojson")


def test_a_point_that_is_not_a_number_in_binary(tmp_path):
    good = write("GeoPackage", GOOD, tmp_path)
    nan = struct.pack("<d", float("nan"))
    data = good.read_bytes().replace(struct.pack("<d", 116.66), nan)
    good.write_bytes(data)
    try:
        layer = read.read_layer(good, "firms")
    except InputError:
        return
    assert "a2" not in layer.table["id"].tolist()
    assert layer.rejected["row"].tolist() == [2]


def test_formulas_and_links_of_a_workbook_are_never_followed(tmp_path):
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["name", "lon", "lat", "n"])
        sheet.write_row(1, 1, [116.1, 39.1])
        sheet.write_formula("A2", "='[http://192.0.2.1/x.xlsx]S'!A1", value="from afar")
        sheet.write_formula("D2", "=2+3", value=5)
    layer = read.read_layer(path, "firms")
    assert layer.table[["name", "workers"]].to_numpy().tolist() == [["from afar", 5]]


def test_a_list_that_is_too_deep_for_its_parser(refused):
    refused(b'{"type":"FeatureCollection","features":' + b"[" * 100_000, "deep.geojson")


def test_csv_with_ten_thousand_columns(refused):
    refused(
        (",".join(f"c{k}" for k in range(10_000)) + "\n" + "1," * 9_999 + "1\n").encode(),
        "wide.csv",
        "10,000 columns",
    )


def test_csv_helper_writes_what_it_should():
    assert csv_text(GOOD[:1]).splitlines()[1] == "a1,甲公司,116.65,39.91,12"


@pytest.mark.parametrize("part", range(8))
def test_an_old_workbook_cut_off_anywhere(refused, tmp_path, part):
    """Compiled code that panics raises no `Exception`; the program would end."""
    whole = write_xls(tmp_path / "whole.xls", [("企业名称", "职工数"), ("甲公司", 12.0)])
    data = whole.read_bytes()
    for cut in range(8 + 61 * part, len(data), 61 * 8):
        refused(data[:cut], "cut.xls")


@pytest.mark.parametrize("cut", [56, 64, 100, 127])
def test_an_old_workbook_without_the_end_of_its_directory(refused, tmp_path, cut):
    rows = [("企业名称", "职工数", "经度", "纬度"), ("甲公司", 12.0, 116.65, 39.91)]
    data = bytearray(write_xls(tmp_path / "whole.xls", rows).read_bytes())
    last = len(data) // SECTOR - 2  # the directory is put last, as other programs do
    data[0x30:0x34] = struct.pack("<I", last)
    refused(bytes(data[: len(data) - SECTOR + cut]), "cut.xls")


@pytest.mark.parametrize("suffix", [".gpkg", ".parquet", ".kml", ".csv"])
def test_a_cell_of_megabytes_in_every_format(tmp_path, refused, suffix):
    long = "长" * ((1 << 20) + 1)
    if suffix == ".kml":
        marks = "".join(f"<Placemark><name>{n}</name></Placemark>" for n in ("甲", long))
        (tmp_path / "a.kml").write_text(f"<kml>{marks}</kml>", encoding="utf-8")
    elif suffix == ".csv":
        (tmp_path / "a.csv").write_text(
            f"企业名称,职工数,经度,纬度\n{long},5,116.65,39.91\n", "utf-8"
        )
    else:
        frame = gpd.GeoDataFrame(
            {"企业名称": ["甲", long], "职工数": 5},
            geometry=gpd.points_from_xy([116.65, 116.66], [39.91, 39.92]),
            crs=4326,
        )
        name = tmp_path / f"a{suffix}"
        frame.to_parquet(name) if suffix == ".parquet" else frame.to_file(name)
    refused((tmp_path / f"a{suffix}").read_bytes(), f"b{suffix}", match="characters")
