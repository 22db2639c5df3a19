"""Hypotheses: what the coordinates of a list may be, and where each puts the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geo.core.arrays import Floats, Ints
from geo.core.crs import from_wgs84, metric, to_wgs84
from geo.words import N_

__all__ = ["HYPOTHESES", "OTHER", "OVER", "PRIOR", "Frames", "decode", "frames"]

HYPOTHESES = {
    "wgs84": N_("WGS-84 or CGCS2000"),
    "gcj02": N_("GCJ-02 (Amap, Tencent)"),
    "bd09": N_("BD-09 (Baidu)"),
    "over": N_("corrected once too often"),
}
"""What the columns may hold -> label, translated where it is shown."""
OVER = "over"
"""WGS-84 that somebody converted as if it were GCJ-02."""
OTHER = "other"
"""Some shift of no known kind."""
PRIOR = {"wgs84": 0.3, "gcj02": 0.3, "bd09": 0.3, "over": 0.07, OTHER: 0.03}


@dataclass(frozen=True)
class Frames:
    """Where each hypothesis puts the points.

    Attributes
    ----------
    crs
        The metric system of ``xy``.
    xy
        Hypothesis -> ``(n, 2)`` metres.
    """

    crs: str
    xy: Mapping[str, Floats]

    def take(self, rows: Ints) -> Frames:
        """Return some of the points."""
        return Frames(self.crs, {h: xy[rows] for h, xy in self.xy.items()})

    def shift_m(self, name: str) -> tuple[float, float]:
        """Return how far, east and north, a hypothesis moves the list from where WGS-84 puts it."""
        move = np.median(self.xy[name] - self.xy["wgs84"], axis=0)
        return float(move[0]), float(move[1])

    @property
    def is_moot(self) -> bool:
        """Whether all hypotheses say the same, as everywhere outside China."""
        return all(np.hypot(*self.shift_m(name)) < 1 for name in self.xy)


def decode(lon: Floats, lat: Floats, hypothesis: str) -> tuple[Floats, Floats]:
    """Return WGS-84 degrees of columns that hold what ``hypothesis`` says."""
    if hypothesis == OVER:
        return from_wgs84(lon, lat, "gcj02")
    return to_wgs84(lon, lat, hypothesis)


def frames(lon: Floats, lat: Floats, crs: str) -> Frames:
    """Put the points where each hypothesis puts them."""
    placed = {h: metric(*decode(lon, lat, h), crs) for h in HYPOTHESES}
    return Frames(crs, {h: np.column_stack(xy) for h, xy in placed.items()})
