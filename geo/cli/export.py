"""``xuanzhi export``: a saved plan in other forms, without solving it again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from geo.cli import options
from geo.errors import InputError
from geo.study import open_plan, propose
from geo.words import _

__all__ = ["add", "run"]


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser("export", help=_("write a saved plan in other forms"))
    parser.add_argument(
        "plan", type=Path, metavar="PLAN.gpkg", help=_("a plan written by --out PLAN.gpkg")
    )
    options.add_outputs(parser)
    options.add_release(parser)
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Open, put into words, write."""
    options.check_outputs(given)
    if not given.out and given.json is None:
        raise InputError(_("Say what to write: --out FILE, or --json FILE."))
    study, plan = open_plan(given.plan)
    options.write(propose(plan, study), given)
    return 0
