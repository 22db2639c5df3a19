"""Put points onto the nearest street: on an edge, not on a node."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints, frozen, metres
from geo.travel.graph import StreetGraph, exact, micrometres
from geo.travel.paths.segments import nearest, segments

__all__ = ["Attached", "Entrances", "attach"]

_BLOCK = 50_000  # points handed to a thread at a time


@dataclass(frozen=True, eq=False)
class Attached:
    """Where points meet the streets.

    Attributes
    ----------
    edge
        ``(n,)`` int32 edge of the graph, -1 for a point too far from any street.
    share
        ``(n,)`` how far along the edge the foot lies, 0..1.
    leg_m
        ``(n,)`` metres from the point straight to the street: the access leg. Known for points
        that are too far as well.
    x, y
        ``(n,)`` the foot on the street, in metres of the graph's CRS.
    own_x, own_y
        ``(n,)`` the point itself, in the graph's CRS.
    """

    edge: npt.NDArray[np.int32]
    share: Floats
    leg_m: Floats
    x: Floats
    y: Floats
    own_x: Floats
    own_y: Floats

    def __post_init__(self) -> None:
        """Freeze."""
        object.__setattr__(self, "edge", frozen(self.edge, np.int32))
        for name in ("share", "leg_m", "x", "y", "own_x", "own_y"):
            object.__setattr__(self, name, frozen(getattr(self, name), np.float64))

    def __len__(self) -> int:
        """Count the points."""
        return len(self.edge)

    @property
    def is_attached(self) -> npt.NDArray[np.bool_]:
        """``(n,)`` near enough to a street."""
        return self.edge >= 0

    def ends_um(self, there_m: Floats, back_m: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the micrometres between each foot and the two ends of its edge.

        Returns
        -------
        from_first, from_last
            ``(n,)`` walked from the first and from the last node of the edge to the foot.
        to_first, to_last
            ``(n,)`` walked from the foot to the first and to the last node. All infinite where
            that direction is closed, or for a point without a street.
        """
        from_first, to_last = self._parts(there_m)
        to_first, from_last = self._parts(back_m)
        return from_first, from_last, to_first, to_last

    def _parts(self, edge_m: Floats) -> tuple[Floats, Floats]:
        """Split one direction of the edges at the foot: near the first node, near the last.

        The parts add up to the whole exactly. A foot on a node is there, whatever is closed.
        """
        on = self.is_attached
        whole = np.where(on, micrometres(edge_m[np.where(on, self.edge, 0)]), np.inf)
        known = np.where(np.isfinite(whole), whole, 0.0)
        near_first = np.minimum(np.rint(known * self.share), known)
        closed = np.where(np.isfinite(whole), 0.0, np.inf)
        return (
            np.where(on & (self.share == 0), 0.0, near_first + closed),
            np.where(on & (self.share == 1), 0.0, known - near_first + closed),
        )


@dataclass(frozen=True, eq=False)
class Entrances:
    """Entrances of sites on the streets.

    Attributes
    ----------
    at
        ``(n_door,)`` where they meet the streets.
    site_pos
        ``(n_door,)`` ascending positions of the sites they belong to.
    n_site
        Number of sites, those without an entrance too.
    """

    at: Attached
    site_pos: Ints
    n_site: int


def attach(
    graph: StreetGraph,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    max_m: float = np.inf,
    drawn: bool = False,
) -> Attached:
    """Find the nearest point of the nearest street for each point.

    Of two equally near streets the one that stands first in the graph is taken, so that the order
    of the points does not matter.

    Parameters
    ----------
    graph
        The streets.
    x, y
        ``(n,)`` metres in the graph's CRS.
    max_m
        A point farther than this from any street gets none.
    drawn
        Whether links that a planner drew are streets too; nobody lives on a footbridge.

    Raises
    ------
    InputError
        A coordinate is no number.
    """
    px, py = metres(np.ravel(x), "x"), metres(np.ravel(y), "y")
    ground = segments(graph, drawn=drawn)
    order = ground.order(px, py)  # neighbours one after another: their segments are still in cache
    n = len(px)
    segment, part, squared = np.empty(n, np.int32), np.empty(n), np.empty(n)

    def block(first: int) -> None:
        rows = order[first : first + _BLOCK]
        segment[rows], part[rows], squared[rows] = nearest(ground, px[rows], py[rows])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(block, range(0, n, _BLOCK)))
    leg = exact(np.sqrt(squared))
    edge, share, x, y = _on_edge(graph, segment, part)
    return Attached(np.where(leg <= max_m, edge, -1), share, leg, x, y, px, py)


def _on_edge(
    graph: StreetGraph, segment: npt.NDArray[np.int32], part: Floats
) -> tuple[npt.NDArray[np.int32], Floats, Floats, Floats]:
    """Translate a place on a segment into a place on its edge."""
    along = np.concatenate([[0.0], np.cumsum(graph.segment_m)])
    edge = (np.searchsorted(graph.point_start, segment, side="right") - 1).astype(np.int32)
    first, last = graph.point_start[edge], graph.point_start[edge + 1] - 1
    walked = along[segment] - along[first] + part * graph.segment_m[segment]
    share = np.clip(walked / np.maximum(along[last] - along[first], 1e-300), 0.0, 1.0)
    # A foot exactly on an end of the edge is on that node, without a rounding error.
    share[(segment == first) & (part == 0)] = 0.0
    share[(segment == last - 1) & (part == 1)] = 1.0
    x = _between(graph.point_x, segment, part)
    y = _between(graph.point_y, segment, part)
    return edge, share, x, y


def _between(at: Floats, segment: npt.NDArray[np.int32], part: Floats) -> Floats:
    a, b = at[segment], at[segment + 1]
    return np.where(part == 1, b, a + part * (b - a))
