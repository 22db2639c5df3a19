"""What a plan is not asked because the search for it was stopped: the same in every form."""

from __future__ import annotations

from geo.core import Proposal
from geo.export.report.asked.findings import QUESTIONS
from geo.export.report.asked.levels import has_levels
from geo.export.report.asked.years import is_phased
from geo.export.report.nouns import listed
from geo.solve import MaxCover, SetCover
from geo.words import _

__all__ = ["stopped_short"]


def stopped_short(proposal: Proposal) -> str:
    """Name what is asked of a proven plan alone; empty where this plan is proven."""
    if proposal.plan.status == "optimal":
        return ""
    return _(
        "The search was stopped before a proof; what is asked of a proven plan alone is left "
        "out: {questions}.",
        questions=listed(_(QUESTIONS[name]) for name in _of_the_best(proposal)),
    )


def _of_the_best(proposal: Proposal) -> list[str]:
    """List what would be asked of this plan, were it proven."""
    plan, table = proposal.plan, proposal.study.demand.table
    problem = plan.problem
    is_max = problem.sense == "max"
    new = getattr(problem, "new", 0) if isinstance(problem, MaxCover) else 0
    arises = {
        "curve": new > 0,
        "phases": is_phased(proposal),
        "menu": True,
        "rivals": bool(plan.new_ids),
        "fairness": is_max and "street" in table and len(table["street"].unique()) > 1,
        "levels": has_levels(proposal),
        "doubt": is_max or isinstance(problem, SetCover),
    }
    return [name for name, does in arises.items() if does]
