"""Options of a document: what is asked of the years, homes and stations, or who says so."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from geo.cli.options.wrong import add_errors, errors
from geo.cli.options.years import add_years, years
from geo.core import Proposal
from geo.explain import refuse_years
from geo.export.report.asked.levels import asked_levels
from geo.opening import read_project
from geo.store.project.asked import asked_errors, asked_norm, asked_two_levels, asked_years
from geo.words import _

__all__ = ["add_asked", "with_asked"]


def add_asked(parser: argparse.ArgumentParser) -> None:
    """Declare them."""
    parser.add_argument(
        "--station-radius-m",
        type=_metres,
        metavar="M",
        help=_(
            "how far a station reaches, where homes open today are stations; else as a norm says"
        ),
    )
    add_years(parser)
    add_errors(parser)
    parser.add_argument(
        "--project",
        type=Path,
        metavar="PROJECT.gpkg",
        help=_(
            "a project of the screen: years, homes and stations, the norm, and how wrong the lists "
            "may be, as they are set there, where no other option says so"
        ),
    )


def with_asked(proposal: Proposal, given: argparse.Namespace) -> Proposal:
    """Give a proposal what was asked.

    Raises
    ------
    InputError
        Years were asked of a plan whose question has none.
    """
    kept = {} if given.project is None else read_project(given.project).settings
    wanted = years(given)
    if wanted is not None:
        refuse_years(proposal.plan.problem)  # before any work: another question is not asked
    asked = wanted or asked_years(kept)
    levels, norm = asked_two_levels(kept), asked_norm(kept)
    wrong = errors(given, asked_errors(kept))
    found = replace(proposal, two_levels=levels, years=asked, norm=norm, errors=wrong)
    if given.station_radius_m is None:
        return found
    nearer = replace(asked_levels(found), radius_m=given.station_radius_m)
    return replace(found, two_levels=nearer)


def _metres(text: str) -> float:
    """Read a distance; say in the user's language where it is none."""
    try:
        length_m = float(text)
    except ValueError:
        length_m = float("nan")
    if not 0 < length_m < float("inf"):
        raise argparse.ArgumentTypeError(
            _("a distance in metres is wanted, got {text!r}", text=text)
        )
    return length_m
