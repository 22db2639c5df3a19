"""What a list's columns are taken for, before a single row is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geo.errors import InputError
from geo.read.cells.columns import Match, match_columns
from geo.read.cells.findings import shown
from geo.read.cells.headings import fields_of
from geo.read.formats import parts_of
from geo.read.reading import raw_of
from geo.words import N_

__all__ = ["MEANINGS", "Seen", "see_columns"]

MEANINGS = {
    "lon": N_("longitude"),
    "lat": N_("latitude"),
    "place": N_("both coordinates in one column"),
    "workers": N_("number of workers"),
    "name": N_("name"),
    "id": N_("own number (each only once)"),
    "serial": N_("serial number"),
    "credit_code": N_("credit code"),
    "members": N_("union members"),
    "is_unionised": N_("has a union"),
    "status": N_("status"),
    "capacity": N_("places (people)"),
    "cost_yuan": N_("yearly cost (yuan)"),
    "area_m2": N_("floor area (m²)"),
    "hours": N_("opening hours"),
    "host": N_("host"),
    "entrances": N_("entrances"),
    "street": N_("street"),
    "industry": N_("industry"),
    "kind": N_("kind"),
    "address": N_("address"),
}
"""Canonical column -> what it means, most needed first, translated where it is shown."""

_EXAMPLES, _LOOKED_AT = 3, 50


@dataclass(frozen=True)
class Seen:
    """The columns of a list and what each is taken for.

    Attributes
    ----------
    columns
        Heading -> up to three different values of it.
    matches
        The proposal.
    parts, part
        Sheets or layers to choose from, empty where the file has but one, and the one that was
        looked at; empty: all of them together.
    has_shapes
        Whether the rows have a geometry, so that no column of coordinates is needed.
    """

    columns: Mapping[str, tuple[str, ...]]
    matches: tuple[Match, ...]
    parts: tuple[str, ...] = ()
    part: str = ""
    has_shapes: bool = False

    def meanings(self, kind: str) -> tuple[str, ...]:
        """Return the canonical columns that a list of ``kind`` may have, most needed first."""
        needed = set(fields_of(kind)) - ({"lon", "lat", "place"} if self.has_shapes else set())
        return tuple(field for field in MEANINGS if field in needed)

    def column_of(self, field: str) -> str | None:
        """Return the heading of a canonical column, or None where the list has none."""
        return next((m.column for m in self.matches if m.field == field), None)


def see_columns(
    path: str | Path,
    kind: str,
    *,
    columns: Mapping[str, str] | None = None,
    part: str | None = None,
) -> Seen:
    """Look at a list's columns: works too where the list cannot be read without a correction.

    Parameters
    ----------
    path, kind, columns
        As `read_layer`.
    part
        Sheet or layer; where several may be the list, the first is looked at.

    Raises
    ------
    InputError
        The file cannot be opened, or a column is named that it does not have.
    """
    file = Path(path)
    parts, wanted = parts_of(file), part
    try:
        raw = raw_of(file, kind, sheet=wanted, layer=wanted)
    except InputError:
        if wanted is not None or not parts:
            raise
        wanted = parts[0]
        raw = raw_of(file, kind, sheet=wanted, layer=wanted)
    found = match_columns(raw.table, kind, source=file.name, columns=columns)
    return Seen(
        {str(c): _examples(raw.table[c]) for c in raw.table.columns},
        tuple(found.values()),
        parts,
        wanted or raw.part,
        raw.x is not None and bool(np.isfinite(raw.x).any()),
    )


def _examples(cells: pd.Series) -> tuple[str, ...]:
    said = (shown(value) for value in cells.head(_LOOKED_AT))
    return tuple(dict.fromkeys(text for text in said if text))[:_EXAMPLES]
