"""Entrances of a large venue, kept in one cell: ``"116.65, 39.91; 116.66, 39.92"``, WGS-84."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd

from geo.core.arrays import Floats
from geo.core.crs import metric
from geo.errors import InputError
from geo.words import _

__all__ = ["COLUMN", "moved", "places", "said", "standing"]

COLUMN = "entrances"
"""Column of the sites' table that holds them; an empty cell: the site's own point."""

_DECIMALS = 7  # of a degree, about a centimetre
_NORTH, _EAST = 90.0, 180.0

Place = tuple[float, float]


def places(cell: object) -> tuple[Place, ...]:
    """Read a cell as ``(lon, lat)`` pairs; nothing where it is empty.

    Raises
    ------
    InputError
        Something in it is no place in degrees.

    Examples
    --------
    >>> places("116.65, 39.91; 116.66, 39.92")
    ((116.65, 39.91), (116.66, 39.92))
    >>> places(None)
    ()
    """
    if cell is None or cell is pd.NA or cell != cell:  # noqa: PLR0124 - NaN
        return ()
    parts = str(cell).replace("；", ";").replace("，", ",").split(";")
    return tuple(_place(part) for part in parts if part.strip())


def _place(text: str) -> Place:
    try:
        lon, lat = (float(number) for number in text.split(","))
    except ValueError:
        lon = lat = math.nan
    if not (abs(lon) <= _EAST and abs(lat) <= _NORTH):
        raise InputError(
            _(
                "Entrance {text!r} is no place: write longitude, latitude, and a semicolon "
                "between two entrances.",
                text=text.strip()[:60],
            )
        )
    return lon, lat


def said(points: Iterable[Sequence[float]]) -> str:
    """Write ``(lon, lat)`` pairs into one cell, as `places` reads it."""
    return "; ".join(f"{lon:.{_DECIMALS}f}, {lat:.{_DECIMALS}f}" for lon, lat in points)


def standing(cells: Iterable[object], crs: str | None) -> tuple[list[int], Floats, Floats]:
    """Put the entrances of all sites on the plane of ``crs``.

    Returns
    -------
    row, x, y
        The site's position, and metres, of each entrance.

    Raises
    ------
    InputError
        A cell cannot be read, or degrees say nothing on a plane without a system.
    """
    pairs = [(row, place) for row, cell in enumerate(cells) for place in places(cell)]
    if pairs and crs is None:
        raise InputError(
            _("These sites lie on a plane of their own: degrees of entrances say nothing there.")
        )
    at = np.array([place for _row, place in pairs], np.float64).reshape(len(pairs), 2)
    x, y = at[:, 0], at[:, 1]
    if crs is not None:
        x, y = metric(x, y, crs)
    return [row for row, _place in pairs], x, y


def moved(cell: object, move: Callable[[Floats, Floats], tuple[Floats, Floats]]) -> str:
    """Move the entrances in a cell: ``move`` maps their degrees."""
    at = np.array(places(cell), np.float64).reshape(-1, 2)
    return said(zip(*move(at[:, 0], at[:, 1]), strict=True)) if len(at) else ""
