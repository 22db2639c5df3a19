"""``xuanzhi demo``: a finished plan for a demo town."""

from __future__ import annotations

import argparse
from typing import Any

from geo.cli import options, plan, show, way
from geo.core import Scenario
from geo.read.demos import DEMOS, demo_names
from geo.study import demo
from geo.words import _

__all__ = ["add", "run"]


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser("demo", help=_("plan a demo town"))
    parser.add_argument(
        "name", choices=demo_names(), metavar=_("NAME"), help=", ".join(demo_names())
    )
    options.add_question(parser, new=3)
    way.add(parser, detour=1.3)
    options.add_outputs(parser)
    options.add_release(parser)
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Open the town, solve, print, write."""
    options.check_outputs(given)
    show.step(_("reading {file} …", file=given.name))
    study = demo(given.name)
    if given.radius_m is None:
        given.radius_m = next(d.radius_m for d in DEMOS if d.name == given.name)
    show.today(study)
    scenario = Scenario(
        options.problem(given), way.mode(given, study), (), given.limit_s, given.seed
    )
    return plan.finish(study, scenario, given)
