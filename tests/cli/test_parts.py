"""Which sheet or layer is the list, and what was corrected in it, by command."""

from __future__ import annotations

import json
import zipfile

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
import xlsxwriter

from geo import read
from geo.cli import main
from geo.cli.options import of_list
from geo.errors import InputError

HEAD = ["名称", "经度", "纬度", "职工数"]
FIRMS = [[f"企业{k}", 116.60 + k / 500, 39.90, k + 1] for k in range(20)]
HALLS = [[f"场地{k}", 116.605 + k / 100, 39.90, 0] for k in range(4)]
OTHERS = [[f"旧址{k}", 116.605 + k / 100, 39.95, 0] for k in range(4)]


@pytest.fixture
def lists(tmp_path):
    """The same three lists as sheets, as layers of GeoPackage and Shapefile, as folders of KML."""
    named = {"企业": FIRMS, "礼堂": HALLS, "旧址": OTHERS}
    with xlsxwriter.Workbook(tmp_path / "all.xlsx") as book:
        for name, rows in named.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate([HEAD, *rows]):
                sheet.write_row(r, 0, row)
    folders = []
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name, rows in named.items():
            table = pd.DataFrame(rows, columns=HEAD)
            points = gpd.points_from_xy(table["经度"], table["纬度"])
            frame = gpd.GeoDataFrame(table[["名称", "职工数"]], geometry=points, crs=4326)
            frame.to_file(tmp_path / "all.gpkg", layer=name)
            frame.to_file(tmp_path / f"{name}.shp", encoding="UTF-8")
            for suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
                archive.write(tmp_path / f"{name}{suffix}", f"{name}{suffix}")
            marks = "".join(
                f"<Placemark><name>{n}</name><ExtendedData><Data name='职工数'><value>{w}</value>"
                f"</Data></ExtendedData><Point><coordinates>{x},{y}</coordinates></Point></Placemark>"
                for n, x, y, w in rows
            )
            folders.append(f"<Folder><name>{name}</name>{marks}</Folder>")
    (tmp_path / "all.kml").write_text(
        "<?xml version='1.0' encoding='UTF-8'?><kml><Document><name>全部</name><Folder>"
        f"<name>名单</name>{''.join(folders)}</Folder></Document></kml>",
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize("file", ["all.xlsx", "all.gpkg", "all.zip", "all.kml"])
def test_each_list_is_a_part_of_one_file(lists, file, capsys):
    path, out = str(lists / file), lists / "p.json"
    option = "--sheet" if file.endswith("xlsx") else "--layer"
    parts = [option, "企业", option, "sites=礼堂"]
    given = ["--firms", path, "--sites", path, "--new", "2", "--radius-m", "1000", *parts]
    assert main(["--lang", "en", "plan", *given, "--json", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert (found["n_firms"], found["demand_total"]) == (20, 210)
    assert set(found["open_names"]) <= {row[0] for row in HALLS}
    capsys.readouterr()
    assert main(["--lang", "en", "check", path, "--kind", "sites", option, "旧址"]) == 0
    assert "4 rows = 4 used + 0 rejected" in capsys.readouterr().out
    assert main(["--lang", "en", "check", path, option, "没有"]) == 2
    said = capsys.readouterr().err
    assert all(name in said for name in ("企业", "礼堂", "旧址"))


@pytest.mark.parametrize("file", ["all.xlsx", "all.gpkg", "all.zip"])
def test_what_is_to_be_chosen_from_is_said(lists, file, capsys):
    path = str(lists / file)
    option = "--sheet" if file.endswith("xlsx") else "--layer"
    given = ["--firms", path, "--sites", path, "--new", "2", "--radius-m", "1000"]
    assert main(["--lang", "en", "plan", *given, option, "企业"]) == 2
    said = capsys.readouterr().err
    assert "several" in said
    assert "礼堂" in said
    assert f"On the command line: {option} 'sites=" in said
    assert main(["--lang", "en", "check", path]) == 2
    assert f"On the command line: {option} '企业'" in capsys.readouterr().err


def test_all_folders_of_a_kml_are_one_list_unless_one_is_named(lists):
    assert len(read.read_layer(lists / "all.kml", "sites")) == 28
    halls = read.read_layer(lists / "all.kml", "sites", layer="礼堂")
    assert halls.table["name"].tolist() == [row[0] for row in HALLS]
    assert halls.rows.tolist() == [21, 22, 23, 24]  # as they are counted in the whole file
    assert len(read.read_layer(lists / "all.kml", "sites", layer="名单")) == 28
    assert read.parts_of(lists / "all.kml") == ("名单", "企业", "礼堂", "旧址")
    seen = read.see_columns(lists / "all.kml", "sites")
    assert (seen.parts, seen.part) == (read.parts_of(lists / "all.kml"), "")


@pytest.mark.parametrize("file", ["all.xlsx", "all.gpkg", "all.zip"])
def test_columns_are_seen_before_a_part_is_chosen(lists, file):
    seen = read.see_columns(lists / file, "firms")
    assert set(seen.parts) == {"企业", "礼堂", "旧址"}
    assert seen.part in seen.parts
    other = read.see_columns(lists / file, "sites", part="礼堂")
    assert other.part == "礼堂"
    assert other.columns["名称"][0] == "场地0"


def squares(path, **layers):
    for name, (west, people) in layers.items():
        shapes = [shapely.box(west + k / 100, 39.8, west + (k + 1) / 100, 40.0) for k in range(3)]
        named = {"name": [f"{name}{k}" for k in range(3)], "人口": [people] * 3}
        gpd.GeoDataFrame(named, geometry=shapes, crs=4326).to_file(path, layer=name)


def test_boundaries_and_people_are_layers_too(lists, capsys):
    path = lists / "areas.gpkg"
    squares(path, 东=(116.6, 100), 西=(116.5, 7))
    firms = ["check", str(lists / "all.gpkg"), "--layer", "企业", "--boundaries", str(path)]
    assert main(["--lang", "en", *firms]) == 2
    assert "--layer 'boundaries=东'" in capsys.readouterr().err
    assert main(["--lang", "en", *firms, "--layer", "boundaries=东"]) == 0
    assert read.read_density(path, part="西").demand.total == 21
    with pytest.raises(InputError, match="several layers") as caught:
        read.read_density(path)
    assert "density=东" in caught.value.option


def test_an_option_of_a_part_may_hold_any_sign():
    said = ["a=b", "sites=c=d", "homes=x", "e", "homes="]
    assert of_list(said, "firms") == "e"
    assert of_list(said, "sites") == "c=d"
    assert of_list(said, "homes") == ""
    assert of_list(["a=b"], "firms") == "a=b"
    assert of_list(["a"], "sites", plain="sites") == "a"
    assert of_list(["a"], "sites") is None


@pytest.fixture
def faulty(tmp_path):
    rows = [
        *FIRMS,
        ["无坐标甲", None, None, 50],
        ["无坐标乙", None, None, 60],
        ["合计", None, None, 1],
    ]
    path = tmp_path / "firms.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate([HEAD, *rows]):
            for c, cell in enumerate(row):
                sheet.write(r, c, cell)
    halls = tmp_path / "halls.csv"
    halls.write_text("\n".join(",".join(map(str, r)) for r in [HEAD, *HALLS]), encoding="utf-8")
    return path, halls


def correct(path, name, lon, lat):
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[1].value == name:
            row[2].value, row[3].value = lon, lat
    book.save(path)


def test_corrected_rows_are_put_back_by_command(faulty, tmp_path, capsys):
    path, _halls = faulty
    found, left = tmp_path / "found.xlsx", tmp_path / "left.xlsx"
    given = ["--lang", "en", "check", str(path)]
    assert main([*given, "--out", str(found)]) == 0
    assert "23 rows = 20 used + 3 rejected" in capsys.readouterr().out
    correct(found, "无坐标甲", 116.61, 39.90)
    before = found.read_bytes()
    assert main([*given, "--corrected", str(found), "--out", str(left)]) == 0
    said = capsys.readouterr().out
    assert "1 of 3 refused rows of firms.xlsx put back" in said
    assert "23 rows = 21 used + 2 rejected" in said
    assert read.read_layer(path, "firms").source.n_read == 20  # the list itself is as it was
    correct(left, "无坐标乙", 116.62, 39.90)
    for target in (found, path):  # what was typed, and the list, are not written over
        assert main([*given, "--corrected", str(found), "--out", str(target)]) == 2
    assert found.read_bytes() == before
    assert main([*given, "--corrected", str(tmp_path / "none.xlsx")]) == 2
    assert main([*given, "--corrected", str(path)]) == 2
    assert "Give back the workbook" in capsys.readouterr().err


def test_a_plan_counts_corrected_rows_and_keeps_the_workbook(faulty, tmp_path, capsys):
    firms, halls = map(str, faulty)
    given = ["plan", "--firms", firms, "--sites", halls, "--new", "2", "--radius-m", "1000"]
    out = tmp_path / "p.json"
    assert main([*given, "--json", str(out)]) == 0
    first = json.loads(out.read_text(encoding="utf-8"))
    book = tmp_path / "p-findings-firms.xlsx"
    correct(book, "无坐标乙", 116.61, 39.90)
    before = book.read_bytes()
    assert main([*given, "--json", str(out), "--corrected", str(book)]) == 0
    second = json.loads(out.read_text(encoding="utf-8"))
    assert second["demand_total"] == first["demand_total"] + 60
    assert (first["n_rejected"], second["n_rejected"]) == (3, 2)
    assert book.read_bytes() == before
    assert (tmp_path / "p-findings-firms-2.xlsx").is_file()
