"""What one floor asks: the free sites it depends on, and the rows that count for it."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np

from geo.core.arrays import Ints
from geo.solve.exact.compact import Compact
from geo.solve.exact.model import CoverModel

__all__ = ["MOST_PRICE", "Part", "n_choices", "parts_of"]

MOST_PRICE = 1 << 13
"""What a site may cost at most in `geo.solve.exact.floors.cheaper`."""

_MOST_CHOICES = 300_000  # of a floor's sites, to be gone through: with more, HiGHS is as fast
_FEW_CHOICES = 5_000  # what is gone through in no time, for HiGHS to go on from


@dataclass(frozen=True, eq=False)
class Part:
    """A floor, with the sites and rows it is about.

    Attributes
    ----------
    site
        ``(k,)`` numbers of the free sites that can add to it, ascending; below, a site is its
        number in this list.
    start, row
        ``(k + 1,)`` and ``(n_pair,)``: the rows near each site.
    weight, need
        ``(n,)`` worth of each row, and how many more open sites it needs.
    low
        Worth that must be covered: above 0.
    """

    site: Ints
    start: Ints
    row: Ints
    weight: Ints
    need: Ints
    low: int


def parts_of(model: CoverModel, small: Compact) -> tuple[list[Part], int]:
    """List the floors not met yet that depend on few sites, widest first; count the others."""
    worth = [
        (small.layers[:, f.layer], int(small.base_layers[f.layer]), f.low) for f in model.floors
    ]
    if model.target is not None:
        worth.append((small.weight, small.base, model.target))
    found = [_part(small, weight, low - base) for weight, base, low in worth if low > base]
    choices = [n_choices(part) if _fits(part) else _MOST_CHOICES + 1 for part in found]
    most = _MOST_CHOICES if max(choices, default=0) <= _MOST_CHOICES else _FEW_CHOICES
    few = [part for part, n in zip(found, choices, strict=True) if n <= most]
    return sorted(few, key=lambda part: -len(part.site)), len(found) - len(few)


def n_choices(part: Part) -> int:
    """Say about how many choices of sites there are: as many of the free ones as greedy opens."""
    k, n = len(part.site), len(part.weight)
    near = np.zeros((k, n), np.int64)
    near[np.repeat(np.arange(k), np.diff(part.start)), part.row] = 1
    count = near.sum(axis=0)
    spare = int(part.weight[count >= part.need].sum()) - part.low
    is_forced = near @ np.where(count == part.need, part.weight, 0) > spare
    left, may, n_more = part.need - near[is_forced].sum(axis=0), ~is_forced, 0
    while may.any() and int(part.weight[left <= 0].sum()) < part.low:
        worth = np.where(left > 0, part.weight / np.maximum(left, 1), 0)
        j = int(np.where(may, near @ worth, -1).argmax())
        may[j], left, n_more = False, left - near[j], n_more + 1
    return comb(k - int(is_forced.sum()), n_more)


def _part(small: Compact, weight: Ints, low: int) -> Part:
    counts = weight > 0
    kept = counts[small.row_of_pair]
    site, number = np.unique(small.pos[kept], return_inverse=True)
    order = np.argsort(number, kind="stable")
    return Part(
        site,
        np.r_[0, np.cumsum(np.bincount(number, minlength=len(site)))],
        (np.cumsum(counts) - 1)[small.row_of_pair[kept][order]],
        np.ascontiguousarray(weight[counts]),
        small.need[counts],
        low,
    )


def _fits(part: Part) -> bool:
    """Say whether the bounds of `geo.solve.exact.floors.cheaper` stay within 64 bits."""
    most = (int(part.weight.sum()) + len(part.weight)) * MOST_PRICE
    return most * (len(part.site) + 2) < 2**62
