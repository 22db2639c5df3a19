"""Sites taken apart so that a row can be changed, and put together again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import entrances
from geo.core.edits.cells import number, text
from geo.core.sites import AMOUNTS, STATUSES, Sites
from geo.errors import InputError
from geo.words import _

__all__ = ["Draft"]


@dataclass
class Draft:
    """Sites while they are being changed; lists, a row each.

    Amounts are arrays of `Sites` only where every site has one, as when a list is read; those that
    are known meanwhile stay in the table.
    """

    x: list[float]
    y: list[float]
    status: list[str]
    ids: list[object]
    amounts: dict[str, list[int | None]]
    table: pd.DataFrame

    @classmethod
    def of(cls, sites: Sites) -> Draft:
        """Take sites apart."""
        table = sites.table.reindex(range(len(sites))).copy()
        amounts = {name: _known(sites, table, name, column) for name, column in AMOUNTS.items()}
        return cls(
            sites.x.tolist(), sites.y.tolist(), sites.status.tolist(), list(sites.ids), amounts,
            table,
        )  # fmt: skip

    def position(self, site_id: object) -> int:
        """Find a site; refuse an id that is not there."""
        if site_id not in self.ids:
            raise InputError(
                _("There is no site {id!r}; it may have been deleted meanwhile.", id=str(site_id))
            )
        return self.ids.index(site_id)

    def set(self, row: int, field: str, value: object) -> None:
        """Set one cell: ``status``, an amount, or a column of the table."""
        if field == "status":
            self.status[row] = _status(value)
        elif field in AMOUNTS:
            self.amounts[field][row] = _amount(field, value)
        else:
            self._set_cell(row, field, value)

    def _set_cell(self, row: int, field: str, value: object) -> None:
        if field == entrances.COLUMN:
            entrances.places(value)  # refuses what is no place
        column = self.table.get(field)
        values = [None] * len(self.ids) if column is None else column.tolist()
        is_number = pd.api.types.is_numeric_dtype(pd.Series([value]) if column is None else column)
        values[row] = number(field, value) if is_number else text(value)
        self.table[field] = _column(values, column)

    def append(self, site_id: object, x: float, y: float) -> int:
        """Add a candidate of which nothing is known yet; return its row."""
        row = len(self.ids)
        self.x.append(x)
        self.y.append(y)
        self.ids.append(site_id)
        self.status.append("candidate")
        for values in self.amounts.values():
            values.append(None)
        columns = {c: _column([*self.table[c].tolist(), None], self.table[c]) for c in self.table}
        self.table = pd.DataFrame(columns, index=range(row + 1))
        return row

    def drop(self, row: int) -> None:
        """Take a row out."""
        for part in (self.x, self.y, self.status, self.ids, *self.amounts.values()):
            del part[row]  # type: ignore[attr-defined]
        self.table = self.table.drop(index=row).reset_index(drop=True)

    def sites(self, crs: str | None) -> Sites:
        """Put the sites together."""
        arrays: dict[str, npt.NDArray[np.int64] | None] = {}
        for name, column in AMOUNTS.items():
            values = self.amounts[name]
            is_whole = bool(values) and None not in values
            arrays[name] = np.array(values, dtype=np.int64) if is_whole else None
            if column in self.table or (not is_whole and any(v is not None for v in values)):
                self.table[column] = _column(list(values), self.table.get(column))
        if "status" in self.table:
            self.table["status"] = self.status
        return Sites.from_arrays(
            self.x, self.y, self.status, self.ids, capacity=arrays["capacity"],
            cost=arrays["cost"], crs=crs, table=self.table,
        )  # fmt: skip


def _known(sites: Sites, table: pd.DataFrame, name: str, column: str) -> list[int | None]:
    values = getattr(sites, name)
    if values is not None:
        return [int(v) for v in values]
    if column not in table:
        return [None] * len(sites)
    return [None if pd.isna(v) else int(v) for v in table[column]]


def _column(values: list[object], like: pd.Series | None) -> pd.Series:
    """Write a column of the kind it was; whole numbers with a gap become objects, not floats."""
    kind = "O" if like is None else like.dtype.kind
    has_gap = any(v is None or v is pd.NA or v != v for v in values)  # noqa: PLR0124 - NaN
    if kind in "iub" and (has_gap or any(isinstance(v, float) and v % 1 for v in values)):
        return pd.Series(values, dtype=object)
    return pd.Series(values, dtype=object if like is None else like.dtype)


def _status(value: object) -> str:
    if value not in STATUSES:
        raise InputError(
            _(
                "{value!r} is no status; wanted one of {words}.",
                value=str(value),
                words=", ".join(STATUSES),
            )
        )
    return str(value)


def _amount(field: str, value: object) -> int | None:
    found = number(field, value)
    if found is None:
        return None
    if found < 0 or found % 1 or found >= 2**53:
        raise InputError(
            _(
                "{field}: a whole number of 0 or more is wanted, got {value}.",
                field=field,
                value=value,
            )
        )
    return int(found)
