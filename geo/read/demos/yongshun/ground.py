"""The ground of the synthetic town: a disc inside Tongzhou, crooked streets, communities."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree

from geo.core.arrays import Floats, Ints
from geo.core.crs import local_crs, metric
from geo.read.demos.chance import normal

__all__ = ["CRS", "MIDDLE", "RADIUS_M", "communities", "is_inside", "streets"]

_LON, _LAT = 116.66, 39.92  # about where the real town lies
CRS = local_crs([_LON], [_LAT])
_X, _Y = metric([_LON], [_LAT], CRS)
MIDDLE: Floats = np.array([round(float(_X[0])), round(float(_Y[0]))], np.float64)
RADIUS_M = 2900.0  # the district's border is 3.3 km from the middle

_SPACING_M, _CROOKED_M, _TURN = 240.0, 25.0, np.radians(8.0)
_OPEN_SHARE = 0.75  # share of the lattice's links that exist: closed compounds lengthen the way
_COMMUNITIES = "春华秋实云帆海棠梧桐银杏松石竹溪荷塘桂苑枫林柳岸"  # two characters each


def is_inside(points: Floats) -> npt.NDArray[np.bool_]:
    """Say which of ``(n, 2)`` points lie in the town."""
    return np.asarray(np.hypot(*(points - MIDDLE).T) < RADIUS_M)


def streets(rng: np.random.Generator) -> tuple[Floats, Ints]:
    """Draw a street network in one piece.

    Returns
    -------
    nodes, links
        ``(n, 2)`` metres and ``(n_link, 2)`` positions of nodes.
    """
    n = 2 * int(RADIUS_M / _SPACING_M) + 5
    steps = (np.arange(n) - n // 2) * _SPACING_M
    grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    turn = np.array([[np.cos(_TURN), -np.sin(_TURN)], [np.sin(_TURN), np.cos(_TURN)]])
    nodes = MIDDLE + grid @ turn.T + _CROOKED_M * normal(rng.random(grid.shape))
    number = np.arange(n * n).reshape(n, n)
    east = np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1)
    north = np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1)
    links = np.concatenate([east, north])
    links = links[is_inside(nodes)[links].all(axis=1)]
    luck = rng.random(len(links))
    links = links[_holds_together(links, luck) | (luck < _OPEN_SHARE)]
    used, at = np.unique(links, return_inverse=True)
    return np.round(nodes[used], 1), at.reshape(-1, 2).astype(np.int64)


def communities(x: Floats, y: Floats) -> list[str]:
    """Give each point the community whose seed is nearest: ``(n,)`` plainly invented names."""
    k = len(_COMMUNITIES) // 2
    # A sunflower spreads the seeds evenly over the disc.
    far = RADIUS_M * np.sqrt((np.arange(k) + 0.5) / k)
    angle = np.arange(k) * np.pi * (3 - np.sqrt(5)) + 0.5
    seeds = MIDDLE + far[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    from scipy.spatial import cKDTree  # noqa: PLC0415 - slow to import

    _far, nearest = cKDTree(seeds).query(np.column_stack([x, y]))
    return [f"示例{_COMMUNITIES[2 * c : 2 * c + 2]}社区" for c in nearest]


def _holds_together(links: Ints, luck: Floats) -> npt.NDArray[np.bool_]:
    """Mark the links of a spanning tree: dropping any others cuts nobody off."""
    n_node = int(links.max()) + 1
    weights = coo_array((luck + 1e-9, (links[:, 0], links[:, 1])), shape=(n_node, n_node))
    a, b = minimum_spanning_tree(weights.tocsr()).nonzero()
    tree = set(zip(a.tolist(), b.tolist(), strict=True))
    return np.array([(i, j) in tree for i, j in links.tolist()], bool)
