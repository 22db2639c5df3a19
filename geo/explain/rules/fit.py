"""Which venues could be proposed at all: what is known of them does not break the norm."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core import Reach
from geo.core.arrays import Floats, Ints
from geo.explain.rules.measures import spacing_limits, verdicts
from geo.norms import Norm
from geo.solve import Row

__all__ = ["Fit", "fitting"]

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Fit:
    """What a norm says of the venues that are not open.

    Attributes
    ----------
    is_fit
        ``(n_site,)`` venues that may be proposed: nothing known of them breaks the norm.
    is_unfit
        ``(n_site,)`` usable ones that may not.
    is_unknown
        ``(n_site,)`` venues of which the floor area or the hours are asked and not known.
    rules
        By which of ``"area"``, ``"hours"``, ``"spacing"`` some may not.
    rows
        That a proposed site has its next one near enough, where the norm says how near: a row for
        each venue that no open site is near enough to.
    """

    is_fit: Flags
    is_unfit: Flags
    is_unknown: Flags
    rules: tuple[str, ...]
    rows: tuple[Row, ...]


def fitting(
    norm: Norm, reach: Reach, open_pos: Ints, *, by: str, urban: Collection[str] | None
) -> Fit:
    """Say which venues may be proposed beside the open sites.

    Parameters
    ----------
    norm, reach, by, urban
        As of `geo.explain.compliance`.
    open_pos
        Positions of the sites that stay open.
    """
    sites = reach.sites
    is_usable = sites.is_usable.copy()
    is_usable[open_pos] = False
    is_fit, is_unknown, rules = is_usable.copy(), np.zeros(len(sites), bool), []
    for rule, told in verdicts(norm, sites).items():
        breaks = is_usable & np.array([one is False for one in told], bool)
        is_fit &= ~breaks
        is_unknown |= np.array([one is None for one in told], bool)
        rules += [rule] if breaks.any() else []
    limit = spacing_limits(norm, sites, by=by, urban=urban)
    rows: tuple[Row, ...] = ()
    if limit is not None:
        near = _near(sites.x, sites.y, np.union1d(open_pos, np.flatnonzero(is_fit)), limit)
        alone = _alone(near, is_fit, open_pos)
        rules += ["spacing"] if alone.any() else []
        is_fit &= ~alone
        rows = tuple(_rows(near, is_fit, open_pos))
    return Fit(is_fit, is_usable & ~is_fit, is_unknown, tuple(rules), rows)


def _near(x: Floats, y: Floats, pos: Ints, limit: Floats) -> dict[int, Ints]:
    """List for each of some sites the others of them that are nearer than its limit."""
    found = {}
    for j in pos.tolist():
        dx, dy = x[pos] - x[j], y[pos] - y[j]
        others = pos[np.sqrt(dx * dx + dy * dy) < limit[j]]
        found[j] = others[others != j]
    return found


def _alone(near: dict[int, Ints], is_fit: Flags, open_pos: Ints) -> Flags:
    """Mark venues with no next site near enough, were everything open that has one itself."""
    stands, alone = is_fit.copy(), np.zeros(len(is_fit), bool)
    stands[open_pos] = True
    left = np.flatnonzero(is_fit).tolist()
    while lost := [j for j in left if not stands[near[j]].any()]:
        stands[lost], alone[lost] = False, True
        left = [j for j in left if stands[j]]
    return alone


def _rows(near: dict[int, Ints], is_fit: Flags, open_pos: Ints) -> list[Row]:
    """Say of each venue that it is open only where one is that is near enough."""
    found = []
    for j in np.flatnonzero(is_fit).tolist():
        if not np.isin(near[j], open_pos).any():
            others = near[j][is_fit[near[j]]]
            coef = np.r_[-1, np.ones(len(others), np.int64)]
            found.append(Row(np.r_[j, others], coef, low=0))
    return found
