"""Which sites are surely in some near-best plan, or in none: counted, without a search."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from geo.core import Faces
from geo.core.arrays import Ints
from geo.explain.near_best import NearBest, near_best_of
from geo.solve import Asked, Watch
from geo.solve.engine import fits

__all__ = ["counted", "gains", "hopeless", "swapped", "worth_of_swaps"]

Open = npt.NDArray[np.bool_]


def counted(asked: Asked, value: int) -> NearBest | None:
    """Prepare to count near-best plans through; None where a question has further conditions.

    Parameters
    ----------
    asked, value
        The question, and its best value.
    """
    model = asked.model
    if not model.is_plain or model.n_open is None or not fits(model.faces):
        return None
    return near_best_of(
        model.faces,
        new=model.n_open - int(model.is_open.sum()),
        is_open=model.is_open,
        is_closed=model.is_closed,
        value=value,
    )


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


def worth_of_swaps(asked: Asked, is_open: Open, n: int) -> int | None:
    """Return what the ``n``-th best of a plan's swaps is worth, of one site for another each.

    None where there are not so many swaps.
    """
    faces, found = asked.model.faces, []
    closed = asked.is_free & ~is_open
    for site in np.flatnonzero(is_open & asked.is_free):
        rest = is_open.copy()
        rest[site] = False
        found.append(faces.covered(rest) + gains(faces, rest)[closed])
    worth = np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return int(worth[-n]) if n <= len(worth) else None


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
