"""People counted by others, and boundaries."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo import read
from geo.cli import show
from geo.cli.options.data import of_list
from geo.core.crs import DATUMS
from geo.errors import InputError
from geo.words import _

__all__ = ["add_people", "boundaries", "completed", "estimates", "people"]


def add_people(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where people are by somebody else's count, and the boundaries."""
    group = parser.add_argument_group(_("people counted by others, and boundaries"))
    group.add_argument(
        "--density",
        type=Path,
        metavar=_("FILE"),
        help=_(
            "where people are: a GeoTIFF, polygons or points with counts; demand of its own "
            "without --firms, else it divides what --town-total leaves among firms without a "
            "headcount"
        ),
    )
    group.add_argument("--density-column", metavar=_("COLUMN"), help=_("column with the people"))
    group.add_argument("--density-datum", choices=DATUMS, help=_("datum of that file"))
    group.add_argument(
        "--town-total",
        type=int,
        metavar="N",
        help=_("workers of all firms together; unstated, the total of --density"),
    )
    group.add_argument(
        "--boundaries",
        metavar=_("FILE"),
        help=_("polygons of streets or townships, or a district's name: each firm gets its street"),
    )
    group.add_argument(
        "--boundaries-datum",
        choices=DATUMS,
        help=_("datum of that file, if drawn on a map service"),
    )
    group.add_argument(
        "--boundaries-column", metavar=_("COLUMN"), help=_("column with the names of the areas")
    )


def estimates(given: argparse.Namespace, kind: str) -> bool:
    """Say whether firms without a headcount are to be kept and estimated."""
    return kind == "firms" and (given.density is not None or given.town_total is not None)


def people(given: argparse.Namespace) -> read.Layer:
    """Return the people of ``--density`` as demand of its own."""
    if given.density is None:
        raise InputError(
            _("Say where the workers are: --firms FILE, or --density FILE for people per place.")
        )
    areas = boundaries(given)
    return _density(given).as_layer(areas)


def completed(layer: read.Layer, given: argparse.Namespace) -> read.Layer:
    """Estimate the headcounts that a list of firms lacks, and name the street of each row."""
    if estimates(given, layer.kind) and getattr(given, "firms", True) is not None:
        density = None if given.density is None else _density(given)
        layer = read.estimate(layer, total=given.town_total, density=density)
    areas = boundaries(given)
    if areas is None:
        return layer
    if Path(given.boundaries).exists() and (layer.kind == "firms" or "street" in layer.columns):
        show.line(_("datum"), read.borders(areas, layer).sentence())
    return read.name_streets(layer, areas)


def _density(given: argparse.Namespace) -> read.Density:
    show.step(_("reading {file} …", file=given.density))
    part = of_list(given.layer, "density") or of_list(given.sheet, "density")
    return read.read_density(
        given.density, column=given.density_column, datum=given.density_datum, part=part
    )


def boundaries(given: argparse.Namespace) -> read.Areas | None:
    """Read the boundaries that were named, if any were."""
    if given.boundaries is None:
        return None
    return read.boundaries(
        given.boundaries,
        column=given.boundaries_column,
        layer=of_list(given.layer, "boundaries"),
        datum=given.boundaries_datum,
    )
