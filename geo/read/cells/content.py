"""Content: columns of coordinates under headings nobody knows, told by what stands in them."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from geo.core.arrays import Floats
from geo.read.cells.angles import angle, pair
from geo.read.cells.findings import shown
from geo.read.cells.numeric import plain_numbers

__all__ = ["by_content"]

_LOOKED_AT = 200  # cells
_MOST = 0.8  # share of them that must be coordinates
_LON, _LAT = (73.0, 136.0), (3.0, 54.0)  # of China, degrees


def by_content(
    table: pd.DataFrame, taken: Collection[str], known: Collection[str] = ()
) -> dict[str, str]:
    """Find the columns of coordinates of China: one of longitudes and one of latitudes, or pairs.

    Parameters
    ----------
    table
        The file's own columns.
    taken
        Headings of columns that are known to be something else.
    known
        Which of ``lon`` and ``lat`` need not be looked for.

    Returns
    -------
    dict
        Canonical name -> heading; empty where there are none, or several that would do.
    """
    cells = {c: table[c].head(_LOOKED_AT) for c in table.columns if c not in taken}
    found: dict[str, list[str]] = {"lon": [], "lat": []}
    for column, some in cells.items():
        degrees = _degrees(some)
        if len(degrees) < max(len(some) * _MOST, 1) or (degrees == np.floor(degrees)).all():
            continue
        for axis, (low, high) in (("lon", _LON), ("lat", _LAT)):
            if ((degrees > low) & (degrees < high)).all():
                found[axis].append(column)
                break
    wanted = {axis: names for axis, names in found.items() if axis not in known}
    if all(len(names) == 1 for names in wanted.values()):
        return {axis: names[0] for axis, names in wanted.items()}
    pairs = [c for c, some in cells.items() if not known and _holds_pairs(some)]
    return {"place": pairs[0]} if len(pairs) == 1 else {}


def _degrees(cells: pd.Series) -> Floats:
    """Return the cells that are angles."""
    value = plain_numbers(cells)
    for pos in np.flatnonzero(~np.isfinite(value)):
        value[pos] = angle(shown(cells.iloc[pos]))[0]
    return value[np.isfinite(value)]


def _holds_pairs(cells: pd.Series) -> bool:
    """Say whether most cells are places in China; 010 65551234 is two numbers, too, and none."""
    read = np.array([pair(shown(c))[:2] for c in cells], np.float64).reshape(-1, 2)
    x, y = read.max(axis=1), read.min(axis=1)
    within = (x > _LON[0]) & (x < _LON[1]) & (y > _LAT[0]) & (y < _LAT[1])
    within &= (x != np.floor(x)) | (y != np.floor(y))
    return bool(within.sum() >= max(len(cells) * _MOST, 1))
