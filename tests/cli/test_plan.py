"""``xuanzhi plan`` keeps the contract: names, JSON, exit status; a plain loop is the judge."""

from __future__ import annotations

import csv
import json
import math
import re
import sqlite3
from contextlib import closing
from itertools import combinations
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from geo import words
from geo.cli import main
from geo.study import open_study

KEYS = {
    "problem", "new", "radius_m", "open_ids", "open_names", "value", "bound", "gap", "status",
    "seconds", "demand_total", "covered_before", "covered_after", "n_firms", "n_rejected", "datum",
    "mode",
}  # fmt: skip


@pytest.fixture
def town(tmp_path):
    """A town of 60 firms, 8 venues and a home, written as a planner would."""
    rng = np.random.default_rng(3)
    rows = [
        (
            f"企业{i}",
            116.60 + 0.05 * rng.random(),
            39.88 + 0.04 * rng.random(),
            int(rng.integers(1, 90)),
        )
        for i in range(60)
    ]
    venues = [
        (f"场地{j}", 116.60 + 0.05 * rng.random(), 39.88 + 0.04 * rng.random()) for j in range(8)
    ]
    homes = [("职工之家", 116.61, 39.89)]
    _write(tmp_path / "firms.csv", ["企业名称", "经度", "纬度", "职工人数"], rows)
    _write(tmp_path / "venues.csv", ["名称", "经度", "纬度"], venues)
    _write(tmp_path / "homes.csv", ["名称", "经度", "纬度"], homes)
    return tmp_path, rows, venues, homes


def _write(path, head, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def metres(a, b):
    """Great-circle metres on the mean sphere of the ellipsoid at 39.9 N; good to a metre here."""
    lat = math.radians((a[1] + b[1]) / 2)
    m_lat = 111_132.92 - 559.82 * math.cos(2 * lat) + 1.175 * math.cos(4 * lat)
    m_lon = 111_412.84 * math.cos(lat) - 93.5 * math.cos(3 * lat)
    return math.hypot((a[0] - b[0]) * m_lon, (a[1] - b[1]) * m_lat)


def run(capsys, *args):
    status = main([str(a) for a in args])
    out = capsys.readouterr()
    return status, out.out, out.err


def plan_args(folder, **more):
    args = ["plan", "--firms", folder / "firms.csv", "--sites", folder / "venues.csv"]
    args += ["--homes", folder / "homes.csv", "--new", 2, "--radius-m", 1000, "--datum", "wgs84"]
    for name, value in more.items():
        args += [f"--{name}", value]
    return args


def test_json_equals_brute_force(town, capsys):
    folder, firms, venues, homes = town
    status, out, _err = run(capsys, *plan_args(folder, json=folder / "plan.json"))
    assert status == 0
    figures = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert set(figures) >= KEYS

    def covered(places):
        return sum(f[3] for f in firms if any(metres(f[1:3], p[1:3]) <= 1000 for p in places))

    best = max(covered([*homes, *pair]) for pair in combinations(venues, 2))
    assert figures["value"] == figures["bound"] == figures["covered_after"] == best
    assert figures["covered_before"] == covered(homes)
    assert figures["demand_total"] == sum(f[3] for f in firms)
    assert (figures["status"], figures["gap"], figures["n_firms"], figures["n_rejected"]) == (
        "optimal", 0, 60, 0,
    )  # fmt: skip
    assert (figures["datum"], figures["mode"], figures["problem"]) == (
        "wgs84",
        "straight",
        "max-cover",
    )
    assert figures["datum_known"] is True
    assert len(figures["open_ids"]) == len(figures["open_names"]) == 3
    assert "proven best" in out


def test_rejected_rows_are_kept_and_counted(town, capsys):
    folder, firms, _venues, _homes = town
    bad = [("坏一", "没有", 39.9, 5), ("坏二", 116.62, 39.9, -3)]
    _write(folder / "firms.csv", ["企业名称", "经度", "纬度", "职工人数"], [*firms, *bad])
    status, _out, _err = run(capsys, *plan_args(folder, json=folder / "p.json"))
    figures = json.loads((folder / "p.json").read_text(encoding="utf-8"))
    assert (status, figures["n_firms"], figures["n_rejected"]) == (0, 60, 2)
    kept = openpyxl.load_workbook(folder / "p-findings-firms.xlsx").worksheets[0]
    cells = {str(c) for row in kept.iter_rows(values_only=True) for c in row}
    assert {"坏一", "没有", "坏二", "-3"} <= cells


def test_an_unstated_datum_is_said_everywhere(town, capsys):
    folder = town[0]
    args = [a for a in plan_args(folder, json=folder / "p.json") if a not in ("--datum", "wgs84")]
    status, out, _err = run(capsys, *args)
    figures = json.loads((folder / "p.json").read_text(encoding="utf-8"))
    assert status == 0
    assert figures["datum_known"] is False
    assert "taken, not known" in out
    assert any("not known" in note for note in figures["notes"])


def test_gcj02_moves_firms_back(town, capsys):
    folder = town[0]
    args = ["gcj02" if a == "wgs84" else a for a in plan_args(folder)]
    status, out, _err = run(capsys, *args)
    assert status == 0
    assert re.search(r"GCJ-02 -> WGS-84 \(5\d\d m\)", out)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"new": 99}, "99"),
        ({"new": 0}, "New sites"),
        ({"radius-m": 0}, "adius"),
        ({"weight": "没有这一列"}, "没有这一列"),
        ({"detour": 0.5}, "detour"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(town, capsys, changes, said):
    status, out, err = run(capsys, *plan_args(town[0], **changes))
    assert status == 2
    assert said in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("name", ["firms.csv", "venues.csv"])
@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\xff" * 50, b"a,b\n1,2\n", "企业,人数\n甲,3\n".encode()]
)
def test_useless_files_are_named(town, capsys, name, content):
    folder = town[0]
    (folder / name).write_bytes(content)
    status, out, err = run(capsys, *plan_args(folder))
    assert status == 2
    assert name in err
    assert "Traceback" not in out + err


def test_a_missing_file_is_named(town, capsys):
    (town[0] / "firms.csv").unlink()
    status, _out, err = run(capsys, *plan_args(town[0]))
    assert status == 2
    assert "firms.csv" in err


def test_nothing_coverable_is_status_3_and_names_the_radius(town, capsys):
    folder, firms, _venues, _homes = town
    _write(
        folder / "venues.csv",
        ["名称", "经度", "纬度"],
        [("远", 116.9, 39.95), ("更远", 116.95, 39.95)],
    )
    args = plan_args(folder, **{"radius-m": 300})
    i = args.index("--homes")
    del args[i : i + 2]
    status, _out, err = run(capsys, *args)
    assert status == 3
    least = min(metres(f[1:3], (116.9, 39.95)) for f in firms)
    said = [int(w) for w in err.replace(",", "").replace(".", " ").split() if w.isdigit()]
    assert any(least - 20 <= w <= least * 3 for w in said), err


def test_set_cover_needs_no_new(town, capsys):
    folder = town[0]
    args = ["plan", "--firms", folder / "firms.csv", "--sites", folder / "venues.csv"]
    args += ["--radius-m", 9000, "--problem", "set-cover", "--json", folder / "p.json"]
    status, _out, err = run(capsys, *args)
    assert status == 0, err
    figures = json.loads((folder / "p.json").read_text(encoding="utf-8"))
    assert figures["covered_after"] == figures["demand_total"]


def test_a_missing_option_is_named(town, capsys):
    folder = town[0]
    args = ["plan", "--firms", folder / "firms.csv", "--sites", folder / "venues.csv", "--new", 2]
    status, _out, err = run(capsys, *args)
    assert status == 2
    assert "--radius-m" in err


def test_chinese_output(town, capsys):
    status, out, _err = run(capsys, "--lang", "zh", *plan_args(town[0]))
    words.use("en")
    assert status == 0
    assert "已证明最优" in out


def test_candidates_without_venues(town, capsys):
    folder = town[0]
    args = ["plan", "--firms", folder / "firms.csv", "--candidates", "kmeans", "hexgrid"]
    args += ["--new", 2, "--radius-m", 1000, "--json", folder / "p.json"]
    status, _out, err = run(capsys, *args)
    assert status == 0, err
    assert json.loads((folder / "p.json").read_text(encoding="utf-8"))["status"] == "optimal"


def test_plan_exports_and_checks(town, capsys):
    folder = town[0]
    out = [folder / n for n in ("p.gpkg", "p.html", "p.xlsx", "p.geojson", "p.csv")]
    status, _out, err = run(capsys, *plan_args(folder), "--out", *out)
    assert status == 0, err
    assert all(p.stat().st_size > 0 for p in out)
    status, said, _err = run(capsys, "verify", out[0])
    assert status == 0
    assert said.startswith("PROVEN value = bound = ")
    status, _out, err = run(capsys, "export", out[0], "--out", folder / "again.html")
    assert status == 0, err
    assert (folder / "again.html").stat().st_size > 0


def test_streets_are_walked(tmp_path, capsys):
    """A river with one bridge: the far bank is near in a straight line and far on foot."""
    ways = (
        [[116.600, 39.900], [116.610, 39.900], [116.620, 39.900]],
        [[116.600, 39.902], [116.610, 39.902], [116.620, 39.902]],
        [[116.620, 39.900], [116.620, 39.902]],
    )
    drawn = [{"type": "LineString", "coordinates": way} for way in ways]
    features = [{"type": "Feature", "properties": {}, "geometry": line} for line in drawn]
    lines = {"type": "FeatureCollection", "features": features}
    (tmp_path / "roads.geojson").write_text(json.dumps(lines), encoding="utf-8")
    head = ["name", "lon", "lat", "workers"]
    _write(
        tmp_path / "firms.csv", head, [("here", 116.601, 39.900, 5), ("across", 116.601, 39.902, 7)]
    )
    _write(tmp_path / "venues.csv", head[:3], [("hall", 116.6005, 39.900)])
    args = ["plan", "--firms", tmp_path / "firms.csv", "--sites", tmp_path / "venues.csv"]
    args += ["--new", 1, "--radius-m", 500, "--datum", "wgs84", "--json", tmp_path / "p.json"]
    covered = {}
    for mode in ("straight", "street"):
        status, _out, err = run(
            capsys, *args, "--mode", mode, "--streets", tmp_path / "roads.geojson"
        )
        assert status == 0, err
        figures = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
        assert figures["mode"] == mode
        covered[mode] = figures["covered_after"]
    assert covered == {"straight": 12, "street": 5}
    status, _out, err = run(capsys, *args, "--mode", "street")
    assert status == 2
    assert "--streets" in err


def test_a_list_is_checked_corrected_and_read_again(tmp_path, capsys):
    rows = [("甲", 116.65, 39.90, 12), ("乙", "没有", 39.91, 7), ("丙", 116.66, 39.91, 8)]
    _write(tmp_path / "firms.csv", ["企业名称", "经度", "纬度", "职工人数"], rows)
    out = tmp_path / "findings.xlsx"
    status, said, err = run(capsys, "check", tmp_path / "firms.csv", "--out", out)
    assert status == 0, err
    assert "3 rows = 2 used + 1 rejected" in said
    assert "workers <- 职工人数" in said
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    head = [c.value for c in sheet[1]]
    sheet.cell(2, head.index("经度") + 1, 116.655)
    book.save(out)
    status, said, err = run(capsys, "check", out)
    assert status == 0, err
    assert "1 row = 1 used + 0 rejected" in said


@pytest.mark.parametrize("kind", ["firms", "sites", "homes"])
def test_templates_can_be_read_back(tmp_path, capsys, kind):
    status, _said, err = run(capsys, "template", kind, "--out", tmp_path / "t.csv")
    assert status == 2
    assert not (tmp_path / "t.csv").exists()
    status, said, err = run(capsys, "template", kind, "--out", tmp_path / "t.xlsx")
    assert status == 0, err
    assert (
        f"xuanzhi check {tmp_path / 't.xlsx'}{'' if kind == 'firms' else f' --kind {kind}'}" in said
    )
    status, said, err = run(capsys, "check", tmp_path / "t.xlsx", "--kind", kind)
    assert status == 2
    assert "none of the 1 rows can be used" in said + err
    assert "write your own rows below it" in said + err


def test_outputs_are_looked_at_before_anything_is_solved(town, capsys):
    """A list must never be overwritten, and nobody waits for a file that cannot be written."""
    folder = town[0]
    before = (folder / "venues.csv").read_bytes()
    for out, said in (
        (folder / "venues.csv", "write to another file"),
        (folder / "p.docx2", "no such form"),
        (folder / "nowhere" / "p.gpkg", "no such folder"),
    ):
        status, shown, err = run(capsys, *plan_args(folder), "--out", out)
        assert status == 2
        assert said in err
        assert "read" not in shown
    status, _out, err = run(capsys, *plan_args(folder, json=folder / "firms.csv"))
    assert status == 2
    assert "write to another file" in err
    assert (folder / "venues.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("", "is a folder; name a file"),
        ("nowhere/f.xlsx", "no such folder"),
        ("f.docx", "no such form; wanted one of .xlsx"),
        ("firms.csv", "write to another file"),
    ],
)
def test_a_check_looks_at_its_workbook_before_the_list(town, capsys, out, said):
    folder = town[0]
    before = sorted(folder.rglob("*"))
    status, shown, err = run(capsys, "check", folder / "firms.csv", "--out", folder / out)
    assert (status, shown) == (2, "")
    assert said in err
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("geocode", "firms.csv", "--out", "nowhere/f.csv"), "no such folder"),
        (("geocode", "firms.csv", "--out", "f.xlsx"), "no such form; wanted one of .csv"),
        (("geocode", "firms.csv", "--out", "firms.csv"), "write to another file"),
        (("worker-page", "--out", "w.html", "--poster", "nowhere/p.svg"), "no such folder"),
        (("worker-page", "--out", "nowhere/w.html"), "no such folder"),
    ],
)
def test_nobody_is_asked_before_the_files_are_looked_at(town, capsys, monkeypatch, asked, said):
    monkeypatch.chdir(town[0])
    (town[0] / "key.txt").write_text("k")
    more = {
        "geocode": ("--service", "amap", "--key-file", "key.txt"),
        "worker-page": ("--demo", "yongshun", "--url", "https://example.org"),
    }
    status, _shown, err = run(capsys, *asked, *more[asked[0]])
    assert status == 2
    assert said in err
    assert not (town[0] / "w.html").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_figures_that_cannot_be_written_name_their_file(town, capsys):
    status, _shown, err = run(capsys, *plan_args(town[0], json="/dev/full"))
    assert status == 2
    assert "/dev/full cannot be read or written" in err


def test_doubtful_rows_are_said_and_kept(town, capsys):
    folder, firms, _venues, _homes = town
    _write(
        folder / "firms.csv",
        ["企业名称", "经度", "纬度", "职工人数"],
        [*firms, ("远", 116.9, 41.9, 9)],
    )
    status, out, _err = run(capsys, *plan_args(folder, json=folder / "p.json"))
    figures = json.loads((folder / "p.json").read_text(encoding="utf-8"))
    assert status == 0
    assert figures["n_doubtful"] >= 1
    assert "used but doubtful" in out
    assert (folder / "p-findings-firms.xlsx").is_file()


def test_a_number_that_is_none_is_said_in_the_users_language(town, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "zh", *map(str, plan_args(town[0], new="x"))])
    words.use("en")
    assert ended.value.code == 2
    assert "需要一个数" in capsys.readouterr().err


def test_a_plan_file_whose_shown_sites_were_changed_is_caught(town, capsys):
    folder = town[0]
    status, _out, err = run(capsys, *plan_args(folder), "--out", folder / "p.gpkg")
    assert status == 0, err
    with closing(sqlite3.connect(folder / "p.gpkg")) as base:
        base.execute("update xuanzhi_plan set value = '[]' where key = 'new_ids'")
        base.commit()
    status, said, _err = run(capsys, "verify", folder / "p.gpkg")
    assert status == 1
    assert "not those of the plan" in said


def test_a_column_is_named_for_one_list(town, capsys):
    folder, firms, venues, _homes = town
    _write(folder / "firms.csv", ["企业名称", "经度", "纬度", "甲"], firms)
    _write(folder / "venues.csv", ["名称", "横", "纵"], venues)
    named = ["--column", "workers=甲", "--column", "sites.lon=横", "--column", "sites.lat=纵"]
    status, _out, err = run(capsys, *plan_args(folder, json=folder / "p.json"), *named)
    assert status == 0, err
    figures = json.loads((folder / "p.json").read_text(encoding="utf-8"))
    assert figures["demand_total"] == sum(f[3] for f in firms)


def test_what_a_column_is_is_said_once_and_remembered(tmp_path, capsys):
    """The proposal shows examples; a correction is kept beside the list, for folders too."""
    lists = tmp_path / "town"
    lists.mkdir()
    text = "名称,东,北,职工数,合同工\n甲,116.65123,39.91123,5,50\n乙,116.66123,39.92123,6,60\n"
    (lists / "firms.csv").write_text(text, encoding="utf-8")
    firms = lists / "firms.csv"
    named = ("--column", "lon=东", "--column", "lat=北", "--column", "workers=合同工")
    status, said, err = run(capsys, "check", firms, *named, "--remember")
    assert status == 0, err
    assert "workers <- 合同工" in said
    assert "50, 60" in said
    status, said, err = run(capsys, "check", firms)
    assert status == 0, err
    assert "workers <- 合同工" in said
    assert "as remembered in columns.toml: lon = 东, lat = 北" in said
    assert open_study(lists).demand.total == 110
    status, said, err = run(capsys, "check", firms, "--column", "workers=职工数")
    assert "workers <- 职工数" in said  # what is said now wins
    firms.write_text(text.replace("合同工", "合同"), encoding="utf-8")
    status, said, err = run(capsys, "check", firms)
    assert status == 2  # the list has no such column any more: the remedy names what remembered it
    assert "columns.toml" in err
    assert "--column" in err
    (lists / "columns.toml").write_text("firms = 3", encoding="utf-8")
    status, said, err = run(capsys, "check", firms)
    assert status == 2
    assert "columns.toml" in err
    assert "Traceback" not in err


def test_figures_on_stdout_stand_there_alone(town, tmp_path, capsys):
    plan = tmp_path / "p.gpkg"
    status, said, err = run(capsys, *plan_args(town[0], json="-"), "--out", plan)
    assert status == 0
    assert set(json.loads(said)) >= KEYS
    assert str(plan) in err
    status, said, _err = run(capsys, "export", plan, "--json", "-", "--out", tmp_path / "p.csv")
    assert set(json.loads(said)) >= KEYS
    status, said, _err = run(capsys, "export", plan, "--out", tmp_path / "p.csv")
    assert str(tmp_path / "p.csv") in said, "lines are on stdout again"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["template", "firms", "--out", "nowhere/x.xlsx"], "nowhere"),
        (["verify", "nowhere.gpkg"], "There is no file"),
        (["export", "p.gpkg"], "Say what to write"),
        (["worker-page", "--demo", "yongshun", "--out", "p.pdf"], "wanted one of .html, .htm"),
        (["export", "p.gpkg", "--out", "folder.csv"], "is a folder"),
        (["report", "p.gpkg", "--out", "p.xlsx"], "wanted one of .docx, .pdf"),
    ],
)
def test_what_cannot_be_done_is_said_at_once(tmp_path, monkeypatch, capsys, given, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    status, out, err = run(capsys, *given)
    assert (status, out) == (2, "")
    assert said in err


def test_options_are_refused_in_the_users_language(capsys):
    for given in (["plan", "--bogus"], ["plan", "--new"], ["locate"], ["nothing"], ["plan", "-h"]):
        with pytest.raises(SystemExit):
            main(["--lang", "zh", *given])
        said = capsys.readouterr()
        for english in ("argument", "usage", "required", "recognized", "options", "exit"):
            assert english not in said.out + said.err
