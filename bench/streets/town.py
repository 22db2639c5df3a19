"""A made-up city of streets: seeded, so that anyone can make it again."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.travel.build.assemble import Pieces, assemble
from geo.travel.graph import StreetGraph

BLOCK_M = 90.0


def city(n_node: int = 300_000, seed: int = 0) -> StreetGraph:
    """Jittered blocks of 90 m, one street in eight missing, every street bent once."""
    side = round((n_node * 1.002) ** 0.5)
    rng = np.random.default_rng(seed)
    column, row = np.meshgrid(np.arange(side), np.arange(side))
    x = (column + rng.uniform(-0.3, 0.3, column.shape)).ravel() * BLOCK_M
    y = (row + rng.uniform(-0.3, 0.3, row.shape)).ravel() * BLOCK_M
    number = np.arange(side * side).reshape(side, side)
    first = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    last = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    kept = rng.random(len(first)) > 1 / 8
    first, last = first[kept], last[kept]
    bend = rng.uniform(-6, 6, (2, len(first)))
    px = np.column_stack([x[first], (x[first] + x[last]) / 2 + bend[0], x[last]]).ravel()
    py = np.column_stack([y[first], (y[first] + y[last]) / 2 + bend[1], y[last]]).ravel()
    start = np.arange(0, len(px) + 1, 3)
    none = np.zeros(len(first))
    name = pd.DataFrame({"name": np.arange(len(first)).astype(str)})  # unlike: no chains merged
    return assemble(Pieces(first, last, start, px, py, none.astype(bool), none, name), crs=None)


def crowd(graph: StreetGraph, n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Put points around the streets' corners, a few tens of metres off."""
    rng = np.random.default_rng(seed)
    at = rng.integers(0, graph.n_node, n)
    return graph.node_x[at] + rng.normal(0, 40, n), graph.node_y[at] + rng.normal(0, 40, n)
