"""A card does not lean on a home that the plan closes."""

from __future__ import annotations

from geo.export.report import Choices
from geo.export.report.asked.findings import Findings
from geo.export.report.case import Case
from geo.export.report.sections import cards

from cases import proposal


def test_a_home_that_closes_is_told_as_closing():
    case = Case(proposal("move"), Findings(), Choices())
    assert case.closed_names
    for name in case.closed_names:
        at = list(case.sites.names).index(name)
        assert "The plan closes that home." in cards._nearest(case, at)


def test_nobody_has_a_home_already_that_closes():
    case = Case(proposal("move"), Findings(), Choices())
    row = {"reach": 9, "new": 0, "only_here": 4}
    assert "for 4 workers it is the only home" in cards._new(case, row)
    text = cards._new(case, {**row, "only_here": 0})
    assert "near another home of the plan" in text
    assert "already" not in text
    kept = Case(proposal("usual"), Findings(), Choices())
    assert "already" in cards._new(kept, row)
