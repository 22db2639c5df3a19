"""Close what is not needed: a plan that covers enough with more sites than it takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints
from geo.solve.exact.model import CoverModel

__all__ = ["thinned"]


def thinned(model: CoverModel, is_open: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Close sites, the dearest first, as long as enough stays covered and every row holds.

    Parameters
    ----------
    model
        A question for the fewest sites, or the cheapest.
    is_open
        ``(n_site,)``; a plan that breaks a condition is returned as it is.
    """
    if not model.holds(is_open):
        return is_open
    left, need = is_open.copy(), _need_of(model)
    count, (start, row) = model.faces.times_covered(left), model.faces.by_site()
    spare = need.worth[:, count >= model.times].sum(axis=1) - need.low
    price = np.ones(len(left), np.int64) if model.price is None else model.price
    for j in np.argsort(-price, kind="stable").tolist():
        if not left[j] or model.is_open[j]:
            continue
        mine = row[start[j] : start[j + 1]]
        lost = need.worth[:, mine[count[mine] == model.times]].sum(axis=1)
        left[j] = False
        if (lost > spare).any() or not all(one.holds(left) for one in model.rows):
            left[j] = True
            continue
        count[mine] -= 1
        spare -= lost
    return left


@dataclass(frozen=True, eq=False)
class _Need:
    """``(n_need, n_face)`` what each face is worth to each condition, and how much it wants."""

    worth: Ints
    low: Ints


def _need_of(model: CoverModel) -> _Need:
    """List the floors, and the worth of all where so much must be covered."""
    faces = model.faces
    worth, low = [faces.layers[:, f.layer] for f in model.floors], [f.low for f in model.floors]
    if model.target is not None:
        worth.append(faces.weight)
        low.append(model.target)
    return _Need(np.array(worth, np.int64).reshape(len(worth), len(faces)), np.array(low, np.int64))
