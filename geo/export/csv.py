"""CSV: the open sites, one row each, as Excel and everything else reads it.

The notes stand in a column of their own, so that they stay with every row that is copied out.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from geo.core import Proposal
from geo.export.family import Format
from geo.export.tables import heading, open_sites, said
from geo.words import N_

__all__ = ["FORMAT", "harmless", "table_csv", "write"]

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(proposal: Proposal, path: Path) -> None:
    """Write UTF-8 with a byte-order mark, without which Excel takes Chinese for something else."""
    table = open_sites(proposal)
    table["notes"] = " ".join(proposal.notes)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([harmless(heading(column, proposal)) for column in table])
        out.writerows(
            [harmless(said(cell)) for cell in row] for row in table.to_numpy(dtype=object)
        )


def table_csv(table: pd.DataFrame) -> bytes:
    """Return any table as CSV that a spreadsheet reads, and of which it runs nothing."""
    plain = table.copy()
    for column in table:
        if not pd.api.types.is_numeric_dtype(table[column]):
            plain[column] = table[column].astype(object).map(harmless)
    return plain.to_csv(index=False).encode("utf-8-sig")


def harmless(value: object) -> object:
    """Keep a text a text: a spreadsheet runs a cell that starts like a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless(-3)
    ("'=1+1", -3)
    """
    if isinstance(value, str) and value.startswith(_STARTS_FORMULA):
        return "'" + value
    return "" if value is None else value


FORMAT = Format(".csv", N_("CSV (open sites)"), "text/csv", write)
