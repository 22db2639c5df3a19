"""What a document asks of the years: as the study sets them, else shared out evenly."""

from __future__ import annotations

from geo.core import Proposal, Years
from geo.explain import can_be_phased, even_years, over_years
from geo.explain.phased import Phased

__all__ = ["asked_years", "has_no_years", "is_phased"]


def is_phased(proposal: Proposal) -> bool:
    """Say whether the order over the years is asked: it is set, or there is one to choose."""
    plan = proposal.plan
    is_ordered = proposal.years is not None or len(plan.new_ids) > 1
    return can_be_phased(plan.problem) and is_ordered


def has_no_years(proposal: Proposal) -> bool:
    """Say whether the study sets years for a question that has none."""
    return proposal.years is not None and not can_be_phased(proposal.plan.problem)


def asked_years(proposal: Proposal) -> tuple[Phased, Years]:
    """Return the question of all years together, and what each of them may do.

    The years of a study may open more homes together than its plan, or fewer; what they do not say
    is shared out evenly.
    """
    problem = proposal.plan.problem
    asked = even_years(problem, proposal.years)
    return over_years(problem, asked), asked
