"""The covering model as ``geo.verify.cover_model`` rebuilds it: rows, limits, what is counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.core.arrays import Ints
from geo.solve.exact import CoverModel
from geo.solve.exact.compact import Compact, compact

__all__ = ["Columns", "columns_of"]


@dataclass(frozen=True, eq=False)
class Columns:
    """What the free sites decide about, every condition an upper limit or an equation.

    Attributes
    ----------
    small
        The faces left to the free sites.
    worth
        ``(n,)`` what covering a face adds to the objective: its weight, or 0 for the fewest sites.
    per_site
        What opening a free site adds to the objective: 0, or -1 for the fewest sites.
    coef, high, is_equation
        ``(n_row, k)``, ``(n_row,)``, ``(n_row,)``: ``coef @ y <= high``, or ``=``.
    floors, low
        ``(n_floor, n)``, ``(n_floor,)``: ``floors @ z >= low``.
    base
        What the settled sites bring.
    """

    small: Compact
    worth: Ints
    per_site: int
    coef: Ints
    high: Ints
    is_equation: np.ndarray[tuple[int], np.dtype[np.bool_]]
    floors: Ints
    low: Ints
    base: int


def columns_of(model: CoverModel) -> Columns:
    """Write a model in the form that its evidence speaks of."""
    small = _peopled(compact(model))
    is_min = model.sense == "min"
    rows = _rows(model, small)
    floors = [small.layers[:, f.layer] for f in model.floors]
    low = [f.low - int(small.base_layers[f.layer]) for f in model.floors]
    if model.target is not None:
        floors.append(small.weight)
        low.append(model.target - small.base)
    n, k = len(small.weight), len(small.free)
    # The shapes are said in full: numpy cannot guess one side of a table without entries.
    return Columns(
        small,
        np.zeros(n, np.int64) if is_min else small.weight,
        -1 if is_min else 0,
        np.array([r[0] for r in rows], np.int64).reshape(len(rows), k),
        np.array([r[1] for r in rows], np.int64),
        np.array([r[2] for r in rows], bool),
        np.array(floors, np.int64).reshape(len(floors), n),
        np.array(low, np.int64),
        -int(model.is_open.sum()) if is_min else small.base,
    )


def _peopled(small: Compact) -> Compact:
    """Leave out faces in which nobody counts."""
    kept = np.flatnonzero((small.weight > 0) | (small.layers > 0).any(axis=1))
    length = np.diff(small.start)
    is_kept = np.zeros(len(small.weight), bool)
    is_kept[kept] = True
    return Compact(
        small.free,
        np.r_[0, np.cumsum(length[kept])],
        small.pos[np.repeat(is_kept, length)],
        small.weight[kept],
        small.layers[kept],
        small.need[kept],
        small.base,
        small.base_layers,
    )


def _rows(model: CoverModel, small: Compact) -> list[tuple[Ints, int, bool]]:
    """List conditions on the free sites: the number first, then the model's, in order."""
    k, found = len(small.free), []
    number = np.full(model.faces.n_site, -1)
    number[small.free] = np.arange(k)
    if model.n_open is not None:
        left = model.n_open - int(model.is_open.sum())
        found.append((np.ones(k, np.int64), left, True))
    for row in model.rows:
        is_free = number[row.pos] >= 0
        coef = np.zeros(k, np.int64)
        coef[number[row.pos[is_free]]] = row.coef[is_free]
        fixed = int(row.coef[model.is_open[row.pos]].sum())
        if row.high is not None:
            found.append((coef, row.high - fixed, False))
        if row.low is not None:
            found.append((-coef, fixed - row.low, False))
    return found
