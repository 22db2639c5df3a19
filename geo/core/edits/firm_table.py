"""Firms as a table that a person can change, and what was changed in it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from geo.core.crs import lonlat
from geo.core.demand import Demand
from geo.core.edits.cells import is_missing, plain, same, texts
from geo.core.edits.firms import AddFirm, ChangeFirm, DropFirm, MoveFirm, RenameFirm, WeighFirm
from geo.core.edits.log import Edit
from geo.core.edits.place import DECIMALS, FIRM, PLACE, fresh_id, made_by_hand, n_made, placed_row
from geo.core.study import Study
from geo.errors import InputError
from geo.words import _

__all__ = ["firm_changes", "firm_rows", "firm_rows_of"]

Positions = np.ndarray[tuple[int], np.dtype[np.int64]]

_CELLS = ("street", "industry", "members", "is_unionised")
"""Columns that the table shows where the list has them."""


def firm_rows(study: Study, find: str, *, most: int, first: Iterable[str] = ()) -> pd.DataFrame:
    """List firms: ``id, name, workers, lon, lat`` and, where known, what else can be changed.

    The row of a firm is its position. Those made by hand come first, then the largest.

    Parameters
    ----------
    study
        The study.
    find
        Part of a name or of an id; empty for all.
    most
        Rows at most.
    first
        Ids of firms that are listed before all others, however many.
    """
    demand = study.demand
    names = demand.table["name"] if "name" in demand.table else pd.Series(demand.ids)
    pos = _found(demand, names, find)
    is_older = pos < len(demand) - n_made(demand.ids)
    pos = pos[np.lexsort((-demand.weight[pos], is_older))][:most]
    if len(head := _at(demand, first)):
        pos = np.concatenate([head, pos[~np.isin(pos, head)]])
    return _rows(demand, pos)


def firm_rows_of(study: Study, ids: Iterable[str]) -> pd.DataFrame:
    """List these firms as `firm_rows` does; ids that are not there have no row."""
    return _rows(study.demand, _at(study.demand, ids))


def _at(demand: Demand, ids: Iterable[str]) -> Positions:
    if not (wanted := list(dict.fromkeys(ids))):
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(texts(demand.ids).isin(wanted).to_numpy())


def _rows(demand: Demand, pos: Positions) -> pd.DataFrame:
    names = demand.table["name"] if "name" in demand.table else pd.Series(demand.ids)
    lon, lat = lonlat(demand.x[pos], demand.y[pos], demand.crs)
    columns = {
        "id": texts(demand.ids[pos]).to_numpy(),
        "name": texts(names.iloc[pos]).to_numpy(),
        "workers": pd.array(demand.weight[pos], dtype="Int64"),
        "lon": lon.round(DECIMALS),
        "lat": lat.round(DECIMALS),
    }
    further = {c: _shown(c, demand.table[c].iloc[pos]) for c in _CELLS if c in demand.table}
    return pd.DataFrame({**columns, **further}, index=pos)


def _found(demand: Demand, names: pd.Series, find: str) -> Positions:
    if not find:
        return np.arange(len(demand))
    said, key = names.astype(str), pd.Series(demand.ids).astype(str)
    found = said.str.contains(find, case=False, regex=False) | (key == find)
    return np.flatnonzero(found.to_numpy())


def _shown(name: str, column: pd.Series) -> object:
    if name == "members":
        return pd.to_numeric(column, errors="coerce").round().astype("Int64").array
    if name == "is_unionised":
        return pd.array(column.fillna(value=False).to_numpy(bool), dtype="boolean")
    return texts(column).to_numpy()


def firm_changes(
    study: Study, before: pd.DataFrame, edited: pd.DataFrame, *, taken: Iterable[object] = ()
) -> tuple[Edit, ...]:
    """Find what was changed in a table of `firm_rows`.

    Parameters
    ----------
    study
        The study whose firms were listed.
    before
        The rows that were shown: only of these can one be deleted.
    edited
        The table as it came back, its rows numbered from 0 as they stand in ``before``, and those
        that are new from there on: an editor adds rows only to what is numbered so.
    taken
        Ids used before; a new firm gets none of them.

    Raises
    ------
    InputError
        A row has no place, no number of workers or, unless it is new, no name.
    """
    edits = list[Edit]()
    stays = edited.index[edited.index < len(before)]
    for k in stays:
        edits += _changed(study, before.index[k], before.iloc[k], edited.loc[k])
    ids = [*made_by_hand(study.demand.ids), *taken]
    for k in edited.index[edited.index >= len(before)]:
        ids.append(fresh_id(ids, FIRM))
        edits.append(_new(study, str(ids[-1]), edited.loc[k]))
    # Last, so that all firms of a list can be put in the place of others.
    gone = before.index[~np.isin(np.arange(len(before)), stays)]
    return (*edits, *(DropFirm(study.demand.ids[row]) for row in gone))


def _changed(study: Study, row: int, was: pd.Series, now: pd.Series) -> list[Edit]:
    firm_id, edits = study.demand.ids[row], list[Edit]()
    if not same(was["name"], now["name"]):
        edits.append(RenameFirm(firm_id, str(plain(now["name"]) or "")))
    if not same(was["workers"], now["workers"]):
        edits.append(WeighFirm(firm_id, _workers(now, str(was["name"]))))
    if not all(same(was[c], now[c]) for c in PLACE):
        edits.append(MoveFirm(firm_id, *placed_row(study, now)))
    known = [c for c in _CELLS if c in was.index and not same(was[c], now[c])]
    cells = tuple((c, plain(now[c])) for c in known)
    return [*edits, ChangeFirm(firm_id, cells)] if cells else edits


def _new(study: Study, firm_id: str, new: pd.Series) -> Edit:
    number = firm_id.rpartition("-")[2]
    name = str(plain(new["name"]) or _("New firm {number}", number=number))
    known = [c for c in _CELLS if c in new.index and not is_missing(new[c])]
    cells = (("name", name), *((c, plain(new[c])) for c in known))
    x, y = placed_row(study, new)
    return AddFirm(firm_id, x, y, _workers(new, name), cells)


def _workers(row: pd.Series, name: str) -> int:
    if is_missing(row["workers"]):
        raise InputError(_("{name}: the number of workers is missing.", name=name))
    return int(row["workers"])
