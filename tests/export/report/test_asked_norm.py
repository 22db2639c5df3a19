"""The norm of a document is the one that was set on the screen: figures, share, urban streets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import text_of

import geo
from geo import words
from geo.app import cache
from geo.cli import main
from geo.core import AskedNorm, Release, Scenario
from geo.errors import InputError
from geo.explain import compliance
from geo.export import Choices, export
from geo.export.report import build, find
from geo.export.report.asked.norm import norm_name
from geo.export.report.content import Table
from geo.norms import asked_norm, norm
from geo.store import project as store
from geo.store.project import asked

from cases import CASES, STREETS, proposal
from paper import texts, undrawn

__all__ = ["undrawn"]

RAW, QUESTION = CASES["usual"]
SET = AskedNorm("double-15", (("double-15", "radius_m", 700),), ("北街",), 0.5)


def said(found, language="en", **choices):
    with words.in_language(language):
        return " ".join(texts(build(found, Choices(**choices))))


def lacking(found, asked_):
    """Workers that a street lacks, by plain loops."""
    opened = [found.study.sites.ids.get_loc(i) for i in found.plan.open_ids]
    radius, total = dict(x[1:] for x in asked_.figures)["radius_m"], 0
    for k, street in enumerate(STREETS):
        firms = [i for i in range(len(RAW.firms)) if i % 3 == k]
        times = 2 if street in asked_.urban else 1
        got = sum(
            RAW.firms[i][2] for i in firms if sum(RAW.near(i, j, radius) for j in opened) >= times
        )
        people = sum(RAW.firms[i][2] for i in firms)
        assert asked_.share == 0.5
        total += max((people + 1) // 2 - got, 0)
    return total


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("urban", [(), ("北街",), STREETS])
def test_what_is_set_reaches_the_document(urban):
    set_ = replace(SET, urban=urban)
    found = replace(proposal("usual"), norm=set_)
    missing = lacking(found, set_)
    text = said(found)
    assert "Held against: Double-15 project" in text
    assert "Asked: one home within 700 m of 50% of the workers of each area" in text
    assert ("2 homes in" in text) is bool(urban)
    assert "changed here from 1,000: Double-15 project" in text
    assert ("cross coverage in main urban areas: not asked" in text.lower()) is not bool(urban)
    with words.in_language("en"):
        blocks = build(found, Choices()).blocks
    areas = next(b for b in blocks if isinstance(b, Table) and b.caption.endswith("area by area"))
    assert sum(int(row[4]) for row in areas.rows) == missing
    assert "由1,000改动" in said(found, "zh").replace(" ", "")
    assert "每个片区50%的职工在700米以内" in said(found, "zh")


@pytest.mark.usefixtures("undrawn")
def test_a_town_whose_urban_streets_nobody_named_is_not_called_compliant():
    study = geo.demo("yongshun")
    reach = geo.Straight(1.3).reach(study.demand, study.sites)
    plan = geo.solve(geo.SetCover(radius_m=2200), reach)
    wide = AskedNorm("double-15", (("double-15", "radius_m", 2200),))
    found = replace(geo.propose(plan, study, with_regret=False), norm=wide)
    text = said(found)
    assert "With the plan, the coverage that the norm asks for is met." not in text
    assert "so the norm as a whole is not called met" in text
    assert "Cross coverage in main urban areas: not asked, as no area is named as such" in text
    assert "主城区交叉覆盖未核对，故不能认定整体达标" in said(found, "zh")
    streets = tuple(sorted(set(study.demand.table["street"])))
    text = said(replace(found, norm=replace(wide, urban=streets)))
    rule = asked_norm("double-15", wide)
    held = compliance(rule, reach, plan.open_ids, urban=None)
    assert held.is_met is False
    assert f"not met, for {held.missing:,} workers" in text
    assert "is not called met" not in text


@pytest.mark.usefixtures("undrawn")
def test_the_fewest_and_the_cheapest_are_named_with_their_cost():
    plain = AskedNorm("life-circle-10", (("life-circle-10", "radius_m", 900),), share=0.6)
    found = replace(proposal("usual"), norm=plain)
    told = find(found, "life-circle-10").compliance
    assert told.fewest_ids
    assert told.cheapest_yuan is not None
    cost = sum(1000 * (int(str(i)[1:]) + 1) for i in told.cheapest_ids)
    assert told.cheapest_yuan == cost
    text = said(found)
    assert f"{cost:,} yuan" in text
    if set(told.fewest_ids) == set(told.cheapest_ids):
        assert "None would cost less: " in text
    else:
        assert "The cheapest that would meet it: " in text


def test_a_stopped_search_concludes_nothing(undrawn):
    plain = AskedNorm("life-circle-10", (("life-circle-10", "radius_m", 900),), share=0.6)
    found = replace(proposal("usual"), norm=plain)
    late = find(found, "life-circle-10", limit_s=0)
    assert late.compliance.is_late
    with words.in_language("en"):
        text = " ".join(texts(build(found, Choices(), late)))
    assert "The fewest sites for this norm could not be proven." in text
    assert "these venues cannot meet it" not in text


def test_streets_that_are_gone_and_figures_of_another_version_are_left():
    set_ = AskedNorm("double-15", (("double-15", "huts", 3), ("double-15", "times", 1.5)), ("x",))
    found = replace(proposal("usual"), norm=set_)
    assert find(found, "double-15").compliance.urban == ()
    assert asked_norm("double-15", set_) == norm("double-15")
    assert norm_name(replace(found, norm=AskedNorm("huts"))) == "shared-home"
    assert norm_name(found) == "double-15"
    assert norm_name(found, "") == ""


def test_a_norm_is_kept_as_it_is_set():
    hours = SET.with_figure("shared-home", "hours", ("lunch", "night"))
    for one in (SET, hours, AskedNorm("double-15")):
        assert AskedNorm.from_record(one.record()) == one
        assert asked.asked_norm({"norm": one.record()}) == one
    assert hours.with_figure("shared-home", "hours", None) == SET
    assert asked_norm("shared-home", hours).hours == ("lunch", "night")
    assert asked.asked_norm({}) is None
    for wrong in ({"name": "a"}, SET.record() | {"share": 2}, SET.record() | {"figures": [1]}):
        assert asked.asked_norm({"norm": wrong}) is None
    for share in (0, 1.1, "all"):
        with pytest.raises(InputError):
            AskedNorm("double-15", share=share)


def test_the_screen_hands_its_norm_to_every_form(tmp_path):
    found = proposal("usual")
    for radius in (700, 800):  # not kept from the first time
        set_ = AskedNorm("double-15", (("double-15", "radius_m", radius),))
        made = cache.exported(replace(found, norm=set_), Release(), ".docx", tmp_path)
        (tmp_path / "b.docx").write_bytes(made)
        assert f"within {radius} m of every worker" in text_of(tmp_path / "b.docx")
    set_ = AskedNorm("shared-home", (("shared-home", "area_m2", 222),))
    page = cache.exported(replace(found, norm=set_), Release(), ".html", tmp_path).decode()
    assert "At least 222 m² are asked of each home" in page


def test_the_command_takes_the_norm_of_the_project(tmp_path):
    found = proposal("usual")
    plan = export(found, tmp_path / "plan.gpkg")
    screen, out = tmp_path / "project.gpkg", tmp_path / "a.docx"
    scene = Scenario(found.plan.problem, found.plan.mode)
    settings = {"norm": SET.record()}
    store.create(screen, store.Project(found.study, scene, settings=settings), "张")
    given = ["report", str(plan), "--out", str(out), "--lang", "en"]
    assert main(given) == 0
    assert "Held against: Shared workers' home" in text_of(out)
    assert main([*given, "--project", str(screen)]) == 0
    assert "Asked: one home within 700 m of 50% of the workers of each area; 2 homes" in text_of(
        out
    )
    assert main([*given, "--project", str(screen), "--norm", "life-circle-10"]) == 0
    assert "Asked: one home within 500 m of 50% of the workers of each area." in text_of(out)
    assert main([*given, "--project", str(screen), "--norm", "none"]) == 0
    assert "Held against" not in text_of(out)


def test_what_nobody_changed_on_the_screen_is_not_asked():
    app = AppTest.from_string(
        "from geo.app import state\n"
        "from geo.core import AskedNorm\n"
        "import streamlit as st\n"
        "before = state.norm_if_asked()\n"
        "state.keep_norm(AskedNorm('double-15', urban=('A',)))\n"
        "kept = state.settings()\n"
        "state.keep_norm(None)\n"
        "state.use_settings(kept)\n"
        "st.text(f'{before} {state.norm_if_asked().urban}')\n"
    ).run()
    assert [t.value for t in app.text] == ["None ('A',)"]
