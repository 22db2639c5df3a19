"""What an answer depends on, in words: by content, never by object."""

from __future__ import annotations

from geo import words
from geo.core import Proposal, Scenario, Study

__all__ = ["key_of", "key_of_town", "key_of_ways", "plan_key"]


def key_of(study: Study, scenario: Scenario) -> tuple[str, ...]:
    """Name everything an answer depends on: data, question, language."""
    return (*key_of_town(study), scenario.digest)


def key_of_town(study: Study) -> tuple[str, ...]:
    """Name the data and the language."""
    return (
        study.digest,
        study.told_digest,
        study.name,
        str(study.small_firm_line),
        words.language(),
        key_of_ways(study),
    )


def key_of_ways(study: Study) -> str:
    """Name the streets that a study was given; empty where it was given none."""
    return "" if study.ways is None else study.ways.digest


def plan_key(found: Proposal) -> tuple[str, ...]:
    """Name everything that what is made of a plan depends on; a stopped plan is not the best."""
    plan, study = found.plan, found.study
    asked = Scenario(plan.problem, plan.mode, seed=plan.seed)
    return (*key_of(study, asked), str(plan.value), str(plan.bound), repr(plan.open_ids))
