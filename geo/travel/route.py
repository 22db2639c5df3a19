"""The way from a firm to a site as a line, street by street."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, cast

import numpy as np
import pandas as pd

from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.travel.paths import Arcs, Costs, arcs, spread
from geo.travel.reached import StreetReach
from geo.travel.street import Street
from geo.travel.stretch import stretch
from geo.words import _

__all__ = ["Guide", "Route"]


@dataclass(frozen=True, eq=False)
class Route:
    """A way on foot.

    Attributes
    ----------
    x, y
        ``(n,)`` the line from the firm's own point to the site's entrance, in the streets' CRS.
    metres
        Metres as the rule of distance counts them, access legs (waits, climbs) included.
    minutes
        The same in minutes.
    access_m
        Metres from the firm to the street, and from the street to the entrance.
    steps
        One row for each street walked, in order: ``name``, ``kind``, ``metres`` as they are
        counted; with the access legs they add up to the whole.
    is_estimated
        No streets are drawn at one of its ends: the line is straight, the metres are stretched by
        the detour.
    """

    x: Floats
    y: Floats
    metres: float
    minutes: float
    access_m: tuple[float, float]
    steps: pd.DataFrame
    is_estimated: bool = False


class Leg(NamedTuple):
    """A stretch of one edge, from share to share of its line."""

    edge: int
    begin: float
    end: float


class Door(NamedTuple):
    """An entrance: where it is, and its metres from both ends of its edge, its own leg included."""

    at: int
    edge: int
    share: float
    first_m: float
    last_m: float


@dataclass(frozen=True, eq=False)
class Guide:
    """Routes from anywhere to one site; the search is made once.

    Attributes
    ----------
    reach
        Distances along streets.
    site_pos
        Position of the site.
    """

    reach: StreetReach
    site_pos: int

    def route(self, demand_pos: int) -> Route:
        """Return the shortest way of one demand point.

        Raises
        ------
        InputError
            There is no way within the cutoff.
        """
        mode, metres = cast("Street", self.reach.mode), self._metres(demand_pos)
        minutes = float(mode.minutes(metres))
        here = self._point(demand_pos)
        reach = self.reach
        if reach.is_estimated[demand_pos] or reach.is_estimated_site[self.site_pos]:
            door = int(np.flatnonzero(self.reach.doors.site_pos == self.site_pos)[0])
            x, y = np.array([here, self._gate(door)]).T
            return Route(x, y, metres, minutes, (0.0, 0.0), self._steps([]), is_estimated=True)
        legs, door = self._legs(demand_pos)
        lines = [np.array([here]).T, *(np.array(stretch(self.reach.graph, *g)) for g in legs)]
        x, y = np.concatenate([*lines, np.array([self._gate(door)]).T], axis=1)
        fresh = np.concatenate([[True], (np.diff(x) != 0) | (np.diff(y) != 0)])
        access = float(self.reach.access_m[demand_pos]), float(self.reach.doors.at.leg_m[door])
        return Route(x[fresh], y[fresh], metres, minutes, access, self._steps(legs))

    def _metres(self, i: int) -> float:
        rows = self.reach.distance_m
        span = slice(rows.indptr[i], rows.indptr[i + 1])
        found = rows.data[span][rows.indices[span] == self.site_pos]
        if len(found) and found[0] <= self.reach.cutoff_m:
            return float(found[0])
        raise InputError(
            _(
                "There is no way on foot from {firm} to {site} within {metres:g} m.",
                firm=self.reach.demand.ids[i],
                site=self.reach.sites.names[self.site_pos],
                metres=self.reach.cutoff_m,
            )
        )

    def _point(self, i: int) -> tuple[float, float]:
        return float(self.reach.firms.own_x[i]), float(self.reach.firms.own_y[i])

    def _gate(self, door: int) -> tuple[float, float]:
        return float(self.reach.doors.at.own_x[door]), float(self.reach.doors.at.own_y[door])

    @cached_property
    def _costs(self) -> Costs:
        return cast("Street", self.reach.mode).costs(self.reach.graph)

    @cached_property
    def _ends(self) -> tuple[Floats, Floats]:
        """Micrometres from every firm's foot to the two ends of its edge."""
        return self.reach.firms.ends_um(*self._costs)[2:]

    @cached_property
    def _streets(self) -> pd.DataFrame:
        graph = self.reach.graph
        return pd.DataFrame({"name": graph.column("name"), "kind": graph.column("kind")})

    @cached_property
    def _doors(self) -> list[Door]:
        at = self.reach.doors.at
        from_first, from_last, _a, _b = at.ends_um(*self._costs)
        return [
            Door(
                int(d),
                int(at.edge[d]),
                float(at.share[d]),
                float(from_first[d] / 1e6 + at.leg_m[d]),
                float(from_last[d] / 1e6 + at.leg_m[d]),
            )
            for d in np.flatnonzero(self.reach.doors.site_pos == self.site_pos)
            if at.edge[d] >= 0
        ]

    @cached_property
    def _search(self) -> tuple[Arcs, Floats, Ints]:
        """Search from the entrances: arcs, metres of each node, the arc it was reached by."""
        graph = self.reach.graph
        ways = arcs(graph, *self._costs)
        ends = [(graph.edge_from[d.edge], d.first_m) for d in self._doors]
        ends += [(graph.edge_to[d.edge], d.last_m) for d in self._doors]
        dist, arc = spread(ways, [n for n, _m in ends], [m for _n, m in ends], self.reach.cutoff_m)
        return ways, dist, arc

    def _legs(self, i: int) -> tuple[list[Leg], int]:
        """List the stretches of street walked, and the entrance they lead to."""
        graph, firms, (_ways, dist, _arc) = self.reach.graph, self.reach.firms, self._search
        to_first, to_last = (float(v[i]) / 1e6 for v in self._ends)
        e, share = int(firms.edge[i]), float(firms.share[i])
        u, v = int(graph.edge_from[e]), int(graph.edge_to[e])
        straight = [self._along(d, share) for d in self._doors if d.edge == e]
        metres, door = min(straight, default=(np.inf, -1))
        by_first, by_last = to_first + dist[u], to_last + dist[v]
        if metres <= min(by_first, by_last):
            return [Leg(e, share, float(self.reach.doors.at.share[door]))], door
        node, end = (u, 0.0) if by_first <= by_last else (v, 1.0)
        legs, door = self._onward(node)
        return [g for g in [Leg(e, share, end), *legs] if g.begin != g.end], door

    def _along(self, door: Door, share: float) -> tuple[float, int]:
        """Return the metres from a place on the door's own street straight along it."""
        costs = self._costs.there_m if door.share >= share else self._costs.back_m
        if np.isinf(costs[door.edge]):
            return (0.0 if door.share == share else np.inf), door.at
        leg = float(self.reach.doors.at.leg_m[door.at])
        return float(costs[door.edge]) * abs(door.share - share) + leg, door.at

    def _onward(self, node: int) -> tuple[list[Leg], int]:
        """Follow the search back from a node to the entrance it came from."""
        graph, (ways, _dist, arc), legs = self.reach.graph, self._search, []
        while (a := int(arc[node])) >= 0:
            e, after = int(ways.edge[a]), int(np.searchsorted(ways.start, a, side="right")) - 1
            is_forth = int(graph.edge_from[e]) == node and int(graph.edge_to[e]) == after
            legs.append(Leg(e, 0.0, 1.0) if is_forth else Leg(e, 1.0, 0.0))
            node = after
        ends = [(d.first_m, d, 0.0) for d in self._doors if graph.edge_from[d.edge] == node]
        ends += [(d.last_m, d, 1.0) for d in self._doors if graph.edge_to[d.edge] == node]
        _metres, door, end = min(ends)
        return [*legs, Leg(door.edge, end, door.share)], door.at

    def _steps(self, legs: list[Leg]) -> pd.DataFrame:
        """Add up the stretches that follow one another on one street."""
        edge = np.array([g.edge for g in legs], np.int64)
        steps = self._streets.iloc[edge].reset_index(drop=True)
        change = (steps != steps.shift()).any(axis=1).cumsum().to_numpy()
        share = np.array([abs(g.end - g.begin) for g in legs])
        forth = np.array([g.end >= g.begin for g in legs], bool)
        counted = np.where(forth, self._costs.there_m[edge], self._costs.back_m[edge])
        metres = pd.Series(np.where(share > 0, counted, 0.0) * share, dtype=float)
        rows = steps.assign(metres=metres).groupby(change, as_index=False)
        return rows.agg({"name": "first", "kind": "first", "metres": "sum"})
