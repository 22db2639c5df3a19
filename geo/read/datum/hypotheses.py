"""Hypotheses: what the coordinates of a list may be, and where each puts the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo.core.arrays import Floats, Ints
from geo.core.crs import metric
from geo.read.datum.writing import HYPOTHESES, OVER, Writing

__all__ = ["HYPOTHESES", "OTHER", "OVER", "PRIOR", "Frames", "frames"]

OTHER = "other"
"""Some shift of no known kind."""
PRIOR = {"wgs84": 0.3, "gcj02": 0.3, "bd09": 0.3, "over": 0.07, OTHER: 0.03}
_PLANE = {"wgs84": 0.8, "gcj02": 0.12, "bd09": 0.03, "over": 0.02}  # of metres: surveyors' work
_AS_READ = 0.9  # that a list is written as it was read, where it could be written otherwise
_SAME_M = 1.0  # hypotheses that place a list alike are one


@dataclass(frozen=True)
class Frames:
    """Where each hypothesis puts the points.

    Attributes
    ----------
    crs
        The metric system of ``xy``.
    xy
        Hypothesis -> ``(n, 2)`` metres.
    prior
        Hypothesis -> probability beforehand; with ``OTHER`` they add up to one.
    base
        The hypothesis from whose places shifts are measured.
    stands
        ``(n, 2)`` metres: where the list stands as it was read, not finite where that is nowhere or
        too far away for ``crs``.
    """

    crs: str
    xy: Mapping[str, Floats]
    prior: Mapping[str, float]
    base: str
    stands: Floats

    @property
    def base_xy(self) -> Floats:
        """Where the base puts the points."""
        return self.xy[self.base]

    def take(self, rows: Ints) -> Frames:
        """Return some of the points."""
        xy = {h: at[rows] for h, at in self.xy.items()}
        return Frames(self.crs, xy, self.prior, self.base, self.stands[rows])

    def offset(self, name: str) -> Floats:
        """Return how far, east and north, a hypothesis lies from the base."""
        move: Floats = np.median(self.xy[name] - self.base_xy, axis=0)
        return move

    def shift_m(self, name: str) -> tuple[float, float]:
        """Return how far, east and north, a hypothesis moves the list from where it stands."""
        move = np.median(self.xy[name] - self.stands, axis=0)
        return float(move[0]), float(move[1])

    @property
    def is_moot(self) -> bool:
        """Whether there is but one hypothesis, as everywhere outside China."""
        return len(self.xy) == 1


def frames(
    x: Floats, y: Floats, writings: Sequence[Writing], *, crs: str, as_read: Writing | None
) -> Frames:
    """Put the points where each hypothesis puts them.

    Parameters
    ----------
    x, y
        ``(n,)`` the columns.
    writings
        How the columns may be written, all of datum ``wgs84``, the base first.
    crs
        Metric system near the places of the first.
    as_read
        How the columns were read; None where their zone was left open.
    """
    xy: dict[str, Floats] = {}
    prior: dict[str, float] = {}
    for way in writings:
        own = _of_writing(x, y, way, crs)
        among = PRIOR if way.plane is None else _PLANE
        whole = sum(among[how.datum] for how in own)
        for how, at in own.items():
            xy[how.name] = at
            prior[how.name] = _share(way, writings, as_read) * among[how.datum] / whole
    prior = {h: p * (1 - PRIOR[OTHER]) for h, p in prior.items()} | {OTHER: PRIOR[OTHER]}
    stands = np.full((len(x), 2), np.nan)
    if as_read is not None:
        stands = np.column_stack(metric(*as_read.decode(x, y), crs))
    return Frames(crs, xy, prior, next(iter(xy)), stands)


def _of_writing(x: Floats, y: Floats, way: Writing, crs: str) -> dict[Writing, Floats]:
    """Put the points where each datum puts them; one that moves nothing is left out."""
    found: dict[Writing, Floats] = {}
    for datum in HYPOTHESES:
        how = Writing(datum, way.plane, way.is_swapped)
        at = np.column_stack(metric(*how.decode(x, y), crs))
        apart = [np.hypot(*np.median(at - one, axis=0)) for one in found.values()]
        if not apart or min(apart) >= _SAME_M:
            found[how] = at
    return found


def _share(way: Writing, writings: Sequence[Writing], as_read: Writing | None) -> float:
    """Return the probability, beforehand, of one way of writing."""
    plain = None if as_read is None else replace(as_read, datum="wgs84")
    if plain not in writings:
        return 1 / len(writings)
    if way == plain:
        return _AS_READ if len(writings) > 1 else 1.0
    return (1 - _AS_READ) / (len(writings) - 1)
