"""``xuanzhi report``: a saved plan as the document that a committee reads."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from geo import words
from geo.cli import options, show
from geo.export import Choices, write_report
from geo.export.report.asked.norm import USUAL
from geo.norms import norms
from geo.study import open_plan, propose
from geo.words import _

__all__ = ["add", "run"]

_NONE = "none"
_SUFFIXES = (".docx", ".pdf")


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser("report", help=_("write a saved plan as a document"))
    parser.add_argument(
        "plan", type=Path, metavar="PLAN.gpkg", help=_("a plan written by --out PLAN.gpkg")
    )
    parser.add_argument(
        "--out",
        nargs="+",
        action="extend",
        type=Path,
        required=True,
        metavar=_("FILE"),
        help=_("files to write: .docx, .pdf, or both"),
    )
    parser.add_argument("--lang", choices=words.LANGUAGES, help=_("language of the document"))
    parser.add_argument(
        "--norm",
        choices=[*(norm.name for norm in norms()), _NONE],
        help=_(
            "norm that the plan is held against; else as the project says, or {usual}", usual=USUAL
        ),
    )
    parser.add_argument(
        "--public",
        action="store_true",
        help=_("for everybody: all figures are sums of groups of firms, rounded"),
    )
    options.add_floor(parser)
    options.add_paper(parser)
    parser.add_argument(
        "--review-number", default="", metavar=_("NUMBER"), help=_("review number of public maps")
    )
    options.add_asked(parser)
    parser.add_argument("--to", default="", metavar=_("NAME"), help=_("whom it is sent to"))
    parser.add_argument("--by", default="", metavar=_("NAME"), help=_("who signs it"))
    parser.add_argument(
        "--day", type=_day, metavar="YYYY-MM-DD", help=_("the day that stands under it")
    )
    parser.add_argument("--data-date", default="", help=_("of which day the lists are"))
    parser.set_defaults(run=run, json=None)


def _day(text: str) -> date:
    """Read a day; say in the user's language where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("a day like 2026-03-01 is wanted, got {text!r}", text=text)
        ) from None


def run(given: argparse.Namespace) -> int:
    """Open, put into words, write."""
    options.check_outputs(given, suffixes=_SUFFIXES)
    choices = Choices(
        norm="" if given.norm == _NONE else given.norm or Choices.norm,
        is_public=given.public,
        review_number=given.review_number,
        recipient=given.to,
        issuer=given.by,
        least_firms=given.least_firms,
        least_workers=given.least_workers,
        day=given.day,
        data_date=given.data_date,
        paper=given.paper,
    )
    study, plan = open_plan(given.plan)
    show.step(_("writing {file} …", file=", ".join(map(str, given.out))))
    found = options.with_asked(propose(plan, study), given)
    write_report(found, given.out, choices)
    for path in given.out:
        show.line(_("wrote"), str(path))
    return 0
