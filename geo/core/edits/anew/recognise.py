"""Which row of a list read anew is the one that a hand was at."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from geo.core.edits.anew.correction import Correction, Kind, Note
from geo.core.edits.anew.row import Row, apart_m, firm_row, site_rows
from geo.core.edits.cells import plain
from geo.core.study import Study
from geo.words import N_

__all__ = ["Known"]

_NEAR_M = 2000.0  # a datum moves a list by less, another town lies farther
_SAME_M = 1.0


class Known:
    """The rows of one list read anew, to be found by what is remembered of them.

    An id alone says little where rows are only numbered: a row put in above gives all below it
    other numbers. So a row is the one that it was if its name says so too, or if it lies on the
    very spot; where there are no names, if it lies near. Else the name decides, if only one row
    has it.

    Parameters
    ----------
    study
        As it was read.
    kind
        Firms or sites.
    """

    def __init__(self, study: Study, kind: Kind) -> None:
        self._study, self._kind = study, kind
        self._ids = study.demand.ids if kind == "firm" else study.sites.ids

    def row(self, row_id: object) -> Row | None:
        """Return a row by its id."""
        if self._kind == "firm":
            return firm_row(self._study.demand, row_id)
        return self._sites.get(row_id)

    def same_id(self, row_id: object) -> object | None:
        """Return the id as this list writes it, 7 as "7"; None where it has none such."""
        if int(self._ids.get_indexer(pd.Index([row_id]))[0]) >= 0:
            return row_id
        return self._written.get(str(row_id))

    def find(self, one: Correction) -> tuple[object | None, Note | None]:
        """Return the id of the row that was corrected; where there is none, why."""
        was = one.was or one.now or {}
        by_id = self.same_id(one.id)
        found = None if by_id is None else self.row(by_id)
        if found is not None and _is_it(found, one):
            return by_id, None
        by_name = self._named.get(str(was.get("name") or ""))
        if by_name is not None:
            return by_name, None
        if found is None:
            return None, (N_("the list read last has no such row"), {})
        note = N_("row {id} of the list read last is another: {name}")
        return None, (note, {"id": str(by_id), "name": str(found.get("name") or "—")})

    def named(self, name: str) -> object | None:
        """Return the id of the one row of this name; None where there is none, or several."""
        return self._named.get(name)

    @cached_property
    def _sites(self) -> dict[object, Row]:
        return site_rows(self._study)

    @cached_property
    def _written(self) -> dict[str, object]:
        return {str(one): plain(one) for one in self._ids}

    @cached_property
    def _named(self) -> dict[str, object]:
        names = (self._study.demand if self._kind == "firm" else self._study.sites).table.get(
            "name"
        )
        if names is None:
            return {}
        once = names[~names.duplicated(keep=False) & names.notna() & (names != "")]
        return {
            str(name): plain(self._ids[row])
            for row, name in zip(once.index.tolist(), once, strict=True)
        }


def _is_it(found: Row, one: Correction) -> bool:
    rows = [row for row in (one.was, one.now) if row is not None]
    names = {str(row["name"]) for row in rows if row.get("name")}
    far_m = min(apart_m(found, row) for row in rows)
    if not names or not found.get("name"):
        return far_m <= _NEAR_M
    return str(found["name"]) in names or far_m <= _SAME_M
