"""A site's card says the same on every way out: public function, document, workbook, JSON, GIS."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace

import geopandas as gpd
import openpyxl
import pyogrio
import pytest

from geo import words
from geo.core import Release, Scenario
from geo.explain import explain
from geo.export import export
from geo.export.edition import released
from geo.export.report import Choices, build, find
from geo.export.tables import heading, open_sites
from geo.solve import MoveCover
from geo.study import propose, reach_of, record, run
from geo.travel import Straight

from cases import CASES, DETOUR, NAMES, USUAL, Raw, opened_by, proposal
from paper import document, texts, undrawn

__all__ = ["undrawn"]

pytestmark = pytest.mark.usefixtures("undrawn")

SERVES = {
    "en": r"It serves ([\d,]+) workers? in ([\d,]+) firms?, to whom no open home is nearer; the "
    r"longest way is ([\d,]+) m\.",
    "zh": r"由其服务(?P<firms>[\d,]+)家企业的(?P<workers>[\d,]+)名职工，"
    r"最远路程(?P<far>[\d,]+)米。",
}
GROUND = {"en": r"Its catchment measures ([\d.]+) km²\.", "zh": r"服务范围约([\d.]+)平方公里。"}


def card_texts(name, language):
    return [b.text for b in document(name, language).blocks if getattr(b, "lead", "")]


def number(text):
    return int(text.replace(",", ""))


def served_by(name, j):
    """Workers, firms and longest way of whom site j serves, by plain loops."""
    raw, question = CASES[name if name in CASES else "usual"]
    opened, found = opened_by(proposal(name)), []
    for x, y, workers in raw.firms:
        far = [(DETOUR * math.dist((x, y), raw.sites[o][:2]), o) for o in opened]
        if min(far)[0] <= question.radius_m and min(far)[1] == j:
            found.append((min(far)[0], workers))
    return sum(w for _d, w in found), len(found), max((d for d, _w in found), default=0.0)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_card_of_the_document_tells_the_catchment(name, language):
    rows = proposal(name).cards
    rows = rows[rows["is_new"].astype(bool)].to_dict("records")
    km2 = math.pi * (proposal(name).plan.problem.radius_m / DETOUR) ** 2 / 1e6
    told = card_texts(name, language)
    assert len(told) == len(rows)
    for text, row in zip(told, rows, strict=True):
        assert re.search(GROUND[language], text)[1] == f"{km2:,.2f}"
        workers, firms, far = served_by(name, int(row["site_id"][1:]))
        assert (row["served"], row["served_firms"]) == (workers, firms)
        found = re.search(SERVES[language], text)
        assert (found is not None) == bool(firms)
        if found and language == "en":
            assert [number(n) for n in found.groups()] == [workers, firms, round(far)]
        elif found:
            said = {key: number(n) for key, n in found.groupdict().items()}
            assert said == {"workers": workers, "firms": firms, "far": round(far)}


def test_function_workbook_json_and_gis_tell_the_same_card(tmp_path):
    found = proposal("move")
    cards = {c.site_id: c for c in explain(found.plan, reach_of(
        found.study, found.plan.problem, found.plan.mode
    ))}  # fmt: skip
    told = json.loads(json.dumps(record(found)))["sites"]
    with words.in_language("en"):
        sheet = openpyxl.load_workbook(export(found, tmp_path / "a.xlsx"))["Sites"]
        plan = export(found, tmp_path / "a.gpkg")
    head, *rows = sheet.iter_rows(values_only=True)
    listed = {row[head.index("Site id")]: dict(zip(head, row, strict=True)) for row in rows}
    spots = {
        row["site_id"]: row
        for layer in ("existing", "proposed")
        for row in gpd.read_file(plan, layer=layer).to_dict("records")
    }
    assert {one["site_id"] for one in told} == set(cards) == set(listed) == set(spots)
    for one in told:
        card, line, spot = (of[one["site_id"]] for of in (cards, listed, spots))
        for key in ("reach", "new", "only_here", "firms", "served", "served_firms", "new_firms"):
            assert one[key] == getattr(card, key) == spot[key]
        assert one["catchment_m2"] == card.catchment_m2 == spot["catchment_m2"]
        assert one["longest_m"] == pytest.approx(card.longest_m)
        assert one["loss_if_swapped"] == card.loss_if_swapped
        assert (one["runner_up_id"], one["runner_up_is_home"]) == (
            card.runner_up_id,
            card.runner_up_is_home,
        )
        assert line["Workers it serves"] == card.served
        assert line["Firms it serves"] == card.served_firms
        assert line["Longest way of those, m"] == pytest.approx(card.longest_m, abs=0.01)
        assert line["Catchment, km²"] == pytest.approx(card.catchment_m2 / 1e6)


def test_the_public_is_told_no_count_that_whole_groups_do_not_make_up(tmp_path):
    """New firms and small ones once stood in the public GeoPackage, to the single firm."""
    found, release = proposal("usual"), Release("public")
    hidden = {
        *("new_firms", "only_here_firms", "new_small_firms", "only_here_small_firms"),
        *("small_firms", "loss_if_swapped", "served", "served_firms", "longest_m"),
    }
    path = export(found, tmp_path / "a.gpkg", audience="public", review_number="审1")
    for layer, _kind in pyogrio.list_layers(path):
        assert not hidden & set(gpd.read_file(path, layer=layer).columns), layer
    for one in record(released(found, release))["sites"]:
        assert not hidden & set(one)
        assert one["catchment_m2"] > 0


@pytest.mark.parametrize(
    ("language", "plain", "signed"),
    [
        ("en", "Workers lost by that swap", "Workers lost by that swap (below 0: gained)"),
        ("zh", "替换后减少的职工", "替换后减少的职工（负数为增加）"),
    ],
)
def test_a_swap_that_gains_stands_under_no_head_of_losses_alone(language, plain, signed):
    found = proposal("usual")
    worse = found.cards.assign(loss_if_swapped=[None if i is None else -4 for i in
                                                found.cards["runner_up_id"]])  # fmt: skip
    with words.in_language(language):
        assert heading("loss_if_swapped", found) == plain
        assert heading("loss_if_swapped", replace(found, cards=worse)) == signed


@pytest.mark.parametrize(
    ("language", "head"),
    [("en", "Fewer than the plan (below 0: more)"), ("zh", "比方案少（负数为多）")],
)
def test_a_way_that_covers_more_than_a_stopped_plan_stands_under_a_head_that_says_so(
    tmp_path, language, head
):
    raw, question = CASES["usual"]
    free = [j for j, site in enumerate(raw.sites) if site[2] == "candidate"]
    poor = sorted(free, key=lambda j: raw.covered([j], question.radius_m))[: question.new]
    new, opened = tuple(f"S{j}" for j in sorted(poor)), [*raw.today, *sorted(poor)]
    covered = raw.covered(opened, question.radius_m)
    plan = replace(
        proposal("usual").plan,
        open_ids=tuple(f"S{j}" for j in opened),
        new_ids=new,
        status="feasible",
        covered=covered,
        value=covered,
    )
    less = propose(plan, USUAL.study())
    assert (less.regret["loss"] < 0).any()
    assert (less.cards["loss_if_swapped"].dropna() < 0).any()
    with words.in_language(language):
        told = list(texts(build(less, Choices(), find(less, "shared-home"))))
        book = openpyxl.load_workbook(export(less, tmp_path / "a.xlsx"))
        page = export(less, tmp_path / "a.html").read_text(encoding="utf-8")
        swap = heading("loss_if_swapped", less)
    assert head in told
    assert head in page
    assert any(head in row for row in book.worksheets[0].iter_rows(values_only=True))
    assert swap in next(book.worksheets[1].iter_rows(values_only=True)) or any(
        swap in next(sheet.iter_rows(values_only=True)) for sheet in book.worksheets[2:4]
    )


def test_a_closed_home_stands_in_the_document_as_one_that_is_open_today():
    firms = ((0.0, 0.0, 9), (3000.0, 0.0, 5), (6000.0, 0.0, 4))
    sites = ((3000.0, 0.0, "existing"), (0.0, 0.0, "candidate"), (6000.0, 0.0, "candidate"))
    question = MoveCover(moves=1, radius_m=500)
    found = run(Raw(firms, sites).study(), Scenario(question, Straight(DETOUR)))
    assert found.plan.new_ids == ("S1",)
    answers = find(found, "shared-home")
    assert not answers.rivals  # why a home is closed is not the question why a hall is not chosen
    for language, said in (
        ("en", "0号场地 (open today) is the next best in its place, with 4 workers fewer"),
        ("zh", "0号场地（现有）"),
    ):
        with words.in_language(language):
            assert said in " ".join(texts(build(found, Choices(), answers)))
            table = open_sites(found)
            assert table["runner_up_name"].tolist() == [
                {"en": "0号场地 (open today)", "zh": "0号场地（现有）"}[language]
            ]
