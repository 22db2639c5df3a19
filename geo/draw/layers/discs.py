"""Catchments on the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo.draw.layers.element import Layer, styles
from geo.draw.layers.walks import rings
from geo.draw.safe import text
from geo.words import _

__all__ = ["discs"]

_MEANINGS = ("disc_existing", "disc_proposed")


def discs(shapes: Sequence[tuple[BaseGeometry, bool]], crs: str | None) -> Layer:
    """Draw catchments in metres of ``crs``, each with whether its home is a proposed one."""
    rows: list[list[Any]] = []
    for shape, is_new in shapes:
        rows += [[polygon, int(is_new), ""] for polygon in rings(shape, crs)]
    shown = tuple(m for k, m in enumerate(_MEANINGS) if any(row[1] == k for row in rows))
    spec = {"rows": rows, "styles": styles(_MEANINGS)}
    return Layer("areas", spec, role="catchments", name=text(_("Catchments")), meanings=shown)
