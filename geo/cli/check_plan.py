"""``xuanzhi verify``: check a finished plan without the solver."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.words import _

__all__ = ["add", "run"]


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser("verify", help=_("check a finished plan without the solver"))
    parser.add_argument(
        "plan", type=Path, metavar="PLAN.gpkg", help=_("a plan written by --out PLAN.gpkg")
    )
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print ``PROVEN value = bound = N``, the gap, or what is wrong."""
    from geo.verify import check_file  # noqa: PLC0415 - the checker stands alone; nothing else loads it

    if not given.plan.is_file():
        raise InputError(_("There is no file {path}.", path=given.plan))
    verdict = check_file(given.plan)
    print(verdict.said(_))
    return verdict.exit_status
