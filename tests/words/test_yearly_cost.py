"""The column of costs holds yearly costs: no sentence, table or document says anything else."""

from __future__ import annotations

import re

from spoken import ROOT, TRANSLATED

ONE_OFF = re.compile(
    r"\bopening (it )?costs?\b|\bcosts? (of|to) open|\b(construction|building|set-?up) costs?\b"
    r"|开办(费|经费|成本)|(建设|建造|改造|装修|一次性)(费|经费|成本|投入)|造价",
    re.IGNORECASE,
)
"""Words for what is paid once."""

MONEY = re.compile(r"\byuan\b|\b(cost|spent|budgets?)(:[^}]*)?\}|\b[Bb]udget\b|\brent\b")
"""What a sentence of the column, or of what a question allows of it, has in it."""

PAID = re.compile(r"(?<![美日欧单多])元(?!数据)|(?<!免)费用|预算")

HEADED = {"yuan", "{cost:,} yuan"}
"""Amounts under a head that says what they are."""

NO_SUM = {
    "The plan breaks a limit of the question: number, budget or distance.",
    "Most people within reach for a budget",
}
"""Sentences that name a budget among other things, and no amount."""

SAID = [(key, said) for key, by_file in TRANSLATED.items() for said in by_file.values()]


def test_no_sentence_takes_the_column_for_what_is_paid_once():
    assert [pair for pair in SAID if any(map(ONE_OFF.search, pair))] == []


def test_a_sentence_of_money_says_in_both_languages_that_it_is_of_a_year():
    of_money = [
        (key, said)
        for key, said in SAID
        if key not in HEADED | NO_SUM and (MONEY.search(key) or PAID.search(said))
    ]
    assert len(of_money) > 20
    assert [key for key, _said in of_money if "year" not in key.lower()] == []
    assert [said for _key, said in of_money if "年" not in said] == []


def test_no_program_page_or_notebook_takes_the_column_for_what_is_paid_once():
    top = ROOT.parent
    written = [*ROOT.rglob("*.py"), *(top / "docs").rglob("*.md"), *top.glob("README*.md")]
    written += (top / "notebooks").glob("*.ipynb")
    wrong = [p.name for p in written if ONE_OFF.search(p.read_text(encoding="utf-8"))]
    assert wrong == []


def test_words_that_are_looked_for_are_found():
    for wrong in ("Opening it costs 3 yuan", "opening cost (yuan)", "开办费用3元", "建设费用不详"):
        assert ONE_OFF.search(wrong)
    for right in (
        "yearly cost",
        "年费用",
        "what more homes would cost",
        "建设标准",
        "opening hours",
    ):
        assert not ONE_OFF.search(right)
