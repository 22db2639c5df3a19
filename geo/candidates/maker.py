"""What every maker has in common: its signature, and how its centres become sites."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pandas as pd

from geo.candidates.places import grain
from geo.core import Demand, Sites
from geo.core.arrays import Floats, Ints
from geo.core.sites import FREE_POINT
from geo.errors import InputError
from geo.words import _

__all__ = ["Maker", "as_sites", "free_points", "wanted"]


class Maker(Protocol):
    """Turn demand into candidate sites.

    Makers *describe* where demand is; they do not choose. What a plan made from their sites is
    worth is counted afterwards, like that of any other plan.
    """

    def __call__(self, demand: Demand, sites: Sites, *, n: int, seed: int = 0) -> Sites:
        """Make about ``n`` candidates, at most; the same ones for the same ``seed``."""
        ...


def wanted(n: int) -> int:
    """Check how many candidates are wanted.

    Raises
    ------
    InputError
        ``n`` is negative.
    """
    if n < 0:
        raise InputError(_("The number of candidates must be 0 or more, got {n}.", n=n))
    return int(n)


def as_sites(centres: Floats, weight: Ints, demand: Demand, sites: Sites, *, word: str) -> Sites:
    """Turn centres into sites: on venues where there are any, else free points.

    The centre with the most people comes first and takes the nearest usable venue; the next one
    takes the nearest that is left. Where the venues run out, the remaining centres get none.

    Parameters
    ----------
    centres, weight
        ``(k, 2)`` metres and ``(k,)`` people.
    word
        First part of the ids of free points.
    """
    order = np.argsort(-weight, kind="stable")
    step = grain(demand)
    centres = np.round(centres[order] / step) * step
    usable = np.flatnonzero(sites.is_usable)
    if not len(usable):
        return free_points(centres, demand, sites, word=word)
    taken: list[int] = []
    squared = np.square(centres[:, None] - np.column_stack([sites.x, sites.y])[usable]).sum(axis=2)
    for row in squared[: len(usable)]:
        nearest = int(np.argmin(row))
        taken.append(int(usable[nearest]))
        squared[:, nearest] = np.inf
    return sites.take(np.asarray(taken, np.int64))


def free_points(centres: Floats, demand: Demand, sites: Sites, *, word: str) -> Sites:
    """Turn ``(k, 2)`` centres into candidates that stand on no venue, with ids of their own."""
    known = {str(i) for i in sites.ids}
    numbers = (k for k in range(1, len(centres) + len(known) + 1) if f"{word}-{k}" not in known)
    ids = [f"{word}-{k}" for k, _centre in zip(numbers, centres, strict=False)]
    table = pd.DataFrame(
        {
            "name": [_("Free point {id}", id=i) for i in ids],
            "kind": [_("free point, no venue")] * len(ids),
            "stands_on": [FREE_POINT] * len(ids),
        }
    )
    return Sites.from_arrays(
        centres[:, 0], centres[:, 1], "candidate", ids, crs=demand.crs, table=table
    )
