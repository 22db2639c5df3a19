"""Least distance between facilities."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.core import Sites
from geo.core.arrays import Ints
from geo.errors import InputError
from geo.solve.exact import Row
from geo.words import _

__all__ = ["beside", "check", "is_kept", "rows", "too_near"]


def is_kept(sites: Sites, is_open: npt.NDArray[np.bool_], spacing_m: float) -> bool:
    """Say whether any two open sites, at least one of them new, are ``spacing_m`` apart or more."""
    pos = np.flatnonzero(is_open)
    for k, site in enumerate(pos):
        others = pos[:k]
        others = others[~(sites.is_existing[others] & sites.is_existing[site])]
        dx, dy = sites.x[others] - sites.x[site], sites.y[others] - sites.y[site]
        if (np.sqrt(dx * dx + dy * dy) < spacing_m).any():
            return False
    return True


def too_near(sites: Sites, spacing_m: float) -> Ints:
    """List the pairs of sites that may not both be open: ``(n_pair, 2)``, ascending."""
    if not spacing_m or len(sites) < 2:
        return np.zeros((0, 2), np.int64)
    from scipy.spatial import cKDTree  # noqa: PLC0415 - slow to import

    tree = cKDTree(np.column_stack([sites.x, sites.y]))
    around = min(spacing_m, 1e300) * (1 + 1e-9)
    pairs = tree.query_pairs(around, output_type="ndarray").astype(np.int64)
    i, j = pairs.min(axis=1), pairs.max(axis=1)
    dx, dy = sites.x[i] - sites.x[j], sites.y[i] - sites.y[j]
    is_old = sites.is_existing[i] & sites.is_existing[j]
    near = (np.sqrt(dx * dx + dy * dy) < spacing_m) & ~is_old
    order = np.lexsort((j[near], i[near]))
    return np.column_stack([i[near][order], j[near][order]])


def check(sites: Sites, pairs: Ints, spacing_m: float) -> None:
    """Refuse two sites that must both be open and stand too near each other."""
    if len(pairs):
        a, b = (sites.ids[int(pos)] for pos in pairs[0])
        raise InputError(
            _(
                "Sites {a} and {b} must both be open but stand less than {spacing:,.0f} m apart; "
                "require one of them only, or lower the least distance.",
                a=a,
                b=b,
                spacing=spacing_m,
            )
        )


def beside(pairs: Ints, is_open: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Mark the sites too near to one that is open anyway."""
    shut = np.zeros(len(is_open), bool)
    for one, other in ((0, 1), (1, 0)):
        shut[pairs[is_open[pairs[:, other]], one]] = True
    return shut


def rows(pairs: Ints) -> tuple[Row, ...]:
    """Say that of sites too near one another one at most is open: a row for each clique of pairs.

    Cliques, not pairs, because three sites at half each would satisfy every pair.
    """
    near: dict[int, set[int]] = {}
    for i, j in pairs.tolist():
        near.setdefault(i, set()).add(j)
        near.setdefault(j, set()).add(i)
    said: set[tuple[int, int]] = set()
    found = []
    for i, j in pairs.tolist():
        if (i, j) in said:
            continue
        clique = [i, j]
        for k in sorted(near[i] & near[j]):
            if all(k in near[member] for member in clique):
                clique.append(k)
        clique.sort()
        said.update((a, b) for x, a in enumerate(clique) for b in clique[x + 1 :])
        found.append(Row(np.array(clique), np.ones(len(clique), np.int64), high=1, is_clique=True))
    return tuple(found)
