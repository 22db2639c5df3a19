"""Options of the way: rule of distance, streets, who walks, links and closures drawn by hand."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from geo.cli import show
from geo.core import Mode, Proposal, Study
from geo.core.crs import metric
from geo.errors import InputError
from geo.study import streets_of
from geo.travel import Straight, Street
from geo.travel.changes import close, gain, link
from geo.travel.graph import StreetGraph
from geo.travel.street import WALKERS
from geo.travel.streets.files import read_streets
from geo.travel.streets.lines import LineRules
from geo.words import _

__all__ = ["add", "mode", "say_change"]

Line = list[tuple[float, float]]
_PAIR = 2


def add(parser: argparse.ArgumentParser, *, detour: float) -> None:
    """Add the options that say how distance is measured."""
    group = parser.add_argument_group(_("the way"))
    group.add_argument(
        "--mode", choices=["straight", "street"], default="straight", help=_("rule of distance")
    )
    group.add_argument(
        "--streets", type=Path, metavar=_("FILE"), help=_("OSM extract or road lines to walk along")
    )
    group.add_argument(
        "--streets-crs",
        metavar="EPSG:4549",
        help=_("coordinate system of the road lines, for a file that does not say it"),
    )
    group.add_argument(
        "--detour", type=_number, default=detour, help=_("way on foot / straight line")
    )
    group.add_argument(
        "--walker", choices=list(WALKERS), default="walk", help=_("who walks, which sets the speed")
    )
    group.add_argument("--speed", type=_number, metavar="M/MIN", help=_("walking speed"))
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


def mode(given: argparse.Namespace, study: Study) -> Mode:
    """Build the rule of distance; streets are read in the study's own coordinates."""
    if given.mode == "straight":
        if given.link or given.block:
            raise InputError(_("--link and --block change streets: add --mode street."))
        return Straight(given.detour)
    graph = _streets(given, study)
    if graph is not None and (given.link or given.block):
        graph = _changed(graph, given)
    return Street(given.walker, graph=graph, speed_m_per_min=given.speed)


def _streets(given: argparse.Namespace, study: Study) -> StreetGraph | None:
    """Read the streets that were named; else take the study's own, where it has any."""
    if given.streets is None:
        return streets_of(study)
    show.step(_("reading {file} …", file=given.streets))
    rules = LineRules(source_crs=given.streets_crs)
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


def _changed(graph: StreetGraph, given: argparse.Namespace) -> StreetGraph:
    """Add the links and cut at the closures that were named in degrees."""
    if given.link:
        graph = link(graph, [_metres(line, graph) for line in given.link])
    return close(graph, [_metres(line, graph) for line in given.block]) if given.block else graph


def _metres(line: Line, graph: StreetGraph) -> Line:
    if graph.crs is None:
        raise InputError(_("These streets lie on a plane of their own: degrees say nothing there."))
    x, y = metric([p[0] for p in line], [p[1] for p in line], graph.crs)
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def say_change(found: Proposal, given: argparse.Namespace) -> None:
    """Say what the links and closures bring: the same homes, without them and with them."""
    if not (given.link or given.block):
        return
    study, radius, now = found.study, found.plan.problem.radius_m, found.plan.mode
    before = Street(given.walker, graph=_streets(given, study), speed_m_per_min=given.speed)
    one, two = (rule.reach(study.demand, study.sites, 2 * radius) for rule in (before, now))
    for label, ids in ((_("today"), None), (_("plan"), found.plan.open_ids)):
        show.line(label, _("with the changed streets: ") + gain(one, two, radius, ids).describe())
