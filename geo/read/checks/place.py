"""Checks of where rows are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats
from geo.core.far import FAR_M, FAR_TIMES, LEAST_PLACES
from geo.read.cells.numeric import how_often, plain_numbers
from geo.read.checks.doubt import Doubt, Rows
from geo.words import _

__all__ = ["coarse", "far_off", "repeated"]

_CROWD = 5  # rows on one spot from which on a fallback of an address search is likelier than chance
_EARTH_M = 6_371_008.8


def repeated(rows: Rows) -> Iterator[Doubt]:
    """Find spots that many rows share to the last digit: what a failed address search gives."""
    east, north = (np.round(part * 1e7).astype(np.int64) for part in (rows.lon, rows.lat))
    crowd = how_often((east * (1 << 32) + north).view(np.uint64))
    pos = np.flatnonzero(crowd >= _CROWD)
    if len(pos):
        yield Doubt(
            pos,
            _heading(rows),
            [f"{rows.lon[p]:.6f}, {rows.lat[p]:.6f} × {crowd[p]}" for p in pos],
            _("the same coordinates as many other rows: an address search may have failed"),
            _("look these addresses up one by one, unless they share one building"),
        )


def far_off(rows: Rows) -> Iterator[Doubt]:
    """Find rows far from all others: a wrong town of the same name, or a slip of the pen."""
    if len(rows.lon) < LEAST_PLACES:
        return
    chord = _from_middle(rows.lon, rows.lat)
    far_m = max(FAR_M, FAR_TIMES * float(_metres(np.median(chord))))
    pos = np.flatnonzero(chord > np.sin(min(far_m / _EARTH_M, np.pi) / 2) ** 2)
    if len(pos):
        distance = _metres(chord[pos])
        yield Doubt(
            pos,
            _heading(rows),
            [_("{km:.0f} km from the middle", km=metres / 1000) for metres in distance],
            _("far from all other rows"),
            _("check the coordinates, or leave the row out"),
        )


def coarse(rows: Rows) -> Iterator[Doubt]:
    """Find coordinates with two decimals or fewer: they may be 364 m off."""
    given = [rows.columns.get(axis, "") + "_original" for axis in ("lon", "lat")]
    if not set(given) <= set(rows.table.columns):
        return
    pos = np.arange(len(rows.lon))
    for name in given:
        cells = rows.table[name]
        value = plain_numbers(cells if len(pos) == len(cells) else cells.iloc[pos])
        with np.errstate(invalid="ignore"):
            is_coarse = (np.abs(value) <= 180) & (
                np.abs(value * 100 - np.round(value * 100)) < 1e-6
            )
        pos = pos[is_coarse]
    if len(pos):
        yield Doubt(
            pos,
            _heading(rows),
            [f"{rows.table[given[0]].iloc[p]}, {rows.table[given[1]].iloc[p]}" for p in pos],
            _("only two decimals: the place may be 364 m off"),
            _("give five decimals or more"),
        )


def _from_middle(lon: Floats, lat: Floats) -> Floats:
    """Return how far each place is, along the sphere, as the square of half its chord."""
    middle_lon, middle_lat = np.radians(np.median(lon)), np.radians(np.median(lat))
    north = np.radians(lat)
    chord: Floats = np.sin((north - middle_lat) / 2) ** 2
    chord += np.cos(north) * np.cos(middle_lat) * np.sin((np.radians(lon) - middle_lon) / 2) ** 2
    return chord


def _metres(chord: npt.ArrayLike) -> Floats:
    """Turn what `_from_middle` returns into metres: right to half a percent anywhere on earth."""
    return np.asarray(2 * _EARTH_M * np.arcsin(np.sqrt(np.minimum(chord, 1))), np.float64)


def _heading(rows: Rows) -> str:
    return rows.columns.get("lon") or rows.columns.get("place") or "geometry"
