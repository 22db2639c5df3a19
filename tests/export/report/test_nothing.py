"""A plan that opens nothing says why, names itself so, and compares nothing with nothing."""

from __future__ import annotations

import pytest

from geo.export.report.content import Heading, Table

from cases import CASES, proposal
from paper import document, texts, undrawn  # noqa: F401 - a fixture

NOTHING = ("opens nothing, covers nobody", "nothing can be paid")


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("name", NOTHING)
def test_what_cannot_be_paid_is_not_called_needless(name):
    raw, question = CASES[name]
    cheapest = min(1000 * (k + 1) for k, site in enumerate(raw.sites) if site[2] == "candidate")
    assert not proposal(name).plan.new_ids
    said = " ".join(texts(document(name)))
    assert "Nothing needs" not in said
    assert (
        f"for {question.budget_yuan} yuan a year: the cheapest venue costs {cheapest:,} yuan a year"
        in said
    )
    assert "无需新建" not in " ".join(texts(document(name, "zh")))


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("name", NOTHING)
def test_the_title_promises_no_new_home(name):
    assert "new" not in document(name).title
    assert "选址方案" not in document(name, "zh").title


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("name", NOTHING)
def test_as_many_as_none_are_not_chosen_in_other_ways(name):
    blocks = document(name).blocks
    heads = [b.text for b in blocks if isinstance(b, Heading)]
    assert not [h for h in heads if "Other ways of choosing" in h]
    assert not [b for b in blocks if isinstance(b, Table) and "other ways" in b.caption]


@pytest.mark.usefixtures("undrawn")
def test_where_none_is_open_nobody_is_near_an_open_home():
    said = " ".join(texts(document(NOTHING[0])))
    assert "of an open home" not in said
    assert "No home is open today and none with it" in said


@pytest.mark.usefixtures("undrawn")
def test_where_nothing_is_needed_it_says_so():
    assert "Nothing needs to be opened or closed." in " ".join(
        texts(document("fewest, none needed"))
    )
