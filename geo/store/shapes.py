"""Shapes as a GeoPackage stores them, and the functions its spatial index calls.

A layer's index is kept by triggers that call ``ST_IsEmpty, ST_MinX, ...``: functions that a GIS
brings along and bare SQLite lacks. Whoever changes a row of a layer must bring them too, or the
change fails.
"""

from __future__ import annotations

import math
import sqlite3
import struct
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

__all__ = ["of_lines", "of_point", "teach", "wkb_of"]

_WGS84 = 4326
_HEAD = struct.Struct("<2sBBi")
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)  # by the kind that the head announces
_POINT = struct.Struct("<BIdd")
_BOXED = np.dtype([("head", f"V{_HEAD.size}"), ("box", "<f8", 4)])


def of_point(lon: float, lat: float) -> bytes:
    """Write a WGS-84 point, in degrees, as GeoPackage binary.

    Examples
    --------
    >>> of_point(116.7, 39.9).hex()[:26]
    '47500001e61000000101000000'
    """
    return _HEAD.pack(b"GP", 0, 1, _WGS84) + _POINT.pack(1, 1, lon, lat)


def of_lines(wkb: npt.NDArray[np.object_], bounds: npt.NDArray[np.float64]) -> Iterator[bytes]:
    """Write WGS-84 lines as GeoPackage binary.

    Parameters
    ----------
    wkb
        ``(n,)`` lines as well-known binary.
    bounds
        ``(n, 4)`` least lon, least lat, greatest lon, greatest lat, degrees: a GIS need not open
        a line to know where it lies.
    """
    heads = np.empty(len(wkb), _BOXED)
    heads["head"] = np.void(_HEAD.pack(b"GP", 0, 1 << 1 | 1, _WGS84))
    heads["box"] = bounds[:, [0, 2, 1, 3]]
    before, n = heads.tobytes(), _BOXED.itemsize
    return (before[k * n : (k + 1) * n] + line for k, line in enumerate(wkb))


def wkb_of(blob: bytes) -> bytes:
    """Take the well-known binary out of GeoPackage binary, which puts a head before it."""
    _magic, _version, flags, _system = _HEAD.unpack_from(blob)
    return blob[_HEAD.size + _ENVELOPE_BYTES[flags >> 1 & 7] :]


def _of(blob: bytes) -> tuple[float, float]:
    """Read a point; NaN where it is empty."""
    _byte_order, _kind, lon, lat = _POINT.unpack_from(blob, _HEAD.size)
    return lon, lat


def teach(base: sqlite3.Connection) -> None:
    """Let a connection change layers of points that have a spatial index."""
    for name, place in (("X", 0), ("Y", 1)):
        for end in ("Min", "Max"):
            base.create_function(
                f"ST_{end}{name}", 1, lambda blob, k=place: _of(blob)[k], deterministic=True
            )
    base.create_function(
        "ST_IsEmpty", 1, lambda blob: int(math.isnan(_of(blob)[0])), deterministic=True
    )
