"""How wrong the lists may be: what a planner says of them before plans are held against it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import InputError
from geo.words import _

__all__ = ["USUAL_ERRORS", "Errors"]


@dataclass(frozen=True)
class Errors:
    """How wrong the data may be; all zero: not at all.

    Attributes
    ----------
    headcount_share
        Each firm's number of workers is off by a factor drawn evenly from ``1 ± headcount_share``,
        each by its own, rounded to whole people.
    venue_share
        Odds, 0..1, with which each venue that is not open yet falls through, each on its own.
    missing_share
        Odds, 0..1, with which beside each firm there is one more that the list lacks, with as many
        workers as some firm of the list.
    speed_share
        People walk farther or less far than taken, all alike: the radius is off by a factor drawn
        evenly from ``1 ± speed_share``.
    """

    headcount_share: float = 0.0
    venue_share: float = 0.0
    missing_share: float = 0.0
    speed_share: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is no share."""
        for name, value in vars(self).items():
            if not 0 <= value < 1:
                raise InputError(
                    _(
                        "{name} must be 0 or more and less than 1, got {value}.",
                        name=name,
                        value=value,
                    )
                )


USUAL_ERRORS = Errors(headcount_share=0.2, venue_share=0.1, missing_share=0.1, speed_share=0.1)
"""How wrong lists are taken to be where nobody says it, on the screen and in documents."""
