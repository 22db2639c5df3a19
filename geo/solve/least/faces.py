"""Demand collapsed for needs that differ from group to group: a face for each number of sites.

A covering model has one number of sites that everybody needs. Whoever needs fewer has *helpers*
beforehand: sites that are always open and stand behind the real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from geo.core import Faces, Reach
from geo.core.arrays import Ints
from geo.solve.least.needs import Needs

__all__ = ["faces_of_needs"]

_AT_ONCE = 16  # groups counted in one pass over the demand: each takes a number for every firm


def faces_of_needs(needs: Needs, reach: Reach) -> Faces:
    """Collapse the demand; one layer for each group, helpers behind the sites.

    Returns
    -------
    faces
        Of ``len(reach.sites) + max(needs.times) - 1`` sites; a face's weight is that of its layers
        together.
    """
    plain = reach.faces(needs.radius_m)
    layers = np.hstack([part.layers for part in _counted(needs, reach)])
    times, most = np.array(needs.times, np.int64), max(needs.times)
    kinds = []
    for k in np.unique(times).tolist():
        worth = np.where(times == k, layers, 0)
        kept = np.flatnonzero(worth.any(axis=1))
        kinds.append((*_with_helpers(plain, kept, most - k), worth[kept]))
    degree, site, worth = (np.concatenate(part) for part in zip(*kinds, strict=True))
    return Faces.from_rows(
        np.r_[0, np.cumsum(degree)],
        site,
        worth.sum(axis=1),
        np.ones(len(worth)),
        n_site=plain.n_site + most - 1,
        layers=worth,
    )


def _counted(needs: Needs, reach: Reach) -> Iterator[Faces]:
    """Collapse the demand with the people of some groups at a time; faces keep their order."""
    groups = needs.groups(reach.demand)
    while some := [group.people for group in islice(groups, _AT_ONCE)]:
        yield reach.faces(needs.radius_m, np.column_stack(some))


def _with_helpers(faces: Faces, kept: Ints, n_helper: int) -> tuple[Ints, Ints]:
    """Return how many sites cover each of some faces, and which; helpers cover all of them."""
    degree = np.diff(faces.start)[kept]
    wanted = np.zeros(len(faces), bool)
    wanted[kept] = True
    full = np.zeros(int(degree.sum()) + n_helper * len(kept), np.int64)
    is_helper = np.zeros(len(full), bool)
    for h in range(n_helper):
        is_helper[np.cumsum(degree + n_helper) - 1 - h] = True
    full[~is_helper] = faces.site_pos[wanted[faces.row_of_pair]]
    full[is_helper] = np.tile(faces.n_site + np.arange(n_helper), len(kept))
    return degree + n_helper, full
