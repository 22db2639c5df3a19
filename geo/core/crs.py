"""Coordinates: datums of Chinese map services, and one metric system for a study.

lon before lat, in degrees, always. This is the only module that knows pyproj.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geo.core.arrays import Floats
from geo.errors import DatumError, InputError
from geo.words import N_, _

__all__ = [
    "DATUMS",
    "check_metric",
    "datum_of",
    "datum_shift_m",
    "from_wgs84",
    "is_same_crs",
    "local_crs",
    "lonlat",
    "metric",
    "to_wgs84",
    "transform",
]

DATUMS = {
    "wgs84": N_("WGS-84 (GPS, OpenStreetMap)"),
    "gcj02": N_("GCJ-02 (Amap, Tencent)"),
    "bd09": N_("BD-09 (Baidu)"),
    "cgcs2000": N_("CGCS2000 (surveyors; equal to WGS-84 here)"),
}
"""Datum name -> label, translated where it is shown."""

# Krasovsky 1940, the ellipsoid the GCJ-02 offset is defined on.
_AXIS, _ECCENTRICITY2 = 6378245.0, 0.00669342162296594323
# The offset is defined for mainland China's bounding box only; elsewhere map services use WGS-84.
_BOX = (72.004, 137.8347, 0.8293, 55.8271)
_BD = np.pi * 3000 / 180
_MOST_ROUNDS = 30
_MANY, _BLOCK = 1 << 16, 1 << 16  # points from which on a compiled loop pays; points at a time
_Forward = Callable[[Floats, Floats], tuple[Floats, Floats]]


def to_wgs84(lon: npt.ArrayLike, lat: npt.ArrayLike, datum: str) -> tuple[Floats, Floats]:
    """Convert degrees of ``datum`` into WGS-84 degrees.

    The inverse is exact: the forward formula is solved until less than 1e-6 m is left (one-step
    inverses are several metres off). Outside China's box nothing is moved.

    Raises
    ------
    DatumError
        ``datum`` is none of ``DATUMS``.
    """
    x, y = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    if _check(datum) in ("wgs84", "cgcs2000"):
        return x, y
    if x.ndim == 1 and x.size > _MANY:
        return _in_blocks(x, y, datum)
    if datum == "bd09":
        x, y = _invert(_bd_shifted, x, y)
    return _invert(_gcj_shifted, x, y)


def from_wgs84(lon: npt.ArrayLike, lat: npt.ArrayLike, datum: str) -> tuple[Floats, Floats]:
    """Convert WGS-84 degrees into degrees of ``datum``."""
    x, y = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    if _check(datum) in ("wgs84", "cgcs2000"):
        return x, y
    x, y = _inside(_gcj_shifted, x, y)
    return _inside(_bd_shifted, x, y) if datum == "bd09" else (x, y)


def datum_shift_m(lon: float, lat: float, datum: str) -> float:
    """Say how far a place moves, in metres, if ``datum`` is mistaken for WGS-84 there."""
    x, y = from_wgs84(lon, lat, datum)
    east = (float(x) - lon) * 111_320 * np.cos(np.radians(lat))
    return float(np.hypot(east, (float(y) - lat) * 110_950))


def local_crs(lon: npt.ArrayLike, lat: npt.ArrayLike) -> str:
    """Choose the metric system of a study: transverse Mercator through its middle, true to scale.

    Within 30 km of the middle a metre is a metre to 1e-5 (a UTM zone is 4e-4 off). The middle is
    rounded to a tenth of a degree, so that a firm more or less does not change the system.
    """
    middle_lon = round(float(np.median(np.asarray(lon))), 1) + 0.0
    middle_lat = round(float(np.median(np.asarray(lat))), 1) + 0.0
    origin = f"+lat_0={middle_lat:.1f} +lon_0={middle_lon:.1f} +k=1 +x_0=0 +y_0=0"
    return f"+proj=tmerc {origin} +datum=WGS84 +units=m +no_defs"


def metric(lon: npt.ArrayLike, lat: npt.ArrayLike, crs: str) -> tuple[Floats, Floats]:
    """Project WGS-84 degrees into metres of ``crs``."""
    return transform(lon, lat, "EPSG:4326", crs)


def lonlat(x: npt.ArrayLike, y: npt.ArrayLike, crs: str | None) -> tuple[Floats, Floats]:
    """Turn metres of ``crs`` back into WGS-84 degrees.

    Raises
    ------
    InputError
        The points lie on a plane of their own (``crs`` is None), which is nowhere on a map.
    """
    if crs is None:
        raise InputError(
            _("These points have no coordinate system, so they cannot be put on a map.")
        )
    return transform(x, y, crs, "EPSG:4326")


def transform(
    x: npt.ArrayLike, y: npt.ArrayLike, source: str, target: str
) -> tuple[Floats, Floats]:
    """Transform coordinates between two systems, x (or lon) first in both.

    Raises
    ------
    InputError
        A system is unknown.
    """
    try:
        move = _mover(source, target)
    except CRSError:
        raise InputError(
            _("Unknown coordinate system: {source} or {target}.", source=source, target=target)
        ) from None
    a, b = move.transform(np.asarray(x, np.float64), np.asarray(y, np.float64))
    return np.asarray(a, np.float64), np.asarray(b, np.float64)


@lru_cache(maxsize=64)
def _mover(source: str, target: str) -> Transformer:
    """Build a transformer, once: it takes 30 ms, more than most lists take to be moved."""
    return Transformer.from_crs(
        CRS.from_user_input(source), CRS.from_user_input(target), always_xy=True
    )


def datum_of(crs: str) -> tuple[str, bool]:
    """Return the datum name of a coordinate system and whether its numbers are degrees.

    Raises
    ------
    InputError
        The system is unknown.
    """
    try:
        system = CRS.from_user_input(crs)
    except CRSError:
        raise InputError(_("Unknown coordinate system: {crs}.", crs=crs)) from None
    base = system.geodetic_crs.name if system.geodetic_crs is not None else ""
    is_chinese = "2000" in base and ("China" in base or "CGCS" in base)
    return ("cgcs2000" if is_chinese else "wgs84"), system.is_geographic


def is_same_crs(a: str, b: str) -> bool:
    """Say whether two names or texts mean one system; the order of its axes does not matter.

    Raises
    ------
    InputError
        One is unknown.
    """
    systems = []
    for crs in (a, b):
        try:
            systems.append(CRS.from_user_input(crs))
        except CRSError:
            raise InputError(_("Unknown coordinate system: {crs}.", crs=crs)) from None
    return bool(systems[0].equals(systems[1], ignore_axis_order=True))


@cache
def check_metric(crs: str | int | None) -> str | None:
    """Return ``crs`` as text; refuse degrees, feet and what is no system at all.

    Raises
    ------
    InputError
        ``crs`` is unknown, or its axes are not in metres.
    """
    if crs is None:
        return None
    try:
        system = CRS.from_user_input(crs)
    except CRSError:
        raise InputError(_("Unknown coordinate system: {crs}.", crs=crs)) from None
    if {axis.unit_name for axis in system.axis_info[:2]} != {"metre"}:
        raise InputError(
            _(
                "{crs} ({name}) is not in metres; project the points first, for instance into the "
                "zone of the town (EPSG:4549 or 326xx).",
                crs=crs,
                name=system.name,
            )
        )
    return f"EPSG:{crs}" if isinstance(crs, int) else crs


def _check(datum: str) -> str:
    if datum not in DATUMS:
        raise DatumError(
            _(
                "Unknown datum {datum!r}; wanted one of {names}.",
                datum=datum,
                names=", ".join(DATUMS),
            )
        )
    return datum


def _in_china(lon: Floats, lat: Floats) -> npt.NDArray[np.bool_]:
    west, east, south, north = _BOX
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _inside(forward: _Forward, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Move the points inside China's box only."""
    inside = _in_china(lon, lat)
    x, y = forward(lon, lat)
    return np.where(inside, x, lon), np.where(inside, y, lat)


def _gcj_shifted(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Move WGS-84 to GCJ-02 by the published formula (a polynomial plus sines, in metres)."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    of_x, of_y = _sines(x), _sines(y)
    common = 20 * of_x[6] + 20 * of_x[2]
    north = -300 + 6 * x + 9 * y + 0.6 * y * y + 0.3 * x * y + 0.6 * root + 2 * common
    north = north + 2 * (20 * of_y[1] + 40 * of_y[1 / 3] + 160 * of_y[1 / 12] + 320 * of_y[1 / 30])
    east = 900 + 3 * x + 6 * y + 0.3 * x * x + 0.3 * x * y + 0.3 * root + 2 * common
    east = east + 2 * (20 * of_x[1] + 40 * of_x[1 / 3] + 150 * of_x[1 / 12] + 300 * of_x[1 / 30])
    angle = np.radians(lat)
    curve = 1 - _ECCENTRICITY2 * np.sin(angle) ** 2
    root = np.sqrt(curve)
    d_lat = np.degrees(north / 3 * curve * root / (_AXIS * (1 - _ECCENTRICITY2)))
    d_lon = np.degrees(east / 3 * root / (_AXIS * np.cos(angle)))
    return lon + d_lon, lat + d_lat


def _sines(degrees: Floats) -> dict[float, Floats]:
    """Return sin(k pi d) for the six k of the formula, from one sine and one cosine.

    A tenth of the time of six sines: the others are powers of exp(i pi d / 60).
    """
    angle = degrees * (np.pi / 60)
    z = np.cos(angle) + 1j * np.sin(angle)
    z2 = z * z
    z5 = z2 * z2 * z
    z10 = z5 * z5
    z20 = z10 * z10
    z60 = z20 * z20 * z20
    z120 = z60 * z60
    powers = {1 / 30: z2, 1 / 12: z5, 1 / 3: z20, 1: z60, 2: z120, 6: z120 * z120 * z120}
    return {k: np.asarray(power).imag for k, power in powers.items()}


def _bd_shifted(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Move GCJ-02 to BD-09 by the published formula (a wobbling rotation)."""
    far = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BD)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BD)
    return far * np.cos(angle) + 0.0065, far * np.sin(angle) + 0.006


def _in_blocks(lon: Floats, lat: Floats, datum: str) -> tuple[Floats, Floats]:
    """Convert many points by the compiled loop, piece by piece on two threads."""
    from geo.core.kernels.datum import invert  # noqa: PLC0415 - numba loads slowly

    x, y = lon.copy(), lat.copy()

    def convert(k: int) -> None:
        piece = slice(k, k + _BLOCK)
        for is_bd in (True, False)[datum != "bd09" :]:
            inside = _in_china(x[piece], y[piece])
            invert(x[piece], y[piece], inside, is_bd=is_bd)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(convert, range(0, lon.size, _BLOCK)))
    return x, y


def _invert(forward: _Forward, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Solve ``forward(x, y) = (lon, lat)`` by fixed-point iteration; the offset varies slowly.

    Four rounds are the rule. On the meridian of 105° the formula has a square root with an
    infinite slope, where it takes a few more.

    Whether a point moves is decided by where it is given, once: a point a step from the border of
    China's box must not be moved in one round and left alone in the next.
    """
    inside = _in_china(lon, lat)
    # What is left after a round is a hundredth of its step, but for the steep meridian.
    close = np.where(np.abs(lon - 105) < 0.02, 1e-13, 1e-10)
    x, y = lon, lat
    for _round in range(_MOST_ROUNDS):
        fx, fy = forward(x, y)
        dx, dy = lon - fx, lat - fy
        x, y = x + dx, y + dy
        if not (inside & (np.maximum(np.abs(dx), np.abs(dy)) > close)).any():
            break
    return np.where(inside, x, lon), np.where(inside, y, lat)
