"""What a document asks of the years: as the study sets them, else three alike."""

from __future__ import annotations

from dataclasses import replace

from geo.core import Proposal, Years
from geo.solve import MaxCover

__all__ = ["asked_years", "is_phased"]

_YEARS = 3  # where the study does not say how many


def is_phased(proposal: Proposal) -> bool:
    """Say whether the order over the years is asked: it is set, or there is one to choose."""
    problem = proposal.plan.problem
    return isinstance(problem, MaxCover) and (proposal.years is not None or problem.new > 1)


def asked_years(proposal: Proposal) -> tuple[MaxCover, Years]:
    """Return the question of all years together, and what each of them opens.

    The years of a study may open more homes together than its plan, or fewer.
    """
    problem, asked = proposal.plan.problem, proposal.years
    if not isinstance(problem, MaxCover):
        raise TypeError(problem)
    if asked is None:
        n = min(_YEARS, problem.new)
        news = tuple(problem.new // n + (k < problem.new % n) for k in range(n))
        return problem, Years(news, (1,) * n)
    return replace(problem, new=max(sum(asked.news), 1)), asked
