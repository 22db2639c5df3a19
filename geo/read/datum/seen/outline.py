"""Outline: the places of a list should lie inside the border of its town."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.core.arrays import Floats
from geo.core.crs import metric
from geo.read.datum.hypotheses import Frames
from geo.read.datum.seen.evidence import BORDER, SHIFTS, Evidence, roots
from geo.words import N_

__all__ = ["outline_evidence"]

_CELL_M, _PAD_M, _MOST_CELLS = 50.0, 2_100.0, 2_000
_WORTH = 8.0  # log weight lost where the share inside falls by a factor e: a share like Beta(9, 1)


def outline_evidence(given: Frames, outline: BaseGeometry) -> Evidence:
    """Weigh the hypotheses by the share of the list that lies inside.

    The prior of a right list's share inside is Beta(9, 1): now and then a firm lies beyond the
    border, so a few points more or less say next to nothing, and many outside are a veto.

    Parameters
    ----------
    given
        Where each hypothesis puts the list.
    outline
        Polygons in WGS-84 lon/lat.
    """
    shape = shapely.transform(
        outline, lambda c: np.column_stack(metric(c[:, 0], c[:, 1], given.crs))
    )
    shapely.prepare(shape)
    weight = roots(given.base_xy)
    score = {
        h: float(_worth(weight @ shapely.contains_xy(shape, *xy.T), float(weight.sum())))
        for h, xy in given.xy.items()
    }
    # A border is a veto: where no datum puts all of a list inside, it may just reach beyond. That
    # makes no unknown shift likelier than the best datum.
    by_shift = np.minimum(_by_shift(given.base_xy, shape, weight), max(score.values()))
    n = len(shapely.get_parts([shape]))
    return Evidence(N_("outline of {n} parts"), BORDER, n, score, by_shift)


def _worth(inside: Floats | float, whole: float) -> Floats:
    result: Floats = _WORTH * np.log((np.asarray(inside, np.float64) + 1) / (whole + 1))
    return result


def _by_shift(xy: Floats, shape: BaseGeometry, weight: Floats) -> Floats:
    """Return the log weight of the list under each shift, on cells of 50 m or more.

    What lies too far away to be shifted inside is outside, and needs no cells.
    """
    box = np.array(shape.bounds).reshape(2, 2)
    may = ((xy > box[0] - _PAD_M) & (xy < box[1] + _PAD_M)).all(axis=1)
    if not may.any():
        return np.full(len(SHIFTS), float(_worth(0.0, float(weight.sum()))))
    corner, far = xy[may].min(axis=0) - _PAD_M, xy[may].max(axis=0) + _PAD_M
    cell = max(_CELL_M, float((far - corner).max()) / _MOST_CELLS)
    size = ((far - corner) / cell).astype(np.int64) + 2
    middle = [corner[k] + (np.arange(size[k]) + 0.5) * cell for k in (0, 1)]
    inside = shapely.contains_xy(shape, *(m.ravel() for m in np.meshgrid(*middle, indexing="ij")))
    at = ((xy[may] - corner) / cell).astype(np.int64) @ [size[1], 1]
    moves = np.rint(SHIFTS / cell).astype(np.int64) @ [size[1], 1]
    from geo.read.datum.seen.kernels import moved_sums  # noqa: PLC0415 - numba loads slowly

    features = np.column_stack([inside, inside]).astype(np.float32)
    sums, _whole = moved_sums(features, at, weight[may], np.zeros_like(at), moves)
    return _worth(sums[:, 0], float(weight.sum()))
