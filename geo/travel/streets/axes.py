"""Axes: the lines of streets that carry traffic, on which firms stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.core import Study
from geo.core.crs import lonlat
from geo.travel.graph import StreetGraph
from geo.travel.streets.keep import Kept

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["axes", "axes_of"]

_EVERYWHERE = ("footway", "service", "steps", "path", "cycleway", "track")


def axes(graph: StreetGraph) -> shapely.MultiLineString:
    """Return the street lines in WGS-84 degrees, without footways and service roads.

    Those lie everywhere, so that they tell nothing of where a list lies. Where the streets have no
    kinds, all are kept.
    """
    start = np.asarray(graph.point_start)
    kept = np.ones(len(start) - 1, bool)
    if "kind" in graph.table:
        kept = ~graph.table["kind"].isin(_EVERYWHERE).to_numpy(bool)
    corners = np.column_stack(lonlat(graph.point_x, graph.point_y, graph.crs))
    edge = np.repeat(np.arange(len(kept)), np.diff(start))
    lines = shapely.linestrings(corners[kept[edge]], indices=np.cumsum(kept)[edge[kept[edge]]] - 1)
    return shapely.MultiLineString(list(np.atleast_1d(np.asarray(lines, object))))


def axes_of(study: Study) -> BaseGeometry | None:
    """Return the street lines that a study was given, as `axes`; None where it was given none."""
    if isinstance(study.ways, Kept):
        return axes(study.ways.graph)
    return study.streets
