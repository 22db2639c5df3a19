"""Check for firms that are listed twice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from geo.read.cells.numeric import may_repeat
from geo.read.checks.doubt import Doubt, Rows
from geo.words import _

__all__ = ["twins"]

_CELL = 5e-4  # degrees: about 50 m


def twins(rows: Rows) -> Iterator[Doubt]:
    """Find rows with one name on (nearly) one spot: their workers are counted twice."""
    if "name" not in rows.columns:
        return
    names = rows.table["name"]
    maybe = np.flatnonzero(may_repeat(names))
    if not len(maybe):
        return
    name = pd.factorize(names.iloc[maybe])[0].astype(np.int64)
    is_twin = np.zeros(len(name), bool)
    # Two grids, shifted by half a cell, so that no pair is parted by a border in both.
    for shift in (0.0, 0.5):
        east = np.floor(rows.lon[maybe] / _CELL + shift).astype(np.int64)
        north = np.floor(rows.lat[maybe] / _CELL + shift).astype(np.int64)
        key = pd.MultiIndex.from_arrays([name, east, north])
        is_twin |= key.duplicated(keep=False)
    pos = maybe[is_twin]
    if len(pos):
        yield Doubt(
            pos,
            rows.columns["name"],
            names.iloc[pos],
            _("the same name at the same place twice: its workers may be counted twice"),
            _("leave one of the rows out"),
        )
