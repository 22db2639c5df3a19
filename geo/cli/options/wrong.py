"""Options of a document: how wrong the lists are taken to be."""

from __future__ import annotations

import argparse
from dataclasses import replace

from geo.core import USUAL_ERRORS, Errors
from geo.words import _

__all__ = ["add_errors", "errors"]

_NAMES = ("headcount_share", "venue_share", "missing_share", "speed_share")


def add_errors(parser: argparse.ArgumentParser) -> None:
    """Declare them: shares from 0, under 1."""
    told = (
        _("how far every headcount may be off, as 0.2"),
        _("odds with which every venue may fall through"),
        _("odds with which beside every firm one is missing from the list"),
        _("how much farther or less far people may walk"),
    )
    usual = USUAL_ERRORS
    for name, said in zip(_NAMES, told, strict=True):
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=_share,
            metavar=_("SHARE"),
            help=_("{what}; else {usual}", what=said, usual=getattr(usual, name)),
        )


def errors(given: argparse.Namespace, kept: Errors | None) -> Errors | None:
    """Return what was given, the rest as a project keeps it, or as usual; None: nobody says."""
    said = {name: getattr(given, name) for name in _NAMES if getattr(given, name) is not None}
    return replace(kept or USUAL_ERRORS, **said) if said else kept


def _share(text: str) -> float:
    """Read a share; say in the user's language where it is none."""
    try:
        share = float(text)
    except ValueError:
        share = float("nan")
    if not 0 <= share < 1:
        raise argparse.ArgumentTypeError(
            _("a share from 0 and below 1 is wanted, like 0.2, got {text!r}", text=text)
        )
    return share
