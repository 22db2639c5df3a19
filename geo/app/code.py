"""The call that makes what a page shows, for those who go on in a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import geo
from geo.core import Mode, Plan, Problem, Study
from geo.study import cutoff_m
from geo.words import _

__all__ = ["file_name", "of_plan", "of_study", "value"]


def value(made: Any) -> str:  # noqa: ANN401 - any frozen value
    """Write the call that makes a frozen value; fields that stand at their start are left out.

    Examples
    --------
    >>> value(geo.MaxCover(new=3, radius_m=800))
    'geo.MaxCover(new=3, radius_m=800.0)'
    """
    kind = type(made).__name__
    shown = [f for f in fields(made) if not f.metadata.get("data")]
    given = [(f.name, getattr(made, f.name)) for f in shown if getattr(made, f.name) != f.default]
    inside = ", ".join(f"{name}={_written(one)}" for name, one in given)
    return f"{'geo.' if hasattr(geo, kind) else ''}{kind}({inside})"


def _written(one: Any) -> str:  # noqa: ANN401 - the value of any field
    """Write a value of a field; named tuples as plain ones, whose name is not imported."""
    if isinstance(one, tuple):
        return f"({', '.join(map(_written, one))}{',' if len(one) == 1 else ''})"
    return repr(one)


def of_plan(plan: Plan, study: Study, calls: Iterable[str], *, imports: str = "") -> str:
    """Open a plan that was downloaded, measure it as the page does, and make the calls."""
    cutoff = cutoff_m(plan.problem, plan.mode)
    far = "" if cutoff is None else f", cutoff_m={cutoff!r}"
    return _lines(
        imports,
        f"study, plan = geo.open_plan({_file(study)!r})",
        f"reach = plan.mode.reach(study.demand, study.sites{far})",
        *calls,
    )


def of_study(
    study: Study, problem: Problem, mode: Mode, calls: Iterable[str], *, imports: str = ""
) -> str:
    """Open the data of a plan that was downloaded, put a question, and make the calls."""
    cutoff = cutoff_m(problem, mode)
    far = "" if cutoff is None else f", cutoff_m={cutoff!r}"
    kind = type(problem).__name__
    own = "" if hasattr(geo, kind) else f"from geo.solve import {kind}"
    return _lines(
        "\n".join(filter(None, [imports, own])),
        f"study = geo.open_study({_file(study)!r})",
        f"problem = {value(problem)}",
        f"reach = {value(mode)}.reach(study.demand, study.sites{far})",
        *calls,
    )


def file_name(study: Study, suffix: str, *, is_public: bool = False) -> str:
    """Name a file that is handed out, as the page of downloads does."""
    edition = _("public") if is_public else _("internal")
    return f"{_(study.name)}-{edition}{suffix}"


def _file(study: Study) -> str:
    """Name the plan's file; that of the public edition has no firms to measure."""
    return file_name(study, ".gpkg")


def _lines(imports: str, *lines: str) -> str:
    head = ["import geo", *([imports] if imports else []), ""]
    return "\n".join([*head, *lines])
