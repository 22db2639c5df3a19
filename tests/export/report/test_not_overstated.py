"""A stopped search and a shortened table say that they are."""

from __future__ import annotations

import pytest

from geo import words
from geo.export.report import Choices
from geo.export.report.asked.findings import Findings
from geo.export.report.case import Case
from geo.export.report.sections import doubt, method, opening

from cases import proposal


@pytest.mark.parametrize(
    ("language", "usable", "weighed"),
    [("en", "can be used, but", "weighs all"), ("zh", "本方案可用", "而是用精确优化方法")],
)
def test_a_stopped_search_claims_no_more_than_it_did(language, usable, weighed):
    for name in ("usual", "stopped"):
        case = Case(proposal(name), Findings(), Choices())
        with words.in_language(language):
            warned = " ".join(b.text for b in opening._warnings(case))
            chosen = method._chosen(case)
        assert (usable in warned) == (name == "stopped")
        assert (weighed in chosen) == (name == "usual")


@pytest.mark.parametrize("n", [15, 16])
@pytest.mark.parametrize(("language", "count"), [("en", "15 of 16"), ("zh", "共16个场地")])
def test_a_shortened_list_of_venues_says_so(n, language, count):
    case = Case(proposal("usual"), Findings(), Choices())
    chosen = tuple(("S3", 1 - k / 100) for k in range(n))
    with words.in_language(language):
        blocks = doubt._chosen(case, "", chosen)
    assert len(blocks[-1].rows) == 15
    assert [count in b.text for b in blocks[:-1]] == [True] * (n > 15)
