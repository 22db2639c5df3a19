"""The roll of firms: one put in, one taken out, one cell changed; and the form it had before."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geo.core.arrays import sealed
from geo.core.demand import Demand, columns_of
from geo.core.edits.cells import blank, room, written
from geo.errors import InputError
from geo.words import _

__all__ = ["Cells", "Form", "changed", "named", "position", "put", "with_cell", "without"]

Cells = tuple[tuple[str, object], ...]
"""Columns of the firms' table, and what is to stand in them."""


@dataclass(frozen=True, eq=False)
class Form:
    """What ids and columns a list has, and of which kind: what an edit that is taken back restores.

    Attributes
    ----------
    ids
        Ids that are numbered by themselves; of others none, but their kind.
    table
        The columns, without a row.
    """

    ids: pd.Index
    table: pd.DataFrame

    @classmethod
    def of(cls, demand: Demand) -> Form:
        """Take down the form of a list."""
        ids = demand.ids
        return cls(ids if isinstance(ids, pd.RangeIndex) else ids[:0], demand.table.iloc[:0])

    def restored(self, demand: Demand) -> Demand:
        """Give a list this form again; columns that came later go."""
        kinds = columns_of(self.table)
        held = columns_of(demand.table)[: len(kinds)]
        columns = [one.astype(like.dtype) for one, like in zip(held, kinds, strict=True)]
        ids = self.ids
        if not isinstance(ids, pd.RangeIndex):
            ids = pd.Index(demand.ids.tolist(), dtype=ids.dtype, name=ids.name)
        return replace(demand, ids=ids, table=_table(columns, self.table.columns))


def position(demand: Demand, firm_id: object) -> int:
    """Find a firm; refuse an id that is not there."""
    found = demand.ids.get_indexer(pd.Index([firm_id]))[0]
    if found < 0:
        raise InputError(_("There is no firm {id!r}.", id=str(firm_id)))
    return int(found)


def named(demand: Demand, firm_id: object) -> str:
    """Return what a firm is called: its name, or its id where it has none."""
    names = demand.table.get("name")
    name = "" if names is None else names.iloc[position(demand, firm_id)]
    return str(firm_id) if pd.isna(name) or name == "" else str(name)


def with_cell(demand: Demand, row: int, field: str, value: object) -> Demand:
    """Write what a hand gave into one cell; a column that is not there is made."""
    demand = _with_column(demand, field)
    return changed(demand, row, field, written(field, demand.table[field], value))


def changed(demand: Demand, row: int, field: str, value: object) -> Demand:
    """Put a value into one cell as it is."""
    demand = _with_column(demand, field)
    columns, k = columns_of(demand.table), list(demand.table.columns).index(field)
    columns[k] = room(columns[k], value).copy()
    columns[k].iloc[row] = value
    return replace(demand, table=_table(columns, demand.table.columns))


def _with_column(demand: Demand, field: str) -> Demand:
    """Make a column of texts where there is none.

    Firms without names are called by their ids, so that a column of names begins with these.
    """
    if field in demand.table:
        return demand
    fresh = [str(i) for i in demand.ids] if field == "name" else [""] * len(demand)
    table = demand.table.reindex(range(len(demand)))
    return replace(demand, table=table.assign(**{field: pd.Series(fresh, dtype="str")}))


def put(demand: Demand, row: int, firm: Demand) -> Demand:
    """Put a list of one firm into another before ``row``; columns it lacks get what is blank."""
    for field in firm.table.columns[len(demand.table.columns) :]:
        demand = _with_column(demand, field)
    ids = _joined(_part(demand.ids, 0, row), firm.ids, _part(demand.ids, row, len(demand)))
    lacks = len(firm.table.columns) == 0
    columns = [
        _inserted(one, row, blank(one) if lacks else firm.table.iloc[0, k])
        for k, one in enumerate(columns_of(demand.table))
    ]
    table = _table(columns, demand.table.columns)
    x, y, weight = (
        sealed(np.insert(getattr(demand, name), row, getattr(firm, name)[0]))
        for name in ("x", "y", "weight")
    )
    return Demand(x, y, weight, _told(ids), demand.crs, table)


def without(demand: Demand, row: int) -> Demand:
    """Take one firm out."""
    stays = np.arange(len(demand)) != row
    ids = _told(demand.ids.delete(row))
    table = demand.table
    if len(table.columns):
        table = table.iloc[stays].reset_index(drop=True)
    return replace(
        demand, x=demand.x[stays], y=demand.y[stays], weight=demand.weight[stays], ids=ids,
        table=table,
    )  # fmt: skip


def _joined(*parts: pd.Index) -> pd.Index:
    """Put ids one after another; of different kinds each stays what it is, 1 beside 2.5 too."""
    if len({part.dtype for part in parts}) == 1 and parts[0].dtype != object:
        first, *others = parts
        whole: pd.Index = first.append(others)
        return whole
    held = np.concatenate([part.astype(object).to_numpy() for part in parts])
    mixed: pd.Index = pd.Index(held, dtype=object)
    return mixed


def _part(ids: pd.Index, start: int, stop: int) -> pd.Index:
    """Take a part: an index that is sliced itself looks after its hash table, and is slow."""
    part: pd.Index = pd.Index(ids.array[start:stop], dtype=ids.dtype, name=ids.name)
    return part


def _told(ids: pd.Index) -> pd.Index:
    """Write ids out: those that only number themselves are not part of a list's digest."""
    return pd.Index(ids.to_numpy()) if isinstance(ids, pd.RangeIndex) else ids


def _inserted(column: pd.Series, row: int, value: object) -> pd.Series:
    wide = room(column, value)
    one = pd.Series([value], dtype=wide.dtype)
    return pd.concat([wide.iloc[:row], one, wide.iloc[row:]], ignore_index=True)


def _table(columns: list[pd.Series], names: pd.Index) -> pd.DataFrame:
    """Put columns side by side, also where two have one name."""
    if not columns:
        return pd.DataFrame()
    table = pd.DataFrame(dict(enumerate(columns)))
    table.columns = names
    return table
