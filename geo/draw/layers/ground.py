"""The ground: outline and streets from our own vectors, so that no tile is ever fetched."""

from __future__ import annotations

from typing import Any

import folium
import shapely
from folium.template import Template
from shapely.geometry.base import BaseGeometry

from geo.core import Study
from geo.draw.look import SYMBOLS
from geo.draw.safe import literal

__all__ = ["Ground", "ground_spec", "lines", "rings"]

_STREET_TOLERANCE = 2e-5  # degrees, about 2 m: a tenth of the vertices, no visible change


class Ground(folium.MacroElement):
    """Outline and streets; below everything and deaf to the mouse."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "xuanzhi.ground({{ this._parent.get_name() }}, {{ this.literal }});"
        "{% endmacro %}"
    )

    def __init__(self, study: Study) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca is half typed
        self._name = "XuanzhiGround"
        self.meanings = ("outline",) if study.outline is not None else ()
        self.literal = literal(ground_spec(study))


def ground_spec(study: Study) -> dict[str, Any]:
    """Return what ``xuanzhi.ground`` of ``map.js`` draws: lists of (lat, lon), and their styles."""
    return {
        "outline": rings(study.outline),
        "streets": lines(study.streets),
        "outline_style": SYMBOLS["outline"].style,
        "street_style": SYMBOLS["streets"].style,
    }


def rings(area: BaseGeometry | None) -> list[list[list[list[float]]]]:
    """Write polygons as lists of rings of (lat, lon)."""
    if area is None:
        return []
    return [
        [_flipped(ring) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in shapely.get_parts(area)
        if polygon.geom_type == "Polygon"
    ]


def lines(streets: BaseGeometry | None) -> list[list[list[float]]]:
    """Write lines as lists of (lat, lon)."""
    if streets is None:
        return []
    parts = shapely.get_parts(shapely.simplify(shapely.get_parts(streets), _STREET_TOLERANCE))
    return [
        _flipped(line) for line in parts if line.geom_type == "LineString" and not line.is_empty
    ]


def _flipped(line: BaseGeometry) -> list[list[float]]:
    points = shapely.get_coordinates(line)[:, ::-1]
    return [[float(a), float(b)] for a, b in points.round(6)]
