"""What was typed into a table of a list and is not applied yet: kept by id, to be shown again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from geo.core.edits.cells import is_missing, plain, same

__all__ = ["Typed"]

Cells = Mapping[str, object]
"""Column -> what was typed, None where a cell was emptied."""


@dataclass(frozen=True)
class Typed:
    """Rows that were typed into, made or deleted; ids are texts, as tables show them.

    Attributes
    ----------
    of
        Digest of the list that was shown when the first of it was typed.
    cells
        Id -> what was typed into its row.
    added
        Rows that were made.
    gone
        Ids of rows that were deleted.
    """

    of: str = ""
    cells: Mapping[str, Cells] = field(default_factory=dict)
    added: tuple[Cells, ...] = ()
    gone: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Rows that would change."""
        return len(self.cells) + len(self.added) + len(self.gone)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the rows of the list that would change."""
        return (*self.cells, *self.gone)

    def over(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Lay it over rows of the list as it stands now.

        Parameters
        ----------
        rows
            Rows with their ``id``, numbered from 0: those left keep their numbers, those that were
            made follow. What was typed into other rows is left out.
        """
        stays = rows[~rows["id"].isin(self.gone)]
        ids = stays["id"].tolist()
        columns = {}
        for name, column in rows.items():
            values = [
                self.cells.get(i, {}).get(str(name), value)
                for i, value in zip(ids, stays[name].tolist(), strict=True)
            ]
            values += [new.get(str(name)) for new in self.added]
            columns[name] = pd.Series(values, dtype=column.dtype).array
        numbers = [*stays.index, *range(len(rows), len(rows) + len(self.added))]
        return pd.DataFrame(columns, index=numbers)

    def seen(self, rows: pd.DataFrame, edited: pd.DataFrame, *, of: str) -> Typed:
        """Return what is typed by now, as far as these rows tell; what is typed elsewhere stays.

        Parameters
        ----------
        rows
            The rows of the list that were shown, as the list has them.
        edited
            The table as it came back; rows without an id are all that were made.
        of
            Digest of the list as it stands now.
        """
        shown, ids = set(rows["id"]), edited["id"]
        is_new = ids.isna() | (ids == "")
        was = {str(row["id"]): row for row in rows.to_dict("records")}
        cells = {i: typed for i, typed in self.cells.items() if i not in shown}
        for row in edited[~is_new].to_dict("records"):
            if typed := _differing(was[str(row["id"])], row):
                cells[str(row["id"])] = typed
        stays = set(ids[~is_new])
        added = tuple(
            {str(c): plain(v) for c, v in row.items() if c != "id" and not is_missing(v)}
            for row in edited[is_new].to_dict("records")
        )
        gone = tuple(i for i in self.gone if i not in shown)
        gone += tuple(str(i) for i in rows["id"] if i not in stays)
        found = Typed(self.of if len(self) else of, cells, added, gone)
        return found if len(found) else Typed()

    def record(self) -> dict[str, Any]:
        """Write it as JSON knows it."""
        return {
            "of": self.of,
            "cells": {i: dict(typed) for i, typed in self.cells.items()},
            "added": [dict(new) for new in self.added],
            "gone": list(self.gone),
        }

    @classmethod
    def from_record(cls, kept: Mapping[str, Any]) -> Typed:
        """Read what `record` wrote; nothing where there is none."""
        cells = {str(i): dict(typed) for i, typed in kept.get("cells", {}).items()}
        added = tuple(dict(new) for new in kept.get("added", ()))
        return cls(str(kept.get("of", "")), cells, added, tuple(map(str, kept.get("gone", ()))))


def _differing(was: Mapping[Any, object], now: Mapping[Any, object]) -> dict[str, object]:
    return {str(c): plain(now[c]) for c in was if c != "id" and not same(was[c], now[c])}
