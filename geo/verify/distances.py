"""Who is how far from whom, by the plan's rule of distance: computed, or read from the file."""

from __future__ import annotations

import sqlite3
from typing import Any

import numpy as np

from geo.verify.count import streets
from geo.verify.count.recount import Buckets, Data, Floats, Ints, Matrix
from geo.verify.given import tables
from geo.verify.verdict import N_, Unknown, Wrong

__all__ = ["check_ways", "near_by"]


def near_by(
    base: sqlite3.Connection, data: Data, radius_m: float, mode: dict[str, Any]
) -> Buckets | Matrix:
    """Say who is within so many metres."""
    if mode["name"] == "straight":
        detour = float(mode["detour"])
        if not 1 <= detour < np.inf:
            raise Wrong(N_("No way is {detour} times as long as the straight line."), detour=detour)
        return Buckets(data, radius_m, detour)
    row, column, metres = _pairs(_ways(base, mode), data)
    return Matrix(row, column, metres, n_point=len(data.x), radius_m=radius_m)


def check_ways(
    base: sqlite3.Connection, data: Data, open_pos: Ints, radius_m: float, mode: dict[str, Any]
) -> None:
    """Walk to the open sites again where the file holds the streets."""
    if mode["name"] != "straight":
        ways = _ways(base, mode)
        streets.check_walked(ways, data, open_pos, radius_m, _pairs(ways, data))


def _ways(base: sqlite3.Connection, mode: dict[str, Any]) -> streets.Arrays:
    ways = tables.arrays(base, "xuanzhi_distances")
    if not ways:
        raise Unknown(
            N_("GAP: distances of mode {mode} are not in the file, so nothing can be recounted"),
            mode=mode["name"],
        )
    return ways


def _pairs(ways: streets.Arrays, data: Data) -> tuple[Ints, Ints, Floats]:
    """List the stored pairs of firm and site with their metres."""
    if "dense" in ways:
        row, column = np.nonzero(np.isfinite(ways["dense"]))
        metres, shape = ways["dense"][row, column], ways["dense"].shape
    else:
        row = np.repeat(np.arange(len(ways["start"]) - 1), np.diff(ways["start"]))
        column, metres = ways["column"].astype(np.int64), ways["metres"]
        shape = tuple(ways["shape"].tolist())
    if shape != (len(data.x), len(data.site_x)):
        raise Wrong(N_("The table of distances does not fit the firms and sites."))
    return row.astype(np.int64), column, metres
