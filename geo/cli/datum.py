"""The datum of lists: found out by the doctor where that was asked, and checked between lists."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import read
from geo.cli import options, show
from geo.core import Scenario
from geo.core.crs import DATUMS
from geo.errors import GeoError
from geo.study import datum_effect
from geo.travel import Straight
from geo.travel.streets.axes import axes
from geo.travel.streets.files import read_streets
from geo.travel.streets.lines import LineRules
from geo.words import _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["add", "add_streets", "settled", "warn"]

Layers = Mapping[str, read.Layer]


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is known of places."""
    group: Any = parser.add_argument_group(_("what --datum auto compares with"))
    group.add_argument(
        "--known",
        type=Path,
        metavar=_("FILE"),
        help=_("places of known position (name, lon, lat): stations, halls, homes"),
    )
    group.add_argument(
        "--known-datum", choices=list(DATUMS), default="wgs84", help=_("datum of --known")
    )


def add_streets(parser: argparse.ArgumentParser) -> None:
    """Add the streets, for a command that measures no ways along them."""
    parser.add_argument(
        "--streets",
        type=Path,
        metavar=_("FILE"),
        help=_("OSM extract or road lines that --datum auto compares with"),
    )
    parser.add_argument(
        "--streets-crs",
        metavar="EPSG:4549",
        help=_("coordinate system of the road lines, for a file that does not say it"),
    )


def settled(layers: Layers, given: argparse.Namespace) -> dict[str, read.Layer]:
    """Let the doctor find out what nobody stated; say what it found and what that changes.

    Raises
    ------
    DatumError
        It cannot tell; the message has the choices.
    """
    known = [] if given.known is None else [_read(given.known, given.known_datum)]
    done, verdicts = read.settle(
        dict(layers), known=known, streets=_streets(given), outline=_outline(given)
    )
    for kind, verdict in verdicts.items():
        show.line(_("datum"), f"{layers[kind].source.name}: {verdict.sentence()}")
        if not verdict.is_moot:
            _say_effect({**done, kind: layers[kind]}, kind, str(verdict.datum), given)
    return done


def warn(layers: Layers) -> None:
    """Say which lists do not fit each other as they stand."""
    for clash in read.clashes(tuple(layers.values())):
        show.line(_("datum"), clash.sentence())


def _say_effect(layers: Layers, kind: str, datum: str, given: argparse.Namespace) -> None:
    if "firms" not in layers or len(layers) == 1:  # candidates are made later; or one list alone
        return
    scenario = Scenario(options.problem(given), Straight(given.detour or 1.0), seed=given.seed)
    try:
        effect = datum_effect(layers, kind, datum, scenario)
    except GeoError:  # as it stood the list lay in another part of the world, or there are no sites
        return
    show.line(
        "",
        _(
            "As it stood, a plan would have claimed {claimed:,} covered workers where the same "
            "sites truly cover {true:,}.",
            claimed=effect.claimed,
            true=effect.true,
        ),
    )


def _read(path: Path, datum: str) -> read.Layer:
    show.step(_("reading {file} …", file=path))
    return read.read_layer(path, "homes", datum=datum)


def _streets(given: argparse.Namespace) -> BaseGeometry | None:
    if given.streets is None:
        return None
    show.step(_("reading {file} …", file=given.streets))
    return axes(read_streets(given.streets, rules=LineRules(source_crs=given.streets_crs)))


def _outline(given: argparse.Namespace) -> BaseGeometry | None:
    areas = options.boundaries(given)
    return None if areas is None else areas.whole
