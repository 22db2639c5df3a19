"""Of the streets is said what the plan itself does, not what another plan would do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.explain import Fairness, FairPoint
from geo.export.report import Choices
from geo.export.report.asked.findings import Findings
from geo.export.report.case import Case
from geo.export.report.sections.alternatives import _fair

from cases import STREETS, proposal


def told(name, share, value_off=0, *, unstated=()):
    found = proposal(name)
    if unstated:
        table = found.study.demand.table.copy()
        table.loc[table["street"].isin(unstated), "street"] = None
        demand = replace(found.study.demand, table=table)
        found = replace(found, study=replace(found.study, demand=demand))
    point = FairPoint(share, "street = 别街", found.plan.value + value_off, ())
    findings = Findings(fairness=Fairness("street", (point,), is_complete=True))
    return " ".join(one.text for one in _fair(Case(found, findings, Choices())))


def counted(name):
    """The street with the least share covered, by a plain loop."""
    found, shares = proposal(name), {}
    demand = found.study.demand
    for street in STREETS:
        here = (demand.table["street"] == street).to_numpy()
        workers = demand.weight[here]
        shares[street] = workers[found.covered_after[here]].sum() / workers.sum()
    return min(shares.items(), key=lambda one: one[1])


@pytest.mark.parametrize("name", ["usual", "floor", "budget", "twice"])
def test_the_street_served_worst_is_the_plans_own(name):
    street, share = counted(name)
    text = told(name, 0.0)
    assert f"The street served worst, {street}, has {100 * share:.1f}%" in text
    assert ("No plan with as many homes" in text) == (name == "usual")
    assert "No plan" not in told(name, 0.0, value_off=1)
    assert "No plan" not in told(name, 0.999)
    assert "Every street could" not in told(name, 0.999)


def test_firms_without_a_stated_street_are_no_street():
    worst, _share = counted("usual")
    text = told("usual", 0.0, unstated=(worst,))
    assert "not stated" not in text
    assert "Firms without a stated street are left out of that." in text
    assert "No plan with as many homes" not in text  # the curve counts them as a street
    assert f"The street served worst, {worst}" not in text
    assert "The street served worst, " in text
    assert told("usual", 0.0, unstated=STREETS[:2]) == ""  # of one street none is the worst
