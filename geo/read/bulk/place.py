"""From the file's coordinates to metres: the system is stated, by the file or by the caller."""

from __future__ import annotations

from geo.core.arrays import Floats
from geo.core.crs import DATUMS, check_metric, datum_of, is_same_crs, metric, to_wgs84, transform
from geo.errors import InputError
from geo.words import _

__all__ = ["Way", "to_metres", "way"]

Way = tuple[str, str]
"""System of the file, and the metric system wanted."""


def way(stated: str | None, crs: str | None, to: str | None, *, source: str) -> Way:
    """Say from which system into which.

    Parameters
    ----------
    stated, crs
        The system that the file states, and the one that the caller does: a name of `DATUMS` for
        degrees, or anything pyproj knows.
    to
        The metric system wanted; None: that of the file.
    source
        File name, for messages.

    Raises
    ------
    InputError
        Nobody states the system; two different ones are stated; degrees with nowhere to go.
    """
    if crs is not None and stated is not None and not _same(crs, stated):
        raise InputError(
            _(
                "{source}: the file states {stated}, you state {crs}. Leave crs out, or correct "
                "the file.",
                source=source,
                stated=stated[:80],
                crs=crs,
            )
        )
    here = crs or stated
    if here is None:
        raise InputError(
            _(
                "{source}: the coordinate system is not stated. State it: EPSG:…, or for degrees "
                "wgs84, gcj02 or bd09.",
                source=source,
            ),
            call="crs='EPSG:…'",
        )
    is_degrees = here in DATUMS or datum_of(here)[1]
    if to is None and is_degrees:
        raise InputError(
            _(
                "{source}: the coordinates are degrees. Say into which metric system they shall be "
                "projected, for instance that of the sites.",
                source=source,
            ),
            call="to=sites.crs",
        )
    target = check_metric(to if to is not None else here)
    assert target is not None
    return here, target


def _same(crs: str, stated: str) -> bool:
    # Degrees of a Chinese map service are written down as WGS-84 for want of a name.
    return datum_of(stated)[1] if crs in DATUMS else is_same_crs(crs, stated)


def to_metres(x: Floats, y: Floats, chosen: Way) -> tuple[Floats, Floats]:
    """Project; what cannot be projected becomes infinite."""
    here, target = chosen
    if here == target:
        return x, y
    if here in DATUMS:
        return metric(*to_wgs84(x, y, here), target)
    return transform(x, y, here, target)
