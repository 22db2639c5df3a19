"""Walk the streets of a plan file again: a plain Dijkstra (1959) of the checker's own.

All lengths are whole micrometres. Firms walk *to* the sites: the search runs against the streets.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.verify.count.recount import Data, Floats, Ints
from geo.verify.verdict import N_, Wrong

__all__ = ["Streets", "check_walked"]

_MICRO = 1e6
_SLACK_M = 1e-5  # ways are summed exactly; this is for the straight lines of estimated firms

Arrays = Mapping[str, npt.NDArray[Any]]


class Streets:
    """Streets of a plan file, and where firms and entrances stand on them."""

    def __init__(self, ways: Arrays) -> None:
        self._ends = [ways["street_from"].tolist(), ways["street_to"].tolist()]
        self._costs = ways["street_there_um"], ways["street_back_um"]
        self._into: list[list[tuple[int, float]]] = [
            [] for _n in range(1 + max(map(max, self._ends)))
        ]
        there, back = (cost.tolist() for cost in self._costs)
        for a, b, forth, home in zip(*self._ends, there, back, strict=True):
            self._into[b].append((a, forth))
            self._into[a].append((b, home))
        self._firm = ways["firm_edge"], ways["firm_share"], ways["firm_leg_um"]
        self._door = ways["door_edge"], ways["door_share"], ways["door_leg_um"]
        self._site = ways["door_site"]

    def metres_to(self, site: int, limit_m: float) -> Floats:
        """Return how far each firm walks to a site; infinite beyond the limit: ``(n_firm,)``."""
        edge, share, leg = self._firm
        out, on = np.full(len(edge), np.inf), np.flatnonzero(edge >= 0)
        edge, share, leg = edge[on], share[on], leg[on]
        doors = np.flatnonzero((self._site == site) & (self._door[0] >= 0))
        far = self._spread(doors, limit_m * _MICRO)
        first, last = (np.array(ends)[edge] for ends in self._ends)
        to_last, to_first = self._rest(0, edge, share), self._part(1, edge, share)
        best = np.minimum(to_first + far[first], to_last + far[last])
        for door in doors:
            same = np.flatnonzero(edge == self._door[0][door])
            along = self._along(edge[same], share[same], float(self._door[1][door]))
            best[same] = np.minimum(best[same], along + self._door[2][door])
        out[on] = best + leg
        return np.where(out <= limit_m * _MICRO, out / _MICRO, np.inf)

    def _spread(self, doors: Ints, limit: float) -> Floats:
        """Return how far it is from each node to the nearest of some entrances."""
        far = np.full(len(self._into), np.inf)
        heap: list[tuple[float, int]] = []
        for door in doors:
            edge, share, leg = (one[door : door + 1] for one in self._door)
            heap.append((float((self._part(0, edge, share) + leg)[0]), self._ends[0][edge[0]]))
            heap.append((float((self._rest(1, edge, share) + leg)[0]), self._ends[1][edge[0]]))
        heap.sort()
        while heap:
            near, node = heappop(heap)
            if near > limit or near >= far[node]:
                continue
            far[node] = near
            for other, step in self._into[node]:
                if near + step < far[other]:
                    heappush(heap, (near + step, other))
        return far

    def _part(self, way: int, edge: Ints, share: Floats) -> Floats:
        """Return the part of an edge between its first node and a foot on it."""
        whole = self._costs[way][edge]
        closed = np.isinf(whole)
        part = np.rint(np.where(closed, 0.0, whole) * share)
        return np.where(share == 0, 0.0, np.where(closed, np.inf, part))

    def _rest(self, way: int, edge: Ints, share: Floats) -> Floats:
        """Return the part of an edge between a foot on it and its last node."""
        whole = self._costs[way][edge]
        closed = np.isinf(whole)
        known = np.where(closed, 0.0, whole)
        rest = known - np.rint(known * share)
        return np.where(share == 1, 0.0, np.where(closed, np.inf, rest))

    def _along(self, edge: Ints, share: Floats, door: float) -> Floats:
        """Return the way from feet to an entrance on the same edge, without leaving it."""
        goes_back = (share > door).astype(int)
        whole = np.where(goes_back == 1, self._costs[1][edge], self._costs[0][edge])
        closed = np.isinf(whole)
        known = np.where(closed, 0.0, whole)
        between = np.abs(np.rint(known * share) - np.rint(known * door))
        return np.where(share == door, 0.0, np.where(closed, np.inf, between))


def check_walked(
    ways: Arrays, data: Data, open_pos: Ints, radius_m: float, pairs: tuple[Ints, Ints, Floats]
) -> None:
    """Walk to every open site again, and compare with the distances in the file.

    Where no streets are drawn, at the firm or at the site, straight line × the file's detour is
    compared instead.

    Raises
    ------
    Wrong
        A distance in the file is not what the streets in the file give.
    """
    if "street_from" not in ways:
        return
    streets, blank = Streets(ways), ways["firm_is_estimated"].astype(bool)
    blank_site = ways.get("site_is_estimated", np.zeros(len(data.site_x))).astype(bool)
    row, column, metres = pairs
    for site in open_pos:
        own = streets.metres_to(int(site), radius_m)
        guessed = blank | blank_site[site]
        dx, dy = data.site_x[site] - data.x[guessed], data.site_y[site] - data.y[guessed]
        own[guessed] = float(ways["detour"][0]) * np.sqrt(dx * dx + dy * dy)
        told = np.full(len(own), np.inf)
        mine = column == site
        told[row[mine]] = metres[mine]
        own, told = (np.where(m <= radius_m, m, radius_m) for m in (own, told))
        if not (np.abs(own - told) <= _SLACK_M).all():
            at = int(np.argmax(np.abs(own - told)))
            raise Wrong(
                N_("The file says {told} m on foot; walked again it is {own} m."),
                told=round(float(told[at]), 2),
                own=round(float(own[at]), 2),
            )
