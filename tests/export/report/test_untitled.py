"""What a study is called, and what a list does not say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.export.report import Choices
from geo.export.report.annexes import annexes
from geo.export.report.asked.findings import Findings
from geo.export.report.case import Case
from geo.export.report.content import Table
from geo.export.report.sections.opening import title
from geo.words import in_language

from cases import proposal


def case(name, **columns):
    found = proposal("usual")
    sites = found.study.sites
    sites = replace(
        sites, table=sites.table.drop(columns="host", errors="ignore").assign(**columns)
    )
    return Case(
        replace(found, study=replace(found.study, name=name, sites=sites)), Findings(), Choices()
    )


@pytest.mark.parametrize("name", ["firms", "企业", "Firms", ""])
def test_a_study_called_after_a_list_has_no_name_in_the_title(name):
    assert title(case(name)) == "Proposal for new workers' homes"
    with in_language("zh"):
        assert title(case(name)) == "职工之家选址方案"


def test_a_name_of_its_own_stands_in_the_title():
    assert title(case("永顺镇")) == "Proposal for new workers' homes in 永顺镇"


@pytest.mark.parametrize(("language", "said"), [("en", "not stated"), ("zh", "未注明")])
@pytest.mark.parametrize("empty", [None, "", " ", float("nan")])
def test_hours_that_no_list_states_are_said_not_to_be(empty, language, said):
    n = len(proposal("usual").study.sites)
    with in_language(language):
        found = annexes(case("x", hours=[empty] * n))
    cells = [row[-1] for a in found for b in a.blocks if isinstance(b, Table) for row in b.rows]
    assert said in cells
    assert "" not in cells
