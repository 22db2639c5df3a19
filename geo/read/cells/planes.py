"""Planes: coordinates in metres, told from degrees, of one zone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats
from geo.errors import DatumError
from geo.read.cells.findings import Findings
from geo.read.cells.zones import OPEN_ZONE, central_meridian, rebased, united, zone_of
from geo.words import _

__all__ = ["Points", "planar"]

_METRES = 1000.0  # both coordinates beyond: metres, not a slip of the pen
_NORTH = (1.5e6, 6.2e6)  # northings of China on a transverse Mercator plane, metres


@dataclass(frozen=True)
class Points:
    """Coordinates as the file has them.

    Attributes
    ----------
    x, y
        ``(n,)`` degrees (lon, lat) where ``crs`` is None, else metres of ``crs``; NaN: unusable.
    crs
        The metric system that the numbers themselves show, or None for degrees.
    """

    x: Floats
    y: Floats
    crs: str | None = None


def planar(x: Floats, y: Floats, crs: str | None, found: Findings, column: str) -> Points:
    """Tell metres from degrees; put the northing second, and all rows into one zone.

    Parameters
    ----------
    x, y
        ``(n,)`` degrees, or metres of ``crs``.
    crs
        A metric system stated by the user, `OPEN_ZONE`, or None.
    found
        Takes the findings.
    column
        Heading of the coordinates, for findings.

    Raises
    ------
    DatumError
        Metres of a zone that the numbers do not show, or of another than is stated; degrees where
        metres are stated.
    """
    ok = found.is_used
    if not ok.any() or min(np.median(np.abs(x[ok])), np.median(np.abs(y[ok]))) < _METRES:
        if crs is None or crs == OPEN_ZONE:
            return Points(x, y)
        raise DatumError(
            _(
                "{source}: the coordinates are degrees, but a system of metres was stated "
                "({crs}). State wgs84, gcj02, bd09 or cgcs2000.",
                source=found.source,
                crs=crs,
            )
        )
    # Surveyors call the northing X and the easting Y; the range of northings tells them apart.
    if _is_north(x[ok]) and not _is_north(y[ok]):
        x, y = y, x
    zone = zone_of(x[ok])
    if zone is not None:
        _refuse_bare(x, y, column, found)
        x, y = united(x, y)
    if crs not in (None, OPEN_ZONE):
        return Points(_of_zone(x, ok, crs, found), y, crs)
    if zone is None and crs == OPEN_ZONE:
        return Points(x, y, OPEN_ZONE)
    if zone is None:
        raise DatumError(
            _(
                "{source}: the coordinates are metres (first row: {x:.1f}, {y:.1f}), but "
                "nothing says of which zone. "
                "State it, for instance EPSG:4549 (CGCS2000, middle meridian 120°E) or "
                "EPSG:4548 (117°E).",
                source=found.source,
                x=float(x[ok][0]),
                y=float(y[ok][0]),
            ),
            option="--datum EPSG:4549",
            call="datum='EPSG:4549'",
        )
    return Points(x, y, zone)


def _of_zone(x: Floats, ok: npt.NDArray[np.bool_], crs: str, found: Findings) -> Floats:
    """Return the eastings as the stated zone writes them; refuse those that say another zone.

    Web Mercator and a town's own system have no zone, and stay as they are.
    """
    own = zone_of(x[ok])
    meant, said = central_meridian(crs), None if own is None else central_meridian(own)
    if meant is not None and said is not None and meant != said:
        raise DatumError(
            _(
                "{source}: the eastings begin with the zone of {said:g}°E ({own}; first row: "
                "{x:.1f}), but the zone of {meant:g}°E was stated ({crs}). State {own}, or see "
                "where the numbers come from.",
                source=found.source,
                said=said,
                own=own,
                x=float(x[ok][0]),
                meant=meant,
                crs=crs,
            )
        )
    return x if meant is None else rebased(x, crs)


def _refuse_bare(x: Floats, y: Floats, column: str, found: Findings) -> None:
    """Refuse rows without a zone's number where the others have one."""
    with np.errstate(invalid="ignore"):
        pos = np.flatnonzero(found.is_used & (np.abs(x) >= _METRES) & (np.abs(x) < 1e6))
    found.refuse(
        pos,
        column,
        [f"{x[p]:.1f}, {y[p]:.1f}" for p in pos],
        _("metres without the number of the zone that the other rows have"),
        _("write the zone's number before the easting"),
    )


def _is_north(values: Floats) -> bool:
    return _NORTH[0] < float(np.median(values)) < _NORTH[1]
