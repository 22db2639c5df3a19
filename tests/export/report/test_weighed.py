"""What is weighed beside a plan: said where it means something, and in what the question counts."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from geo import words
from geo.core import USUAL_ERRORS, Scenario
from geo.explain import USUAL_DRAWS, regret_line
from geo.export.report import Choices, build
from geo.export.report.asked.findings import MOST_PLANS, find
from geo.export.report.content import Heading, Paragraph, Table
from geo.solve import BudgetCover
from geo.study import run
from geo.travel import Straight

from cases import CASES, DETOUR, NAMES, opened_by, proposal
from paper import document, findings, texts, undrawn

__all__ = ["undrawn"]

pytestmark = pytest.mark.usefixtures("undrawn")

NOBODY = ("nobody covered", "opens nothing, covers nobody")


def said(name, language="en"):
    return " ".join(texts(document(name, language)))


def cards(name, language="en"):
    return [b.text for b in document(name, language).blocks if isinstance(b, Paragraph) and b.lead]


@pytest.mark.parametrize("name", ["attendance", "weights", "floor", "fewest"])
def test_a_swap_has_a_reserve_where_more_is_asked_for(name):
    """The swap is weighed by who has a home near; the question asks for more than that."""
    for text in cards(name):
        assert "What else the question asks for is not weighed in that." in text
        assert "can take its place" not in text
    for text in cards(name, "zh"):
        assert "问题的其他要求未计入这一比较。" in text


@pytest.mark.parametrize("name", ["usual", "move", "no home today", "budget", "twice"])
def test_a_swap_that_keeps_to_all_that_is_asked_has_no_reserve(name):
    assert not [text for text in cards(name) if "not weighed" in text]
    assert not [text for text in cards(name, "zh") if "未计入" in text]


def swapped(name, j):
    """Try every venue in the place of a site: the best one's loss and position, by plain loops."""
    raw, question = CASES[name if name in CASES else "usual"]
    opened, times = opened_by(proposal(name)), getattr(question, "times", 1)
    budget, kept = getattr(question, "budget_yuan", math.inf), [o for o in opened if o != j]
    before, tried = raw.covered(opened, question.radius_m, times), []
    for t, site in enumerate(raw.sites):
        then = [*kept, t]
        paid = sum(1000 * (o + 1) for o in then if raw.sites[o][2] == "candidate")
        if site[2] == "candidate" and t not in opened and paid <= budget:
            tried.append((before - raw.covered(then, question.radius_m, times), t))
    return min(tried, default=None)


@pytest.mark.parametrize("name", NAMES)
def test_a_swap_of_the_document_is_what_loops_count(name):
    """Loss, gain or neither, in words and in number, in both languages."""
    told = [t for t in cards(name) if "place" in t]
    told_zh = [t for t in cards(name, "zh") if "替补" in t or "改用" in t]
    rows = proposal(name).cards
    ids = rows.loc[rows["is_new"].astype(bool), "site_id"]
    assert len(told) == len(told_zh) == len(ids)
    for text, text_zh, site_id in zip(told, told_zh, ids, strict=True):
        best = swapped(name, int(site_id[1:]))
        if best is None:
            assert "No other venue" in text
            assert "没有" in text_zh
            continue
        loss, t = best
        other = proposal(name).study.sites.names[t]
        fewer = re.search(rf"{other} is the next best in its place, with ([\d,]+) w\w+ fewer", text)
        more = re.search(rf"{other} is the best in its place, and ([\d,]+) w\w+ more", text)
        said = {
            "fewer": fewer and int(fewer[1].replace(",", "")),
            "more": more and int(more[1].replace(",", "")),
        }
        assert said == {"fewer": loss if loss > 0 else None, "more": -loss if loss < 0 else None}
        assert loss or f"{other} can take its place, with as many" in text or "as many are" in text
        word = "少覆盖" if loss > 0 else "多覆盖" if loss < 0 else "覆盖人数不变"
        assert other in text_zh
        assert re.search(rf"{word}{abs(loss):,}名" if loss else word, text_zh), text_zh


@pytest.mark.parametrize("name", ["usual", "twice", "budget", "move"])
def test_a_swap_is_never_better_than_the_best_plan_with_that_venue(name):
    """What a card says and what is told of the same venue further on agree."""
    rows = proposal(name).cards
    loss = rows.groupby("runner_up_id")["loss_if_swapped"].min()
    rivals = findings(name).rivals
    assert rivals
    for one in rivals:
        assert 0 <= one.loss <= loss[one.site_id]


def test_two_homes_near_are_what_a_swap_counts_where_two_are_asked_for():
    for text in cards("twice"):
        assert "Counted in that are those with 2 homes near." in text
    for text in cards("twice", "zh"):
        assert "这一比较按身边同时有2个职工之家的职工计数。" in text
    assert "Counted in that" not in said("usual")


def test_where_the_budget_leaves_no_other_venue_that_is_said():
    raw, _question = CASES["usual"]
    costs = [5000 if site[2] == "candidate" else 0 for site in raw.sites]
    study = raw.study()
    free = study.sites.is_usable
    costs[int(np.flatnonzero(free)[0])] = 10
    study = study.with_sites(replace(study.sites, cost=costs))
    found = run(study, Scenario(BudgetCover(budget_yuan=12, radius_m=600), Straight(DETOUR)))
    text, text_zh = (" ".join(texts(in_words(found, language))) for language in ("en", "zh"))
    assert "No other venue that the question allows can take its place." in text
    assert "没有符合问题要求的其他场地可以替补。" in text_zh


def in_words(found, language):
    with words.in_language(language):
        return build(found, Choices(), find(found))


def test_who_must_have_two_homes_near_is_named_where_covered_means_that():
    wanted = "Counted here are those with 2 homes that near."
    assert said("twice").count(wanted) == 2, "beside the curve, and year by year"
    assert wanted not in said("usual")
    assert said("twice", "zh").count("此处按身边同时有2个职工之家的职工计数。") == 2


def test_draws_without_a_plan_are_told_of():
    """Where the only venue falls through there is no plan: counted by the draws' own numbers."""
    n = sum(
        bool(np.random.default_rng([0, k]).random(1)[0] < USUAL_ERRORS.venue_share)
        for k in range(USUAL_DRAWS)
    )
    assert findings("one firm").doubt.n_draws == USUAL_DRAWS
    assert f"In {n} of them no plan could be made; they count in nothing that" in said("one firm")
    assert f"其中{n}次作不出任何方案" in said("one firm", "zh")
    assert "no plan could be made" not in said("usual")


@pytest.mark.parametrize("name", NOBODY)
def test_where_nobody_is_covered_no_street_is_served_worst(name):
    heads = [b.text for b in document(name).blocks if isinstance(b, Heading)]
    assert not [h for h in heads if "Between the streets" in h or "Other ways" in h]


@pytest.mark.parametrize("name", [*NOBODY, "fewest, none needed", "one site to choose from"])
def test_one_plan_alone_shares_nothing_with_others(name):
    assert "No other plan comes within 2%" in said(name)
    assert "plan that good" not in said(name)
    assert "Part of none" not in said(name)


def test_a_report_that_proposes_nothing_is_not_called_a_proposal():
    for name in ("fewest, none needed", "nothing can be paid"):
        assert "This report answers one question" in said(name)
        assert "本报告回答一个问题" in said(name, "zh")
    assert "This proposal answers one question" in said("nobody covered")


def test_points_are_not_called_workers():
    """Every worker counts twice: what another venue lacks is told in points, as the value is."""
    raw, question = CASES["weights"]
    told = re.findall(
        r"(\d+)号场地: the best plan with it reaches ([\d,]+) fewer points", said("weights")
    )
    assert told
    free = [j for j, site in enumerate(raw.sites) if site[2] == "candidate"]
    best = raw.covered(opened_by(proposal("weights")), question.radius_m)
    for venue, lost in told:
        k = int(venue)
        with_it = max(raw.covered([*raw.today, k, j], question.radius_m) for j in free if j != k)
        assert int(lost.replace(",", "")) == 2 * (best - with_it)


def test_a_column_that_every_list_has_is_called_in_chinese():
    assert "按“街道”分组" in said("floor", "zh")
    assert "“street”" not in said("floor", "zh")


def test_other_ways_are_counted_as_the_plan_is():
    assert "Counted in every way are those with 2 homes near." in said("twice")
    assert "均按身边有 2 个职工之家的职工计算" in said("twice", "zh")
    assert "Counted in every way" not in said("usual")
    found = proposal("twice")
    assert found.regret.set_index("way")["value"]["exact"] == found.plan.value


def test_a_menu_that_was_cut_short_says_so():
    for name in CASES:
        menu = findings(name).menu
        if menu is not None and len(menu.plans) == MOST_PLANS and not menu.is_complete:
            assert f"the {MOST_PLANS} best are listed" in said(name)
            return
    pytest.fail("no case has so many near-best plans")


def test_other_ways_tell_how_often_they_would_have_been_as_good():
    found = proposal("usual")
    made = document("usual", "en")
    (table,) = (b for b in made.blocks if isinstance(b, Table) and "other ways" in b.caption)
    line = regret_line(
        found.plan, found.study, errors=USUAL_ERRORS, n=USUAL_DRAWS, seed=found.plan.seed
    )
    assert [row[-1] for row in table.rows] == [f"{s:.0%}" for s in line["as_good_share"]]
    assert table.rows[-1][-1] == "100%"
    assert f"share of {USUAL_DRAWS} draws" in said("usual")
