"""Points: coordinate columns, whatever their form, as two arrays and the system they are in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Floats
from geo.errors import MissingColumnError
from geo.read.cells.angles import angle, pair
from geo.read.cells.columns import Match
from geo.read.cells.findings import Findings, shown
from geo.read.cells.numeric import plain_numbers
from geo.read.cells.planes import Points, planar
from geo.words import _

__all__ = ["from_columns", "no_coordinate", "not_a_coordinate", "refuse_outside", "unswap"]

_DEGREES = 360.0  # nothing beyond can be an angle
_TOWN = 1.0  # degrees around the middle of a list that are still the same town


def from_columns(
    table: pd.DataFrame, match: dict[str, Match], found: Findings, *, crs: str | None = None
) -> Points:
    """Read the coordinates of every row; rows without any are refused.

    Parameters
    ----------
    table, match
        The file's cells, and which column is which.
    found
        Takes the findings.
    crs
        A metric system stated by the user, or None.

    Raises
    ------
    MissingColumnError
        No column holds coordinates.
    DatumError
        Metres of a zone that the numbers do not show.
    """
    if "lon" in match and "lat" in match:
        x, y = _two(table, match["lon"].column, match["lat"].column, found)
    elif "place" in match:
        x, y = _one(table[match["place"].column], match["place"].column, found)
    else:
        raise MissingColumnError(
            _(
                "{source}: no column with coordinates. The file has: {found}. "
                "Say which columns hold them, or add columns 经度 and 纬度 (or lon and lat).",
                source=found.source,
                found=", ".join(shown(c) for c in table.columns[:30]),
            ),
            option="--column lon=… --column lat=…",
            call="columns={'lon': '…', 'lat': '…'}",
        )
    column = match["lon"].column if "lon" in match and "lat" in match else match["place"].column
    return planar(x, y, crs, found, column)


def _two(table: pd.DataFrame, lon: str, lat: str, found: Findings) -> tuple[Floats, Floats]:
    x, x_is_lat = _angles(table[lon], "lat")
    y, y_is_lon = _angles(table[lat], "lon")
    if (
        swap := x_is_lat & y_is_lon
    ).any():  # the cells say themselves that they are the other way round
        x[swap], y[swap] = y[swap], x[swap]
    for values, name in ((x, lon), (y, lat)):
        bad = np.flatnonzero(~np.isfinite(values))
        cells = table[name].iloc[bad]
        is_empty = np.array([shown(c) == "" for c in cells], bool)
        found.refuse(bad[is_empty], name, cells[is_empty], *no_coordinate())
        found.refuse(bad[~is_empty], name, cells[~is_empty], *not_a_coordinate())
    return x, y


def _one(cells: pd.Series, name: str, found: Findings) -> tuple[Floats, Floats]:
    read = [pair("" if shown(c) == "" else str(c)) for c in cells]
    x = np.array([r[0] for r in read], np.float64)
    y = np.array([r[1] for r in read], np.float64)
    settled = np.array([r[2] for r in read], bool)
    bad = np.flatnonzero(~(np.isfinite(x) & np.isfinite(y)))
    is_empty = np.array([shown(c) == "" for c in cells.iloc[bad]], bool)
    found.refuse(bad[is_empty], name, cells.iloc[bad[is_empty]], *no_coordinate())
    found.refuse(bad[~is_empty], name, cells.iloc[bad[~is_empty]], *not_a_coordinate())
    if _is_lat_first(name, x[~settled], y[~settled]):
        x, y = np.where(settled, x, y), np.where(settled, y, x)
    return x, y


def _is_lat_first(name: str, first: Floats, second: Floats) -> bool:
    """Say whether a column of pairs has the latitude first: by its numbers, else by its heading."""
    with np.errstate(invalid="ignore"):
        lon_first, lat_first = (np.abs(first) > 90).sum(), (np.abs(second) > 90).sum()
    if lon_first != lat_first and np.nanmax(np.abs(np.r_[first, second, 0])) <= _DEGREES:
        return bool(lat_first > lon_first)
    text = name.lower()
    at = [
        min((k for w in words if (k := text.find(w)) >= 0), default=-1)
        for words in (("经", "lon", "lng"), ("纬", "lat"))
    ]
    return 0 <= at[1] < at[0]


def _angles(column: pd.Series, other: str) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return degrees (or metres), and which cells say that they are of the ``other`` axis."""
    value = plain_numbers(column)
    is_other = np.zeros(len(value), bool)
    odd = np.flatnonzero(~np.isfinite(value))
    for pos, cell in zip(odd, column.iloc[odd].tolist(), strict=True):
        value[pos], axis = angle(shown(cell))
        is_other[pos] = axis == other
    return value, is_other


def refuse_outside(
    lon: Floats, lat: Floats, cells: Callable[[int], object], column: str, found: Findings
) -> None:
    """Refuse rows that lie nowhere on earth, or at zero-zero (what a failed geocoder writes)."""
    ok = found.is_used
    nowhere = np.flatnonzero(ok & ~((np.abs(lon) <= 180) & (np.abs(lat) <= 90)))
    found.refuse(
        nowhere,
        column,
        [cells(int(p)) for p in nowhere],
        _("outside the range of coordinates (lon -180 to 180, lat -90 to 90)"),
        _("correct the coordinates; lon comes first, lat second"),
    )
    zero = np.flatnonzero(found.is_used & (lon == 0) & (lat == 0))
    found.refuse(
        zero,
        column,
        [cells(int(p)) for p in zero],
        _("coordinates 0, 0: what a failed address search writes"),
        _("look the address up again"),
    )


def unswap(lon: Floats, lat: Floats, column: str, found: Findings) -> tuple[Floats, Floats]:
    """Exchange lon and lat where they can only be meant the other way round, and say so.

    That is where a latitude is beyond 90; where only the exchange puts a whole list into China
    (west of 90 degrees east both numbers may be either); and where it brings a single row from
    far away to the others.
    """
    swapped = found.is_used & (np.abs(lat) > 90) & (np.abs(lat) <= 180) & (np.abs(lon) <= 90)
    x, y = np.where(swapped, lat, lon), np.where(swapped, lon, lat)
    ok = found.is_used & (np.abs(x) <= 180) & (np.abs(y) <= 90)
    may = ok & ~swapped & (np.abs(x) <= 90)
    if may.any():
        middle = float(np.median(x[ok])), float(np.median(y[ok]))
        if may[ok].mean() > 0.5 and _is_china(middle[1], middle[0]) and not _is_china(*middle):
            more = may & _is_near(y, x, (middle[1], middle[0]))
        else:
            more = may & _is_near(y, x, middle) & ~_is_near(x, y, middle, times=10.0)
        swapped |= more
        x, y = np.where(more, y, x), np.where(more, x, y)
    if not swapped.any():
        return lon, lat
    pos = np.flatnonzero(swapped)
    found.doubt(
        pos,
        column,
        [f"{lon[p]:g}, {lat[p]:g}" for p in pos],
        _("lon and lat were the wrong way round; they were exchanged"),
        _("exchange the two columns in the file"),
    )
    return x, y


def _is_near(
    lon: Floats, lat: Floats, middle: tuple[float, float], *, times: float = 1.0
) -> npt.NDArray[np.bool_]:
    """Say which places lie in the country around a town: within some 100 km, or ``times`` so."""
    return (np.abs(lon - middle[0]) < _TOWN * times) & (np.abs(lat - middle[1]) < _TOWN * times)


def _is_china(lon: float, lat: float) -> bool:
    """Say whether a place lies in China; the districts are read only where the box allows it."""
    if not (73 < lon < 136 and 3 < lat < 54):
        return False
    from geo.read.cells.outline import is_in_china  # noqa: PLC0415 - five megabytes of districts

    return is_in_china(lon, lat)


def no_coordinate() -> tuple[str, str]:
    """Return reason and remedy of a row without a place."""
    return _("no coordinates"), _("look the address up on a map and fill in lon and lat")


def not_a_coordinate() -> tuple[str, str]:
    """Return reason and remedy of a row whose place is none."""
    return _("not a coordinate"), _("write degrees as a number: 116.65")
