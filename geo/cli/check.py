"""``xuanzhi check``: what a list holds, what cannot be used, what is doubtful."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from geo import read
from geo.cli import datum, options, show
from geo.core.crs import DATUMS
from geo.errors import DatumError
from geo.words import _, counted

__all__ = ["add", "run"]


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser("check", help=_("check a list before it is used"))
    parser.add_argument(
        "file",
        type=options.listed,
        metavar=_("FILE"),
        help=_("a table, a map layer, or URL#TABLE of a database"),
    )
    parser.add_argument("--kind", choices=read.KINDS, default="firms", help=_("what it lists"))
    parser.add_argument(
        "--datum",
        type=options.datum,
        metavar=f"{{auto,{','.join(DATUMS)},EPSG:4549}}",
        help=_(
            "datum of the coordinates, or the zone of metres; auto finds out, or ends with the "
            "choices"
        ),
    )
    parser.add_argument(
        "--weight", metavar=_("COLUMN"), help=_("column with the number of workers")
    )
    options.add_parts(parser)
    parser.add_argument(
        "--column", action="append", default=[], metavar="NAME=COLUMN",
        help=_("what a column is, e.g. --column lon=经度 (may be repeated)"),
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, metavar=_("FILE"), help=_("workbook of the findings, to correct in")
    )
    parser.add_argument(
        "--remember",
        action="store_true",
        help=_("keep these columns in columns.toml beside the list; later commands use them"),
    )
    datum.add(parser)
    datum.add_streets(parser)
    options.add_people(parser)
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Read, say what was found, write the findings."""
    if given.out is not None:
        corrected = options.of_list(given.corrected, given.kind, plain=given.kind)
        workbooks = [] if corrected is None else [Path(corrected)]
        options.check_targets([given.out], [given.file, *workbooks], suffixes=(".xlsx",))
    said = options.columns(given.column) or {}  # one list: no prefix
    show.remembered(given.file, given.kind)
    wish = read.Wish(said, given.datum, given.weight, options.estimates(given, given.kind))
    layer = options.read_list(given.file, given.kind, wish, given, plain=given.kind)
    layer, unsettled = _settled(layer, given)
    layer = options.completed(layer, given)
    _say(layer, given)
    if given.out is not None:
        show.line(_("wrote"), str(read.write_findings(layer, given.out)))
    if unsettled is not None:
        raise unsettled
    return 0


def _settled(layer: read.Layer, given: argparse.Namespace) -> tuple[read.Layer, DatumError | None]:
    """Ask the doctor where that was wished; what else was found is said though it cannot tell.

    Raises
    ------
    DatumError
        It cannot tell the zone of metres either: the rows have no place yet.
    """
    if given.datum != "auto":
        return layer, None
    try:
        return datum.settled({layer.kind: layer}, given)[layer.kind], None
    except DatumError as error:
        if not layer.has_places:
            raise
        return layer, error


def _say(layer: read.Layer, given: argparse.Namespace) -> None:
    for match in layer.matches:
        show.line(_("column"), _proposal(match))
    if given.remember:
        kept = {m.field: m.column for m in layer.matches}
        show.line(_("wrote"), str(read.remember(given.file, given.kind, kept)))
    source = layer.source
    said = _(
        "{total} = {used:,} used + {rejected:,} rejected",
        total=counted.rows(source.n_read + source.n_rejected),
        used=source.n_read,
        rejected=source.n_rejected,
    )
    show.line(_("read"), said)
    show.line(_("datum"), show.datum(source, layer.lon[0], layer.lat[0]))
    for row in read.summary(layer).itertuples():
        label = _("doubtful") if row.is_used else _("rejected")
        show.line(
            label,
            _(
                "{n:,} × {reason}, first in row {row}: {remedy}",
                n=row.n,
                reason=row.reason,
                row=row.first_row,
                remedy=row.remedy,
            ),
        )


def _proposal(match: read.Match) -> str:
    """Say what a column is taken for, why, with examples, and what else it could be."""
    said = f"{match.field} <- {match.column} ({_(read.WHY[match.why])}): "
    said += ", ".join(match.examples)
    if match.rivals:
        said += "; " + _("also possible") + ": " + ", ".join(match.rivals)
    return said
