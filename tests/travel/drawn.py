"""Tiny towns drawn by hand, and an oracle that shares no code with what it judges."""

from __future__ import annotations

import math
from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd

from geo.core import Demand, Sites
from geo.travel.build.assemble import Pieces, assemble


def town(lines, *, oneway=(), island_m=0.0, names=None):
    """Build streets from lines of ``(x, y)``; lines join where they end in the same point."""
    numbers = {}
    ends = [[numbers.setdefault(p, len(numbers)) for p in (line[0], line[-1])] for line in lines]
    points = np.array([p for line in lines for p in line], float)
    table = pd.DataFrame({"name": names}) if names else pd.DataFrame(index=range(len(lines)))
    pieces = Pieces(
        np.array([e[0] for e in ends]),
        np.array([e[1] for e in ends]),
        np.cumsum([0, *map(len, lines)]),
        points[:, 0],
        points[:, 1],
        np.isin(np.arange(len(lines)), list(oneway)),
        np.zeros(len(lines)),
        table,
    )
    return assemble(pieces, crs=None, island_m=island_m)


def firms(*points):
    x, y = np.array(points, float).T
    return Demand.from_arrays(x, y, np.ones(len(points), int))


def homes(*points):
    x, y = np.array(points, float).T
    return Sites.from_arrays(x, y)


def _foot(p, a, b):
    """Return distance to the segment and the foot's place along it, by school geometry."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy)
    t = 0.0 if length == 0 else ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length**2
    t = min(1.0, max(0.0, t))
    return math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy), t * length


def _nearest(p, lines):
    """Return distance, line and place along it of the nearest foot."""
    best = (math.inf, 0, 0.0)
    for number, line in enumerate(lines):
        walked = 0.0
        for a, b in pairwise(line):
            far, along = _foot(p, a, b)
            if far < best[0] - 1e-9:
                best = (far, number, walked + along)
            walked += math.dist(a, b)
    return best


def _network(lines, cuts, oneway):
    """Draw a network whose nodes are line ends and feet."""
    net = nx.DiGraph()
    for number, line in enumerate(lines):
        length = sum(math.dist(a, b) for a, b in pairwise(line))
        stops = [(0.0, line[0]), *sorted(cuts[number], key=lambda c: c[0]), (length, line[-1])]
        for (s, u), (t, v) in pairwise(stops):
            is_forth = number in oneway and t - s > 1e-9  # the same spot is the same both ways
            for one, two in ((u, v),) if is_forth else ((u, v), (v, u)):
                known = net.get_edge_data(one, two, {"weight": math.inf})["weight"]
                net.add_edge(one, two, weight=min(known, t - s))
    return net


def oracle(lines, starts, goals, *, oneway=(), max_access_m=250.0):
    """Metres between points by networkx: every foot is a node of the drawn network of its own."""
    cuts, legs = [[] for _line in lines], {}
    for tag, group in (("firm", starts), ("home", goals)):
        for k, p in enumerate(group):
            legs[tag, k], number, along = _nearest(p, lines)
            if legs[tag, k] <= max_access_m:
                cuts[number].append((along, (tag, k)))
    net = _network(lines, cuts, oneway)
    out = np.full((len(starts), len(goals)), np.inf)
    for i in (i for i in range(len(starts)) if ("firm", i) in net):
        far = nx.single_source_dijkstra_path_length(net, ("firm", i), weight="weight")
        for j in (j for j in range(len(goals)) if ("home", j) in far):
            out[i, j] = far["home", j] + legs["firm", i] + legs["home", j]
    return out


def dense(reach):
    """Spread the stored pairs of a reach over a full table."""
    out = np.full(reach.shape, np.inf)
    i, j, metres = reach.pairs()
    out[i, j] = metres
    return out
