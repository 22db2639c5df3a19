"""Parting the firms into groups that may be shown: neighbours that fare alike."""

from __future__ import annotations

import numpy as np

from geo.core import Release
from geo.core.arrays import Floats, Ints
from geo.core.hexes import hexagons
from geo.errors import InputError
from geo.export.edition.firms import Firms
from geo.read.places import public_groups
from geo.words import _

__all__ = ["partition"]

_FINEST_M = 100.0  # side of the finest cells
_MOST_CELLS = 1500  # merging cells takes the square of their number
_APART = 10.0  # radii by which firms that are not near the same home stand apart
_OTHER_STREET = 3.0  # and those that are not of one street


def partition(firms: Firms, release: Release) -> Ints:
    """Give each counted firm the number of its group, from 0 on.

    Raises
    ------
    InputError
        Even all firms together are under the floor.
    """
    workers = firms.workers
    if len(workers) < release.least_firms or int(workers.sum()) < release.least_workers:
        raise InputError(
            _(
                "All firms together are under the floor of {firms} firms and {workers} "
                "workers, so nothing can be published; write it for internal use.",
                firms=release.least_firms,
                workers=release.least_workers,
            )
        )
    kind = _large_kinds(firms.kind, workers, release)
    group, n = np.full(len(workers), -1, np.int64), 0
    for alike in np.unique(kind):
        rows = np.flatnonzero(kind == alike)
        found = _neighbours(firms, rows, release)
        group[rows] = found + n
        n += int(found.max()) + 1
    return group


def _large_kinds(kind: Ints, workers: Ints, release: Release) -> Ints:
    """Let a kind under the floor join those without a home near, or else the largest kind."""
    kind = kind.copy()
    while True:
        kinds, of = np.unique(kind, return_inverse=True)
        n_firms, people = np.bincount(of), np.bincount(of, workers)
        under = (n_firms < release.least_firms) | (people < release.least_workers)
        if not under.any() or len(kinds) == 1:
            return kind
        small = int(np.flatnonzero(under)[0])
        others = [k for k in range(len(kinds)) if k != small]
        into = 0 if kinds[0] == 0 and small else max(others, key=lambda k: people[k])
        kind[kind == kinds[small]] = kinds[into]


def _neighbours(firms: Firms, rows: Ints, release: Release) -> Ints:
    """Group firms of one kind: cells first, then cells with those nearest and most alike."""
    workers = firms.workers[rows]
    place, cell = _cells(firms, rows)
    groups = public_groups(
        place,
        np.bincount(cell),
        np.bincount(cell, workers).astype(np.int64),
        least_firms=release.least_firms,
        least_workers=release.least_workers,
    )
    return np.asarray(groups[cell])


def _cells(firms: Firms, rows: Ints) -> tuple[Floats, Ints]:
    """Lay firms into cells: a hexagon, the open homes near, a street; fewer where that is too many.

    Returns
    -------
    place
        ``(n_cell, d)`` metres; firms that are not near the same home, or not of one street, stand
        many radii apart, so that they are put together last.
    cell
        ``(n,)`` the cell of each firm.
    """
    (x, y), workers = firms.xy[rows].T, firms.workers[rows]
    code, streets = firms.streets
    is_in = code[rows, None] == np.arange(len(streets))
    traits = np.column_stack([firms.near[rows] * _APART, is_in * _OTHER_STREET])
    traits *= firms.proposal.plan.problem.radius_m
    side = _FINEST_M
    while True:
        hexes, cell = hexagons(x, y, workers, side_m=side)
        both = np.column_stack([cell, traits])
        keys, own = np.unique(both, axis=0, return_inverse=True)
        if len(keys) <= _MOST_CELLS:
            middle = np.column_stack([hexes.x, hexes.y])[keys[:, 0].astype(np.int64)]
            return np.column_stack([middle, keys[:, 1:]]), own.ravel()
        if len(hexes) <= _MOST_CELLS // 4:  # hexagons are large enough; homes near are too many
            return np.column_stack([hexes.x, hexes.y]), np.asarray(cell)
        side *= 2
