"""Edits of firms: made, moved, given another number of workers or name, taken off the list."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from geo.core.demand import Demand
from geo.core.edits import roll
from geo.core.edits.cells import is_missing
from geo.core.edits.place import check_place, is_taken
from geo.core.edits.roll import Cells, Form
from geo.core.study import Study
from geo.errors import InputError
from geo.words import _

__all__ = ["AddFirm", "ChangeFirm", "DropFirm", "MoveFirm", "PutFirm", "RenameFirm", "WeighFirm"]

_GUESSED = "is_estimated"


@dataclass(frozen=True)
class AddFirm:
    """Make a firm at metres of the study's CRS; what ``cells`` do not say of it is not known.

    Attributes
    ----------
    firm_id
        An id that no firm has.
    x, y
        Metres.
    workers
        How many work there.
    cells
        ``name`` and other columns of the firms' table. A column that is left out gets what the
        readers write where a list says nothing: an empty text, no for yes or no, else a gap.
    """

    firm_id: object
    x: float
    y: float
    workers: int = 0
    cells: Cells = ()

    def apply(self, study: Study) -> Study:
        """Return the study with the firm at the end of its list."""
        check_place(study, self.x, self.y)
        _check_workers(self.workers)
        demand = study.demand
        if is_taken(demand.ids, str(self.firm_id)):
            raise InputError(
                _("There is a firm {id!r} already; give another id.", id=str(self.firm_id))
            )
        one = Demand.from_arrays([self.x], [self.y], [self.workers], [self.firm_id])
        row, demand = len(demand), roll.put(demand, len(demand), one)
        if "name" in demand.table:
            demand = roll.with_cell(demand, row, "name", str(self.firm_id))
        for field, value in self.cells:
            if not is_missing(value):
                demand = roll.with_cell(demand, row, field, value)
        return study.with_demand(demand)

    def back(self, study: Study) -> DropFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        return DropFirm(self.firm_id, Form.of(study.demand))

    def sentence(self, _study: Study) -> str:
        """Say what was done."""
        return _("firm made: {name}", name=dict(self.cells).get("name") or self.firm_id)


@dataclass(frozen=True)
class PutFirm:
    """Put a firm back to where it stood in the list: the way back of taking it off.

    Attributes
    ----------
    row
        Its position.
    firm
        A list of this firm alone, with all that was known of it.
    form
        The form of the list that it stood in.
    """

    row: int
    firm: Demand
    form: Form

    def apply(self, study: Study) -> Study:
        """Return the study with the firm."""
        return study.with_demand(self.form.restored(roll.put(study.demand, self.row, self.firm)))

    def back(self, study: Study) -> DropFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        return DropFirm(self.firm.ids[0], Form.of(study.demand))

    def sentence(self, _study: Study) -> str:
        """Say what was done."""
        return _("firm put back: {name}", name=roll.named(self.firm, self.firm.ids[0]))


@dataclass(frozen=True)
class DropFirm:
    """Take a firm off the list.

    Attributes
    ----------
    firm_id
        Which.
    form
        The form that the list had before the firm came; None where it keeps the form it has.
    """

    firm_id: object
    form: Form | None = None

    def apply(self, study: Study) -> Study:
        """Return the study without the firm; refuse to leave none."""
        row = roll.position(study.demand, self.firm_id)
        if len(study.demand) == 1:
            raise InputError(_("The last firm stays: without firms there is nothing to plan."))
        left = roll.without(study.demand, row)
        return study.with_demand(left if self.form is None else self.form.restored(left))

    def back(self, study: Study) -> PutFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        row = roll.position(study.demand, self.firm_id)
        return PutFirm(row, study.demand.take(np.array([row])), Form.of(study.demand))

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("firm deleted: {name}", name=roll.named(study.demand, self.firm_id))


@dataclass(frozen=True)
class ChangeFirm:
    """Change what is known of a firm: columns of the firms' table.

    Attributes
    ----------
    firm_id
        Which.
    cells
        Columns, and what a hand wrote into them.
    form
        The form that the list had before; where it is given, the cells are what stood there, and
        are put back as they are.
    """

    firm_id: object
    cells: Cells
    form: Form | None = None

    def apply(self, study: Study) -> Study:
        """Return the study with the firm's cells changed."""
        demand, row = study.demand, roll.position(study.demand, self.firm_id)
        write = roll.with_cell if self.form is None else roll.changed
        for field, value in self.cells:
            demand = write(demand, row, field, value)
        return study.with_demand(demand if self.form is None else self.form.restored(demand))

    def back(self, study: Study) -> ChangeFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        table, row = study.demand.table, roll.position(study.demand, self.firm_id)
        known = len(table.columns) if self.form is None else len(self.form.table.columns)
        fields = dict.fromkeys([*(c for c, _value in self.cells), *table.columns[known:]])
        was = tuple((c, table[c].iloc[row]) for c in fields if c in table)
        return ChangeFirm(self.firm_id, was, Form.of(study.demand))

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("firm changed: {name}", name=roll.named(study.demand, self.firm_id))


@dataclass(frozen=True)
class RenameFirm:
    """Give a firm another name; its id stays."""

    firm_id: object
    name: str

    def apply(self, study: Study) -> Study:
        """Return the study with the firm's new name."""
        if is_missing(self.name) or not self.name.strip():
            raise InputError(_("A firm must have a name."))
        return ChangeFirm(self.firm_id, (("name", self.name),)).apply(study)

    def back(self, study: Study) -> ChangeFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        return ChangeFirm(self.firm_id, (("name", self.name),)).back(study)

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        was = roll.named(study.demand, self.firm_id)
        return _("firm renamed: {was} is now {name}", was=was, name=self.name.strip())


@dataclass(frozen=True)
class MoveFirm:
    """Move a firm to metres of the study's CRS."""

    firm_id: object
    x: float
    y: float

    def apply(self, study: Study) -> Study:
        """Return the study with the firm at its new place."""
        check_place(study, self.x, self.y)
        row = roll.position(study.demand, self.firm_id)
        x, y = study.demand.x.copy(), study.demand.y.copy()
        x[row], y[row] = self.x, self.y
        return study.with_demand(replace(study.demand, x=x, y=y))

    def back(self, study: Study) -> MoveFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        row = roll.position(study.demand, self.firm_id)
        return MoveFirm(self.firm_id, float(study.demand.x[row]), float(study.demand.y[row]))

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("firm moved: {name}", name=roll.named(study.demand, self.firm_id))


@dataclass(frozen=True)
class WeighFirm:
    """Give a firm another number of workers.

    Attributes
    ----------
    firm_id
        Which.
    workers
        How many work there.
    is_estimated
        Whether the number is an estimate; one that a person gives is none. Only a list that tells
        estimates apart keeps it.
    """

    firm_id: object
    workers: int
    is_estimated: bool = False

    def apply(self, study: Study) -> Study:
        """Return the study with the firm's number corrected."""
        _check_workers(self.workers)
        demand, row = study.demand, roll.position(study.demand, self.firm_id)
        weight = demand.weight.copy()
        weight[row] = self.workers
        demand = demand.with_weight(weight)
        if _GUESSED in demand.table:
            demand = roll.changed(demand, row, _GUESSED, self.is_estimated)
        return study.with_demand(demand)

    def back(self, study: Study) -> WeighFirm:
        """Return the edit that takes this one back; ``study`` is the one before."""
        demand, row = study.demand, roll.position(study.demand, self.firm_id)
        guessed = _GUESSED in demand.table and bool(demand.table[_GUESSED].iloc[row])
        return WeighFirm(self.firm_id, int(demand.weight[row]), guessed)

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("workers corrected: {name}", name=roll.named(study.demand, self.firm_id))


def _check_workers(workers: int) -> None:
    if not 0 <= workers < 2**32:
        raise InputError(_("Workers: a whole number of 0 or more is wanted, got {n}.", n=workers))
