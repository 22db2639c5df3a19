"""Checks of how many people are where."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geo.read.checks.doubt import Doubt, Rows
from geo.words import _

__all__ = ["more_members", "nobody", "too_many"]

_HUGE = 30_000


def nobody(rows: Rows) -> Iterator[Doubt]:
    """Find firms without a single worker."""
    if "workers" in rows.table:
        empty = rows.table["workers"].to_numpy(np.int64) == 0
        if "is_estimated" in rows.table:  # their number is still to come
            empty &= ~rows.table["is_estimated"].to_numpy(bool)
        pos = np.flatnonzero(empty)
        if len(pos):
            yield Doubt(
                pos,
                rows.columns.get("workers", "workers"),
                [0] * len(pos),
                _("no workers at all"),
                _("fill in the number, or leave the firm out"),
            )


def too_many(rows: Rows) -> Iterator[Doubt]:
    """Find firms with more workers than one place has."""
    if "workers" in rows.table:
        workers = rows.table["workers"].to_numpy(np.int64)
        pos = np.flatnonzero(workers >= _HUGE)
        if len(pos):
            yield Doubt(
                pos,
                rows.columns.get("workers", "workers"),
                workers[pos],
                _("more workers than one place has: perhaps a whole group of companies"),
                _("give the number of people who work at this address"),
            )


def more_members(rows: Rows) -> Iterator[Doubt]:
    """Find firms whose union has more members than the firm has workers."""
    if {"workers", "members"} <= set(rows.table):
        workers = rows.table["workers"].to_numpy(np.float64)
        members = rows.table["members"].to_numpy(np.float64, na_value=np.nan)
        pos = np.flatnonzero(members > workers)
        if len(pos):
            yield Doubt(
                pos,
                rows.columns.get("members", "members"),
                [f"{members[p]:.0f} > {workers[p]:.0f}" for p in pos],
                _("more members than workers"),
                _("check both numbers"),
            )
