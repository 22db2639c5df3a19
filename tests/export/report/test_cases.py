"""The document is true, whole and readable however a plan turns out, in both languages."""

from __future__ import annotations

import re

import pytest

from geo import words
from geo.export.report.content import Figure, Heading, Paragraph, Table

from cases import CASES, NAMES, proposal
from paper import document, texts, undrawn

__all__ = ["undrawn"]


def opened(found):
    return [found.study.sites.ids.get_loc(i) for i in found.plan.open_ids]


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_open_or_in_the_wrong_language(undrawn, name, language):
    said = list(texts(document(name, language)))
    for text in said:
        assert not re.search(r"\bnan\b|\bNone\b|[{}]|\binf\b|<NA>|\bTrue\b|\bFalse\b", text), text
        assert text.strip(), "an empty text"
    sentences = [t for t in said if len(t) > 40]
    if language == "zh":
        assert not [t for t in sentences if not re.search("[一-鿿]", t)]
    for text in sentences:
        assert not re.search(r"\b1 (workers(?!')|firms|venues)\b", text), text
        assert "  " not in text.removeprefix("Figure").removeprefix("Table")[4:], text


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_whole(undrawn, name):
    made = document(name)
    blocks = [*made.blocks, *(b for annex in made.annexes for b in annex.blocks)]
    tables = [b for b in blocks if isinstance(b, Table)]
    for table in tables:
        assert all(len(row) == len(table.heads) for row in table.rows)
        assert len(table.widths) == len(table.heads)
        assert table.rows
        assert max(table.numbers, default=0) < len(table.heads)
    numbers = [int(re.match(r"Table (\d+)", t.caption)[1]) for t in tables]
    assert numbers == list(range(1, len(tables) + 1))
    figures = [b for b in blocks if isinstance(b, Figure)]
    assert [f.caption.split()[1] for f in figures] == [str(k + 1) for k in range(len(figures))]


def covers(raw, found, times=1):
    radius = found.plan.problem.radius_m
    return raw.covered(raw.today, radius, times), raw.covered(opened(found), radius, times)


@pytest.mark.parametrize("name", NAMES)
def test_who_is_covered_is_what_loops_count(undrawn, name):
    raw, found = CASES.get(name, CASES["usual"])[0], proposal(name)
    before, after = covers(raw, found)
    total = sum(firm[2] for firm in raw.firms)
    text = document(name).blocks
    lead = next(b.text for b in text if isinstance(b, Paragraph) and "one question" in b.text)
    numbers = {int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", lead)}
    if not found.plan.open_ids:
        assert not after
        assert "so that nobody is covered" in lead
    elif not after:
        assert "nobody on the list works within" in lead
    elif after == total:
        assert "verybody on the list is covered" in lead
        assert total in numbers
    else:
        assert {before, after} - {0} <= numbers
        sign = "a gain of" if after > before else "a loss of" if after < before else "as many as"
        assert sign in lead
        assert before == after or abs(after - before) in numbers
    missed = [a for a in document(name).annexes if a.title == "Firms without a home near"]
    assert bool(missed) == (after < total)


@pytest.mark.parametrize("name", NAMES)
def test_each_card_is_what_loops_count(undrawn, name):
    raw, found = CASES.get(name, CASES["usual"])[0], proposal(name)
    radius, mine = found.plan.problem.radius_m, opened(found)
    cards = [b for b in document(name).blocks if isinstance(b, Paragraph) and b.lead]
    assert len(cards) == len(found.plan.new_ids)
    for card, row in zip(cards, found.cards[found.cards["is_new"]].to_dict("records"), strict=True):
        j = found.study.sites.ids.get_loc(row["site_id"])
        here = [i for i in range(len(raw.firms)) if raw.near(i, j, radius)]
        reach = sum(raw.firms[i][2] for i in here)
        new = sum(
            raw.firms[i][2] for i in here if not any(raw.near(i, k, radius) for k in raw.today)
        )
        only = sum(raw.firms[i][2] for i in here if sum(raw.near(i, k, radius) for k in mine) == 1)
        if not reach:
            assert "Nobody on the list works" in card.text
            continue
        first = re.search(r": ([\d,]+) workers? in ([\d,]+) firms?", card.text)
        assert [int(n.replace(",", "")) for n in first.groups()] == [reach, len(here)]
        if not new:
            assert "everybody has a home near already" in card.text
        elif new == only:
            assert f"newly covers {new:,} worker" in card.text
        else:
            assert f"Newly covered: {new:,} worker" in card.text
            alone = f"for {only:,} worker" if only else "near another home of the plan, too"
            assert alone in card.text


@pytest.mark.parametrize("name", NAMES)
def test_best_is_said_only_of_what_is_proven(undrawn, name):
    plan, said = proposal(name).plan, " ".join(texts(document(name)))
    if plan.status == "optimal":
        assert "This is proven best" in said
        assert f"PROVEN value = bound = {plan.value}" in said
        assert "not proven" not in said
    else:
        assert "not proven best" in said
        assert "proven best" not in said.replace("not proven best", "")
        assert f"GAP {plan.value} < {plan.bound}" in said
        assert f"{plan.gap:.2%}" in said


def test_synthetic_data_are_said_first(undrawn):
    first, *_rest = document("synthetic").blocks
    assert first.is_warning
    assert "synthetic" in first.text
    assert not any(getattr(b, "is_warning", False) for b in document("usual").blocks)


def test_closed_homes_are_named(undrawn):
    found = proposal("close")
    closed = [i for i in found.study.sites.ids[:4] if i not in found.plan.open_ids]
    said = " ".join(texts(document("close")))
    assert len(closed) == 1
    assert f"close 1 workers' home: {found.study.sites.names[int(closed[0][1:])]}" in said
    assert "stays open" not in said
    assert "rearranging" in document("close").title


def test_headings_are_numbered_as_the_language_does(undrawn):
    zh = [b.text for b in document("usual", "zh").blocks if isinstance(b, Heading)]
    assert [t[:2] for t in zh if "、" in t[:3]] == [f"{n}、" for n in "一二三四五六七"]
    assert "（一）" in zh[-2]
    en = [b.text.split()[0] for b in document("usual").blocks if isinstance(b, Heading)]
    assert en[:4] == ["1", "2", "2.1", "2.2"]


def test_a_public_document_tells_of_no_firm(undrawn):
    found = proposal("usual")
    made = document("usual", is_public=True, review_number="GS 1")
    said = " ".join(texts(made))
    assert "GS 1" in made.mark
    assert not [n for n in found.study.demand.table["name"] if n in said]
    assert "Firms without a home near" not in [a.title for a in made.annexes]
    rest = re.sub(r"fewer than \d+ workers|at least \d+ firms and \d+ workers", "", said)
    for n in re.findall(r"(?<![\d,.])([\d,]+) workers?\b(?!')", rest):
        assert int(n.replace(",", "")) % 25 == 0, re.findall(f".*{n} worker.*", rest)
    for n in re.findall(r"(?<![\d,.])([\d,]+) firms?\b", rest):
        assert int(n.replace(",", "")) % 3 == 0, re.findall(f".*{n} firm.*", rest)
    made = document("everybody newly covered", is_public=True, review_number="GS 1")
    streets = next(b for b in made.blocks if isinstance(b, Table) and "street" in b.caption)
    assert all(int(row[1]) >= 3 and int(row[2].replace(",", "")) >= 25 for row in streets.rows)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", [n for n in NAMES if n != "one firm"])
def test_a_public_document_reads_well_however_it_turns_out(undrawn, name, language):
    made = document(name, language, is_public=True, review_number="GS 1")
    for text in texts(made):
        assert text.strip()
        assert not re.search(r"\bnan\b|\bNone\b|[{}]|\binf\b|<NA>|\bTrue\b|\bFalse\b", text), text
        assert not re.search("[Nn]obody on the list|are not covered: 0|about 0 ", text), text
