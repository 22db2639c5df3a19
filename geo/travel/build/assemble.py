"""From pieces of street that share node numbers to a street graph."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.travel.build.chains import chains
from geo.travel.build.order import ordered
from geo.travel.build.scrap import ISLAND_M, without_scrap
from geo.travel.graph import StreetGraph, exact
from geo.words import _

__all__ = ["ISLAND_M", "Pieces", "assemble"]


@dataclass(frozen=True, eq=False)
class Pieces:
    """Stretches of street between numbered nodes.

    Attributes
    ----------
    first, last
        ``(n,)`` node numbers of any kind of integer.
    point_start, point_x, point_y
        The line of each piece, as in `StreetGraph`, in metres.
    is_oneway
        ``(n,)`` may be walked only as it is drawn.
    waits
        ``(n,)`` crossings at which one may have to wait.
    table
        ``(n, ...)`` further columns: ``name``, ``kind``.
    """

    first: Ints
    last: Ints
    point_start: Ints
    point_x: Floats
    point_y: Floats
    is_oneway: npt.NDArray[np.bool_]
    waits: Floats
    table: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __len__(self) -> int:
        """Count the pieces."""
        return len(self.first)


def assemble(
    pieces: Pieces,
    *,
    crs: str | None,
    island_m: float = ISLAND_M,
    notice: str = "",
    rejected: pd.DataFrame | None = None,
    n_row: int = 0,
) -> StreetGraph:
    """Join pieces into a graph: chains merged into one edge, scrap left out and listed.

    Raises
    ------
    InputError
        There is nothing to walk on.
    """
    if not len(pieces):
        raise InputError(_("There is no street that can be walked."))
    numbers, ends = np.unique(np.concatenate([pieces.first, pieces.last]), return_inverse=True)
    first, last = ends[: len(pieces)], ends[len(pieces) :]
    node_x, node_y = np.empty(len(numbers)), np.empty(len(numbers))
    tail = pieces.point_start[1:] - 1
    node_x[last], node_y[last] = pieces.point_x[tail], pieces.point_y[tail]
    head = pieces.point_start[:-1]
    node_x[first], node_y[first] = pieces.point_x[head], pieces.point_y[head]
    whole = StreetGraph(
        node_x,
        node_y,
        first.astype(np.int32),
        last.astype(np.int32),
        *_metres(pieces),
        pieces.waits,
        pieces.point_start,
        pieces.point_x,
        pieces.point_y,
        crs,
        pieces.table.reset_index(drop=True),
        rejected=pd.DataFrame() if rejected is None else rejected,
        notice=notice,
        n_row=n_row,
    )
    return ordered(without_scrap(chains(whole), island_m))


def _metres(pieces: Pieces) -> tuple[Floats, Floats]:
    """Return metres there and back, from the lines."""
    gap = np.hypot(np.diff(pieces.point_x), np.diff(pieces.point_y))
    gap[pieces.point_start[1:-1] - 1] = 0.0
    there = exact(np.add.reduceat(gap, pieces.point_start[:-1]))
    return there, np.where(pieces.is_oneway, np.inf, there)
