"""Corrections as edits of a study: what makes, changes or deletes one row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from geo.core.edits.anew.correction import Kind
from geo.core.edits.anew.row import Row
from geo.core.edits.cells import is_missing
from geo.core.edits.firms import AddFirm, ChangeFirm, DropFirm, MoveFirm, RenameFirm, WeighFirm
from geo.core.edits.log import Edit
from geo.core.edits.place import PLACE, placed
from geo.core.edits.sites import AddSite, ChangeSite, DropSite, MoveSite
from geo.core.study import Study

__all__ = ["Wishes", "absent", "changed", "dropped", "made"]

Wishes = Sequence[tuple[tuple[str, ...], Callable[[], Edit]]]
"""Columns, and what makes the edit that changes them: already that may be refused."""

_OWN = ("name", "workers", *PLACE)  # every list of firms can have these


def absent(study: Study, kind: Kind, row: Row) -> list[str]:
    """List the columns that say something of a firm, but that the list of firms does not have.

    One is never made for a single firm: "no union" would then be said of all others.
    """
    if kind == "site":
        return []
    there = {str(c) for c in study.demand.table.columns}
    return [f for f, v in row.items() if f not in (*_OWN, *there) and not is_missing(v) and v]


def made(study: Study, kind: Kind, row_id: object, row: Row, *, but: Iterable[str]) -> Wishes:
    """Make a row, but for some columns."""
    left = {*but, *PLACE, "workers"}

    def edit() -> Edit:
        x, y = _at(study, row)
        cells = tuple((f, v) for f, v in row.items() if f not in left and not is_missing(v))
        if kind == "site":
            return AddSite(row_id, x, y, cells)
        there = {"name", *map(str, study.demand.table.columns)}
        known = tuple((f, v) for f, v in cells if f in there)
        return AddFirm(row_id, x, y, int(str(row.get("workers") or 0)), known)

    return [((), edit)]


def dropped(kind: Kind, row_id: object) -> Wishes:
    """Take a row off its list."""
    return [((), partial(DropFirm if kind == "firm" else DropSite, row_id))]


def changed(
    study: Study, kind: Kind, row_id: object, cells: Mapping[str, object], row: Row
) -> Wishes:
    """Change some cells of a row; ``row`` says its whole place."""
    found: list[tuple[tuple[str, ...], Callable[[], Edit]]] = []
    if any(f in cells for f in PLACE):
        move = MoveFirm if kind == "firm" else MoveSite
        found.append((tuple(PLACE), lambda: move(row_id, *_at(study, row))))
    if kind == "site":
        others = [f for f in cells if f not in PLACE]
        return found + [((f,), partial(ChangeSite, row_id, ((f, cells[f]),))) for f in others]
    for f, value in cells.items():
        if f == "name":
            found.append(((f,), partial(RenameFirm, row_id, str(value or ""))))
        elif f == "workers":
            found.append(((f,), partial(WeighFirm, row_id, int(str(value)))))
        elif f not in PLACE:
            found.append(((f,), partial(ChangeFirm, row_id, ((f, value),))))
    return found


def _at(study: Study, row: Row) -> tuple[float, float]:
    return placed(study, float(str(row["lon"])), float(str(row["lat"])))
