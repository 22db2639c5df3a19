"""All that was corrected by hand in the lists of a study, since they were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from geo.core.edits.anew.correction import Correction, Kind, Remark
from geo.core.edits.anew.row import Row, firm_row, site_rows
from geo.core.edits.cells import plain
from geo.core.edits.firms import PutFirm
from geo.core.edits.log import Batch, Edit
from geo.core.study import Study

__all__ = ["Corrections", "firms_of"]


@dataclass(frozen=True)
class Corrections:
    """What differs from the lists as they were read, row by row; it forgets nothing.

    Attributes
    ----------
    standing
        Rows that stand as a hand made them.
    waiting
        Rows that the lists read last do not have as they were: they wait for lists that do.
    remarks
        What is to be looked at, of the rows carried over last.
    n_carried
        Rows that were carried over onto the lists read last.
    """

    standing: tuple[Correction, ...] = ()
    waiting: tuple[Correction, ...] = ()
    remarks: tuple[Remark, ...] = ()
    n_carried: int = 0

    def noted(self, before: Study, after: Study, firm_ids: Iterable[object] = ()) -> Corrections:
        """Take down what was done between two states of one study.

        Parameters
        ----------
        before, after
            The study before and after.
        firm_ids
            The firms that may differ (`firms_of`): a million are not compared for one.
            Sites are few and all looked at.
        """
        if before.demand.crs is None or after.demand.crs is None:
            return self  # a plane of its own is not read from lists
        held = {(one.kind, one.id): one for one in self.standing}
        if after.demand is not before.demand:
            for firm_id in dict.fromkeys(plain(one) for one in firm_ids):
                was, now = (firm_row(study.demand, firm_id) for study in (before, after))
                _note(held, ("firm", firm_id), was, now)
        if after.sites is not before.sites:
            was_, now_ = site_rows(before), site_rows(after)
            for site_id in {**was_, **now_}:
                if was_.get(site_id) != now_.get(site_id):
                    _note(held, ("site", site_id), was_.get(site_id), now_.get(site_id))
        return replace(self, standing=tuple(held.values()))

    def let_go(self) -> Corrections:
        """Forget what waits and what is to be looked at; what stands is still known."""
        return Corrections(self.standing)

    def record(self) -> dict[str, Any]:
        """Write all as JSON knows it."""
        told: dict[str, Any] = {
            name: [_record(one) for one in getattr(self, name)]
            for name in ("standing", "waiting", "remarks")
        }
        return told | {"n_carried": self.n_carried}

    @classmethod
    def from_record(cls, told: Mapping[str, Any]) -> Corrections:
        """Read what `record` wrote."""
        rows = {
            name: tuple(Correction(**_noted_in(one, "why")) for one in told.get(name, ()))
            for name in ("standing", "waiting")
        }
        remarks = tuple(Remark(**_noted_in(one, "note")) for one in told.get("remarks", ()))
        return cls(**rows, remarks=remarks, n_carried=int(told.get("n_carried", 0)))


def firms_of(edit: Edit) -> tuple[object, ...]:
    """List the firms that an edit may change."""
    if isinstance(edit, Batch):
        return tuple(firm for one in edit.edits for firm in firms_of(one))
    if isinstance(edit, PutFirm):
        return tuple(edit.firm.ids)
    return (edit.firm_id,) if hasattr(edit, "firm_id") else ()


def _note(
    held: dict[tuple[Kind, object], Correction],
    key: tuple[Kind, object],
    was: Row | None,
    now: Row | None,
) -> None:
    """Keep what the list said at first; a row that is again as the list has it is none of ours."""
    before = held.pop(key, None)
    first = was if before is None else before.was
    if first != now:
        held[key] = Correction(*key, first, now)


def _record(one: Correction | Remark) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(one).items()}


def _noted_in(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    note = told.get(name)
    return {**told, name: None if note is None else (note[0], note[1])}
