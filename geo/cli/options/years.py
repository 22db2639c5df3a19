"""Options of years: how many homes each opens, what it counts, what it may spend."""

from __future__ import annotations

import argparse

from geo.core import Years
from geo.errors import InputError
from geo.words import _

__all__ = ["add_years", "years"]


def add_years(parser: argparse.ArgumentParser) -> None:
    """Declare them."""
    parser.add_argument(
        "--years",
        nargs="+",
        type=_whole,
        metavar="N",
        help=_("new homes of each year; else three years alike"),
    )
    parser.add_argument(
        "--year-weights",
        nargs="+",
        type=_whole,
        metavar="N",
        help=_("what each of the --years counts; else all alike"),
    )
    parser.add_argument(
        "--year-budgets-yuan",
        nargs="+",
        type=_whole,
        metavar="N",
        help=_(
            "the yearly cost that the homes opened in each of the --years may add; else there is "
            "no budget"
        ),
    )
    parser.add_argument(
        "--year-moves",
        nargs="+",
        type=_whole,
        metavar="N",
        help=_(
            "homes that may be moved in each of the --years, where the plan's question moves some"
        ),
    )


def years(given: argparse.Namespace) -> Years | None:
    """Return the years that were given; None where none were."""
    news, weights, budgets = given.years, given.year_weights, given.year_budgets_yuan
    moves = given.year_moves
    if news is None:
        if weights or budgets or moves:
            raise InputError(
                _("Weights, budgets and moves of years need the years: give --years, too.")
            )
        return None
    return Years(
        tuple(news),
        tuple(weights or [1] * len(news)),
        None if budgets is None else tuple(budgets),
        None if moves is None else tuple(moves),
    )


def _whole(text: str) -> int:
    """Read a whole number; say in the user's language where it is none."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(_("a whole number is wanted, got {text!r}", text=text))
    return int(text)
