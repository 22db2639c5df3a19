"""Plans near a relaxation: open what it opens, then what brings most for its price."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from geo.core.arrays import Floats, Ints
from geo.solve.exact.compact import Compact
from geo.solve.exact.model import CoverModel
from geo.solve.exact.thin import thinned

__all__ = ["Rounding"]

_LEAST = 1e-3  # of its price is what a site costs at least that the relaxation opens in full


class Rounding:
    """Turns openness into plans.

    Parameters
    ----------
    model, small
        The question, for the least, and what is left of it.
    price
        ``(k,)`` of the free sites.
    """

    def __init__(self, model: CoverModel, small: Compact, price: Ints) -> None:
        self._model, self._small, self._price = model, small, price
        worth = [small.layers[:, f.layer] for f in model.floors]
        low = [f.low - int(small.base_layers[f.layer]) for f in model.floors]
        if model.target is not None:
            worth.append(small.weight)
            low.append(model.target - small.base)
        wanted = [i for i, one in enumerate(low) if one > 0]
        self._low = np.array([low[i] for i in wanted], np.float64)
        self._worth = np.column_stack([worth[i] for i in wanted]).astype(np.float64)
        shape = (len(small.free), len(small.weight))
        entry = (small.pos, small.row_of_pair)
        self._near = csr_array((np.ones(len(small.pos)), entry), shape=shape)

    def plan(self, y: Floats) -> npt.NDArray[np.bool_]:
        """Open sites, the one first that adds most to the floors for what the relaxation leaves."""
        left, wanted = self._small.need.astype(np.float64), self._low.copy()
        chosen = np.zeros(len(y), bool)
        cost = self._price * np.maximum(1 - y, _LEAST) + 1e-9
        while (wanted > 0).any() and not chosen.all():
            worth = self._worth * np.where(left > 0, 1 / np.maximum(left, 1), 0)[:, None]
            gain = np.minimum(self._near @ worth, np.maximum(wanted, 0)) / self._low
            ratio = np.where(chosen, -1, gain.sum(axis=1) / cost)
            best = int(ratio.argmax())
            if ratio[best] <= 0:
                break
            chosen[best] = True
            rows = self._near[[best]].indices
            left[rows] -= 1
            wanted -= self._worth[rows[left[rows] == 0]].sum(axis=0)
        is_open = self._model.is_open.copy()
        is_open[self._small.free[chosen]] = True
        return thinned(self._model, is_open)
