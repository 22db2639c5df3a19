"""Entrances of venues: places in one cell, in the list's own coordinates, put into WGS-84."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core.arrays import Floats, Ints
from geo.core.crs import local_crs, metric
from geo.core.entrances import COLUMN, said
from geo.read.cells.angles import pair
from geo.read.cells.findings import Findings, shown
from geo.read.datum.writing import decode, writing_of
from geo.read.locate import Located
from geo.words import _

__all__ = ["place_entrances"]

_FAR_M = 2_000.0  # from the venue: no entrance of it


def place_entrances(table: pd.DataFrame, at: Located, found: Findings, heading: str) -> None:
    """Replace the cells of column ``entrances`` by what `geo.core.entrances.places` reads.

    A cell is left empty, and its row marked, where something in it is no place or lies farther
    than two kilometres from the venue: then the venue's own point counts. Which number is the
    longitude is told by which order lies nearer to the venue.
    """
    cells = table[COLUMN]
    read = [_numbers(str(cell)) if shown(cell) else [] for cell in cells]
    pos = np.array([p for p, pairs in enumerate(read) for _pair in pairs], np.int64)
    first, second = np.array([pair for pairs in read for pair in pairs]).reshape(-1, 2).T
    lon, lat, far_m = _nearer(first, second, pos, at)
    bad = set(pos[~(far_m <= _FAR_M)].tolist()) & set(np.flatnonzero(found.is_used).tolist())
    listed = sorted(bad)
    found.doubt(
        listed,
        heading,
        cells.iloc[listed],
        _("an entrance is no place, or lies more than 2 km from the venue; left empty"),
        _("write longitude, latitude, and a semicolon between two entrances"),
    )
    texts = [""] * len(cells)
    for row in np.unique(pos):
        mine = pos == row
        if (far_m[mine] <= _FAR_M).all():
            texts[row] = said(zip(lon[mine], lat[mine], strict=True))
    table[COLUMN] = pd.Series(texts, index=table.index, dtype="str")


def _numbers(cell: str) -> list[tuple[float, float]]:
    """Read the pairs of a cell; NaN for what is none."""
    parts = [part for part in re.split(r"[;；|\n]", cell) if part.strip()]
    return [pair(part)[:2] for part in parts]


@dataclass(frozen=True)
class _Spots:
    """Entrances read one way round: degrees, and metres from their venue."""

    lon: Floats
    lat: Floats
    far_m: Floats


def _nearer(first: Floats, second: Floats, pos: Ints, at: Located) -> tuple[Floats, Floats, Floats]:
    """Put the entrances where they lie nearest to their venue, in either order."""
    ways = [_placed(a, b, pos, at) for a, b in ((first, second), (second, first))]
    is_first = ~(ways[1].far_m < ways[0].far_m)
    lon, lat, far_m = (
        np.where(is_first, getattr(ways[0], name), getattr(ways[1], name))
        for name in ("lon", "lat", "far_m")
    )
    return lon, lat, far_m


def _placed(x: Floats, y: Floats, pos: Ints, at: Located) -> _Spots:
    lon, lat = _degrees(x, y, at)
    far_m = np.full(len(lon), np.inf)
    ok = (np.abs(lon) <= 180) & (np.abs(lat) <= 90) & np.isfinite(at.lon[pos])
    if ok.any():
        own = at.lon[pos[ok]], at.lat[pos[ok]]
        crs = local_crs(*own)
        there, venue = metric(lon[ok], lat[ok], crs), metric(*own, crs)
        far_m[ok] = np.hypot(there[0] - venue[0], there[1] - venue[1])
    return _Spots(lon, lat, np.where(np.isfinite(far_m), far_m, np.inf))


def _degrees(x: Floats, y: Floats, at: Located) -> tuple[Floats, Floats]:
    """Do to the entrances what was done to the venues."""
    how = writing_of(at.taken_for, at.datum)
    if how.plane is not None:
        return decode(x, y, how.name)
    ok = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    lon, lat = np.full(len(x), np.nan), np.full(len(x), np.nan)
    lon[ok], lat[ok] = decode(x[ok], y[ok], at.datum)
    return lon, lat
