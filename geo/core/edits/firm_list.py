"""Edits of the list of firms: one added, one taken off, one put back where it stood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core.demand import Demand, columns_of
from geo.core.edits.firms import Cells, check_workers, firm_name, firm_row, with_cells
from geo.core.edits.place import check_place, fresh_id
from geo.core.study import Study
from geo.errors import InputError
from geo.words import _

__all__ = ["AddFirm", "DropFirm", "PutFirm", "fresh_firm_id"]


@dataclass(frozen=True)
class AddFirm:
    """Add a firm at the end of the list; metres of the study's CRS.

    What ``cells`` do not tell is missing; numbers are 0 then, and what is true or false is false.
    """

    firm_id: object
    x: float
    y: float
    workers: int
    cells: Cells = ()

    def apply(self, study: Study) -> Study:
        """Return the study with the firm."""
        check_place(study, self.x, self.y)
        check_workers(self.workers)
        demand = study.demand
        if self.firm_id in demand.ids:
            raise InputError(
                _("There is a firm {id!r} already; give another id.", id=str(self.firm_id))
            )
        parts = [_blank(column) for column in columns_of(demand.table)]
        table = pd.concat(parts, axis=1) if parts else demand.table
        one = Demand.from_arrays(
            [self.x], [self.y], [self.workers], [self.firm_id], crs=demand.crs,
            table=with_cells(table, 0, self.cells),
        )  # fmt: skip
        return study.with_demand(_inserted(demand, len(demand), one))

    def back(self, _study: Study) -> DropFirm:
        """Return the edit that takes this one back."""
        return DropFirm(self.firm_id)

    def sentence(self, _study: Study) -> str:
        """Say what was done."""
        return _("firm added: {name}", name=dict(self.cells).get("name") or self.firm_id)


@dataclass(frozen=True)
class DropFirm:
    """Take a firm off the list."""

    firm_id: object

    def apply(self, study: Study) -> Study:
        """Return the study without the firm."""
        demand, row = study.demand, firm_row(study, self.firm_id)
        if len(demand) == 1:
            raise InputError(_("This is the last firm; without any there is nothing to plan for."))
        rest = demand.take(np.delete(np.arange(len(demand)), row))
        return study.with_demand(_numbered(rest, was_range=isinstance(demand.ids, pd.RangeIndex)))

    def back(self, study: Study) -> PutFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        demand, row = study.demand, firm_row(study, self.firm_id)
        one = demand.take(np.array([row]))
        return PutFirm(row, one, is_numbered=isinstance(demand.ids, pd.RangeIndex))

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("firm deleted: {name}", name=firm_name(study, self.firm_id))


@dataclass(frozen=True)
class PutFirm:
    """Put a firm back at its place in the list, with all that was known of it.

    Attributes
    ----------
    row
        Its position.
    one
        The firm alone.
    is_numbered
        Whether the list had no ids of its own.
    """

    row: int
    one: Demand
    is_numbered: bool = False

    def apply(self, study: Study) -> Study:
        """Return the study with the firm."""
        whole = _inserted(study.demand, self.row, self.one)
        return study.with_demand(_numbered(whole, was_range=self.is_numbered))

    def back(self, _study: Study) -> DropFirm:
        """Return the edit that takes this one back."""
        return DropFirm(self.one.ids[0])

    def sentence(self, _study: Study) -> str:
        """Say what was done."""
        names = self.one.table.get("name", self.one.ids)
        return _("firm put back: {name}", name=next(iter(names)))


def fresh_firm_id(study: Study, taken: Iterable[object] = ()) -> object:
    """Name a new firm: the next number where ids are numbers, else ``new-1``, ``new-2`` ..."""
    ids = study.demand.ids
    if pd.api.types.is_integer_dtype(ids):
        used = [int(str(i)) for i in taken if str(i).isdecimal()]
        return max([int(ids.max()) if len(ids) else -1, *used]) + 1
    return fresh_id([*(i for i in ids if str(i).startswith("new-")), *taken])


def _blank(column: pd.Series) -> pd.Series:
    """Return one cell of which nothing is known, of the kind of a column."""
    kind = column.dtype.kind
    nothing = {"b": False, "i": 0, "u": 0}.get(kind)
    return pd.Series([nothing], dtype=column.dtype, name=column.name)


def _inserted(demand: Demand, row: int, one: Demand) -> Demand:
    """Put one firm before the one that stands at ``row``."""
    table = demand.table
    if len(table.columns):
        parts = [table.iloc[:row], one.table, table.iloc[row:]]
        table = pd.concat([part for part in parts if len(part)], ignore_index=True)
    whole = Demand(
        np.insert(demand.x, row, one.x),
        np.insert(demand.y, row, one.y),
        np.insert(demand.weight, row, one.weight),
        demand.ids.insert(row, one.ids[0]),
        demand.crs,
        table,
    )
    return _numbered(whole, was_range=isinstance(demand.ids, pd.RangeIndex))


def _numbered(demand: Demand, *, was_range: bool) -> Demand:
    """Let a list without ids of its own have none again, where its numbers are those of rows."""
    plain = pd.RangeIndex(len(demand))
    if not was_range or not demand.ids.equals(plain):
        return demand
    return Demand(demand.x, demand.y, demand.weight, plain, demand.crs, demand.table)
