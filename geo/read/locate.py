"""Locate: where each row is, in WGS-84, by its geometry or its columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core.arrays import Floats
from geo.core.crs import DATUMS, datum_of, to_wgs84, transform
from geo.errors import DatumError
from geo.read.cells.columns import Match
from geo.read.cells.findings import Findings, shown
from geo.read.cells.headings import datum_named
from geo.read.cells.planes import Points, planar
from geo.read.cells.points import (
    from_columns,
    no_coordinate,
    not_a_coordinate,
    refuse_outside,
    unswap,
)
from geo.read.cells.zones import OPEN_ZONE, PROVISIONAL
from geo.read.datum.writing import written
from geo.read.formats import Raw
from geo.words import _

__all__ = ["Located", "locate"]


@dataclass(frozen=True)
class Located:
    """Where the rows are.

    Attributes
    ----------
    lon, lat
        ``(n,)`` WGS-84 degrees; NaN for refused rows.
    datum
        Datum of the coordinates as given.
    is_known
        Whether it was stated, by the user or by the file.
    original
        ``(n, 2)`` the coordinates as given, if they were not taken from columns of the table.
    taken_for
        What was stated of the columns, to be stated again; None where nothing was.
    """

    lon: Floats
    lat: Floats
    datum: str
    is_known: bool
    original: pd.DataFrame
    taken_for: str | None = None


def locate(raw: Raw, match: dict[str, Match], found: Findings, *, datum: str | None) -> Located:
    """Find every row's place.

    Raises
    ------
    DatumError
        The datum is unknown, or metres of an unknown zone.
    MissingColumnError
        There are no coordinates at all.

    Notes
    -----
    Without a statement a heading that names a datum, 坐标(高德), is one. ``datum="auto"`` leaves
    open what the file does not say, the zone of metres too: they stand in a provisional zone,
    ``taken_for`` says so, and no study is built of them before they are settled
    (`geo.read.settle`).
    """
    stated, plane = _statement(datum)
    has_shapes = raw.x is not None and bool(np.isfinite(raw.x).any())
    if has_shapes:
        points = _shapes(raw, found, plane)
        column = "geometry"
    else:
        points = from_columns(raw.table, match, found, crs=plane)
        column = match["lon"].column if "lon" in match else match["place"].column
    lon, lat, own, is_metric = _degrees(points)
    if datum in (None, "auto") and not has_shapes and not is_metric:
        stated = datum_named(column)
    if not is_metric:
        lon, lat = unswap(lon, lat, column, found)
    refuse_outside(lon, lat, lambda p: f"{shown(points.x[p])}, {shown(points.y[p])}", column, found)
    is_said = plane is not None and plane != OPEN_ZONE
    is_placed = is_metric and points.crs != OPEN_ZONE
    is_known = stated is not None or is_said or is_placed or (has_shapes and raw.is_crs_stated)
    used = found.is_used
    lon, lat = np.where(used, lon, np.nan), np.where(used, lat, np.nan)
    if stated is not None:
        lon[used], lat[used] = to_wgs84(lon[used], lat[used], stated)
    moved = has_shapes and (is_metric or stated in ("gcj02", "bd09"))
    original = pd.DataFrame({"x_original": raw.x, "y_original": raw.y}) if moved else pd.DataFrame()
    # A row read again has its numbers in columns, and no file that states their system.
    taken_for = stated if datum == "auto" else datum or stated
    if is_metric and points.crs is not None:
        taken_for = written(points.crs, stated)
    return Located(lon, lat, stated or own, is_known, original, taken_for)


def _statement(datum: str | None) -> tuple[str | None, str | None]:
    """Split what the user states into a datum of degrees and a system of metres."""
    if datum is None or datum in DATUMS:
        return datum, None
    if datum == "auto":
        return None, OPEN_ZONE
    if not set(":+[") & set(datum):  # an authority's code, a PROJ string, WKT
        raise DatumError(
            _(
                "Unknown datum {datum!r}; wanted one of {names}.",
                datum=datum,
                names=", ".join(DATUMS),
            )
        )
    own, is_degrees = datum_of(datum)
    return (own, None) if is_degrees else (None, datum)


def _shapes(raw: Raw, found: Findings, plane: str | None) -> Points:
    assert raw.x is not None
    assert raw.y is not None
    x, y = raw.x.copy(), raw.y.copy()
    bad = ~(np.isfinite(x) & np.isfinite(y))
    none = bad & np.isnan(x) & np.isnan(y)
    empty, odd = np.flatnonzero(none), np.flatnonzero(bad & ~none)
    found.refuse(empty, "geometry", [""] * len(empty), *no_coordinate())
    found.refuse(odd, "geometry", [f"{x[p]}, {y[p]}" for p in odd], *not_a_coordinate())
    if plane in (None, OPEN_ZONE) and raw.crs is not None:
        return Points(x, y, raw.crs)
    return planar(x, y, plane, found, "geometry")


def _degrees(points: Points) -> tuple[Floats, Floats, str, bool]:
    """Return degrees, the datum they are in, and whether they came from metres."""
    if points.crs is None:
        return points.x, points.y, "wgs84", False
    plane = PROVISIONAL if points.crs == OPEN_ZONE else points.crs
    own, is_degrees = datum_of(plane)
    if is_degrees and own == "cgcs2000":
        return points.x, points.y, own, False
    ok = np.isfinite(points.x) & np.isfinite(points.y)
    lon, lat = np.full(len(ok), np.nan), np.full(len(ok), np.nan)
    lon[ok], lat[ok] = transform(points.x[ok], points.y[ok], plane, "EPSG:4326")
    return lon, lat, own, not is_degrees
