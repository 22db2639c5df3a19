"""Kept plans: put aside, brought back, solved again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from geo.core import Proposal, Scenario
from geo.opening import on_streets, open_plan, read_project
from geo.store import is_plan_file
from geo.store.project import KeptPlan, Project, kept_differences
from geo.study import propose, run

__all__ = ["Again", "as_made", "found_again", "kept_plan", "project_of", "rerun"]


def project_of(path: str | Path) -> Project:
    """Read a project; a plan file is a project with one plan.

    Raises
    ------
    InputError
        There is no such file, it is neither of the two, or it is damaged.
    """
    if not is_plan_file(path):
        return read_project(path)
    study, plan = open_plan(path)
    scenario = Scenario(plan.problem, plan.mode, seed=plan.seed)
    kept = kept_plan(Path(path).stem, scenario, propose(plan, study, with_regret=False))
    return Project(study, scenario, kept=(kept,))


def as_made(scenario: Scenario, found: Proposal) -> Scenario:
    """Return the question as its plan was made: changes of streets are in the plan's streets."""
    changes = getattr(scenario.mode, "changes", ())
    return replace(scenario, mode=found.plan.mode) if changes else scenario


def kept_plan(name: str, scenario: Scenario, found: Proposal) -> KeptPlan:
    """Put a proposal aside under a name, ready to be saved."""
    return KeptPlan(name, as_made(scenario, found), found.study, found.plan, found.served_pos)


@dataclass(frozen=True)
class Again:
    """A kept plan solved once more.

    Attributes
    ----------
    name
        Of the plan.
    differences
        What is not the same as when it was kept, in sentences; empty where it is identical.
    """

    name: str
    differences: tuple[str, ...]


def rerun(project: Project) -> tuple[Again, ...]:
    """Solve the question of each kept plan again, on the data it was made from.

    Sites that a maker added belong to those data: they are not made anew.
    """
    again = []
    for kept in project.kept:
        on_streets(kept.study)
        scenario = replace(kept.scenario, makers=())
        found = run(kept.study, scenario, with_regret=False)
        again.append(Again(kept.name, kept_differences(kept, kept_plan("", scenario, found))))
    return tuple(again)


def found_again(kept: KeptPlan) -> Proposal:
    """Put a kept plan into people's words again; nothing is solved."""
    return propose(kept.plan, kept.study, with_regret=False)
