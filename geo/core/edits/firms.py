"""Edits of a firm: moved, given another number of workers, described anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from geo.core.edits.place import check_place
from geo.core.study import Study
from geo.errors import InputError
from geo.words import _

__all__ = [
    "Cells",
    "ChangeFirm",
    "MoveFirm",
    "WeighFirm",
    "check_workers",
    "firm_name",
    "firm_row",
    "with_cells",
]

Cells = tuple[tuple[str, object], ...]
"""Columns of the table and what they become."""


@dataclass(frozen=True)
class MoveFirm:
    """Move a firm to metres of the study's CRS."""

    firm_id: object
    x: float
    y: float

    def apply(self, study: Study) -> Study:
        """Return the study with the firm at its new place."""
        check_place(study, self.x, self.y)
        row = firm_row(study, self.firm_id)
        x, y = study.demand.x.copy(), study.demand.y.copy()
        x[row], y[row] = self.x, self.y
        return study.with_demand(replace(study.demand, x=x, y=y))

    def back(self, study: Study) -> MoveFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        row = firm_row(study, self.firm_id)
        return MoveFirm(self.firm_id, float(study.demand.x[row]), float(study.demand.y[row]))

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("firm moved: {name}", name=firm_name(study, self.firm_id))


@dataclass(frozen=True)
class WeighFirm:
    """Give a firm another number of workers."""

    firm_id: object
    workers: int

    def apply(self, study: Study) -> Study:
        """Return the study with the firm's number corrected."""
        check_workers(self.workers)
        weight = study.demand.weight.copy()
        weight[firm_row(study, self.firm_id)] = self.workers
        return study.with_demand(study.demand.with_weight(weight))

    def back(self, study: Study) -> WeighFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        return WeighFirm(self.firm_id, int(study.demand.weight[firm_row(study, self.firm_id)]))

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("workers corrected: {name}", name=firm_name(study, self.firm_id))


@dataclass(frozen=True)
class ChangeFirm:
    """Change what the list says of a firm."""

    firm_id: object
    cells: Cells

    def apply(self, study: Study) -> Study:
        """Return the study with the firm's cells changed."""
        row = firm_row(study, self.firm_id)
        table = with_cells(study.demand.table, row, self.cells)
        return study.with_demand(replace(study.demand, table=table))

    def back(self, study: Study) -> ChangeFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        row, table = firm_row(study, self.firm_id), study.demand.table
        was = tuple((c, table[c].iloc[row]) for c, _value in self.cells if c in table)
        return ChangeFirm(self.firm_id, was)

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("firm changed: {name}", name=firm_name(study, self.firm_id))


def check_workers(n: int) -> None:
    """Refuse what is no number of workers."""
    if not 0 <= n < 2**32:
        raise InputError(_("Workers: a whole number of 0 or more is wanted, got {n}.", n=n))


def with_cells(table: pd.DataFrame, row: int, cells: Cells) -> pd.DataFrame:
    """Return the table with some cells of a row changed; columns keep their kind."""
    for field, value in cells:
        if field not in table:
            raise InputError(_("The list of firms has no column {column!r}.", column=field))
        column = table[field].copy()
        column.iloc[row] = _cell(column, field, value)
        table = table.assign(**{field: column})
    return table


def _cell(column: pd.Series, field: str, value: object) -> object:
    """Turn what was typed into a value of the column's kind."""
    kind, is_missing = column.dtype.kind, value is None or bool(pd.isna(value))  # type: ignore[call-overload]
    if kind == "b":
        return False if is_missing else bool(value)
    if kind in "iuf":
        try:
            number = 0.0 if is_missing and kind != "f" else float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            number = -1.0
        if is_missing and kind == "f":
            return value
        if not 0 <= number < 2**53 or (kind != "f" and number % 1):
            raise InputError(
                _(
                    "{field}: a whole number of 0 or more is wanted, got {value}.",
                    field=field,
                    value=value,
                )
            )
        return number if kind == "f" else int(number)
    if is_missing or not isinstance(value, str):
        return value
    return value.strip()


def firm_row(study: Study, firm_id: object) -> int:
    """Find a firm; refuse an id that is not there."""
    found = study.demand.ids.get_indexer(pd.Index([firm_id]))[0]
    if found < 0:
        raise InputError(_("There is no firm {id!r}.", id=str(firm_id)))
    return int(found)


def firm_name(study: Study, firm_id: object) -> str:
    """Return the name of a firm, or its id where the list has no names."""
    named = study.demand.table.get("name")
    return str(firm_id) if named is None else str(named.iloc[firm_row(study, firm_id)])
