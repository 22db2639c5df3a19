"""Two people open one file: one writes, the other looks on and is told who it is."""

from __future__ import annotations

import gc
import platform
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from geo.core import Scenario
from geo.errors import InputError
from geo.store import project as store
from geo.store.record import Families
from geo.travel import Straight

import made

FAMILIES = Families(made.PROBLEMS, made.MODES)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "p.gpkg"
    store.create(path, store.Project(made.study(), Scenario(made.Question(), Straight(1.3))), "张")
    return path


def opened(path, who):
    return store.open_file(path, FAMILIES, who=who)


def held_by(path, **other):
    """Say in the file that somebody has it."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    row = {"token": "t", "who": "王", "host": "elsewhere", "pid": 1, "since": now, "seen": now}
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("DELETE FROM xuanzhi_lock")
        base.execute(
            "INSERT INTO xuanzhi_lock (token, who, host, pid, since, seen) VALUES "
            "(:token, :who, :host, :pid, :since, :seen)",
            row | other,
        )


def test_the_second_looks_on(path):
    first, second = opened(path, "张"), opened(path, "李")
    assert first.holder is None
    assert second.holder.who == "张"
    assert "张" in second.holder.sentence
    assert not second.save(replace(second.project, remarks="second"), "李")
    assert not second.undo("李")
    assert first.save(replace(first.project, remarks="first"), "张")
    assert store.load(path, FAMILIES).remarks == "first"


def test_who_looks_on_sees_that_a_third_took_it(path):
    first, second, third = (opened(path, who) for who in "张李王")
    assert third.take("王", by_force=True)
    assert second.see_holder().who == "王"
    assert third.see_holder() is None
    del third
    gc.collect()
    assert not second.may_write, "nobody has it, but nobody took it either"
    assert second.see_holder().who == "王"
    assert first is not second


def test_whoever_is_gone_holds_nothing(path):
    first = opened(path, "张")
    assert first.holder is None
    del first
    gc.collect()
    assert opened(path, "李").holder is None


def test_a_process_that_ended_holds_nothing(path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    held_by(path, pid=ended.pid, host=platform.node())
    assert opened(path, "李").holder is None


@pytest.mark.parametrize(("minutes", "is_held"), [(5, True), (20, False)])
def test_another_machine_that_is_silent_holds_nothing(path, minutes, is_held):
    seen = (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat(timespec="seconds")
    held_by(path, seen=seen)
    assert (opened(path, "李").holder is not None) == is_held


def test_taking_over_ends_the_others_writing_and_loses_nothing(path):
    first = opened(path, "张")
    assert first.save(replace(first.project, remarks="first"), "张")
    second = opened(path, "李")
    assert second.take("李", by_force=True)
    assert second.project.remarks == "first"
    assert second.save(replace(second.project, remarks="second"), "李")
    assert not first.save(replace(first.project, remarks="too late"), "张")
    assert first.holder.who == "李"
    assert first.project.remarks == "second"


def test_a_file_that_cannot_be_written_can_be_looked_at(path, monkeypatch):
    def refuse(*_given):
        raise InputError("read-only")

    monkeypatch.setattr("geo.store.database.changing", refuse)
    file = opened(path, "张")
    assert not file.may_write
    assert not file.save(replace(file.project, remarks="x"), "张")
    assert not file.undo("张")


def test_one_writer_among_many_who_come_at_once(path):
    files = [opened(path, str(k)) for k in range(5)]
    assert [f.holder is None for f in files] == [True, False, False, False, False]


def test_a_copy_handed_on_holds_all(path, tmp_path):
    first = opened(path, "张")
    assert first.save(replace(first.project, remarks="x"), "张")
    copy = tmp_path / "copy.gpkg"
    copy.write_bytes(first.contents())
    assert store.load(copy, FAMILIES).remarks == "x"
