"""Datums of Chinese map services: degrees into degrees, lon before lat, always."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats
from geo.errors import DatumError
from geo.words import N_, _

__all__ = ["DATUMS", "datum_shift_m", "from_wgs84", "to_wgs84"]

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
