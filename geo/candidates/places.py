"""Demand boiled down to places: one a position, or one a small hexagon where there are many."""

from __future__ import annotations

import numpy as np

from geo.core import Demand
from geo.core.arrays import Floats, Ints
from geo.core.hexes import Hexes, hexagons, n_hexagons

__all__ = ["at_most", "grain", "middles", "places", "sums"]

_SAMPLE = 5  # points to a cell among those by which its size is sought first


def grain(demand: Demand) -> float:
    """Return a length that does not matter: a decimal step, 1e-5 to 1e-6 of the demand's extent.

    Positions nearer than this are one place, and centres are rounded to it: several threads may add
    up a centre in another order and get another last digit.
    """
    extent = max(float(np.ptp(demand.x)), float(np.ptp(demand.y))) if len(demand) else 0.0
    return float(10.0 ** (np.floor(np.log10(extent)) - 5)) if extent else 0.01


def places(demand: Demand, *, most: int) -> tuple[Floats, Ints]:
    """Return where people are: distinct positions, each with somebody there.

    Where nobody is anywhere (all weights zero), each firm counts as one.

    Parameters
    ----------
    most
        Above so many demand points they are summed over hexagons, at most ``most`` of them.

    Returns
    -------
    points, weight
        ``(k, 2)`` metres and ``(k,)`` people, at least 1.
    """
    weight = demand.weight if demand.total else np.ones(len(demand), np.int64)
    there = weight > 0
    points, weight = np.column_stack([demand.x, demand.y])[there], weight[there]
    if len(points) > most:
        _hexes, cell = at_most(points, weight, most)
    else:
        steps = np.round(points / grain(demand))
        cell = np.unique(steps, axis=0, return_inverse=True)[1].reshape(-1)
    return middles(points, weight, cell), sums(weight, cell)


def middles(points: Floats, weight: Ints | Floats, group: Ints) -> Floats:
    """Return the ``(k, 2)`` weighted middle of each group; groups are numbered from 0."""
    n_group = int(group.max(initial=-1)) + 1
    total, *moments = (
        np.bincount(group, w, minlength=n_group) for w in (weight, *(weight * points.T))
    )
    return np.column_stack(moments) / total[:, None]


def sums(weight: Ints, group: Ints) -> Ints:
    """Return the exact ``(k,)`` sum of each group."""
    total = np.zeros(int(group.max(initial=-1)) + 1, np.int64)
    np.add.at(total, group, weight)
    return total


def at_most(points: Floats, weight: Ints, n: int) -> tuple[Hexes, Ints]:
    """Sum over the smallest hexagons (by steps of a tenth) of which at most ``n`` hold a point.

    Returns
    -------
    hexes, cell
        The cells, around the middle of the points, and the cell of each point.
    """
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    middle = low + extent / 2
    x, y = (points - middle).T
    # Hexagons of about the area, or the length, that n of them would share.
    side = max(np.sqrt(extent.prod() / n), extent.max() / (2 * n)) or 1.0
    # Some of the points tell nearly how small, if they are many more than the cells.
    step = len(x) // (_SAMPLE * n)
    for part in (slice(None, None, step), slice(None)) if step > 1 else (slice(None),):
        while n_hexagons(x[part], y[part], side_m=side) > n:
            side *= 1.1
        smallest = side / 10  # a few points far apart fit into ever smaller cells
        while side > smallest and extent.any():
            if n_hexagons(x[part], y[part], side_m=side / 1.1) > n:
                break
            side /= 1.1
    hexes, cell = hexagons(x, y, weight, side_m=side)
    moved = Hexes(hexes.x + middle[0], hexes.y + middle[1], hexes.weight, hexes.count, side)
    return moved, cell
