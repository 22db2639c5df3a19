"""How far is walked at most."""

from __future__ import annotations

from geo.core import Demand, Sites
from geo.errors import InputError, RadiusError
from geo.words import _

__all__ = ["cutoff_of", "positive"]

_MOST_PAIRS = 50_000_000


def positive(cutoff_m: float) -> float:
    """Return a cutoff in metres; refuse what is no distance at which anybody can be looked for.

    Raises
    ------
    RadiusError
        It is not positive.
    """
    if not cutoff_m > 0:
        raise RadiusError(
            _("The radius must be a positive number of metres, got {radius}.", radius=cutoff_m)
        )
    return float(cutoff_m)


def cutoff_of(demand: Demand, sites: Sites, cutoff_m: float | None) -> float:
    """Return the longest way looked for, in metres; infinite where it was left open.

    Raises
    ------
    RadiusError
        It is not positive.
    InputError
        It was left open, and there are too many pairs to measure them all.
    """
    cutoff = float("inf") if cutoff_m is None else positive(cutoff_m)
    if cutoff == float("inf") and len(demand) * len(sites) > _MOST_PAIRS:
        raise InputError(
            _(
                "{n} firms and {m} sites have too many pairs to measure them all; "
                "give a cutoff in metres.",
                n=len(demand),
                m=len(sites),
            )
        )
    return cutoff
