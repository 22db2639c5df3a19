"""Zones: Gauss-Krueger and UTM metres, with the zone's number before the easting or without it."""

from __future__ import annotations

import re

import numpy as np

from geo.core.arrays import Floats
from geo.core.crs import transform

__all__ = [
    "OPEN_ZONE",
    "PROVISIONAL",
    "central_meridian",
    "rebased",
    "united",
    "zone_of",
    "zones",
]

OPEN_ZONE = "zone?"
"""What metres are taken for whose zone is not known yet; the datum doctor looks for it."""
PROVISIONAL = "EPSG:4548"
"""The zone in which such metres stand meanwhile."""
_MILLION = 1e6
# First code -> (how many, first zone, degrees a zone, whether the easting begins with the zone).
_SERIES = {
    4491: (11, 13, 6, True),
    4502: (11, 13, 6, False),
    4513: (21, 25, 3, True),
    4534: (21, 25, 3, False),
}


def zone_of(easting: Floats) -> str | None:
    """Read the zone from its prefix in the eastings: 39 489 012 is 3-degree zone 39 of CGCS2000.

    Examples
    --------
    >>> zone_of(np.array([39489012.0]))
    'EPSG:4527'
    >>> zone_of(np.array([20489012.0]))
    'EPSG:4498'
    >>> zone_of(np.array([489012.0])) is None
    True
    """
    return _of_prefix(_prefix_in(easting))


def united(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Put rows whose easting begins with another zone's number into the zone of most rows.

    A district may lie across the border of two zones; read as of one, the rows of the other would
    be hundreds of kilometres away.

    Parameters
    ----------
    x, y
        ``(n,)`` metres, easting first; NaN where a row has none.

    Returns
    -------
    x, y
        The same places; unchanged where no zone is told by the eastings.
    """
    known = np.isfinite(x) & np.isfinite(y)
    most = zone_of(x[known]) if known.any() else None
    if most is None:
        return x, y
    x, y = x.copy(), y.copy()
    prefix = np.where(known, np.floor(np.where(known, x, 0.0) / _MILLION), 0.0)
    for one in np.unique(prefix):
        zone = _of_prefix(int(one))
        if zone not in (None, most):
            rows = prefix == one
            x[rows], y[rows] = transform(x[rows], y[rows], str(zone), most)
    return x, y


def _of_prefix(zone: int) -> str | None:
    if 25 <= zone <= 45:
        return f"EPSG:{4513 + zone - 25}"
    # Zones 13 to 15 (far Xinjiang) look like Web Mercator in eastern China: to be stated.
    return f"EPSG:{4491 + zone - 13}" if 16 <= zone <= 23 else None


def zones() -> tuple[str, ...]:
    """Return the zones that metres in China may be of, each once: with or without a prefix.

    A 6-degree zone is the 3-degree zone of the same meridian. UTM is 0.04 % smaller: in Beijing
    1.8 km further south.
    """
    return (*(f"EPSG:{4534 + k}" for k in range(21)), *(f"EPSG:{32643 + k}" for k in range(11)))


def central_meridian(plane: str) -> float | None:
    """Return the middle meridian of a CGCS2000 zone by its EPSG code; None for anything else."""
    found = _series(plane)
    if found is None:
        return None
    zone, width, _has_prefix = found
    return zone * width - 3.0 if width == 6 else zone * 3.0


def rebased(easting: Floats, plane: str) -> Floats:
    """Give eastings the zone's number in front where ``plane`` has it, and take it off where not.

    Examples
    --------
    >>> rebased(np.array([489012.0]), "EPSG:4527").tolist()
    [39489012.0]
    >>> rebased(np.array([39489012.0]), "EPSG:4548").tolist()
    [489012.0]
    """
    found = _series(plane)
    if found is None and not re.fullmatch(r"EPSG:326(4[3-9]|5[0-3])", plane):
        return easting
    zone, _width, has_prefix = found or (0, 6, False)
    result: Floats = np.mod(easting, _MILLION) + (zone * _MILLION if has_prefix else 0.0)
    return result


def _series(plane: str) -> tuple[int, int, bool] | None:
    """Return zone, width in degrees, and whether the easting has the zone, of a CGCS2000 code."""
    code = plane.removeprefix("EPSG:")
    if not code.isdigit():
        return None
    for first, (count, zone, width, has_prefix) in _SERIES.items():
        if first <= int(code) < first + count:
            return zone + int(code) - first, width, has_prefix
    return None


def _prefix_in(easting: Floats) -> int:
    prefix, counted = np.unique(np.floor(easting / _MILLION), return_counts=True)
    return int(prefix[np.argmax(counted)])
