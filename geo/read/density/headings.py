"""Which column holds the people."""

from __future__ import annotations

import pandas as pd

from geo.errors import MissingColumnError
from geo.read.cells.findings import shown
from geo.read.cells.headings import PLAIN, plain
from geo.words import _

__all__ = ["people_column"]

_MORE = ("人口", "人口数", "常住人口", "总人口", "就业人口", "pop", "value", "density", "day")


def people_column(table: pd.DataFrame, column: str | None, source: str) -> str:
    """Return the heading of the people: as stated, else the most usual one that is there.

    Raises
    ------
    MissingColumnError
        There is no such column, or no usual one.
    """
    by_plain = {plain(c): str(c) for c in table.columns}
    if column is not None and column in table.columns:
        return column
    usual = [] if column is not None else [*PLAIN["workers"], *_MORE]
    for name in usual:
        if name in by_plain:
            return by_plain[name]
    raise MissingColumnError(
        _(
            "{source}: no column with the number of people. The file has: {found}. Say which "
            "one it is.",
            source=source,
            found=", ".join(shown(c) for c in table.columns[:30]),
        ),
        option="--density-column COLUMN",
    )
