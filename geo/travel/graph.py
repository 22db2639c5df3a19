"""Streets as a value: nodes, edges between them, and the line each edge follows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.core.arrays import Floats, Ints, digest, frozen, metres, owned
from geo.errors import InputError
from geo.words import _

__all__ = ["DRAWN", "StreetGraph", "exact", "micrometres"]

Nodes = npt.NDArray[np.int32]

_WHOLE = {"edge_from": np.int32, "edge_to": np.int32, "point_start": np.int64}
_MICRO = 1e6
_MM = 1e-3  # metres: what rounding of the parts of a street may add up to

DRAWN = "drawn link"
"""Kind of an edge that a planner drew: it is walked, but nobody's door opens onto it."""


def micrometres(metres_: npt.ArrayLike) -> Floats:
    """Return whole micrometres, as floats; infinity stays.

    All paths are added up in whole micrometres: exact in float64 up to nine million kilometres, in
    any order. So two programs that add the same streets agree to the last digit, a way is as long
    there as back, and 333.3 + 333.3 + 333.4 m is exactly on a border of 1,000 m.
    """
    return np.rint(np.asarray(metres_, np.float64) * _MICRO)


def exact(metres_: npt.ArrayLike) -> Floats:
    """Round metres to whole micrometres."""
    return micrometres(metres_) / _MICRO


@dataclass(frozen=True, eq=False, repr=False)
class StreetGraph:
    """Streets that can be walked, in metres of one coordinate system.

    Attributes
    ----------
    node_x, node_y
        ``(n_node,)`` metres east and north in ``crs``.
    edge_from, edge_to
        ``(n_edge,)`` int32 node positions; parallel edges and loops are allowed.
    there_m, back_m
        ``(n_edge,)`` metres counted when an edge is walked as it is drawn, and against it; infinite
        where that is not allowed. On the level they equal ``length_m``.
    waits
        ``(n_edge,)`` crossings on the edge at which one may have to wait.
    point_start, point_x, point_y
        The line of edge ``e`` is ``point_x[point_start[e]:point_start[e + 1]]`` and so on, from
        its first node to its last, both included.
    crs
        A metric coordinate reference system, or None for a plane of its own.
    table
        ``(n_edge, ...)`` further columns: ``name`` and ``kind`` of the street.
    islands
        Pieces left out as scrap, one a row: ``x, y`` of a node, ``length_m``, ``n_edge``.
    rejected
        Lines that could not be used: ``row, column, value, reason, remedy``.
    notice
        Licence or notice that must be shown with these streets.
    altered
        How many ways a planner added, and how many gates and walls closed streets.
    left_out
        The streets of those pieces, which nobody walks; None where none was left out.
    n_row
        Rows of the file that were used; 0 where they were not counted.
    """

    node_x: Floats
    node_y: Floats
    edge_from: Nodes
    edge_to: Nodes
    there_m: Floats
    back_m: Floats
    waits: Floats
    point_start: Ints
    point_x: Floats
    point_y: Floats
    crs: str | None = None
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    islands: pd.DataFrame = field(default_factory=pd.DataFrame)
    rejected: pd.DataFrame = field(default_factory=pd.DataFrame)
    notice: str = ""
    altered: tuple[int, int] = (0, 0)
    left_out: StreetGraph | None = None
    n_row: int = 0

    def __post_init__(self) -> None:
        """Check; compute nothing."""
        put = object.__setattr__
        for name in ("node_x", "node_y", "point_x", "point_y"):
            put(self, name, metres(getattr(self, name), name))
        for name, kind in _WHOLE.items():
            put(self, name, owned(getattr(self, name), kind))
        for name in ("there_m", "back_m", "waits"):
            put(self, name, owned(getattr(self, name), np.float64))
        n, m = len(self.node_x), len(self.edge_from)
        ends = np.concatenate([self.edge_from, self.edge_to])
        sound = (
            m > 0
            and len(self.node_y) == n
            and all(len(a) == m for a in (self.edge_to, self.there_m, self.back_m, self.waits))
            and len(self.point_start) == m + 1
            and self.point_start[0] == 0
            and self.point_start[-1] == len(self.point_x) == len(self.point_y)
            and bool((np.diff(self.point_start) >= 2).all())
            and int(ends.min()) >= 0
            and int(ends.max()) < n
            and bool((self.there_m >= 0).all() and (self.back_m >= 0).all())
            and bool((self.waits >= 0).all())
        )
        if not sound:
            raise InputError(
                _("These streets cannot be used: no edge, or nodes, edges and lines do not fit.")
            )

    def __repr__(self) -> str:
        """Name size and content, so that equal streets read alike."""
        return f"StreetGraph({self.n_node} nodes, {self.n_edge} edges, {self.digest})"

    def __eq__(self, other: object) -> bool:
        """Compare by content."""
        return isinstance(other, StreetGraph) and self.digest == other.digest

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(self.digest)

    @property
    def n_node(self) -> int:
        """Number of nodes."""
        return len(self.node_x)

    @property
    def n_edge(self) -> int:
        """Number of edges."""
        return len(self.edge_from)

    @cached_property
    def digest(self) -> str:
        """Content digest of everything that decides a distance, and of the names."""
        columns = [
            self.column(str(c)).astype(str).astype(object) for c in sorted(self.table, key=str)
        ]
        return digest(
            "streets", self.crs, self.node_x, self.node_y, self.edge_from, self.edge_to,
            self.there_m, self.back_m, self.waits, self.point_start, self.point_x, self.point_y,
            *columns,
            *(() if self.left_out is None else ("left out", self.left_out.digest)),
        )  # fmt: skip

    @cached_property
    def segment_m(self) -> Floats:
        """``(n_point - 1,)`` metres from each point to the next; zero between two edges."""
        gap = np.hypot(np.diff(self.point_x), np.diff(self.point_y))
        gap[self.point_start[1:-1] - 1] = 0.0
        return frozen(gap, np.float64)

    @cached_property
    def length_m(self) -> Floats:
        """``(n_edge,)`` metres along each edge's line."""
        return frozen(exact(np.add.reduceat(self.segment_m, self.point_start[:-1])), np.float64)

    @cached_property
    def is_directed(self) -> bool:
        """Whether some way back differs from the way there."""
        return not np.array_equal(self.there_m, self.back_m)

    @cached_property
    def is_sloped(self) -> bool:
        """Whether climbs are counted: some street takes longer than it is long."""
        longer = [
            ways[np.isfinite(ways)] - self.length_m[np.isfinite(ways)] > _MM
            for ways in (self.there_m, self.back_m)
        ]
        return bool(np.concatenate(longer).any())

    @cached_property
    def piece(self) -> Nodes:
        """``(n_node,)`` connected piece of each node; 0 is the longest piece, 1 the next."""
        n = self.n_node
        ones = np.ones(self.n_edge, np.int8)
        links = coo_array((ones, (self.edge_from, self.edge_to)), shape=(n, n))
        count, label = connected_components(links, directed=False)
        total = np.bincount(label[self.edge_from], self.length_m, minlength=count)
        rank = np.empty(count, np.int32)
        rank[np.argsort(-total, kind="stable")] = np.arange(count)
        piece: Nodes = frozen(rank[label], np.int32)
        return piece

    @cached_property
    def is_drawn(self) -> npt.NDArray[np.bool_]:
        """``(n_edge,)`` drawn by a planner: a footbridge, a new path."""
        return frozen(self.column("kind") == DRAWN, np.bool_)

    def column(self, name: str) -> npt.NDArray[np.object_]:
        """Return one column of ``table`` as text, empty where unknown: ``(n_edge,)``."""
        if name not in self.table:
            return np.full(self.n_edge, "", object)
        column = self.table[name].astype(object)
        return column.where(column.notna(), "").to_numpy(object)

    def rows(self, edges: npt.NDArray[np.int32] | Ints) -> pd.DataFrame:
        """Return the table's rows of some edges, numbered anew."""
        if not len(self.table.columns):
            return pd.DataFrame()
        return self.table.iloc[edges].reset_index(drop=True)

    def take(self, edges: npt.NDArray[np.bool_]) -> StreetGraph:
        """Return the streets of some edges only; nodes without an edge are dropped."""
        kept = np.flatnonzero(edges)
        ends = np.concatenate([self.edge_from[kept], self.edge_to[kept]])
        nodes, new = np.unique(ends, return_inverse=True)
        size = np.diff(self.point_start)
        points = np.repeat(edges, size)
        return replace(
            self,
            node_x=self.node_x[nodes],
            node_y=self.node_y[nodes],
            edge_from=new[: len(kept)].astype(np.int32),
            edge_to=new[len(kept) :].astype(np.int32),
            there_m=self.there_m[kept],
            back_m=self.back_m[kept],
            waits=self.waits[kept],
            point_start=np.r_[0, np.cumsum(size[kept])],
            point_x=self.point_x[points],
            point_y=self.point_y[points],
            table=self.rows(kept),
        )

    def largest(self) -> StreetGraph:
        """Return the longest connected piece alone."""
        return self.take(self.piece[self.edge_from] == 0)
