"""Catchments on the map."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from geo.draw.catchment import to_lonlat
from geo.draw.layers.element import Layer, place, styles
from geo.draw.safe import text
from geo.words import _

__all__ = ["discs"]

_MEANINGS = ("disc_existing", "disc_proposed")


def discs(shapes: Sequence[tuple[BaseGeometry, bool]], crs: str | None) -> Layer:
    """Draw catchments in metres of ``crs``, each with whether its home is a proposed one."""
    rows = []
    for shape, is_new in shapes:
        for polygon in shapely.get_parts(to_lonlat(shape, crs)):
            ring = [place(lat, lon) for lon, lat in shapely.get_coordinates(polygon.exterior)]
            rows.append([[ring], int(is_new), ""])
    shown = tuple(m for k, m in enumerate(_MEANINGS) if any(row[1] == k for row in rows))
    spec = {"rows": rows, "styles": styles(_MEANINGS)}
    return Layer("areas", spec, role="catchments", name=text(_("Catchments")), meanings=shown)
