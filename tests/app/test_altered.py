"""Footbridges on the screen: drawn by typing places, counted, taken out again."""

from __future__ import annotations

import time

import pytest
from reader import as_read
from streamlit.testing.v1 import AppTest

from geo import words
from geo.app.widgets.question import solving
from geo.core import Scenario
from geo.core.crs import lonlat
from geo.solve import MaxCover
from geo.study import demo, streets_of
from geo.travel import Straight, Street

PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES

words.use(state.language())
frame.show(PAGES[{name!r}].page)
"""
SAID = {
    "zh": ("新增通道", "取消", "街道改动带来的变化", "两个地点", "全部合计"),
    "en": ("Add a way", "Take out", "What the changed streets bring", "two places", "all together"),
}


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    monkeypatch.setattr(solving, "PATIENCE_S", 240.0)


def opened(name, language):
    study = demo("helsinki")
    app = AppTest.from_string(PAGE.format(name=name), default_timeout=240)
    app.session_state["language"] = language
    app.session_state["study"] = study
    mode = Street(graph=streets_of(study))
    app.session_state["scenario"] = Scenario(MaxCover(new=1, radius_m=400), mode)
    return app.run()


def pressed(app, label):
    next(b for b in app.button if b.label == label).click()
    return app.run()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_footbridge_is_added_counted_and_taken_out(language, tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path))
    add, out, brings, too_few, _all = SAID[language]
    with words.in_language(language):
        app = opened("propose", language)
        assert not app.exception
        graph = app.session_state["scenario"].mode.graph
        app.text_area[0].set_value("24.94, 60.165").run()
        pressed(app, add)
        assert any(too_few in as_read(e.value) for e in app.error)
        ends = [graph.edge_from[10], graph.edge_to[400]]
        lon, lat = lonlat(graph.node_x[ends], graph.node_y[ends], graph.crs)
        lines = "\n".join(f"{a}, {b}" for a, b in zip(lon, lat, strict=True))
        app.text_area[0].set_value(lines).run()
        pressed(app, add)
        assert not app.exception
        assert len(app.session_state["scenario"].mode.changes) == 1
        assert app.session_state["scenario"].mode.graph == graph  # the streets are as they were
        for _again in range(60):
            if any(brings in as_read(info.value) for info in app.info):
                break
            time.sleep(0.5)
            app.run()
        assert any(brings in as_read(info.value) for info in app.info)
        pressed(app, out)
        assert not app.session_state["scenario"].mode.changes
        assert not app.exception


def test_todays_ground_on_foot_is_a_table_on_gaps(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path))
    with words.in_language("en"):
        app = opened("gaps", "en")
        assert not app.exception
        tables = [frame.value for frame in app.dataframe if "area_km2" in frame.value]
        assert len(tables) == 1
        ground = tables[0]
        assert (ground["site"] == SAID["en"][4]).any()
        whole = ground[ground["site"] == SAID["en"][4]]
        assert whole["workers"].is_monotonic_increasing
        assert (ground["area_km2"] > 0).all()


OPENING = """
from geo.app import state, work
from geo.study import demo

work.open_demo(demo("yongshun"))
"""
LEFT_OUT = {"zh": "已略去", "en": "were left out"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_changes_of_other_streets_are_left_out_and_said(language, tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path))
    with words.in_language(language):
        app = AppTest.from_string(PAGE.format(name="propose"), default_timeout=240)
        app.session_state["language"] = language
        app.session_state["study"] = demo("yongshun")
        gate = ("block", ((24.94, 60.17),))  # in Helsinki
        asked = Scenario(MaxCover(new=1, radius_m=400), Street(changes=(gate,)))
        app.session_state["scenario"] = asked
        app.run()
        assert not app.exception
        assert not app.error
        assert any(LEFT_OUT[language] in as_read(said.value) for said in app.warning)
        assert app.session_state["scenario"].mode.changes == ()


def test_another_town_is_asked_by_straight_lines(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path))
    app = AppTest.from_string(OPENING, default_timeout=240)
    gate = ("block", ((24.94, 60.17),))
    asked = Scenario(MaxCover(new=2, radius_m=400), Street("older", changes=(gate,)))
    app.session_state["scenario"] = asked
    app.run()
    assert not app.exception
    assert app.session_state["scenario"].problem == asked.problem
    assert app.session_state["scenario"].mode == Straight(1.3)
