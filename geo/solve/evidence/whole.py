"""Multipliers as whole numbers, and the bound that they prove."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geo.core.arrays import Floats, Ints
from geo.solve.evidence.columns import Columns
from geo.solve.evidence.cuts import Cuts
from geo.solve.evidence.relaxation import Priced

__all__ = ["Whole", "closing"]

_EXPONENTS = (0, 4, 8, 12, 16, 20)
_MOST = 2**52  # beyond, doubles are no whole numbers any more


class Whole(NamedTuple):
    """Multipliers in units of ``2**-exponent`` people."""

    exponent: int
    by_face: Ints
    by_row: Ints
    by_floor: Ints
    by_cut: Ints


def closing(
    given: Columns, cuts: Cuts, priced: Priced, low: Floats, high: Floats, *, claim: int
) -> Whole | None:
    """Round multipliers, as coarsely as will do, so that they prove ``claim``; None if none do."""
    for exponent in _EXPONENTS:
        scaled = [2.0**exponent * values for values in priced[1:5]]
        if any(np.abs(values).max(initial=0) > _MOST for values in scaled):
            return None
        whole = Whole(exponent, *(np.rint(values).astype(np.int64) for values in scaled))
        if _bound(given, cuts, whole, low, high) < (claim + 1) << exponent:
            return whole
    return None


def _bound(given: Columns, cuts: Cuts, whole: Whole, low: Floats, high: Floats) -> int:
    """Evaluate ``geo.verify.proof.lp_tree``'s bound, here as there in endless numbers."""
    unit, small = 1 << whole.exponent, given.small
    floor = whole.by_floor.astype(object)
    gain = given.worth.astype(object) * unit - small.need * whole.by_face.astype(object)
    if len(floor):
        gain = gain + floor @ given.floors.astype(object)
    site = np.full(len(small.free), given.per_site * unit, object)
    np.add.at(site, small.pos, whole.by_face[small.row_of_pair].astype(object))
    for cut in np.flatnonzero(whole.by_cut):
        price = int(whole.by_cut[cut])
        gain[cuts.face[cut]] -= price
        site[cuts.sites(given, int(cut))] += price
    row = whole.by_row.astype(object)
    if len(row):
        site = site - row @ given.coef.astype(object)
    best = np.where(low > 0, site, np.where(high > 0, np.maximum(site, 0), 0))
    total = given.base * unit + sum(np.maximum(gain, 0).tolist()) + sum(best.tolist())
    return int(
        total
        + sum((row * given.high.astype(object)).tolist())
        - sum((floor * given.low.astype(object)).tolist())
    )
