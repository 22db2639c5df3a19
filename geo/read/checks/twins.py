"""Check for firms that are listed twice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from geo.read.cells.numeric import is_all_different
from geo.read.checks.doubt import Doubt, Rows
from geo.words import _

__all__ = ["twins"]

_CELL = 5e-4  # degrees: about 50 m


def twins(rows: Rows) -> Iterator[Doubt]:
    """Find rows with one name on (nearly) one spot: their workers are counted twice."""
    names = rows.table["name"]
    if "name" not in rows.columns or is_all_different(names):
        return
    name = pd.factorize(names)[0].astype(np.int64)
    is_twin = np.zeros(len(name), bool)
    # Two grids, shifted by half a cell, so that no pair is parted by a border in both.
    for shift in (0.0, 0.5):
        east = np.floor(rows.lon / _CELL + shift).astype(np.int64)
        north = np.floor(rows.lat / _CELL + shift).astype(np.int64)
        key = pd.MultiIndex.from_arrays([name, east, north])
        is_twin |= key.duplicated(keep=False)
    pos = np.flatnonzero(is_twin)
    if len(pos):
        yield Doubt(
            pos,
            rows.columns["name"],
            names.iloc[pos],
            _("the same name at the same place twice: its workers may be counted twice"),
            _("leave one of the rows out"),
        )
