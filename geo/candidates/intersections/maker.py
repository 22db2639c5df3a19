"""A complete candidate set of the plane: nothing any point covers is missed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.candidates.intersections.circles import centres
from geo.candidates.intersections.subsets import members, undominated
from geo.candidates.intersections.sweep import deepest_arcs
from geo.candidates.maker import free_points
from geo.core import Demand, Sites
from geo.core.arrays import Floats
from geo.core.reach.discs import squared_limit
from geo.errors import InputError, RadiusError
from geo.words import _

__all__ = ["intersections"]

_HAIR = 1e-9  # circles a hair wider and a hair narrower catch what rounding might miss
_MOST_PAIRS = 40_000_000
_STEPS_M = (1.0, 1e-3, 1e-6)  # a place is given as coarsely as its coverage allows


def intersections(demand: Demand, sites: Sites, *, radius_m: float, detour: float = 1.0) -> Sites:
    """Return candidates such that no point of the plane covers more than one of them does.

    A disc that covers some firms can be moved, still covering them, until two of them lie on its
    border, so the crossings of the circles around the firms are a complete candidate set (Church
    1984). Each largest group of firms that some disc covers becomes one candidate, put where its
    farthest firm is nearest; groups inside another group are dropped.

    Complete for maximal and set covering with one site each (``times=1``) and no least distance:
    then the best plan on these candidates is the best plan on the plane. Firms without people are
    passed over.

    Parameters
    ----------
    demand
        The firms.
    sites
        Sites there are already; the new ones get other ids. Join the two to plan with both.
    radius_m
        Service radius in metres, border included.
    detour
        Way on foot / straight line.

    Raises
    ------
    RadiusError
        The radius is not a positive number.
    InputError
        There would be too many candidates to list.

    References
    ----------
    Church, R. (1984). The planar maximal covering location problem. Journal of Regional Science 24,
    185-201.

    Examples
    --------
    >>> firms = Demand.from_arrays([0, 600, 2000], [0, 0, 0], [5, 5, 8])
    >>> made = intersections(firms, Sites.from_arrays([], []), radius_m=300)
    >>> sorted(made.x.tolist())
    [300.0, 2000.0]
    """
    if not 0 < radius_m < float("inf"):
        raise RadiusError(
            _("The radius must be a positive number of metres, got {radius}.", radius=radius_m)
        )
    limit = squared_limit(radius_m, detour)
    places = _places(demand)
    points = _points(places, limit)
    start, place = members(points, places, limit)
    kept = undominated(start, place, len(places))
    return free_points(points[kept], demand, sites, word="anywhere")


def _places(demand: Demand) -> Floats:
    """Return the different places where anybody works, ``(k, 2)``, from west to east."""
    points = np.column_stack([demand.x, demand.y])[demand.weight > 0]
    found: Floats = np.unique(points, axis=0) if len(points) else np.zeros((0, 2))
    return found


def _points(places: Floats, limit: float) -> Floats:
    """Return a point for each group of places that one disc can cover, and some to spare."""
    radius = float(np.sqrt(limit))
    found = [places]
    for wide in (radius * (1 - _HAIR), radius * (1 + _HAIR)):
        arcs = deepest_arcs(places, wide)
        start, place = members(arcs, places, (wide * (1 + _HAIR / 10)) ** 2)
        if start[-1] > _MOST_PAIRS:
            raise InputError(
                _(
                    "The radius holds so many firms that the places to choose from cannot be "
                    "listed; take a smaller radius or a hexagon grid."
                )
            )
        found += _snapped(centres(start, place, places), start, place, places, limit)
    points: Floats = np.unique(np.concatenate(found), axis=0)
    return points


def _snapped(
    centre: Floats,
    start: npt.NDArray[np.int64],
    place: npt.NDArray[np.int64],
    places: Floats,
    limit: float,
) -> list[Floats]:
    """Round each centre as coarsely as it still covers its group; keep all where none does."""
    group = np.repeat(np.arange(len(centre)), np.diff(start))
    tries = [np.round(centre / step) * step for step in _STEPS_M] + [centre]
    chosen, is_open = centre.copy(), np.ones(len(centre), bool)
    for points in tries:
        dx, dy = (points[group] - places[place]).T
        is_bad = np.zeros(len(centre), bool)
        is_bad[group[dx * dx + dy * dy > limit]] = True
        fits = is_open & ~is_bad
        chosen[fits] = points[fits]
        is_open &= is_bad
    return [chosen, *(points[is_open] for points in tries)]
