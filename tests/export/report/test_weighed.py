"""What is weighed beside a plan: said where it means something, and in what the question counts."""

from __future__ import annotations

import re

import numpy as np
import pytest
from test_cases import document, texts, undrawn

from geo.export.report.content import Heading, Paragraph
from geo.export.report.findings import ERRORS, find

from cases import CASES, opened_by, proposal

__all__ = ["undrawn"]

pytestmark = pytest.mark.usefixtures("undrawn")

NOBODY = ("nobody covered", "opens nothing, covers nobody")


def said(name, language="en"):
    return " ".join(texts(document(name, language)))


def cards(name, language="en"):
    return [b.text for b in document(name, language).blocks if isinstance(b, Paragraph) and b.lead]


@pytest.mark.parametrize("name", ["budget", "twice", "attendance", "weights", "floor", "fewest"])
def test_a_swap_is_not_praised_where_more_is_asked_for(name):
    """The swap is weighed by who has one home near; the question asks for more than that."""
    for text in cards(name):
        assert "nobody loses" not in text
        assert "What else the question asks for is not weighed in that." in text
    for text in cards(name, "zh"):
        assert "不减少覆盖" not in text
        assert "问题的其他要求未计入这一比较。" in text


def test_a_swap_over_the_budget_does_not_take_the_place():
    raw, question = CASES["budget"]
    found = proposal("budget")
    row = next(r for r in found.cards.to_dict("records") if r["loss_if_swapped"] == 0)
    spent = sum(1000 * (j + 1) for j in opened_by(found) if raw.sites[j][2] == "candidate")
    out, put = (int(row[k][1:]) for k in ("site_id", "runner_up_id"))
    assert spent + 1000 * (put - out) > question.budget_yuan
    text = next(t for t in cards("budget") if row["runner_up_name"] in t)
    assert f"as many are within 600 m of a home with {row['runner_up_name']} in its place" in text


@pytest.mark.parametrize("name", ["usual", "move", "no home today"])
def test_a_swap_in_a_plain_question_has_no_reserve(name):
    assert not [text for text in cards(name) if "not weighed" in text]


def test_who_must_have_two_homes_near_is_named_where_covered_means_that():
    wanted = "Counted here are those with 2 homes that near."
    assert said("twice").count(wanted) == 2, "beside the curve, and year by year"
    assert wanted not in said("usual")
    assert said("twice", "zh").count("此处按身边同时有2个职工之家的职工计数。") == 2


def test_draws_without_a_plan_are_told_of():
    """Where the only venue falls through there is no plan: counted by the draws' own numbers."""
    n = sum(
        bool(np.random.default_rng([0, k]).random(1)[0] < ERRORS.venue_share) for k in range(100)
    )
    assert find(proposal("one firm")).doubt.n_draws == 100
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
    (lost,) = re.findall(
        r"2号场地: the best plan with it reaches ([\d,]+) fewer points", said("weights")
    )
    free = [j for j, site in enumerate(raw.sites) if site[2] == "candidate"]
    best = raw.covered(opened_by(proposal("weights")), question.radius_m)
    with_it = max(raw.covered([*raw.today, 2, j], question.radius_m) for j in free if j != 2)
    assert int(lost) == 2 * (best - with_it)


def test_a_column_that_every_list_has_is_called_in_chinese():
    assert "按“街道”分组" in said("floor", "zh")
    assert "“street”" not in said("floor", "zh")
