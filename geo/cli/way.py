"""Options of the way: rule of distance, streets, who walks, links and closures drawn by hand."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from geo.cli import show
from geo.core import Mode, Proposal, Study
from geo.core.crs import DATUMS
from geo.errors import InputError
from geo.explain import brought
from geo.study import streets_of
from geo.travel import Straight, Street
from geo.travel.changes import Change, heights, with_slope
from geo.travel.graph import StreetGraph
from geo.travel.street import WALKERS
from geo.travel.streets.files import read_streets
from geo.travel.streets.lines import LineRules
from geo.words import _

__all__ = ["add", "mode", "say_change"]

_PAIR = 2
_PACE = ("--walker", "--speed", "--crossing-s")
_STREETS = (
    *("--streets", "--streets-crs", "--streets-datum", "--streets-layer"),
    *("--heights", "--link", "--block"),
)
_DETOUR = 1.3  # of the way on foot, where nothing is said


def add(parser: argparse.ArgumentParser, *, detour: float | None) -> None:
    """Add the options that say how distance is measured; without a detour, as the plan's own."""
    group = parser.add_argument_group(_("the way"))
    group.add_argument(
        "--mode",
        choices=["straight", "street"],
        help=_("rule of distance; along streets where an option speaks of them"),
    )
    parser.set_defaults(usual_detour=detour)
    group.add_argument(
        "--streets", type=Path, metavar=_("FILE"), help=_("OSM extract or road lines to walk along")
    )
    group.add_argument(
        "--streets-crs",
        metavar="EPSG:4549",
        help=_("coordinate system of the road lines, for a file that does not say it"),
    )
    group.add_argument(
        "--streets-datum",
        choices=list(DATUMS),
        help=_("datum of the road lines, for degrees of a map service"),
    )
    group.add_argument("--streets-layer", metavar=_("NAME"), help=_("layer of a file with several"))
    group.add_argument("--detour", type=_number, help=_("way on foot / straight line"))
    group.add_argument("--walker", choices=list(WALKERS), help=_("who walks, which sets the speed"))
    group.add_argument("--speed", type=_number, metavar="M/MIN", help=_("walking speed"))
    group.add_argument(
        "--crossing-s",
        type=_number,
        metavar=_("SECONDS"),
        help=_("wait at each crossing with lights"),
    )
    group.add_argument(
        "--heights",
        type=Path,
        metavar="HEIGHTS.tif",
        help=_("elevation raster: uphill takes longer"),
    )
    _add_changes(group)


def _add_changes(group: argparse._ArgumentGroup) -> None:
    for option, said in (
        ("--link", _("a way to add, as a footbridge: LON,LAT LON,LAT ... (may be repeated)")),
        ("--block", _("a gate (LON,LAT) or a wall (LON,LAT LON,LAT ...) that cuts streets")),
    ):
        group.add_argument(
            option,
            nargs="+",
            action="append",
            default=[],
            type=_place,
            metavar="LON,LAT",
            help=said,
        )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("a number is wanted, got {text!r}", text=text)) from None


def _place(text: str) -> tuple[float, float]:
    parts = text.split(",")
    if len(parts) != _PAIR:
        raise argparse.ArgumentTypeError(
            _("a place is wanted as LON,LAT in degrees, got {text!r}", text=text)
        )
    return _number(parts[0]), _number(parts[1])


def mode(given: argparse.Namespace, study: Study, *, own: Mode | None = None) -> Mode:
    """Build the rule of distance; streets are read in the study's own coordinates.

    ``own`` is the rule of a plan that was opened: it stays where no other is asked for.

    Raises
    ------
    InputError
        The streets cannot be read, or changes of streets were given with straight lines.
    """
    pace, streets = _given(given, _PACE), _given(given, _STREETS)
    _say_unheard(given, [*pace, *streets])
    if given.mode is None and not streets and given.detour is None and own is not None:
        if not pace:
            return own
        if isinstance(own, Street):
            return _at_pace(own, given)
    if given.mode == "street" or (given.mode is None and (pace or streets)):
        return _along_streets(given, study)
    usual = _DETOUR if given.usual_detour is None else given.usual_detour
    return Straight(usual if given.detour is None else given.detour)


def _given(given: argparse.Namespace, options: Iterable[str]) -> list[str]:
    """Name the options that were given, of some."""
    held = vars(given)
    return [o for o in options if held[o.removeprefix("--").replace("-", "_")] not in (None, [])]


def _say_unheard(given: argparse.Namespace, on_foot: list[str]) -> None:
    """Say which options do not count for the rule that was asked for."""
    if given.mode == "straight" and on_foot:
        if given.link or given.block:
            raise InputError(_("--link and --block change streets: add --mode street."))
        unheard = ", ".join(on_foot)
        show.step(_("measured by straight lines: {options} does not count", options=unheard))
    elif given.detour is not None and (given.mode == "street" or on_foot):
        show.step(_("measured along streets: --detour does not count"))


def _along_streets(given: argparse.Namespace, study: Study) -> Street:
    changes = (
        *(Change("link", tuple(line)) for line in given.link),
        *(Change("block", tuple(line)) for line in given.block),
    )
    return Street(
        given.walker or Street().who,
        graph=_streets(given, study),
        speed_m_per_min=given.speed,
        crossing_s=given.crossing_s or 0.0,
        changes=changes,
    )


def _at_pace(own: Street, given: argparse.Namespace) -> Street:
    """Walk by the plan's own rule, but as somebody else, or with other waits, as was said."""
    changed = own
    if given.walker is not None or given.speed is not None:
        changed = replace(changed, who=given.walker or own.who, speed_m_per_min=given.speed)
    return changed if given.crossing_s is None else replace(changed, crossing_s=given.crossing_s)


def _streets(given: argparse.Namespace, study: Study) -> StreetGraph | None:
    """Read the streets that were named; else take the study's own, where it has any."""
    graph = streets_of(study) if given.streets is None else _read(given, study)
    if graph is None or given.heights is None:
        return graph
    return with_slope(graph, heights(graph, given.heights))


def _read(given: argparse.Namespace, study: Study) -> StreetGraph:
    show.step(_("reading {file} …", file=given.streets))
    rules = LineRules(
        source_crs=given.streets_crs,
        datum=given.streets_datum or "wgs84",
        layer=given.streets_layer,
    )
    return read_streets(given.streets, study.demand.crs, rules=rules, progress=_tell())


def _tell() -> Callable[[float], None]:
    """Return what shows the share read, in steps of a tenth."""
    shown = 0

    def tell(share: float) -> None:
        nonlocal shown
        if (tenth := int(share * 10)) > shown:
            shown = tenth
            print(f"  {tenth * 10} %", file=sys.stderr, flush=True)

    return tell


def say_change(found: Proposal, asked: Mode) -> None:
    """Say what the ways added and closed bring: the same homes, without them and with them."""
    if not isinstance(asked, Street) or not asked.changes:
        return
    both = brought(found, asked)
    for label, got in ((_("today"), both.today), (_("plan"), both.plan)):
        show.line(label, _("with the changed streets: ") + got.describe())
