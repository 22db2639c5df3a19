"""Surfaces: how well a list lies on streets, or among points, that are known to be right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geo.core.arrays import Floats, Ints
from geo.read.datum.hypotheses import Frames
from geo.read.datum.seen.evidence import PLACES, SHIFTS, Evidence, roots
from geo.read.datum.seen.neighbourhoods import Neighbourhoods, Singles, added, squares_of
from geo.words import N_

__all__ = ["Surface", "point_surface", "street_surface", "surface_evidence"]

_CELL_M, _MOST_CELLS, _PAD_M = 20.0, 4_000, 3_000.0
_NEAR_M, _SPREAD_M = 60.0, 150.0
_STREETS, _POINTS = (1.5, 2.2), (1.5, 2.2)  # weights of nearness and of density
_MOST_POINTS = 2_000
_FEWEST = 20
_SPARSE = 500  # cells a point, from which on patches are faster than filters

Rasters = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]


@dataclass(frozen=True, eq=False)
class Surface:
    """Two rasters of a layer of trusted datum.

    Attributes
    ----------
    source
        Sentence for the evidence.
    corner
        ``(2,)`` metres: west and south edge.
    cell_m
        Side of a cell.
    features
        ``(nx, ny, 2)``: nearness exp(-d / 60 m), and log density of points within 150 m.
    weights
        Weight of each feature's z score.
    n
        Things on the surface.
    """

    source: str
    corner: Floats
    cell_m: float
    features: npt.NDArray[np.float32]
    weights: tuple[float, float]
    n: int

    def at(self, xy: Floats) -> npt.NDArray[np.float32]:
        """Return the features at ``(..., 2)`` metres."""
        cell = ((xy - self.corner) / self.cell_m).astype(np.int64)
        i = np.clip(cell[..., 0], 0, self.features.shape[0] - 1)
        j = np.clip(cell[..., 1], 0, self.features.shape[1] - 1)
        result: npt.NDArray[np.float32] = self.features[i, j]
        return result

    def shifted(self, xy: Floats, weight: Floats, part: Ints) -> tuple[Floats, Singles]:
        """Return the weighted features ``(n_shift, 2)`` of points moved by each of ``SHIFTS``.

        The points must be among those that the surface `covers`. Also returned is how much of it
        comes from each ``part`` ``(n,)`` of the points, ``(n_shift, n_part, 2)``.
        """
        n_column = self.features.shape[1]
        cell = ((xy - self.corner) / self.cell_m).astype(np.int64)
        at = cell[:, 0] * n_column + cell[:, 1]
        moves = np.rint(SHIFTS / self.cell_m).astype(np.int64) @ [n_column, 1]
        from geo.read.datum.seen.kernels import moved_sums  # noqa: PLC0415 - numba loads slowly

        flat = self.features.reshape(-1, self.features.shape[2])
        return moved_sums(flat, at, weight, part, moves)

    def covers(self, xy: Floats) -> npt.NDArray[np.bool_]:
        """Say which points ``(n, 2)`` stay on the surface however they are shifted."""
        size = np.array(self.features.shape[:2]) * self.cell_m
        edge = _PAD_M - 500.0
        inside = (xy > self.corner + edge) & (xy < self.corner + size - edge)
        return np.asarray(inside.all(axis=1), bool)


def street_surface(lines: Floats, parts: npt.NDArray[np.int64]) -> Surface:
    """Build the surface of streets.

    Parameters
    ----------
    lines
        ``(n, 2)`` metres: corners of all street lines, one line after the other.
    parts
        ``(n,)`` number of the line each corner belongs to.
    """
    tied = np.unique(np.round(lines), axis=0, return_inverse=True, return_counts=True)
    crossings = tied[0][tied[2] >= 2]
    if len(crossings) < _FEWEST:
        ends = np.r_[True, parts[1:] != parts[:-1]] | np.r_[parts[1:] != parts[:-1], True]
        crossings = lines[ends]
    shapes = shapely.linestrings(lines, indices=parts)
    dense = shapely.get_coordinates(shapely.segmentize(shapes, _CELL_M / 2))
    return _surface(N_("{n} streets"), dense, crossings, _STREETS, n=len(np.unique(parts)))


def point_surface(points: Floats) -> Surface:
    """Build the surface of points of trusted datum, ``(n, 2)`` metres."""
    return _surface(N_("{n} points of known datum"), points, points, _POINTS, n=len(points))


def _surface(
    source: str, near: Floats, crowd: Floats, weights: tuple[float, float], *, n: int
) -> Surface:
    corner = near.min(axis=0) - _PAD_M
    span = near.max(axis=0) + _PAD_M - corner
    cell = max(_CELL_M, float(span.max()) / _MOST_CELLS)
    shape = (int(span[0] / cell) + 1, int(span[1] / cell) + 1)
    cells = [((xy - corner) / cell).astype(np.int64) for xy in (near, crowd)]
    is_sparse = near is crowd and len(near) * _SPARSE < shape[0] * shape[1]
    nearness, density = (_stamped if is_sparse else _filtered)(shape, cells[0], cells[1], cell)
    per_km2 = density * np.float32((1000 / cell) ** 2 / 10)
    features = np.empty((*shape, 2), np.float32)
    features[..., 0] = nearness
    np.log(per_km2 + np.float32(1e-3), out=features[..., 1])
    return Surface(source, corner, cell, features, weights, n)


def _filtered(shape: tuple[int, int], near: Ints, crowd: Ints, cell: float) -> Rasters:
    """Return nearness and density of every cell, by filters over all cells."""
    from scipy.ndimage import distance_transform_edt, gaussian_filter  # noqa: PLC0415 - slow to import

    empty = np.ones(shape, bool)
    empty[tuple(near.T)] = False
    density = np.zeros(shape, np.float32)
    np.add.at(density, tuple(crowd.T), 1)
    distance = distance_transform_edt(empty).astype(np.float32) * np.float32(cell)
    return np.exp(-distance / np.float32(_NEAR_M)), gaussian_filter(density, _SPREAD_M / cell)


def _stamped(shape: tuple[int, int], near: Ints, _crowd: Ints, cell: float) -> Rasters:
    """Return the same for few points, each laying its own patch; nearness ends at 900 m."""
    from geo.read.datum.seen.kernels import stamp  # noqa: PLC0415 - numba loads slowly

    steps = np.arange(-int(900 / cell), int(900 / cell) + 1) * cell
    patch = np.exp(-np.hypot(steps[:, None], steps) / _NEAR_M).astype(np.float32)
    sigma = _SPREAD_M / cell
    reach = np.arange(-int(4 * sigma + 0.5), int(4 * sigma + 0.5) + 1)
    bell = np.exp(-0.5 * (reach / sigma) ** 2)
    bell /= bell.sum()
    nearness, density = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    at, times = np.unique(near, axis=0, return_counts=True)
    bump = np.outer(bell, bell).astype(np.float32)
    stamp(nearness, density, at, (patch, bump), times.astype(np.float64))
    return nearness, density


def surface_evidence(given: Frames, surface: Surface, *, seed: int = 0) -> Evidence | None:
    """Weigh the hypotheses by how well the list lies on a surface.

    Each score is measured against the same score of shifted copies of the list, so that a
    dense grid of streets, on which everything lies well, says nothing.

    Parameters
    ----------
    given
        Where each hypothesis puts the list.
    surface
        The trusted layer.
    seed
        Of the draw where the list is longer than 2,000 points.

    Returns
    -------
    Evidence | None
        None where fewer than 20 points of the list lie on the surface.
    """
    base = given.base_xy
    rows = np.flatnonzero(surface.covers(base))
    if len(rows) > _MOST_POINTS:
        rows = np.random.default_rng(seed).choice(rows, _MOST_POINTS, replace=False)
    if len(rows) < _FEWEST:
        return None
    weight = roots(base[rows])
    weight = weight / weight.sum()
    side_m, squares, of = squares_of(base[rows])
    null, by_square = surface.shifted(base[rows], weight, of)
    factor = np.array(surface.weights) / (null.std(axis=0) + 1e-9)
    usual = float(null.mean(axis=0) @ factor)
    worth = {h: weight * (surface.at(xy[rows]) @ factor) for h, xy in given.xy.items()}
    places = Neighbourhoods(
        side_m,
        squares,
        added(of, weight),
        {h: added(of, w) for h, w in worth.items()},
        by_square @ factor.astype(np.float32),
    )
    score = {h: float(w.sum()) - usual for h, w in worth.items()}
    by_shift = null @ factor - usual
    return Evidence(surface.source, PLACES, surface.n, score, by_shift, places=places)
