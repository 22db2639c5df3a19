"""The explanations on the screen: asked for, computed, said, and the call that makes them."""

from __future__ import annotations

import io
import re
import time
from contextlib import redirect_stdout
from dataclasses import replace

import numpy as np
import pytest
from reader import as_read
from streamlit.testing.v1 import AppTest

import geo
from geo import words
from geo.app import code
from geo.core import USUAL_ERRORS, Scenario
from geo.core.scalars import python_of
from geo.explain import Errors, LevelWish, curve, doubt_target, least_regret, levels
from geo.solve import BudgetCover, CloseCover, GradualCover, MaxCover, MoveCover, SetCover
from geo.study import demo, reach_of

PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES

words.use(state.language())
frame.show(PAGES[{name!r}].page)
"""
PANEL = """
from geo import words
from geo.app import cache, frame, state, widgets
from geo.study import run

words.use(state.language())
key = cache.key_of(state.study(), state.scenario())
if cache.known("plan", key) is None:
    cache.remember("plan", key, run(state.study(), state.scenario(), with_regret=False))
frame.show(lambda: widgets.why(cache.known("plan", key), key="propose"))
"""
CARDS = """
from dataclasses import replace

from geo import words
from geo.app.widgets.why.cards import site_cards
from geo.core import USUAL_ERRORS, Scenario
from geo.core.scalars import python_of
from geo.solve import MaxCover
from geo.study import demo, run
from geo.travel import Straight

words.use({language!r})
question = MaxCover(new=2, radius_m=600, {further})
found = run(demo("yongshun"), Scenario(question, Straight(1.3)), with_regret=False)
site_cards(replace(found, cards=found.cards.assign({loss})), "cards")
"""
TARGET = """
from geo import words
from geo.app import frame, widgets
from geo.core import USUAL_ERRORS, Scenario
from geo.core.scalars import python_of
from geo.solve import SetCover
from geo.study import demo, run
from geo.travel import Straight

words.use({language!r})
scenario = Scenario(SetCover(radius_m=1000, share=0.6), Straight(1.3))
found = run(demo("yongshun"), scenario, with_regret=False)
frame.show(lambda: widgets.why(found, key="target"))
"""
SWAPS = {
    ("", ""): {
        "en": "Next best in its place: 示例北苑商务楼 (40 workers fewer)\n",
        "zh": "次优替代：示例北苑商务楼（少覆盖 40 名职工）\n",
    },
    ("", "loss_if_swapped=0"): {"en": " (as many workers)\n", "zh": "（覆盖人数不变）\n"},
    ("", "loss_if_swapped=-7"): {
        "en": "Best in its place: 示例北苑商务楼 (7 workers more)\n",
        "zh": "最优替代：示例北苑商务楼（多覆盖 7 名职工）\n",
    },
    ("times=2", ""): {
        "en": " workers fewer). Counted in that are those with 2 homes near.\n",
        "zh": " 名职工）。这一比较按身边同时有2个职工之家的职工计数。\n",
    },
    ("floor_share=0.01", ""): {
        "en": " workers fewer). What else the question asks for is not weighed in that.\n",
        "zh": " 名职工）。问题的其他要求未计入这一比较。\n",
    },
    ("spacing_m=10", ""): {"en": " workers fewer)\n", "zh": " 名职工）\n"},
}
SAID = {
    "zh": {
        "sites": (
            "名职工**只靠某一处",
            "服务范围：1.",
            "就近服务 ",
            "仅此可达",
            "最近的现有职工之家",
            "每新覆盖一名职工",
        ),
        "hall": ("少服务", "包含它的最优方案"),
        "menu": ("个方案与最优相差不超过", "所有这样好的方案都选"),
        "doubt": ("次抽样中", "各点位仍被选中的比例", "其他选法"),
        "norm": ("未达标", "最少（", "最省（", "中华全国总工会“双15”工程"),
        "levels": ("已证明两级合计最优", "驿站：建成后覆盖", "驿站：现有 0 处，拟建 2 处"),
        "fair": ("最公平方案覆盖", "公平的代价（职工）"),
        "hours": ("这一最薄弱的时段", "延长开放时间的效果"),
        "phase": ("已证明各年合计最优", "第 3 年后"),
    },
    "en": {
        "sites": (
            *("on one of them alone depend", "Catchment: 1.", "small unionised ones: "),
            "to whom no open home is nearer",
            *("Nearest home today", "newly covered"),
        ),
        "hall": ("fewer workers", "The best plan with it"),
        "menu": ("other plans come within", "In every plan that good"),
        "doubt": ("draws the plan is as good", "How often each site", "other ways of choosing"),
        "norm": ("not met", "Fewest (", "Cheapest (", "Double-15 project, All-China"),
        "levels": ("Proven best for both levels", "Stations: covered then", "2 proposed"),
        "fair": ("Fairest plan covers", "Price of fairness"),
        "hours": ("the thinnest part of the week", "What opening longer would bring"),
        "phase": ("Proven best for all years", "After year 3"),
    },
}


def opened(name, language):
    """Open a page; the panel by itself, as a whole page is drawn again at every question."""
    text = PANEL if name == "panel" else PAGE.format(name=name)
    app = AppTest.from_string(text, default_timeout=120)
    app.session_state["language"] = language
    return settled(app.run())


def settled(app):
    """Run on until nothing is being counted any more."""
    for _time in range(60):
        if not re.search(r"Counting|正在计算", texts(app)):
            break
        app.run()
    assert not app.exception, app.exception
    return app


def texts(app):
    kinds = [app.markdown, app.caption, app.success, app.warning, app.info, app.error]
    said = [as_read(element.value) for kind in kinds for element in kind]
    bars = [str(element.proto.text) for element in app.get("progress")]
    return " ".join([*said, *bars, *(metric.label for metric in app.metric)])


def asked(app, group, part):
    next(g for g in app.button_group if g.key == group).set_value(part)
    return settled(app.run())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("further", "loss"), SWAPS)
def test_a_card_says_truly_what_another_venue_in_a_place_would_change(further, loss, language):
    script = CARDS.format(language=language, further=further, loss=loss)
    app = AppTest.from_string(script, default_timeout=120).run()
    assert not app.exception, app.exception
    cards = [as_read(m.value) + "\n" for m in app.markdown if str(m.value).startswith("- ")]
    assert len(cards) == 2
    assert any(SWAPS[further, loss][language] in card for card in cards)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_why_this_plan_is_said_when_it_is_asked(language):
    words.use(language)
    app = opened("panel", language)
    every = SAID[language]
    assert not any(said in texts(app) for said in every["hall"][1:])
    assert not app.code
    for part in ("sites", "hall", "menu", "doubt"):
        app = asked(app, "why-propose", part)
        for said in every[part]:
            assert said in texts(app), part
        assert "geo.open_plan" in app.code[0].value


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_hall_is_told_how_much_room_would_make_it_win(language):
    words.use(language)
    app = AppTest.from_string(PANEL, default_timeout=120)
    app.session_state["language"] = language
    study = geo.demo("yongshun")
    places = np.full(len(study.sites), 60)
    app.session_state["study"] = study.with_sites(replace(study.sites, capacity=places))
    app = asked(settled(app.run()), "why-propose", "hall")
    what = {"zh": "位子数", "en": "places, if only"}[language]
    rows = {str(row[0]): list(row[1:]) for row in app.dataframe[1].value.to_numpy()}
    (key,) = [label for label in rows if label.startswith(what)]
    assert rows[key][0] == "60"
    next(s for s in app.slider if s.key.startswith("hall-come")).set_value(5)
    app = settled(app.run())
    assert "come_share=0.05" in app.code[0].value
    assert {"zh": "5% 同时到来", "en": "5% of the workers near"}[language] in texts(app)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_behind_the_gaps_stand_norm_levels_fairness_and_hours(language):
    words.use(language)
    app = opened("gaps", language)
    for part in ("norm", "levels", "fair", "hours"):
        app = asked(app, "gaps-part", part)
        for said in SAID[language][part]:
            assert said in texts(app), part
        assert "geo.open_study" in app.code[0].value


@pytest.mark.parametrize("language", ["zh", "en"])
def test_behind_the_gaps_stand_the_groups(language):
    words.use(language)
    firms_of_all = demo("yongshun").demand
    app = asked(opened("gaps", language), "gaps-part", "groups")
    by = next(s for s in app.selectbox if s.key.startswith("groups-by"))
    for chosen, n in (("street", 3), ("size_class", 3), ("industry", 3)):
        app = settled(by.set_value(chosen).run())
        by = next(s for s in app.selectbox if s.key.startswith("groups-by"))
        shown = app.dataframe[0].value
        firms, workers = shown.iloc[:, 1], shown.iloc[:, 2]
        assert len(shown) >= n
        assert (firms.iloc[-1], workers.iloc[-1]) == (len(firms_of_all), firms_of_all.total)
        assert firms[:-1].sum() == firms.iloc[-1]
        assert workers[:-1].sum() == workers.iloc[-1]
        assert f"by='{chosen}'" in app.code[0].value


def test_a_figure_of_a_norm_can_be_changed_and_says_so():
    words.use("en")
    app = asked(opened("gaps", "en"), "gaps-part", "norm")
    lacking = {m.label.split(" ·")[0]: m.value for m in app.metric}["Workers lacking"]
    next(n for n in app.number_input if n.key == "norm-double-15-radius_m").set_value(1500)
    settled(app.run())
    wider = {m.label.split(" ·")[0]: m.value for m in app.metric}["Workers lacking"]
    assert int(wider.replace(",", "")) < int(lacking.replace(",", ""))
    assert "changed here from 1,000" in texts(app)
    assert "rule.with_figure('radius_m', 1500" in app.code[0].value


def test_homes_and_stations_answer_what_was_asked():
    words.use("en")
    app = asked(opened("gaps", "en"), "gaps-part", "levels")
    study = geo.demo("yongshun")
    next(m for m in app.multiselect if m.key.startswith("levels-today")).set_value(["H2"])
    for key, value in (("levels-new-homes", 2), ("levels-new-stations", 3), ("levels-radius", 500)):
        next(n for n in app.number_input if n.key.startswith(key)).set_value(value)
    app = settled(app.run())
    assert app.session_state["two_levels"].station_ids == ("H2",)
    wishes = LevelWish(2, 1000.0), LevelWish(3, 500.0)
    reach = geo.Straight(1.3).reach(study.demand, study.sites)
    found = levels(reach, *wishes, station_ids=["H2"])
    shown = {m.label.split(" ·")[0]: m.value for m in app.metric}
    for name, one in (("Homes", found.homes), ("Stations", found.stations)):
        assert shown[f"{name}: covered today"] == f"{one.covered_before:,}"
        assert shown[f"{name}: covered then"] == f"{one.covered:,}"
    assert "station_ids=['H2']" in app.code[0].value
    next(g for g in app.button_group if g.key == "levels-shown").set_value("stations")
    settled(app.run())
    for given in ("levels-new-homes", "levels-new-stations"):  # what cannot be is said, not shown
        next(n for n in app.number_input if n.key.startswith(given)).set_value(40)
    app = settled(app.run())
    assert "The venues do not allow so many homes and stations" in texts(app)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_years_are_planned_together_and_kept(language):
    words.use(language)
    app = opened("phase", language)
    for said in SAID[language]["phase"]:
        assert said in texts(app)
    next(t for t in app.toggle if t.key == "years-budget").set_value(True)
    next(n for n in app.number_input if n.key == "years-n").set_value(2)
    app = settled(app.run())
    assert app.session_state["years"].budgets_yuan == (300_000, 300_000)
    assert len(app.session_state["years"].news) == 2
    assert "budgets_yuan=[300000, 300000]" in app.code[0].value
    next(n for n in app.number_input if n.key == "years-budget-0").set_value(0)
    app = settled(app.run())
    assert app.warning or "geo.phases" in app.code[0].value


def with_question(page, question, language="en", **kept):
    """A page opened for a question as page Propose asks it."""
    words.use(language)
    app = AppTest.from_string(PAGE.format(name=page), default_timeout=120)
    app.session_state["language"] = language
    app.session_state["scenario"] = Scenario(question, geo.Straight(1.3))
    for name, value in kept.items():
        app.session_state[name] = value
    return settled(app.run())


TWICE = {"times": 2, "weights": "weight + 2*members", "spacing_m": 100}


@pytest.mark.parametrize(
    ("question", "call", "part"),
    [
        (MaxCover(new=1, radius_m=900, **TWICE), "[1, 1, 1]", "points reached"),
        (GradualCover(new=1, radius_m=500, far_m=1500), "[1, 1, 1]", "visits reached"),
        (
            BudgetCover(budget_yuan=900_000, radius_m=900, times=2),
            "budgets_yuan=[300000, 300000, 300000]",
            "workers covered",
        ),
        (
            MoveCover(moves=2, new=1, radius_m=900),
            "[1, 1, 1], moves=[1, 1, 0]",
            "workers covered",
        ),
    ],
)
def test_years_are_asked_as_the_question_is(question, call, part):
    app = with_question("phase", question)
    assert call in app.code[0].value
    for name, value in vars(question).items():
        if name in TWICE and value not in ("", 0, 1):
            assert f"{name}={value!r}" in app.code[0].value
    assert part in app.dataframe[-1].value.columns
    inputs = {n.label for n in app.number_input}
    assert ("New homes" in inputs) == (question.name != "budget-cover")
    assert ("Homes that may be moved" in inputs) == (question.name == "move-cover")


@pytest.mark.parametrize(("language", "part"), [("en", "has no years"), ("zh", "无法分年安排")])
@pytest.mark.parametrize("question", [SetCover(radius_m=900), CloseCover(close=1, radius_m=900)])
def test_a_question_without_years_is_told_before_anything_is_asked(question, language, part):
    app = with_question("phase", question, language)
    assert part in texts(app)
    assert not app.code
    assert not [n for n in app.number_input if (n.key or "").startswith("years-")]


@pytest.mark.parametrize(
    "question",
    [
        MaxCover(new=1, radius_m=900, **TWICE),
        GradualCover(new=1, radius_m=500, far_m=1500),
        BudgetCover(budget_yuan=900_000, radius_m=900, times=2),
        MoveCover(moves=1, new=1, radius_m=900),
        CloseCover(close=1, radius_m=900),
    ],
)
def test_fairness_is_asked_as_the_question_is(question):
    app = with_question("gaps", question)
    app = asked(app, "gaps-part", "fair")
    shown = next(c.value for c in app.code if "geo.fairness" in c.value)
    for name, value in vars(question).items():
        if name in {*TWICE, "far_m", "moves", "close"} and value not in ("", 0, 1):
            assert f"{name}={value!r}" in shown
    assert f"{type(question).__name__}(" in shown
    assert re.search(rf"geo\.{type(question).__name__}\(|import {type(question).__name__}", shown)


def test_the_fewest_homes_have_no_price_of_fairness():
    app = asked(with_question("gaps", SetCover(radius_m=900)), "gaps-part", "fair")
    assert "asked of a question that maximises" in texts(app)


@pytest.fixture
def downloaded(tmp_path, monkeypatch):
    """A plan as page Propose offers it for download, and the folder where it lies."""
    study = geo.demo("yongshun")
    reach = geo.Straight(1.3).reach(study.demand, study.sites)
    plan = geo.solve(geo.MaxCover(new=3, radius_m=1000), reach)
    words.use("en")
    offered = tmp_path / code.file_name(study, ".gpkg")
    geo.export(geo.propose(plan, study, with_regret=False), offered)
    monkeypatch.chdir(tmp_path)
    return plan, study


def run(text):
    said = io.StringIO()
    with redirect_stdout(said):
        exec(compile(text, "shown", "exec"), {})  # noqa: S102 - the call that a page shows
    return said.getvalue().strip()


def test_the_call_that_is_shown_makes_what_is_shown(downloaded):
    plan, study = downloaded
    words.use("en")
    reach = reach_of(study, plan.problem, plan.mode)
    hall = study.sites.ids[5]
    calls = [f"print(geo.why_not(plan, reach, {python_of(hall)!r}))"]
    assert run(code.of_plan(plan, study, calls)) == str(geo.why_not(plan, reach, hall))
    errors = Errors(0.1, speed_share=0.05)
    call = f"print(geo.doubt(plan, reach, {code.value(errors)}, n=5))"
    text = code.of_plan(plan, study, [call], imports="from geo.explain import Errors")
    assert run(text) == str(geo.doubt(plan, reach, errors, n=5))
    problem = geo.MaxCover(new=2, radius_m=800, spacing_m=100)
    money = BudgetCover(budget_yuan=900_000, radius_m=900, times=2)  # a name that geo has not
    call = "print(geo.phases(problem, reach, budgets_yuan=[500000, 400000]))"
    told = geo.phases(money, reach, budgets_yuan=[500_000, 400_000])
    assert run(code.of_study(study, money, plan.mode, [call])) == str(told)
    call = "print(geo.phases(problem, reach, [1, 1]))"
    near = reach_of(study, problem, plan.mode)
    text = code.of_study(study, problem, plan.mode, [call])
    assert run(text) == str(geo.phases(problem, near, [1, 1]))
    homes, stations = LevelWish(1, 800.0), LevelWish(2, 500.0, 3)
    call = [f"print(levels(reach, {code.value(homes)}, {code.value(stations)}))"]
    imports = "from geo.explain import LevelWish, levels"
    text = code.of_study(study, problem, plan.mode, call, imports=imports)
    assert run(text) == str(levels(near, homes, stations))
    errors = Errors(0.1, venue_share=0.1)
    calls = [
        f"errors = {code.value(errors)}",
        "print(geo.regret_line(plan, study, errors=errors, n=5, seed=0))",
    ]
    text = code.of_plan(plan, study, calls, imports="from geo.explain import Errors")
    line = geo.regret_line(plan, study, errors=errors, n=5, seed=0)
    assert run(text) == str(line).strip()
    lines = ["for point in curve(plan.problem, reach):", "    print(point.new, point.covered)"]
    text = code.of_plan(plan, study, lines, imports="from geo.explain import curve")
    shown = [f"{one.new} {one.covered}" for one in curve(plan.problem, reach)]
    assert run(text).splitlines() == shown


def test_plans_nearly_as_good_may_have_to_differ_in_several_sites():
    words.use("en")
    app = asked(opened("panel", "en"), "why-propose", "menu")
    next(n for n in app.slider if n.key.startswith("menu-percent")).set_value(5.0)
    app = settled(app.run())
    (plans,) = (m.value for m in app.metric if m.label.startswith("Plans "))
    next(n for n in app.number_input if n.key.startswith("menu-differ")).set_value(2)
    app = settled(app.run())
    fewer = {m.label: m.value for m in app.metric}["Plans 2 sites or more apart"]
    assert int(fewer) < int(plans)
    assert "each 2 sites or more from any other listed." in texts(app)
    assert "plans more alike may be as good" in texts(app)
    assert "differ=2" in app.code[0].value


def test_plans_nearly_as_good_are_told_in_whole_visits_where_attendance_is_counted():
    """Their values are thousandths of a visit."""
    words.use("en")
    town, question = demo("yongshun"), GradualCover(new=2, radius_m=500, far_m=1500)
    script = TARGET.replace("SetCover(radius_m=1000, share=0.6)", repr(question))
    script = script.replace("import SetCover", "import GradualCover").format(language="en")
    app = AppTest.from_string(script, default_timeout=120)
    app.session_state["language"] = "en"
    app = asked(settled(app.run()), "why-target", "menu")
    best = geo.solve(question, reach_of(town, question, geo.Straight(1.3)))
    table = app.dataframe[-1].value
    assert table["visits reached"].iloc[0] == round(best.value / 1000)
    assert "value" not in table


def test_the_plan_that_loses_least_is_named():
    words.use("en")
    script = TARGET.replace("SetCover(radius_m=1000, share=0.6)", "MaxCover(new=2, radius_m=1000)")
    script = script.replace("import SetCover", "import MaxCover").format(language="en")
    app = AppTest.from_string(script, default_timeout=120)
    app.session_state["language"] = "en"
    app = asked(settled(app.run()), "why-target", "doubt")
    study = demo("yongshun")
    problem = geo.MaxCover(new=2, radius_m=1000)
    reach = reach_of(study, problem, geo.Straight(1.3))
    plan = geo.solve(problem, reach)
    least = least_regret(geo.doubt(plan, reach, USUAL_ERRORS), plan, reach)
    assert not least.is_own
    names = dict(zip(study.sites.ids, study.sites.names, strict=True))
    assert f"{least} Its sites: {', '.join(names[i] for i in least.new_ids)}." in texts(app)
    assert "geo.regret_line(plan, study, errors=errors" in app.code[0].value
    assert "print(least_regret(known, plan, reach))" in app.code[0].value


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "draws the plan still reaches its target",
                "How many homes it takes in all",
                "in draws that reach the target",
            ),
        ),
        ("zh", ("仍达到目标", "共需多少处", "只计能达到目标的抽样")),
    ],
)
def test_the_fewest_homes_for_a_share_are_doubted_too(language, said):
    words.use(language)
    app = AppTest.from_string(TARGET.format(language=language), default_timeout=120)
    app.session_state["language"] = language
    app = asked(settled(app.run()), "why-target", "doubt")
    assert all(one in texts(app) for one in said)
    assert not app.warning
    needed = app.dataframe[1].value
    assert needed.iloc[:, 1].sum() <= 100 + 1e-9
    study = demo("yongshun")
    problem = geo.SetCover(radius_m=1000, share=0.6)
    reach = reach_of(study, problem, geo.Straight(1.3))
    again = doubt_target(geo.solve(problem, reach), reach, USUAL_ERRORS, n=200)
    assert str(again) in texts(app)
    assert list(needed.iloc[:, 0]) == [k for k, _share in again.fewest]
    assert "doubt_target(plan, reach, errors, n=200, seed=0)" in app.code[0].value


def test_hours_of_a_norm_can_be_changed_and_what_nobody_checks_is_told():
    words.use("en")
    app = asked(opened("gaps", "en"), "gaps-part", "norm")
    assert "minutes on foot: 15, for your information" in texts(app)
    next(s for s in app.selectbox if s.key.startswith("norm-name")).set_value("shared-home")
    app = settled(app.run())
    hours = next(m for m in app.multiselect if m.key.startswith("norm-shared-home-hours"))
    assert hours.value == ["lunch", "evening", "weekend"]
    assert "Published cases: lunch, evening, weekend" in texts(app)
    hours.set_value(["lunch", "night"])
    app = settled(app.run())
    assert "changed here: Published cases" in texts(app)
    assert "rule.with_figure('hours', ('lunch', 'night')" in app.code[0].value


OVERTAKEN = """
import time
import streamlit as st
from geo.app.widgets.why import soon
from geo.solve import Progress

soon._PATIENCE_S = 0.05
seen = st.session_state.setdefault("seen", [])
number = st.session_state.setdefault("number", 0)

def work(report):
    for _turn in range(400):
        if not report(Progress(0, 0, 0.0)):
            seen.append(f"stopped {number}")
            return "part"
        if number:
            return "whole"
        time.sleep(0.05)
    return "too late"

st.text(soon.soon_or_stopped("test-overtaken", (str(number),), work))
"""


def test_a_question_that_comes_after_stops_the_one_before():
    app = AppTest.from_string(OVERTAKEN, default_timeout=30).run()
    assert not app.exception, app.exception
    app.session_state["number"] = 1
    app.run()
    for _time in range(100):
        if app.session_state["seen"]:
            break
        time.sleep(0.05)
    app.run()
    assert app.session_state["seen"] == ["stopped 0"]
    assert app.text[0].value == "whole"
