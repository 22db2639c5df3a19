"""The floor of what is public: how many firms and workers a group must have at least."""

from __future__ import annotations

from geo.errors import InputError
from geo.words import _

__all__ = ["LEAST_FIRMS", "check_floor"]

LEAST_FIRMS = 2
"""No floor of firms is lower: a group of one firm is that firm, by its place and its workers."""


def check_floor(least_firms: int, least_workers: int) -> None:
    """Refuse a floor that hides nothing.

    Raises
    ------
    InputError
        Fewer than `LEAST_FIRMS` firms, or fewer than one worker.
    """
    if least_firms < LEAST_FIRMS:
        raise InputError(
            _(
                "A group of one firm is that firm: the least number of firms in a public group "
                "must be {n} or more, got {got}.",
                n=LEAST_FIRMS,
                got=least_firms,
            ),
            option="--least-firms",
        )
    if least_workers < 1:
        raise InputError(
            _("The least number that may be shown must be 1 or more."), option="--least-workers"
        )
