"""A layer: one list of firms, sites or homes, read, checked, in WGS-84."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from geo.core import Source
from geo.core.arrays import Floats, Ints
from geo.read.cells.columns import Match
from geo.read.cells.zones import OPEN_ZONE
from geo.words import N_

__all__ = ["KINDS", "Layer"]

KINDS = {"firms": N_("firms"), "sites": N_("venues"), "homes": N_("homes")}
"""Kind of layer -> label, translated where it is shown."""


@dataclass(frozen=True, eq=False)
class Layer:
    """One list, read.

    Attributes
    ----------
    kind
        A key of ``KINDS``.
    lon, lat
        ``(n,)`` WGS-84 degrees.
    table
        ``(n, ...)`` canonical columns where the file has them (``id, name, workers, members,
        street, industry, is_unionised, status, capacity, cost_yuan, hours, host, kind, area_m2,
        address, credit_code``; ``is_estimated`` where firms without a headcount are kept), then
        the user's other columns; the coordinates as given keep their heading with ``_original``.
    source
        Where it came from; ``n_read`` rows are used, ``n_rejected`` are not.
    rejected, doubtful
        ``source, row, column, value, reason, remedy``: rows not used, and rows used with a remark.
    matches
        Which column was taken for what.
    refused
        The refused rows as the file has them, indexed by their row number, so that they can be
        corrected and read again.
    rows
        ``(n,)`` row numbers, as the user sees them, of the rows in use.
    taken_for
        What the coordinates as given were taken for: a datum, a system of metres, or ``"over"``
        (`geo.read.datum`); None where nobody stated it.
    """

    kind: str
    lon: Floats
    lat: Floats
    table: pd.DataFrame
    source: Source
    rejected: pd.DataFrame
    doubtful: pd.DataFrame
    matches: tuple[Match, ...] = ()
    refused: pd.DataFrame = field(default_factory=pd.DataFrame)
    rows: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    taken_for: str | None = None

    def __len__(self) -> int:
        """Count the rows in use."""
        return len(self.lon)

    @property
    def has_places(self) -> bool:
        """Whether it is known where the rows lie, be it in an unstated datum."""
        return self.taken_for != OPEN_ZONE

    def without(self, column: str) -> Layer:
        """Return the list without one of its columns, if it has it."""
        return replace(self, table=self.table.drop(columns=column, errors="ignore"))

    @property
    def columns(self) -> dict[str, str]:
        """Canonical name -> heading in the file, to be given again as ``columns``."""
        return {m.field: m.column for m in self.matches}
