"""``xuanzhi rerun``: every kept plan of a project solved again, and what differs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from geo.cli import show
from geo.errors import InputError
from geo.kept import project_of, rerun
from geo.words import _

__all__ = ["add", "run"]


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser(
        "rerun", help=_("solve the kept plans of a project again and say what differs")
    )
    parser.add_argument(
        "project", type=Path, metavar="PROJECT.gpkg", help=_("a project, or a single plan")
    )
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print a line for each plan; status 1 where one is not identical."""
    show.step(_("reading {file} …", file=given.project))
    project = project_of(given.project)
    if not project.kept and not project.lost:
        raise InputError(_("{path} keeps no plan to solve again.", path=given.project.name))
    for name in project.lost:
        show.line(_("lost"), _("{name}: its firms were changed by another program", name=name))
    show.step(_("solving …"))
    again = rerun(project)
    for one in again:
        if not one.differences:
            show.line(_("same"), _("{name}: identical to the digit", name=one.name))
        for said in one.differences:
            show.line(_("differs"), f"{one.name}: {said}")
    return 1 if project.lost or any(one.differences for one in again) else 0
