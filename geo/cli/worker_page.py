"""``xuanzhi worker-page``: one page on which workers find the home nearest to them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from geo import read
from geo.cli import options, show, way
from geo.core.crs import DATUMS
from geo.errors import InputError
from geo.export.worker import Edition, Poster, poster, worker_page
from geo.study import demo, open_plan, open_study
from geo.words import _

__all__ = ["add", "run"]

_PAGE = (".html", ".htm")
_POSTER = (".html", ".svg", ".png")


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser(
        "worker-page", help=_("write a page on which workers find the nearest home")
    )
    data = parser.add_mutually_exclusive_group(required=True)
    data.add_argument(
        "--project",
        type=Path,
        metavar=_("PATH"),
        help=_("a project, a plan or a folder of lists; its homes of today"),
    )
    data.add_argument(
        "--plan", type=Path, metavar="PLAN.gpkg", help=_("a saved plan; the homes it opens too")
    )
    data.add_argument("--demo", choices=["yongshun", "helsinki"], help=_("a demo town"))
    way.add(parser, detour=None)
    group = parser.add_argument_group(_("the page"))
    group.add_argument("--publisher", default="", help=_("who publishes the page"))
    group.add_argument("--review", default="", help=_("the map's review number"))
    group.add_argument(
        "--places",
        type=Path,
        metavar=_("FILE"),
        help=_("public places to start from: stops, gates"),
    )
    group.add_argument("--datum", choices=list(DATUMS), help=_("datum of the list of places"))
    group.add_argument(
        "--out", type=Path, required=True, metavar="PAGE.html", help=_("the page to write")
    )
    group.add_argument("--url", default="", help=_("where the page will be found, for the poster"))
    group.add_argument(
        "--poster",
        type=Path,
        metavar=_("FILE"),
        help=_("an A4 poster (.html), or its QR code alone (.svg, .png)"),
    )
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Open, write, say where."""
    if given.poster is not None and not given.url.strip():
        raise InputError(_("A poster leads to the page: say with --url where it will be found."))
    inputs = [given.plan, given.project, given.places]
    options.check_targets([given.out], inputs, suffixes=_PAGE)
    if given.poster is not None:
        options.check_targets([given.poster], inputs, suffixes=_POSTER)
    open_ids, own = None, None
    if given.plan is not None:
        study, plan = open_plan(given.plan)
        open_ids, own = plan.open_ids, plan.mode
    else:
        study = open_study(given.project) if given.demo is None else demo(given.demo)
    mode = way.mode(given, study, own=own)
    edition = Edition(given.publisher, given.review)
    places = given.places and read.read_layer(given.places, "homes", datum=given.datum)
    written = worker_page(
        study, given.out, mode=mode, open_ids=open_ids, places=places, edition=edition
    )
    show.line(_("wrote"), str(written))
    if given.poster is not None:
        wanted = Poster(given.url, edition)
        show.line(_("wrote"), str(poster(study, wanted, given.poster, open_ids=open_ids)))
    if not given.review.strip():
        show.line(_("note"), _("No map review number: for internal use, not for publication."))
    return 0
