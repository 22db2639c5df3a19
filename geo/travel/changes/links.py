"""Links and closures that a planner draws: a footbridge, a gate, a wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import InputError
from geo.travel.changes.split import split
from geo.travel.graph import DRAWN, StreetGraph, exact
from geo.travel.paths import attach
from geo.words import _

__all__ = ["close", "link"]

Line = Sequence[tuple[float, float]]


def link(graph: StreetGraph, lines: Sequence[Line], *, snap_m: float = 50.0) -> StreetGraph:
    """Add ways: each line joins the nearest street at both of its ends, and nothing in between.

    Parameters
    ----------
    graph
        The streets.
    lines
        Drawn lines of two or more points, in metres of the streets' CRS.
    snap_m
        Farthest that an end may lie from a street.

    Raises
    ------
    InputError
        A line has fewer than two points, or an end lies far from any street.
    """
    drawn = [np.asarray(line, np.float64) for line in lines]
    for n, line in enumerate(drawn, 1):
        if line.ndim != 2 or line.shape[1] != 2 or len(line) < 2 or not np.isfinite(line).all():
            raise InputError(_("Link {n}: two or more points (x, y) are wanted.", n=n))
    ends = np.array([p for line in drawn for p in (line[0], line[-1])]).reshape(-1, 2)
    feet = attach(graph, ends[:, 0], ends[:, 1], max_m=snap_m, drawn=True)
    if not feet.is_attached.all():
        k = int(np.flatnonzero(~feet.is_attached)[0])
        raise InputError(
            _(
                "Link {n} ends {metres:.0f} m from the nearest street; draw it up to a street.",
                n=k // 2 + 1,
                metres=float(feet.leg_m[k]),
            )
        )
    joined, node = split(graph, feet.edge, feet.share)
    at = np.column_stack([joined.node_x[node], joined.node_y[node]])
    whole = [np.vstack([at[2 * k], d, at[2 * k + 1]]) for k, d in enumerate(drawn)]
    return _with(joined, [_without_repeats(w) for w in whole], node)


def _without_repeats(line: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    moved = np.concatenate([[True], (np.diff(line, axis=0) != 0).any(axis=1)])
    return line[moved] if moved.sum() > 1 else line[[0, -1]]


def _with(
    graph: StreetGraph,
    lines: list[npt.NDArray[np.float64]],
    node: npt.NDArray[np.int64],
) -> StreetGraph:
    metres = exact([float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in lines])
    count = len(lines)
    table = pd.DataFrame({"name": [""] * count, "kind": [DRAWN] * count}, dtype=object)
    before = graph.rows(np.arange(graph.n_edge)).reindex(range(graph.n_edge))
    return replace(
        graph,
        edge_from=np.concatenate([graph.edge_from, node[0::2]]).astype(np.int32),
        edge_to=np.concatenate([graph.edge_to, node[1::2]]).astype(np.int32),
        there_m=np.concatenate([graph.there_m, metres]),
        back_m=np.concatenate([graph.back_m, metres]),
        waits=np.concatenate([graph.waits, np.zeros(count)]),
        point_start=np.concatenate(
            [graph.point_start, graph.point_start[-1] + np.cumsum([len(x) for x in lines])]
        ),
        point_x=np.concatenate([graph.point_x, *(line[:, 0] for line in lines)]),
        point_y=np.concatenate([graph.point_y, *(line[:, 1] for line in lines)]),
        table=pd.concat([before, table], ignore_index=True),
    )


def close(graph: StreetGraph, barriers: Sequence[Line], *, snap_m: float = 50.0) -> StreetGraph:
    """Cut streets: a line cuts every street it crosses, a single point the nearest street.

    Both sides of a cut stay streets that end there.

    Parameters
    ----------
    graph
        The streets.
    barriers
        Lines (a wall, a fence) or single points (a gate) in metres of the streets' CRS.
    snap_m
        Farthest that a gate may lie from its street.

    Raises
    ------
    InputError
        A barrier meets no street.
    """
    where = [w for n, b in enumerate(barriers, 1) for w in _meetings(graph, b, n, snap_m)]
    edge = np.array([e for e, _s in where], np.int64)
    return split(graph, edge, np.array([s for _e, s in where]), is_apart=True)[0]


def _meetings(graph: StreetGraph, barrier: Line, n: int, snap_m: float) -> list[tuple[int, float]]:
    """List the edges a barrier cuts, and where."""
    points = np.asarray(barrier, np.float64).reshape(-1, 2)
    if not np.isfinite(points).all():
        raise InputError(_("Barrier {n}: points (x, y) in metres are wanted.", n=n))
    if len(points) == 1:
        foot = attach(graph, points[:, 0], points[:, 1], max_m=snap_m, drawn=True)
        if foot.edge[0] >= 0:
            return [(int(foot.edge[0]), float(foot.share[0]))]
    elif len(points) > 1:
        owner = np.repeat(np.arange(graph.n_edge), np.diff(graph.point_start))
        ends = np.column_stack([graph.point_x, graph.point_y])
        lines = np.asarray(shapely.linestrings(ends, indices=owner), object)
        wall = shapely.LineString(points)
        hit = np.flatnonzero(shapely.intersects(lines, wall))
        found = []
        for e in hit:
            spots = shapely.get_coordinates(shapely.intersection(lines[e], wall))
            along = shapely.line_locate_point(lines[e], shapely.points(spots), normalized=True)
            found += [(int(e), float(s)) for s in np.unique(along)]
        if found:
            return found
    raise InputError(_("Barrier {n} meets no street.", n=n))
