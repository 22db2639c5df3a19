"""Polygons with names: districts, streets, townships."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Areas"]


@dataclass(frozen=True, eq=False)
class Areas:
    """Polygons with names.

    Attributes
    ----------
    names
        One for each shape.
    shapes
        ``(n,)`` polygons in WGS-84 lon/lat.
    source
        Where they come from, with the notice that must be shown.
    """

    names: tuple[str, ...]
    shapes: npt.NDArray[np.object_]
    source: str

    @cached_property
    def whole(self) -> BaseGeometry:
        """All areas as one shape."""
        import shapely  # noqa: PLC0415 - most studies have no areas

        return shapely.union_all(self.shapes)

    def containing(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Ints:
        """Return the position of the area each point lies in (the first, on a border), else -1."""
        import shapely  # noqa: PLC0415 - most studies have no areas

        degrees = np.column_stack([np.asarray(lon, np.float64), np.asarray(lat, np.float64)])
        points = np.asarray(shapely.points(degrees))
        at, inside = shapely.STRtree(self.shapes).query(points, predicate="intersects")
        found = np.full(len(points), len(self.shapes), np.int64)
        np.minimum.at(found, at, inside)
        return np.where(found == len(self.shapes), -1, found)

    def all_containing(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> dict[int, list[int]]:
        """Return position of a point -> the areas it is inside of, where these are several.

        A point on the border of two areas is inside of neither.
        """
        import shapely  # noqa: PLC0415 - most studies have no areas

        degrees = np.column_stack([np.asarray(lon, np.float64), np.asarray(lat, np.float64)])
        at, inside = shapely.STRtree(self.shapes).query(shapely.points(degrees), predicate="within")
        often = np.bincount(at, minlength=len(degrees)) > 1
        held: dict[int, list[int]] = {}
        for k in np.lexsort((inside, at)).tolist():
            if often[at[k]]:
                held.setdefault(int(at[k]), []).append(int(inside[k]))
        return held

    def is_same(self, other: Areas) -> bool:
        """Say whether names, source and every corner are the same."""
        return self is other or (
            (self.names, self.source) == (other.names, other.source)
            and all(a.equals_exact(b, 0.0) for a, b in zip(self.shapes, other.shapes, strict=True))
        )
