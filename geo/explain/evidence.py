"""Which sites are surely in some near-best plan, or in none: counted, without a search."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from geo.core import Faces
from geo.core.arrays import Ints
from geo.solve import Asked, Watch

__all__ = ["gains", "hopeless", "swapped"]

Open = npt.NDArray[np.bool_]


def gains(faces: Faces, is_open: Open) -> Ints:
    """Count, for each site, the people near it who have no open site yet: ``(n_site,)``."""
    lacking = np.where(faces.times_covered(is_open) == 0, faces.weight, 0)
    found = np.zeros(faces.n_site, np.int64)
    np.add.at(found, faces.site_pos, lacking[faces.row_of_pair])
    return found


def swapped(asked: Asked, is_open: Open, limit: int) -> tuple[Open, Open]:
    """Swap one site of a plan for one other, in every way, and see which swaps are good enough.

    Returns
    -------
    is_in, is_out
        ``(n_site,)`` sites that a good plan opens after a swap, and sites that one does without;
        none where the question has conditions that a swap may break.
    """
    is_in, is_out = np.zeros((2, len(is_open)), bool)
    if not asked.model.is_plain:
        return is_in, is_out
    faces = asked.model.faces
    for site in np.flatnonzero(is_open & asked.is_free):
        rest = is_open.copy()
        rest[site] = False
        enough = faces.covered(rest) + gains(faces, rest) >= limit
        good = enough & asked.is_free & ~is_open
        is_in |= good
        is_out[site] = good.any()
    return is_in, is_out


def hopeless(asked: Asked, watch: Watch, limit: int) -> Open:
    """Mark sites that no good plan can open: ``(n_site,)``.

    A plan with a site is worth at most what the others of it are worth, and those are one fewer,
    and what the site adds to the sites that stand anyway.
    """
    model = asked.model
    if not model.is_plain or model.n_open is None:
        return np.zeros(len(asked.is_free), bool)
    fewer = replace(asked, model=replace(model, n_open=model.n_open - 1)).best(watch)
    if fewer is None:
        return np.zeros(len(asked.is_free), bool)
    most = fewer.value + gains(model.faces, model.is_open)
    return np.asarray(asked.is_free & (most < limit))
