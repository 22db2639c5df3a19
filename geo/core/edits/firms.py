"""Edits of firms: moved, given another number of workers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from geo.core.edits.place import check_place
from geo.core.study import Study
from geo.errors import InputError
from geo.words import _

__all__ = ["MoveFirm", "WeighFirm"]


@dataclass(frozen=True)
class MoveFirm:
    """Move a firm to metres of the study's CRS."""

    firm_id: object
    x: float
    y: float

    def apply(self, study: Study) -> Study:
        """Return the study with the firm at its new place."""
        check_place(study, self.x, self.y)
        row = _row(study, self.firm_id)
        x, y = study.demand.x.copy(), study.demand.y.copy()
        x[row], y[row] = self.x, self.y
        return study.with_demand(replace(study.demand, x=x, y=y))

    def back(self, study: Study) -> MoveFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        row = _row(study, self.firm_id)
        return MoveFirm(self.firm_id, float(study.demand.x[row]), float(study.demand.y[row]))

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("firm moved: {name}", name=_name(study, self.firm_id))


@dataclass(frozen=True)
class WeighFirm:
    """Give a firm another number of workers."""

    firm_id: object
    workers: int

    def apply(self, study: Study) -> Study:
        """Return the study with the firm's number corrected."""
        if not 0 <= self.workers < 2**32:
            raise InputError(
                _("Workers: a whole number of 0 or more is wanted, got {n}.", n=self.workers)
            )
        weight = study.demand.weight.copy()
        weight[_row(study, self.firm_id)] = self.workers
        return study.with_demand(study.demand.with_weight(weight))

    def back(self, study: Study) -> WeighFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        return WeighFirm(self.firm_id, int(study.demand.weight[_row(study, self.firm_id)]))

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("workers corrected: {name}", name=_name(study, self.firm_id))


def _row(study: Study, firm_id: object) -> int:
    found = study.demand.ids.get_indexer(pd.Index([firm_id]))[0]
    if found < 0:
        raise InputError(_("There is no firm {id!r}.", id=str(firm_id)))
    return int(found)


def _name(study: Study, firm_id: object) -> str:
    named = study.demand.table.get("name")
    return str(firm_id) if named is None else str(named.iloc[_row(study, firm_id)])
