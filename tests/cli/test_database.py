"""Lists kept in a database: ``URL#TABLE`` stands for a file, and the password goes nowhere."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from geo import words
from geo.cli import main
from geo.cli.options.data import listed
from geo.read import DatabaseTable
from geo.study import open_study

from postgis import schema

FIRMS = "名称 text, 经度 double precision, 纬度 double precision, 职工数 integer"


@pytest.fixture
def rows():
    """Forty firms; the last has no place."""
    rng = np.random.default_rng(5)
    firms = [
        (f"企业{i}", 116.60 + 0.05 * rng.random(), 39.88 + 0.04 * rng.random(), int(i + 1))
        for i in range(40)
    ]
    firms[-1] = ("企业39", None, None, 7)
    venues = [(f"场地{i}", 116.605 + 0.01 * i, 39.89, None) for i in range(5)]
    return firms, venues


@pytest.fixture
def url(tmp_path, rows):
    with closing(sqlite3.connect(tmp_path / "union.db")) as db, db:
        for name, listed_rows in zip(("企业", "场地"), rows, strict=True):
            db.execute(f"create table {name} ({FIRMS})")
            db.executemany(f"insert into {name} values (?,?,?,?)", listed_rows)  # noqa: S608 - our own names
    return f"sqlite:///{tmp_path / 'union.db'}"


def plan(url, firms, sites, *more):
    lists = ["--firms", f"{url}#{firms}", "--sites", f"{url}#{sites}"]
    return main(["plan", *lists, "--new", "2", "--radius-m", "1000", *map(str, more)])


def test_a_list_is_a_path_or_a_table():
    assert listed("C:/union#1/firms.csv") == Path("C:/union#1/firms.csv")
    assert listed("sqlite:///C:/union.db#企业") == DatabaseTable("sqlite:///C:/union.db", "企业")
    found = listed("postgresql+psycopg://me:ge#heim@h/union#union.firms")
    assert found == DatabaseTable("postgresql+psycopg://me:ge#heim@h/union", "union.firms")


@pytest.mark.parametrize("end", ["", "#", "?sslmode=require"])
@pytest.mark.parametrize("word", ["geheim", "ge#heim"])
def test_an_address_without_a_table_says_what_to_add(end, word, capsys):
    text = f"postgresql+psycopg://me:{word}@127.0.0.1:1/union{end}"
    assert listed(text).name == ""
    assert main(["--lang", "en", "check", text]) == 2
    said = capsys.readouterr()
    assert "# and the name of the table" in said.err
    assert "heim" not in said.err + said.out


def test_an_address_without_a_table_says_which_there_are(url, capsys):
    for text in (url, f"{url}#"):
        assert main(["--lang", "en", "check", text]) == 2
        said = capsys.readouterr().err
        assert "# and the name of the table" in said
        assert "It has: 企业, 场地." in said
    assert not [p for p in Path.cwd().iterdir() if p.name.startswith("union.db")]


def test_check_reads_a_table(url, tmp_path, capsys):
    out = tmp_path / "f.xlsx"
    given = ["--lang", "en", "check", f"{url}#企业", "--datum", "gcj02", "--out", str(out)]
    assert main([*given, "--column", "workers=职工数"]) == 0
    said = capsys.readouterr().out
    assert "40 rows = 39 used + 1 rejected" in said
    assert "GCJ-02 -> WGS-84" in said
    assert openpyxl.load_workbook(out).sheetnames
    assert main([*given, "--remember"]) == 2
    assert "beside files only" in capsys.readouterr().err
    assert not list(tmp_path.glob("**/columns.toml"))
    assert main(["check", f"{url}#企业", "--weight", "nothing"]) == 2
    assert main(["check", f"{url}#没有"]) == 2


def test_a_plan_from_tables_is_the_plan_from_files(url, rows, tmp_path, capsys):
    for name, listed_rows in zip(("firms", "sites"), rows, strict=True):
        lines = [",".join("" if v is None else str(v) for v in row) for row in listed_rows]
        text = "\n".join(["名称,经度,纬度,职工数", *lines])
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    files = ["--firms", str(tmp_path / "firms.csv"), "--sites", str(tmp_path / "sites.csv")]
    kept = [tmp_path / "a.json", tmp_path / "b.json"]
    more = ["--new", "2", "--radius-m", "1000", "--json"]
    assert main(["plan", *files, *more, str(kept[0])]) == 0
    assert plan(url, "企业", "场地", "--json", kept[1], "--out", tmp_path / "p.gpkg") == 0
    by_file, by_table = (json.loads(path.read_text(encoding="utf-8")) for path in kept)
    for key in ("open_names", "value", "bound", "demand_total", "n_firms", "n_rejected"):
        assert by_file[key] == by_table[key], key
    study = open_study(tmp_path / "p.gpkg")
    assert study.name == "企业"
    assert [s.name for s in study.sources] == ["企业", "场地"]
    assert (tmp_path / "p-findings-firms.xlsx").is_file()
    where = ["--firms", f"{url}#企业", "--homes", f"{url}#场地", "--at", "116.61,39.89"]
    assert main(["locate", *where, "--json", "-"]) == 0
    assert "场地" in capsys.readouterr().out


def test_the_database_itself_is_never_written_over(url, tmp_path, capsys):
    held = tmp_path / "union.gpkg"
    (tmp_path / "union.db").rename(held)
    before = held.read_bytes()
    there = f"sqlite:///{held}"
    assert plan(there, "企业", "场地", "--out", held) == 2
    assert held.read_bytes() == before


def test_without_the_extra_it_is_named(url, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    assert main(["--lang", "en", "check", f"{url}#企业"]) == 2
    assert "xuanzhi[sql]" in capsys.readouterr().err


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_findings_beside_public_files_are_called_internal(audience, url, tmp_path, capsys):
    words.use("en")
    assert plan(url, "企业", "场地", "--json", tmp_path / "p.json", "--audience", audience) == 0
    said = capsys.readouterr().out
    is_public = audience == "public"
    called = "internal-findings" if is_public else "findings"
    assert [p.name for p in tmp_path.glob("*.xlsx")] == [f"p-{called}-firms.xlsx"]
    assert ("for internal use only, do not publish it" in said) == is_public


def test_a_real_postgres_is_planned_from_and_its_password_goes_nowhere(rows, tmp_path, capsys):
    outs = [tmp_path / f"p{suffix}" for suffix in (".gpkg", ".html", ".geojson")]
    with schema("xuanzhi_cli") as kept:
        for name, listed_rows in zip(("firms", "venues"), rows, strict=True):
            kept.fill(name, FIRMS, listed_rows)
        shown, more = kept.url_with_password, ["--json", tmp_path / "p.json", "--out", *outs]
        assert plan(shown, "xuanzhi_cli.firms", "xuanzhi_cli.venues", *more) == 0
        assert main(["check", f"{shown}#xuanzhi_cli.none"]) == 2
    study = open_study(tmp_path / "p.gpkg")
    assert study.name == "firms"
    assert [s.name for s in study.sources] == ["xuanzhi_cli.firms", "xuanzhi_cli.venues"]
    said = capsys.readouterr()
    assert kept.password not in said.out + said.err
    for path in tmp_path.iterdir():
        assert kept.password.encode() not in path.read_bytes()
        assert kept.driver.encode() not in path.read_bytes()
