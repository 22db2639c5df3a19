"""Pages of a table: small ones, so that there are several levels of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pyarrow as pa
import pytest

from geo.store.pages import tree
from geo.store.pages.cells import integers, nothing, of_arrow

PAGE = 512


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute(f"PRAGMA page_size = {PAGE}")
        base.execute("CREATE TABLE t (fid INTEGER PRIMARY KEY, number, name)")
        base.execute("CREATE TABLE other (x)")
        base.executemany("INSERT INTO other VALUES (?)", [(k,) for k in range(5000)])
        base.execute("DELETE FROM other WHERE x > 2500")  # leaves free pages
        base.commit()
    return path


def some(n, first=1, longest=40):
    numbers = np.random.default_rng(n).integers(-(2**40), 2**40, n)
    names = [f"企{k}" * (k % longest) for k in range(n)]
    columns = (nothing(n), integers(numbers), of_arrow(pa.chunked_array([names])))
    wanted = list(zip(range(first, first + n), numbers.tolist(), names, strict=True))
    return tree.Rows(2, columns, n, first), wanted


def ask(path, sql):
    with closing(sqlite3.connect(path)) as base:
        return base.execute(sql).fetchall()


@pytest.mark.parametrize("n", [1, 2, 7, 60, 3000, 60_000])
@pytest.mark.parametrize("first", [1, 120, 16_380, 2**40])
def test_all_rows_are_there(n, first, file):
    rows, wanted = some(n, first, longest=9)
    tree.fill(file, [rows])
    assert ask(file, "PRAGMA integrity_check(3)") == [("ok",)]
    is_same = ask(file, "SELECT * FROM t") == wanted
    assert is_same  # where it is not, pytest would compare the lists for minutes
    held = file.read_bytes()
    assert held[24:28] == held[92:96], "else the number of pages beside it is not believed"
    assert int.from_bytes(held[28:32]) * PAGE == len(held)
    one = wanted[n // 2]
    assert ask(file, f"SELECT * FROM t WHERE fid = {one[0]}") == [one]  # noqa: S608 - a number
    assert ask(file, "SELECT count(*), max(x) FROM other") == [(2501, 2500)]


def test_sqlite_goes_on_from_there(file):
    rows, wanted = some(3000)
    tree.fill(file, [rows])
    with closing(sqlite3.connect(file)) as base:
        base.execute("DELETE FROM t WHERE fid % 3 = 0")
        base.execute("INSERT INTO t SELECT fid + 5000, number, name || name FROM t")
        base.execute("UPDATE t SET name = 'x' WHERE fid % 5 = 0")
        base.commit()
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("SELECT count(*) FROM t").fetchone() == (4000,)
        base.execute("VACUUM")
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert ask(file, "SELECT * FROM t WHERE fid = 2998") == [wanted[2997]]


def test_a_connection_that_looked_before_sees_the_rows(file):
    with closing(sqlite3.connect(file)) as base:
        assert base.execute("SELECT count(*) FROM t").fetchone() == (0,)
        tree.fill(file, [some(500)[0]])
        assert base.execute("SELECT count(*) FROM t").fetchone() == (500,)


@pytest.mark.parametrize("locked", [-3, 2, 11, 12, 13, 40, 41, 70, 95])
def test_the_page_for_locks_stays_free(locked, file, monkeypatch):
    """It lies behind a gigabyte; here at a few pages behind those there are."""
    page = ask(file, "PRAGMA page_count")[0][0] + locked
    monkeypatch.setattr(tree, "_LOCK_BYTE", (page - 1) * PAGE)
    monkeypatch.setattr(tree, "_AT_ONCE", 50)
    rows, wanted = some(900)
    tree.fill(file, [rows])
    never = f"Page {page} is never used"
    said = ask(file, "PRAGMA integrity_check")
    assert [row[0].split("\n")[-1].split(": ")[-1] for row in said] == [
        never if locked > 0 else "ok"
    ]
    assert ask(file, "SELECT * FROM t") == wanted


def test_a_row_longer_than_a_page_changes_nothing(file):
    before = file.read_bytes()
    with pytest.raises(tree.CannotFillError):
        tree.fill(file, [some(300)[0], some(300, longest=200)[0]])
    assert file.read_bytes() == before


@pytest.mark.parametrize("n_column", range(120, 132))
def test_heads_of_one_byte_and_of_two(n_column, tmp_path):
    """What tells the kinds of 126 values, and its own length, just fits into a byte's number."""
    path = tmp_path / "a.db"
    names = ", ".join(f"c{k}" for k in range(n_column - 1))
    with closing(sqlite3.connect(path)) as base:
        base.execute(f"CREATE TABLE t (fid INTEGER PRIMARY KEY, {names})")
    values = np.arange(9) * 7
    columns = (nothing(9), *(integers(values + k) for k in range(n_column - 1)))
    tree.fill(path, [tree.Rows(2, columns, 9)])
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    wanted = [(k + 1, *(7 * k + c for c in range(n_column - 1))) for k in range(9)]
    assert ask(path, "SELECT * FROM t") == wanted


@pytest.mark.parametrize("size", range(470, 480))
def test_the_longest_row_that_a_page_holds(size, file):
    """SQLite lets a row of 477 bytes stand in a page of 512, and no longer one."""
    n_head = 5  # of its length, of nothing, of a number, of a text
    text = "a" * (size - n_head)
    columns = (nothing(1), integers(np.array([0])), of_arrow(pa.chunked_array([[text]])))
    if size > PAGE - 35:
        with pytest.raises(tree.CannotFillError):
            tree.fill(file, [tree.Rows(2, columns, 1)])
    else:
        tree.fill(file, [tree.Rows(2, columns, 1)])
        assert ask(file, "PRAGMA integrity_check") == [("ok",)]
        assert ask(file, "SELECT name FROM t") == [(text,)]


def test_what_is_no_number_is_no_value():
    column = of_arrow(pa.chunked_array([pa.array([1.5, np.nan, None], pa.float64())]))
    assert column.is_gap.tolist() == [False, True, True]


def test_files_of_another_form_are_left_alone(tmp_path):
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA auto_vacuum = FULL")
        base.execute("CREATE TABLE t (fid INTEGER PRIMARY KEY, number, name)")
    text = tmp_path / "text"
    text.write_bytes(b"no database at all " * 90)
    for one in (path, text):
        before = one.read_bytes()
        with pytest.raises(tree.CannotFillError):
            tree.fill(one, [some(30)[0]])
        assert one.read_bytes() == before


def test_a_writer_that_breaks_off_leaves_an_empty_table(file, monkeypatch):
    """Its pages lie behind the end that the file announces."""
    true, calls = tree._Pages.add, []

    def add(self, pages):
        calls.append(len(pages))
        if len(calls) == 5:
            raise OSError("no room")
        return true(self, pages)

    monkeypatch.setattr(tree._Pages, "add", add)
    monkeypatch.setattr(tree, "_AT_ONCE", 50)
    with pytest.raises(OSError, match="no room"):
        tree.fill(file, [some(900)[0]])
    assert ask(file, "PRAGMA integrity_check") == [("ok",)]
    assert ask(file, "SELECT count(*) FROM t") == [(0,)]
    with closing(sqlite3.connect(file)) as base:
        base.execute("INSERT INTO t SELECT x + 1, x, 'name' FROM other")
        base.commit()
    assert ask(file, "PRAGMA integrity_check") == [("ok",)]


def test_the_largest_pages_are_left_alone(tmp_path):
    path = tmp_path / "large pages.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA page_size = 65536")
        base.execute("CREATE TABLE t (fid INTEGER PRIMARY KEY, number, name)")
        base.commit()
    held = path.read_bytes()
    with pytest.raises(tree.CannotFillError):
        tree.fill(path, [some(100)[0]])
    assert path.read_bytes() == held
