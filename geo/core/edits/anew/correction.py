"""A row that was corrected by hand: what the list said of it, and what a hand made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from geo.core.edits.anew.row import Row, is_alike
from geo.core.edits.cells import is_missing
from geo.core.edits.place import PLACE
from geo.words import N_, _

__all__ = ["FIELDS", "Correction", "Kind", "Note", "Remark", "said"]

Kind = Literal["firm", "site"]
Note = tuple[str, Mapping[str, Any]]
"""A sentence of the catalogue, and what stands in its fields."""

FIELDS = {
    "name": N_("name"), "workers": N_("number of workers"), "place": N_("place"),
    "street": N_("street"), "industry": N_("industry"), "members": N_("members"),
    "is_unionised": N_("has a union"), "status": N_("status"), "capacity": N_("capacity"),
    "cost": N_("yearly cost (yuan)"), "host": N_("host"), "kind": N_("kind"),
    "area_m2": N_("area (m²)"), "hours": N_("opening hours"), "entrances": N_("entrances"),
}  # fmt: skip
"""Column -> its label; longitude and latitude are one thing, the place."""


@dataclass(frozen=True)
class Correction:
    """One row, before and after a hand was at it.

    Attributes
    ----------
    kind, id
        Which row of which list.
    was, now
        The row as the list has it, and as it is now; None where it was not there, or is not.
    why
        Why it could not be carried over; None where it stands.
    """

    kind: Kind
    id: object
    was: Row | None
    now: Row | None
    why: Note | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns that were changed; none of a row that was made or deleted."""
        if self.was is None or self.now is None:
            return ()
        was = self.was
        return tuple(f for f, value in self.now.items() if not is_alike(f, was.get(f), value))

    @property
    def name(self) -> str:
        """What the row is called, by the list if it knows it; else its id."""
        row = self.was or self.now or {}
        return str(row.get("name") or self.id)

    @property
    def sentence(self) -> str:
        """What was done by hand, with what was written."""
        if self.now is None:
            return _("deleted")
        if self.was is None:
            return _("made: {cells}", cells=_listed(self.now, self.now))
        return _("changed: {cells}", cells=_listed(self.now, self.fields, was=self.was))


@dataclass(frozen=True)
class Remark:
    """Something that stands as the hand wanted it, but should be looked at."""

    kind: Kind
    id: object
    name: str
    note: Note = field(repr=False)


def said(note: Note) -> str:
    """Say a note in the language in use."""
    what, given = note
    return _(what, **{k: _(v) if k == "field" else v for k, v in given.items()})


def _listed(row: Row, fields: Iterable[str], was: Row | None = None) -> str:
    """List cells with their labels, and what they were before where that is asked."""
    names = dict.fromkeys("place" if f in PLACE else f for f in fields)
    cells = [
        (_(FIELDS.get(f, f)), _cell(row, f), None if was is None else _cell(was, f)) for f in names
    ]
    return "; ".join(
        f"{label} {now}" if before is None else f"{label} {before} → {now}"
        for label, now, before in cells
        if now != "—" or before is not None
    )


def _cell(row: Row, column: str) -> str:
    if column == "place":
        return ", ".join(f"{row[f]:.6f}" for f in PLACE)
    value = row.get(column)
    return "—" if is_missing(value) else str(value)
