"""The same work done by other packages, in the way their own documentation shows."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import shapely
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from geo.travel.graph import StreetGraph


def table(graph: StreetGraph) -> csr_array:
    """Return the graph as scipy wants it; this made-up city has no parallel streets."""
    a, b = graph.edge_from, graph.edge_to
    ends = np.concatenate([a, b]), np.concatenate([b, a])
    metres = np.concatenate([graph.there_m, graph.back_m])
    return coo_array((metres, ends), shape=(graph.n_node,) * 2).tocsr()


def scipy_paths(graph: StreetGraph, sources, limit_m):
    """Search 50 sources at a time: all at once would take 2.4 GB."""
    links, seconds, pairs = table(graph), 0.0, []
    for k in range(0, len(sources), 50):
        begin = time.perf_counter()
        far = dijkstra(links, indices=sources[k : k + 50], limit=limit_m)
        seconds += time.perf_counter() - begin  # picking out the finite ones is not counted
        row, node = np.nonzero(np.isfinite(far))
        pairs.append((row + k, node, far[row, node]))
    return seconds, tuple(np.concatenate(p) for p in zip(*pairs, strict=True))


def pandana_paths(graph: StreetGraph, sources, limit_m, python: str, patience_s: float):
    """Let the interpreter ``python`` build pandana's hierarchy and ask for the nodes in range.

    Returns seconds of building and of asking, the pairs found, and pandana's version; None where
    it had not ended after ``patience_s`` seconds.
    """
    with tempfile.TemporaryDirectory() as room:
        given, answer = Path(room) / "given.npz", Path(room) / "answer.npz"
        np.savez(
            given,
            node_x=graph.node_x,
            node_y=graph.node_y,
            edge_from=graph.edge_from,
            edge_to=graph.edge_to,
            metres=graph.there_m,
            sources=sources,
            limit_m=limit_m,
        )
        alone = Path(__file__).with_name("pandana_alone.py")
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        run = [python, alone, given, answer]
        try:
            subprocess.run(
                run, check=True, env=environment, timeout=patience_s, stdout=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired:
            return None
        told = np.load(answer)
        pairs = told["source"], told["node"], told["metres"]
        return float(told["built"]), float(told["asked"]), pairs, str(told["version"])


def strtree_lines(graph: StreetGraph, x, y):
    """Nearest street by shapely's tree of street lines: seconds, metres."""
    edge = np.repeat(np.arange(graph.n_edge), np.diff(graph.point_start))
    lines = shapely.linestrings(np.column_stack([graph.point_x, graph.point_y]), indices=edge)
    points = shapely.points(x, y)
    begin = time.perf_counter()
    tree = shapely.STRtree(lines)
    _row, metres = tree.query_nearest(points, return_distance=True, all_matches=False)
    return time.perf_counter() - begin, metres


def strtree_segments(graph: StreetGraph, x, y):
    """Nearest segment by shapely's tree of single segments, which suits it better."""
    ends = np.column_stack([graph.point_x, graph.point_y])
    inner = np.ones(len(ends), bool)
    inner[graph.point_start[1:] - 1] = False
    first = np.flatnonzero(inner)
    segments = shapely.linestrings(np.stack([ends[first], ends[first + 1]], axis=1))
    points = shapely.points(x, y)
    begin = time.perf_counter()
    tree = shapely.STRtree(segments)
    _row, metres = tree.query_nearest(points, return_distance=True, all_matches=False)
    return time.perf_counter() - begin, metres
