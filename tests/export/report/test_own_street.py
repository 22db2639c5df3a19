"""Of the streets is said what the plan itself does, not what another plan would do."""

from __future__ import annotations

import pytest

from geo.explain import Fairness, FairPoint
from geo.export.report import Choices
from geo.export.report.asked.findings import Findings
from geo.export.report.case import Case
from geo.export.report.sections.alternatives import _fair

from cases import STREETS, proposal


def told(name, share, value_off=0):
    found = proposal(name)
    point = FairPoint(share, "street = 别街", found.plan.value + value_off, ())
    findings = Findings(fairness=Fairness("street", (point,), is_complete=True))
    return _fair(Case(found, findings, Choices()))[1].text


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
