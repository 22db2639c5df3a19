"""Maker ``hexgrid``: a regular grid of free points wherever there is demand."""

from __future__ import annotations

import numpy as np

from geo.candidates.maker import free_points, wanted
from geo.candidates.places import at_most
from geo.core import Demand, Sites
from geo.core.hexes import hexagons

__all__ = ["hexgrid"]


def hexgrid(
    demand: Demand,
    sites: Sites,
    *,
    n: int,
    seed: int = 0,  # noqa: ARG001 - nothing is drawn here
    side_m: float | None = None,
) -> Sites:
    """Put a candidate into the middle of every hexagon in which somebody works.

    These are always free points: a grid asks where a home *should* stand, venues or not. Nobody is
    farther than ``side_m`` from the nearest candidate.

    Parameters
    ----------
    n
        Without ``side_m``: the hexagons are made so large that at most ``n`` of them are in use.
    side_m
        Side of a hexagon in metres; then as many candidates as it takes, whatever ``n``.
    """
    there = demand.weight > 0 if demand.total else np.ones(len(demand), bool)
    points, weight = np.column_stack([demand.x, demand.y])[there], demand.weight[there]
    if not len(points) or (not wanted(n) and side_m is None):
        return free_points(np.zeros((0, 2)), demand, sites, word="hexgrid")
    if side_m is None:
        cells, _cell = at_most(points, weight, n)
    else:
        cells, _cell = hexagons(points[:, 0], points[:, 1], weight, side_m=side_m)
    return free_points(np.column_stack([cells.x, cells.y]), demand, sites, word="hexgrid")
