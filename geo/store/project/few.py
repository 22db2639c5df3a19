"""A few firms among very many that changed: found, and written, without looking at all cells.

`steps.differences` writes both lists out as they are stored and compares what it has written: for a
million rows that takes longer than anybody wants to wait after a click. Here only the rows that
differ are written out, in the kinds that the file has; where they do not fit in, None is returned
and all is looked at.
"""

from __future__ import annotations

import sqlite3
from typing import Any

import numpy as np

from geo.core import Demand
from geo.core.apart import Apart, apart
from geo.core.arrays import Ints
from geo.core.crs import lonlat
from geo.core.demand import columns_of
from geo.store import kinds, shapes
from geo.store.project.steps import Step

__all__ = ["few_steps"]

_MOST = 300  # rows; of more, looking at all is not much slower
Runs = list[tuple[slice, slice]]
"""Rows that stay, as stretches of the old list and of the new."""


def few_steps(
    base: sqlite3.Connection, was: Demand, now: Demand, notes: dict[str, Any]
) -> tuple[list[Step], dict[str, Any]] | None:
    """List the steps from one list of firms to the next, and what is noted of it then.

    Parameters
    ----------
    base
        The project that holds ``was``.
    was, now
        The firms before and after, in one system of metres.
    notes
        What the file notes of its firms: what their ids were, what each column was.

    Returns
    -------
    steps, notes
        None where more than a few rows differ, or the columns are others.
    """
    if list(was.table.columns) != list(now.table.columns):
        return None
    if len(notes["columns"]) != len(now.table.columns):
        return None
    between = apart(was.ids, now.ids)
    runs = _runs(between, len(was), len(now))
    if runs is None or len(between.gone) + len(between.fresh) > _MOST:
        return None
    found_kinds = _kinds(now, notes)
    ids = kinds.note_of_ids(notes["ids"], was.ids[between.gone], now.ids, between.fresh)
    changed = _changed(was, now, runs, [str(note[0]) for note in notes["columns"]])
    if found_kinds is None or ids is None or changed is None:
        return None
    fids = _Numbers(base, len(was))
    places = _places(between, fids, len(was), len(now))
    cells = _cells(now, notes, found_kinds, [*changed, *between.fresh.tolist()])
    if places is None or cells is None or not fids.hold(was, [*between.gone, *_old(changed, runs)]):
        return None
    found = [Step("remove", "firms", fids[int(pos)], {}) for pos in between.gone]
    for (pos, names), old in zip(changed.items(), _old(changed, runs), strict=True):
        if names & {"x_m", "y_m"}:
            names.add("geom")
        told = {name: cells[pos][name] for name in cells[pos] if name in names}
        found.append(Step("change", "firms", fids[old], told))
    found += [
        Step("add", "firms", fid, cells[int(pos)])
        for fid, pos in zip(places, between.fresh, strict=True)
    ]
    noted = [[*note[:2], kind] for note, kind in zip(notes["columns"], found_kinds, strict=True)]
    return found, {"ids": ids, "columns": noted}


def _runs(between: Apart, n: int, m: int) -> Runs | None:
    """Return the stretches that stay; None where rows changed places."""
    stays = np.flatnonzero(between.came_from >= 0)
    old, new = between.came_from[stays], between.head + stays
    if not (np.diff(old) > 0).all():
        return None
    cuts = np.flatnonzero((np.diff(old) != 1) | (np.diff(new) != 1)) + 1
    if len(cuts) > 2 * _MOST:
        return None
    runs = [(slice(0, between.head), slice(0, between.head))]
    for a, b in zip(np.split(old, cuts), np.split(new, cuts), strict=True):
        if len(a):
            runs.append((slice(int(a[0]), int(a[-1]) + 1), slice(int(b[0]), int(b[-1]) + 1)))
    return [*runs, (slice(n - between.tail, n), slice(m - between.tail, m))]


def _kinds(now: Demand, notes: dict[str, Any]) -> list[str] | None:
    """Return the kind of each column; None where one is stored otherwise than before."""
    found = [
        kinds.next_kind(note[2], column.dtype)
        for note, column in zip(notes["columns"], columns_of(now.table), strict=True)
    ]
    return None if None in found else [kind for kind in found if kind is not None]


def _changed(was: Demand, now: Demand, runs: Runs, names: list[str]) -> dict[int, set[str]] | None:
    """Return position in the new list -> stored columns that differ, of rows that stay."""
    pairs: list[tuple[str, Any, Any]] = [
        ("workers", was.weight, now.weight), ("x_m", was.x, now.x), ("y_m", was.y, now.y),
        *zip(names, columns_of(was.table), columns_of(now.table), strict=True),
    ]  # fmt: skip
    found: dict[int, set[str]] = {}
    for name, a, b in pairs:
        if a is b:
            continue
        for old, new in runs:
            differs = kinds.differs(a[old], b[new])
            if differs is None or len(found) > _MOST:
                return None
            for pos in np.flatnonzero(differs)[: _MOST + 1]:
                found.setdefault(new.start + int(pos), set()).add(name)
    return found if len(found) <= _MOST else None


def _old(changed: dict[int, set[str]], runs: Runs) -> list[int]:
    """Return the positions in the old list of rows of the new one."""
    return [
        next(old.start + pos - new.start for old, new in runs if new.start <= pos < new.stop)
        for pos in changed
    ]


class _Numbers:
    """The number of each row in the file, looked up one by one."""

    def __init__(self, base: sqlite3.Connection, n: int) -> None:
        self._base = base
        low, high = base.execute("SELECT min(fid), max(fid) FROM firms").fetchone()
        self._low = low if n and high - low + 1 == n else None
        self._known: dict[int, int] = {}

    def __getitem__(self, pos: int) -> int:
        if self._low is not None:
            return int(self._low) + pos
        if pos not in self._known:
            sql = "SELECT fid FROM firms ORDER BY fid LIMIT 1 OFFSET ?"
            self._known[pos] = int(self._base.execute(sql, (pos,)).fetchone()[0])
        return self._known[pos]

    def hold(self, was: Demand, rows: list[int]) -> bool:
        """Say whether the file has these rows where they should be."""
        sql = "SELECT firm_id FROM firms WHERE fid = ?"
        return all(
            self._base.execute(sql, (self[int(pos)],)).fetchone() == (str(was.ids[int(pos)]),)
            for pos in rows
        )


def _places(between: Apart, fids: _Numbers, n: int, m: int) -> list[int] | None:
    """Give the new rows numbers that put them where they belong; None where no room is."""
    places: list[int] = []
    gone = set(between.gone.tolist())
    fresh = between.fresh.tolist()
    while fresh:
        k = next((k for k in range(1, len(fresh)) if fresh[k] != fresh[0] + k), len(fresh))
        if fresh[k - 1] == m - 1:  # at the end any number will do
            places += [0] * k
        else:
            after = _before(between, fresh[k - 1] + 1, n, m)
            last = after - 1
            while last >= 0 and last in gone:  # a row that went makes room: it goes first
                last -= 1
            here = fids[after]
            if here - (fids[last] if last >= 0 else 0) - 1 < k:
                return None
            places += range(here - k, here)
        fresh = fresh[k:]
    return places


def _before(between: Apart, pos: int, n: int, m: int) -> int:
    """Return the position in the old list of a row of the new one that stayed."""
    if pos < between.head:
        return pos
    if pos >= m - between.tail:
        return pos - m + n
    return int(between.came_from[pos - between.head])


def _cells(
    now: Demand, notes: dict[str, Any], told_as: list[str], rows: list[int]
) -> dict[int, dict[str, Any]] | None:
    """Write rows out as the file stores them, under the names of its columns and by number."""
    if not rows:
        return {}
    at: Ints = np.array(rows, np.int64)
    lon, lat = lonlat(now.x[at], now.y[at], now.crs)
    told = [
        {
            "firm_id": str(now.ids[pos]), "workers": int(now.weight[pos]),
            "x_m": float(now.x[pos]), "y_m": float(now.y[pos]),
            "geom": shapes.of_point(float(a), float(b)),
        }
        for pos, a, b in zip(rows, lon, lat, strict=True)
    ]  # fmt: skip
    for note, kind, column in zip(notes["columns"], told_as, columns_of(now.table), strict=True):
        stored = kinds.stored_as(kind, column.iloc[at])
        if stored is None:
            return None
        for cells, value in zip(told, stored, strict=True):
            cells[note[0]] = value
    return dict(zip(rows, told, strict=True))
