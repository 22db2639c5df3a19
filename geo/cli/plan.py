"""``xuanzhi plan``: from lists of firms and venues to a proven plan."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from geo import read
from geo.cli import datum, options, show, way
from geo.core import Scenario, Study
from geo.errors import InputError
from geo.study import open_study
from geo.study import run as run_scenario
from geo.words import _

__all__ = ["add", "finish", "run"]


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser("plan", help=_("choose the best sites for a list of firms"))
    options.add_data(parser)
    datum.add(parser)
    options.add_people(parser)
    options.add_question(parser)
    way.add(parser, detour=1.0)
    options.add_outputs(parser)
    options.add_release(parser)
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Read, solve, print, write."""
    problem = options.problem(given)
    options.check_outputs(given)
    study = _listed(given) if given.project is None else _held(given)
    mode = way.mode(given, study)
    scenario = Scenario(problem, mode, tuple(given.candidates), given.limit_s, given.seed)
    return finish(study, scenario, given)


def _listed(given: argparse.Namespace) -> Study:
    """Read the lists and put them together."""
    layers = _layers(given)
    study = read.build_study(
        given.name or (given.firms or given.density).stem,
        layers["firms"],
        sites=layers.get("sites"),
        homes=layers.get("homes"),
    )
    show.today(study)
    options.write_findings(layers.values(), given)
    return study


def _held(given: argparse.Namespace) -> Study:
    """Open the study of a project; lists beside it would leave open which of the two counts."""
    if given.sites is not None or given.homes is not None:
        raise InputError(_("A project brings its own sites: leave --sites and --homes out."))
    show.step(_("reading {file} …", file=given.project))
    study = open_study(given.project)
    show.today(study)
    return study


def finish(study: Study, scenario: Scenario, given: argparse.Namespace) -> int:
    """Solve and report; shared with ``xuanzhi demo``."""
    show.step(_("solving …"))
    proposal = run_scenario(study, scenario, progress=show.progress())
    show.outcome(proposal)
    way.say_change(proposal, scenario.mode)
    options.write(proposal, given)
    return 0 if proposal.plan.status == "optimal" else 4


def _layers(given: argparse.Namespace) -> dict[str, read.Layer]:
    """Read the lists that were named."""
    layers = {}
    for kind in read.KINDS:
        path: Path | read.DatabaseTable | None = getattr(given, kind)
        if path is not None:
            show.step(_("reading {file} …", file=path))
            show.remembered(path, kind)
            wish = read.Wish(
                options.columns(given.column, kind),
                given.datum,
                given.weight if kind == "firms" else None,
                options.estimates(given, kind),
            )
            layers[kind] = options.read_list(path, kind, wish, given)
    if given.firms is None:
        layers["firms"] = options.people(given)
    if "sites" not in layers and not given.candidates:
        raise InputError(_("Say where homes could stand: --sites FILE, or --candidates kmeans."))
    if given.datum == "auto":
        layers = datum.settled(layers, given)
    datum.warn(layers)
    return {kind: options.completed(layer, given) for kind, layer in layers.items()}
