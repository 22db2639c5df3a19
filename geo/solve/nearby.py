"""The pairs of a reach within a radius."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from geo.core import Reach
from geo.core.arrays import Floats, Ints

__all__ = ["pairs_within"]


def pairs_within(reach: Reach, radius_m: float) -> tuple[Ints, Ints, Floats]:
    """List demand, site and metres of the pairs within a radius only, ordered by the first two."""
    nearer: Any = replace(reach, cutoff_m=radius_m)  # type: ignore[type-var]  # reaches are dataclasses
    found: tuple[Ints, Ints, Floats] = nearer.pairs()
    return found
