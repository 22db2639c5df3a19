"""How a plan stands where the lists are wrong: what is drawn, and what is asked of the draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from geo.core import USUAL_ERRORS, Errors, Proposal, Reach
from geo.errors import InfeasibleError, InputError, StoppedError
from geo.explain import (
    USUAL_DRAWS,
    TargetDoubt,
    doubt,
    doubt_target,
    least_regret,
    regret_line,
)
from geo.solve import PROBLEMS, SetCover

__all__ = ["LEAST_DRAWS", "LIMIT_S", "as_good", "in_doubt", "target_in_doubt"]

LIMIT_S = 5.0
"""Seconds for each question; a town needs far less. What they were too short for is named."""

LEAST_DRAWS = 30
"""Draws below which no shares are told: nine of ten means nothing among three."""

_LEAST_STEPS = 12_000
"""Steps in which the least regret is sought: the same in every form and language of a document."""

_MOST_COUNTED = 20_000  # firms up to which other ways are counted in each draw: that has no clock

Found = TypeVar("Found")


def in_doubt(
    proposal: Proposal,
    reach: Reach,
    *,
    limit_s: float,
    answer: Callable[[str, Callable[[], Any]], Any],
) -> dict[str, Any]:
    """Draw the lists as they may be, and ask how the plan stands: fields of `Findings`.

    Parameters
    ----------
    proposal, reach
        The plan, proven best, with how wrong the lists are taken to be, and what it was made from.
    limit_s
        Seconds for a question; the draws have twice as many. The least regret is sought in so many
        steps; four times the seconds end what they do not, on a very slow machine.
    answer
        Asks under the key of a question; None where it has no answer, or time ran out.
    """
    plan, errors = proposal.plan, _errors(proposal)
    drawn: dict[str, Any] = {"n": USUAL_DRAWS, "seed": plan.seed, "limit_s": 2 * limit_s}
    if isinstance(plan.problem, SetCover):
        return {"target": answer("doubt", lambda: doubt_target(plan, reach, errors, **drawn))}
    if plan.problem.sense != "max":
        return {}
    known = answer("doubt", lambda: doubt(plan, reach, errors, **drawn))
    if known is None or known.n_answered < LEAST_DRAWS:
        return {"doubt": known}
    limits: dict[str, Any] = {"limit_s": 4 * limit_s, "limit_steps": _LEAST_STEPS}
    least = answer("doubt", lambda: least_regret(known, plan, reach, **limits))
    return {"doubt": known, "least": least}


def target_in_doubt(proposal: Proposal) -> TargetDoubt | None:
    """Ask how the fewest sites stand, as their document does; None where nothing can be said."""
    plan, study = proposal.plan, proposal.study
    if plan.status != "optimal" or not isinstance(plan.problem, SetCover):
        return None
    cutoff_m = 2 * plan.problem.radius_m if plan.mode.name == "street" else None
    reach = plan.mode.reach(study.demand, study.sites, cutoff_m)
    errors, limit_s = _errors(proposal), 2 * LIMIT_S
    try:
        return doubt_target(plan, reach, errors, n=USUAL_DRAWS, seed=plan.seed, limit_s=limit_s)
    except (InputError, InfeasibleError, StoppedError):
        return None


def as_good(proposal: Proposal) -> tuple[tuple[str, float], ...]:
    """Ask how often each other way of choosing would have been as good, were the lists wrong."""
    plan, study = proposal.plan, proposal.study
    is_counted = (
        not proposal.regret.empty
        and plan.mode.name != "street"
        and plan.status == "optimal"
        and isinstance(plan.problem, PROBLEMS)
        and plan.problem.sense == "max"
    )
    if not is_counted or len(study.demand) > _MOST_COUNTED:
        return ()
    line = regret_line(plan, study, errors=_errors(proposal), n=USUAL_DRAWS, seed=plan.seed)
    return tuple(zip(line["way"], line["as_good_share"].astype(float), strict=True))


def _errors(proposal: Proposal) -> Errors:
    """Return how wrong the lists are taken to be."""
    return USUAL_ERRORS if proposal.errors is None else proposal.errors
