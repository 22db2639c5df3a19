"""Page Data opens databases on a machine of one's own; its address goes nowhere."""

from __future__ import annotations

import gc
import sqlite3
import tempfile
from contextlib import closing
from types import SimpleNamespace

import pytest
from reader import as_read
from streamlit.testing.v1 import AppTest

from geo import words
from geo.app import databases
from geo.app.state import Database
from geo.errors import AccessError
from geo.opening import read_project

from postgis import schema

PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES

words.use(state.language())
frame.show(PAGES["data"].page)
"""
SECRET = "geheim"  # noqa: S105 - a word that must go nowhere
COLUMNS = "名称 text, 经度 double precision, 纬度 double precision, 职工数 integer"
FIRMS = [(f"企业{k}", 116.60 + k / 500, 39.90, k + 1) for k in range(9)]
HALLS = [("礼堂甲", 116.605, 39.905, None), ("礼堂乙", 116.612, 39.905, None)]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path / "projects"))
    yield tmp_path / "projects"
    gc.collect()


@pytest.fixture
def url(tmp_path):
    (tmp_path / SECRET).mkdir()
    with closing(sqlite3.connect(tmp_path / SECRET / "union.db")) as db, db:
        for name, rows in (("企业", FIRMS), ("礼堂", HALLS)):
            db.execute(f"create table {name} ({COLUMNS})")
            db.executemany(f"insert into {name} values (?,?,?,?)", rows)  # noqa: S608 - our own names
    return f"sqlite:///{tmp_path / SECRET / 'union.db'}"


def opened(language="en"):
    words.use(language)
    app = AppTest.from_string(PAGE, default_timeout=120)
    app.session_state["language"] = language
    app.session_state["folder"] = SimpleNamespace(name=tempfile.mkdtemp())
    return fine(app.run())


def fine(app):
    assert not app.exception, app.exception
    return app


def pressed(app, label):
    next(b for b in app.button if b.label == label).click()
    return fine(app.run())


def connected(app, url, show="Show its tables"):
    app.text_input(key="database-address").set_value(url)
    return pressed(app, show)


def choose(app, label, value):
    next(b for b in app.selectbox if b.label == label).set_value(value)


def everything(app):
    """All that the page shows, and all that is saved in its folders."""
    parts = (app.error, app.warning, app.info, app.success, app.markdown, app.caption, app.text)
    shown = [str(e.value) for part in parts for e in part]
    return "\n".join([*map(as_read, shown), *(as_read(e.label) for e in app.expander)])


def test_tables_are_chosen_read_and_corrected_without_the_address(home, url):
    app = connected(opened(), url)
    choose(app, "firms", "企业")
    choose(app, "venues", "礼堂")
    app = pressed(app, "Read these tables")
    study = app.session_state["study"]
    assert (study.name, study.demand.total, len(study.sites)) == ("企业", 45, 2)
    assert [s.name for s in study.sources] == ["企业", "礼堂"]
    app.session_state["opened_database"] = None  # nothing is asked of the database any more
    app = pressed(app, "Read again with these columns")
    assert app.session_state["study"].demand.total == 45
    assert SECRET not in everything(app)
    (file,) = home.rglob("*.gpkg")
    assert SECRET.encode() not in file.read_bytes()
    assert b"sqlite://" not in file.read_bytes()
    assert read_project(file).study.demand.total == 45
    assert SECRET not in repr(Database(url, ("企业",)))
    fresh = opened()
    assert (
        "opened_database" not in fresh.session_state
        or fresh.session_state["opened_database"] is None
    )


def test_what_is_wrong_is_said_where_it_was_typed(home, tmp_path):
    app = connected(opened(), f"postgresql+psycopg://me:{SECRET}@127.0.0.1:1/x")
    assert any("cannot give this table" in as_read(e.value) for e in app.error)
    assert SECRET not in everything(app)
    assert app.subheader  # the page goes on
    app = connected(app, str(tmp_path / "union.db"))
    assert any("a file is chosen above" in as_read(e.value) for e in app.error)
    app = connected(app, f"sqlite:///{tmp_path / 'none.db'}")
    assert any("no such file" in as_read(e.value) for e in app.error)
    assert not (tmp_path / "none.db").exists()


def test_firms_must_be_among_the_tables(home, url):
    app = connected(opened("zh"), url, "列出其中的表")
    app = pressed(app, "读取这些表")
    assert any("请先选择企业名单" in as_read(e.value) for e in app.error), [
        e.value for e in app.error
    ]


def test_a_shared_planner_opens_no_database(home, url, monkeypatch):
    app = connected(opened(), url)
    monkeypatch.setenv("XUANZHI_SHARE", "1")
    app = fine(app.run())
    assert not any(e.label == "Lists kept in a database" for e in app.expander)
    for step in (lambda: databases.connect(url), lambda: databases.take({}, datum=None)):
        with pytest.raises(AccessError, match="opens no databases"):
            step()


def test_a_real_postgres_is_opened_and_its_password_goes_nowhere(home):
    with schema("xuanzhi_page") as kept:
        kept.fill("firms", COLUMNS, FIRMS)
        kept.fill("halls", COLUMNS, HALLS)
        app = connected(opened(), kept.url_with_password)
        choose(app, "firms", "xuanzhi_page.firms")
        choose(app, "venues", "xuanzhi_page.halls")
        app = pressed(app, "Read these tables")
    study = app.session_state["study"]
    assert (study.name, study.demand.total) == ("xuanzhi_page.firms", 45)
    assert kept.password not in everything(app)
    (file,) = home.rglob("*.gpkg")
    assert kept.password.encode() not in file.read_bytes()
    assert kept.driver.encode() not in file.read_bytes()
