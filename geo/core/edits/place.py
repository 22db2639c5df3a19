"""Where an edit may put something, and what it may be called."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from geo.core.crs import metric
from geo.core.study import Study
from geo.errors import InputError
from geo.words import _

__all__ = ["check_place", "fresh_id", "placed"]

_FAR_M = 20_000.0
"""How far outside the box of all firms and sites a place may lie, at least."""

_NUMBERED = re.compile(r"new-(\d+)")


def placed(study: Study, lon: float, lat: float) -> tuple[float, float]:
    """Turn WGS-84 degrees into metres of the study.

    Raises
    ------
    InputError
        These are no degrees, or the study lies on a plane of its own.
    """
    if not (np.isfinite([lon, lat]).all() and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise InputError(
            _(
                "Longitude {lon}, latitude {lat}: wanted degrees, -180 to 180 and -90 to 90.",
                lon=lon,
                lat=lat,
            )
        )
    if study.demand.crs is None:
        raise InputError(_("This study lies on a plane of its own; degrees mean nothing there."))
    x, y = metric([lon], [lat], study.demand.crs)
    return float(x[0]), float(y[0])


def check_place(study: Study, x: float, y: float) -> None:
    """Refuse a place far outside the study: a slip of the hand, or degrees in the wrong order.

    Far is beyond the box of all firms and sites by more than its diagonal, and by more than 20 km.
    """
    if not np.isfinite([x, y]).all():
        raise InputError(_("A place must be two finite numbers of metres, got {x}, {y}.", x=x, y=y))
    at = [
        np.concatenate([getattr(study.demand, axis), getattr(study.sites, axis)]) for axis in "xy"
    ]
    if not len(at[0]):
        return
    low, high = (np.array([f(axis) for axis in at]) for f in (np.min, np.max))
    outside = np.maximum(np.maximum(low - (x, y), (x, y) - high), 0.0)
    beyond = float(np.hypot(*outside))
    if beyond > max(_FAR_M, float(np.hypot(*(high - low)))):
        raise InputError(
            _(
                "This place lies {km:,.0f} km outside the study; check longitude and latitude, "
                "or their order.",
                km=beyond / 1000,
            )
        )


def fresh_id(taken: Iterable[object]) -> str:
    """Name a new site ``new-1``, ``new-2`` ...: one above every number that was ever used.

    Examples
    --------
    >>> fresh_id(["S1", "new-2"])
    'new-3'
    """
    numbers = [int(found[1]) for i in taken if (found := _NUMBERED.fullmatch(str(i)))]
    return f"new-{max(numbers, default=0) + 1}"
