"""Coordinate systems: one metric system for a study, and the way into it and back.

lon before lat, in degrees, always. This is the only module that knows pyproj.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geo.core.arrays import Floats
from geo.errors import InputError
from geo.words import _

__all__ = [
    "check_metric",
    "datum_of",
    "is_same_crs",
    "local_crs",
    "lonlat",
    "metric",
    "transform",
]


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
