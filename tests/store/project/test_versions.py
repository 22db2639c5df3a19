"""An older project opens in a newer version; a newer one is refused with a sentence."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from geo.core import Scenario
from geo.errors import InputError
from geo.store import project as store
from geo.store.record import Families
from geo.travel import Straight

import made

FAMILIES = Families(made.PROBLEMS, made.MODES)
SQL = Path(__file__).with_name("version_1.sql")


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "旧项目.gpkg"
    with closing(sqlite3.connect(path)) as base, base:
        base.executescript(SQL.read_text(encoding="utf-8"))
    return path


def test_reading_version_1_leaves_it_as_it_is(old):
    before = hashlib.sha256(old.read_bytes()).digest()
    project = store.load(old, FAMILIES)
    assert hashlib.sha256(old.read_bytes()).digest() == before
    study = project.study
    assert (study.name, study.small_firm_line, study.demand.total) == ("旧项目", 25, 47)
    assert list(study.demand.ids) == ["a", "b", "c"]
    assert list(study.sites.ids) == [7, 8]
    assert list(study.demand.table["name"]) == ["甲", "乙", None]
    assert study.sources[0].datum_known is True
    assert (project.whom, project.remarks) == ("small", "第一版")
    question = made.Question(new=1, radius_m=450.0)
    assert project.scenario == Scenario(question, Straight(1.25), seed=4, note="旧")
    assert [c.who for c in store.history(old)] == ["张"]


def test_version_1_can_be_worked_on(old):
    file = store.open_file(old, FAMILIES, who="李")
    assert file.holder is None
    assert file.save(replace(file.project, remarks="第二版", whom="all"), "李")
    assert store.load(old, FAMILIES).remarks == "第二版"
    assert file.undo("李")
    assert store.load(old, FAMILIES).remarks == "第一版"
    with closing(sqlite3.connect(old)) as base:
        keys = dict(base.execute("SELECT key, value FROM xuanzhi_project"))
    assert keys["schema"] == str(store.VERSION)
    assert "scenario" not in keys


def test_a_plan_kept_in_version_1_is_still_there(tmp_path):
    found, question = made.proposal(), Scenario(made.Question(), Straight(1.3))
    kept = store.KeptPlan("甲", question, found.study, found.plan, found.served_pos)
    path = tmp_path / "p.gpkg"
    store.create(path, store.Project(found.study, question, kept=(kept,)), "张")
    with closing(sqlite3.connect(path)) as base, base:
        base.executescript(
            "DROP TABLE xuanzhi_scenarios; DROP TABLE xuanzhi_lock; DROP TABLE xuanzhi_doubtful;"
            "DELETE FROM gpkg_contents WHERE table_name IN"
            " ('xuanzhi_scenarios', 'xuanzhi_lock', 'xuanzhi_doubtful');"
            "ALTER TABLE xuanzhi_plans DROP COLUMN is_dropped;"
            "ALTER TABLE xuanzhi_history DROP COLUMN undo;"
            "ALTER TABLE xuanzhi_history DROP COLUMN is_undone;"
            "UPDATE xuanzhi_project SET value = '1' WHERE key = 'schema';"
        )
        base.execute(
            "INSERT INTO xuanzhi_project (key, value) VALUES ('scenario', ?)", (question.to_toml(),)
        )
    file = store.open_file(path, FAMILIES, who="李")
    assert file.project.kept[0].plan.value == found.plan.value
    assert file.save(replace(file.project, kept=()), "李")
    assert store.load(path, FAMILIES).kept == ()


@pytest.mark.parametrize(
    ("version", "said"), [(str(store.VERSION + 1), "newer xuanzhi"), ("x", "damaged")]
)
def test_a_newer_or_nameless_version_is_refused(old, version, said):
    with closing(sqlite3.connect(old)) as base, base:
        base.execute("UPDATE xuanzhi_project SET value = ? WHERE key = 'schema'", (version,))
    before = old.read_bytes()
    for look in (
        lambda: store.load(old, FAMILIES),
        lambda: store.open_file(old, FAMILIES, who="李"),
    ):
        with pytest.raises(InputError, match=said):
            look()
    assert old.read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("DROP TABLE sites", "damaged"),
        ("DELETE FROM xuanzhi_project WHERE key = 'crs'", "crs"),
        ("UPDATE xuanzhi_project SET value = '{' WHERE key = 'firms_columns'", "damaged"),
        ("UPDATE firms SET workers = 'many'", "damaged"),
        ("UPDATE sites SET status = 'shut'", "shut"),
    ],
)
def test_a_damaged_project_gets_one_clear_message(old, spoil, said):
    with closing(sqlite3.connect(old)) as base, base:
        base.execute(spoil)
    with pytest.raises(InputError, match=said):
        store.load(old, FAMILIES)
