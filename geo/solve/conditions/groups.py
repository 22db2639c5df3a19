"""Groups of demand: each street, each size class."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from geo.core import Demand
from geo.core.arrays import Ints
from geo.errors import MissingColumnError
from geo.words import _

__all__ = ["split"]


def split(demand: Demand, columns: str) -> Iterator[tuple[str, Ints]]:
    """List the groups that hold anybody, and the people of each.

    Parameters
    ----------
    demand
        The demand.
    columns
        Columns of its table with commas between them, each making groups of its own; empty:
        everybody is one group. Rows without an entry are a group too.

    Yields
    ------
    name
        What a person calls the group.
    weight
        ``(n_demand,)`` people, 0 outside the group.
    """
    if not columns.strip():
        yield _("everybody"), demand.weight
        return
    for column in (c.strip() for c in columns.split(",")):
        if column not in demand.table:
            raise MissingColumnError(
                _(
                    "The demand has no column {column!r}; it has {columns}.",
                    column=column,
                    columns=", ".join(["weight", *map(str, demand.table.columns)]),
                )
            )
        code, names = pd.factorize(demand.table[column], sort=False, use_na_sentinel=False)
        for number, name in enumerate(names):
            weight = np.where(code == number, demand.weight, 0)
            if weight.any():
                label = _("none given") if pd.isna(name) else str(name)
                yield f"{column} = {label}", weight
